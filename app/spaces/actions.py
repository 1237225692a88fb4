"""Drawing up what can be booked, publishing it, and calling it off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import start_of, today
from app.shared.database import LOCK, session, take_turns
from app.shared.money import Rial
from app.shared.outbox import announce
from app.spaces import queries, rules
from app.spaces.errors import DaysWrong, SpaceIncomplete
from app.spaces.events import PlaceCalledOff
from app.spaces.models import BookingState, Slot, Space, SpaceKind, SpaceState


@dataclass(frozen=True)
class NewSpace:
    """What is offered. `has`: of table, power, water and oven; `weekdays`: 0 is Saturday, for a workshop alone.

    `trade_code` and `county_only` say who may book; `needs_permit`: who brings food there shows a permit.
    """

    kind: SpaceKind
    name: str
    county_code: str
    place: str
    first_day: date
    last_day: date
    places: int
    book_until: date
    cancel_until: date
    form_key: str
    fee: Rial = field(default=Rial(0))
    hours: str = ""
    weekdays: frozenset[int] = frozenset()
    has: frozenset[str] = field(default_factory=frozenset)
    county_only: bool = False
    trade_code: str | None = None
    needs_permit: bool = False


def draw_up(new: NewSpace, by: int) -> Space:
    """A draft that nobody sees yet; the same form key is the same one. Raises SpaceIncomplete, DaysWrong."""
    take_turns(f"space:{new.form_key}")
    known = session().scalar(select(Space).where(Space.form_key == new.form_key))
    if known is not None:
        return known
    name, place = text.clean(new.name)[:120], text.clean(new.place)[:200]
    if not name or not place:
        raise SpaceIncomplete("place" if name else "name")
    _days(new)
    found = Space(
        form_key=new.form_key,
        kind=new.kind,
        state=SpaceState.DRAFT,
        name=name,
        county_code=new.county_code,
        place=place,
        first_day=new.first_day,
        last_day=new.last_day,
        weekdays="".join(str(one) for one in sorted(new.weekdays)) if new.kind is SpaceKind.WORKSHOP else "",
        hours=text.clean(new.hours)[:80],
        places=new.places,
        fee_rial=new.fee,
        county_only=new.county_only,
        trade_code=new.trade_code,
        needs_permit=new.needs_permit,
        book_until=new.book_until,
        cancel_until=new.cancel_until,
        drawn_up_by=by,
        drawn_up_at=clock.now(),
        **{f"has_{one}": one in new.has for one in ("table", "power", "water", "oven")},
    )
    states.begin(found, by)
    return found


def _days(new: NewSpace) -> None:
    checks = (
        ("backwards", new.last_day < new.first_day),
        ("past", new.first_day < today()),
        ("too_long", (new.last_day - new.first_day).days > rules.MOST_DAYS),
        ("book", not today() <= new.book_until <= new.last_day),
        ("cancel", new.cancel_until > new.last_day),
    )
    for reason, wrong in checks:
        if wrong:
            raise DaysWrong(reason)
    if new.kind is SpaceKind.WORKSHOP and not new.weekdays:
        raise SpaceIncomplete("weekdays")
    if not _open_days(new.kind, new.first_day, new.last_day, new.weekdays):
        raise DaysWrong("none")


def _open_days(kind: SpaceKind, first: date, last: date, weekdays: frozenset[int]) -> list[date]:
    return rules.days_of(first, last, weekdays) if kind is SpaceKind.WORKSHOP else [first]


def publish(found: Space, by: int) -> None:
    """From now on it can be booked, in the first days by villages alone. Raises MoveRefused, DaysWrong."""
    session().refresh(found, with_for_update=LOCK)
    if found.book_until < today():
        raise DaysWrong("book")
    now, days = clock.now(), rulebook.number(rules.VILLAGE_DAYS)
    head_start = min(now + timedelta(days=days), start_of(found.book_until))
    found.move_to(SpaceState.PUBLISHED, by, published_at=now, village_days=days, villages_until=max(now, head_start))
    weekdays = frozenset(int(one) for one in found.weekdays)
    for day in _open_days(found.kind, found.first_day, found.last_day, weekdays):
        session().add(Slot(space_id=found.id, day=day, places=found.places, taken=0))
    audit.note("space_published", "space", found.id, by)


def call_off(found: Space, why: str, by: int) -> None:
    """It will not take place; whoever has a place or waits for one is told. Raises SpaceIncomplete, MoveRefused."""
    words = text.clean(why)[:300]
    if not words:
        raise SpaceIncomplete("why")
    session().refresh(found, with_for_update=LOCK)
    if found.last_day < today():
        raise DaysWrong("past")
    found.move_to(SpaceState.CALLED_OFF, by, words, off_why=words)
    for slot in queries.slots_of(found.id):
        session().refresh(slot, with_for_update=LOCK)
        for one in queries.open_bookings(slot.id):
            if one.state is BookingState.PLACED:
                slot.taken -= 1
            one.move_to(BookingState.CALLED_OFF, by, words)
            announce(PlaceCalledOff(one.id))
    audit.note("space_called_off", "space", found.id, by)
