"""Who has been in the market for the rule's days and sold nothing since, here or outside; paused days do not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app import offshop, programme
from app.programme import Trainee
from app.shared import rulebook
from app.shared.calendar import today


@dataclass(frozen=True)
class Unsold:
    trainee: Trainee
    days: int


def unsold(market: Mapping[int, date]) -> list[Unsold]:
    """Of those who are in the market since: the longest first. Five queries, whatever the number."""
    least, sold = rulebook.number(programme.NO_SALE_DAYS), offshop.last_sold(market)
    since = {number: max(entered, sold.get(number, entered)) for number, entered in market.items()}
    # Whoever has not waited so long by the calendar has not when paused days are left out.
    long = programme.trainees(number for number, day in since.items() if (today() - day).days >= least)
    still = programme.spans_of(long.values())
    found = [
        Unsold(one, programme.days_between(since[number], today(), still.get(number, ())))
        for number, one in long.items()
    ]
    return sorted(
        (one for one in found if one.days >= least),
        key=lambda one: (-one.days, one.trainee.sort_key, one.trainee.id),
    )
