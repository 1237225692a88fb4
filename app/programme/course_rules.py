"""Pure rules of lists of courses: which course a row tells of, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.programme.actions import CohortPlan
from app.programme.rules import HEADINGS, Column, Fault, FaultCode
from app.programme.session_rules import day_in
from app.shared.text import ascii_digits, clean, match_key

MOST_PLACES = 5_000
NEEDED = (Column.COHORT, Column.CAPACITY, Column.FIRST_DAY, Column.LAST_DAY)
_NAMES: dict[Column, tuple[str, ...]] = {
    Column.COUNTY: HEADINGS[Column.COUNTY],
    Column.TRADE: HEADINGS[Column.TRADE],
    Column.COHORT: ("دوره", "نام دوره", "عنوان دوره", "نام", "cohort", "course", "name"),
    Column.MENTOR: ("پیشران", "نام پیشران", "مربی", "نام مربی", "خیر", "mentor", "teacher"),
    Column.CAPACITY: ("گنجایش", "ظرفیت", "شمار جا", "تعداد", "تعداد نفرات", "capacity", "places", "seats"),
    Column.FIRST_DAY: ("آغاز", "شروع", "از", "از تاریخ", "تاریخ آغاز", "تاریخ شروع", "روز نخست", "start", "first day"),
    Column.LAST_DAY: ("پایان", "تا", "تا تاریخ", "تاریخ پایان", "تاریخ اتمام", "روز آخر", "end", "last day"),
}
COLUMN_OF = {match_key(heading): column for column, names in _NAMES.items() for heading in names}

Identity = tuple[str, str | None, date]


@dataclass
class CourseLine:
    """A row looked at: the course that it tells of, or faults."""

    row: int
    name: str
    plan: CohortPlan | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Guide:
    """Whom a mentor's name may mean."""

    id: int
    county_code: str


@dataclass(frozen=True)
class KnownCourses:
    """What names mean, courses that are there already, and the counties that whoever brings the list may plan for."""

    counties: Mapping[str, str]
    trades: Mapping[str, str]
    mentors: Mapping[str, Sequence[Guide]]
    courses: Mapping[Identity, CohortPlan]
    within: frozenset[str] | None


def missing_columns(found: Mapping[Column, int]) -> list[Column]:
    """Columns without which a list of courses can't be taken."""
    return [one for one in NEEDED if one not in found]


def identity(plan: CohortPlan) -> Identity:
    """Courses of one name in one county that begin on one day are the same."""
    return match_key(plan.name), plan.county_code, plan.starts_on


def check_course(row: int, cells: Mapping[Column, str], known: KnownCourses) -> CourseLine:
    """Everything that is wrong with a row, or the course that it tells of."""
    line = CourseLine(row, clean(cells.get(Column.COHORT, ""))[:100])
    if not line.name:
        line.faults.append(Fault(FaultCode.NO_COHORT, Column.COHORT))
    county = _county(cells, known, line)
    trade = _trade(cells, known, line)
    mentor = _mentor(cells, known, line, county)
    capacity = _capacity(cells, line)
    days = _days(cells, line)
    if not line.faults and days is not None:
        _plan(line, CohortPlan(line.name, *days, capacity, county, trade, mentor), known)
    return line


def _plan(line: CourseLine, plan: CohortPlan, known: KnownCourses) -> None:
    there = known.courses.get(identity(plan))
    if there is not None and (there.ends_on, there.capacity, there.trade_code, there.mentor_id) != (
        plan.ends_on,
        plan.capacity,
        plan.trade_code,
        plan.mentor_id,
    ):
        line.faults.append(Fault(FaultCode.COURSE_DIFFERS, Column.COHORT, line.name))
    else:
        line.plan = plan


def _county(cells: Mapping[Column, str], known: KnownCourses, line: CourseLine) -> str | None:
    named = clean(cells.get(Column.COUNTY, ""))
    if not named:
        if known.within is not None:
            line.faults.append(Fault(FaultCode.NO_COUNTY, Column.COUNTY))
        return None
    county = known.counties.get(match_key(named).removeprefix(match_key("شهرستان")))
    if county is None:
        line.faults.append(Fault(FaultCode.UNKNOWN_COUNTY, Column.COUNTY, named))
    elif known.within is not None and county not in known.within:
        line.faults.append(Fault(FaultCode.NOT_HER_COUNTY, Column.COUNTY, named))
    return county


def _trade(cells: Mapping[Column, str], known: KnownCourses, line: CourseLine) -> str | None:
    named = clean(cells.get(Column.TRADE, ""))
    found = known.trades.get(match_key(named)) if named else None
    if named and found is None:
        line.faults.append(Fault(FaultCode.UNKNOWN_TRADE, Column.TRADE, named))
    return found


def _mentor(cells: Mapping[Column, str], known: KnownCourses, line: CourseLine, county: str | None) -> int | None:
    """Of several of one name the one of the course's county."""
    named = clean(cells.get(Column.MENTOR, ""))
    if not named:
        return None
    found = known.mentors.get(match_key(named), ())
    if len(found) > 1:
        found = [one for one in found if one.county_code == county] or found
    if len(found) == 1:
        return found[0].id
    line.faults.append(Fault(FaultCode.AMBIGUOUS_MENTOR if found else FaultCode.UNKNOWN_MENTOR, Column.MENTOR, named))
    return None


def _capacity(cells: Mapping[Column, str], line: CourseLine) -> int:
    typed = ascii_digits(clean(cells.get(Column.CAPACITY, ""))).removesuffix(".0")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 0
    if not 1 <= number <= MOST_PLACES:
        line.faults.append(Fault(FaultCode.BAD_CAPACITY, Column.CAPACITY, typed))
    return number


def _days(cells: Mapping[Column, str], line: CourseLine) -> tuple[date, date] | None:
    read = []
    for column in (Column.FIRST_DAY, Column.LAST_DAY):
        typed = clean(cells.get(column, ""))
        day = day_in(typed)
        if day is None:
            line.faults.append(Fault(FaultCode.BAD_DAY, column, typed))
        else:
            read.append(day)
    if len(read) < 2:
        return None
    if read[1] <= read[0]:
        line.faults.append(Fault(FaultCode.ENDS_EARLY, Column.LAST_DAY, clean(cells.get(Column.LAST_DAY, ""))))
    return read[0], read[1]
