"""How the shop serves who buys and sells in it, by the makers' county: reviews, claims, payouts, returning buyers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, distinct, func, literal, select, union_all

from app import claims, consent, ledger, payouts, programme, vouching
from app.consent import Purpose
from app.orders import Order, Parcel
from app.programme import Trainee
from app.shared.calendar import JalaliMonth
from app.shared.database import session

LOYAL_MONTHS = 12


@dataclass
class Served:
    """Of one county, or of several together (`claims` and `buyers`: the part and the whole)."""

    review_hours: list[int] = field(default_factory=list)
    payout_days: list[int] = field(default_factory=list)
    claims: tuple[int, int] = (0, 0)
    buyers: tuple[int, int] = (0, 0)


def served(month: JalaliMonth, counties: Collection[str] | None) -> dict[str, Served]:
    """Each of these counties in a month, and all of them together under ''. Five queries.

    What was sold by who is not to be counted is in none of it but the time of reviews, which mentors need.
    """
    read = _Served(counties)
    for county, hours in vouching.hours_of_reviews(month.starts, month.ends):
        for one in read.of(county):
            one.review_hours.append(hours)
    silent = consent.refused(Purpose.FIGURES)
    decided = [row for row in claims.decided(month.starts, month.ends) if row[0] not in silent]
    waited = [row for row in _days_until_paid(month) if row[0] not in silent]
    county_of = programme.counties_of({row[0] for row in (*decided, *waited)})
    for maker_id, upheld in decided:
        for one in read.of(county_of[maker_id]):
            one.claims = (one.claims[0] + upheld, one.claims[1] + 1)
    for maker_id, days in waited:
        for one in read.of(county_of[maker_id]):
            one.payout_days.append(days)
    for county, returned, buyers in _buyers(month, counties):
        read.found.setdefault(county, Served()).buyers = (int(returned or 0), buyers)
    return read.found


class _Served:
    """What is being put together."""

    def __init__(self, counties: Collection[str] | None) -> None:
        self.found: dict[str, Served] = {"": Served()}
        self._counties = counties

    def of(self, county: str) -> list[Served]:
        """Where something of a county belongs: to it and to the whole, if it is asked for."""
        if self._counties is not None and county not in self._counties:
            return []
        return [self.found[""], self.found.setdefault(county, Served())]


def _days_until_paid(month: JalaliMonth) -> list[tuple[int, int]]:
    """Maker, and whole days from when money became hers to when the bank paid it, of what it paid in the month.

    A payout pays whatever became hers since the one before it was drawn up.
    """
    paid: dict[int, list[tuple[datetime, datetime]]] = {}
    for maker_id, drawn_at, paid_at in payouts.paid_by(month.ends, month.starts):
        paid.setdefault(maker_id, []).append((drawn_at, paid_at))
    found = []
    for maker_id, moved in (ledger.movements(paid) if paid else {}).items():
        moments = [drawn_at for drawn_at, _ in paid[maker_id]]
        for one in moved:
            place = bisect_right(moments, one.posted_at)
            if one.income > 0 and place < len(moments) and paid[maker_id][place][1] >= month.starts:
                found.append((maker_id, (paid[maker_id][place][1] - one.posted_at).days))
    return found


def _buyers(month: JalaliMonth, counties: Collection[str] | None) -> list[tuple[str, int, int]]:
    """County ('' for all), and of those whose goods arrived in the year up to a month, who ordered again and all.

    Who buys from two counties is one of each, and one of all.
    """
    bought = (
        select(Trainee.county_code.label("county"), Order.mobile, Order.id)
        .join(Parcel, Parcel.order_id == Order.id)
        .join(Trainee, Trainee.id == Parcel.maker_id)
        .where(Parcel.completed_at >= month.plus(1 - LOYAL_MONTHS).starts, Parcel.completed_at < month.ends)
        .where(Parcel.maker_id.not_in(consent.without(Purpose.FIGURES)))
    )
    if counties is not None:
        bought = bought.where(Trainee.county_code.in_(counties))
    rows = bought.cte("bought")

    def counted(county: Any) -> Select[Any]:
        times = func.count(distinct(rows.c.id)).label("times")
        one = select(county.label("county"), times).select_from(rows).group_by(county, rows.c.mobile).subquery()
        returned = func.sum(case((one.c.times > 1, 1), else_=0))
        return select(one.c.county, returned, func.count()).group_by(one.c.county)

    whole = select(func.count(distinct(rows.c.id)).label("times")).group_by(rows.c.mobile).subquery()
    every = select(literal("").label("county"), func.sum(case((whole.c.times > 1, 1), else_=0)), func.count())
    found: Any = session().execute(union_all(counted(rows.c.county), every.select_from(whole)))
    return [(county, returned, buyers) for county, returned, buyers in found]
