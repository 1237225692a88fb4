"""Finance: the desk where people look at what the books can't settle by themselves.

Owns `finance_task`, `document`, `document_counter`. Calls payouts, orders, payments. Announces nothing.
"""

from app.finance import reactions as _reactions
from app.finance.actions import close_about, close_task, open_task
from app.finance.documents import SELLER_ADDRESS, SELLER_ID, SELLER_NAME, document, issue
from app.finance.models import Document, Series, Task, TaskKind
from app.finance.queries import invariants, open_count, open_tasks

__all__ = [
    "SELLER_ADDRESS",
    "SELLER_ID",
    "SELLER_NAME",
    "Document",
    "Series",
    "Task",
    "TaskKind",
    "_reactions",
    "close_about",
    "close_task",
    "document",
    "invariants",
    "issue",
    "open_count",
    "open_task",
    "open_tasks",
]
