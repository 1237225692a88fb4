"""A vouch that is taken back may leave a draft at a lower grade; mentors coach trainees, whose cases are theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0022"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "regrading",
        sa.Column("vouch_id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("grade", _one_of("grade", "conforms", "small", "visible", "seconds"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("regrading", "vouch_id", "vouch"),
        _to("regrading", "version_id", "product_version"),
        sa.PrimaryKeyConstraint("vouch_id", name=op.f("pk_regrading")),
    )
    op.create_index(op.f("ix_regrading_version_id"), "regrading", ["version_id"])


def downgrade() -> None:
    raise NotImplementedError("what people said is not thrown away")
