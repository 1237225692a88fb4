"""A database that lets anything happen for a while, so that checks can be seen to find what it forbids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.shared.database import is_postgres, session, transaction


@contextmanager
def lawless() -> Iterator[None]:
    """Within the block the database lets anything happen; afterwards all is as it was."""
    with transaction():
        for order in _postgres_lets_go() if is_postgres() else _sqlite_lets_go():
            run(order)
        try:
            yield
        finally:
            session().rollback()
            if not is_postgres():
                run("PRAGMA ignore_check_constraints = OFF")


def run(order: str) -> None:
    session().execute(text(order.replace("::", r"\:\:")))


def _postgres_lets_go() -> list[str]:
    checks = session().execute(
        text(
            "SELECT CAST(conrelid AS regclass), conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid "
            "WHERE contype = 'c' AND relnamespace = CAST('public' AS regnamespace)"
        )
    )
    dropped = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name in checks.all()]
    return [*dropped, "DROP INDEX uq_payment_attempt_paid", "SET LOCAL session_replication_role = replica"]


def _sqlite_lets_go() -> list[str]:
    triggers = session().scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    pragmas = ["PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON"]
    return [*pragmas, *(f"DROP TRIGGER {name}" for name in triggers), "DROP INDEX uq_payment_attempt_paid"]
