"""The calendar of fairs and shared workshops as its rooms show it, and a place booked from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import render_template, request

from app import programme, spaces
from app.programme import Few, Trainee
from app.shared import rulebook
from app.shared.calendar import JalaliMonth, jalali, local_date, today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.spaces import Booked, Day, Space, Wanted
from app.web.access import me
from app.web.forms.spaces import HAS, WEEKDAYS
from app.web.pages import Page, done, row_number, who_is_sought
from app.web.shop import county_names, trade_names
from app.words import gettext, say

MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Cell:
    """A day of the month: its number, its column (0 is Saturday), and what takes place."""

    day: date
    number: int
    column: int
    events: list[Day] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """From where places are booked: for one trainee, or for one of a `few`; where the forms go."""

    book_at: str
    cancel_at: str
    trainee: Trainee | None
    bookings: Sequence[Booked]
    few: Few[Trainee] = field(default_factory=Few)


@dataclass
class Offered:
    """A space that can be booked, with its days that are still to come."""

    space: Space
    days: list[Day]


def asked_month() -> JalaliMonth:
    """The month in the address, from this one to a year ahead; this one for nonsense."""
    current = JalaliMonth.current()
    try:
        asked = JalaliMonth.parse(request.args.get("month", ""))
    except ValueError:
        return current
    return asked if current <= asked <= current.plus(MONTHS_AHEAD) else current


def cells(month: JalaliMonth) -> list[Cell]:
    first, last = local_date(month.starts), local_date(month.ends) - timedelta(days=1)
    found: dict[date, list[Day]] = {}
    for one in spaces.days_between(first, last):
        found.setdefault(max(one.slot.day, first), []).append(one)
    every = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [Cell(day, jalali(day)[2], spaces.weekday(day), found.get(day, [])) for day in every]


def offered() -> list[Offered]:
    """What can be booked from today on, the next one first."""
    found: dict[int, Offered] = {}
    for one in spaces.days_between(today(), today() + timedelta(days=spaces.MOST_DAYS)):
        if one.space.bookable and one.slot.day >= today():
            found.setdefault(one.space.id, Offered(one.space, [])).days.append(one)
    return list(found.values())


def calendar(desk: Desk, fault: tuple[str, str] | None = None) -> Page:
    """The month, what can be booked, and what she has booked already."""
    month = asked_month()
    waiting = [one.slot.id for one in desk.bookings if one.booking.state is spaces.BookingState.WAITING]
    page = render_template(
        "spaces/calendar.html",
        desk=desk,
        who=who_is_sought(),
        chosen=request.form.get("trainee", ""),
        month=month,
        before=month.plus(-1) if month > JalaliMonth.current() else None,
        following=month.plus(1) if month < JalaliMonth.current().plus(MONTHS_AHEAD) else None,
        cells=cells(month),
        offered=offered(),
        turns=spaces.places_in_line(waiting),
        people=programme.trainees(one.booking.trainee_id for one in desk.bookings),
        village_days=rulebook.number(spaces.VILLAGE_DAYS),
        faults=[fault] if fault else [],
        counties=county_names(),
        trades=trade_names(),
        weekdays=WEEKDAYS,
        has=HAS,
        today=today(),
    )
    return (page, 422) if fault else page


def book(trainee_id: int) -> tuple[str, str] | None:
    """Book what the form names for this trainee; None when it went well, else where and why not."""
    slot_id = row_number(request.form.get("slot", ""))
    wanted = Wanted(brings_food="food" in request.form, shown="shown" in request.form)
    try:
        with transaction():
            trainee = programme.trainee(trainee_id)
            otherwise = spaces.keeps_otherwise(slot_id, trainee, wanted, me().person.id)
            one = spaces.book(spaces.slot_in(slot_id, None), trainee, wanted, me().person.id)
            placed = one.state is spaces.BookingState.PLACED
    except NotFound:
        raise
    except Refusal as refusal:
        return "book", say(refusal).sentence
    if otherwise:
        done(gettext("جا از پیش گرفته شده است. آنچه بارِ نخست گفته شد ماند؛ برای تغییر، پسش بدهید و دوباره بگیرید."))
        return None
    done(gettext("جا گرفته شد.") if placed else gettext("اکنون جایی نیست؛ در فهرستِ انتظار نوشته شد."))
    return None


def cancel(*, trainee_id: int | None = None, asked_by: int | None = None) -> tuple[str, str] | None:
    """Give back the place that the form names."""
    number = row_number(request.form.get("number", ""))
    try:
        with transaction():
            one = spaces.booking_in(number, trainee_id=trainee_id, asked_by=asked_by)
            spaces.cancel(one, me().person.id, herself=True)
    except NotFound:
        raise
    except Refusal as refusal:
        return f"booking-{number}", say(refusal).sentence
    done(gettext("پس داده شد."))
    return None
