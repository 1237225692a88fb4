"""Goods whose mentor took her word back after the sale: until they are sent, the buyer may call them off, free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from app import vouching
from app.orders.errors import NotUnvouched
from app.orders.events import LineCancelled
from app.orders.models import LIVE, UNSENT, Line, Order, OrderState, Parcel, ParcelState
from app.orders.parcels import call_off
from app.orders.queries import lines_of, lock
from app.orders.refunding import Part, give_back
from app.shared.database import session
from app.shared.outbox import announce

WHY = "vouch_withdrawn"


def unvouched_of(parcels: Iterable[Parcel], lines: Mapping[int, Sequence[Line]]) -> dict[int, list[Line]]:
    """What a buyer may call off free in each of these parcels, given their lines by parcel; one query for all.

    Kept lines of unsent parcels whose vouch somebody took back by her word. One whose date has merely passed gives no
    such right (see `vouching.withdrawing`), and what is sent is a matter for a claim.
    """
    unsent = [parcel.id for parcel in parcels if parcel.state in UNSENT]
    kept = [line for number in unsent for line in lines.get(number, ()) if line.refunded_quantity < line.quantity]
    withdrawn = vouching.taken_back(line.vouch_id for line in kept if line.vouch_id is not None)
    found: dict[int, list[Line]] = {}
    for line in kept:
        if line.vouch_id in withdrawn:
            found.setdefault(line.parcel_id, []).append(line)
    return found


def cancel_unvouched(parcel: Parcel, by: int | None) -> None:
    """Call off a whole parcel in which something is not vouched for any more, also after its maker accepted it.

    All of it goes back to the buyer, with its delivery. Raises NotUnvouched where nothing gives that right, or it has
    been sent meanwhile: of sending and calling off at the same moment, one happens.
    """
    _lines_to_cancel(parcel)
    call_off(parcel, ParcelState.CANCELLED, by, WHY)


def cancel_unvouched_line(parcel: Parcel, line_id: int, by: int | None) -> None:
    """Call off one thing of a parcel that is not vouched for any more; the rest comes, for the same delivery.

    The only thing of a parcel is called off with all of it. Raises NotUnvouched as `cancel_unvouched` does, and for
    an order that is paid at the door: what is collected there is the whole parcel.
    """
    found = {line.id: line for line in _lines_to_cancel(parcel)}
    line = found.get(line_id)
    if line is None:
        raise NotUnvouched
    kept = [one for one in lines_of([parcel.id])[parcel.id] if one.refunded_quantity < one.quantity]
    if kept == [line]:
        call_off(parcel, ParcelState.CANCELLED, by, WHY)
        return
    if session().get_one(Order, parcel.order_id).state is not OrderState.PAID or not line.left_rial:
        raise NotUnvouched
    part = Part(line.id, line.quantity - line.refunded_quantity, line.left_rial)
    give_back(parcel, [part], key=f"unvouched:{line.id}", why=WHY, by=by)
    announce(LineCancelled(line.id, parcel.id))


def _lines_to_cancel(parcel: Parcel) -> list[Line]:
    """Nobody else decides about the parcel from here on."""
    lock(parcel)
    found = unvouched_of([parcel], lines_of([parcel.id])).get(parcel.id)
    if not found or not session().get_one(Order, parcel.order_id).live:
        raise NotUnvouched
    return found


def waiting_with_vouch(vouch_id: int) -> dict[int, str]:
    """Orders that are under way with something of this vouch not sent yet: what it is called, by order."""
    query = (
        select(Parcel.order_id, Line.title)
        .join(Line, Line.parcel_id == Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Line.vouch_id.in_(vouching.before_it(vouch_id)),
            Line.refunded_quantity < Line.quantity,
            Parcel.state.in_(UNSENT),
            Order.state.in_(LIVE),
        )
        .order_by(Parcel.order_id, Line.id)
    )
    found: dict[int, str] = {}
    for order_id, title in session().execute(query):
        found.setdefault(order_id, title)
    return found
