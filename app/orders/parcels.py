"""What becomes of parcels: accepted, sent, delivered, released; or called off and refunded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from app import catalogue, ledger, payments, promotions, shipping
from app.ledger import JournalKind, Posting, chart
from app.orders import rules
from app.orders.billing import let_go_of_codes
from app.orders.collecting import no_cash
from app.orders.errors import NotPayable, PaymentUnderway, TrackingNeeded
from app.orders.events import ParcelAccepted, ParcelCalledOff, ParcelCompleted, ParcelDelivered, ParcelSent
from app.orders.models import CALLED_OFF, UNSENT, Order, OrderState, Parcel, ParcelState
from app.orders.queries import holder, lines_of, lock, locked
from app.orders.refunding import all_parts, carrier_account, give_back_to_funds, pay_back
from app.orders.sharing import earn
from app.shared import clock, rulebook, text
from app.shared.calendar import start_of
from app.shared.database import session
from app.shared.money import total
from app.shared.outbox import announce
from app.shared.states import MoveRefused

PATIENCE_DAYS = 3


def accept(parcel: Parcel, by: int | None) -> None:
    """The maker will make and send it. Raises MoveRefused, also while its order is neither paid nor to be collected."""
    if not session().get_one(Order, parcel.order_id).live:
        raise MoveRefused("parcel", str(parcel.state), str(ParcelState.ACCEPTED))
    parcel.move_to(ParcelState.ACCEPTED, by)
    announce(ParcelAccepted(parcel.id))


def send(parcel: Parcel, tracking_no: str, by: int | None) -> None:
    """It is on its way. Raises TrackingNeeded where the way of sending has a number, and MoveRefused."""
    number = text.reference(tracking_no, 40)
    if shipping.service(parcel.service_code).tracked and not number:
        raise TrackingNeeded
    now = clock.now()
    parcel.tracking_no, parcel.sent_at = number, now
    # Never before the day that was promised is over and she had time to say that nothing came.
    promised = start_of(parcel.promised_on) + timedelta(days=PATIENCE_DAYS)
    parcel.release_due_at = max(now + timedelta(days=rulebook.number(rules.RELEASE_DAYS)), promised)
    parcel.move_to(ParcelState.SENT, by)
    announce(ParcelSent(parcel.id))


def received(parcel: Parcel, by: int | None) -> None:
    """The buyer has it and is content: its money is released at once.

    Raises MoveRefused, also while she claims, and while the money is not there yet.
    """
    lock(parcel)
    if parcel.frozen or not _is_paid(parcel):
        raise MoveRefused("parcel", str(parcel.state), str(ParcelState.COMPLETED))
    if parcel.state is not ParcelState.DELIVERED:
        _delivered(parcel, by, "buyer")
    complete(parcel, by)


def _is_paid(parcel: Parcel) -> bool:
    return session().get_one(Order, parcel.order_id).state is OrderState.PAID


def carrier_delivered(parcel: Parcel, by: int | None) -> None:
    """The carrier says delivered: the money is released some hours later, unless somebody complains."""
    arrived(parcel, by, "carrier")


def arrived(parcel: Parcel, by: int | None, who: str) -> None:
    """It is with the buyer, says `who`; the money waits some hours yet. Raises MoveRefused."""
    _delivered(parcel, by, who)
    parcel.release_due_at = clock.now() + timedelta(hours=rulebook.number(rules.DELIVERED_HOURS))


def freeze(parcel: Parcel) -> None:
    """Keep the parcel's money from being released: somebody claims. Nothing is released while it lasts."""
    parcel.frozen = True


def thaw(parcel: Parcel) -> None:
    """The claim is over; what is due is released by the next sweep."""
    parcel.frozen = False


def _delivered(parcel: Parcel, by: int | None, who: str) -> None:
    parcel.delivered_at = clock.now()
    parcel.move_to(ParcelState.DELIVERED, by, who)
    announce(ParcelDelivered(parcel.id))


def complete(parcel: Parcel, by: int | None) -> None:
    """Release what is left of the parcel's money: goods less commission to the maker, delivery to who carried.

    Raises MoveRefused the second time, and while the money is not there yet.
    """
    if not _is_paid(parcel):
        raise MoveRefused("parcel", str(parcel.state), str(ParcelState.COMPLETED))
    parcel.completed_at, parcel.release_due_at = clock.now(), None
    parcel.move_to(ParcelState.COMPLETED, by)
    lines = lines_of([parcel.id]).get(parcel.id, [])
    net = total(line.net_rial for line in lines)
    fee = total(line.fee_now for line in lines)
    if net:
        _post(
            f"release:{parcel.id}",
            JournalKind.RELEASE,
            parcel,
            {chart.escrow(parcel.id): net, chart.COMMISSION: -fee, **earn(parcel, net - fee)},
        )
    delivery = parcel.carriage
    if delivery:
        legs = {chart.SHIPPING: int(delivery), carrier_account(parcel): -delivery}
        _post(f"delivery:{parcel.id}", JournalKind.DELIVERY_FEE, parcel, legs)
    announce(ParcelCompleted(parcel.id, parcel.maker_id))


def _post(key: str, kind: JournalKind, parcel: Parcel, legs: dict[str, int]) -> None:
    ledger.post(Posting(key=key, kind=kind, about=("parcel", parcel.id), legs=legs))


def release_when_due(parcel_id: int) -> None:
    """Time has spoken: nobody complained."""
    parcel = session().get_one(Parcel, parcel_id)
    lock(parcel)
    if parcel.frozen or not _is_paid(parcel) or parcel.release_due_at is None or parcel.release_due_at > clock.now():
        return
    if parcel.state is ParcelState.SENT:
        _delivered(parcel, None, "time")
    if parcel.state is ParcelState.DELIVERED:
        complete(parcel, None)


def call_off(parcel: Parcel, became: ParcelState, by: int | None, why: str = "", spoiled: Collection[int] = ()) -> None:
    """Reject, cancel, expire or lose a parcel: the buyer gets all of it back; unsent goods return to the shelf.

    Not those of variants that are `spoiled`.

    Raises MoveRefused once it has gone too far for that.
    """
    locked(parcel.order_id)
    back = _call_off(parcel, became, by, why)
    catalogue.restock(back, by, unmade_for=holder(parcel.order_id), spoiled=spoiled)


def _call_off(parcel: Parcel, became: ParcelState, by: int | None, why: str) -> dict[int, int]:
    """The move and the money; what is to go back to the shelf, by variant."""
    unsent = parcel.state in UNSENT
    parcel.release_due_at = None
    parcel.move_to(became, by, text.clean(why)[:300])
    lines = lines_of([parcel.id]).get(parcel.id, [])
    back = {line.variant_id: line.quantity - line.refunded_quantity for line in lines} if unsent else {}
    order = session().get_one(Order, parcel.order_id)
    if order.state is OrderState.CASH_DUE:
        no_cash(order, by, became.value)
    else:
        parts = all_parts(parcel, lines)
        if parts:
            pay_back(parcel, parts, key=f"off:{parcel.id}", why=became.value, by=by)
        give_back_to_funds(parcel, by)
        _give_coupon_back(order)
    announce(ParcelCalledOff(parcel.id, became.value))
    return back


def _give_coupon_back(order: Order) -> None:
    """Of an order that was called off whole, the coupon can be used again."""
    states = set(session().scalars(select(Parcel.state).where(Parcel.order_id == order.id)))
    if states <= CALLED_OFF:
        promotions.unused(order.id)


def uncollected(order: Order, by: int) -> None:
    """Nobody paid at the door: what is unsent returns to the shelf, what was sent to its maker. Raises MoveRefused."""
    for parcel in list(session().scalars(select(Parcel).where(Parcel.order_id == order.id))):
        became = ParcelState.CANCELLED if parcel.state in UNSENT else ParcelState.LOST
        call_off(parcel, became, by, "uncollected")


def silent_too_long(parcel_id: int) -> None:
    """The maker has not answered in time."""
    parcel = session().get_one(Parcel, parcel_id)
    lock(parcel)
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
        for attempt in payments.attempts_of(order.id):
            payments.unwanted(attempt)
        catalogue.release(holder(order.id))
        let_go_of_codes(order.id)
        return
    fresh = list(session().scalars(select(Parcel).where(Parcel.order_id == order.id, Parcel.state == ParcelState.NEW)))
    if not order.live or not fresh:
        raise NotPayable(order.state.value)
    back: dict[int, int] = {}
    for parcel in fresh:
        back |= _call_off(parcel, ParcelState.CANCELLED, by, "buyer")
    catalogue.restock(back, by, unmade_for=holder(order.id))
