"""Offers close early, needs are called off by who told them, and staff may hide somebody's thanks."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

MOMENT = sa.DateTime(timezone=True)
ENDED_BY = ("mentor", "trainee", "left")
HIDDEN = ("insult", "personal", "off_subject", "advert", "unlawful")
CHECKS = {
    "ended_by": f"ended_by IN ({', '.join(repr(one) for one in ENDED_BY)})",
    "hidden_why": f"hidden_why IN ({', '.join(repr(one) for one in HIDDEN)})",
    "called_off_why": "(state = 'called_off') = (ended_by IS NOT NULL)",
    "reason_when_off": "reason = '' OR state = 'called_off'",
    "mentor_says_why": "ended_by IS NULL OR ended_by <> 'mentor' OR reason <> ''",
    "thanks_to_hide": "hidden_why IS NULL OR thanks <> ''",
}


def upgrade() -> None:
    op.add_column("offer", sa.Column("closed_at", MOMENT, nullable=True))
    op.add_column("need", sa.Column("called_off_at", MOMENT, nullable=True))
    op.add_column("undertaking", sa.Column("ended_by", sa.String(length=24), nullable=True))
    op.add_column("undertaking", sa.Column("hidden_why", sa.String(length=24), nullable=True))
    op.execute("UPDATE undertaking SET ended_by = 'mentor' WHERE state = 'called_off'")
    for name, rule in CHECKS.items():
        _check("undertaking", name, rule)


def _check(table: str, name: str, rule: str) -> None:
    """Let a table's CHECK say this, new or in place of what it said.

    SQLite's table is not rebuilt: its content holds already. The way is the one of SQLite's own page on ALTER TABLE,
    section 7.
    """
    full = f"ck_{table}_{name}"
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {full}")
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


def downgrade() -> None:
    raise NotImplementedError("who called what off is not thrown away")
