"""What a maker can promise: when goods are ready, and room for so many pieces in each week of making.

A week begins on Saturday. Buyers of the same variant take turns by its row; the room itself is guarded by one
conditional UPDATE and by a CHECK.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, case, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app import places, programme
from app.catalogue import rules
from app.catalogue.leaves import days_off
from app.catalogue.models import Product, Reservation, ReservationState, StockMode, Variant
from app.shared import audit, clock
from app.shared.calendar import add_working_days, today
from app.shared.database import LOCK, Model, session


class MakingWeek(Model):
    """The room of a variant in the week that begins on a Saturday: how many pieces may be begun, and how many are."""

    __tablename__ = "making_week"
    __table_args__ = (CheckConstraint("booked >= 0 AND booked <= capacity", name="booked"),)

    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    booked: Mapped[int]


class MakingBooking(Model):
    """How many pieces of a reservation are begun in a week; what was given back is not there any more."""

    __tablename__ = "making_booking"
    __table_args__ = (CheckConstraint("pieces >= 0", name="pieces"),)

    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    pieces: Mapped[int]


def set_making(variant: Variant, cut_off_hour: int | None, weekly_capacity: int | None, by: int | None) -> None:
    """Until which hour an order counts from the same day, and how many pieces are begun in a week; None: no bound.

    Applies at once to what is ordered from now on; weeks that hold more already are full.
    """
    session().flush()
    session().refresh(variant, with_for_update=LOCK)
    was = (variant.cut_off_hour, variant.weekly_capacity)
    if was == (cut_off_hour, weekly_capacity):
        return
    variant.cut_off_hour, variant.weekly_capacity = cut_off_hour, weekly_capacity
    if weekly_capacity is not None:
        session().execute(
            update(MakingWeek)
            .where(MakingWeek.variant_id == variant.id, MakingWeek.starts_on >= rules.week_of(today()))
            .values(capacity=case((MakingWeek.booked > weekly_capacity, MakingWeek.booked), else_=weekly_capacity)),
            execution_options={"synchronize_session": "fetch"},
        )
    audit.note("making_changed", "variant", variant.id, by, cut_off_hour=cut_off_hour, weekly_capacity=weekly_capacity)


@dataclass(frozen=True)
class Workdays:
    """Days without work, besides Fridays, of somebody who makes, and of somebody who only sends what lies ready."""

    making: frozenset[date]
    sending: frozenset[date]

    def of(self, mode: StockMode) -> frozenset[date]:
        return self.making if mode is StockMode.MADE_TO_ORDER else self.sending


def workdays(maker_ids: Iterable[int]) -> dict[int, Workdays]:
    """Holidays, closures of the county and leaves of these makers; three queries."""
    makers = programme.trainees(maker_ids)
    closed = places.closed_days_of(one.county_code for one in makers.values())
    off = days_off(makers)
    found = {}
    for maker_id, one in makers.items():
        here, hers = closed[one.county_code], off.get(maker_id)
        found[maker_id] = Workdays(here | hers.making, here | hers.sending) if hers else Workdays(here, here)
    return found


@dataclass(frozen=True)
class _Work:
    """What decides when a variant is ready."""

    variant: Variant
    closed: frozenset[date]

    @property
    def capacity(self) -> int | None:
        return self.variant.weekly_capacity if self._made else None

    @property
    def _made(self) -> bool:
        return self.variant.mode is StockMode.MADE_TO_ORDER

    @property
    def start(self) -> date:
        """The day on which an order of now arrives; a working day where room is asked for."""
        day = rules.counts_from(clock.now(), self.variant.cut_off_hour if self._made else None, self.closed)
        return day if self.capacity is None else add_working_days(day, 0, self.closed)

    def ready(self, weeks: rules.Room) -> date:
        begun = rules.begins_on(self.start, weeks, self.closed)
        return rules.ready_on(begun, self.variant.lead_days if self._made else 0, self.closed)


def _works(variant_ids: Iterable[int]) -> dict[int, _Work]:
    query = select(Variant, Product.maker_id).join(Product, Product.id == Variant.product_id)
    rows = session().execute(query.where(Variant.id.in_(set(variant_ids))).order_by(Variant.id)).all()
    days = workdays({maker_id for _, maker_id in rows})
    return {variant.id: _Work(variant, days[maker_id].of(variant.mode)) for variant, maker_id in rows}


def _booked(variant_ids: Iterable[int]) -> dict[int, dict[date, int]]:
    """Pieces that are begun from this week on, by variant and week."""
    found: dict[int, dict[date, int]] = {}
    rows = session().execute(
        select(MakingWeek.variant_id, MakingWeek.starts_on, MakingWeek.booked).where(
            MakingWeek.variant_id.in_(set(variant_ids)), MakingWeek.starts_on >= rules.week_of(today())
        )
    )
    for variant_id, week, pieces in rows:
        found.setdefault(variant_id, {})[week] = int(pieces)
    return found


def ready_if(wanted: Mapping[int, int]) -> dict[int, date]:
    """When so many pieces (quantity by variant id) would be ready if they were ordered now; changes nothing."""
    works = _works(wanted)
    booked = _booked(one for one, work in works.items() if work.capacity)
    return {
        variant_id: work.ready(
            rules.spread(work.start, wanted[variant_id], work.capacity, booked.get(variant_id, {}), work.closed)
            if work.capacity
            else {}
        )
        for variant_id, work in works.items()
    }


def ready_days(holder: str) -> dict[int, date]:
    """When what is held for `holder` will be ready, counted from now, by variant."""
    last = (
        select(func.max(MakingBooking.starts_on))
        .where(MakingBooking.reservation_id == Reservation.id, MakingBooking.pieces > 0)
        .correlate(Reservation)
        .scalar_subquery()
    )
    held = select(Reservation.variant_id, Reservation.quantity, last).where(
        Reservation.holder == holder, Reservation.state == ReservationState.ACTIVE
    )
    rows = session().execute(held).all()
    works = _works(variant_id for variant_id, _, _ in rows)
    return {variant_id: works[variant_id].ready({week: pieces} if week else {}) for variant_id, pieces, week in rows}


def book(reservation: Reservation) -> None:
    """Take room for what is reserved, in the first weeks that have any; nothing where no capacity was set."""
    variant_id = reservation.variant_id
    if _turn(variant_id).weekly_capacity is None:
        return
    work = _works([variant_id])[variant_id]
    if work.capacity is None:
        return
    booked = _booked([variant_id]).get(variant_id, {})
    for week, pieces in rules.spread(work.start, reservation.quantity, work.capacity, booked, work.closed).items():
        _take_room(variant_id, week, pieces, work.capacity)
        known = session().get(MakingBooking, (reservation.id, week))
        if known is None:
            session().add(MakingBooking(reservation_id=reservation.id, starts_on=week, pieces=pieces))
        else:
            known.pieces += pieces
    session().flush()


def _turn(variant_id: int) -> Variant:
    """The variant as it is now. Whoever asks for its room waits here until the one before is done."""
    variant = session().get_one(Variant, variant_id)
    session().flush()
    session().refresh(variant, with_for_update=LOCK)
    return variant


def _take_room(variant_id: int, week: date, pieces: int, capacity: int) -> None:
    """Raise `booked` where there is room: guarded here once more, whatever was read before."""
    taken = session().execute(
        update(MakingWeek)
        .where(
            MakingWeek.variant_id == variant_id,
            MakingWeek.starts_on == week,
            MakingWeek.booked + pieces <= MakingWeek.capacity,
        )
        .values(booked=MakingWeek.booked + pieces),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(taken, "rowcount", 0) != 1:
        session().add(MakingWeek(variant_id=variant_id, starts_on=week, capacity=capacity, booked=pieces))
        session().flush()


def give_back(holder: str, variant_id: int, pieces: int) -> None:
    """So many pieces held by `holder` will not be made: their room is free again, the latest week first.

    Never more than is booked; nothing happens where nothing is.
    """
    _turn(variant_id)
    bookings = session().scalars(
        select(MakingBooking)
        .join(Reservation, Reservation.id == MakingBooking.reservation_id)
        .where(Reservation.holder == holder, Reservation.variant_id == variant_id, MakingBooking.pieces > 0)
        .order_by(MakingBooking.starts_on.desc())
        .execution_options(populate_existing=True)
    )
    for booking in bookings.all():
        freed = min(pieces, booking.pieces)
        booking.pieces -= freed
        _free(variant_id, booking.starts_on, freed)
        pieces -= freed
    session().flush()


def _free(variant_id: int, week: date, pieces: int) -> None:
    """Lower `booked`; a week that had held more than her capacity of now shrinks to it."""
    left = MakingWeek.booked - pieces
    hers = func.coalesce(
        select(Variant.weekly_capacity).where(Variant.id == variant_id).scalar_subquery(), MakingWeek.capacity
    )
    session().execute(
        update(MakingWeek)
        .where(MakingWeek.variant_id == variant_id, MakingWeek.starts_on == week)
        .values(booked=left, capacity=case((left > hers, left), else_=hers)),
        execution_options={"synchronize_session": "fetch"},
    )


def booked_otherwise() -> int:
    """Weeks whose room is not what reservations have booked in them; none in a healthy shop."""
    told = (
        select(Reservation.variant_id, MakingBooking.starts_on, func.sum(MakingBooking.pieces).label("pieces"))
        .join(Reservation, Reservation.id == MakingBooking.reservation_id)
        .group_by(Reservation.variant_id, MakingBooking.starts_on)
        .subquery()
    )
    differs = (
        select(func.count())
        .select_from(MakingWeek)
        .outerjoin(told, (told.c.variant_id == MakingWeek.variant_id) & (told.c.starts_on == MakingWeek.starts_on))
        .where(MakingWeek.booked != func.coalesce(told.c.pieces, 0))
    )
    return session().scalar(differs) or 0
