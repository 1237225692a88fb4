"""What a buyer claimed of and showed stands; a claim has an end when it is over, and only then."""

import re

from alembic import op

revision = "0018"
down_revision = "0017"

OPEN = "state IN ('open', 'offered', 'returning', 'disputed', 'approving')"
OVER_WHEN_ENDED = f"({OPEN}) = (closed_at IS NULL)"


def upgrade() -> None:
    for table in ("claim_line", "claim_picture"):
        _append_only(table)
    _one_end()


def _append_only(table: str) -> None:
    """Rows of this table are written once and stay."""
    message = f"{table} is append-only"
    postgres = op.get_bind().dialect.name == "postgresql"
    for act in ("UPDATE", "DELETE"):
        body = (
            f"FOR EACH ROW EXECUTE FUNCTION refuse('{message}')"
            if postgres
            else f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")
    if postgres:
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


def _one_end() -> None:
    """The check looks both ways. SQLite's table is not rebuilt: its page on ALTER TABLE, section 7, says how."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_claim_closed"), "claim", type_="check")
        op.create_check_constraint(op.f("ck_claim_closed"), "claim", OVER_WHEN_ENDED)
        return
    known = rf"CONSTRAINT ck_claim_closed CHECK \({re.escape(OPEN)} OR closed_at IS NOT NULL\)"
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'claim'")
    changed, found = re.subn(known, f"CONSTRAINT ck_claim_closed CHECK ({OVER_WHEN_ENDED})", sql.scalar_one())
    if found != 1:
        raise RuntimeError("claim was made otherwise than this migration knows")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'claim'", (changed,))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    raise NotImplementedError("what buyers said is not made changeable again")
