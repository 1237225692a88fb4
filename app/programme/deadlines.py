"""Pure: how far a time that stands still puts a day off. Days that several pauses take count once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Days from the first to the last, both among them."""

    first: date
    last: date


def paused_days(spans: Iterable[Span], first: date, last: date) -> int:
    """How many days from `first` to `last` stand still."""
    count, reached = 0, first
    for one in sorted(spans):
        start, end = max(one.first, reached), min(one.last, last)
        if start <= end:
            count += (end - start).days + 1
            reached = end + _DAY
    return count


def put_off(since: date, due: date, spans: Iterable[Span]) -> date:
    """The day by which something is due that was given at `since` the time up to `due`: paused days do not count."""
    known, day = tuple(spans), due
    while (later := due + paused_days(known, since + _DAY, day) * _DAY) != day:
        day = later
    return day


def days_between(since: date, until: date, spans: Iterable[Span]) -> int:
    """Days that have gone by, those that stood still not among them."""
    return (until - since).days - paused_days(spans, since + _DAY, until)
