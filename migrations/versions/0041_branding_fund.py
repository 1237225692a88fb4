"""The branding fund: budgets, applications of cooperatives, the bills behind them, and journals of their own."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RIAL = sa.BigInteger()
WHEN = sa.DateTime(timezone=True)
JOURNALS = (
    "payment", "late_payment", "release", "delivery_fee", "refund", "clawback", "refund_paid", "settlement", "payout",
    "payout_paid", "payout_returned", "cash_commission", "fx", "goodwill", "write_off", "grant", "grant_paid",
)  # fmt: skip
STATES = ("draft", "submitted", "first_ok", "approved", "paid", "refused", "withdrawn")
UNDER_WAY = "state IN ('submitted', 'first_ok', 'approved')"

BUDGET_FIXED = ("id", "form_key", "name", "source", "amount_rial", "first_day", "last_day", "opened_by", "opened_at")
BORN_WITH = ("id", "form_key", "cooperative_id", "written_by", "written_at")
APPLIED = (
    "purpose", "planned_rial", "type_seen", "applied_at", "share_bps", "cap_rial", "two_supports", "once_years",
)  # fmt: skip
FIRST = ("first_by", "first_at")
SECOND = ("second_by", "second_at", "budget_id", "cost_rial", "grant_rial")
OVER = ("state", "ended_why", "paid_by", "paid_at", "paid_on", "tracking_no")
BILL = (
    "id", "application_id", "seller", "seller_key", "seller_id", "number", "number_key", "issued_on", "amount_rial",
    "picture_id", "written_by", "written_at",
)  # fmt: skip
STRUCK = ("struck_by", "struck_at", "struck_why")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    _budgets()
    _applications()
    _invoices()
    _check("journal", "kind", f"kind IN ({', '.join(map(repr, JOURNALS))})")
    _guards()


def _budgets() -> None:
    op.create_table(
        "fund_budget",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("committed_rial", RIAL, nullable=False),
        sa.Column("spent_rial", RIAL, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("opened_by", NUMBER, nullable=False),
        sa.Column("opened_at", WHEN, nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_fund_budget_amount")),
        sa.CheckConstraint(
            "spent_rial >= 0 AND spent_rial <= committed_rial AND committed_rial <= amount_rial",
            name=op.f("ck_fund_budget_never_over"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_fund_budget_runs_forward")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_fund_budget_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_budget")),
        sa.UniqueConstraint("form_key", name=op.f("uq_fund_budget_form_key")),
    )


def _applications() -> None:
    op.create_table(
        "fund_application",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("cooperative_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("planned_rial", RIAL, nullable=False),
        sa.Column("type_seen", sa.Boolean(), nullable=False),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", WHEN, nullable=False),
        sa.Column("applied_at", WHEN, nullable=True),
        sa.Column("share_bps", NUMBER, nullable=True),
        sa.Column("cap_rial", RIAL, nullable=True),
        sa.Column("two_supports", sa.Boolean(), nullable=True),
        sa.Column("once_years", NUMBER, nullable=True),
        sa.Column("first_by", NUMBER, nullable=True),
        sa.Column("first_at", WHEN, nullable=True),
        sa.Column("second_by", NUMBER, nullable=True),
        sa.Column("second_at", WHEN, nullable=True),
        sa.Column("budget_id", NUMBER, nullable=True),
        sa.Column("cost_rial", RIAL, nullable=True),
        sa.Column("grant_rial", RIAL, nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=False),
        sa.Column("paid_by", NUMBER, nullable=True),
        sa.Column("paid_at", WHEN, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("tracking_no", sa.String(length=40), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_fund_application_{name}"))
            for name, rule in {
                "state": f"state IN ({', '.join(map(repr, STATES))})",
                "planned": "planned_rial > 0",
                "other_persons": (
                    "(first_by IS NULL OR first_by <> written_by) AND (second_by IS NULL OR second_by <> written_by)"
                    " AND (second_by IS NULL OR second_by <> first_by) AND (paid_by IS NULL OR paid_by <> written_by)"
                ),
                "terms": (
                    "state IN ('draft', 'withdrawn') OR (type_seen AND applied_at IS NOT NULL"
                    " AND share_bps IS NOT NULL AND cap_rial IS NOT NULL AND two_supports IS NOT NULL"
                    " AND once_years IS NOT NULL)"
                ),
                "first": "state NOT IN ('first_ok', 'approved', 'paid') OR first_by IS NOT NULL",
                "second": (
                    "state NOT IN ('approved', 'paid') OR (second_by IS NOT NULL AND budget_id IS NOT NULL"
                    " AND cost_rial IS NOT NULL AND grant_rial IS NOT NULL)"
                ),
                "within_the_rule": (
                    "grant_rial IS NULL OR (grant_rial > 0 AND grant_rial <= cost_rial AND (two_supports"
                    " OR (grant_rial <= cap_rial AND grant_rial * 10000 <= cost_rial * share_bps)))"
                ),
                "refused_with_a_reason": "state <> 'refused' OR ended_why <> ''",
                "paid": (
                    "(state = 'paid') = (paid_by IS NOT NULL) AND (paid_by IS NULL) = (paid_on IS NULL)"
                    " AND (paid_by IS NULL) = (tracking_no = '')"
                ),
            }.items()
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_fund_application_cooperative_id")
        ),
        sa.ForeignKeyConstraint(["budget_id"], ["fund_budget.id"], name=op.f("fk_fund_application_budget_id")),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_fund_application_{column}"))
            for column in ("written_by", "first_by", "second_by", "paid_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_application")),
        sa.UniqueConstraint("form_key", name=op.f("uq_fund_application_form_key")),
    )
    op.create_index(op.f("ix_fund_application_budget_id"), "fund_application", ["budget_id"])
    op.create_index(op.f("ix_fund_application_cooperative_id_id"), "fund_application", ["cooperative_id", "id"])
    _unique("uq_fund_application_under_way", "fund_application", ["cooperative_id"], UNDER_WAY)
    _unique("uq_fund_application_tracking", "fund_application", ["tracking_no"], "tracking_no <> ''")
    op.create_table(
        "fund_member",
        sa.Column("application_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["fund_application.id"], name=op.f("fk_fund_member_application_id")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_fund_member_trainee_id")),
        sa.PrimaryKeyConstraint("application_id", "trainee_id", name=op.f("pk_fund_member")),
    )


def _invoices() -> None:
    op.create_table(
        "fund_invoice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("application_id", NUMBER, nullable=False),
        sa.Column("seller", sa.String(length=120), nullable=False),
        sa.Column("seller_key", sa.String(length=120), nullable=False),
        sa.Column("seller_id", sa.String(length=14), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("picture_id", NUMBER, nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", WHEN, nullable=False),
        sa.Column("struck_by", NUMBER, nullable=True),
        sa.Column("struck_at", WHEN, nullable=True),
        sa.Column("struck_why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_fund_invoice_amount")),
        sa.CheckConstraint("number_key <> '' AND seller_key <> ''", name=op.f("ck_fund_invoice_named")),
        sa.CheckConstraint(
            "(struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_why = '')"
            " AND (struck_at IS NULL OR NOT holds)",
            name=op.f("ck_fund_invoice_struck"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["fund_application.id"], name=op.f("fk_fund_invoice_application_id")
        ),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_fund_invoice_picture_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_fund_invoice_written_by")),
        sa.ForeignKeyConstraint(["struck_by"], ["person.id"], name=op.f("fk_fund_invoice_struck_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_invoice")),
    )
    op.create_index(op.f("ix_fund_invoice_application_id"), "fund_invoice", ["application_id"])
    _unique("uq_fund_invoice_seller", "fund_invoice", ["seller_key", "number_key"], "holds")
    _unique("uq_fund_invoice_seller_id", "fund_invoice", ["seller_id", "number_key"], "holds AND seller_id <> ''")


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _check(table: str, name: str, rule: str) -> None:
    """Let a table's CHECK say this in place of what it said.

    SQLite's table is not rebuilt: its content holds already, and its triggers stay where they are. The way is the one
    of SQLite's own page on ALTER TABLE, section 7.
    """
    full = f"ck_{table}_{name}"
    connection = op.get_bind()
    if _postgres():
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS {full}')
        op.create_check_constraint(op.f(full), table, rule)
        return
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    without = re.sub(rf",\s*CONSTRAINT {full} CHECK \((?:[^()]|\([^()]*\))*\)", "", sql)
    changed = f"{without.rstrip().removesuffix(')').rstrip()}, \n\tCONSTRAINT {full} CHECK ({rule})\n)"
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _guards() -> None:
    """What the database itself refuses."""
    its_state = "(SELECT state FROM fund_application WHERE fund_application.id = {}.application_id)"
    freed = f"NEW.struck_at IS NULL AND {its_state.format('NEW')} NOT IN ('refused', 'withdrawn')"
    ended = "OLD.state IN ('paid', 'refused', 'withdrawn')"
    guards = (
        ("fund_budget_fixed", "fund_budget", "UPDATE", _differs(BUDGET_FIXED), "a budget stands"),
        ("fund_budget_deleted", "fund_budget", "DELETE", "", "fund_budget is never deleted"),
        ("fund_application_born", "fund_application", "UPDATE", _differs(BORN_WITH), "an application stands"),
        (
            "fund_application_applied",
            "fund_application",
            "UPDATE",
            f"OLD.state <> 'draft' AND ({_differs(APPLIED)})",
            "what was applied for stands",
        ),
        (
            "fund_application_first",
            "fund_application",
            "UPDATE",
            f"OLD.first_by IS NOT NULL AND ({_differs(FIRST)})",
            "the first approval stands",
        ),
        (
            "fund_application_second",
            "fund_application",
            "UPDATE",
            f"OLD.second_by IS NOT NULL AND ({_differs(SECOND)})",
            "the grant stands",
        ),
        ("fund_application_over", "fund_application", "UPDATE", f"{ended} AND ({_differs(OVER)})", "it is over"),
        ("fund_application_deleted", "fund_application", "DELETE", "", "fund_application is never deleted"),
        (
            "fund_member_late",
            "fund_member",
            "INSERT",
            f"{its_state.format('NEW')} <> 'draft'",
            "members are those of the day of application",
        ),
        ("fund_member_changed", "fund_member", "UPDATE", "", "fund_member is append-only"),
        ("fund_member_deleted", "fund_member", "DELETE", "", "fund_member is append-only"),
        (
            "fund_invoice_late",
            "fund_invoice",
            "INSERT",
            f"{its_state.format('NEW')} <> 'draft'",
            "bills come with the application",
        ),
        ("fund_invoice_fixed", "fund_invoice", "UPDATE", _differs(BILL), "a bill stands"),
        (
            "fund_invoice_struck",
            "fund_invoice",
            "UPDATE",
            f"OLD.struck_at IS NOT NULL AND ({_differs(STRUCK)})",
            "it stays struck out",
        ),
        ("fund_invoice_freed", "fund_invoice", "UPDATE", f"OLD.holds AND NOT NEW.holds AND {freed}", "it holds"),
        ("fund_invoice_held", "fund_invoice", "UPDATE", "NEW.holds AND NOT OLD.holds", "it was let go"),
        (
            "fund_invoice_deleted",
            "fund_invoice",
            "DELETE",
            f"{its_state.format('OLD')} <> 'draft'",
            "a bill that was submitted is never deleted",
        ),
    )
    for guard in guards:
        (_refuse_on_postgres if _postgres() else _refuse_on_sqlite)(*guard)


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse_on_sqlite(name: str, table: str, act: str, condition: str, message: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _refuse_on_postgres(name: str, table: str, act: str, condition: str, message: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'true'} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()")


def downgrade() -> None:
    raise NotImplementedError("what the fund gave is not forgotten")
