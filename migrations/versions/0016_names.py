"""Provinces have names in English and Arabic too; `flask setup` fills them in."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("province", sa.Column("name_en", sa.String(length=60), nullable=True))
    op.add_column("province", sa.Column("name_ar", sa.String(length=60), nullable=True))
