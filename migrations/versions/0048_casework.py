"""Times that stand still, why places are given up, what was missing when somebody was let into a phase; briefings,
certificates of courses."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
PHASES = ("consultation", "training", "empowerment", "market")
LESSONS = ("consultation", "lesson", "workshop")
CONTACTS = ("mentor", "trainee", "village", "nobody")
LEAVINGS = ("family", "health", "money", "distance", "job", "course", "market", "other")

PAUSE_FIXED = (
    "id", "form_key", "county_code", "cohort_id", "phase", "trainee_id", "reason", "first_day", "last_day", "set_by",
    "set_at",
)  # fmt: skip
PAUSE_ENDED = ("ended_by", "ended_at")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.add_column("phase_entry", sa.Column("lacking", sa.String(length=120), nullable=True))
    _check("phase_entry", "let_in_with_a_reason", "lacking IS NULL OR (note IS NOT NULL AND note <> '')")
    op.add_column("lesson", sa.Column("kind", sa.String(length=24), nullable=False, server_default="lesson"))
    _check("lesson", "kind", f"kind IN ({', '.join(map(repr, LESSONS))})")
    _pauses()
    _departures()
    _briefings()
    _certificates()
    _guards()


def _pauses() -> None:
    op.create_table(
        "pause",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("cohort_id", NUMBER, nullable=True),
        sa.Column("phase", _one_of("phase", *PHASES), nullable=True),
        sa.Column("trainee_id", NUMBER, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("set_by", NUMBER, nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_pause_has_a_reason")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_pause_runs_forward")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_pause_ended_by_somebody")),
        _to("pause", "county_code", "county", "code"),
        _to("pause", "cohort_id", "cohort"),
        _to("pause", "trainee_id", "trainee"),
        _to("pause", "set_by", "person"),
        _to("pause", "ended_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
        sa.UniqueConstraint("form_key", name=op.f("uq_pause_form_key")),
    )
    op.create_index(op.f("ix_pause_trainee_id"), "pause", ["trainee_id"])


def _departures() -> None:
    op.create_table(
        "departure",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("engagement_id", NUMBER, nullable=False),
        sa.Column("kind", _one_of("kind", *LEAVINGS), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_departure_in_words")),
        _to("departure", "engagement_id", "engagement"),
        _to("departure", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_index(op.f("ix_departure_engagement_id"), "departure", ["engagement_id"])


def _briefings() -> None:
    op.create_table(
        "briefing",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", WHEN, nullable=False),
        sa.CheckConstraint("place <> ''", name=op.f("ck_briefing_somewhere")),
        _to("briefing", "county_code", "county", "code"),
        _to("briefing", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("form_key", name=op.f("uq_briefing_form_key")),
    )
    op.create_index(op.f("ix_briefing_county_code"), "briefing", ["county_code"])
    op.create_table(
        "invitation",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("briefing_id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("contact", _one_of("contact", *CONTACTS), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("way", _one_of("way", "phone", "in_person"), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("noted_by", NUMBER, nullable=True),
        sa.CheckConstraint("(contact = 'nobody') = (contact_name = '')", name=op.f("ck_invitation_by_somebody")),
        _to("invitation", "briefing_id", "briefing"),
        _to("invitation", "trainee_id", "trainee"),
        _to("invitation", "asked_by", "person"),
        _to("invitation", "noted_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("briefing_id", "trainee_id", name=op.f("uq_invitation_briefing_id_trainee_id")),
    )
    op.create_index(op.f("ix_invitation_trainee_id"), "invitation", ["trainee_id"])


def _certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("cohort_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("course", sa.String(length=100), nullable=False),
        sa.Column("came", NUMBER, nullable=False),
        sa.Column("called", NUMBER, nullable=False),
        sa.Column("issued_by", NUMBER, nullable=False),
        sa.Column("issued_at", WHEN, nullable=False),
        sa.CheckConstraint("number > 0 AND came > 0 AND came <= called", name=op.f("ck_certificate_earned")),
        _to("certificate", "trainee_id", "trainee"),
        _to("certificate", "cohort_id", "cohort"),
        _to("certificate", "issued_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_certificate_year_number")),
        sa.UniqueConstraint("trainee_id", "cohort_id", name=op.f("uq_certificate_trainee_id_cohort_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )


def _check(table: str, name: str, rule: str) -> None:
    """Let a table's CHECK say this.

    SQLite's table is not rebuilt: its content holds already, and its triggers stay where they are. The way is the one
    of SQLite's own page on ALTER TABLE, section 7.
    """
    full = f"ck_{table}_{name}"
    connection = op.get_bind()
    if _postgres():
        op.create_check_constraint(op.f(full), table, rule)
        return
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    without = re.sub(rf",\s*CONSTRAINT {full} CHECK \((?:[^()]|\([^()]*\))*\)", "", sql)
    changed = f"{without.rstrip().removesuffix(')').rstrip()}, \n\tCONSTRAINT {full} CHECK ({rule})\n)"
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _guards() -> None:
    """What the database itself refuses."""
    guards = (
        ("pause_fixed", "pause", "UPDATE", _differs(PAUSE_FIXED), "a pause stands"),
        ("pause_ended", "pause", "UPDATE", f"OLD.ended_at IS NOT NULL AND ({_differs(PAUSE_ENDED)})", "it is over"),
        ("pause_deleted", "pause", "DELETE", "", "pause is never deleted"),
        ("departure_changed", "departure", "UPDATE", "", "departure is append-only"),
        ("certificate_changed", "certificate", "UPDATE", "", "a certificate stands"),
        ("certificate_deleted", "certificate", "DELETE", "", "a certificate stands"),
        ("departure_deleted", "departure", "DELETE", "", "departure is append-only"),
    )
    for guard in guards:
        (_refuse_on_postgres if _postgres() else _refuse_on_sqlite)(*guard)


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse_on_sqlite(name: str, table: str, act: str, condition: str, message: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _refuse_on_postgres(name: str, table: str, act: str, condition: str, message: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'true'} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()")


def downgrade() -> None:
    raise NotImplementedError("why somebody left is not forgotten")
