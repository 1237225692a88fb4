"""When a buyer was asked for her opinion, and makers and mentors were told of questions that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = sa.Enum("opinion", "maker", "mentor", name="kind", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("about_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("kind", "about_id", name=op.f("pk_reminder")),
    )


def downgrade() -> None:
    raise NotImplementedError("nobody is asked twice")
