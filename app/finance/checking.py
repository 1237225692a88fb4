"""The promises of the books, all packages' together: looked at every night, and by hand; each broken one is a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app import (
    catalogue,
    claims,
    funding,
    ledger,
    lending,
    offshop,
    opinions,
    orders,
    payments,
    payouts,
    promotions,
    spaces,
    vouching,
)
from app.finance import queries
from app.finance.actions import close_about, open_task
from app.finance.models import TaskKind
from app.shared import chain
from app.shared.outbox import Event, Record, announce, errand
from app.shared.schedule import sweep

Invariants = Callable[[], Sequence[tuple[str, int | None]]]
PROMISES: tuple[Invariants, ...] = (
    ledger.invariants,
    catalogue.invariants,
    vouching.invariants,
    payments.invariants,
    promotions.invariants,
    orders.invariants,
    claims.invariants,
    offshop.invariants,
    funding.invariants,
    spaces.invariants,
    lending.invariants,
    opinions.invariants,
    payouts.invariants,
    queries.invariants,
    chain.invariants,
)


@dataclass(frozen=True)
class BooksCheckDue(Event):
    """It is time to look whether the books keep their promises."""

    asked_by: int | None = None


def figures() -> list[tuple[str, int | None]]:
    """Every promise with its figure: 0 is kept, None has nothing to compare with."""
    return [pair for promise in PROMISES for pair in promise()]


def ask_for_check(by: int | None) -> None:
    """Have the worker look at the books soon."""
    announce(BooksCheckDue(by))


def _tonight() -> list[int]:
    return [0]


@sweep("finance.check_books", timedelta(hours=24), _tonight)
def _nightly(_: int) -> None:
    ask_for_check(None)


@errand(BooksCheckDue, "finance.check_books", slow=True)
def _check(_event: BooksCheckDue, _key: str) -> Record | None:
    """Looking takes its time, so no transaction is open while it does."""
    links, found = chain.length(), figures()
    return lambda: _write_down(found, links)


def _write_down(found: Sequence[tuple[str, int | None]], links: int) -> None:
    chain.keep_check(links, dict(found).get(chain.PROMISE) or 0)
    for name, figure in found:
        if figure:
            open_task(TaskKind.BOOKS, name, f"{name} = {figure}")
        else:
            close_about(TaskKind.BOOKS, name, "kept again")
