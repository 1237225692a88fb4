"""Money that a gateway takes back by itself, after a dispute that the shop has lost: it follows the goods backwards."""

from __future__ import annotations

from app import payments
from app.orders.errors import NotPayable
from app.orders.models import UNSENT, OrderState, ParcelState
from app.orders.parcels import call_off
from app.orders.queries import lines_of, locked, parcels_of
from app.orders.refunding import all_parts, pay_back
from app.payments import Refund
from app.shared import audit, text


def charge_back(order_id: int, reference: str, by: int) -> list[Refund]:
    """The gateway has taken back what is left of an order's payment, under its own number.

    What is not sent is called off and returns to the shelf. Of what is sent, the money comes from escrow, or from the
    maker and the commission once it was released, as with any refund; it has left the gateway already.
    Raises NotPayable for an order that no gateway paid, or of which nothing is left.
    """
    order = locked(order_id)
    paid = [one for one in payments.attempts_of(order.id) if one.state is payments.AttemptState.PAID]
    if order.state is not OrderState.PAID or not any(one.gateway not in payments.BY_HAND for one in paid):
        raise NotPayable(order.state.value)
    before = {back.id for back in payments.refunds_of(order.id)}
    parcels = parcels_of([order.id])[order.id]
    lines = lines_of(parcel.id for parcel in parcels)
    for parcel in parcels:
        if parcel.state in UNSENT:
            call_off(parcel, ParcelState.CANCELLED, by, "dispute")
            continue
        parts = all_parts(parcel, lines.get(parcel.id, []))
        if parts:
            pay_back(parcel, parts, key=f"dispute:{parcel.id}", why="dispute", by=by)
    number = text.reference(reference, 80)
    new = [back for back in payments.refunds_of(order.id) if back.id not in before]
    if not new:
        raise NotPayable(order.state.value)
    for back in new:
        payments.taken_back(back, number, by)
    audit.note("charged_back", "order", order.id, by, reference=number)
    return new
