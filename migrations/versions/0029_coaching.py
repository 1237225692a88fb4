"""A vouch that is taken back may leave a draft at a lower grade; mentors coach trainees, whose cases are theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

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
    _cases()
    _visits()
    _lessons()


def _cases() -> None:
    op.create_table(
        "mentoring_case",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("began_by", NUMBER, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_mentoring_case_runs_forward")),
        _to("mentoring_case", "trainee_id", "trainee"),
        _to("mentoring_case", "mentor_id", "mentor"),
        _to("mentoring_case", "began_by", "person"),
        _to("mentoring_case", "ended_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_case")),
    )
    op.create_index(op.f("ix_mentoring_case_trainee_id"), "mentoring_case", ["trainee_id"])
    op.create_index(op.f("ix_mentoring_case_mentor_id"), "mentoring_case", ["mentor_id"])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_mentoring_case_open",
        "mentoring_case",
        ["trainee_id"],
        unique=True,
        postgresql_where=still,
        sqlite_where=still,
    )


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("place", _one_of("place", "home", "workshop", "online", "phone"), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("next_by", sa.Date(), nullable=True),
        sa.Column("step_done_at", MOMENT, nullable=True),
        sa.Column("picture_id", NUMBER, nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("seen <> ''", name=op.f("ck_visit_seen")),
        sa.CheckConstraint("(next_step = '') = (next_by IS NULL)", name=op.f("ck_visit_step_has_a_day")),
        sa.CheckConstraint("step_done_at IS NULL OR next_by IS NOT NULL", name=op.f("ck_visit_step_done")),
        _to("visit", "trainee_id", "trainee"),
        _to("visit", "mentor_id", "mentor"),
        _to("visit", "picture_id", "picture"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("form_key", name=op.f("uq_visit_form_key")),
    )
    op.create_index(op.f("ix_visit_trainee_id"), "visit", ["trainee_id"])
    op.create_index(op.f("ix_visit_mentor_id"), "visit", ["mentor_id"])


def _lessons() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("cohort_id", NUMBER, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("written_by", NUMBER, nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        _to("lesson", "cohort_id", "cohort"),
        _to("lesson", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("cohort_id", "held_on", "title", name=op.f("uq_lesson_cohort_id_held_on_title")),
    )
    op.create_table(
        "attendance",
        sa.Column("lesson_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("mark", _one_of("mark", "present", "absent", "excused"), nullable=False),
        sa.Column("noted_by", NUMBER, nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        _to("attendance", "lesson_id", "lesson"),
        _to("attendance", "trainee_id", "trainee"),
        _to("attendance", "noted_by", "person"),
        sa.PrimaryKeyConstraint("lesson_id", "trainee_id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_trainee_id"), "attendance", ["trainee_id"])


def downgrade() -> None:
    raise NotImplementedError("what people said is not thrown away")
