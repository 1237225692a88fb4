"""The desk knows a dispute, its end, and a refund that did not arrive, by their own names."""

import re

from alembic import op

revision = "0020"
down_revision = "0019"

KINDS = (
    "refund_by_hand", "late_payment", "suspicious_payment", "slip", "loose_payment", "message", "books",
    "dispute", "dispute_over", "refund_bounced",
)  # fmt: skip


def upgrade() -> None:
    _let("finance_task", "kind", KINDS)


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
    raise NotImplementedError("a dispute can't be told in the old words")
