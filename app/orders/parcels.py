"""What becomes of parcels: accepted, sent, delivered, released; or called off and refunded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app import catalogue, ledger, payments, shipping
from app.ledger import JournalKind, Posting, chart
from app.orders import rules
from app.orders.errors import NotPayable, PaymentUnderway, RefundKeyUsed, RefundOutOfRange, TrackingNeeded
from app.orders.events import (
    LineRefunded,
    ParcelAccepted,
    ParcelCalledOff,
    ParcelCompleted,
    ParcelDelivered,
    ParcelSent,
)
from app.orders.models import CALLED_OFF, Line, Order, OrderState, Parcel, ParcelState, RefundPart
from app.orders.placing import holder
from app.orders.queries import lines_of, locked
from app.payments import Refund
from app.shared import audit, clock, rulebook, text
from app.shared.database import session
from app.shared.money import Rial, total
from app.shared.outbox import announce
from app.shared.states import MoveRefused
from app.shipping import Carrier

UNSENT = frozenset({ParcelState.NEW, ParcelState.ACCEPTED})


def accept(parcel: Parcel, by: int | None) -> None:
    """The maker will make and send it. Raises MoveRefused, also while its order is not paid."""
    if session().get_one(Order, parcel.order_id).state is not OrderState.PAID:
        raise MoveRefused("parcel", str(parcel.state), str(ParcelState.ACCEPTED))
    parcel.move_to(ParcelState.ACCEPTED, by)
    announce(ParcelAccepted(parcel.id))


def send(parcel: Parcel, tracking_no: str, by: int | None) -> None:
    """It is on its way. Raises TrackingNeeded where the way of sending has a number, and MoveRefused."""
    number = text.ascii_digits(text.clean(tracking_no))[:40]
    if shipping.service(parcel.service_code).tracked and not number:
        raise TrackingNeeded
    now = clock.now()
    parcel.tracking_no, parcel.sent_at = number, now
    parcel.release_due_at = now + timedelta(days=rulebook.number(rules.RELEASE_DAYS))
    parcel.move_to(ParcelState.SENT, by)
    announce(ParcelSent(parcel.id))


def received(parcel: Parcel, by: int | None) -> None:
    """The buyer has it: its money is released at once. Raises MoveRefused."""
    _delivered(parcel, by, "buyer")
    complete(parcel, by)


def carrier_delivered(parcel: Parcel, by: int | None) -> None:
    """The carrier says delivered: the money is released some hours later, unless somebody complains."""
    _delivered(parcel, by, "carrier")
    parcel.release_due_at = clock.now() + timedelta(hours=rulebook.number(rules.DELIVERED_HOURS))


def _delivered(parcel: Parcel, by: int | None, who: str) -> None:
    parcel.delivered_at = clock.now()
    parcel.move_to(ParcelState.DELIVERED, by, who)
    announce(ParcelDelivered(parcel.id))


def complete(parcel: Parcel, by: int | None) -> None:
    """Release what is left of the parcel's money: goods less commission to the maker, delivery to who carried.

    Raises MoveRefused the second time.
    """
    parcel.completed_at, parcel.release_due_at = clock.now(), None
    parcel.move_to(ParcelState.COMPLETED, by)
    lines = lines_of([parcel.id]).get(parcel.id, [])
    net = total(line.net_rial for line in lines)
    fee = total(rules.commission(line.net_rial, line.commission_bps) for line in lines)
    maker = chart.maker(parcel.maker_id)
    if net:
        _post(
            f"release:{parcel.id}",
            JournalKind.RELEASE,
            parcel,
            {chart.escrow(parcel.id): net, maker: -(net - fee), chart.COMMISSION: -fee},
        )
    delivery = parcel.delivery_rial - parcel.refunded_delivery_rial
    if delivery:
        service = shipping.service(parcel.service_code)
        carrier = maker if service.carrier is Carrier.MAKER else f"liab:carrier:{service.code}"
        _post(f"delivery:{parcel.id}", JournalKind.DELIVERY_FEE, parcel, {chart.SHIPPING: delivery, carrier: -delivery})
    announce(ParcelCompleted(parcel.id, parcel.maker_id))


def _post(key: str, kind: JournalKind, parcel: Parcel, legs: dict[str, int]) -> None:
    ledger.post(Posting(key=key, kind=kind, about=("parcel", parcel.id), legs=legs))


def release_when_due(parcel_id: int) -> None:
    """Time has spoken: nobody complained."""
    parcel = session().get_one(Parcel, parcel_id, with_for_update=True)
    if parcel.release_due_at is None or parcel.release_due_at > clock.now():
        return
    if parcel.state is ParcelState.SENT:
        _delivered(parcel, None, "time")
    if parcel.state is ParcelState.DELIVERED:
        complete(parcel, None)


def call_off(parcel: Parcel, became: ParcelState, by: int | None, why: str = "") -> None:
    """Reject, cancel, expire or lose a parcel: the buyer gets all of it back; unsent goods return to the shelf.

    Raises MoveRefused once it has gone too far for that.
    """
    locked(parcel.order_id)
    catalogue.restock(_call_off(parcel, became, by, why), by)


def _call_off(parcel: Parcel, became: ParcelState, by: int | None, why: str) -> dict[int, int]:
    """The move and the money; what is to go back to the shelf, by variant."""
    unsent = parcel.state in UNSENT
    parcel.release_due_at = None
    parcel.move_to(became, by, text.clean(why)[:300])
    lines = lines_of([parcel.id]).get(parcel.id, [])
    back = {line.variant_id: line.quantity - line.refunded_quantity for line in lines} if unsent else {}
    parts = [_Part(line, line.quantity - line.refunded_quantity, line.net_rial) for line in lines if line.net_rial]
    delivery = parcel.delivery_rial - parcel.refunded_delivery_rial
    if delivery:
        parts.append(_Part(None, 0, delivery))
    if parts:
        _refund(parcel, parts, key=f"off:{parcel.id}", why=became.value, by=by)
    announce(ParcelCalledOff(parcel.id, became.value))
    return back


def silent_too_long(parcel_id: int) -> None:
    """The maker has not answered in time."""
    parcel = session().get_one(Parcel, parcel_id)
    locked(parcel.order_id)
    session().refresh(parcel, with_for_update=True)
    if parcel.state is ParcelState.NEW and parcel.accept_by is not None and parcel.accept_by <= clock.now():
        call_off(parcel, ParcelState.EXPIRED, None)


def cancel_order(order: Order, by: int | None) -> None:
    """The buyer changes her mind: free until a maker has accepted; accepted parcels go on.

    Raises PaymentUnderway while a bank's word is outstanding, NotPayable when there is nothing left to cancel.
    """
    order = locked(order.id)
    if order.state is OrderState.AWAITING_PAYMENT:
        if payments.undecided(order.id):
            raise PaymentUnderway
        order.move_to(OrderState.CANCELLED, by)
        catalogue.release(holder(order.id))
        return
    fresh = list(session().scalars(select(Parcel).where(Parcel.order_id == order.id, Parcel.state == ParcelState.NEW)))
    if order.state is not OrderState.PAID or not fresh:
        raise NotPayable(order.state.value)
    back: dict[int, int] = {}
    for parcel in fresh:
        back |= _call_off(parcel, ParcelState.CANCELLED, by, "buyer")
    catalogue.restock(back, by)


@dataclass(frozen=True)
class Back:
    """What is given back of a line: pieces (0: the buyer keeps them), rials, and why. `form_key` makes it once."""

    quantity: int
    amount: Rial
    form_key: str
    why: str


def refund_line(line: Line, back: Back, by: int | None) -> Refund:
    """Give back a part of one line: from escrow before its parcel is released, from the maker's account after.

    The amount may be less than the pieces' price (a discount for a flaw). The same form key refunds once.
    Pieces that were not sent yet return to the shelf. Raises RefundOutOfRange, and RefundKeyUsed for a known form
    key with another amount.
    """
    parcel = session().get_one(Parcel, line.parcel_id)
    locked(parcel.order_id)
    session().refresh(parcel, with_for_update=True)
    line = session().get_one(Line, line.id, populate_existing=True)
    key = f"line:{line.id}:{back.form_key}"
    known = refund_by_key(key)
    if known is not None:
        if known.amount_rial != back.amount:
            raise RefundKeyUsed(known.amount_rial)
        return known
    left = line.quantity - line.refunded_quantity
    if not 0 < back.amount <= line.net_rial or not 0 <= back.quantity <= left:
        raise RefundOutOfRange(left, line.net_rial)
    if parcel.state in CALLED_OFF:
        raise RefundOutOfRange(0, 0)
    if back.quantity and parcel.state in UNSENT:
        catalogue.restock({line.variant_id: back.quantity}, by)
    audit.note("line_refunded", "line", line.id, by, amount=int(back.amount), quantity=back.quantity)
    refund = _refund(parcel, [_Part(line, back.quantity, back.amount)], key=key, why=back.why, by=by)
    announce(LineRefunded(line.id, refund.id))
    return refund


def refund_by_key(key: str) -> Refund | None:
    return session().scalar(select(Refund).where(Refund.idem_key == key))


@dataclass(frozen=True)
class _Part:
    """So many pieces and rials of a line; without a line, rials of the parcel's delivery."""

    line: Line | None
    quantity: int
    amount: Rial


def _refund(parcel: Parcel, parts: Sequence[_Part], *, key: str, why: str, by: int | None) -> Refund:
    """Move the amounts to what is owed to the buyer, and have it sent."""
    legs: dict[str, int] = {}
    for part in parts:
        for account, share in _sources(parcel, part).items():
            legs[account] = legs.get(account, 0) + share
    amount = Rial(sum(legs.values()))
    kind = JournalKind.CLAWBACK if parcel.state is ParcelState.COMPLETED else JournalKind.REFUND
    _post(f"refund:{key}", kind, parcel, {**legs, chart.REFUND_PENDING: -amount})
    refund = payments.refund(parcel.order_id, amount, key=key, why=why, by=by)
    for part in parts:
        if part.line is None:
            parcel.refunded_delivery_rial = parcel.refunded_delivery_rial + part.amount
        else:
            part.line.refunded_quantity += part.quantity
            part.line.refunded_rial = part.line.refunded_rial + part.amount
        session().add(
            RefundPart(
                refund_id=refund.id,
                parcel_id=parcel.id,
                line_id=None if part.line is None else part.line.id,
                quantity=part.quantity,
                amount_rial=part.amount,
                at=clock.now(),
            )
        )
    return refund


def _sources(parcel: Parcel, part: _Part) -> dict[str, int]:
    """Where a refund comes from: escrow, or after the release the maker and the commission that was taken of it."""
    line = part.line
    if line is None:
        return {chart.SHIPPING: part.amount}
    if parcel.state is not ParcelState.COMPLETED:
        return {chart.escrow(parcel.id): part.amount}
    fee = rules.commission(line.net_rial, line.commission_bps) - rules.commission(
        line.net_rial - part.amount, line.commission_bps
    )
    return {chart.maker(parcel.maker_id): part.amount - fee, chart.COMMISSION: int(fee)}
