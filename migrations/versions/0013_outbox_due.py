"""What waits in the outbox is found by an index on SQLite too."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

UNDONE = "delivered_at IS NULL AND dead_at IS NULL"


def upgrade() -> None:
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index(
        "ix_outbox_due", "outbox", ["next_try_at"], sqlite_where=sa.text(UNDONE), postgresql_where=sa.text(UNDONE)
    )
