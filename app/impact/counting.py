"""Counting the kept months: each table of a page is one grouped query, whatever the number of trainees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app import consent
from app.consent import Purpose
from app.impact.companions import without_name
from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood, asked_after
from app.impact.months import places_by, stale
from app.impact.standings import Tally
from app.impact.trainee_month import TraineeMonth
from app.programme import Trainee
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.money import Rial

Counties = Collection[str] | None

# Months in which money of the shop came or went back; and those, and months made an income month by other income.
EARNED = or_(TraineeMonth.income_rial != 0, TraineeMonth.sold_rial != 0)
MOVED = or_(EARNED, TraineeMonth.reached)


@dataclass(frozen=True)
class Group:
    """Part of a month's trainees: one value of a cut, of some counties (None: all)."""

    month: JalaliMonth
    counties: Counties = None
    cut: Cut | None = None
    value: str | None = None
    state: Livelihood | None = None


@dataclass(frozen=True)
class Seen:
    """One of a group, by what may be shown of her: no amounts. `income_months` are those of the window."""

    trainee_id: int
    name: str
    county_code: str
    livelihood: Livelihood
    income_months: int


def known_at() -> datetime:
    """Up to when the kept months hold everything: now, or since when something waits to be counted.

    While a month that has begun, a place given up or a new rule is not counted yet, that is when anything last was.
    """
    now = clock.now()
    lags, untold = session().execute(select(stale().exists(), outbox.oldest_untold("impact."))).one()
    if lags:
        now = session().scalar(select(func.max(TraineeMonth.kept_at))) or now
    return min(now, untold or now)


def standing_after(month: JalaliMonth) -> ColumnElement[bool]:
    """Rows that say where everybody stands after a month.

    One that has just begun is counted within minutes; until then the one before stands for it.
    """
    here = TraineeMonth.month == str(month)
    if month < JalaliMonth.current():
        return here
    newer = aliased(TraineeMonth)
    counted = exists().where(newer.month == str(month), newer.trainee_id == TraineeMonth.trainee_id)
    return or_(here, and_(TraineeMonth.month == str(month.plus(-1)), ~counted))


def may_count() -> ColumnElement[bool]:
    """Rows of those who have not said that their income is in no figure."""
    return TraineeMonth.trainee_id.not_in(consent.without(Purpose.FIGURES))


@dataclass(frozen=True)
class CountyFigures:
    """A county in one month. `trainees` were given a place by then; money in rials, income after fee and refunds.

    `earners` are whoever earned or gave back anything: the people behind the two sums.
    """

    county_code: str
    trainees: int
    selling: int
    earning: int
    income: Rial
    sales: Rial
    earners: int


def counties_by_month(months: Sequence[JalaliMonth], codes: Collection[str]) -> dict[JalaliMonth, list[CountyFigures]]:
    """These counties in each of these months, in their order; one query."""
    parts = [_counties(one) for one in months]
    rows: Iterable[Any] = session().execute(union_all(*parts)) if parts else []
    found = {(row[0], row[1]): row[2:] for row in rows}
    nothing = (0, 0, 0, 0, 0, 0)
    return {month: [_county(code, found.get((str(month), code), nothing)) for code in codes] for month in months}


def _counties(month: JalaliMonth) -> Select[Any]:
    """By county, whoever stood there after a month, and what she did in it: her row may be of the month before."""
    here = TraineeMonth.month == str(month)

    def summed(amount: Any) -> ColumnElement[Any]:
        return func.sum(case((here, amount), else_=0))

    sums = (
        summed(case((TraineeMonth.sold_rial > 0, 1), else_=0)),
        summed(case((TraineeMonth.reached, 1), else_=0)),
        summed(type_coerce(TraineeMonth.income_rial, BigInteger)),
        summed(type_coerce(TraineeMonth.sold_rial, BigInteger)),
        summed(case((EARNED, 1), else_=0)),
    )
    query = select(literal(str(month)), TraineeMonth.county_code, func.count(), *sums)
    return query.where(standing_after(month), may_count()).group_by(TraineeMonth.county_code)


@dataclass(frozen=True)
class VillageShare:
    """Of a month's sellers and of what buyers paid them (rials), the part of villages."""

    month: JalaliMonth
    rural_sellers: int
    sellers: int
    rural_sales: int
    sales: int


def village_shares(months: Sequence[JalaliMonth], counties: Counties = None) -> list[VillageShare]:
    """The part of villages in each of these months; one query."""
    sells = (TraineeMonth.sold_rial > 0, TraineeMonth.month.in_([str(one) for one in months]), may_count())
    query = select(TraineeMonth.month, TraineeMonth.village, func.count(), func.sum(TraineeMonth.sold_rial)).where(
        *sells
    )
    if counties is not None:
        query = query.where(TraineeMonth.county_code.in_(counties))
    rows = session().execute(query.group_by(TraineeMonth.month, TraineeMonth.village))
    found = {(row[0], row[1]): (row[2], int(row[3])) for row in rows}

    def share(month: JalaliMonth) -> VillageShare:
        rural, town = (found.get((str(month), village), (0, 0)) for village in (True, False))
        return VillageShare(month, rural[0], rural[0] + town[0], rural[1], rural[1] + town[1])

    return [share(month) for month in months]


def movers(month: JalaliMonth, counties: Collection[str]) -> list[int]:
    """Whoever of these counties earned or gave back anything in a month."""
    here = (TraineeMonth.month == str(month), TraineeMonth.county_code.in_(counties), EARNED, may_count())
    return sorted(session().scalars(select(TraineeMonth.trainee_id).where(*here)))


def _county(code: str, row: Sequence[int]) -> CountyFigures:
    people, selling, earning, income, sales, earners = (int(one) for one in row)
    return CountyFigures(code, people, selling, earning, Rial(income), Rial(sales), earners)


def told(month: JalaliMonth, cut: Cut | None = None, counties: Counties = None) -> dict[str, Tally]:
    """How many of each group stand where after a month (of all, without a cut), as it is known now."""
    wanted = Wanted(Group(month, counties, cut))
    columns = (wanted.value, TraineeMonth.livelihood)
    found: dict[str, Counter[Livelihood]] = {}
    for value, livelihood, people in session().execute(wanted.of(*columns, func.count()).group_by(*columns)):
        found.setdefault(str(value), Counter())[livelihood] += people
    return {value: Tally(counts) for value, counts in found.items()}


def people(group: Group, page: int, per_page: int) -> tuple[list[Seen], int]:
    """A page of a group, those who earned most in the month first, and how many there are in all.

    Who does not let her standing be seen with her name is in no such list, nor are her companions: to be named as
    somebody who refused, beside how many refused of each standing, would tell hers.
    """
    wanted = Wanted(group)
    wanted.only(~without_name(TraineeMonth.trainee_id))
    whole = session().scalar(wanted.of(func.count())) or 0
    kept = TraineeMonth.income_rial - TraineeMonth.cost_rial
    named = wanted.of(TraineeMonth, Trainee.display_name).join(Trainee, Trainee.id == TraineeMonth.trainee_id)
    ordered = named.order_by(kept.desc(), TraineeMonth.trainee_id)
    shown = list(session().execute(ordered.limit(per_page).offset((page - 1) * per_page)))
    reached = _income_months(group.month, [row.trainee_id for row, _ in shown])
    return [
        Seen(row.trainee_id, name, row.county_code, row.livelihood, reached.get(row.trainee_id, 0))
        for row, name in shown
    ], whole


def unnamed(group: Group) -> int:
    """How many of a group are counted and in no list by name; of one standing that is not told."""
    if group.state is not None:
        return 0
    wanted = Wanted(group)
    wanted.only(without_name(TraineeMonth.trainee_id))
    return session().scalar(wanted.of(func.count())) or 0


def left_out(month: JalaliMonth, cut: Cut | None = None, counties: Counties = None) -> dict[str, int]:
    """How many of each group are in no figure of it, as they have not let their income be counted."""
    if not consent.refused(Purpose.FIGURES):
        return {}
    wanted = Wanted(Group(month, counties, cut), left_out=True)
    rows = session().execute(wanted.of(wanted.value, func.count()).group_by(wanted.value))
    return {str(value): people for value, people in rows}


def own_record(trainee_id: int, months: int) -> list[TraineeMonth]:
    """A trainee's own months, the newest first, this one too; none before she had a place."""
    query = select(TraineeMonth).where(TraineeMonth.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(TraineeMonth.month.desc()).limit(months)))


def _income_months(month: JalaliMonth, trainee_ids: Sequence[int]) -> Mapping[int, int]:
    window = asked_after(month).window
    rows = session().execute(
        select(TraineeMonth.trainee_id, func.count())
        .where(
            TraineeMonth.trainee_id.in_(trainee_ids),
            TraineeMonth.month > str(month.plus(-window)),
            TraineeMonth.month <= str(month),
            TraineeMonth.reached,
        )
        .group_by(TraineeMonth.trainee_id)
    )
    return {row[0]: row[1] for row in rows}


class Wanted:
    """The rows of a group, and what tells the values of its cut apart.

    Whoever does not let her income be counted is not in it; `left_out`: only those.
    """

    def __init__(self, group: Group, *, left_out: bool = False) -> None:
        self._places: Subquery | None = None
        refused = TraineeMonth.trainee_id.in_(consent.without(Purpose.FIGURES))
        self._wanted: list[ColumnElement[bool]] = [TraineeMonth.month == str(group.month)]
        self._wanted.append(refused if left_out else ~refused)
        self.value = self._value_of(group)
        if group.counties is not None:
            self._wanted.append(TraineeMonth.county_code.in_(group.counties))
        if group.value is not None:
            self._wanted.append(self.value == group.value)
        if group.state is not None:
            self._wanted.append(TraineeMonth.livelihood == group.state)

    def only(self, condition: ColumnElement[bool]) -> None:
        """Of these rows those alone of which this is true."""
        self._wanted.append(condition)

    def of(self, *columns: Any) -> Select[Any]:
        query = select(*columns).select_from(TraineeMonth)
        if self._places is not None:
            query = query.join(self._places, self._places.c.trainee_id == TraineeMonth.trainee_id)
        return query.where(*self._wanted)

    def _value_of(self, group: Group) -> ColumnElement[Any]:
        if group.cut is Cut.COHORT:
            self._places = places_by(min(group.month.ends, clock.now())).subquery()
            return cast(self._places.c.cohort_id, String)
        values: dict[Cut | None, ColumnElement[Any]] = {
            Cut.COUNTY: func.coalesce(TraineeMonth.county_code, ""),
            Cut.TRADE: func.coalesce(TraineeMonth.trade_code, ""),
            Cut.PLACE: case((TraineeMonth.village, "village"), else_="town"),
            Cut.SEX: func.coalesce(cast(TraineeMonth.sex, String), ""),
            Cut.HEAD: case((TraineeMonth.head, "head"), else_="member"),
        }
        return values.get(group.cut, literal(""))
