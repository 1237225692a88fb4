"""Opening and closing the desk's tasks."""

from __future__ import annotations

from sqlalchemy import select

from app.finance.models import Task, TaskKind
from app.shared import audit, clock, text
from app.shared.database import session
from app.shared.errors import NotFound


def open_task(kind: TaskKind, ref: str, facts: str = "", *, once: bool = False) -> Task:
    """Put something on the desk, or bring what lies there up to date. `once`: what was closed is not opened again."""
    query = select(Task).where(Task.kind == kind, Task.ref == ref)
    known = session().scalar((query if once else query.where(Task.closed_at.is_(None))).order_by(Task.id.desc()))
    if known is not None:
        known.facts = facts
        return known
    task = Task(kind=kind, ref=ref, facts=facts, opened_at=clock.now())
    session().add(task)
    session().flush()
    return task


def close_task(task_id: int, note: str, by: int | None) -> None:
    """Say what was done about it. Raises NotFound; nothing happens the second time."""
    task = session().get(Task, task_id)
    if task is None:
        raise NotFound
    if task.closed_at is None:
        task.closed_at, task.closed_by, task.note = clock.now(), by, text.clean(note)[:500]
        audit.note("finance_task_closed", "finance_task", task.id, by)


def close_about(kind: TaskKind, ref: str, note: str) -> None:
    """What was open about a thing is done."""
    open_ones = select(Task).where(Task.kind == kind, Task.ref == ref, Task.closed_at.is_(None))
    for task in session().scalars(open_ones).all():
        close_task(task.id, note, None)
