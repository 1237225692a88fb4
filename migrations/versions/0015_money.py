"""Several gateways at once, in staff's order; slips of payments by hand; more kinds of tasks and journals."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JOURNALS = (
    "payment", "late_payment", "release", "delivery_fee", "refund", "clawback", "refund_paid", "settlement", "payout",
    "payout_paid", "payout_returned", "cash_commission", "fx",
)  # fmt: skip
TASKS = (
    "refund_by_hand", "late_payment", "suspicious_payment", "slip", "loose_payment", "message", "books",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("payment_attempt", sa.Column("slip", sa.String(length=60), nullable=False, server_default=""))
    op.create_table(
        "gateway_choice",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gateway_choice")),
    )
    op.create_table(
        "refund_account",
        sa.Column("refund_id", KEY, nullable=False),
        sa.Column("sheba_sealed", sa.Text(), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.Column("holder", sa.String(length=140), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_account_refund_id")),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_refund_account")),
    )
    _proposals()
    _commissions()
    _documents()
    _reports()
    for table in ("basket", "order"):
        op.add_column(table, sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
    op.create_table(
        "template_text",
        sa.Column("id", KEY, nullable=False),
        sa.Column("variant", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_template_text_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_text")),
    )
    op.create_index(op.f("ix_template_text_variant_language"), "template_text", ["variant", "language"])
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("message", "to", type_=sa.String(length=254))
    else:
        _edit("message", r'"to" VARCHAR\(11\)', '"to" VARCHAR(254)')
    _offshop()
    _foreign()
    _let("journal", "kind", JOURNALS)
    _let("message", "channel", ("sms", "email"))
    _let("finance_task", "kind", TASKS)


def _proposals() -> None:
    waiting = sa.text("state = 'waiting'")
    op.create_table(
        "refund_proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parcel_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "agreed", "declined", name="state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", KEY, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_refund_proposal_amount")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_refund_proposal_two_persons")
        ),
        sa.CheckConstraint("state <> 'agreed' OR decided_by IS NOT NULL", name=op.f("ck_refund_proposal_agreed")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_refund_proposal_decided_by")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_refund_proposal_parcel_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_refund_proposal_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_proposal")),
    )
    op.create_index(op.f("ix_refund_proposal_parcel_id"), "refund_proposal", ["parcel_id"])
    op.create_index(
        "uq_refund_proposal_waiting", "refund_proposal", ["key"], unique=True,
        sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip
    op.create_table(
        "refund_proposal_part",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=True),
        sa.Column("quantity", KEY, nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_refund_proposal_part_amount")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_refund_proposal_part_line_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["refund_proposal.id"], name=op.f("fk_refund_proposal_part_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "position", name=op.f("pk_refund_proposal_part")),
    )


def _series() -> sa.Enum:
    return sa.Enum(
        "invoice", "sale", "commission", "credit", "payout",
        name="series", native_enum=False, create_constraint=True, length=24,
    )  # fmt: skip


def _documents() -> None:
    op.create_table(
        "document_counter",
        sa.Column("series", _series(), nullable=False),
        sa.Column("year", KEY, nullable=False),
        sa.Column("last", KEY, nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_document_counter")),
    )
    op.create_table(
        "document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("series", _series(), nullable=False),
        sa.Column("year", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("ref_id", KEY, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("series", "ref_id", name=op.f("uq_document_series_ref_id")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_document_series_year_number")),
    )
    _append_only("document")


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("imported_by", KEY, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name=op.f("fk_report_imported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("source", "digest", name=op.f("uq_report_source_digest")),
    )
    op.create_table(
        "report_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("fee_rial", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column(
            "match",
            sa.Enum(
                "matched", "differs", "unmatched", "explained",
                name="match", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("found_type", sa.String(length=20), nullable=True),
        sa.Column("found_id", KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("explained_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["explained_by"], ["person.id"], name=op.f("fk_report_row_explained_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_row_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_row")),
        sa.UniqueConstraint("report_id", "position", name=op.f("uq_report_row_report_id_position")),
    )  # fmt: skip
    op.create_index(op.f("ix_report_row_match"), "report_row", ["match"])


def _offshop() -> None:
    def words(name: str, *values: str) -> sa.Enum:
        return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)

    op.create_table(
        "offshop_sale",
        sa.Column("id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("kind", words("kind", "fair", "neighbour", "wholesale"), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("quantity", KEY, nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("fee_rial", sa.BigInteger(), nullable=False),
        sa.Column("evidence", words("evidence", "said", "paper", "witnessed"), nullable=False),
        sa.Column("picture_id", KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", words("state", "recorded", "confirmed", "void"), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_offshop_sale_amount")),
        sa.CheckConstraint("fee_rial >= 0 AND fee_rial <= amount_rial", name=op.f("ck_offshop_sale_fee")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_offshop_sale_quantity")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_offshop_sale_maker_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_offshop_sale_picture_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_offshop_sale_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offshop_sale")),
        sa.UniqueConstraint("form_key", name=op.f("uq_offshop_sale_form_key")),
    )
    op.create_index("ix_offshop_sale_maker_day", "offshop_sale", ["maker_id", "happened_on"])


def _foreign() -> None:
    op.create_table(
        "fx_quote",
        sa.Column("id", KEY, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("rial_per_minor", KEY, nullable=False),
        sa.Column("spread_bps", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_by", KEY, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rial_per_minor > 0 AND spread_bps >= 0", name=op.f("ck_fx_quote_rate")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_fx_quote_runs_forward")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_fx_quote_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fx_quote")),
    )
    op.create_table(
        "webhook_event",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
    )
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE payment_attempt ADD COLUMN quote_id {number} "
        "CONSTRAINT fk_payment_attempt_quote_id REFERENCES fx_quote (id)"
    )
    op.add_column("payment_attempt", sa.Column("settle_currency", sa.String(length=3), nullable=True))
    op.add_column("payment_attempt", sa.Column("settle_minor", KEY, nullable=True))


def _append_only(table: str) -> None:
    """Rows of this table are written once and stay."""
    message = f"{table} is append-only"
    for act in ("UPDATE", "DELETE"):
        name = f"guard_{table}_{act.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            body = f"FOR EACH ROW EXECUTE FUNCTION refuse('{message}')"
        else:
            body = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {body}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


LINE_FROZEN = (
    "parcel_id", "maker_id", "variant_id", "version_id", "vouch_id", "sku", "title", "quantity", "unit_price_rial",
    "goods_rial", "commission_rule_id", "commission_bps", "commission_fixed_rial", "commission_rial", "grade",
    "differences", "acknowledged", "exempt",
)  # fmt: skip


def _commissions() -> None:
    op.create_table(
        "commission_rule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=True),
        sa.Column("cohort_id", KEY, nullable=True),
        sa.Column("category_code", sa.String(length=20), nullable=True),
        sa.Column("bps", KEY, nullable=False),
        sa.Column("fixed_rial", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bps >= 0 AND bps <= 10000", name=op.f("ck_commission_rule_bps")),
        sa.CheckConstraint("fixed_rial >= 0", name=op.f("ck_commission_rule_fixed")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_commission_rule_runs_forward")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_commission_rule_category_code")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_commission_rule_cohort_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_commission_rule_maker_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_commission_rule_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_rule")),
    )
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE line ADD COLUMN commission_rule_id {number} "
        "CONSTRAINT fk_line_commission_rule_id REFERENCES commission_rule (id)"
    )
    op.add_column("line", sa.Column("commission_fixed_rial", sa.BigInteger(), nullable=False, server_default="0"))
    _refreeze("line", "a sold line is frozen", LINE_FROZEN)


def _refreeze(table: str, message: str, columns: tuple[str, ...]) -> None:
    """The guard of a table whose rows are frozen, with its new columns."""
    postgres = op.get_bind().dialect.name == "postgresql"
    different = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)
    if postgres:
        op.execute(f"DROP TRIGGER guard_{table}_update ON {table}")
        body = f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION refuse('{message}')"
    else:
        op.execute(f"DROP TRIGGER guard_{table}_update")
        body = f"WHEN ({changed}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
    op.execute(f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} {body}")


def _let(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these words. SQLite's table is not rebuilt: what changes is no content, only what is allowed.

    The way is the one of SQLite's own page on ALTER TABLE, section 7, so that triggers stay where they are.
    """
    name = f"ck_{table}_{column}"
    allowed = f"{column} IN ({', '.join(repr(value) for value in values)})"
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, allowed)
        return
    known = rf"CONSTRAINT {name} CHECK \({column} IN \([^)]*\)\)"
    _edit(table, known, f"CONSTRAINT {name} CHECK ({allowed})")


def _edit(table: str, known: str, wanted: str) -> None:
    """Change what SQLite remembers of a table's making."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    changed, found = re.subn(known, wanted, sql)
    if found != 1:
        raise RuntimeError(f"{table} was made otherwise than this migration knows")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("what was written with the new words can't be told with the old ones")
