"""Money that a gateway takes back by itself, after a dispute that the shop has lost: it follows the goods backwards."""

from __future__ import annotations

from collections.abc import Sequence

from app import payments
from app.orders.errors import NotPayable
from app.orders.events import ParcelChargedBack
from app.orders.models import CALLED_OFF, UNSENT, OrderState, Parcel, ParcelState
from app.orders.parcels import call_off
from app.orders.proposing import drop_proposals
from app.orders.queries import lines_of, locked, parcels_of
from app.orders.refunding import Part, all_parts, give_back
from app.payments import Refund
from app.shared import audit, text
from app.shared.money import split_remaining, total
from app.shared.outbox import announce


def charge_back(order_id: int, reference: str, by: int) -> list[Refund]:
    """The gateway has taken back what it had left of an order's payment, under its own number; nothing more goes back.

    Where store credit paid a part, the credit stays spent: what was taken is spread over all that is left of goods and
    deliveries by largest remainder, and of what is sent the rest stays where it is, in escrow or with the maker. What
    is not sent is called off and returns to the shelf, and what credit paid of that returns to its note.
    Of what is sent, the money comes from escrow, or from the maker and the commission once it was released, as with any
    refund; it has left the gateway already. Refunds of the order that wait for a second person are off.
    Raises NotPayable for an order that no gateway paid, or of which it has nothing left.
    """
    order = locked(order_id)
    taken = payments.left_with_gateways(order.id)
    if order.state is not OrderState.PAID or not taken:
        raise NotPayable(order.state.value)
    before = {back.id for back in payments.refunds_of(order.id)}
    parcels = [parcel for parcel in parcels_of([order.id])[order.id] if parcel.state not in CALLED_OFF]
    shares = _spread(parcels, taken)
    for parcel in parcels:
        if parcel.id in shares:
            back = give_back(parcel, shares[parcel.id], key=f"dispute:{parcel.id}", why="dispute", by=by)
            announce(ParcelChargedBack(parcel.id, back.id))
    number = text.reference(reference, 80)
    new = [back for back in payments.refunds_of(order.id) if back.id not in before]
    for back in new:
        payments.taken_back(back, number, by)
    # Only now: nothing is left with the gateway, so what is called off takes from the credit alone.
    for parcel in parcels:
        if parcel.state in UNSENT:
            call_off(parcel, ParcelState.CANCELLED, by, "dispute")
    drop_proposals(order.id, "dispute")
    audit.note("charged_back", "order", order.id, by, reference=number)
    return new


def _spread(parcels: Sequence[Parcel], taken: int) -> dict[int, list[Part]]:
    """What is taken of each parcel; pieces go with a part that is taken whole."""
    lines = lines_of(parcel.id for parcel in parcels)
    whole = [(parcel.id, part) for parcel in parcels for part in all_parts(parcel, lines.get(parcel.id, []))]
    left = [part.amount for _, part in whole]
    found: dict[int, list[Part]] = {}
    for (parcel_id, part), share in zip(whole, split_remaining(min(taken, total(left)), left), strict=True):
        if share:
            pieces = part.quantity if share == part.amount else 0
            found.setdefault(parcel_id, []).append(Part(part.line_id, pieces, share))
    return found
