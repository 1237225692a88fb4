"""Which term holds on a day, and what of a level falls due by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.agreements.models import LevelTerm, Timing
from app.shared.calendar import from_jalali, jalali


def in_force(terms: Sequence[LevelTerm], day: date) -> LevelTerm | None:
    """The term that holds on a day; None before the first begins."""
    begun = [one for one in terms if one.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from, default=None)


@dataclass(frozen=True)
class Occurrence:
    """Something falls due by itself: for which month or day, when, and by which term."""

    period: str
    due_on: date
    term: LevelTerm


def occurrences(terms: Sequence[LevelTerm], first: date, last: date) -> list[Occurrence]:
    """What falls due from `first` to `last`, both included, by the term that holds on that very day."""
    return [one for one in _all(terms, first, last) if in_force(terms, one.due_on) is one.term]


def _all(terms: Sequence[LevelTerm], first: date, last: date) -> Iterator[Occurrence]:
    for term in terms:
        if term.timing is Timing.FIXED and term.on_day is not None and first <= term.on_day <= last:
            yield Occurrence(f"day {term.on_day.isoformat()}", term.on_day, term)
        elif term.timing is Timing.MONTHLY and term.month_day is not None:
            for year, month in _months(first, last):
                day = _day_of(year, month, term.month_day)
                if first <= day <= last:
                    yield Occurrence(f"month {year}-{month:02} until {day.isoformat()}", day, term)


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    (year, month, _), until = jalali(first), jalali(last)[:2]
    while (year, month) <= until:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _day_of(year: int, month: int, wanted: int) -> date:
    """A day of a Jalali month; in a shorter month its last."""
    following = from_jalali(year, month + 1, 1) if month < 12 else from_jalali(year + 1, 1, 1)
    length = (following - from_jalali(year, month, 1)).days
    return from_jalali(year, month, min(wanted, length))


def days_open(since: date, until: date) -> int:
    """Whole days that a question waited."""
    return max(0, (until - since) // timedelta(days=1))
