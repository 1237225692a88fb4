"""Where everybody stands, read from the ledger and the programme as they were known at a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app import consent, ledger
from app.consent import Purpose
from app.impact.beside import Sidelines, Sides
from app.impact.cuts import Cut, groups, groups_of
from app.impact.keeping import with_costs
from app.impact.livelihood import Livelihood, Record, Steadiness, asked_after, standing
from app.impact.queries import thresholds
from app.impact.rules import Thresholds
from app.impact.trainee_month import TraineeMonth
from app.programme import Engagement, Stage, Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.money import Rial
from app.shared.states import Move


@dataclass(frozen=True)
class Stand:
    """One trainee: what tells her from others, her months, and where she stands.

    Her county, trade, place and household are those that are kept of the month; those of today only while it runs, and
    until it is kept.
    """

    trainee_id: int
    name: str
    groups: Mapping[Cut, tuple[str, ...]]
    incomes: tuple[Rial, ...]
    income_months: tuple[bool, ...]
    livelihood: Livelihood


@dataclass(frozen=True)
class Standings:
    """Everybody who was ever given a place, at the end of a month, as it was known `as_of`.

    `aside`: how many of each county are not among them, as they did not let their income be counted.
    """

    month: JalaliMonth
    months: tuple[JalaliMonth, ...]
    as_of: datetime
    rules: Steadiness
    limits: Thresholds
    stands: tuple[Stand, ...]
    aside: Mapping[str, int]

    def within(self, counties: Iterable[str] | None) -> Standings:
        """Those of some counties; None: all."""
        if counties is None:
            return self
        mine = set(counties)
        stands = tuple(one for one in self.stands if mine & set(one.groups[Cut.COUNTY]))
        return replace(self, stands=stands, aside={code: self.aside[code] for code in mine & set(self.aside)})


@dataclass(frozen=True)
class Tally:
    """How many of a group stand where; `people` is the sum."""

    counts: Mapping[Livelihood, int]

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    def of(self, state: Livelihood) -> int:
        return self.counts.get(state, 0)


def standings(month: JalaliMonth, as_of: datetime | None = None, heard: datetime | None = None) -> Standings:
    """Where everybody stands after a month, with the rules and thresholds of its end; a handful of queries.

    `heard`: up to when what was said to the use of incomes is heeded (up to `as_of`, if none is given).

    `as_of` None: with all that is known now. What was posted, decided, enrolled, consented to or made a rule later than
    `as_of` is not seen, so that an answer of a past day never changes: not of a month that was over then and is kept.
    """
    moment = as_of or clock.now()
    rules = asked_after(month, moment)
    months = tuple(month.plus(step) for step in range(1 - rules.looked_at, 1))
    limits = thresholds(months, moment)
    incomes = kept_by_month(months, moment)
    sales = ledger.sales_by_month(months, moment)
    sidelines, around = Sidelines(), _Around(months, incomes, sales, limits, rules)
    uncounted, stands, aside = consent.refused(Purpose.FIGURES, heard or moment), [], Counter[str]()
    for one in _people(month, min(month.ends, moment)):
        if one.trainee_id in uncounted:
            aside[one.groups[Cut.COUNTY]] += 1
        else:
            stands.append(_stand(one, sidelines.known(one.trainee_id, moment), around))
    return Standings(month, months, moment, rules, limits, tuple(stands), aside)


def kept_by_month(months: Sequence[JalaliMonth], as_of: datetime) -> dict[int, list[Rial]]:
    """What each maker earned in these months less what the pieces had cost her, as it was known at a moment."""
    kept = ledger.income_by_month(months, as_of)
    starts = [month.starts for month in months]
    for one, cost in with_costs(None, starts[0], min(months[-1].ends, as_of)):
        if cost is not None and one.maker_id in kept:
            kept[one.maker_id][bisect_right(starts, one.released_at) - 1] -= cost
    return kept


@dataclass
class _Person:
    trainee_id: int
    name: str
    trade: str | None
    groups: Mapping[Cut, str]
    cohorts: list[str]
    gave_up: bool


def _people(month: JalaliMonth, end: datetime) -> list[_Person]:
    """Whoever had or had had a place at the end, with the cohorts of all, in the groups that are kept of the month."""
    kept = _kept_groups(month)
    last = select(func.max(Move.id)).where(Move.thing == "engagement", Move.at <= end).group_by(Move.thing_id)
    rows = session().execute(
        select(Trainee, Engagement.cohort_id, Move.was, Move.became)
        .join(Engagement, Engagement.trainee_id == Trainee.id)
        .join(Move, Move.thing_id == Engagement.id)
        .where(Move.id.in_(last))
        .order_by(Trainee.sort_key, Trainee.id, Engagement.cohort_id)
    )
    found: dict[int, _Person] = {}
    for trainee, cohort_id, was, became in rows:
        stays = became in {Stage.ENROLLED, Stage.COMPLETED}
        if not stays and (was, became) != (Stage.ENROLLED, Stage.WITHDRAWN):
            continue
        if trainee.id not in found:
            trade, known = kept.get(trainee.id) or (trainee.trade_code, groups_of(trainee))
            found[trainee.id] = _Person(trainee.id, trainee.display_name, trade, known, [], gave_up=True)
        one = found[trainee.id]
        one.cohorts.append(str(cohort_id))
        one.gave_up = one.gave_up and not stays
    return list(found.values())


def _kept_groups(month: JalaliMonth) -> dict[int, tuple[str | None, Mapping[Cut, str]]]:
    """Trade and groups of each trainee that are kept of a month for good."""
    columns = (TraineeMonth.county_code, TraineeMonth.trade_code, TraineeMonth.village, TraineeMonth.sex)
    query = select(TraineeMonth.trainee_id, *columns, TraineeMonth.head)
    rows = session().execute(query.where(TraineeMonth.month == str(month), TraineeMonth.known_then.is_not(None)))
    seen: dict[tuple[Any, ...], Mapping[Cut, str]] = {}
    found: dict[int, tuple[str | None, Mapping[Cut, str]]] = {}
    for trainee_id, county, trade, *rest in rows:
        facts: tuple[Any, ...] = (county, trade, *rest)
        if facts not in seen:
            seen[facts] = groups(*facts)
        found[trainee_id] = (trade, seen[facts])
    return found


@dataclass(frozen=True)
class _Around:
    """What is the same for everybody, by month or by maker."""

    months: Sequence[JalaliMonth]
    incomes: Mapping[int, Sequence[Rial]]
    sales: Mapping[int, Sequence[Rial]]
    limits: Thresholds
    rules: Steadiness


def _stand(one: _Person, sides: Sides, around: _Around) -> Stand:
    nothing = (Rial(0),) * len(around.months)
    earned = tuple(around.incomes.get(one.trainee_id, nothing))
    with_sides = [amount + sides.of(month) for amount, month in zip(earned, around.months, strict=True)]
    reached = tuple(amount >= least for amount, least in zip(with_sides, around.limits.month_rials, strict=True))
    sold = [amount > 0 for amount in around.sales.get(one.trainee_id, nothing)]
    insured = [sides.insures(month) for month in around.months]
    within = {cut: (value,) for cut, value in one.groups.items()} | {Cut.COHORT: tuple(one.cohorts)}
    where = standing(Record(reached, sold, one.trade, one.gave_up, insured), around.rules)
    return Stand(one.trainee_id, one.name, within, earned, reached, where)


def tally(stands: Iterable[Stand]) -> Tally:
    """How many of these stand where."""
    return Tally(Counter(one.livelihood for one in stands))


def tallies(stands: Iterable[Stand], cut: Cut) -> dict[str, Tally]:
    """The same by group; who is in two cohorts is counted in both."""
    told: dict[str, list[Stand]] = {}
    for one in stands:
        for value in one.groups[cut]:
            told.setdefault(value, []).append(one)
    return {value: tally(members) for value, members in told.items()}
