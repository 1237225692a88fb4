"""The report that a gateway's panel gives: payments that were taken, and what was given back of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from app.sandbox.book import Book, Payment
from app.sandbox.faces import fee, reference_of
from app.shared.calendar import local_date

HEADING = ("تاریخ", "شماره مرجع", "مبلغ (ریال)", "کارمزد", "شرح")


def report_rows(book: Book, face: str) -> Iterator[tuple[str, ...]]:
    """Rows of one gateway, heading first; amounts in rials, below zero where money left.

    The sandbox's own refunds and those of ZarinPal's panel have numbers of their own; what was reversed goes by the
    payment's authority.
    """
    yield HEADING
    for payment in book.of_face(face):
        if payment.state not in {"verified", "reversed"}:
            continue
        day = local_date(datetime.fromtimestamp(payment.paid_at, UTC)).isoformat()
        yield day, reference_of(payment), str(payment.amount), str(fee(payment.amount)), "خرید"
        if payment.state == "reversed":
            yield day, payment.authority, str(-payment.amount), "0", "برگشت"
        for key, amount in book.refunds(payment.authority):
            yield day, _number_of(payment, key), str(-amount), "0", "بازپرداخت"


def _number_of(payment: Payment, key: str) -> str:
    return f"B-{key}" if payment.face == "sandbox" else key
