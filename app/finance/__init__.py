"""Finance: the desk where people look at what the books can't settle by themselves.

Owns `finance_task`. Calls payouts, orders, payments. Announces nothing.
"""

from app.finance import reactions as _reactions
from app.finance.actions import close_about, close_task, open_task
from app.finance.models import Task, TaskKind
from app.finance.queries import invariants, open_count, open_tasks

__all__ = [
    "Task",
    "TaskKind",
    "_reactions",
    "close_about",
    "close_task",
    "invariants",
    "open_count",
    "open_task",
    "open_tasks",
]
