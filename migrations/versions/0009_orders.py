"""Baskets, orders, parcels, lines."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "basket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_basket_county_code")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_basket_province_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_basket_token_hash")),
    )
    op.create_table(
        "basket_line",
        sa.Column("basket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("variant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_price_rial", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_basket_line_quantity")),
        sa.ForeignKeyConstraint(["basket_id"], ["basket.id"], name=op.f("fk_basket_line_basket_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_basket_line_variant_id")),
        sa.PrimaryKeyConstraint("basket_id", "variant_id", name=op.f("pk_basket_line")),
    )
    op.create_table(
        "order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("checkout_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_payment",
                "paid",
                "expired",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("goods_rial", sa.BigInteger(), nullable=False),
        sa.Column("delivery_rial", sa.BigInteger(), nullable=False),
        sa.Column("total_rial", sa.BigInteger(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pay_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'paid' OR paid_at IS NOT NULL", name=op.f("ck_order_paid_at")),
        sa.CheckConstraint("total_rial = goods_rial + delivery_rial AND total_rial > 0", name=op.f("ck_order_total")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_order_county_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_person_id")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_order_province_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order")),
        sa.UniqueConstraint("checkout_key", name=op.f("uq_order_checkout_key")),
        sa.UniqueConstraint("code", name=op.f("uq_order_code")),
        sa.UniqueConstraint("token", name=op.f("uq_order_token")),
    )
    op.create_table(
        "parcel",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "accepted",
                "sent",
                "delivered",
                "completed",
                "rejected",
                "expired",
                "cancelled",
                "lost",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("service_code", sa.String(length=20), nullable=False),
        sa.Column("delivery_rial", sa.BigInteger(), nullable=False),
        sa.Column("refunded_delivery_rial", sa.BigInteger(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("accept_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tracking_no", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_parcel_sent_at")),
        sa.CheckConstraint(
            "refunded_delivery_rial >= 0 AND refunded_delivery_rial <= delivery_rial", name=op.f("ck_parcel_delivery")
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_parcel_maker_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_parcel_order_id")),
        sa.ForeignKeyConstraint(["service_code"], ["shipping_service.code"], name=op.f("fk_parcel_service_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("order_id", "maker_id", name=op.f("uq_parcel_order_id_maker_id")),
    )
    op.create_table(
        "line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parcel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("variant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vouch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sku", sa.String(length=44), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_price_rial", sa.BigInteger(), nullable=False),
        sa.Column("goods_rial", sa.BigInteger(), nullable=False),
        sa.Column("commission_bps", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commission_rial", sa.BigInteger(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "conforms",
                "small",
                "visible",
                "seconds",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("acknowledged", sa.Text(), nullable=False),
        sa.Column(
            "exempt",
            sa.Enum("perishable", "hygiene", name="exempt", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("refunded_quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refunded_rial", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("grade = 'conforms' OR acknowledged <> ''", name=op.f("ck_line_acknowledged")),
        sa.CheckConstraint("quantity > 0 AND goods_rial = unit_price_rial * quantity", name=op.f("ck_line_goods")),
        sa.CheckConstraint(
            "refunded_quantity >= 0 AND refunded_quantity <= quantity", name=op.f("ck_line_refunded_quantity")
        ),
        sa.CheckConstraint("refunded_rial >= 0 AND refunded_rial <= goods_rial", name=op.f("ck_line_refunded")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_line_maker_id")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_line_parcel_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_line_variant_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_line_version_id")),
        sa.ForeignKeyConstraint(["vouch_id"], ["vouch.id"], name=op.f("fk_line_vouch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("parcel_id", "variant_id", name=op.f("uq_line_parcel_id_variant_id")),
    )
    op.create_table(
        "refund_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parcel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_rial > 0", name=op.f("ck_refund_part_amount")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_refund_part_line_id")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_refund_part_parcel_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_part_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_part")),
    )
    op.create_index(op.f("ix_basket_touched_at"), "basket", ["touched_at"], unique=False)
    op.create_index(op.f("ix_order_person_id"), "order", ["person_id"], unique=False)
    op.create_index(op.f("ix_order_placed_at"), "order", ["placed_at"], unique=False)
    op.create_index("ix_order_state_pay_until", "order", ["state", "pay_until"], unique=False)
    op.create_index(op.f("ix_parcel_maker_id"), "parcel", ["maker_id"], unique=False)
    op.create_index("ix_parcel_release_due", "parcel", ["state", "release_due_at"], unique=False)
    op.create_index(op.f("ix_parcel_state"), "parcel", ["state"], unique=False)
    op.create_index(op.f("ix_line_maker_id"), "line", ["maker_id"], unique=False)
    op.create_index(op.f("ix_refund_part_parcel_id"), "refund_part", ["parcel_id"], unique=False)
    op.create_index(op.f("ix_refund_part_refund_id"), "refund_part", ["refund_id"], unique=False)


def downgrade() -> None:
    op.drop_table("refund_part")
    op.drop_table("line")
    op.drop_table("parcel")
    op.drop_table("order")
    op.drop_table("basket_line")
    op.drop_table("basket")
