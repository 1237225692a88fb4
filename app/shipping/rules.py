"""Pure decisions of shipping."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from app.shared.calendar import add_working_days
from app.shipping.models import Zone

# Provinces that share a border with Bushehr: Khuzestan, Fars, Kohgiluyeh and Boyer-Ahmad, Hormozgan.
NEIGHBOURS = frozenset({"06", "07", "17", "22"})
USUAL_WEIGHT_G = 500


@dataclass(frozen=True)
class Destination:
    """Where a parcel goes: a province, and its county where that is known."""

    province_code: str
    county_code: str | None


def zone_of(origin_county: str, to: Destination) -> Zone:
    """The distance class from a county of Bushehr."""
    if to.county_code == origin_county:
        return Zone.SAME_COUNTY
    if to.province_code == origin_county[:2]:
        return Zone.SAME_PROVINCE
    return Zone.NEIGHBOUR if to.province_code in NEIGHBOURS else Zone.OTHER


def promise(ready_on: date, transit_days: int, closed: Container[date]) -> date:
    """The day by which the parcel is there: so many working days of the way after the day on which it is packed."""
    return add_working_days(ready_on, transit_days, closed)
