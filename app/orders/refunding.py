"""Money back to the buyer, part by part: from escrow before a parcel is released, from whoever has it after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import catalogue, ledger, payments, shipping
from app.ledger import JournalKind, Posting, chart
from app.orders.errors import RefundKeyUsed, RefundOutOfRange
from app.orders.events import LineRefunded
from app.orders.models import CALLED_OFF, UNSENT, Line, Parcel, ParcelState, RefundPart
from app.orders.queries import lock
from app.payments import Refund
from app.shared import audit, clock
from app.shared.database import session
from app.shared.money import Rial, total
from app.shared.outbox import announce
from app.shipping import Carrier


@dataclass(frozen=True)
class Part:
    """So many pieces (0: the buyer keeps them) and rials of a line; without a line, rials of the parcel's delivery."""

    line_id: int | None
    quantity: int
    amount: Rial


@dataclass(frozen=True)
class Back:
    """What is given back of a line: pieces (0: the buyer keeps them), rials, and why. `form_key` makes it once."""

    quantity: int
    amount: Rial
    form_key: str
    why: str


def give_back(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int | None) -> Refund:
    """Give back several parts of one parcel at once; the same key once, then what was given then.

    Raises RefundOutOfRange for more than what is left of any of them, and RefundKeyUsed for a known key with
    another sum.
    """
    lock(parcel)
    known = refund_by_key(key)
    if known is not None:
        if known.amount_rial != total(part.amount for part in parts):
            raise RefundKeyUsed(known.amount_rial)
        return known
    check(parcel, parts)
    if parcel.state in UNSENT:
        catalogue.restock({_line(part).variant_id: part.quantity for part in parts if part.line_id}, by)
    refund = pay_back(parcel, parts, key=key, why=why, by=by)
    for part in parts:
        if part.line_id is not None:
            audit.note("line_refunded", "line", part.line_id, by, amount=int(part.amount), quantity=part.quantity)
            announce(LineRefunded(part.line_id, refund.id))
    return refund


def check(parcel: Parcel, parts: Sequence[Part]) -> None:
    """Raises RefundOutOfRange for more than what is left of any part, NothingPaid where nothing came."""
    if parcel.state in CALLED_OFF:
        raise RefundOutOfRange(0, 0)
    if not payments.paid(parcel.order_id):
        raise payments.NothingPaid
    for part in parts:
        _check(parcel, part)


def _line(part: Part) -> Line:
    return session().get_one(Line, part.line_id, populate_existing=True)


def _check(parcel: Parcel, part: Part) -> None:
    if part.line_id is None:
        left, amount_left = 0, parcel.delivery_rial - parcel.refunded_delivery_rial
    else:
        line = _line(part)
        left, amount_left = line.quantity - line.refunded_quantity, line.net_rial
        if line.parcel_id != parcel.id:
            raise RefundOutOfRange(0, 0)
    if not 0 < part.amount <= amount_left or not 0 <= part.quantity <= left:
        raise RefundOutOfRange(left, amount_left)


def refund_by_key(key: str) -> Refund | None:
    return session().scalar(select(Refund).where(Refund.idem_key == key))


def refund_of_call_off(parcel_id: int) -> Refund | None:
    """What went back when the parcel was called off; None where nothing was left to go."""
    return refund_by_key(f"off:{parcel_id}")


def latest_refund_of(parcel_id: int) -> Refund | None:
    """The newest money back of any part of a parcel."""
    query = select(RefundPart.refund_id).where(RefundPart.parcel_id == parcel_id).order_by(RefundPart.id.desc())
    found = session().scalar(query.limit(1))
    return None if found is None else payments.refund_by_id(found)


def all_parts(parcel: Parcel, lines: Sequence[Line]) -> list[Part]:
    """All that is left of a parcel's money: its goods (these lines) and its delivery."""
    parts = [Part(line.id, line.quantity - line.refunded_quantity, line.net_rial) for line in lines if line.net_rial]
    delivery = parcel.delivery_rial - parcel.refunded_delivery_rial
    return [*parts, Part(None, 0, delivery)] if delivery else parts


def pay_back(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int | None) -> Refund:
    """Move the amounts to what is owed to the buyer, and have it sent. The caller has locked and looked."""
    legs: dict[str, int] = {}
    for part in parts:
        for account, share in _sources(parcel, part).items():
            legs[account] = legs.get(account, 0) + share
    amount = Rial(sum(legs.values()))
    kind = JournalKind.CLAWBACK if parcel.state is ParcelState.COMPLETED else JournalKind.REFUND
    ledger.post(
        Posting(
            key=f"refund:{key}",
            kind=kind,
            about=("parcel", parcel.id),
            legs={**legs, chart.REFUND_PENDING: -amount},
            by=by,
        )
    )
    refund = payments.refund(parcel.order_id, amount, key=key, why=why, by=by)
    for part in parts:
        if part.line_id is None:
            parcel.refunded_delivery_rial = parcel.refunded_delivery_rial + part.amount
        else:
            line = session().get_one(Line, part.line_id)
            line.refunded_quantity += part.quantity
            line.refunded_rial = line.refunded_rial + part.amount
        session().add(
            RefundPart(
                refund_id=refund.id,
                parcel_id=parcel.id,
                line_id=part.line_id,
                quantity=part.quantity,
                amount_rial=part.amount,
                at=clock.now(),
            )
        )
    return refund


def _sources(parcel: Parcel, part: Part) -> dict[str, int]:
    """Where a refund comes from: escrow, or after the release the maker and the commission that was taken of it."""
    completed = parcel.state is ParcelState.COMPLETED
    if part.line_id is None:
        return {carrier_account(parcel) if completed else chart.SHIPPING: part.amount}
    if not completed:
        return {chart.escrow(parcel.id): part.amount}
    line = session().get_one(Line, part.line_id)
    left = line.quantity - line.refunded_quantity - part.quantity
    fee = line.fee_now - line.fee.of(line.net_rial - part.amount, left)
    return {chart.maker(parcel.maker_id): part.amount - fee, chart.COMMISSION: int(fee)}


def carrier_account(parcel: Parcel) -> str:
    """The account of whoever carries the parcel, and so is paid for it."""
    service = shipping.service(parcel.service_code)
    return chart.maker(parcel.maker_id) if service.carrier is Carrier.MAKER else chart.carrier(service.code)
