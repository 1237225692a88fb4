"""A mentor's wholesale order waits for its maker's word before it counts: who bought, who told, who answered."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

STATES = ("proposed", "recorded", "confirmed", "denied", "void")
EVIDENCE = ("said", "agreed", "paper", "witnessed")
TOLD_BY_MENTOR = "mentor_id IS NOT NULL OR state NOT IN ('proposed', 'denied')"
ANSWERED = "mentor_id IS NULL OR answered_by IS NOT NULL OR state IN ('proposed', 'void')"
TWO_PERSONS = "answered_by IS NULL OR answered_by <> recorded_by"


def upgrade() -> None:
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.add_column("offshop_sale", sa.Column("buyer", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("offshop_sale", sa.Column("mentor_buys", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("offshop_sale", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    _add(f"mentor_id {number}", "fk_offshop_sale_mentor_id REFERENCES mentor (id)")
    _add(f"answered_by {number}", "fk_offshop_sale_answered_by REFERENCES person (id)")
    _let("offshop_sale", "state", STATES)
    _let("offshop_sale", "evidence", EVIDENCE)
    _require("offshop_sale", {"told_by_mentor": TOLD_BY_MENTOR, "answered": ANSWERED, "two_persons": TWO_PERSONS})


def _add(column: str, constraint: str) -> None:
    op.execute(f"ALTER TABLE offshop_sale ADD COLUMN {column} CONSTRAINT {constraint}")


def _let(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these words. SQLite's table is not rebuilt: what changes is no content, only what is allowed.

    The way is the one of SQLite's own page on ALTER TABLE, section 7, so that triggers stay where they are.
    """
    name = f"ck_{table}_{column}"
    allowed = f"{column} IN ({', '.join(repr(value) for value in values)})"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, allowed)
        return
    known = rf"CONSTRAINT {name} CHECK \({column} IN \([^)]*\)\)"
    _edit(table, known, f"CONSTRAINT {name} CHECK ({allowed})")


def _require(table: str, rules: dict[str, str]) -> None:
    """Further CHECKs, which every row there keeps already."""
    if op.get_bind().dialect.name == "postgresql":
        for name, rule in rules.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
        return
    checks = ", ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in rules.items())
    _edit(table, r"\)\s*$", f", {checks})")


def _edit(table: str, known: str, wanted: str) -> None:
    """Change what SQLite remembers of a table's making."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    changed, found = re.subn(known, lambda _: wanted, sql)
    if found != 1:
        raise RuntimeError(f"{table} was made otherwise than this migration knows")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("an order that waits can't be told in the old words")
