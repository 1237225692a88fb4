"""Actual figures. They come from the ledger alone; nobody types them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from app import consent, ledger
from app.consent import Purpose
from app.impact import rules
from app.impact.cuts import Cut, groups_of
from app.impact.livelihood import Livelihood
from app.impact.models import Goal, Indicator
from app.impact.rules import Thresholds
from app.impact.trainee_month import TraineeMonth
from app.ledger import IncomeRow, Window
from app.programme import Engagement, Stage, Trainee
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.money import Rial, total

_IN = (Stage.ENROLLED, Stage.COMPLETED)


def thresholds(months: Sequence[JalaliMonth] = (), as_of: datetime | None = None) -> Thresholds:
    """What the rulebook asked at the end of each month (until now, for one that is not over); of this one, without."""
    now = as_of or clock.now()
    moments = [min(month.ends - timedelta(microseconds=1), now) for month in months or [JalaliMonth.current()]]
    needs = tuple(
        rulebook.number(rules.MINIMUM_WAGE, at) * rulebook.number(rules.THRESHOLD_BPS, at) // 10_000 for at in moments
    )
    return Thresholds(needs, rulebook.number(rules.MONTHS_NEEDED, moments[-1]))


def goal(goal_id: int) -> Goal:
    """Raises NotFound."""
    found = session().get(Goal, goal_id)
    if found is None:
        raise NotFound
    return found


def goals(counties: frozenset[str] | None = None) -> list[Goal]:
    """All goals, those that end last first; with `counties`, theirs and the province's."""
    query = select(Goal).order_by(Goal.last_month.desc(), Goal.county_code, Goal.id)
    found = list(session().scalars(query))
    return [one for one in found if counties is None or one.county_code is None or one.county_code in counties]


@dataclass(frozen=True)
class Books:
    """What is needed to compute any figure of some months: who belongs where, who sold and earned what when."""

    months: tuple[JalaliMonth, ...]
    incomes: Mapping[int, Sequence[Rial]]
    sales: Mapping[int, Sequence[Rial]]
    county_of: Mapping[int, str]
    cohorts_of: Mapping[int, frozenset[int]]
    limits: Thresholds
    as_of: datetime
    groups: Mapping[int, Mapping[Cut, str]] = field(default_factory=dict)
    sustained: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def limits_of(self, months: Sequence[JalaliMonth]) -> Thresholds:
        """What these months need."""
        needs = tuple(self.limits.month_rials[self.months.index(month)] for month in months)
        return Thresholds(needs, self.limits.months_needed)

    def scope_of(self, one: Goal) -> set[int]:
        """Whom a goal is about."""
        there = self.scope(one.county_code, one.cohort_id)
        return {number for number in there if one.cut is None or self.groups[number][one.cut] == one.value}

    def steady_at(self, month: JalaliMonth) -> frozenset[int]:
        """Whose living is sustained at the end of a month, or now, while it runs or has not begun."""
        return self.sustained.get(str(min(month, JalaliMonth.of(self.as_of))), frozenset())

    def scope(self, county_code: str | None = None, cohort_id: int | None = None) -> set[int]:
        """Trainees with a place in a cohort: of a county, of a cohort, or (neither) all of them."""
        return {
            trainee_id
            for trainee_id, cohorts in self.cohorts_of.items()
            if (county_code is None or self.county_of[trainee_id] == county_code)
            and (cohort_id is None or cohort_id in cohorts)
        }

    def within(self, makers: Iterable[int], months: Sequence[JalaliMonth]) -> dict[int, list[Rial]]:
        """Incomes of these makers in these months."""
        places = [self.months.index(month) for month in months if month in self.months]
        return {
            maker_id: [self.incomes[maker_id][place] for place in places]
            for maker_id in makers
            if maker_id in self.incomes
        }


def books(months: Sequence[JalaliMonth], as_of: datetime | None = None) -> Books:
    """Read what any figure of these months needs; five queries."""
    moment = as_of or clock.now()
    rows = session().execute(
        select(Engagement.cohort_id, Trainee)
        .join(Trainee, Trainee.id == Engagement.trainee_id)
        .where(Engagement.state.in_(_IN), Trainee.id.not_in(consent.without(Purpose.FIGURES, moment)))
    )
    county_of: dict[int, str] = {}
    cohorts_of: dict[int, set[int]] = {}
    groups: dict[int, Mapping[Cut, str]] = {}
    for cohort_id, trainee in rows:
        county_of[trainee.id] = trainee.county_code
        groups[trainee.id] = groups_of(trainee)
        cohorts_of.setdefault(trainee.id, set()).add(cohort_id)
    return Books(
        tuple(months),
        ledger.income_by_month(months, moment),
        ledger.sales_by_month(months, moment),
        county_of,
        {trainee_id: frozenset(cohorts) for trainee_id, cohorts in cohorts_of.items()},
        thresholds(months, moment),
        moment,
        groups,
        _sustained(months, moment),
    )


def _sustained(months: Sequence[JalaliMonth], moment: datetime) -> dict[str, frozenset[int]]:
    """Whose living was sustained after each of these months; this one stands for those that have not begun."""
    current = JalaliMonth.of(moment)
    wanted = {str(min(month, current)) for month in months}
    # A month that has just begun is counted within minutes; until then the one before stands for it.
    read = wanted | ({str(current.plus(-1))} if str(current) in wanted else set())
    where = select(TraineeMonth.month, TraineeMonth.trainee_id, TraineeMonth.livelihood)
    states: dict[str, dict[int, Livelihood]] = {}
    for month, trainee_id, livelihood in session().execute(where.where(TraineeMonth.month.in_(read))):
        states.setdefault(month, {})[trainee_id] = livelihood
    if str(current) in wanted:
        states[str(current)] = states.get(str(current.plus(-1)), {}) | states.get(str(current), {})
    return {
        month: frozenset(one for one, state in states.get(month, {}).items() if state is Livelihood.SUSTAINED)
        for month in wanted
    }


@dataclass(frozen=True)
class Actual:
    """What was reached of a goal: numerator, denominator (trainees of the scope), and as of when."""

    goal: Goal
    numerator: int
    denominator: int
    limits: Thresholds
    as_of: datetime

    @property
    def percent(self) -> int:
        """How much of the target, in percent; a hundred only where it is met."""
        reached = rules.percent(self.numerator, self.goal.target)
        return reached if self.met else min(reached, 99)

    @property
    def met(self) -> bool:
        return self.numerator >= self.goal.target


def actual(one: Goal, known: Books | None = None) -> Actual:
    """The figure of a goal, from the ledger as it stands."""
    months = months_between(one.first, one.last)
    read = known if known is not None and set(months) <= set(known.months) else books(months)
    scope = read.scope_of(one)
    limits = read.limits_of(months)
    if one.indicator is Indicator.SUSTAINED:
        numerator = len(scope & read.steady_at(one.last))
    else:
        numerator = rules.count(one.indicator, read.within(scope, months), limits)
    return Actual(one, numerator, len(scope), limits, read.as_of)


def before(one: Goal) -> int:
    """The same figure of as many months just before the goal's: from where it set out. Nobody types it."""
    months = months_between(one.first, one.last)
    shifted = {"first_month": str(one.first.plus(-len(months))), "last_month": str(one.first.plus(-1))}
    facts = {name: getattr(one, name) for name in ("indicator", "county_code", "cohort_id", "cut", "value", "target")}
    return actual(Goal(**facts, **shifted)).numerator


def actuals(wanted: Sequence[Goal]) -> list[Actual]:
    """The figures of several goals, with one reading of the books."""
    if not wanted:
        return []
    months = months_between(min(one.first for one in wanted), max(one.last for one in wanted))
    read = books(months)
    return [actual(one, read) for one in wanted]


@dataclass(frozen=True)
class Behind:
    """One maker of a figure, and whether she counts in it."""

    maker_id: int
    months: tuple[Rial, ...]
    counted: bool

    @property
    def income(self) -> Rial:
        return total(self.months)


def makers_behind(one: Goal) -> list[Behind]:
    """Makers with any movement in a goal's scope and period, the largest income first."""
    months = months_between(one.first, one.last)
    read = books(months)
    scope = read.scope_of(one)
    steady = scope & read.steady_at(one.last) if one.indicator is Indicator.SUSTAINED else set()
    incomes = {number: [Rial(0)] * len(months) for number in steady} | read.within(scope, months)
    found = [
        Behind(
            maker_id,
            tuple(amounts),
            maker_id in steady
            if one.indicator is Indicator.SUSTAINED
            else rules.counts(one.indicator, amounts, read.limits),
        )
        for maker_id, amounts in incomes.items()
        if any(amounts) or maker_id in steady
    ]
    return sorted(found, key=lambda behind: (-behind.income, behind.maker_id))


def parcels_behind(first: JalaliMonth, last: JalaliMonth, makers: Iterable[int]) -> list[IncomeRow]:
    """The releases and refunds behind an income figure, newest first."""
    return ledger.income_rows(Window(first.starts, last.ends), makers)


@dataclass(frozen=True)
class CountyFigures:
    """A county in one month."""

    county_code: str
    trainees: int
    selling: int
    earning: int
    income: Rial
    sales: Rial


def by_county(read: Books, month: JalaliMonth, codes: Iterable[str]) -> list[CountyFigures]:
    """Each county's figures of a month."""
    figures, limits = [], read.limits_of([month])
    for code in codes:
        scope = read.scope(code)
        incomes = read.within(scope, [month])
        figures.append(
            CountyFigures(
                code,
                len(scope),
                rules.count(Indicator.SELLING, incomes, limits),
                rules.count(Indicator.EARNING, incomes, limits),
                Rial(rules.count(Indicator.INCOME, incomes, limits)),
                sales_of_month(read, month, scope),
            )
        )
    return figures


def income_of_month(read: Books, month: JalaliMonth, makers: Iterable[int]) -> Rial:
    return total(total(amounts) for amounts in read.within(makers, [month]).values())


def sales_of_month(read: Books, month: JalaliMonth, makers: Iterable[int]) -> Rial:
    """What buyers paid for goods of these makers that reached them in a month, less refunds."""
    place = read.months.index(month)
    return total(read.sales[maker_id][place] for maker_id in makers if maker_id in read.sales)


def own_months(maker_id: int, months: Sequence[JalaliMonth]) -> list[Rial]:
    """A maker's own net income in these months."""
    return ledger.income_by_month(months).get(maker_id, [Rial(0)] * len(months))
