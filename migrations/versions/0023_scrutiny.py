"""What a mentor's look consists of: rubric, photos, a first of two mentors, declared ties; who goes is followed."""

import datetime

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("assent", "rubric_mark", "evidence", "review_remark")
REVIEW_FROZEN = (
    "version_id", "maker_id", "county_code", "rural", "submitted_at", "queue_at", "head_start_hours", "decision",
    "decided_at", "mentor_id", "words",
)  # fmt: skip
APPEAL_FROZEN = (
    "review_id", "first_mentor_id", "plea", "opened_at", "due_at", "mentor_id", "outcome", "words", "decided_at",
)  # fmt: skip
SAME_MENTOR = (
    "SELECT 1 FROM assent JOIN review ON review.id = assent.review_id "
    "WHERE review.version_id = NEW.version_id AND assent.mentor_id = NEW.mentor_id"
)
HEAD_START_HOURS = 12


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.add_column("mentor", sa.Column("left_at", MOMENT, nullable=True))
    op.add_column("vouch", sa.Column("leaves_on", sa.Date(), nullable=True))
    _places_in_the_queue()
    _rubric()
    _looks()
    _interests()
    for table in APPEND_ONLY:
        _append_only(table)
    _refuse("review", "UPDATE", "a decision stands", f"OLD.decision IS NOT NULL AND ({_differs(REVIEW_FROZEN)})")
    _refuse("appeal", "UPDATE", "an appeal ends once", f"OLD.outcome IS NOT NULL AND ({_differs(APPEAL_FROZEN)})")
    _two_mentors()


def _places_in_the_queue() -> None:
    beginning = "1970-01-01 00:00:00.000000"
    op.add_column("review", sa.Column("queue_at", MOMENT, nullable=False, server_default=beginning))
    op.add_column("review", sa.Column("head_start_hours", KEY, nullable=False, server_default="0"))
    op.create_index("ix_review_queue", "review", ["queue_at"], postgresql_where=sa.text("decided_at IS NULL"))
    review = sa.table(
        "review",
        sa.column("id", KEY),
        sa.column("rural", sa.Boolean()),
        sa.column("submitted_at", MOMENT),
        sa.column("queue_at", MOMENT),
        sa.column("head_start_hours", KEY),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(review.c.id, review.c.rural, review.c.submitted_at)).all():
        ahead = HEAD_START_HOURS if row.rural else 0
        place = row.submitted_at - datetime.timedelta(hours=ahead)
        changed = sa.update(review).where(review.c.id == row.id).values(queue_at=place, head_start_hours=ahead)
        connection.execute(changed)


def _rubric() -> None:
    op.create_table(
        "rubric_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=True),
        sa.Column("words_fa", sa.String(length=160), nullable=False),
        sa.Column("words_en", sa.String(length=160), nullable=False),
        sa.Column("words_ar", sa.String(length=160), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", KEY, nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_rubric_item_category_code")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_rubric_item_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_item")),
    )
    op.create_index(op.f("ix_rubric_item_category_code"), "rubric_item", ["category_code"])


def _looks() -> None:
    op.create_table(
        "assent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("mentor_id", KEY, nullable=False),
        sa.Column("basis", _one_of("basis", "in_person", "sample", "photos"), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("unchecked", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("because", sa.String(length=60), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_assent_review_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_assent_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assent")),
        sa.UniqueConstraint("review_id", name=op.f("uq_assent_review_id")),
    )
    op.create_index(op.f("ix_assent_mentor_id"), "assent", ["mentor_id"])
    op.create_table(
        "rubric_mark",
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("mentor_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("mark", _one_of("mark", "met", "partly", "unmet", "unseen"), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_rubric_mark_review_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_rubric_mark_mentor_id")),
        sa.ForeignKeyConstraint(["item_id"], ["rubric_item.id"], name=op.f("fk_rubric_mark_item_id")),
        sa.PrimaryKeyConstraint("review_id", "mentor_id", "item_id", name=op.f("pk_rubric_mark")),
    )
    op.create_table(
        "evidence",
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("mentor_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("picture_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_evidence_review_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_evidence_mentor_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_evidence_picture_id")),
        sa.PrimaryKeyConstraint("review_id", "mentor_id", "position", name=op.f("pk_evidence")),
    )


def _interests() -> None:
    op.create_table(
        "interest",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mentor_id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=False),
        sa.Column("kind", _one_of("kind", "family", "employee", "resale", "other"), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("declared_by", KEY, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= declared_at", name=op.f("ck_interest_runs_forward")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_interest_mentor_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_interest_maker_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_interest_declared_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_interest_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(op.f("ix_interest_maker_id"), "interest", ["maker_id"])
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_interest_open",
        "interest",
        ["mentor_id", "maker_id", "kind"],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, message: str, condition: str = "") -> None:
    """A trigger that refuses `act` on rows of `table` for which `condition` holds."""
    when = f"WHEN ({condition}) " if condition else ""
    body = (
        f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
        if _postgres()
        else f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")


def _append_only(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        _refuse(table, act, f"{table} is append-only")
    if _postgres():
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


def _two_mentors() -> None:
    """Who said yes as the first of two does not say the second yes."""
    message = "the second of two mentors is another one"
    if not _postgres():
        op.execute(
            f"CREATE TRIGGER guard_vouch_insert BEFORE INSERT ON vouch WHEN EXISTS ({SAME_MENTOR}) "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION guard_second_mentor() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS ({SAME_MENTOR}) THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER guard_vouch_insert BEFORE INSERT ON vouch FOR EACH ROW EXECUTE FUNCTION guard_second_mentor()"
    )


def downgrade() -> None:
    raise NotImplementedError("what mentors found is not thrown away")
