"""How courses end and who holds them, guests at briefings, loan files that staff open, bills that look alike."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
CONTACTS = ("mentor", "trainee", "village", "nobody")
FAILINGS = ("absence", "skill", "task", "other")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _course_ends()
    _courses()
    _guests()
    _loans()
    _likenesses()
    _checks()
    _guards()


def _course_ends() -> None:
    op.create_table(
        "course_end",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("engagement_id", NUMBER, nullable=False),
        sa.Column("outcome", _one_of("outcome", "passed", "failed"), nullable=False),
        sa.Column("kind", _one_of("kind", *FAILINGS), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("lacking", sa.String(length=160), nullable=True),
        sa.Column("by_list", sa.Boolean(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("(outcome = 'failed') = (kind IS NOT NULL)", name=op.f("ck_course_end_failed_for_a_reason")),
        sa.CheckConstraint(
            "words <> '' OR by_list OR (outcome = 'passed' AND lacking IS NULL)", name=op.f("ck_course_end_in_words")
        ),
        _to("course_end", "engagement_id", "engagement"),
        _to("course_end", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_end")),
    )
    op.create_index(op.f("ix_course_end_engagement_id"), "course_end", ["engagement_id"])


def _courses() -> None:
    op.add_column("cohort", sa.Column("mentor_id", NUMBER, nullable=True))
    _constrain("cohort", "fk_cohort_mentor_id", "FOREIGN KEY(mentor_id) REFERENCES mentor (id)")
    _constrain("import_run", "ck_import_run_kind", "CHECK (kind IN ('trainees', 'sessions', 'courses'))")


def _constrain(table: str, name: str, rule: str) -> None:
    """Let a table have this constraint, instead of the CHECK of this name where it has one.

    SQLite's table is not rebuilt: its content holds already, and its triggers stay where they are. The way is the one
    of SQLite's own page on ALTER TABLE, section 7.
    """
    connection = op.get_bind()
    if _postgres():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
        return
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    without = re.sub(rf",\s*CONSTRAINT {name} CHECK \((?:[^()]|\([^()]*\))*\)", "", sql)
    changed = re.sub(r"\s*\)\s*$", f", \n\tCONSTRAINT {name} {rule}\n)", without)
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _guests() -> None:
    op.create_table(
        "guest",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("briefing_id", NUMBER, nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("mobile_sealed", sa.Text(), nullable=True),
        sa.Column("mobile_index", sa.String(length=40), nullable=True),
        sa.Column("village", sa.String(length=80), nullable=False),
        sa.Column("locality_code", sa.String(length=16), nullable=True),
        sa.Column("contact", _one_of("contact", *CONTACTS), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("way", _one_of("way", "phone", "in_person"), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("noted_by", NUMBER, nullable=True),
        sa.Column("trainee_id", NUMBER, nullable=True),
        sa.Column("tied_at", WHEN, nullable=True),
        sa.Column("forgotten_at", WHEN, nullable=True),
        sa.CheckConstraint("(contact = 'nobody') = (contact_name = '')", name=op.f("ck_guest_by_somebody")),
        sa.CheckConstraint("trainee_id IS NULL OR forgotten_at IS NULL", name=op.f("ck_guest_tied_or_forgotten")),
        sa.CheckConstraint("(trainee_id IS NULL) = (tied_at IS NULL)", name=op.f("ck_guest_tied_at_some_time")),
        sa.CheckConstraint(
            "(trainee_id IS NULL AND forgotten_at IS NULL) = (name_sealed IS NOT NULL)",
            name=op.f("ck_guest_named_while_waiting"),
        ),
        sa.CheckConstraint(
            "(mobile_sealed IS NULL) = (mobile_index IS NULL) AND (mobile_sealed IS NULL OR name_sealed IS NOT NULL)",
            name=op.f("ck_guest_number_while_waiting"),
        ),
        _to("guest", "briefing_id", "briefing"),
        _to("guest", "locality_code", "locality", "code"),
        _to("guest", "asked_by", "person"),
        _to("guest", "noted_by", "person"),
        _to("guest", "trainee_id", "trainee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("form_key", name=op.f("uq_guest_form_key")),
    )
    for column in ("briefing_id", "mobile_index", "trainee_id"):
        op.create_index(op.f(f"ix_guest_{column}"), "guest", [column])


def _loans() -> None:
    agreed = sa.Column("agreed", sa.String(length=24), nullable=False, server_default="herself")
    op.add_column("loan_file", agreed)
    _constrain("loan_file", "ck_loan_file_agreed", "CHECK (agreed IN ('herself', 'code', 'paper'))")


def _likenesses() -> None:
    op.create_table(
        "fund_likeness",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("invoice_id", NUMBER, nullable=False),
        sa.Column("other_id", NUMBER, nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_fund_likeness_for_a_reason")),
        sa.CheckConstraint("invoice_id <> other_id", name=op.f("ck_fund_likeness_of_two")),
        _to("fund_likeness", "invoice_id", "fund_invoice"),
        _to("fund_likeness", "other_id", "fund_invoice"),
        _to("fund_likeness", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_likeness")),
        sa.UniqueConstraint("invoice_id", "other_id", name=op.f("uq_fund_likeness_invoice_id_other_id")),
    )


def _checks() -> None:
    op.create_table(
        "audit_check",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("links", NUMBER, nullable=False),
        sa.Column("faults", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )


def _guards() -> None:
    """What the database itself refuses."""
    for table in ("course_end", "fund_likeness", "audit_check"):
        for name, act in (("changed", "UPDATE"), ("deleted", "DELETE")):
            _refuse(f"{table}_{name}", table, act, f"{table} is append-only")


def _refuse(name: str, table: str, act: str, message: str) -> None:
    if not _postgres():
        op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()")


def downgrade() -> None:
    raise NotImplementedError("how a course ended is not forgotten")
