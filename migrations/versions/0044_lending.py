"""Loans: which province may take plans, credit lines with their dated terms, files and the papers seen for them."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RIAL = sa.BigInteger()
WHEN = sa.DateTime(timezone=True)
KINDS = ("home", "rural", "tourism", "handicraft")
PAPERS = (
    "national_card", "home_licence", "business_plan", "training", "residence", "guarantor", "bank_account",
)  # fmt: skip
STATES = ("draft", "complete", "referred", "granted", "refused", "bank_refused", "withdrawn", "lapsed")
REASONS = ("guarantor", "bank_record", "plan", "licence", "papers", "no_money", "other")

PERMISSION = ("id", "form_key", "province_code", "kind", "first_day", "source", "set_by", "set_at")
ENDING = ("last_day", "ended_by", "ended_at", "ended_why")
LINE = ("id", "form_key", "kind", "opened_by", "opened_at")
FILE = (
    "id", "form_key", "line_id", "terms_id", "trainee_id", "asked_rial", "months", "purpose", "opened_by", "opened_at",
)  # fmt: skip
REFERRAL = ("referred_by", "referred_at", "letter_no")
OVER = ("state", "answered_by", "answered_on", "granted_rial", "why_refused", "ended_why")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(repr, values))})"


def upgrade() -> None:
    _permissions()
    _lines()
    _terms()
    _scope()
    _files()
    _papers()
    _guards()


def _permissions() -> None:
    op.create_table(
        "plan_permission",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("set_by", NUMBER, nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_why = '')"
            " AND (ended_at IS NULL OR last_day IS NOT NULL)",
            name=op.f("ck_plan_permission_ended"),
        ),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_plan_permission_kind")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_plan_permission_runs_forward")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_plan_permission_province_code")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_plan_permission_set_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_plan_permission_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_permission")),
        sa.UniqueConstraint("form_key", name=op.f("uq_plan_permission_form_key")),
    )
    op.create_index(
        op.f("ix_plan_permission_province_code_first_day"), "plan_permission", ["province_code", "first_day"]
    )


def _lines() -> None:
    op.create_table(
        "credit_line",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("budget_rial", RIAL, nullable=False),
        sa.Column("committed_rial", RIAL, nullable=False),
        sa.Column("granted_rial", RIAL, nullable=False),
        sa.Column("opened_by", NUMBER, nullable=False),
        sa.Column("opened_at", WHEN, nullable=False),
        sa.CheckConstraint("budget_rial > 0", name=op.f("ck_credit_line_budget")),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_credit_line_kind")),
        sa.CheckConstraint(
            "committed_rial >= 0 AND granted_rial >= 0 AND committed_rial + granted_rial <= budget_rial",
            name=op.f("ck_credit_line_never_over"),
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_credit_line_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_line")),
        sa.UniqueConstraint("form_key", name=op.f("uq_credit_line_form_key")),
    )


def _terms() -> None:
    op.create_table(
        "credit_terms",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=False),
        sa.Column("village_only", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("budget_rial", RIAL, nullable=False),
        sa.Column("cap_rial", RIAL, nullable=False),
        sa.Column("fee_bps", NUMBER, nullable=False),
        sa.Column("months", NUMBER, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("set_by", NUMBER, nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
        sa.CheckConstraint("cap_rial > 0 AND budget_rial > 0", name=op.f("ck_credit_terms_amounts")),
        sa.CheckConstraint("fee_bps BETWEEN 0 AND 10000", name=op.f("ck_credit_terms_fee")),
        sa.CheckConstraint("months BETWEEN 1 AND 240", name=op.f("ck_credit_terms_months")),
        sa.CheckConstraint("name <> '' AND bank <> '' AND source <> ''", name=op.f("ck_credit_terms_named")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_credit_terms_runs_forward")),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name=op.f("fk_credit_terms_line_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_credit_terms_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_terms")),
        sa.UniqueConstraint("line_id", "version", name=op.f("uq_credit_terms_line_id_version")),
        sa.UniqueConstraint("form_key", name=op.f("uq_credit_terms_form_key")),
    )


def _scope() -> None:
    op.create_table(
        "credit_trade",
        sa.Column("terms_id", NUMBER, nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["credit_terms.id"], name=op.f("fk_credit_trade_terms_id")),
        sa.ForeignKeyConstraint(["trade_code"], ["trade.code"], name=op.f("fk_credit_trade_trade_code")),
        sa.PrimaryKeyConstraint("terms_id", "trade_code", name=op.f("pk_credit_trade")),
    )
    op.create_table(
        "credit_county",
        sa.Column("terms_id", NUMBER, nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["credit_terms.id"], name=op.f("fk_credit_county_terms_id")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_credit_county_county_code")),
        sa.PrimaryKeyConstraint("terms_id", "county_code", name=op.f("pk_credit_county")),
    )
    op.create_table(
        "credit_paper",
        sa.Column("terms_id", NUMBER, nullable=False),
        sa.Column("paper", sa.String(length=24), nullable=False),
        sa.CheckConstraint(_one_of("paper", PAPERS), name=op.f("ck_credit_paper_paper")),
        sa.ForeignKeyConstraint(["terms_id"], ["credit_terms.id"], name=op.f("fk_credit_paper_terms_id")),
        sa.PrimaryKeyConstraint("terms_id", "paper", name=op.f("pk_credit_paper")),
    )


def _files() -> None:
    op.create_table(
        "loan_file",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.Column("terms_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_rial", RIAL, nullable=False),
        sa.Column("months", NUMBER, nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("opened_by", NUMBER, nullable=False),
        sa.Column("opened_at", WHEN, nullable=False),
        sa.Column("touched_at", WHEN, nullable=False),
        sa.Column("referred_by", NUMBER, nullable=True),
        sa.Column("referred_at", WHEN, nullable=True),
        sa.Column("letter_no", sa.String(length=40), nullable=False),
        sa.Column("answered_by", NUMBER, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("granted_rial", RIAL, nullable=True),
        sa.Column("why_refused", sa.String(length=24), nullable=True),
        sa.Column("ended_why", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(state IN ('granted', 'bank_refused')) = (answered_on IS NOT NULL)"
            " AND (answered_on IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_loan_file_answered"),
        ),
        sa.CheckConstraint("asked_rial > 0 AND months > 0", name=op.f("ck_loan_file_asked")),
        sa.CheckConstraint(
            "(state IN ('refused', 'bank_refused')) = (why_refused IS NOT NULL)"
            " AND (state NOT IN ('refused', 'bank_refused', 'withdrawn', 'lapsed') OR ended_why <> '')",
            name=op.f("ck_loan_file_ended_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'granted') = (granted_rial IS NOT NULL)"
            " AND (granted_rial IS NULL OR (granted_rial > 0 AND granted_rial <= asked_rial))",
            name=op.f("ck_loan_file_granted"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('referred', 'granted', 'bank_refused')"
            " OR (referred_by IS NOT NULL AND referred_at IS NOT NULL AND letter_no <> '')",
            name=op.f("ck_loan_file_referred"),
        ),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_loan_file_state")),
        sa.CheckConstraint(_one_of("why_refused", REASONS), name=op.f("ck_loan_file_why_refused")),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name=op.f("fk_loan_file_line_id")),
        sa.ForeignKeyConstraint(["terms_id"], ["credit_terms.id"], name=op.f("fk_loan_file_terms_id")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_loan_file_trainee_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_loan_file_opened_by")),
        sa.ForeignKeyConstraint(["referred_by"], ["person.id"], name=op.f("fk_loan_file_referred_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_loan_file_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_file")),
        sa.UniqueConstraint("form_key", name=op.f("uq_loan_file_form_key")),
    )
    op.create_index(op.f("ix_loan_file_state_touched_at"), "loan_file", ["state", "touched_at"])
    op.create_index(op.f("ix_loan_file_line_id_state"), "loan_file", ["line_id", "state"])
    where = sa.text("state IN ('draft', 'complete', 'referred')")
    op.create_index(
        "uq_loan_file_open",
        "loan_file",
        ["trainee_id", "line_id"],
        unique=True,
        postgresql_where=where,
        sqlite_where=where,
    )


def _papers() -> None:
    op.create_table(
        "loan_paper",
        sa.Column("file_id", NUMBER, nullable=False),
        sa.Column("paper", sa.String(length=24), nullable=False),
        sa.Column("seen_by", NUMBER, nullable=False),
        sa.Column("seen_at", WHEN, nullable=False),
        sa.CheckConstraint(_one_of("paper", PAPERS), name=op.f("ck_loan_paper_paper")),
        sa.ForeignKeyConstraint(["file_id"], ["loan_file.id"], name=op.f("fk_loan_paper_file_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_loan_paper_seen_by")),
        sa.PrimaryKeyConstraint("file_id", "paper", name=op.f("pk_loan_paper")),
    )


def _guards() -> None:
    """What the database itself refuses."""
    there = "(SELECT state FROM loan_file WHERE loan_file.id = {}.file_id) NOT IN ('draft', 'complete')"
    ended = "OLD.state NOT IN ('draft', 'complete', 'referred')"
    guards = [
        ("plan_permission_fixed", "plan_permission", "UPDATE", _differs(PERMISSION), "a permission stands"),
        (
            "plan_permission_ended",
            "plan_permission",
            "UPDATE",
            f"OLD.ended_at IS NOT NULL AND ({_differs(ENDING)})",
            "it ended",
        ),
        ("plan_permission_deleted", "plan_permission", "DELETE", "", "plan_permission is never deleted"),
        ("credit_line_fixed", "credit_line", "UPDATE", _differs(LINE), "a line stands"),
        ("credit_line_deleted", "credit_line", "DELETE", "", "credit_line is never deleted"),
        ("loan_file_fixed", "loan_file", "UPDATE", _differs(FILE), "what was asked stands"),
        (
            "loan_file_referred",
            "loan_file",
            "UPDATE",
            f"OLD.referred_by IS NOT NULL AND ({_differs(REFERRAL)})",
            "the referral stands",
        ),
        ("loan_file_over", "loan_file", "UPDATE", f"{ended} AND ({_differs(OVER)})", "it is over"),
        ("loan_file_deleted", "loan_file", "DELETE", "", "loan_file is never deleted"),
        (
            "loan_paper_late",
            "loan_paper",
            "INSERT",
            there.format("NEW"),
            "papers are seen before the bank has the file",
        ),
        ("loan_paper_changed", "loan_paper", "UPDATE", "", "what was seen stands"),
        ("loan_paper_deleted", "loan_paper", "DELETE", there.format("OLD"), "the bank has the file"),
    ]
    guards += [
        (f"{table}_{act.lower()}", table, act, "", f"{table} is append-only")
        for table in ("credit_terms", "credit_trade", "credit_county", "credit_paper")
        for act in ("UPDATE", "DELETE")
    ]
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
    raise NotImplementedError("what was lent is not forgotten")
