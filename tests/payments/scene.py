"""A buyer on the bank's page, and what the shop knows of it."""

import sqlite3
from contextlib import closing

from app import finance, ledger, orders, payments
from app.finance import TaskKind
from app.ledger import chart
from app.orders import OrderState
from app.payments import AttemptState
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank

TOTAL = 4_500_000


def at_bank(on_hand: int = 10) -> world.AtBank:
    """Four million of goods and half a million of postage, on the way to the bank."""
    return world.to_bank(world.place({world.variant(world.maker(), world.Ware(on_hand=on_hand)): 1}))


def paid_at(bank: FakeBank, on_hand: int = 10) -> world.AtBank:
    """The bank has the buyer's money; the shop has not heard of it."""
    there = at_bank(on_hand)
    bank.act(there.authority, "pay")
    return there


def attempt(there: world.AtBank) -> AttemptState:
    world.fresh()
    return payments.attempt(there.attempt_id).state


def order(there: world.AtBank) -> OrderState:
    world.fresh()
    return orders.order(there.order_id).state


def standing(there: world.AtBank) -> tuple[AttemptState, OrderState]:
    return attempt(there), order(there)


PAID = (AttemptState.PAID, OrderState.PAID)


def in_the_books() -> int:
    """What the gateway owes the shop by the shop's books."""
    world.fresh()
    return int(ledger.balance(chart.gateway("sandbox")))


def expire(order_id: int) -> None:
    """Its time to pay is over."""
    with world.later(minutes=41), transaction():
        orders.expire(order_id)
    world.fresh()
    assert orders.order(order_id).state is OrderState.EXPIRED


def on_the_desk() -> list[tuple[TaskKind, str]]:
    world.fresh()
    return [(task.kind, task.ref) for task in finance.open_tasks()]


def in_bank_s_book(bank: FakeBank, statement: str, *values: object) -> None:
    """Something happens at the bank that the shop has no hand in."""
    with closing(sqlite3.connect(bank.book.file)) as book, book:
        book.execute(statement, values)


def given_back(bank: FakeBank, authority: str) -> list[int]:
    """Refunds that the bank has made of a payment, in rials."""
    with closing(sqlite3.connect(bank.book.file)) as book:
        rows = book.execute("SELECT amount FROM refund WHERE authority = ? ORDER BY at", (authority,))
        return [int(row[0]) for row in rows]
