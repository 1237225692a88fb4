"""How the shop serves who buys and sells in it, by the makers' county: reviews, claims, payouts, returning buyers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, distinct, func, literal, select, union_all

from app import claims, consent, ledger, payouts, programme, vouching
from app.consent import Purpose
from app.impact.models import Indicator
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


ByMonth = dict[JalaliMonth, dict[str, Served]]
SHOP = frozenset({Indicator.REVIEW, Indicator.UPHELD, Indicator.PAYOUT, Indicator.RETURNING})


def served(month: JalaliMonth, counties: Collection[str] | None) -> dict[str, Served]:
    """Each of these counties in a month, and all of them together under ''. Six queries at the most."""
    return served_in([month], counties)[month]


def served_in(
    months: Sequence[JalaliMonth], counties: Collection[str] | None, of: Collection[Indicator] = SHOP
) -> ByMonth:
    """The same of several months, with no more queries than of one: what these indicators need, and no more.

    What was sold by who is not to be counted is in none of it but the time of reviews, which mentors need.
    """
    read = _Served(months, counties)
    if not months or not SHOP & set(of):
        return read.found
    if Indicator.REVIEW in of:
        for county, hours, at in vouching.hours_of_reviews(read.start, read.end):
            for one in read.of(county, JalaliMonth.of(at)):
                one.review_hours.append(hours)
    _add_money_and_claims(read, of)
    if Indicator.RETURNING in of:
        for place, county, returned, buyers in _buyers(months, counties):
            read.found[months[place]].setdefault(county, Served()).buyers = (int(returned or 0), buyers)
    return read.found


class _Served:
    """What is being put together."""

    def __init__(self, months: Sequence[JalaliMonth], counties: Collection[str] | None) -> None:
        self.found: ByMonth = {month: {"": Served()} for month in months}
        self._counties = counties

    @property
    def start(self) -> datetime:
        return min(self.found).starts

    @property
    def end(self) -> datetime:
        return max(self.found).ends

    def of(self, county: str, month: JalaliMonth) -> list[Served]:
        """Where something of a county and a month belongs: to it and to the whole, if it is asked for."""
        if month not in self.found or (self._counties is not None and county not in self._counties):
            return []
        here = self.found[month]
        return [here[""], here.setdefault(county, Served())]


def _add_money_and_claims(read: _Served, of: Collection[Indicator]) -> None:
    """Claims that were decided and payouts that were waited for, of who may be counted."""
    if not {Indicator.UPHELD, Indicator.PAYOUT} & set(of):
        return
    silent = consent.refused(Purpose.FIGURES)
    told = claims.decided(read.start, read.end) if Indicator.UPHELD in of else []
    # A claim counts once in a month, however often its last word was said.
    decided = {(JalaliMonth.of(one.at), one.claim_id): one for one in told if one.maker_id not in silent}
    waits = _days_until_paid(read) if Indicator.PAYOUT in of else []
    waited = [one for one in waits if one[1] not in silent]
    county_of = programme.counties_of({*(one.maker_id for one in decided.values()), *(one[1] for one in waited)})
    for (month, _), claim in decided.items():
        for one in read.of(county_of[claim.maker_id], month):
            one.claims = (one.claims[0] + claim.upheld, one.claims[1] + 1)
    for month, maker_id, days in waited:
        for one in read.of(county_of[maker_id], month):
            one.payout_days.append(days)


def _days_until_paid(read: _Served) -> list[tuple[JalaliMonth, int, int]]:
    """Month, maker, and whole days from when money became hers to when the bank paid it, of what it paid in the month.

    A payout pays whatever became hers since the one before it was drawn up.
    """
    paid: dict[int, list[tuple[datetime, datetime]]] = {}
    for maker_id, drawn_at, paid_at in payouts.paid_by(read.end, read.start):
        paid.setdefault(maker_id, []).append((drawn_at, paid_at))
    found = []
    for maker_id, moved in (ledger.movements(paid) if paid else {}).items():
        earned = [one.posted_at for one in moved if one.income > 0]
        for month in {JalaliMonth.of(paid_at) for _, paid_at in paid[maker_id]} & read.found.keys():
            by_then = [pair for pair in paid[maker_id] if pair[1] < month.ends]
            found += [(month, maker_id, days) for days in _waits(earned, by_then, month.starts)]
    return found


def _waits(earned: Sequence[datetime], paid: Sequence[tuple[datetime, datetime]], since: datetime) -> list[int]:
    """Days that money waited, of what was paid `since` then; payouts by when they were drawn up and were paid."""
    moments, found = [drawn_at for drawn_at, _ in paid], []
    for at in earned:
        place = bisect_right(moments, at)
        if place < len(paid) and paid[place][1] >= since:
            found.append((paid[place][1] - at).days)
    return found


def _buyers(months: Sequence[JalaliMonth], counties: Collection[str] | None) -> list[tuple[int, str, int | None, int]]:
    """Place of a month, county ('' for all), and of those whose goods arrived in the year up to it, who ordered again
    and all. One query.

    Who buys from two counties is one of each, and one of all.
    """
    parts = [part for place, month in enumerate(months) for part in _bought(place, month, counties)]
    found: Any = session().execute(union_all(*parts))
    return [(place, county, returned, buyers) for place, county, returned, buyers in found]


def _bought(place: int, month: JalaliMonth, counties: Collection[str] | None) -> list[Select[Any]]:
    bought = (
        select(Trainee.county_code.label("county"), Order.mobile, Order.id)
        .join(Parcel, Parcel.order_id == Order.id)
        .join(Trainee, Trainee.id == Parcel.maker_id)
        .where(Parcel.completed_at >= month.plus(1 - LOYAL_MONTHS).starts, Parcel.completed_at < month.ends)
        .where(Parcel.maker_id.not_in(consent.without(Purpose.FIGURES)))
    )
    if counties is not None:
        bought = bought.where(Trainee.county_code.in_(counties))
    rows = bought.cte(f"bought_{place}")

    def counted(county: Any) -> Select[Any]:
        times = func.count(distinct(rows.c.id)).label("times")
        one = select(county.label("county"), times).select_from(rows).group_by(county, rows.c.mobile).subquery()
        returned = func.sum(case((one.c.times > 1, 1), else_=0))
        return select(literal(place), one.c.county, returned, func.count()).group_by(one.c.county)

    whole = select(func.count(distinct(rows.c.id)).label("times")).group_by(rows.c.mobile).subquery()
    again = func.sum(case((whole.c.times > 1, 1), else_=0))
    every = select(literal(place), literal("").label("county"), again, func.count()).select_from(whole)
    return [counted(rows.c.county), every]
