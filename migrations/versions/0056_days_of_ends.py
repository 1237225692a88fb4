"""The day on which a course ended for somebody, or she left it; courses that were carried into a year's cycle."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("course_end", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("departure", sa.Column("ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the day on which a course ended for somebody is not forgotten")
