"""Pure decisions of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from app.catalogue.models import Good, HealthRoute, Permit, PermitState, Version
from app.shared import rulebook
from app.shared.money import Rial

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


def band(reviewed: int, bps: int) -> tuple[Rial, Rial]:
    """Prices that need no new look by a mentor: so many basis points around the one that was seen."""
    return Rial(reviewed * (10_000 - bps) // 10_000), Rial(reviewed * (10_000 + bps) // 10_000)
