"""Reading the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import ledger, orders
from app.finance.documents import gaps
from app.finance.models import Task
from app.finance.reconciling import unmatched
from app.ledger import JournalKind, chart
from app.shared import clock
from app.shared.calendar import start_of, today
from app.shared.database import session
from app.shared.money import Rial


def open_tasks() -> list[Task]:
    """What lies on the desk, oldest first."""
    return list(session().scalars(select(Task).where(Task.closed_at.is_(None)).order_by(Task.id)))


def open_count() -> int:
    return session().scalar(select(func.count()).where(Task.closed_at.is_(None))) or 0


def invariants() -> list[tuple[str, int | None]]:
    """Broken promises of the desk. Gateway reports: nothing to compare with until reports are imported (None)."""
    return [("R3 gateway.report", unmatched()), ("D1 documents.gaps", gaps())]


@dataclass(frozen=True)
class Day:
    """Today's money and what waits, in rials where it is money."""

    came: Rial
    went_back: Rial
    paid_out: Rial
    escrow: Rial
    oldest_escrow: datetime | None
    refunds_due: Rial
    unmatched: int | None


def today_figures() -> Day:
    """What came and went since midnight in Tehran, and what is held."""
    start = start_of(today())
    moved = ledger.moved_by_kind(start, clock.now())
    return Day(
        came=moved.get(JournalKind.PAYMENT, Rial(0)) + moved.get(JournalKind.LATE_PAYMENT, Rial(0)),
        went_back=moved.get(JournalKind.REFUND_PAID, Rial(0)),
        paid_out=moved.get(JournalKind.PAYOUT, Rial(0)),
        escrow=Rial(-sum(ledger.balances(chart.ESCROW).values())),
        oldest_escrow=orders.oldest_held(),
        refunds_due=Rial(-int(ledger.balance(chart.REFUND_PENDING))),
        unmatched=unmatched(),
    )
