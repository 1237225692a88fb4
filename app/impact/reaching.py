"""How far goals are reached: from the kept months alone, each open to the makers whom it counts.

Whom a goal is about is settled by the months, too: whoever had been given a place by the end of its time (by now, while
it runs), in the group in which she was then. So what was reached in a time that is over does not change when somebody
moves house or leaves; it changes with the ledger alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, select, union, union_all

from app.impact import rules
from app.impact.counting import EARNED, MOVED, known_at, may_count, standing_after
from app.impact.cuts import Cut, groups
from app.impact.indicators import FEWEST_INCOMES, how_many
from app.impact.livelihood import Livelihood
from app.impact.models import Goal, Indicator
from app.impact.month_ends import NO_COHORT, Groups, MonthEnds, is_of, is_trace, number_of, of_month_end
from app.impact.months import places_by
from app.impact.of_few import few_of_counties
from app.impact.queries import thresholds
from app.impact.rules import Earned, Thresholds
from app.impact.snapshot import FEWEST
from app.impact.trainee_month import GROUP, TraineeMonth, month_as_it_lies
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import count_of, session
from app.shared.money import Rial, total


@dataclass(frozen=True)
class Actual:
    """What was reached of a goal: numerator, denominator (trainees of the scope), and as of when.

    Of an indicator that a month's end tells, `numerator` is its figure in its own unit, `denominator` how many it is
    about; not `known` before it has begun, where no month of it is over, or of too few to be told. `trace`: of a share
    that is rounded to nothing there is something all the same. `of_few`: it is a sum of rials of fewer than
    `FEWEST_INCOMES`.
    """

    goal: Goal
    numerator: int
    denominator: int
    limits: Thresholds
    as_of: datetime
    known: bool = True
    trace: bool = False
    of_few: bool = False

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
    """The figures of several goals; for goals of every kind, of counties and of cohorts, a dozen queries at the most.

    No more for many goals, months in which they end, or people: one for all that periods tell, five for what month's
    ends tell of people, six for how the shop serves. `as_of`: what `known_at` said already.
    """
    if as_of is None:
        as_of = known_at() if wanted else clock.now()
    sums = _Sums([one for one in wanted if not of_month_end(one.indicator)], as_of)
    ends = MonthEnds(wanted)
    found = [_of_end(one, ends, as_of) if of_month_end(one.indicator) else sums.actual(one) for one in wanted]
    return [_untold(one) if _of_few(one) or not one.goal.begun else one for one in found]


def on_paper(one: Actual) -> Actual:
    """A figure as it may leave the house: no sum of rials of few."""
    return _untold(one) if one.of_few else one


def _untold(one: Actual) -> Actual:
    return replace(one, numerator=0, denominator=0, known=False, trace=False, of_few=False)


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
    return Actual(one, number or 0, n, limits, as_of, known=known, trace=is_trace(one.indicator, figure))


def actual(one: Goal) -> Actual:
    """The figure of a goal."""
    return actuals([one])[0]


@dataclass(frozen=True)
class Before:
    """From where a goal set out, None where it is not known; `few`: of a sum of rials of few, whose income it was."""

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
    return Before(found.numerator, few_behind([found])) if found.known else Before(None)


def few_behind(
    actuals: Iterable[Actual], months: Sequence[JalaliMonth] = (), codes: Collection[str] = ()
) -> frozenset[int]:
    """Whose income the sums of few are among these goals, and among the months of these counties; at most one query."""
    parts = [few_of_counties(months, codes)] if months else []
    for one in (each.goal for each in actuals if each.of_few):
        time = TraineeMonth.month >= str(one.first), TraineeMonth.month <= str(_end(one))
        earners = select(TraineeMonth.trainee_id).where(*time, EARNED, may_count())
        parts.append(earners.where(TraineeMonth.trainee_id.in_(_members(one))))
    return frozenset(session().scalars(union(*parts))) if parts else frozenset()


def makers_behind(one: Goal) -> list[Behind]:
    """Makers with any movement in a goal's scope and time, the largest income first; nobody of few within a county."""
    if _narrow(one) and 0 < count_of(_members(one)) < rulebook.number(FEWEST):
        return []
    months = months_between(one.first, one.last)
    earned, limits = _earned(one), thresholds(months)
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


def _earned(one: Goal) -> dict[int, dict[JalaliMonth, Earned]]:
    """What moved in a goal's scope and time, by maker and month."""
    month, end = TraineeMonth.month, _end(one)
    inside = set(session().scalars(_members(one)))
    columns = (month, TraineeMonth.trainee_id, TraineeMonth.income_rial, TraineeMonth.sold_rial, TraineeMonth.reached)
    query = select(*columns).where(month >= str(one.first), month <= str(end), MOVED, may_count())
    found: dict[int, dict[JalaliMonth, Earned]] = {}
    for written, maker_id, income, sold, reached in session().execute(query):
        if maker_id in inside:
            months = found.setdefault(maker_id, {})
            months[JalaliMonth.parse(written)] = Earned(int(income), int(sold), reached)
    return found


@dataclass(frozen=True)
class _Summed:
    """So many of one group stood there at the end of a period, so many of them with a sustained living.

    And what all of them earned in it, and how many of them sold, or had income months enough.
    """

    groups: Groups
    people: int
    steady: int
    income: int
    selling: int
    earning: int
    earners: int


_Scope = tuple[JalaliMonth, JalaliMonth, bool]


class _Sums:
    """What the figures of some goals of periods need, added up by the database in one statement."""

    def __init__(self, wanted: Sequence[Goal], as_of: datetime) -> None:
        self._as_of = as_of
        self._limits = {(one.first, one.last): thresholds(months_between(one.first, one.last)) for one in wanted}
        self._cohorts = sorted({one.cohort_id for one in wanted if one.cohort_id is not None})
        self._found = self._read(sorted({_scope_of(one) for one in wanted}))

    def actual(self, one: Goal) -> Actual:
        found = self._found.get((_scope_of(one), one.cohort_id), [])
        here = [row for row in found if is_of(one, row.groups)]
        part = {
            Indicator.INCOME: [row.income for row in here],
            Indicator.EARNING: [row.earning for row in here],
            Indicator.SUSTAINED: [row.steady for row in here],
        }.get(one.indicator, [row.selling for row in here])
        limits = self._limits[one.first, one.last]
        of_few = one.indicator is Indicator.INCOME and 0 < sum(row.earners for row in here) < FEWEST_INCOMES
        return Actual(one, sum(part), sum(row.people for row in here), limits, self._as_of, of_few=of_few)

    def _read(self, scopes: Sequence[_Scope]) -> dict[tuple[_Scope, int | None], list[_Summed]]:
        parts = [self._of(scope).add_columns(literal(place).label("place")) for place, scope in enumerate(scopes)]
        found: dict[tuple[_Scope, int | None], list[_Summed]] = {}
        rows: Iterable[Any] = session().execute(union_all(*parts)) if parts else []
        for cohort_id, county, trade, village, sex, head, *numbers, place in rows:
            summed = _Summed(groups(county, trade, village, sex, head), *(int(one or 0) for one in numbers))
            found.setdefault((scopes[place], cohort_id), []).append(summed)
        return found

    def _of(self, scope: _Scope) -> Select[Any]:
        """By group: whoever stood there after the period, and what they did in it; of cohorts, each place in one."""
        first, last, in_cohorts = scope
        end = min(last, JalaliMonth.current())
        mine = _by_maker(first, end)
        sums = (
            func.count(),
            how_many(TraineeMonth.livelihood == Livelihood.SUSTAINED),
            func.sum(mine.c.income),
            how_many(mine.c.sold > 0),
            how_many(mine.c.reached >= rules.needed(self._limits[first, last])),
            how_many(mine.c.earned > 0),
        )
        query: Select[Any] = select(*GROUP, *sums).select_from(TraineeMonth).group_by(*GROUP)
        query = query.outerjoin(mine, mine.c.trainee_id == TraineeMonth.trainee_id)
        query = query.where(standing_after(end), may_count())
        if not in_cohorts:
            return query.with_only_columns(NO_COHORT, *GROUP, *sums)
        placed = places_by(min(end.ends, clock.now())).subquery()
        query = query.join(placed, placed.c.trainee_id == TraineeMonth.trainee_id)
        query = query.where(placed.c.cohort_id.in_(self._cohorts)).group_by(placed.c.cohort_id)
        return query.with_only_columns(placed.c.cohort_id, *GROUP, *sums)


def _scope_of(one: Goal) -> _Scope:
    return (one.first, one.last, one.cohort_id is not None)


def _by_maker(first: JalaliMonth, end: JalaliMonth) -> Subquery:
    """What each did in these months, of who did anything in them."""
    time = month_as_it_lies() >= str(first), month_as_it_lies() <= str(end)
    income, sold = func.sum(TraineeMonth.income_rial), func.sum(TraineeMonth.sold_rial)
    months = how_many(TraineeMonth.reached.is_(True)).label("reached"), how_many(EARNED).label("earned")
    sums = income.label("income"), sold.label("sold"), *months
    return select(TraineeMonth.trainee_id, *sums).where(*time, MOVED).group_by(TraineeMonth.trainee_id).subquery()
