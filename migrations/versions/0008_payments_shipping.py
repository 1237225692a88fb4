"""Payment attempts, refunds, services, tariffs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payable_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=80), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "redirected",
                "verifying",
                "unknown",
                "paid",
                "late_paid",
                "cancelled",
                "failed",
                "request_failed",
                "abandoned",
                "suspicious",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("card_mask", sa.String(length=20), nullable=True),
        sa.Column("fee_rial", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checks", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_answer", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_payment_attempt_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
        sa.UniqueConstraint("gateway", "authority", name=op.f("uq_payment_attempt_gateway_authority")),
        sa.UniqueConstraint("payable_id", "seq", name=op.f("uq_payment_attempt_payable_id_seq")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payable_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "manual", "done", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("idem_key", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name=op.f("ck_refund_done_at")),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_refund_amount")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_refund_asked_by")),
        sa.ForeignKeyConstraint(["attempt_id"], ["payment_attempt.id"], name=op.f("fk_refund_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("idem_key", name=op.f("uq_refund_idem_key")),
    )
    op.create_table(
        "shipping_service",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_fa", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=60), nullable=False),
        sa.Column(
            "carrier",
            sa.Enum("maker", "programme", name="carrier", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("min_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("max_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tracked", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("min_days >= 0 AND max_days >= min_days", name=op.f("ck_shipping_service_days")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_shipping_service")),
    )
    op.create_table(
        "tariff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_code", sa.String(length=20), nullable=False),
        sa.Column(
            "zone",
            sa.Enum(
                "same_county",
                "same_province",
                "neighbour",
                "other",
                name="zone",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("max_gram", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("price_rial", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("max_gram > 0", name=op.f("ck_tariff_weight")),
        sa.CheckConstraint("price_rial >= 0", name=op.f("ck_tariff_price")),
        sa.ForeignKeyConstraint(["service_code"], ["shipping_service.code"], name=op.f("fk_tariff_service_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff")),
    )
    op.create_index("ix_payment_attempt_due", "payment_attempt", ["state", "next_check_at"], unique=False)
    op.create_index(
        "uq_payment_attempt_paid",
        "payment_attempt",
        ["payable_id"],
        unique=True,
        postgresql_where=sa.text("state = 'paid'"),
        sqlite_where=sa.text("state = 'paid'"),
    )
    op.create_index(
        "uq_payment_attempt_reference",
        "payment_attempt",
        ["gateway", "reference"],
        unique=True,
        postgresql_where=sa.text("reference IS NOT NULL"),
        sqlite_where=sa.text("reference IS NOT NULL"),
    )
    op.create_index(op.f("ix_refund_attempt_id"), "refund", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_refund_payable_id"), "refund", ["payable_id"], unique=False)
    op.create_index(op.f("ix_tariff_service_code"), "tariff", ["service_code"], unique=False)


def downgrade() -> None:
    op.drop_table("tariff")
    op.drop_table("shipping_service")
    op.drop_table("refund")
    op.drop_table("payment_attempt")
