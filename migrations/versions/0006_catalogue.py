"""Goods, products, versions, stock, permits."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_fa", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=60), nullable=False),
        sa.Column("icon", sa.String(length=30), nullable=False),
        sa.Column("grouping", sa.String(length=20), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "none",
                "home_declaration",
                "workshop_id",
                "veterinary",
                "cosmetic",
                "unknown_check",
                "not_allowed_check",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "exempt",
            sa.Enum("perishable", "hygiene", name="exempt", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["trade_code"], ["trade.code"], name=op.f("fk_category_trade_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "good",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("name_fa", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=False),
        sa.Column("is_food", sa.Boolean(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "none",
                "home_declaration",
                "workshop_id",
                "veterinary",
                "cosmetic",
                "unknown_check",
                "not_allowed_check",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("route_confidence", sa.String(length=20), nullable=False),
        sa.Column("route_decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("route_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("route_source", sa.Text(), nullable=False),
        sa.Column("typical_deviations", sa.Text(), nullable=False),
        sa.Column("counties", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_good_category_code")),
        sa.ForeignKeyConstraint(["route_decided_by"], ["person.id"], name=op.f("fk_good_route_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good")),
    )
    op.create_table(
        "permit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "none",
                "home_declaration",
                "workshop_id",
                "veterinary",
                "cosmetic",
                "unknown_check",
                "not_allowed_check",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expires_on > issued_on", name=op.f("ck_permit_runs_forward")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_permit_maker_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_permit_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("maker_id", "route", "number", name=op.f("uq_permit_maker_id_route_number")),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=True),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unlisted",
                "on_sale",
                "paused",
                "withdrawn",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("live_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'on_sale' OR live_version_id IS NOT NULL", name=op.f("ck_product_on_sale_has_version")
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_product_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_sku")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
    )
    op.create_table(
        "product_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "refused",
                "published",
                "superseded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("good_id", sa.String(length=8), nullable=True),
        sa.Column("category_code", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("size_words", sa.String(length=120), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("weight_g", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("price_rial", sa.BigInteger(), nullable=False),
        sa.Column(
            "health_route",
            sa.Enum(
                "none",
                "home_declaration",
                "workshop_id",
                "veterinary",
                "cosmetic",
                "unknown_check",
                "not_allowed_check",
                name="health_route",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("permit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("permit_number", sa.String(length=40), nullable=True),
        sa.Column("permit_expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR health_route = 'none' OR ("
            "permit_number IS NOT NULL AND permit_expires_on IS NOT NULL AND "
            "health_route NOT IN ('unknown_check', 'not_allowed_check'))",
            name=op.f("ck_product_version_published_is_permitted"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (title <> '' AND category_code IS NOT NULL)",
            name=op.f("ck_product_version_submitted_is_named"),
        ),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_product_version_category_code")),
        sa.ForeignKeyConstraint(["good_id"], ["good.id"], name=op.f("fk_product_version_good_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_product_version_permit_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_version_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_version")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_product_version_product_id_number")),
    )
    op.create_table(
        "version_picture",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alt", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_version_picture_picture_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_version_picture_version_id")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_version_picture")),
    )
    op.create_table(
        "variant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sku", sa.String(length=44), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("price_rial", sa.BigInteger(), nullable=False),
        sa.Column("reviewed_price_rial", sa.BigInteger(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("counted", "made_to_order", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("on_hand", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reserved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mode <> 'made_to_order' OR lead_days > 0", name=op.f("ck_variant_lead_days")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_variant_on_hand")),
        sa.CheckConstraint("price_rial >= 0 AND (NOT offered OR price_rial > 0)", name=op.f("ck_variant_price")),
        sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name=op.f("ck_variant_reserved")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_variant_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("product_id", "label", name=op.f("uq_variant_product_id_label")),
        sa.UniqueConstraint("sku", name=op.f("uq_variant_sku")),
    )
    op.create_table(
        "reservation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "consumed", "released", name="state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_reservation_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
        sa.UniqueConstraint("holder", "variant_id", name=op.f("uq_reservation_holder_variant_id")),
    )
    op.create_table(
        "stock_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("variant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delta", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stock_move_by_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_stock_move_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
    )
    op.create_index(op.f("ix_good_category_code"), "good", ["category_code"], unique=False)
    op.create_index(op.f("ix_permit_maker_id"), "permit", ["maker_id"], unique=False)
    op.create_index(op.f("ix_product_maker_id"), "product", ["maker_id"], unique=False)
    op.create_index(op.f("ix_product_state"), "product", ["state"], unique=False)
    op.create_index(op.f("ix_product_version_product_id"), "product_version", ["product_id"], unique=False)
    op.create_index(
        "uq_product_version_draft",
        "product_version",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
        sqlite_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_product_version_published",
        "product_version",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
        sqlite_where=sa.text("state = 'published'"),
    )
    op.create_index(op.f("ix_variant_product_id"), "variant", ["product_id"], unique=False)
    op.create_index("ix_reservation_due", "reservation", ["state", "expires_at"], unique=False)
    op.create_index(op.f("ix_reservation_variant_id"), "reservation", ["variant_id"], unique=False)
    op.create_index(op.f("ix_stock_move_variant_id"), "stock_move", ["variant_id"], unique=False)
    with op.batch_alter_table("product") as batch:
        batch.create_foreign_key("fk_product_live_version", "product_version", ["live_version_id"], ["id"])


def downgrade() -> None:
    op.drop_table("stock_move")
    op.drop_table("reservation")
    op.drop_table("variant")
    op.drop_table("version_picture")
    op.drop_table("product_version")
    op.drop_table("product")
    op.drop_table("permit")
    op.drop_table("good")
    op.drop_table("category")
