"""Reading spaces, their days and who booked them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select, true

from app.programme import Trainee
from app.shared.calendar import today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.spaces.models import TAKEN, Booking, BookingState, Slot, Space, SpaceKind, SpaceState

PAGE = 30
_SHOWN_DAYS = 60


@dataclass(frozen=True)
class Day:
    """A day of a space that is open to booking, or over."""

    slot: Slot
    space: Space


@dataclass(frozen=True)
class Booked:
    """A booking with its day and its space."""

    booking: Booking
    slot: Slot
    space: Space


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if counties is None else Space.county_code.in_(counties)


def space(space_id: int, counties: frozenset[str] | None) -> Space:
    """A space in one of these counties (None: in any). Raises NotFound."""
    found = session().scalar(select(Space).where(Space.id == space_id, _within(counties)))
    if found is None:
        raise NotFound
    return found


def spaces(counties: frozenset[str] | None, page: int) -> tuple[int, list[Space]]:
    """How many there are, and a page of 30, the latest first."""
    query = select(Space).where(_within(counties))
    latest = query.order_by(Space.first_day.desc(), Space.id.desc())
    return count_of(query), list(session().scalars(latest.limit(PAGE).offset((page - 1) * PAGE)))


def slots_of(space_id: int) -> list[Slot]:
    return list(session().scalars(select(Slot).where(Slot.space_id == space_id).order_by(Slot.day)))


def slot_in(slot_id: int, counties: frozenset[str] | None) -> Slot:
    """A day of a published space of these counties (None: of any). Raises NotFound."""
    query = select(Slot).join(Space, Space.id == Slot.space_id)
    found = session().scalar(query.where(Slot.id == slot_id, Space.state == SpaceState.PUBLISHED, _within(counties)))
    if found is None:
        raise NotFound
    return found


def days_between(first: date, last: date) -> list[Day]:
    """What takes place from a day to a day, in order. A fair that runs already is on the day on which it began."""
    rows = session().execute(
        select(Slot, Space)
        .join(Space, Space.id == Slot.space_id)
        .where(Space.state == SpaceState.PUBLISHED, Slot.day <= last)
        .where((Slot.day >= first) | ((Space.kind != SpaceKind.WORKSHOP) & (Space.last_day >= first)))
        .order_by(Slot.day, Slot.id)
    )
    return [Day(slot, found) for slot, found in rows]


def coming_fairs() -> list[Day]:
    """Fairs and booths that are not over, the next one first."""
    return [one for one in days_between(today(), date.max) if one.space.kind is not SpaceKind.WORKSHOP]


def shown_at(slots: Iterable[int]) -> dict[int, list[Trainee]]:
    """Who has a place on these days and agrees to be named, by the day's number."""
    found: dict[int, list[Trainee]] = {}
    rows = session().execute(
        select(Booking.slot_id, Trainee)
        .join(Trainee, Trainee.id == Booking.trainee_id)
        .where(Booking.slot_id.in_(set(slots)), Booking.shown, Booking.state.in_(TAKEN))
        .order_by(Trainee.sort_key)
    )
    for slot_id, trainee in rows:
        found.setdefault(slot_id, []).append(trainee)
    return found


def standing(slot_id: int, trainee_id: int) -> Booking | None:
    return session().scalar(
        select(Booking).where(
            Booking.slot_id == slot_id, Booking.trainee_id == trainee_id, Booking.state != BookingState.CALLED_OFF
        )
    )


def line(slot_id: int) -> list[Booking]:
    """Who waits for a place of a day, the next one first."""
    query = select(Booking).where(Booking.slot_id == slot_id, Booking.state == BookingState.WAITING)
    return list(session().scalars(query.order_by(Booking.ranks_at, Booking.id)))


def open_bookings(slot_id: int) -> list[Booking]:
    query = select(Booking).where(
        Booking.slot_id == slot_id, Booking.state.in_([BookingState.WAITING, BookingState.PLACED])
    )
    return list(session().scalars(query.order_by(Booking.id)))


def places_in_line(slots: Iterable[int]) -> dict[int, int]:
    """Which turn each waiting booking of these days has, from 1, by its number."""
    turn = func.row_number().over(partition_by=Booking.slot_id, order_by=(Booking.ranks_at, Booking.id))
    query = select(Booking.id, turn).where(Booking.slot_id.in_(set(slots)), Booking.state == BookingState.WAITING)
    return {number: int(place) for number, place in session().execute(query)}


def of_trainee(trainee_id: int) -> list[Booked]:
    """What she booked, the latest day first; what she called off herself is not among them."""
    return _booked(Booking.trainee_id == trainee_id)


def made_by(person_id: int) -> list[Booked]:
    """What somebody booked for others, the latest day first."""
    return _booked(Booking.asked_by == person_id)


def _booked(whose: ColumnElement[bool]) -> list[Booked]:
    rows = session().execute(
        select(Booking, Slot, Space)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Space, Space.id == Slot.space_id)
        .where(whose)
        .where((Booking.state != BookingState.CALLED_OFF) | (Space.state == SpaceState.CALLED_OFF))
        .order_by(Slot.day.desc(), Booking.id.desc())
        .limit(60)
    )
    return [Booked(*row) for row in rows]


def bookings_of(space_id: int) -> list[tuple[Booking, Slot, Trainee]]:
    """Who booked a space of late or for later, by day, who has a place before who waits."""
    rows = session().execute(
        select(Booking, Slot, Trainee)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Trainee, Trainee.id == Booking.trainee_id)
        .where(Slot.space_id == space_id, Booking.state != BookingState.CALLED_OFF)
        .where(Slot.day >= today() - timedelta(days=_SHOWN_DAYS))
        .order_by(Slot.day, (Booking.state == BookingState.WAITING), Booking.ranks_at, Booking.id)
        .limit(500)
    )
    return [(one, slot, trainee) for one, slot, trainee in rows]


def booking_in(
    booking_id: int, *, trainee_id: int | None = None, space_id: int | None = None, asked_by: int | None = None
) -> Booking:
    """A booking of this trainee, of this space, or that this person made. Raises NotFound."""
    query = select(Booking).join(Slot, Slot.id == Booking.slot_id).where(Booking.id == booking_id)
    if trainee_id is not None:
        query = query.where(Booking.trainee_id == trainee_id)
    if space_id is not None:
        query = query.where(Slot.space_id == space_id)
    if asked_by is not None:
        query = query.where(Booking.asked_by == asked_by)
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def by_number(booking_id: int) -> Booked:
    """Raises NotFound."""
    row = (
        session()
        .execute(
            select(Booking, Slot, Space)
            .join(Slot, Slot.id == Booking.slot_id)
            .join(Space, Space.id == Slot.space_id)
            .where(Booking.id == booking_id)
        )
        .first()
    )
    if row is None:
        raise NotFound
    return Booked(*row)


@dataclass(frozen=True)
class Counted:
    """Places of one kind in a county: how many were offered, taken, and came; of the taken, how many by villages."""

    county_code: str
    kind: SpaceKind
    offered: int
    taken: int
    village: int
    came: int
    waiting: int


def counted(counties: frozenset[str] | None) -> list[Counted]:
    """Of all that was published and not called off, by county and kind of the space."""
    held = Space.state == SpaceState.PUBLISHED, _within(counties)
    offered = session().execute(
        select(Space.county_code, Space.kind, func.sum(Slot.places))
        .join(Slot, Slot.space_id == Space.id)
        .where(*held)
        .group_by(Space.county_code, Space.kind)
        .order_by(Space.county_code, Space.kind)
    )
    found: dict[tuple[str, SpaceKind], dict[tuple[BookingState, bool], int]] = {}
    rows = session().execute(
        select(Space.county_code, Space.kind, Booking.state, Booking.village, func.count())
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Space, Space.id == Slot.space_id)
        .where(*held)
        .group_by(Space.county_code, Space.kind, Booking.state, Booking.village)
    )
    for code, kind, state, village, count in rows:
        found.setdefault((code, kind), {})[state, bool(village)] = count
    return [_counted(code, kind, int(places), found.get((code, kind), {})) for code, kind, places in offered]


def _counted(code: str, kind: SpaceKind, offered: int, told: dict[tuple[BookingState, bool], int]) -> Counted:
    def of(*states: BookingState, villages: bool = False) -> int:
        return sum(n for (state, village), n in told.items() if state in states and (village or not villages))

    return Counted(
        county_code=code,
        kind=kind,
        offered=offered,
        taken=of(*TAKEN),
        village=of(*TAKEN, villages=True),
        came=of(BookingState.CAME),
        waiting=of(BookingState.WAITING),
    )


def invariants() -> list[tuple[str, int]]:
    """Broken promises of places: days whose count differs from who has one, or with more than there are."""
    held = func.count(Booking.id).filter(Booking.state.in_(TAKEN))
    differing = (
        select(Slot.id)
        .outerjoin(Booking, Booking.slot_id == Slot.id)
        .group_by(Slot.id, Slot.taken, Slot.places)
        .having((held != Slot.taken) | (Slot.taken > Slot.places))
    )
    return [("L11 spaces.taken_differs", count_of(differing))]
