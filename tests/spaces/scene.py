"""Fairs and workshops for tests. Each call gives a number; whoever is not named is new."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import accounts, places, programme, spaces
from app.accounts import Role
from app.shared import rulebook
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.spaces import Booking, NewBazaar, NewSpace, SpaceKind, Wanted
from tests import world
from tests.web.browsing import messages_to

_numbers = itertools.count(1)


def told(**changes: Any) -> NewSpace:
    """A fair of two days in twenty days' time, with two places."""
    number, first = next(_numbers), today() + timedelta(days=20)
    known: dict[str, Any] = {
        "kind": SpaceKind.FAIR,
        "name": f"نمایشگاهِ {number}",
        "county_code": "1801",
        "place": "پارکِ ساحلی",
        "first_day": first,
        "last_day": first + timedelta(days=1),
        "places": 2,
        "book_until": first,
        "cancel_until": first,
        "form_key": f"space-{number}",
    }
    return NewSpace(**known | changes)


def draft(**changes: Any) -> int:
    by = world.official(Role.STAFF)
    with transaction():
        return spaces.draw_up(told(**changes), by).id


def open_to_all(**changes: Any) -> int:
    """Published, without days for villages alone."""
    return published(0, **changes)


def published(village_days: int = 3, **changes: Any) -> int:
    found, by = draft(**changes), world.official(Role.STAFF)
    with transaction():
        rulebook.set_rule(spaces.VILLAGE_DAYS, village_days, source="test", by=None)
        spaces.publish(spaces.space(found, None), by)
    return found


def workshop(**changes: Any) -> int:
    """A kitchen, open every day for ten days."""
    first = today() + timedelta(days=1)
    every_day = frozenset(range(7))
    days = {"first_day": first, "last_day": first + timedelta(days=9), "book_until": first + timedelta(days=9)}
    kitchen = {"kind": SpaceKind.WORKSHOP, "weekdays": every_day, "cancel_until": first + timedelta(days=9)}
    return open_to_all(**{"name": "آشپزخانهٔ مشترک", **days, **kitchen, **changes})


def slot(space_id: int, place: int = 0) -> int:
    return spaces.slots_of(space_id)[place].id


def taken(slot_id: int) -> int:
    world.fresh()
    return session().get_one(spaces.Slot, slot_id).taken


def villager(county: str = "1801") -> int:
    """A trainee who lives in a village."""
    maker = world.maker(county)
    village = next(one for one in places.localities_of(county) if len(one.code) == 16)
    with transaction():
        programme.trainee(maker).locality_code = village.code
    return maker


def book(slot_id: int, trainee_id: int, *, by: int | None = None, wanted: Wanted | None = None) -> int:
    with transaction():
        trainee = programme.trainee(trainee_id)
        day = spaces.slot_in(slot_id, None)
        return spaces.book(day, trainee, wanted or Wanted(), by or trainee.person_id).id


def cancel(booking_id: int, *, herself: bool = True) -> None:
    with transaction():
        one = spaces.booking_in(booking_id)
        spaces.cancel(one, programme.trainee(one.trainee_id).person_id, herself=herself)


def call_off(space_id: int, why: str = "باران") -> None:
    by = world.official(Role.STAFF)
    with transaction():
        spaces.call_off(spaces.space(space_id, None), why, by)


def messages(app: Flask, maker: int) -> list[str]:
    """What she is told by SMS, newest first; what waits for the morning too."""
    with world.later(hours=12):
        return messages_to(app, accounts.person(world.person_of(maker)).mobile)


def state(booking_id: int) -> str:
    world.fresh()
    return str(session().scalar(select(Booking.state).where(Booking.id == booking_id)))


def bazaar(county: str = "1801", **changes: Any) -> int:
    number, by = next(_numbers), world.official(Role.STAFF)
    known: dict[str, Any] = {
        "name": f"جمعه‌بازارِ {number}",
        "county_code": county,
        "weekdays": frozenset({6}),
        "hours": "۷ تا ۱۲",
        "sold": "حصیر و ترشی",
        "directions": "کنارِ پلِ ورودیِ شهر",
        "form_key": f"bazaar-{number}",
    }
    with transaction():
        return spaces.add_bazaar(NewBazaar(**known | changes), by).id
