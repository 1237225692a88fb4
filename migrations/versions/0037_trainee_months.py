"""A row for each trainee and month: what she earned, and where her living stood, as it is known now and was then."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RIAL = sa.BigInteger()
STATES = ("sustained", "emerging", "at_risk", "active", "not_yet", "left")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_trainee_month_{column}"))


def upgrade() -> None:
    op.create_table(
        "trainee_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("trainee_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("village", sa.Boolean(), nullable=False),
        sa.Column("sex", _one_of("sex", "female", "male"), nullable=True),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column("income_rial", RIAL, nullable=False),
        sa.Column("cost_rial", RIAL, nullable=False),
        sa.Column("sold_rial", RIAL, nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("livelihood", _one_of("livelihood", *STATES), nullable=False),
        sa.Column("known_then", _one_of("known_then", *STATES), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        _to("trainee_id", "trainee", "id"),
        _to("county_code", "county", "code"),
        _to("trade_code", "trade", "code"),
        sa.PrimaryKeyConstraint("month", "trainee_id", name=op.f("pk_trainee_month")),
    )
    op.create_index(op.f("ix_trainee_month_trainee_id"), "trainee_month", ["trainee_id"])


def downgrade() -> None:
    op.drop_table("trainee_month")
