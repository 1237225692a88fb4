"""Coupons, funds that pay of deliveries, store credit, groups that share, and cash on delivery."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RIAL = sa.BigInteger()
WHEN = sa.DateTime(timezone=True)
JOURNALS = (
    "payment", "late_payment", "release", "delivery_fee", "refund", "clawback", "refund_paid", "settlement", "payout",
    "payout_paid", "payout_returned", "cash_commission", "fx", "goodwill", "write_off",
)  # fmt: skip
ORDERS = ("awaiting_payment", "cash_due", "paid", "expired", "cancelled")
LINE_FROZEN = (
    "parcel_id", "maker_id", "variant_id", "version_id", "vouch_id", "sku", "title", "quantity", "unit_price_rial",
    "goods_rial", "discount_rial", "funded_rial", "commission_rule_id", "commission_bps", "commission_fixed_rial",
    "commission_rial", "grade", "differences", "acknowledged", "exempt",
)  # fmt: skip
SHARE_FROZEN = ("parcel_id", "trainee_id", "position", "bps")
NOTE_FROZEN = ("code_print", "code_sealed", "amount_rial", "payable_id", "refund_id", "given_by", "given_at")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    _promotions()
    _credit()
    _sharing()
    _order_columns()
    _parcel_columns()
    _line_columns()
    _one_payment_beside_credit()
    _check("journal", "kind", f"kind IN ({', '.join(map(repr, JOURNALS))})")
    _check("order", "state", f"state IN ({', '.join(map(repr, ORDERS))})")


def _promotions() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("funder", _words("funder", "shop", "maker"), nullable=False),
        sa.Column("maker_id", KEY, nullable=True),
        sa.Column("bps", KEY, nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("most_rial", RIAL, nullable=True),
        sa.Column("least_goods_rial", RIAL, nullable=False),
        sa.Column("budget_rial", RIAL, nullable=True),
        sa.Column("most_uses", KEY, nullable=True),
        sa.Column("valid_from", WHEN, nullable=False),
        sa.Column("valid_to", WHEN, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_by", KEY, nullable=True),
        sa.Column("set_at", WHEN, nullable=False),
        sa.CheckConstraint("(funder = 'maker') = (maker_id IS NOT NULL)", name=op.f("ck_coupon_whose")),
        sa.CheckConstraint(
            "(bps > 0 AND amount_rial = 0) OR (bps = 0 AND amount_rial > 0)", name=op.f("ck_coupon_worth")
        ),
        sa.CheckConstraint("bps <= 9000", name=op.f("ck_coupon_bps")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_coupon_runs_forward")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_coupon_maker_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_coupon_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
    )
    op.create_index(op.f("ix_coupon_maker_id"), "coupon", ["maker_id"])
    op.create_table(
        "coupon_use",
        sa.Column("payable_id", KEY, nullable=False, autoincrement=False),
        sa.Column("coupon_id", KEY, nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("state", _words("state", "held", "used", "released"), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_use_coupon_id")),
        sa.PrimaryKeyConstraint("payable_id", name=op.f("pk_coupon_use")),
    )
    op.create_index("ix_coupon_use_coupon_mobile", "coupon_use", ["coupon_id", "mobile"])
    op.create_table(
        "subsidy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("least_goods_rial", RIAL, nullable=False),
        sa.Column("bps", KEY, nullable=False),
        sa.Column("most_rial", RIAL, nullable=False),
        sa.Column("budget_rial", RIAL, nullable=True),
        sa.Column("valid_from", WHEN, nullable=False),
        sa.Column("valid_to", WHEN, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
        sa.CheckConstraint("bps > 0 AND bps <= 10000", name=op.f("ck_subsidy_bps")),
        sa.CheckConstraint("most_rial > 0", name=op.f("ck_subsidy_most")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_subsidy_runs_forward")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_subsidy_county_code")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_subsidy_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy")),
    )


def _credit() -> None:
    op.create_table(
        "credit_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code_print", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.Text(), nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("left_rial", RIAL, nullable=False),
        sa.Column("payable_id", KEY, nullable=False),
        sa.Column("refund_id", KEY, nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("given_by", KEY, nullable=True),
        sa.Column("given_at", WHEN, nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_credit_note_amount")),
        sa.CheckConstraint("left_rial >= 0", name=op.f("ck_credit_note_left")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_credit_note_given_by")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_credit_note_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
        sa.UniqueConstraint("code_print", name=op.f("uq_credit_note_code_print")),
        sa.UniqueConstraint("refund_id", name=op.f("uq_credit_note_refund_id")),
    )
    op.create_index(op.f("ix_credit_note_payable_id"), "credit_note", ["payable_id"])
    op.create_table(
        "credit_use",
        sa.Column("payable_id", KEY, nullable=False, autoincrement=False),
        sa.Column("note_id", KEY, nullable=False),
        sa.Column("amount_rial", RIAL, nullable=False),
        sa.Column("state", _words("state", "held", "used", "released"), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_credit_use_amount")),
        sa.ForeignKeyConstraint(["note_id"], ["credit_note.id"], name=op.f("fk_credit_use_note_id")),
        sa.PrimaryKeyConstraint("payable_id", name=op.f("pk_credit_use")),
    )
    op.create_index(op.f("ix_credit_use_note_id"), "credit_use", ["note_id"])
    _refuse("credit_note", "UPDATE", "a credit note is frozen but for what is left of it", _changed(NOTE_FROZEN))
    _refuse("credit_note", "DELETE", "credit_note is never deleted")


def _sharing() -> None:
    op.create_table(
        "share_rule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=False),
        sa.Column("valid_from", WHEN, nullable=False),
        sa.Column("valid_to", WHEN, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_share_rule_runs_forward")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_share_rule_maker_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_share_rule_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_rule")),
    )
    op.create_index(op.f("ix_share_rule_maker_id"), "share_rule", ["maker_id"])
    op.create_table(
        "share_of",
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("trainee_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("bps", KEY, nullable=False),
        sa.CheckConstraint("bps > 0 AND bps <= 10000", name=op.f("ck_share_of_bps")),
        sa.ForeignKeyConstraint(["rule_id"], ["share_rule.id"], name=op.f("fk_share_of_rule_id")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_share_of_trainee_id")),
        sa.PrimaryKeyConstraint("rule_id", "trainee_id", name=op.f("pk_share_of")),
    )
    op.create_table(
        "parcel_share",
        sa.Column("parcel_id", KEY, nullable=False),
        sa.Column("trainee_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("bps", KEY, nullable=False),
        sa.Column("released_rial", RIAL, nullable=False),
        sa.Column("taken_back_rial", RIAL, nullable=False),
        sa.CheckConstraint("bps > 0 AND bps <= 10000", name=op.f("ck_parcel_share_bps")),
        sa.CheckConstraint(
            "taken_back_rial >= 0 AND taken_back_rial <= released_rial", name=op.f("ck_parcel_share_taken_back")
        ),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_share_parcel_id")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_parcel_share_trainee_id")),
        sa.PrimaryKeyConstraint("parcel_id", "trainee_id", name=op.f("pk_parcel_share")),
    )
    op.create_index(op.f("ix_parcel_share_trainee_id"), "parcel_share", ["trainee_id"])
    _refuse("parcel_share", "UPDATE", "the shares of a sale are frozen", _changed(SHARE_FROZEN))
    _refuse("parcel_share", "DELETE", "parcel_share is never deleted")
    for act in ("UPDATE", "DELETE"):
        _refuse("share_of", act, "share_of is append-only")


def _order_columns() -> None:
    for column in ("discount_rial", "subsidy_rial", "credit_rial"):
        op.add_column("order", sa.Column(column, RIAL, nullable=False, server_default="0"))
    _reference("order", "coupon_id", "coupon")
    _check(
        "order",
        "total",
        "total_rial = goods_rial + delivery_rial - discount_rial - subsidy_rial AND total_rial > 0",
    )
    _check("order", "credit", "credit_rial >= 0 AND credit_rial <= total_rial")


def _parcel_columns() -> None:
    for column in ("subsidy_rial", "subsidy_back_rial", "borne_rial"):
        op.add_column("parcel", sa.Column(column, RIAL, nullable=False, server_default="0"))
    _reference("parcel", "subsidy_id", "subsidy")
    left = "refunded_delivery_rial >= 0 AND refunded_delivery_rial <= delivery_rial - subsidy_rial"
    _check("parcel", "delivery", left)
    _check("parcel", "subsidy", "subsidy_rial >= 0 AND subsidy_rial <= delivery_rial")
    _check("parcel", "subsidy_back", "subsidy_back_rial >= 0 AND subsidy_back_rial <= subsidy_rial")
    _check("parcel", "borne", "borne_rial >= 0 AND borne_rial <= refunded_delivery_rial")


def _line_columns() -> None:
    for column in ("discount_rial", "funded_rial", "funded_back_rial"):
        op.add_column("line", sa.Column(column, RIAL, nullable=False, server_default="0"))
    _check("line", "refunded", "refunded_rial >= 0 AND refunded_rial <= goods_rial - discount_rial")
    _check("line", "discount", "discount_rial >= 0 AND discount_rial < goods_rial")
    _check("line", "funded", "funded_rial >= 0 AND funded_rial <= discount_rial")
    _check("line", "funded_back", "funded_back_rial >= 0 AND funded_back_rial <= funded_rial")
    op.execute("DROP TRIGGER guard_line_update" + (" ON line" if _postgres() else ""))
    _refuse("line", "UPDATE", "a sold line is frozen", _changed(LINE_FROZEN))


def _one_payment_beside_credit() -> None:
    op.drop_index("uq_payment_attempt_paid", "payment_attempt")
    for name, which in (
        ("uq_payment_attempt_paid", "state = 'paid' AND gateway <> 'credit'"),
        ("uq_payment_attempt_credit", "gateway = 'credit'"),
    ):
        op.create_index(
            name, "payment_attempt", ["payable_id"], unique=True,
            sqlite_where=sa.text(which), postgresql_where=sa.text(which),
        )  # fmt: skip


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _reference(table: str, column: str, to: str) -> None:
    number = "BIGINT" if _postgres() else "INTEGER"
    op.execute(
        f'ALTER TABLE "{table}" ADD COLUMN {column} {number} CONSTRAINT fk_{table}_{column} REFERENCES {to} (id)'
    )


def _changed(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, message: str, condition: str = "") -> None:
    """A trigger that refuses `act` on rows of `table` for which `condition` holds."""
    when = f"WHEN ({condition}) " if condition else ""
    if _postgres():
        body = f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
    else:
        body = f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")
    if act == "DELETE" and _postgres():
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


def _check(table: str, name: str, rule: str) -> None:
    """Let a table's CHECK say this, new or in place of what it said.

    SQLite's table is not rebuilt: its content holds already, and its triggers stay where they are. The way is the one
    of SQLite's own page on ALTER TABLE, section 7.
    """
    full = f"ck_{table}_{name}"
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
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


def downgrade() -> None:
    raise NotImplementedError("what was sold with a coupon, credit or shares can't be told without them")
