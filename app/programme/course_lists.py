"""Taking a list of courses: looked at first, every bad row named, then planned; twice is once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from app import places
from app.programme import course_rules
from app.programme.actions import CohortPlan, plan_cohort
from app.programme.course_rules import CourseLine, Guide, Identity, KnownCourses
from app.programme.models import Cohort, CohortState, ImportRun, ListKind, Mentor
from app.programme.registration import ListReport, keep_list, names_of_trades, rows_of
from app.programme.rules import Column, Fault, FaultCode
from app.shared import text
from app.shared.database import session, take_turns

CoursesReport = ListReport[CourseLine]


def examine_courses(content: bytes, counties: frozenset[str] | None) -> CoursesReport:
    """Look at a list, of courses of these counties (None: of all). Raises UnreadableList."""
    cells = rows_of(content, course_rules.COLUMN_OF, course_rules.missing_columns)
    there = _there()
    known = KnownCourses(
        counties={text.match_key(one.name): one.code for one in places.home_counties()},
        trades=names_of_trades(),
        mentors=_mentors(),
        courses=there,
        within=counties,
    )
    lines = [course_rules.check_course(row, said, known) for row, said in cells]
    _find_repetitions(lines)
    good = [one for one in lines if one.plan is not None]
    new = [one for one in good if one.plan is not None and course_rules.identity(one.plan) not in there]
    return CoursesReport(len(lines), new, len(good) - len(new), [one for one in lines if one.faults])


def _there() -> dict[Identity, CohortPlan]:
    """Courses that were not called off."""
    found = session().scalars(select(Cohort).where(Cohort.state != CohortState.CANCELLED))
    plans = [
        CohortPlan(one.name, one.starts_on, one.ends_on, one.capacity, one.county_code, one.trade_code, one.mentor_id)
        for one in found
    ]
    return {course_rules.identity(one): one for one in plans}


def _mentors() -> dict[str, list[Guide]]:
    named: dict[str, list[Guide]] = defaultdict(list)
    for one in session().scalars(select(Mentor).where(Mentor.left_at.is_(None))):
        named[text.match_key(one.display_name)].append(Guide(one.id, one.county_code))
    return named


def _find_repetitions(lines: Iterable[CourseLine]) -> None:
    """Of two rows about the same course the first holds."""
    first: dict[Identity, int] = {}
    for one in lines:
        if one.plan is None:
            continue
        row = first.setdefault(course_rules.identity(one.plan), one.row)
        if row != one.row:
            one.plan = None
            one.faults.append(Fault(FaultCode.SAID_TWICE, Column.COHORT, row=row))


def keep_courses(content: bytes, file_name: str, by: int | None) -> ImportRun:
    """Keep a list, encrypted, until it is applied."""
    run = keep_list(content, file_name, None, by)
    run.kind = ListKind.COURSES
    return run


def apply_courses(report: CoursesReport, by: int | None) -> int:
    """Plan the courses that a report has new and that nobody has planned since; how many."""
    take_turns("courses of lists")
    there = _there()
    fresh = [one.plan for one in report.new if one.plan is not None and course_rules.identity(one.plan) not in there]
    for plan in fresh:
        plan_cohort(plan, by)
    return len(fresh)
