"""Pages that are spoken as well as written; what mentors offer, what trainees need, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

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

    _help()
    _undertakings()


KINDS = ("teaching", "advice", "market", "tools")


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _help() -> None:
    op.create_table(
        "offer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=False),
        sa.Column("kind", _one_of("kind", *KINDS), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("places", NUMBER, nullable=False),
        sa.Column("taken", NUMBER, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("places >= 1 AND places <= 100", name=op.f("ck_offer_places")),
        sa.CheckConstraint("taken >= 0 AND taken <= places", name=op.f("ck_offer_room")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_offer_has_words")),
        _to("offer", "mentor_id", "mentor"),
        _to("offer", "county_code", "county", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_mentor_id"), "offer", ["mentor_id"])
    op.create_table(
        "need",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("kind", _one_of("kind", *KINDS), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_need_has_words")),
        _to("need", "trainee_id", "trainee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_trainee_id"), "need", ["trainee_id"])


def _undertakings() -> None:
    op.create_table(
        "undertaking",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("offer_id", NUMBER, nullable=True),
        sa.Column("need_id", NUMBER, nullable=True),
        sa.Column("kind", _one_of("kind", *KINDS), nullable=False),
        sa.Column("state", _one_of("state", "open", "given", "called_off"), nullable=False),
        sa.Column("hours", NUMBER, nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.CheckConstraint("(offer_id IS NULL) <> (need_id IS NULL)", name=op.f("ck_undertaking_one_cause")),
        sa.CheckConstraint("(state = 'given') = (hours IS NOT NULL)", name=op.f("ck_undertaking_given_hours")),
        sa.CheckConstraint("(state = 'given') = (given_on IS NOT NULL)", name=op.f("ck_undertaking_given_day")),
        sa.CheckConstraint("(state = 'called_off') = (reason <> '')", name=op.f("ck_undertaking_called_off_why")),
        sa.CheckConstraint("thanks = '' OR state = 'given'", name=op.f("ck_undertaking_thanks_for_something")),
        sa.CheckConstraint("hours IS NULL OR (hours >= 1 AND hours <= 200)", name=op.f("ck_undertaking_hours")),
        _to("undertaking", "mentor_id", "mentor"),
        _to("undertaking", "trainee_id", "trainee"),
        _to("undertaking", "offer_id", "offer"),
        _to("undertaking", "need_id", "need"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
    )
    for column in ("mentor_id", "trainee_id"):
        op.create_index(op.f(f"ix_undertaking_{column}"), "undertaking", [column])
    standing = sa.text("state <> 'called_off'")
    where = {"unique": True, "postgresql_where": standing, "sqlite_where": standing}
    op.create_index("uq_undertaking_offer", "undertaking", ["offer_id", "trainee_id"], **where)
    op.create_index("uq_undertaking_need", "undertaking", ["need_id"], **where)


def downgrade() -> None:
    raise NotImplementedError("what people gave each other is not thrown away")
