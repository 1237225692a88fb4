"""A year's cycle made out of the one before: cohorts, their sessions, mentors and goals; nobody's place goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app import impact, programme
from app.impact import Actual, Aim, Goal
from app.planning.errors import CycleEmpty, YearOutOfRange
from app.planning.figures import days_of
from app.planning.models import CycleCopy
from app.programme import Cohort, CohortPlan, CohortState, Lesson, Mentor
from app.shared import audit, clock, rulebook
from app.shared.calendar import JalaliMonth, from_jalali, jalali
from app.shared.database import session, take_turns
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


@dataclass(frozen=True)
class NextCycle:
    """What a year would begin with. `rules`: those that were set for the year before and want a look."""

    year: int
    cohorts: tuple[NextCohort, ...]
    goals: tuple[NextGoal, ...]
    rules: tuple[Rule, ...]
    copied: CycleCopy | None

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


def a_year_later(day: date) -> date:
    """The same day of the next Jalali year; the last of Esfand where that year has no thirtieth."""
    year, month, number = jalali(day)
    try:
        return from_jalali(year + 1, month, number)
    except ValueError:
        return from_jalali(year + 1, month, number - 1)


def next_cycle(year: int) -> NextCycle:
    """What would be copied into this or the next year. Raises YearOutOfRange."""
    now = JalaliMonth.current().year
    if year not in {now, now + 1}:
        raise YearOutOfRange
    cohorts = _cohorts(year - 1)
    return NextCycle(
        year,
        tuple(cohorts),
        tuple(NextGoal(one.goal.id, one, _aim(one)) for one in impact.actuals(_goals(year - 1, cohorts))),
        tuple(_rules(year - 1)),
        session().get(CycleCopy, year),
    )


def _goals(year: int, cohorts: Iterable[NextCohort]) -> list[Goal]:
    """Goals that end in a year, and are of all or of one of these cohorts."""
    kept = {one.cohort.id for one in cohorts}
    return [one for one in impact.goals() if one.last.year == year and (one.cohort_id is None or one.cohort_id in kept)]


def _cohorts(year: int) -> list[NextCohort]:
    first, last = days_of(year)
    found = [
        one for one in programme.cohorts() if first <= one.starts_on <= last and one.state is not CohortState.CANCELLED
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
    """Make it: cohorts that are planned, their sessions, goals. A year is copied once; later presses find it made.

    `note` words what was reached of a goal, as `read` just before; all else is taken as it is now. Raises CycleEmpty.
    """
    year = read.year
    take_turns(f"cycle:{year}")
    known = session().get(CycleCopy, year, populate_existing=True)
    if known is not None:
        return known
    found = _as_it_is(read)
    if not found.cohorts and not found.goals:
        raise CycleEmpty
    made = {one.cohort.id: _make(one, by) for one in found.cohorts}
    for goal in found.goals:
        old = goal.aim.cohort_id
        aim = replace(goal.aim, note=note(goal.actual), cohort_id=None if old is None else made[old])
        impact.set_goal(aim, by)
    copied = CycleCopy(
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
    audit.note("cycle_copied", "cycle_copy", year, by, cohorts=copied.cohorts, goals=copied.goals)
    return copied


def _as_it_is(read: NextCycle) -> NextCycle:
    """The same with what was changed since it was read. How far goals are reached is asked anew of new ones alone."""
    cohorts = _cohorts(read.year - 1)
    goals = _goals(read.year - 1, cohorts)
    reached = {one.goal_id: one.actual for one in read.goals}
    reached |= {one.goal.id: one for one in impact.actuals([one for one in goals if one.id not in reached])}
    told = [replace(reached[one.id], goal=one) for one in goals]
    return replace(read, cohorts=tuple(cohorts), goals=tuple(NextGoal(one.goal.id, one, _aim(one)) for one in told))


def _make(one: NextCohort, by: int) -> int:
    cohort = programme.plan_cohort(one.plan, by)
    for lesson in one.lessons:
        programme.hold_lesson(cohort, a_year_later(lesson.held_on), lesson.title, by, lesson.kind)
    return cohort.id
