"""Holding goods for a buyer, letting go, handing over. Never more than there are, whoever asks at the same moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update

from app.catalogue import making
from app.catalogue.errors import MakerAway, NotForSale, OutOfStock
from app.catalogue.events import ProductChanged
from app.catalogue.leaves import away
from app.catalogue.models import (
    Product,
    Reservation,
    ReservationState,
    Shelf,
    StockMode,
    StockMove,
    Variant,
)
from app.shared import clock
from app.shared.database import session
from app.shared.outbox import announce


def reserve(holder: str, wanted: Mapping[int, int], until: datetime) -> None:
    """Hold `wanted` (quantity by variant id) for `holder` until a moment, all or nothing.

    Variants are taken in the order of their ids, each by one conditional UPDATE, so that buyers of the same goods
    neither oversell nor lock each other out. What is made to order takes room in the weeks of its making.
    Raises OutOfStock, NotForSale, MakerAway.
    """
    for variant_id in sorted(wanted):
        quantity = wanted[variant_id]
        reservation = Reservation(
            holder=holder,
            variant_id=variant_id,
            quantity=quantity,
            counted=_take(variant_id, quantity),
            state=ReservationState.ACTIVE,
            expires_at=until,
        )
        session().add(reservation)
        session().flush()
        if not reservation.counted:
            making.book(reservation)


def _take(variant_id: int, quantity: int) -> bool:
    """Raise `reserved` where there is enough; whether this variant is counted at all."""
    taken = session().execute(
        update(Variant)
        .where(
            Variant.id == variant_id,
            Variant.offered,
            Variant.mode == StockMode.COUNTED,
            Variant.on_hand - Variant.reserved >= quantity,
            Variant.product_id.in_(select(Product.id).where(Product.state == Shelf.ON_SALE)),
        )
        .values(reserved=Variant.reserved + quantity),
        execution_options={"synchronize_session": False},
    )
    found = (
        session()
        .execute(
            select(
                Variant.mode,
                Variant.on_hand - Variant.reserved,
                Variant.offered,
                Product.state,
                Product.id,
                Product.maker_id,
            )
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id == variant_id)
        )
        .one_or_none()
    )
    if found is None or not found[2] or found[3] is not Shelf.ON_SALE:
        raise NotForSale(variant_id)
    counted = found[0] is StockMode.COUNTED
    absent = away([found[5]]).get(found[5])
    if absent is not None and absent.keeps(made=not counted):
        raise MakerAway(variant_id, absent.back_on)
    if counted and getattr(taken, "rowcount", 0) != 1:
        raise OutOfStock(variant_id, max(0, found[1]))
    if counted:
        announce(ProductChanged(found[4]))
    return counted


def _held(holder: str, state: ReservationState) -> list[Reservation]:
    query = select(Reservation).where(Reservation.holder == holder, Reservation.state == state)
    return list(session().scalars(query.order_by(Reservation.variant_id)))


def extend(holder: str, until: datetime) -> None:
    """Hold on for longer."""
    for reservation in _held(holder, ReservationState.ACTIVE):
        reservation.expires_at = max(reservation.expires_at, until)


def release(holder: str) -> None:
    """Give back all that is still held; nothing happens the second time."""
    for reservation in _held(holder, ReservationState.ACTIVE):
        if not _end(reservation, ReservationState.RELEASED):
            continue
        if reservation.counted:
            _adjust(reservation.variant_id, reserved=-reservation.quantity)
        else:
            making.give_back(holder, reservation.variant_id, reservation.quantity)


def reserve_again(holder: str, until: datetime) -> None:
    """Hold once more what was released. Raises OutOfStock, NotForSale, MakerAway."""
    for reservation in _held(holder, ReservationState.RELEASED):
        reservation.counted = _take(reservation.variant_id, reservation.quantity)
        reservation.state, reservation.expires_at = ReservationState.ACTIVE, until
        session().flush()
        if not reservation.counted:
            making.book(reservation)


def consume(holder: str) -> None:
    """The held goods are sold: they leave the shelf."""
    for reservation in _held(holder, ReservationState.ACTIVE):
        if _end(reservation, ReservationState.CONSUMED) and reservation.counted:
            _adjust(reservation.variant_id, reserved=-reservation.quantity, on_hand=-reservation.quantity)
            _note(reservation.variant_id, -reservation.quantity, "sold", None)


def restock(quantities: Mapping[int, int], by: int | None, unmade_for: str = "", spoiled: Collection[int] = ()) -> None:
    """Sold goods come back to the shelf; goods made to order do not, nor do variants that are `spoiled`.

    What was held for `unmade_for`, and never sent, gives back the room that its making had taken.
    """
    for variant_id in sorted(quantities):
        if unmade_for:
            making.give_back(unmade_for, variant_id, quantities[variant_id])
        comes_back = variant_id not in spoiled and _was_counted(variant_id, unmade_for)
        if comes_back and quantities[variant_id] > 0:
            _adjust(variant_id, on_hand=quantities[variant_id])
            _note(variant_id, quantities[variant_id], "returned", by)


def _was_counted(variant_id: int, holder: str) -> bool:
    """Whether pieces lay ready when they were held; without a holder, whether they lie ready now."""
    mode = session().scalar(select(Variant.mode).where(Variant.id == variant_id))
    held = select(Reservation.counted).where(Reservation.holder == holder, Reservation.variant_id == variant_id)
    then = session().scalar(held) if holder else None
    return mode is StockMode.COUNTED and then is not False


def _end(reservation: Reservation, became: ReservationState) -> bool:
    """Whether it was us who ended it."""
    ended = session().execute(
        update(Reservation)
        .where(Reservation.id == reservation.id, Reservation.state == ReservationState.ACTIVE)
        .values(state=became),
        execution_options={"synchronize_session": "fetch"},
    )
    return bool(getattr(ended, "rowcount", 0) == 1)


def _adjust(variant_id: int, *, reserved: int = 0, on_hand: int = 0) -> None:
    session().execute(
        update(Variant)
        .where(Variant.id == variant_id)
        .values(reserved=Variant.reserved + reserved, on_hand=Variant.on_hand + on_hand),
        execution_options={"synchronize_session": "fetch"},
    )
    product_id = session().scalar(select(Variant.product_id).where(Variant.id == variant_id))
    if product_id is not None:
        announce(ProductChanged(product_id))


def _note(variant_id: int, delta: int, reason: str, by: int | None) -> None:
    session().add(StockMove(variant_id=variant_id, delta=delta, reason=reason, by_id=by, at=clock.now()))
