"""How a course ended for somebody, lists of sessions beside those of registrations, trades that staff keep."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.add_column("engagement", sa.Column("outcome", sa.String(length=24), nullable=True))
    _add("engagement", "CONSTRAINT ck_engagement_outcome CHECK (outcome IN ('passed', 'failed'))")
    kind = sa.Column("kind", sa.String(length=24), nullable=False, server_default="trainees")
    op.add_column("import_run", kind)
    _add("import_run", "CONSTRAINT ck_import_run_kind CHECK (kind IN ('trainees', 'sessions'))")
    op.add_column("trade", sa.Column("set_by", NUMBER, nullable=True))
    op.add_column("trade", sa.Column("closed_at", WHEN, nullable=True))
    _add("trade", "CONSTRAINT fk_trade_set_by FOREIGN KEY(set_by) REFERENCES person (id)")


def _add(table: str, constraint: str) -> None:
    """Let a table have this constraint too.

    SQLite's table is not rebuilt: its content holds already, and its triggers stay where they are. The way is the one
    of SQLite's own page on ALTER TABLE, section 7.
    """
    connection = op.get_bind()
    if _postgres():
        op.execute(f"ALTER TABLE {table} ADD {constraint}")
        return
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    changed = re.sub(r"\s*\)\s*$", f", \n\t{constraint}\n)", sql)
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("how a course ended is not forgotten")
