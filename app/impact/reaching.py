"""How far goals are reached: from the kept months alone, each open to the makers whom it counts.

Whom a goal is about is settled by the months, too: whoever had been given a place by the end of its time (by now, while
it runs), in the group in which she was then. So what was reached in a time that is over does not change when somebody
moves house or leaves; it changes with the ledger alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, literal, select, union_all

from app.impact import rules
from app.impact.counting import MOVED, known_at, may_count, standing_after
from app.impact.cuts import Cut, groups
from app.impact.indicators import FEWEST_INCOMES
from app.impact.livelihood import Livelihood
from app.impact.models import Goal, Indicator
from app.impact.month_ends import Groups, MonthEnds, is_of, is_trace, number_of, of_month_end
from app.impact.months import places_by
from app.impact.queries import thresholds
from app.impact.rules import Earned, Thresholds
from app.impact.snapshot import FEWEST
from app.impact.trainee_month import GROUP, TraineeMonth
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import count_of, session
from app.shared.money import Rial, total

_GROUPED: tuple[Any, ...] = (TraineeMonth.trainee_id, *GROUP)
_STEADY = func.sum(case((TraineeMonth.livelihood == Livelihood.SUSTAINED, 1), else_=0))
_COUNTED: tuple[Any, ...] = (literal(None), *GROUP, func.count(), _STEADY)


@dataclass(frozen=True)
class Actual:
    """What was reached of a goal: numerator, denominator (trainees of the scope), and as of when.

    Of an indicator that a month's end tells, `numerator` is its figure in its own unit, `denominator` how many it is
    about; not `known` before it has begun, where no month of it is over, or of too few to be told. `few`: of a sum of
    rials of fewer than `FEWEST_INCOMES`, whose income it is. `trace`: of a share that is rounded to nothing there is
    something all the same.
    """

    goal: Goal
    numerator: int
    denominator: int
    limits: Thresholds
    as_of: datetime
    known: bool = True
    few: frozenset[int] = frozenset()
    trace: bool = False

    @property
    def percent(self) -> int:
        """How much of the target, in percent; a hundred only where it is met. See `rules.share_reached`."""
        lower = self.goal.indicator.lower_is_better
        return rules.share_reached(self._reached, self.goal.target, lower=lower) if self.known else 0

    @property
    def met(self) -> bool:
        return self.known and rules.met(self._reached, self.goal.target, lower=self.goal.indicator.lower_is_better)

    @property
    def _reached(self) -> int:
        """What a target is held against: of a goal of nothing the smallest part is too much."""
        return 1 if self.trace and self.goal.of_nothing else self.numerator


@dataclass(frozen=True)
class Behind:
    """One maker of a figure, and whether she counts in it."""

    maker_id: int
    months: tuple[Rial, ...]
    counted: bool

    @property
    def income(self) -> Rial:
        return total(self.months)


def actuals(wanted: Sequence[Goal], as_of: datetime | None = None) -> list[Actual]:
    """The figures of several goals, with one reading of the months: ten queries or so, however many goals and people.

    Of what month's ends tell there are one to four more for each kind of figure that any of them is about, of how the
    shop serves six at the most, however many months they end in; twice as many where some are of cohorts. `as_of`: what
    `known_at` said already.
    """
    if as_of is None:
        as_of = known_at() if wanted else clock.now()
    of_periods = [one for one in wanted if not of_month_end(one.indicator)]
    read = _Reading(of_periods, as_of) if of_periods else None
    ends = MonthEnds(wanted)
    found = [
        _of_end(one, ends, as_of) if of_month_end(one.indicator) or not read else read.actual(one) for one in wanted
    ]
    return [_untold(one) if _of_few(one) or not one.goal.begun else one for one in found]


def on_paper(one: Actual) -> Actual:
    """A figure as it may leave the house: no sum of rials of few."""
    return _untold(one) if one.few else one


def _untold(one: Actual) -> Actual:
    return replace(one, numerator=0, denominator=0, known=False, few=frozenset(), trace=False)


def _of_few(one: Actual) -> bool:
    """Whether a goal is narrowed to a group of so few that its figure would find somebody out."""
    return _narrow(one.goal) and 0 < one.denominator < rulebook.number(FEWEST)


def _narrow(one: Goal) -> bool:
    """A group within a county or a course: no other page tells of it."""
    return one.cut is not None and (one.county_code is not None or one.cohort_id is not None)


def _of_end(one: Goal, ends: MonthEnds, as_of: datetime) -> Actual:
    figure = ends.figure(one)
    number = number_of(one.indicator, figure)
    limits = thresholds(months_between(one.first, one.last))
    known, n = number is not None, figure.n if figure else 0
    return Actual(one, number or 0, n, limits, as_of, known=known, trace=is_trace(figure))


def actual(one: Goal) -> Actual:
    """The figure of a goal."""
    return actuals([one])[0]


@dataclass(frozen=True)
class Before:
    """From where a goal set out, None where it is not known; `few` as of `Actual`."""

    number: int | None
    few: frozenset[int] = frozenset()


def before(one: Goal) -> Before:
    """What a goal's source says, or the same figure of as many months just before its own."""
    if one.baseline is not None:
        return Before(one.baseline)
    months = months_between(one.first, one.last)
    shifted = {"first_month": str(one.first.plus(-len(months))), "last_month": str(one.first.plus(-1))}
    facts = {name: getattr(one, name) for name in ("indicator", "county_code", "cohort_id", "cut", "value", "target")}
    found = actual(Goal(**facts, **shifted))
    return Before(found.numerator, found.few) if found.known else Before(None)


def makers_behind(one: Goal) -> list[Behind]:
    """Makers with any movement in a goal's scope and time, the largest income first; nobody of few within a county."""
    if _narrow(one) and 0 < count_of(_members(one)) < rulebook.number(FEWEST):
        return []
    read = _Reading([one], known_at())
    months = months_between(one.first, one.last)
    earned, limits = read.earned(one), read.limits(one)
    steady = _steady(one) if one.indicator is Indicator.SUSTAINED else None
    found = [
        Behind(
            maker_id,
            tuple(Rial(earned.get(maker_id, {}).get(month, Earned()).income) for month in months),
            rules.counts(one.indicator, list(earned.get(maker_id, {}).values()), limits)
            if steady is None
            else maker_id in steady,
        )
        for maker_id in {*earned, *(steady or ())}
    ]
    return sorted(found, key=lambda behind: (-behind.income, behind.maker_id))


def in_scope(one: Goal, trainee_ids: Iterable[int]) -> set[int]:
    """Which of these a goal is about."""
    ids = sorted(set(trainee_ids))
    return set(session().scalars(_members(one).where(TraineeMonth.trainee_id.in_(ids)))) if ids else set()


def in_counties(month: JalaliMonth, counties: Collection[str], trainee_ids: Iterable[int]) -> dict[int, str]:
    """Which of these were in one of these counties in a month, and in which."""
    ids = sorted(set(trainee_ids))
    query = select(TraineeMonth.trainee_id, TraineeMonth.county_code).where(
        standing_after(month), may_count(), TraineeMonth.trainee_id.in_(ids), TraineeMonth.county_code.in_(counties)
    )
    return {row[0]: row[1] for row in session().execute(query)} if ids else {}


def _end(one: Goal) -> JalaliMonth:
    """The month after which a goal's scope stands: its last, or this one."""
    return min(one.last, JalaliMonth.current())


def aside_of(one: Goal) -> int:
    """How many of a goal's scope are neither in its numerator nor its denominator, as they are not to be counted."""
    return count_of(_scope(one).where(~may_count()))


def _members(one: Goal) -> Select[Any]:
    return _scope(one).where(may_count())


def _scope(one: Goal) -> Select[Any]:
    end = _end(one)
    query = select(TraineeMonth.trainee_id).where(standing_after(end))
    if one.county_code is not None:
        query = query.where(TraineeMonth.county_code == one.county_code)
    if one.cohort_id is not None:
        placed = places_by(min(end.ends, clock.now())).subquery()
        inside = select(placed.c.trainee_id).where(placed.c.cohort_id == one.cohort_id)
        query = query.where(TraineeMonth.trainee_id.in_(inside))
    return query if one.cut is None else query.where(_of_group(one.cut, one.value or ""))


def _of_group(cut: Cut, value: str) -> ColumnElement[bool]:
    found: dict[Cut, ColumnElement[bool]] = {
        Cut.COUNTY: TraineeMonth.county_code == value,
        Cut.TRADE: func.coalesce(TraineeMonth.trade_code, "") == value,
        Cut.PLACE: TraineeMonth.village.is_(value == "village"),
        Cut.SEX: TraineeMonth.sex == value if value else TraineeMonth.sex.is_(None),
        Cut.HEAD: TraineeMonth.head.is_(value == "head"),
    }
    return found[cut]


def _steady(one: Goal) -> set[int]:
    return set(session().scalars(_members(one).where(TraineeMonth.livelihood == Livelihood.SUSTAINED)))


def _few_behind(one: Goal, earned: Mapping[int, Sequence[Earned]]) -> frozenset[int]:
    """Whose income a goal's sum is, where they are so few."""
    if one.indicator is not Indicator.INCOME:
        return frozenset()
    earners = frozenset(maker for maker, months in earned.items() if any(each.income or each.sold for each in months))
    return earners if len(earners) < FEWEST_INCOMES else frozenset()


@dataclass(frozen=True)
class _Counted:
    """So many of one group stood there after a month, so many of them with a sustained living."""

    groups: Groups
    people: int
    steady: int


class _Reading:
    """What the figures of some goals need, read together."""

    def __init__(self, wanted: Sequence[Goal], as_of: datetime) -> None:
        first, last = min(one.first for one in wanted), min(max(one.last for one in wanted), JalaliMonth.current())
        self._time = (TraineeMonth.month >= str(first), TraineeMonth.month <= str(last), MOVED, may_count())
        self._ends = sorted({_end(one) for one in wanted})
        self._cohorts = sorted({one.cohort_id for one in wanted if one.cohort_id is not None})
        self._limits: dict[tuple[str, str], Thresholds] = {}
        self.as_of = as_of
        self._months = self._read_months()
        self._groups = self._read_groups()
        self._counts = self._read_counts(of_cohorts=False)
        self._in_cohorts = self._read_cohorts() if self._cohorts else {}
        self._of_cohorts = self._read_counts(of_cohorts=True) if self._cohorts else {}

    def actual(self, one: Goal) -> Actual:
        counts = self._of_cohorts if one.cohort_id is not None else self._counts
        here = [row for row in counts.get((_end(one), one.cohort_id), []) if is_of(one, row.groups)]
        earned = {maker_id: list(months.values()) for maker_id, months in self.earned(one).items()}
        steady = one.indicator is Indicator.SUSTAINED
        numerator = sum(row.steady for row in here) if steady else rules.count(one.indicator, earned, self.limits(one))
        people = sum(row.people for row in here)
        return Actual(one, numerator, people, self.limits(one), self.as_of, few=_few_behind(one, earned))

    def limits(self, one: Goal) -> Thresholds:
        period = (one.first_month, one.last_month)
        if period not in self._limits:
            self._limits[period] = thresholds(months_between(one.first, one.last))
        return self._limits[period]

    def earned(self, one: Goal) -> dict[int, dict[JalaliMonth, Earned]]:
        """What moved in a goal's scope and time, by maker and month."""
        end = _end(one)
        inside = self._in_cohorts.get((end, one.cohort_id), set())
        found: dict[int, dict[JalaliMonth, Earned]] = {}
        for month in months_between(one.first, end) if one.first <= end else []:
            for maker_id, facts in self._months.get(month, {}).items():
                groups_then = self._groups.get((end, maker_id))
                if groups_then is None or not is_of(one, groups_then):
                    continue
                if one.cohort_id is None or maker_id in inside:
                    found.setdefault(maker_id, {})[month] = facts
        return found

    def _read_months(self) -> dict[JalaliMonth, dict[int, Earned]]:
        columns = (TraineeMonth.month, TraineeMonth.trainee_id, TraineeMonth.income_rial, TraineeMonth.sold_rial)
        found: dict[JalaliMonth, dict[int, Earned]] = {}
        for month, one, income, sold, reached in session().execute(
            select(*columns, TraineeMonth.reached).where(*self._time)
        ):
            found.setdefault(JalaliMonth.parse(month), {})[one] = Earned(int(income), int(sold), reached)
        return found

    def _moved(self) -> CTE:
        return select(TraineeMonth.trainee_id).where(*self._time).distinct().cte("moved")

    def _read_groups(self) -> dict[tuple[JalaliMonth, int], Groups]:
        """In which groups those with any movement were after each of the ends."""
        moved = self._moved()
        query = select(*_GROUPED).join(moved, moved.c.trainee_id == TraineeMonth.trainee_id)
        rows = self._at_each_end(lambda _: query)
        seen: dict[tuple[Any, ...], Groups] = {}
        return {(end, one): seen.setdefault(tuple(group), groups(*group)) for end, one, *group in rows}

    def _read_counts(self, *, of_cohorts: bool) -> dict[tuple[JalaliMonth, int | None], list[_Counted]]:
        """How many stood in each group after each of the ends, in all or in the cohorts that are asked for."""

        def counted(end: JalaliMonth) -> Select[Any]:
            if not of_cohorts:
                return select(*_COUNTED).group_by(*GROUP)
            placed = places_by(min(end.ends, clock.now())).subquery()
            columns: tuple[Any, ...] = (placed.c.cohort_id, *_COUNTED[1:])
            query = select(*columns).join(placed, placed.c.trainee_id == TraineeMonth.trainee_id)
            return query.where(placed.c.cohort_id.in_(self._cohorts)).group_by(placed.c.cohort_id, *GROUP)

        found: dict[tuple[JalaliMonth, int | None], list[_Counted]] = {}
        for end, cohort_id, *group, people, steady in self._at_each_end(counted):
            found.setdefault((end, cohort_id), []).append(_Counted(groups(*group), people, steady or 0))
        return found

    def _read_cohorts(self) -> dict[tuple[JalaliMonth, int | None], set[int]]:
        """Who with any movement had been given a place in the cohorts that are asked for, by each of the ends."""
        moved = self._moved()

        def inside(end: JalaliMonth) -> Select[Any]:
            placed = places_by(min(end.ends, clock.now())).subquery()
            query = select(placed.c.cohort_id, TraineeMonth.trainee_id)
            query = query.join(placed, placed.c.trainee_id == TraineeMonth.trainee_id)
            query = query.join(moved, moved.c.trainee_id == TraineeMonth.trainee_id)
            return query.where(placed.c.cohort_id.in_(self._cohorts))

        found: dict[tuple[JalaliMonth, int | None], set[int]] = {}
        for end, cohort_id, one in self._at_each_end(inside):
            found.setdefault((end, cohort_id), set()).add(one)
        return found

    def _at_each_end(self, query: Callable[[JalaliMonth], Select[Any]]) -> list[tuple[Any, ...]]:
        """The rows of a query of who stood there after each of the ends, with the month before them; one statement."""
        parts = [
            query(end).add_columns(literal(place).label("place")).where(standing_after(end), may_count())
            for place, end in enumerate(self._ends)
        ]
        return [(self._ends[row[-1]], *row[:-1]) for row in session().execute(union_all(*parts))]
