"""A photo that a phone sends again, because the answer was lost on a bad line, is one photo."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("picture", sa.Column("sent_key", sa.String(length=64), nullable=True))
    op.create_index("uq_picture_sent", "picture", ["uploaded_by", "sent_key"], unique=True)


def downgrade() -> None:
    raise NotImplementedError("what was sent once is not taken twice again")
