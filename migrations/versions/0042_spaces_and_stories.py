"""What can be booked and who booked it, bazaars of the counties, and stories that their owners agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
# What was published stays as it was: people rely on it.
SPACE_FROZEN = (
    "form_key", "kind", "name", "county_code", "place", "first_day", "last_day", "weekdays", "hours", "places",
    "fee_rial", "has_table", "has_power", "has_water", "has_oven", "county_only", "trade_code", "needs_permit",
    "book_until", "cancel_until", "drawn_up_by", "drawn_up_at",
)  # fmt: skip
TERMS_FROZEN = ("published_at", "village_days", "villages_until")
BOOKING_FROZEN = (
    "slot_id", "trainee_id", "village", "brings_food", "permit_id", "shown", "asked_at", "ranks_at", "asked_by",
)  # fmt: skip
STORY_FROZEN = (
    "form_key", "trainee_id", "title", "words", "figure", "figure_source", "picture_id", "written_by", "written_at",
)  # fmt: skip


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


def _differs(*columns: str) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def upgrade() -> None:
    _spaces()
    _bookings()
    _bazaars()
    _stories()
    published = f"OLD.published_at IS NOT NULL AND ({_differs(*TERMS_FROZEN)})"
    _refuse("space", "UPDATE", "what was published stays as it was", f"{_differs(*SPACE_FROZEN)} OR {published}")
    _refuse("space_slot", "UPDATE", "a day keeps its places", _differs("space_id", "day", "places"))
    _refuse("booking", "UPDATE", "what was asked for is frozen", _differs(*BOOKING_FROZEN))
    agreed = f"OLD.agreed_at IS NOT NULL AND ({_differs('agreed_at')})"
    _refuse("told_story", "UPDATE", "a story is never written over", f"{_differs(*STORY_FROZEN)} OR {agreed}")
    for table in ("space", "space_slot", "booking", "bazaar", "told_story"):
        _refuse(table, "DELETE", f"{table} is never deleted")


def _spaces() -> None:
    op.create_table(
        "space",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("kind", _one_of("kind", "fair", "booth", "workshop"), nullable=False),
        sa.Column("state", _one_of("state", "draft", "published", "called_off"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("hours", sa.String(length=80), nullable=False),
        sa.Column("places", NUMBER, nullable=False),
        sa.Column("fee_rial", sa.BigInteger(), nullable=False),
        sa.Column("has_table", sa.Boolean(), nullable=False),
        sa.Column("has_power", sa.Boolean(), nullable=False),
        sa.Column("has_water", sa.Boolean(), nullable=False),
        sa.Column("has_oven", sa.Boolean(), nullable=False),
        sa.Column("county_only", sa.Boolean(), nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("needs_permit", sa.Boolean(), nullable=False),
        sa.Column("book_until", sa.Date(), nullable=False),
        sa.Column("cancel_until", sa.Date(), nullable=False),
        sa.Column("village_days", NUMBER, nullable=False),
        sa.Column("villages_until", MOMENT, nullable=True),
        sa.Column("off_why", sa.String(length=300), nullable=False),
        sa.Column("drawn_up_by", NUMBER, nullable=False),
        sa.Column("drawn_up_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        _check("space", "places", "places >= 1 AND places <= 500"),
        _check("space", "fee", "fee_rial >= 0"),
        _check("space", "runs_forward", "first_day <= last_day AND book_until <= last_day"),
        _check("space", "named", "name <> '' AND place <> ''"),
        _check("space", "weekdays", "(kind = 'workshop') = (weekdays <> '')"),
        _check(
            "space",
            "published",
            "state <> 'published' OR (published_at IS NOT NULL AND villages_until IS NOT NULL)",
        ),
        _check("space", "off_with_a_reason", "state <> 'called_off' OR off_why <> ''"),
        _to("space", "county_code", "county", "code"),
        _to("space", "trade_code", "trade", "code"),
        _to("space", "drawn_up_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("form_key", name=op.f("uq_space_form_key")),
    )
    op.create_index(op.f("ix_space_first_day"), "space", ["first_day"])
    op.create_table(
        "space_slot",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("space_id", NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("places", NUMBER, nullable=False),
        sa.Column("taken", NUMBER, nullable=False),
        _check("space_slot", "room", "taken >= 0 AND taken <= places"),
        _to("space_slot", "space_id", "space"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_slot")),
        sa.UniqueConstraint("space_id", "day", name=op.f("uq_space_slot_space_id_day")),
    )
    op.create_index(op.f("ix_space_slot_day"), "space_slot", ["day"])


def _bookings() -> None:
    states = _one_of("state", "waiting", "placed", "called_off", "came", "missed")
    op.create_table(
        "booking",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slot_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("village", sa.Boolean(), nullable=False),
        sa.Column("brings_food", sa.Boolean(), nullable=False),
        sa.Column("permit_id", NUMBER, nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ranks_at", MOMENT, nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        _check("booking", "permit_for_food", "permit_id IS NULL OR brings_food"),
        _to("booking", "slot_id", "space_slot"),
        _to("booking", "trainee_id", "trainee"),
        _to("booking", "permit_id", "permit"),
        _to("booking", "asked_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_trainee_id"), "booking", ["trainee_id"])
    _unique("uq_booking_stands", "booking", ["slot_id", "trainee_id"], "state <> 'called_off'")


def _bazaars() -> None:
    op.create_table(
        "bazaar",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("hours", sa.String(length=80), nullable=False),
        sa.Column("sold", sa.String(length=200), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", NUMBER, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", NUMBER, nullable=True),
        _check("bazaar", "told", "name <> '' AND weekdays <> '' AND directions <> ''"),
        _check("bazaar", "closed_by_somebody", "(closed_at IS NULL) = (closed_by IS NULL)"),
        _to("bazaar", "county_code", "county", "code"),
        _to("bazaar", "checked_by", "person"),
        _to("bazaar", "closed_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazaar")),
        sa.UniqueConstraint("form_key", name=op.f("uq_bazaar_form_key")),
    )
    op.create_index(op.f("ix_bazaar_county_code"), "bazaar", ["county_code"])


def _stories() -> None:
    states = ("asked", "agreed", "published", "taken_back", "taken_off", "replaced")
    op.create_table(
        "told_story",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("state", _one_of("state", *states), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("figure", sa.String(length=200), nullable=False),
        sa.Column("figure_source", sa.String(length=200), nullable=False),
        sa.Column("picture_id", NUMBER, nullable=True),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=False),
        _check("told_story", "told", "title <> '' AND words <> ''"),
        _check("told_story", "figure_has_a_source", "(figure = '') = (figure_source = '')"),
        _check("told_story", "agreed", "state NOT IN ('agreed', 'published', 'replaced') OR agreed_at IS NOT NULL"),
        _check("told_story", "published", "state <> 'published' OR published_at IS NOT NULL"),
        _check("told_story", "off_with_a_reason", "state <> 'taken_off' OR ended_why <> ''"),
        _to("told_story", "trainee_id", "trainee"),
        _to("told_story", "picture_id", "picture"),
        _to("told_story", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_story")),
        sa.UniqueConstraint("form_key", name=op.f("uq_told_story_form_key")),
    )
    op.create_index(op.f("ix_told_story_trainee_id_id"), "told_story", ["trainee_id", "id"])
    _unique("uq_told_story_public", "told_story", ["trainee_id"], "state = 'published'")


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def downgrade() -> None:
    raise NotImplementedError("what people booked and agreed to is not forgotten")
