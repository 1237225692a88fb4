"""Finance: the desk where people look at what the books can't settle by themselves.

Owns `finance_task`, `document`, `document_counter`, `report`, `report_row`. Calls payouts, funding, claims, orders,
payments, ledger and, for their promises, all below. Announces BooksCheckDue.
"""

from app.finance import reactions as _reactions
from app.finance.actions import close_about, close_task, open_task
from app.finance.checking import PROMISES, BooksCheckDue, ask_for_check, figures
from app.finance.documents import SELLER_ADDRESS, SELLER_ID, SELLER_NAME, document, issue
from app.finance.errors import ReportKnown
from app.finance.models import Document, Match, Report, ReportRow, Series, Task, TaskKind
from app.finance.queries import Day, invariants, open_count, open_tasks, today_figures
from app.finance.reconciling import (
    BANK,
    explain,
    import_report,
    match_report,
    missing_in,
    read_report,
    report,
    reports,
    rows_of,
    unmatched,
)

__all__ = [
    "BANK",
    "PROMISES",
    "SELLER_ADDRESS",
    "SELLER_ID",
    "SELLER_NAME",
    "BooksCheckDue",
    "Day",
    "Document",
    "Match",
    "Report",
    "ReportKnown",
    "ReportRow",
    "Series",
    "Task",
    "TaskKind",
    "_reactions",
    "ask_for_check",
    "close_about",
    "close_task",
    "document",
    "explain",
    "figures",
    "import_report",
    "invariants",
    "issue",
    "match_report",
    "missing_in",
    "open_count",
    "open_task",
    "open_tasks",
    "read_report",
    "report",
    "reports",
    "rows_of",
    "today_figures",
    "unmatched",
]
