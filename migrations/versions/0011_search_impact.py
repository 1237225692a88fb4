"""The shelf's rows, goals."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "shelf_row",
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=False),
        sa.Column("grouping", sa.String(length=20), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_name", sa.String(length=140), nullable=False),
        sa.Column("maker_slug", sa.String(length=100), nullable=False),
        sa.Column("rural", sa.Boolean(), nullable=False),
        sa.Column("price_rial", sa.BigInteger(), nullable=False),
        sa.Column("several_prices", sa.Boolean(), nullable=False),
        sa.Column("left", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("permit", sa.String(length=40), nullable=False),
        sa.Column("permit_route", sa.String(length=24), nullable=False),
        sa.Column("picture_stem", sa.String(length=60), nullable=False),
        sa.Column("picture_ratio", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alt", sa.String(length=160), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_terms", sa.Text(), nullable=False),
        sa.Column("body_terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_shelf_row_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_shelf_row")),
    )
    op.create_table(
        "shelf_seq",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf_seq")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "indicator",
            sa.Enum(
                "income", "selling", "earning", name="indicator", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("county_code IS NULL OR cohort_id IS NULL", name=op.f("ck_goal_one_scope")),
        sa.CheckConstraint("last_month >= first_month", name=op.f("ck_goal_runs_forward")),
        sa.CheckConstraint("target > 0", name=op.f("ck_goal_target")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_goal_cohort_id")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_goal_county_code")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_goal_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index("ix_shelf_row_seq", "shelf_row", ["seq"], unique=False)


def downgrade() -> None:
    op.drop_table("goal")
    op.drop_table("shelf_seq")
    op.drop_table("shelf_row")
