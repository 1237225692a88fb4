"""Pure rules of lists of sessions: who came, how the course ended for her, and what is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.accounts import mobile, national_code
from app.programme.casework import Leaving
from app.programme.models import LessonKind, Mark, Outcome, Stage
from app.programme.rules import HEADINGS, Column, Fault, FaultCode, spoilt
from app.shared.calendar import from_jalali
from app.shared.text import ascii_digits, clean, match_key

_NAMES: dict[Column, tuple[str, ...]] = {
    **{
        one: HEADINGS[one]
        for one in (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.FULL_NAME, Column.NATIONAL_CODE, Column.MOBILE)
    },
    Column.COHORT: ("دوره", "نام دوره", "عنوان دوره", "شماره دوره", "کد دوره", "cohort", "course"),
    Column.SESSION: ("جلسه", "عنوان جلسه", "نام جلسه", "موضوع جلسه", "موضوع", "session", "session title", "title"),
    Column.DAY: ("روز", "روز جلسه", "تاریخ", "تاریخ جلسه", "day", "date", "session day", "session date"),
    Column.KIND: ("نوع", "نوع جلسه", "گونه", "kind", "session kind", "type"),
    Column.MARK: ("حضور", "حضور و غیاب", "حضور غیاب", "وضعیت حضور", "attendance", "presence", "mark"),
    Column.OUTCOME: ("نتیجه", "نتیجه دوره", "سرانجام", "outcome", "result"),
    Column.END_DAY: (
        "روز نتیجه",
        "تاریخ نتیجه",
        "روز پایان",
        "تاریخ پایان",
        "outcome day",
        "outcome date",
        "end day",
        "يوم النتيجة",
    ),
    Column.REASON: ("دلیل", "دلیل رفتن", "علت", "دلیل ترک", "علت ترک", "reason", "why"),
}
COLUMN_OF = {match_key(heading): column for column, names in _NAMES.items() for heading in names}


_T = TypeVar("_T")


class End(StrEnum):
    """How the course ended for her, as a list says it."""

    PASSED = "passed"
    FAILED = "failed"
    LEFT = "left"


def _words(table: Mapping[_T, Sequence[str]]) -> dict[str, _T]:
    return {match_key(word): one for one, words in table.items() for word in words}


_MARKS = _words(
    {
        Mark.PRESENT: ("حاضر", "حضور", "بود", "آمد", "1", "p", "present", "yes"),
        Mark.ABSENT: ("غایب", "غائب", "غیبت", "نبود", "نیامد", "0", "a", "absent", "no"),
        Mark.EXCUSED: ("موجه", "غیبت موجه", "غایب موجه", "مرخصی", "معذور", "e", "excused"),
    }
)
_TICKS = {"✓": Mark.PRESENT, "✔": Mark.PRESENT, "+": Mark.PRESENT, "✗": Mark.ABSENT, "-": Mark.ABSENT, "−": Mark.ABSENT}
_KINDS = _words(
    {
        LessonKind.CONSULTATION: ("مشاوره", "جلسه مشاوره", "consultation"),
        LessonKind.LESSON: ("درس", "درس دوره", "آموزش", "کلاس", "lesson"),
        LessonKind.WORKSHOP: ("کارگاه", "کارگاه عملی", "عملی", "workshop"),
    }
)
_ENDS = _words(
    {
        End.PASSED: ("قبول", "قبول شد", "پذیرفته", "گذراند", "به پایان برد", "تمام کرد", "passed", "pass", "completed"),
        End.FAILED: ("مردود", "رد", "رد شد", "قبول نشد", "نگذراند", "failed", "fail"),
        End.LEFT: ("رفت", "ترک", "ترک کرد", "رها کرد", "کناره گرفت", "انصراف", "انصراف داد", "left", "withdrawn"),
    }
)
_LEAVINGS = _words(
    {
        Leaving.FAMILY: ("کارِ خانه و خانواده", "خانواده", "خانه", "family"),
        Leaving.HEALTH: ("تندرستی", "بیماری", "سلامت", "health"),
        Leaving.MONEY: ("نداشتنِ سرمایه", "سرمایه", "پول", "money"),
        Leaving.DISTANCE: ("دوریِ راه", "راه", "دوری", "رفت و آمد", "distance"),
        Leaving.JOB: ("کارِ دیگری یافت", "کار دیگر", "اشتغال", "شغل", "job"),
        Leaving.COURSE: ("دوره به کارش نیامد", "دوره", "course"),
        Leaving.MARKET: ("فروش نداشت", "فروش", "بازار", "market"),
        Leaving.OTHER: ("دلیلِ دیگر", "دیگر", "سایر", "other"),
    }
)
_DAY = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ T]00:00(?::00)?)?")
_FIRST_GREGORIAN = 1700
_CAN_BE_MARKED = frozenset({Stage.ENROLLED, Stage.COMPLETED, Stage.WITHDRAWN})
_BECOMES = {End.PASSED: Stage.COMPLETED, End.LEFT: Stage.WITHDRAWN}


@dataclass(frozen=True)
class Told:
    """Her mark at a session."""

    cohort_id: int
    title: str
    held_on: date
    kind: LessonKind
    trainee_id: int
    mark: Mark


@dataclass(frozen=True)
class Ending:
    """How a course ended for her, and on which day if that is told; whoever left says why."""

    engagement_id: int
    end: End
    leaving: Leaving | None = None
    words: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Seat:
    """Her place in a course, as it stands."""

    engagement_id: int
    stage: Stage
    outcome: Outcome | None
    began: date | None = None

    def stands(self, end: End) -> bool:
        """Whether this is written already."""
        return self.outcome is Outcome.FAILED if end is End.FAILED else self.stage is _BECOMES[end]


@dataclass
class Line:
    """A row looked at: what it tells, or faults."""

    row: int
    name: str
    told: Told | None = None
    ending: Ending | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What a list can speak of: courses by name and number; trainees by code and mobile; places by both."""

    cohorts: Mapping[str, Sequence[int]]
    by_code: Mapping[str, int]
    by_mobile: Mapping[str, Sequence[int]]
    seats: Mapping[tuple[int, int], Seat]
    today: date


def missing_columns(found: Mapping[Column, int]) -> list[Column]:
    """Columns without which a list of sessions can't be taken."""
    needed = [Column.COHORT]
    if Column.MOBILE not in found:
        needed.append(Column.NATIONAL_CODE)
    if Column.OUTCOME not in found or Column.MARK in found:
        needed += [Column.SESSION, Column.DAY, Column.MARK]
    return [column for column in needed if column not in found]


def person_in(cells: Mapping[Column, str]) -> tuple[str | None, str | None]:
    """The national code and the mobile number that a row names, where they are sound."""
    code, number = cells.get(Column.NATIONAL_CODE, ""), cells.get(Column.MOBILE, "")
    return (None if spoilt(code) else national_code(code)), (None if spoilt(number) else mobile(number))


def day_in(typed: str) -> date | None:
    """A Jalali or Gregorian day in figures of any script, year first; None for anything else."""
    match = _DAY.fullmatch(ascii_digits(clean(typed)))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day) if year >= _FIRST_GREGORIAN else from_jalali(year, month, day)
    except ValueError:
        return None


def check_line(row: int, cells: Mapping[Column, str], known: Known) -> Line:
    """Everything that is wrong with a row, or what it tells."""
    written = clean(cells.get(Column.FULL_NAME, "")) or clean(
        f"{cells.get(Column.GIVEN_NAME, '')} {cells.get(Column.FAMILY_NAME, '')}"
    )
    line = Line(row, written or clean(cells.get(Column.SESSION, "")) or clean(cells.get(Column.COHORT, "")))
    cohort_id = _cohort(cells, known, line)
    seat = None if cohort_id is None else _seat(cells, known, cohort_id, line)
    mark, end = _mark(cells, line), _end(cells, line)
    if mark is None and end is None and not line.faults:
        line.faults.append(Fault(FaultCode.NOTHING_SAID, Column.MARK))
    session = None if mark is None else _session(cells, known, line)
    ending = None if end is None else _ending(cells, line, end, None if seat is None else seat[1], known.today)
    if not line.faults and cohort_id is not None and seat is not None:
        line.ending = ending
        if session is not None and mark is not None:
            line.told = Told(cohort_id, *session, seat[0], mark)
    return line


def _cohort(cells: Mapping[Column, str], known: Known, line: Line) -> int | None:
    named = clean(cells.get(Column.COHORT, ""))
    found = known.cohorts.get(match_key(named), ()) if named else ()
    if len(found) == 1:
        return found[0]
    code = FaultCode.AMBIGUOUS_COHORT if found else FaultCode.UNKNOWN_COHORT
    line.faults.append(Fault(code if named else FaultCode.NO_COHORT, Column.COHORT, named))
    return None


def _seat(cells: Mapping[Column, str], known: Known, cohort_id: int, line: Line) -> tuple[int, Seat] | None:
    """Who it is, and her place in this course."""
    trainees = _people(cells, known, line)
    if trainees is None:
        return None
    if not trainees:
        line.faults.append(Fault(FaultCode.UNKNOWN_PERSON, Column.NATIONAL_CODE))
        return None
    seats = [(one, seat) for one in trainees if (seat := known.seats.get((cohort_id, one))) is not None]
    fitting = [(one, seat) for one, seat in seats if seat.stage in _CAN_BE_MARKED]
    if len(fitting) == 1:
        return fitting[0]
    line.faults.append(Fault(FaultCode.SHARED_MOBILE if fitting else FaultCode.NO_PLACE, Column.COHORT))
    return None


def _people(cells: Mapping[Column, str], known: Known, line: Line) -> Sequence[int] | None:
    """Trainees whom a row may mean; None where it names nobody soundly."""
    code, number = person_in(cells)
    for column, sound, fault in (
        (Column.NATIONAL_CODE, code, FaultCode.BAD_NATIONAL_CODE),
        (Column.MOBILE, number, FaultCode.BAD_MOBILE),
    ):
        written = clean(cells.get(column, ""))
        if not written:
            continue
        if sound is None:
            line.faults.append(Fault(FaultCode.SPOILT_NUMBER if spoilt(written) else fault, column, written))
            return None
        if column is Column.MOBILE:
            return known.by_mobile.get(sound, ())
        return [known.by_code[sound]] if sound in known.by_code else []
    line.faults.append(Fault(FaultCode.NO_PERSON, Column.NATIONAL_CODE))
    return None


def _mark(cells: Mapping[Column, str], line: Line) -> Mark | None:
    written = clean(cells.get(Column.MARK, ""))
    if not written:
        return None
    found = _TICKS.get(written) or _MARKS.get(match_key(written))
    if found is None:
        line.faults.append(Fault(FaultCode.UNKNOWN_MARK, Column.MARK, written))
    return found


def _session(cells: Mapping[Column, str], known: Known, line: Line) -> tuple[str, date, LessonKind] | None:
    title, typed = clean(cells.get(Column.SESSION, ""))[:120], clean(cells.get(Column.DAY, ""))
    kind, day = clean(cells.get(Column.KIND, "")), day_in(typed)
    if not title:
        line.faults.append(Fault(FaultCode.NO_SESSION, Column.SESSION))
    if day is None:
        line.faults.append(Fault(FaultCode.BAD_DAY, Column.DAY, typed))
    elif day > known.today:
        line.faults.append(Fault(FaultCode.DAY_AHEAD, Column.DAY, typed))
    which = _KINDS.get(match_key(kind)) if kind else LessonKind.LESSON
    if which is None:
        line.faults.append(Fault(FaultCode.UNKNOWN_KIND, Column.KIND, kind))
    return None if day is None or which is None else (title, day, which)


def _end(cells: Mapping[Column, str], line: Line) -> End | None:
    written = clean(cells.get(Column.OUTCOME, ""))
    if not written:
        return None
    found = _ENDS.get(match_key(written))
    if found is None:
        line.faults.append(Fault(FaultCode.UNKNOWN_OUTCOME, Column.OUTCOME, written))
    return found


def _ending(cells: Mapping[Column, str], line: Line, end: End, seat: Seat | None, today: date) -> Ending | None:
    written = clean(cells.get(Column.REASON, ""))
    leaving, words = None, written
    if end is End.LEFT:
        kind, _, more = written.partition(":")
        leaving, words = _LEAVINGS.get(match_key(kind)), clean(more) or clean(kind)
        if leaving is None:
            line.faults.append(Fault(FaultCode.UNKNOWN_REASON, Column.REASON, written))
    day = _end_day(cells, line, seat, today)
    if seat is None:
        return None
    if seat.stage is not Stage.ENROLLED and not seat.stands(end):
        line.faults.append(Fault(FaultCode.PLACE_CLOSED, Column.OUTCOME))
    return Ending(seat.engagement_id, end, leaving, words, day)


def _end_day(cells: Mapping[Column, str], line: Line, seat: Seat | None, today: date) -> date | None:
    """The day that a row tells of an end: it has come, and her place had begun."""
    typed = clean(cells.get(Column.END_DAY, ""))
    day = day_in(typed) if typed else None
    if typed and day is None:
        line.faults.append(Fault(FaultCode.BAD_DAY, Column.END_DAY, typed))
    elif day is not None and day > today:
        line.faults.append(Fault(FaultCode.DAY_AHEAD, Column.END_DAY, typed))
    elif day is not None and seat is not None and seat.began is not None and day < seat.began:
        line.faults.append(Fault(FaultCode.DAY_EARLY, Column.END_DAY, typed))
    return day
