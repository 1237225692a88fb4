"""Reading the desk."""

from __future__ import annotations

from sqlalchemy import func, select

from app.finance.documents import gaps
from app.finance.models import Task
from app.shared.database import session


def open_tasks() -> list[Task]:
    """What lies on the desk, oldest first."""
    return list(session().scalars(select(Task).where(Task.closed_at.is_(None)).order_by(Task.id)))


def open_count() -> int:
    return session().scalar(select(func.count()).where(Task.closed_at.is_(None))) or 0


def invariants() -> list[tuple[str, int | None]]:
    """Broken promises of the desk. Gateway reports: nothing to compare with until reports are imported (None)."""
    return [("R3 gateway.report", None), ("D1 documents.gaps", gaps())]
