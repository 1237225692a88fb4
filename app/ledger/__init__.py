"""The ledger: double entry under every rial. Debit positive, credit negative; each journal sums to zero.

Owns `account`, `journal`, `entry`, which triggers protect. Calls nobody but programme (a maker's account names her).
Announces nothing: whoever posts announces what happened.
"""

from app.ledger import chart
from app.ledger.actions import Posting, hold, post, reverse
from app.ledger.errors import AlreadyPosted, Unbalanced
from app.ledger.models import Account, AccountKind, Entry, Journal, JournalKind
from app.ledger.queries import (
    IncomeRow,
    JournalLine,
    Statement,
    StatementLine,
    Window,
    balance,
    balances,
    by_memo,
    income_by_month,
    income_rows,
    invariants,
    journal,
    journal_by_key,
    journal_lines,
    journals_about,
    legs_of,
    makers_with_accounts,
    moved_by_kind,
    opened_at,
    overpaid_makers,
    owed_to,
    sales_by_month,
    statement,
    told_of,
    trial_balance,
    undone,
)

__all__ = [
    "Account",
    "AccountKind",
    "AlreadyPosted",
    "Entry",
    "IncomeRow",
    "Journal",
    "JournalKind",
    "JournalLine",
    "Posting",
    "Statement",
    "StatementLine",
    "Unbalanced",
    "Window",
    "balance",
    "balances",
    "by_memo",
    "chart",
    "hold",
    "income_by_month",
    "income_rows",
    "invariants",
    "journal",
    "journal_by_key",
    "journal_lines",
    "journals_about",
    "legs_of",
    "makers_with_accounts",
    "moved_by_kind",
    "opened_at",
    "overpaid_makers",
    "owed_to",
    "post",
    "reverse",
    "sales_by_month",
    "statement",
    "told_of",
    "trial_balance",
    "undone",
]
