"""Who has been in the market for the rule's days and sold nothing since, here or outside; paused days do not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app import offshop, orders, programme
from app.programme import Trainee
from app.shared import rulebook
from app.shared.calendar import local_date, today


@dataclass(frozen=True)
class Unsold:
    trainee: Trainee
    days: int


def last_sales(trainee_ids: Iterable[int]) -> dict[int, date]:
    """When something of each was last bought, here or outside, of those of whom anything was."""
    ids = set(trainee_ids)
    found = offshop.last_sales(ids)
    for number, moment in orders.last_sales(ids).items():
        found[number] = max(local_date(moment), found.get(number, local_date(moment)))
    return found


def unsold(market: Mapping[int, date]) -> list[Unsold]:
    """Of those who are in the market since: the longest first. Five queries, whatever the number."""
    least, sold = rulebook.number(programme.NO_SALE_DAYS), last_sales(market)
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
