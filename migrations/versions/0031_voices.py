"""Pages that are spoken as well as written."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("place", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("sound", _one_of("sound", "mp3", "ogg", "m4a"), nullable=False),
        sa.Column("file_key", sa.String(length=60), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("kept_by", NUMBER, nullable=True),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.CheckConstraint("size > 0 AND size <= 1048576", name=op.f("ck_recording_light")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("place", "language", name=op.f("uq_recording_place_language")),
        sa.UniqueConstraint("file_key", name=op.f("uq_recording_file_key")),
    )


def downgrade() -> None:
    op.drop_table("recording")
