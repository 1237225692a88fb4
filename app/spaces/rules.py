"""Who comes first, on which days a space is open, and when a bazaar has to be looked at again."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, timedelta

from app.shared import rulebook
from app.shared.calendar import jalali

VILLAGE_DAYS = rulebook.define(
    "spaces.village_days", 3, "days", "the programme's priority, with a measure: villages first, openly"
)
CHECK_MONTHS = rulebook.define(
    "bazaar.check_months", 6, "months", "the shop's own: days and hours of a bazaar change with the season", least=1
)
MOST_DAYS = 370


def weekday(day: date) -> int:
    """0 for Saturday, 6 for Friday."""
    return (day.weekday() + 2) % 7


def days_of(first: date, last: date, weekdays: Container[int]) -> list[date]:
    """The days from `first` to `last` that fall on one of these days of the week."""
    every = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in every if weekday(day) in weekdays]


def rank(asked_at: datetime, village_days: int, *, village: bool) -> datetime:
    """What the waiting list is ordered by: a village's request counts as if it had come so many days earlier."""
    return asked_at - timedelta(days=village_days) if village else asked_at


def at_once(now: datetime, villages_until: datetime, *, village: bool) -> bool:
    """Whether a free place may be given now: in the first days to villages alone, then to everybody."""
    return village or now >= villages_until


def stale(checked_on: date, months: int, on: date) -> bool:
    """Whether so many months of the Jalali calendar have passed since somebody looked."""
    year, month, day = jalali(checked_on)
    then, this = year * 12 + month + months, jalali(on)
    return (this[0] * 12 + this[1], this[2]) >= (then, day)
