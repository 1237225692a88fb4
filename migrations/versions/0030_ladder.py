"""Differences are chosen from pictures, per category; staff keep the list."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS = ("size", "colour", "weight", "shape", "finish", "taste", "packing", "durability", "other")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "deviation_choice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=True),
        sa.Column("kind", _one_of("kind", *KINDS), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("words_fa", sa.String(length=120), nullable=False),
        sa.Column("words_en", sa.String(length=120), nullable=False),
        sa.Column("words_ar", sa.String(length=120), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", NUMBER, nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        _to("deviation_choice", "category_code", "category", "code"),
        _to("deviation_choice", "added_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_choice")),
    )
    op.create_index(op.f("ix_deviation_choice_category_code"), "deviation_choice", ["category_code"])


def downgrade() -> None:
    raise NotImplementedError("what people said is not thrown away")
