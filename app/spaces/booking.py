"""Booking a place, waiting for one, giving it back, and who came.

Whoever changes a day's places holds its row, so that of two who press at the same moment one waits; the database
refuses one place too many besides.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from app import catalogue, programme
from app.catalogue import PermitState
from app.programme import Trainee
from app.shared import audit, clock, states
from app.shared.calendar import today
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.outbox import announce
from app.spaces import queries, rules
from app.spaces.errors import NotForHer, PermitNeeded, SpaceClosed, TooEarlyToMark, TooLate
from app.spaces.events import PlaceGiven
from app.spaces.models import Booking, BookingState, Slot, Space, SpaceState


@dataclass(frozen=True)
class Wanted:
    """What she says with her request: that she brings food, that she may be named on the public page."""

    brings_food: bool = False
    shown: bool = False


def book(slot: Slot, trainee: Trainee, wanted: Wanted, by: int) -> Booking:
    """A place if one is free for her, else a turn in the waiting list; asked twice it is one, with what was said first.

    Raises SpaceClosed, NotForHer, PermitNeeded.
    """
    session().refresh(slot, with_for_update=LOCK)
    known = queries.standing(slot.id, trainee.id)
    if known is not None:
        return known
    found = session().get_one(Space, slot.space_id)
    if not found.bookable or slot.day < today():
        raise SpaceClosed
    _for_her(found, trainee)
    _fill(slot, found, by)
    now = clock.now()
    one = Booking(
        slot_id=slot.id,
        trainee_id=trainee.id,
        state=BookingState.WAITING,
        village=trainee.rural,
        brings_food=wanted.brings_food,
        permit_id=_permit(found, trainee.id) if wanted.brings_food else None,
        shown=wanted.shown and by == trainee.person_id,
        asked_at=now,
        ranks_at=rules.rank(now, found.village_days, village=trainee.rural),
        asked_by=by,
    )
    states.begin(one, by)
    if slot.left and rules.at_once(now, found.villages_until or now, village=trainee.rural):
        _give(slot, one, by)
        if by != trainee.person_id:
            announce(PlaceGiven(one.id, freed=False))
    if by != trainee.person_id:
        audit.note("booked_for", "booking", one.id, by, trainee=trainee.id)
    return one


def keeps_otherwise(slot_id: int, trainee: Trainee, wanted: Wanted, by: int) -> bool:
    """Whether she has booked this day before and had said something else with it, which stays."""
    known = queries.standing(slot_id, trainee.id)
    if known is None:
        return False
    return known.brings_food != wanted.brings_food or (by == trainee.person_id and known.shown != wanted.shown)


def _for_her(found: Space, trainee: Trainee) -> None:
    try:
        programme.accepted_trainee(trainee.id, None)
    except NotFound:
        raise NotForHer("accepted") from None
    if found.county_only and trainee.county_code != found.county_code:
        raise NotForHer("county")
    if found.trade_code is not None and trainee.trade_code != found.trade_code:
        raise NotForHer("trade")


def _permit(found: Space, trainee_id: int) -> int | None:
    """The paper under which she sells food there, where she has one."""
    for permit in catalogue.permits_of(trainee_id):
        if permit.state is PermitState.ACCEPTED and permit.expires_on >= found.last_day:
            return permit.id
    if found.needs_permit:
        raise PermitNeeded
    return None


def _give(slot: Slot, one: Booking, by: int | None) -> None:
    """One conditional UPDATE, whatever was read before. The row is held already: there is a place."""
    taken = session().execute(
        update(Slot).where(Slot.id == slot.id, Slot.taken < Slot.places).values(taken=Slot.taken + 1),
        execution_options={"synchronize_session": False},
    )
    if getattr(taken, "rowcount", 0) != 1:
        raise SpaceClosed
    session().refresh(slot)
    one.move_to(BookingState.PLACED, by)


def _fill(slot: Slot, found: Space, by: int | None) -> None:
    """Free places go to who waits, in order; in the first days to villages alone."""
    if not slot.left or slot.day < today() or found.state is not SpaceState.PUBLISHED:
        return
    now = clock.now()
    for one in queries.line(slot.id):
        if slot.left and rules.at_once(now, found.villages_until or now, village=one.village):
            _give(slot, one, by)
            announce(PlaceGiven(one.id, freed=True))


def fill(slot_id: int) -> None:
    """The first days are over: who waited has her turn."""
    slot = session().get_one(Slot, slot_id, with_for_update=LOCK)
    _fill(slot, session().get_one(Space, slot.space_id), None)


def cancel(one: Booking, by: int, *, herself: bool) -> None:
    """She does not come; her place goes to the next who waits. Pressed twice it is done once.

    Raises TooLate for herself once the day for that has passed, MoveRefused.
    """
    slot = session().get_one(Slot, one.slot_id, with_for_update=LOCK)
    session().refresh(one)
    if one.state is BookingState.CALLED_OFF:
        return
    found = session().get_one(Space, slot.space_id)
    placed = one.state is BookingState.PLACED
    if herself and placed and min(found.cancel_until, slot.day) < today():
        raise TooLate
    one.move_to(BookingState.CALLED_OFF, by)
    if placed:
        slot.taken -= 1
        session().flush()
        _fill(slot, found, by)


def mark(one: Booking, by: int, *, came: bool) -> None:
    """Whether she came; said otherwise later, the later word holds. Raises TooEarlyToMark, MoveRefused."""
    slot = session().get_one(Slot, one.slot_id)
    if slot.day > today():
        raise TooEarlyToMark
    session().refresh(one, with_for_update=LOCK)
    became = BookingState.CAME if came else BookingState.MISSED
    if one.state is not became:
        one.move_to(became, by)


def head_starts_over() -> list[int]:
    """Days with free places and somebody waiting who may have one now."""
    query = (
        select(Slot.id)
        .join(Space, Space.id == Slot.space_id)
        .where(Space.state == SpaceState.PUBLISHED, Space.villages_until <= clock.now(), Slot.day >= today())
        .where(Slot.taken < Slot.places)
        .where(Slot.id.in_(select(Booking.slot_id).where(Booking.state == BookingState.WAITING)))
    )
    return list(session().scalars(query.order_by(Slot.id)))
