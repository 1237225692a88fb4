"""Where everybody stands, read from the ledger and the programme as they were known at a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from app import consent, ledger
from app.consent import Purpose
from app.impact.beside import Sidelines, Sides
from app.impact.cuts import Cut, groups_of
from app.impact.keeping import with_costs
from app.impact.livelihood import Livelihood, Record, Steadiness, standing, steadiness
from app.impact.queries import thresholds
from app.impact.rules import Thresholds
from app.programme import Engagement, Stage, Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.money import Rial
from app.shared.states import Move


@dataclass(frozen=True)
class Stand:
    """One trainee: what tells her from others, her months, and where she stands.

    Her county, trade and household are those of today: the programme keeps no history of them.
    """

    trainee_id: int
    name: str
    groups: Mapping[Cut, tuple[str, ...]]
    incomes: tuple[Rial, ...]
    income_months: tuple[bool, ...]
    livelihood: Livelihood


@dataclass(frozen=True)
class Standings:
    """Everybody who was ever given a place, at the end of a month, as it was known `as_of`."""

    month: JalaliMonth
    months: tuple[JalaliMonth, ...]
    as_of: datetime
    rules: Steadiness
    limits: Thresholds
    stands: tuple[Stand, ...]

    def within(self, counties: Iterable[str] | None) -> Standings:
        """Those of some counties; None: all."""
        if counties is None:
            return self
        mine = set(counties)
        return replace(self, stands=tuple(one for one in self.stands if mine & set(one.groups[Cut.COUNTY])))


@dataclass(frozen=True)
class Tally:
    """How many of a group stand where; `people` is the sum."""

    counts: Mapping[Livelihood, int]

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    def of(self, state: Livelihood) -> int:
        return self.counts.get(state, 0)


def standings(month: JalaliMonth, as_of: datetime | None = None) -> Standings:
    """Where everybody stands after a month, with the rules and thresholds of its end; a handful of queries.

    `as_of` None: with all that is known now. What was posted, decided, enrolled or consented to later than `as_of` is
    not seen, so that an answer of a past day never changes.
    """
    moment = as_of or clock.now()
    end = min(month.ends, moment)
    rules = steadiness(end)
    months = tuple(month.plus(step) for step in range(1 - rules.looked_at, 1))
    limits = thresholds(months, end)
    incomes = kept_by_month(months, moment)
    sales = ledger.sales_by_month(months, moment)
    sidelines, around = Sidelines(), _Around(months, incomes, sales, limits, rules)
    stands = [_stand(one, sidelines.known(one.trainee.id, moment), around) for one in _people(end, moment)]
    return Standings(month, months, moment, rules, limits, tuple(stands))


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
    trainee: Trainee
    cohorts: list[str]
    gave_up: bool


def _people(end: datetime, known: datetime) -> list[_Person]:
    """Whoever had or had had a place at the end, with the cohorts of all; without whom was known not to be counted."""
    last = select(func.max(Move.id)).where(Move.thing == "engagement", Move.at <= end).group_by(Move.thing_id)
    rows = session().execute(
        select(Trainee, Engagement.cohort_id, Move.was, Move.became)
        .join(Engagement, Engagement.trainee_id == Trainee.id)
        .join(Move, Move.thing_id == Engagement.id)
        .where(Move.id.in_(last), Trainee.id.not_in(consent.without(Purpose.FIGURES, known)))
        .order_by(Trainee.sort_key, Trainee.id, Engagement.cohort_id)
    )
    found: dict[int, _Person] = {}
    for trainee, cohort_id, was, became in rows:
        stays = became in {Stage.ENROLLED, Stage.COMPLETED}
        if not stays and (was, became) != (Stage.ENROLLED, Stage.WITHDRAWN):
            continue
        one = found.setdefault(trainee.id, _Person(trainee, [], gave_up=True))
        one.cohorts.append(str(cohort_id))
        one.gave_up = one.gave_up and not stays
    return list(found.values())


@dataclass(frozen=True)
class _Around:
    """What is the same for everybody, by month or by maker."""

    months: Sequence[JalaliMonth]
    incomes: Mapping[int, Sequence[Rial]]
    sales: Mapping[int, Sequence[Rial]]
    limits: Thresholds
    rules: Steadiness


def _stand(one: _Person, sides: Sides, around: _Around) -> Stand:
    trainee = one.trainee
    nothing = (Rial(0),) * len(around.months)
    earned = tuple(around.incomes.get(trainee.id, nothing))
    with_sides = [amount + sides.of(month) for amount, month in zip(earned, around.months, strict=True)]
    reached = tuple(amount >= least for amount, least in zip(with_sides, around.limits.month_rials, strict=True))
    sold = [amount > 0 for amount in around.sales.get(trainee.id, nothing)]
    insured = [sides.insures(month) for month in around.months]
    groups = {cut: (value,) for cut, value in groups_of(trainee).items()} | {Cut.COHORT: tuple(one.cohorts)}
    where = standing(Record(reached, sold, trainee.trade_code, one.gave_up, insured), around.rules)
    return Stand(trainee.id, trainee.display_name, groups, earned, reached, where)


def tally(stands: Iterable[Stand]) -> Tally:
    """How many of these stand where."""
    return Tally(Counter(one.livelihood for one in stands))


def tallies(stands: Iterable[Stand], cut: Cut) -> dict[str, Tally]:
    """The same by group; who is in two cohorts is counted in both."""
    groups: dict[str, list[Stand]] = {}
    for one in stands:
        for value in one.groups[cut]:
            groups.setdefault(value, []).append(one)
    return {value: tally(members) for value, members in groups.items()}
