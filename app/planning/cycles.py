"""A year's cycle made out of the one before: cohorts, their sessions, mentors and goals; nobody's place goes along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from app import impact, programme
from app.impact import Actual, Aim, Goal
from app.planning.errors import CycleEmpty, YearOutOfRange
from app.planning.figures import days_of
from app.planning.models import CarriedCohort, CarriedGoal, CycleCopy
from app.programme import Cohort, CohortPlan, CohortState, Lesson, Mentor
from app.shared import audit, clock, rulebook
from app.shared.calendar import JalaliMonth, from_jalali, jalali
from app.shared.database import count_of, session, take_turns
from app.shared.rulebook import Rule
from app.shared.text import localized

_MONTHS = 12


@dataclass(frozen=True)
class NextCohort:
    """A cohort and what would be made of it, with how many sessions. `mentor`: who held it; she may have gone."""

    cohort: Cohort
    plan: CohortPlan
    lessons: tuple[Lesson, ...]
    mentor: Mentor | None = None


@dataclass(frozen=True)
class NextGoal:
    """A goal with what was reached of it, from which the same target is asked anew. `aim` has the old cohort."""

    goal_id: int
    actual: Actual
    aim: Aim


class WhyLeft(StrEnum):
    """Why a course of the year before does not come along by itself. Only an earlier one may be asked for."""

    EARLIER = "earlier"
    CANCELLED = "cancelled"
    CARRIED = "carried"


@dataclass(frozen=True)
class LeftOut:
    """A course that is not made, why not, and how many goals stay behind with it."""

    cohort: Cohort
    why: WhyLeft
    goals: int


@dataclass(frozen=True)
class NextCycle:
    """What a year would begin with. `rules`: those that were set for the year before and want a look.

    `also`: courses that were asked for although they began before that year. `left`: those that do not come along.
    `later`: how many courses and goals were made for it after what is `copied`.
    """

    year: int
    cohorts: tuple[NextCohort, ...]
    goals: tuple[NextGoal, ...]
    rules: tuple[Rule, ...]
    copied: CycleCopy | None
    left: tuple[LeftOut, ...] = ()
    also: frozenset[int] = frozenset()
    later: tuple[int, int] = (0, 0)

    @property
    def lessons(self) -> int:
        return sum(len(one.lessons) for one in self.cohorts)

    @property
    def mentors(self) -> int:
        """Courses whose mentor comes along."""
        return sum(one.plan.mentor_id is not None for one in self.cohorts)

    @property
    def without(self) -> int:
        """Courses that nobody would hold."""
        return len(self.cohorts) - self.mentors

    @property
    def outcomes(self) -> int:
        """How many of the goals are of what came of the work, not of courses and registrations."""
        return sum(not one.aim.indicator.activity for one in self.goals)


def a_year_later(day: date) -> date:
    """The same day of the next Jalali year; the last of Esfand where that year has no thirtieth."""
    year, month, number = jalali(day)
    try:
        return from_jalali(year + 1, month, number)
    except ValueError:
        return from_jalali(year + 1, month, number - 1)


def next_cycle(year: int, also: Iterable[int] = ()) -> NextCycle:
    """What would be made for this or the next year, of what was not made yet. Raises YearOutOfRange.

    Courses that began in the year before come along; of those that ran in it but began earlier, those in `also`.
    """
    now = JalaliMonth.current().year
    if year not in {now, now + 1}:
        raise YearOutOfRange
    wanted = frozenset(also)
    carried = _carried()
    running = _running(year - 1, carried)
    cohorts = _cohorts(year - 1, running, carried, wanted)
    goals = goals_of(year - 1)
    coming = _goals(year, goals, cohorts, carried)
    copied = session().get(CycleCopy, year)
    return NextCycle(
        year,
        tuple(cohorts),
        tuple(NextGoal(one.goal.id, one, _aim(one)) for one in impact.actuals(coming)),
        tuple(_rules(year - 1)),
        copied,
        tuple(_left(year - 1, running, carried, {one.cohort.id for one in cohorts}, goals)),
        wanted,
        _later(copied, sum(one.year == year for one in carried.values())),
    )


def goals_of(year: int) -> list[Goal]:
    """A year's goals are those that end in it: so they are copied, judged, and counted before it begins."""
    return [one for one in impact.goals() if one.last.year == year]


def _later(copied: CycleCopy | None, cohorts: int) -> tuple[int, int]:
    if copied is None:
        return 0, 0
    goals = count_of(select(CarriedGoal.goal_id).where(CarriedGoal.year == copied.year))
    return max(0, cohorts - copied.cohorts), max(0, goals - copied.goals)


def _running(year: int, carried: Mapping[int, CarriedCohort]) -> list[Cohort]:
    """Courses with a day in a year, without those that were made for the next one and begin before it."""
    first, last = days_of(year)
    made = {one.made_id for one in carried.values() if one.year == year + 1}
    found = [one for one in programme.cohorts() if one.starts_on <= last and one.ends_on >= first]
    return [one for one in found if one.id not in made]


def _carried() -> dict[int, CarriedCohort]:
    return {one.cohort_id: one for one in session().scalars(select(CarriedCohort))}


def _left(
    year: int, running: Iterable[Cohort], carried: Container[int], coming: Container[int], goals: Iterable[Goal]
) -> Iterator[LeftOut]:
    behind = Counter(one.cohort_id for one in goals)
    for one in running:
        if one.id in coming:
            continue
        why = WhyLeft.CARRIED if one.id in carried else WhyLeft.EARLIER
        yield LeftOut(one, WhyLeft.CANCELLED if one.state is CohortState.CANCELLED else why, behind[one.id])


def _goals(
    year: int, goals: Iterable[Goal], cohorts: Iterable[NextCohort], carried: Mapping[int, CarriedCohort]
) -> list[Goal]:
    """Which of the year before's goals are not set anew yet, and of all or of a course that is made for this one."""
    known = set(session().scalars(select(CarriedGoal.goal_id)))
    made = {number for number, one in carried.items() if one.year == year and one.made_id is not None}
    kept = {one.cohort.id for one in cohorts} | made
    return [one for one in goals if one.id not in known and (one.cohort_id is None or one.cohort_id in kept)]


def _cohorts(year: int, running: Iterable[Cohort], carried: Container[int], also: Container[int]) -> list[NextCohort]:
    first, _ = days_of(year)
    found = [
        one
        for one in running
        if one.state is not CohortState.CANCELLED
        and one.id not in carried
        and (one.starts_on >= first or one.id in also)
    ]
    lessons: dict[int, list[Lesson]] = {}
    query = select(Lesson).where(Lesson.cohort_id.in_([one.id for one in found]))
    for lesson in session().scalars(query.order_by(Lesson.held_on, Lesson.id)):
        lessons.setdefault(lesson.cohort_id, []).append(lesson)
    mentors = programme.mentors(one.mentor_id for one in found if one.mentor_id is not None)
    held = {one.id: mentors.get(one.mentor_id or 0) for one in found}
    return [
        NextCohort(
            one,
            CohortPlan(
                _named(one.name, year),
                a_year_later(one.starts_on),
                a_year_later(one.ends_on),
                one.capacity,
                one.county_code,
                one.trade_code,
                _still(held[one.id]),
            ),
            tuple(lessons.get(one.id, ())),
            held[one.id],
        )
        for one in found
    ]


def _still(mentor: Mentor | None) -> int | None:
    """Who has gone holds no course to come."""
    return None if mentor is None or mentor.left_at is not None else mentor.id


def _named(name: str, year: int) -> str:
    """The name with the next year in it, in the place of the old one or at its end."""
    for written in (str(year), localized(str(year), "fa"), localized(str(year), "ar")):
        if written in name:
            return name.replace(written, localized(str(year + 1), "fa"))
    return f"{name[:90]} {localized(str(year + 1), 'fa')}"


def _aim(one: Actual) -> Aim:
    goal = one.goal
    return Aim(
        goal.indicator,
        goal.target,
        goal.first.plus(_MONTHS),
        goal.last.plus(_MONTHS),
        county_code=goal.county_code,
        cohort_id=goal.cohort_id,
        cut=goal.cut,
        value=goal.value,
    )


def _rules(year: int) -> list[Rule]:
    """Rules of which a value began to hold in a year, and the wage, which every year has its own of."""
    start, end = JalaliMonth(year, 1).starts, JalaliMonth(year, _MONTHS).ends
    names = rulebook.begun_between(start, end) | {impact.MINIMUM_WAGE.name}
    return [rule for rule in rulebook.all_rules() if rule.name in names]


def copy_cycle(read: NextCycle, note: Callable[[Actual], str], by: int) -> CycleCopy:
    """Make it: cohorts that are planned, their sessions, goals. Each is made once; later presses find it made.

    Gives what the year began with; what was made for it later is in `NextCycle.later`.

    `note` words what was reached of a goal, as `read` just before; all else is taken as it is now. Raises CycleEmpty.
    """
    year = read.year
    take_turns(f"cycle:{year}")
    known = session().get(CycleCopy, year, populate_existing=True)
    found = _as_it_is(read)
    if not found.cohorts and not found.goals:
        if known is None:
            raise CycleEmpty
        return known
    made = {number: one.made_id for number, one in _carried().items() if one.year == year}
    for cohort in found.cohorts:
        made[cohort.cohort.id] = _make(cohort, by)
        session().add(CarriedCohort(cohort_id=cohort.cohort.id, year=year, made_id=made[cohort.cohort.id]))
    for goal in found.goals:
        old = goal.aim.cohort_id
        aim = replace(goal.aim, note=note(goal.actual), cohort_id=None if old is None else made[old])
        with suppress(impact.GoalTwice):  # somebody has set it already
            impact.set_goal(aim, by)
        session().add(CarriedGoal(goal_id=goal.goal_id, year=year))
    copied = known or CycleCopy(
        year=year,
        cohorts=len(found.cohorts),
        lessons=found.lessons,
        goals=len(found.goals),
        mentors=found.mentors,
        copied_by=by,
        copied_at=clock.now(),
    )
    session().add(copied)
    session().flush()
    audit.note("cycle_copied", "cycle_copy", year, by, cohorts=len(found.cohorts), goals=len(found.goals))
    return copied


def _as_it_is(read: NextCycle) -> NextCycle:
    """The same with what was changed since it was read. How far goals are reached is asked anew of new ones alone."""
    carried = _carried()
    cohorts = _cohorts(read.year - 1, _running(read.year - 1, carried), carried, read.also)
    goals = _goals(read.year, goals_of(read.year - 1), cohorts, carried)
    reached = {one.goal_id: one.actual for one in read.goals}
    reached |= {one.goal.id: one for one in impact.actuals([one for one in goals if one.id not in reached])}
    told = [replace(reached[one.id], goal=one) for one in goals]
    return replace(read, cohorts=tuple(cohorts), goals=tuple(NextGoal(one.goal.id, one, _aim(one)) for one in told))


def _make(one: NextCohort, by: int) -> int:
    cohort = programme.plan_cohort(one.plan, by)
    for lesson in one.lessons:
        programme.hold_lesson(cohort, a_year_later(lesson.held_on), lesson.title, by, lesson.kind)
    return cohort.id
