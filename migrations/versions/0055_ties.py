"""Guests tied to a registration by hand, goals that there be none, and how many mentors came along with a cycle."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
LESS_IS_MORE = ("no_sale", "at_risk", "left", "first_sale", "review", "upheld", "payout")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


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


def upgrade() -> None:
    op.add_column("guest", sa.Column("tied_by", NUMBER, nullable=True))
    _constrain("guest", "fk_guest_tied_by", "FOREIGN KEY(tied_by) REFERENCES person (id)")
    _constrain("guest", "ck_guest_tied_by_hand", "CHECK (tied_by IS NULL OR trainee_id IS NOT NULL)")
    op.add_column("guest", sa.Column("untied_at", WHEN, nullable=True))
    _constrain("guest", "ck_guest_untied_without_name", "CHECK (untied_at IS NULL OR forgotten_at IS NOT NULL)")
    op.add_column("invitation", sa.Column("guest_id", NUMBER, nullable=True))
    _constrain("invitation", "fk_invitation_guest_id", "FOREIGN KEY(guest_id) REFERENCES guest (id)")
    op.create_index(op.f("ix_invitation_guest_id"), "invitation", ["guest_id"])
    # An invitation that a guest's became has her very moment.
    op.execute(
        "UPDATE invitation SET guest_id = (SELECT min(guest.id) FROM guest WHERE guest.trainee_id = "
        "invitation.trainee_id AND guest.briefing_id = invitation.briefing_id AND guest.asked_at = invitation.asked_at)"
    )
    op.add_column("cycle_copy", sa.Column("mentors", NUMBER, nullable=True))
    kinds = ", ".join(map(repr, LESS_IS_MORE))
    _constrain("goal", "ck_goal_target", f"CHECK (target > 0 OR target = 0 AND indicator IN ({kinds}))")


def downgrade() -> None:
    raise NotImplementedError("who was tied by hand is not forgotten")
