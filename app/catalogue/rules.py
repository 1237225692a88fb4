"""Pure decisions of the catalogue."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from app.catalogue.errors import (
    PermitExpired,
    PermitNeeded,
    PermitTurnedDown,
    PermitUnchecked,
    RouteUndecided,
    SaleNotAllowed,
)
from app.catalogue.models import Good, HealthRoute, Permit, PermitState, Unit, Version
from app.shared import rulebook
from app.shared.calendar import TEHRAN, add_working_days, is_working, local_date
from app.shared.money import Rial

Room = dict[date, int]
_SATURDAY = 5
SLIP_FACTOR = 5
FEWEST_FOR_A_MEDIAN = 3
MOST_PICTURES = 6
WARN_DAYS = rulebook.define("permit.warn_days", 30, "days", "the shop's own rule: time enough to renew a paper")
WARN_AGAIN_DAYS = rulebook.define(
    "permit.warn_again_days", 7, "days", "the shop's own rule: a last word before the end"
)
UNPAPERED = frozenset({HealthRoute.NONE, HealthRoute.UNKNOWN, HealthRoute.NOT_ALLOWED})


class Part(StrEnum):
    """What a listing consists of: the steps of the wizard, and what a mentor's remark can be about."""

    PHOTO = "photo"
    KIND = "kind"
    NAME = "name"
    SIZE = "size"
    STOCK = "stock"
    STANDARD = "standard"
    PRICE = "price"


def check_permit(version: Version, on: date, good_name: str = "") -> None:
    """Whether the law lets this be sold on a day.

    Raises SaleNotAllowed, RouteUndecided, PermitNeeded, PermitExpired.
    """
    if version.health_route is HealthRoute.NOT_ALLOWED:
        raise SaleNotAllowed(good_name or version.title)
    if version.health_route is HealthRoute.UNKNOWN:
        raise RouteUndecided
    if version.health_route is HealthRoute.NONE:
        return
    if version.permit_number is None or version.permit_expires_on is None:
        raise PermitNeeded(version.health_route.value)
    if version.permit_expires_on < on:
        raise PermitExpired(version.permit_number, version.permit_expires_on)


def check_paper(version: Version, paper: Permit | None) -> None:
    """Whether staff have accepted the paper that a version is to be sold under.

    Raises PermitNeeded, PermitUnchecked, PermitTurnedDown.
    """
    if version.health_route is HealthRoute.NONE:
        return
    if paper is None or paper.route is not version.health_route:
        raise PermitNeeded(version.health_route.value)
    if paper.state is PermitState.WAITING:
        raise PermitUnchecked(paper.number)
    if paper.state is PermitState.REFUSED:
        raise PermitTurnedDown(paper.number, paper.refused_why)


def check_route(version: Version, good: Good) -> None:
    """Whether staff ask no more of the good than what the version was sent with.

    Raises SaleNotAllowed, RouteUndecided, PermitNeeded.
    """
    if good.route in {HealthRoute.NONE, version.health_route}:
        return
    if good.route is HealthRoute.NOT_ALLOWED:
        raise SaleNotAllowed(good.name_fa)
    if good.route is HealthRoute.UNKNOWN:
        raise RouteUndecided
    raise PermitNeeded(good.route.value)


def typical_price(prices: Sequence[int]) -> Rial | None:
    """The median of comparable prices; None while there are too few to compare with."""
    return None if len(prices) < FEWEST_FOR_A_MEDIAN else Rial(int(median(prices)))


def looks_like_a_slip(price: int, typical: int | None) -> bool:
    """Five times above or below what is usual: most often a zero too many or too few, or toman for rial."""
    return typical is not None and (price >= typical * SLIP_FACTOR or price * SLIP_FACTOR <= typical)


def unit_price(price: int, measure: int | None, unit: Unit | None) -> Rial | None:
    """The price of a kilo, litre, metre or piece, to the nearest toman; None where it says no more than the price."""
    if not measure or unit is None or not price:
        return None
    whole = 1 if unit is Unit.PIECE else 100 if unit is Unit.CENTIMETRE else 1000
    return None if measure == whole else Rial((2 * price * whole + 10 * measure) // (20 * measure) * 10)


def band(reviewed: int, bps: int) -> tuple[Rial, Rial]:
    """Prices that need no new look by a mentor: so many basis points around the one that was seen."""
    return Rial(reviewed * (10_000 - bps) // 10_000), Rial(reviewed * (10_000 + bps) // 10_000)


def counts_from(moment: datetime, cut_off_hour: int | None, closed: Container[date]) -> date:
    """The day on which an order arrives at a workshop: after its hour, or on a day without work, the next working day.

    Without an hour it is the day itself.
    """
    day = local_date(moment)
    if cut_off_hour is None:
        return day
    if is_working(day, closed) and moment.astimezone(TEHRAN).hour < cut_off_hour:
        return day
    return add_working_days(day, 1, closed)


def ready_on(start: date, lead_days: int, closed: Container[date]) -> date:
    """The day on which goods are made and packed: so many working days after `start`, at least one to pack."""
    return add_working_days(start, max(1, lead_days), closed)


def week_of(day: date) -> date:
    """The Saturday on which the week of a day begins."""
    return day - timedelta(days=(day.weekday() - _SATURDAY) % 7)


def first_working(week: date, closed: Container[date]) -> date | None:
    """The first working day of a week; None where it has none."""
    days = (week + timedelta(days=step) for step in range(7))
    return next((day for day in days if is_working(day, closed)), None)


def spread(start: date, pieces: int, capacity: int, booked: Mapping[date, int], closed: Container[date]) -> Room:
    """In which weeks so many pieces find room, at most `capacity` in each beside what is `booked`; the soonest first.

    `start` is a working day. Weeks without a working day have no room.
    """
    found: dict[date, int] = {}
    week = week_of(start)
    while pieces > 0:
        free = capacity - booked.get(week, 0) if first_working(week, closed) else 0
        if free > 0:
            found[week] = min(free, pieces)
            pieces -= found[week]
        week += timedelta(days=7)
    return found


def begins_on(start: date, weeks: Room, closed: Container[date]) -> date:
    """The day from which the making counts: `start`, or the first working day of the week of the last pieces."""
    last = first_working(max(weeks), closed) if weeks else None
    return start if last is None else max(start, last)
