"""The controls: the shop with its guards off. It looks first and writes afterwards, and believes what it is told.

As a WSGI program of its own it is `tests.drill.careless:app`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from flask import Flask, request
from sqlalchemy import Update, select, update

from app import create_app, ledger, orders, payments
from app.catalogue import OutOfStock, Variant, stock
from app.ledger import JournalKind, Posting, chart
from app.orders import Order, OrderState
from app.payments import Attempt, AttemptState, Claim, asking
from app.shared import clock
from app.shared.database import session, transaction
from app.web import checkout
from app.web.access import ANYONE, allow
from app.web.pages import Page, go

_seen: ContextVar[dict[int, tuple[int, int]]] = ContextVar("seen")


@contextmanager
def guards_off() -> Iterator[None]:
    """Within the block goods are held by what was seen of them before."""
    guarded = stock._take
    stock._take = _take_what_was_seen
    try:
        yield
    finally:
        stock._take = guarded


def open_doors(app: Flask) -> None:
    """Give `app` doors without guards: for the last press before the bank, and for the way back from there."""
    app.view_functions["checkout.pay"] = allow(ANYONE)(_look_then_place)
    app.view_functions["payment_return.back"] = allow(ANYONE)(_believe)


def _look_then_place() -> Page:
    rows = session().execute(select(Variant.id, Variant.on_hand, Variant.reserved))
    _seen.set({number: (on_hand, reserved) for number, on_hand, reserved in rows})
    session().rollback()
    return checkout.pay()


def _take_what_was_seen(variant_id: int, quantity: int) -> bool:
    on_hand, reserved = _seen.get()[variant_id]
    if on_hand - reserved < quantity:
        raise OutOfStock(variant_id, 0)
    _change(update(Variant).where(Variant.id == variant_id).values(reserved=reserved + quantity))
    return True


def _believe(gateway: str) -> Page:
    attempt = orders.find_attempt(gateway, request.args.get("authority", ""))
    attempt_id, token = attempt.id, orders.order(attempt.payable_id).token
    if request.args.get("status") == "OK" and attempt.state is not AttemptState.PAID:
        payments.ask(Claim(attempt_id, gateway, attempt.authority or "", attempt.asked, take=True))
        with transaction():
            book(attempt_id)
    return go("tracking.show", token=token)


def book(attempt_id: int) -> None:
    """Write a payment into the books without asking whether it is there already."""
    attempt = session().get_one(Attempt, attempt_id)
    amount, account = int(attempt.amount_rial), payments.account_of(attempt.gateway)
    paid = {"state": AttemptState.PAID, "decided_at": clock.now()}
    _change(update(Attempt).where(Attempt.id == attempt_id).values(**paid))
    sold = {"state": OrderState.PAID, "paid_at": clock.now()}
    _change(update(Order).where(Order.id == attempt.payable_id).values(**sold))
    once_more = f"careless:{secrets.token_hex(8)}"
    legs = {account: amount, chart.UNAPPLIED: -amount}
    ledger.post(Posting(once_more, JournalKind.PAYMENT, ("attempt", attempt_id), legs))


def _change(what: Update) -> None:
    session().execute(what, execution_options={"synchronize_session": False})


def forget_keys() -> None:
    """Have the worker give money back under a new key each time it tries."""
    asked = asking._asked

    def forgetful(*what: Any) -> Any:
        return replace(asked(*what), key=secrets.token_hex(8))

    asking._asked = forgetful


def __getattr__(name: str) -> Flask:
    """`app`, for gunicorn; made when it is asked for."""
    if name != "app":
        raise AttributeError(name)
    stock._take = _take_what_was_seen
    app = create_app()
    open_doors(app)
    return app
