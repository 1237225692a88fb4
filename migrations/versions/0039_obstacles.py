"""What stands in people's way and complaints, meetings of the working group, and what they commit to."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
# What was told, by whom and of whom is not written over. Who is meant by words may be said once.
REPORT_FROZEN = (
    "form_key", "matter", "topic", "words", "county_code", "trade_code", "trainee_id", "reporter_id", "entered_by",
    "told_at", "one_party", "other_party", "accused_words", "accused_key", "name_hidden",
)  # fmt: skip
DECISION_FROZEN = (
    "form_key", "meeting_id", "obstacle_id", "what", "owed_by", "due_on", "written_by", "written_at",
)  # fmt: skip
SAID_ONCE = (
    "(OLD.accused_id IS NOT NULL AND (NEW.accused_id IS NULL OR NEW.accused_id <> OLD.accused_id))"
    " OR (OLD.accused_outside AND NOT NEW.accused_outside)"
)


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _refuse(table: str, act: str, message: str, condition: str = "") -> None:
    when = f"WHEN ({condition}) " if condition else ""
    body = (
        f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
        if _postgres()
        else f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def upgrade() -> None:
    _obstacles()
    _meetings()
    _commitments()
    _refuse("obstacle", "UPDATE", "what was reported is frozen", f"{_differs(REPORT_FROZEN)} OR {SAID_ONCE}")
    _refuse("commitment", "UPDATE", "a decision is frozen", _differs(DECISION_FROZEN))
    _refuse("agenda_item", "UPDATE", "agenda_item is append-only")
    for table in ("obstacle", "meeting", "commitment", "agenda_item"):
        _refuse(table, "DELETE", f"{table} is never deleted")
        if _postgres():
            op.execute(
                f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
            )


def _obstacles() -> None:
    op.create_table(
        "obstacle",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=48), nullable=False),
        sa.Column("matter", _one_of("matter", "obstacle", "conflict", "complaint"), nullable=False),
        sa.Column(
            "topic",
            _one_of("topic", "training", "process", "market", "material", "licence", "loan", "other"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("trainee_id", NUMBER, nullable=True),
        sa.Column("reporter_id", NUMBER, nullable=False),
        sa.Column("entered_by", NUMBER, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("one_party", sa.String(length=120), nullable=False),
        sa.Column("other_party", sa.String(length=120), nullable=False),
        sa.Column("accused_id", NUMBER, nullable=True),
        sa.Column("accused_words", sa.String(length=120), nullable=False),
        sa.Column("accused_key", sa.String(length=160), nullable=False),
        sa.Column("accused_outside", sa.Boolean(), nullable=False),
        sa.Column("name_hidden", sa.Boolean(), nullable=False),
        sa.Column("level", _one_of("level", "mentor", "executor", "group", "officers"), nullable=False),
        sa.Column("state", _one_of("state", "open", "taken", "solved", "declined"), nullable=False),
        sa.Column("owner_id", NUMBER, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reopened_at", MOMENT, nullable=True),
        _check("obstacle", "words", "words <> ''"),
        _check("obstacle", "answered_in_words", "(state IN ('solved', 'declined')) = (answer <> '')"),
        _check("obstacle", "has_an_owner", "(state = 'open') = (owner_id IS NULL)"),
        _check("obstacle", "somebody_accused", "(matter = 'complaint') = (accused_words <> '')"),
        _check("obstacle", "accused", "matter = 'complaint' OR (accused_id IS NULL AND NOT accused_outside)"),
        _check("obstacle", "accused_is_one", "accused_id IS NULL OR NOT accused_outside"),
        _check("obstacle", "not_oneself", "accused_id IS NULL OR accused_id <> reporter_id"),
        _check("obstacle", "two_parties", "(matter = 'conflict') = (one_party <> '' AND other_party <> '')"),
        _check("obstacle", "name_hidden", "NOT name_hidden OR matter = 'complaint'"),
        _check(
            "obstacle",
            "level_of_matter",
            "(matter = 'complaint' AND level IN ('executor', 'officers'))"
            " OR (matter <> 'complaint' AND level <> 'officers')",
        ),
        _to("obstacle", "county_code", "county", "code"),
        _to("obstacle", "trade_code", "trade", "code"),
        _to("obstacle", "trainee_id", "trainee"),
        _to("obstacle", "reporter_id", "person"),
        _to("obstacle", "entered_by", "person"),
        _to("obstacle", "accused_id", "person"),
        _to("obstacle", "owner_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle")),
        sa.UniqueConstraint("form_key", name=op.f("uq_obstacle_form_key")),
    )
    op.create_index(op.f("ix_obstacle_county_code"), "obstacle", ["county_code"])
    op.create_index(op.f("ix_obstacle_reporter_id"), "obstacle", ["reporter_id"])
    op.create_index("ix_obstacle_state_due", "obstacle", ["state", "due_on"])


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=48), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("state", _one_of("state", "planned", "took_place", "cancelled"), nullable=False),
        sa.Column("planned_by", NUMBER, nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        _check("meeting", "place", "place <> ''"),
        _to("meeting", "planned_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("form_key", name=op.f("uq_meeting_form_key")),
    )


def _commitments() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=48), nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("obstacle_id", NUMBER, nullable=True),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("owed_by", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _one_of("state", "open", "done", "dropped"), nullable=False),
        sa.Column("ended_words", sa.String(length=500), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _check("commitment", "what", "what <> ''"),
        _check("commitment", "owed_by_somebody", "owed_by <> ''"),
        _check("commitment", "dropped_with_a_reason", "state <> 'dropped' OR ended_words <> ''"),
        _check("commitment", "ended", "(state = 'open') = (ended_at IS NULL)"),
        _to("commitment", "meeting_id", "meeting"),
        _to("commitment", "obstacle_id", "obstacle"),
        _to("commitment", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("form_key", name=op.f("uq_commitment_form_key")),
    )
    op.create_index(op.f("ix_commitment_meeting_id"), "commitment", ["meeting_id"])
    op.create_index(op.f("ix_commitment_obstacle_id"), "commitment", ["obstacle_id"])
    op.create_index("ix_commitment_state_due", "commitment", ["state", "due_on"])
    op.create_table(
        "agenda_item",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("obstacle_id", NUMBER, nullable=True),
        sa.Column("commitment_id", NUMBER, nullable=True),
        _check("agenda_item", "one_thing", "(obstacle_id IS NULL) <> (commitment_id IS NULL)"),
        _to("agenda_item", "meeting_id", "meeting"),
        _to("agenda_item", "obstacle_id", "obstacle"),
        _to("agenda_item", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_item_meeting_id_position")),
    )


def downgrade() -> None:
    raise NotImplementedError("what people reported is not thrown away")
