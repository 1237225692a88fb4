"""Provinces, counties, districts, cities, villages, closed days."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "province",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_province")),
    )
    op.create_table(
        "county",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=True),
        sa.Column("name_ar", sa.String(length=60), nullable=True),
        sa.Column("sort_key", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_county_province_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_county")),
    )
    op.create_table(
        "district",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_district_county_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
    )
    op.create_table(
        "rural_district",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_rural_district_county_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rural_district")),
    )
    op.create_table(
        "locality",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("city", "village", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("rural_district", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("match_key", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_locality_county_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_locality")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_holiday_county_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_index(op.f("ix_county_province_code"), "county", ["province_code"], unique=False)
    op.create_index(op.f("ix_district_county_code"), "district", ["county_code"], unique=False)
    op.create_index(op.f("ix_holiday_day"), "holiday", ["day"], unique=False)
    op.create_index(op.f("ix_locality_county_code"), "locality", ["county_code"], unique=False)
    op.create_index(op.f("ix_locality_match_key"), "locality", ["match_key"], unique=False)
    op.create_index(op.f("ix_rural_district_county_code"), "rural_district", ["county_code"], unique=False)


def downgrade() -> None:
    op.drop_table("holiday")
    op.drop_table("locality")
    op.drop_table("rural_district")
    op.drop_table("district")
    op.drop_table("county")
    op.drop_table("province")
