"""Several gateways at once, in staff's order; slips of payments by hand; more kinds of tasks and journals."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TASKS = (
    "refund_by_hand", "late_payment", "suspicious_payment", "slip", "loose_payment", "books",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("payment_attempt", sa.Column("slip", sa.String(length=60), nullable=False, server_default=""))
    op.create_table(
        "gateway_choice",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gateway_choice")),
    )
    _let("finance_task", "kind", TASKS)


def _let(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these words. SQLite's table is not rebuilt: what changes is no content, only what is allowed.

    The way is the one of https://www.sqlite.org/lang_altertable.html, section 7, so that triggers stay where they are.
    """
    name = f"ck_{table}_{column}"
    allowed = f"{column} IN ({', '.join(repr(value) for value in values)})"
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(op.f(name), table, allowed)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    known = rf"CONSTRAINT {name} CHECK \({column} IN \([^)]*\)\)"
    widened, found = re.subn(known, f"CONSTRAINT {name} CHECK ({allowed})", sql)
    if found != 1:
        raise RuntimeError(f"{table}.{column} has no such check")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (widened, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("what was written with the new words can't be told with the old ones")
