"""Taking a list of who came to sessions and how courses ended: looked at first, then applied, twice as once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from app import accounts
from app.programme import session_rules
from app.programme.casework import Failing
from app.programme.coaching import hold_lesson
from app.programme.departing import withdraw
from app.programme.end_days import places_began
from app.programme.finishing import Said, complete, fail
from app.programme.models import Attendance, Cohort, Engagement, ImportRun, Lesson, ListKind, Mark, Stage, Trainee
from app.programme.registration import ListReport, keep_list, rows_of
from app.programme.rules import Column, Fault, FaultCode
from app.programme.session_rules import End, Ending, Known, Line, Seat, Told
from app.shared import clock, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns

_Sitting = tuple[int, date, str]


SessionsReport = ListReport[Line]


def examine_sessions(content: bytes, counties: frozenset[str] | None) -> SessionsReport:
    """Look at a list, of courses and trainees of these counties (None: of all). Raises UnreadableList."""
    cells = rows_of(content, session_rules.COLUMN_OF, session_rules.missing_columns)
    known = _known([one for _, one in cells], counties)
    return _report([session_rules.check_line(row, said, known) for row, said in cells], known)


def _known(rows: Iterable[Mapping[Column, str]], counties: frozenset[str] | None) -> Known:
    people = [session_rules.person_in(cells) for cells in rows]
    by_code = accounts.known_national_codes({code for code, _ in people if code is not None})
    by_mobile = accounts.people_on({number for _, number in people if number is not None})
    everybody = {*by_code.values(), *(one for found in by_mobile.values() for one in found)}
    query = select(Trainee.person_id, Trainee.id).where(Trainee.person_id.in_(everybody))
    if counties is not None:
        query = query.where(Trainee.county_code.in_(counties))
    trainee_of = {row[0]: row[1] for row in session().execute(query)}
    hers = Engagement.trainee_id.in_(set(trainee_of.values()))
    places = session().scalars(select(Engagement).where(hers)).all()
    began = places_began(one.id for one in places)
    return Known(
        cohorts=_cohorts(counties),
        by_code={code: trainee_of[one] for code, one in by_code.items() if one in trainee_of},
        by_mobile={
            number: [trainee_of[one] for one in found if one in trainee_of] for number, found in by_mobile.items()
        },
        seats={
            (one.cohort_id, one.trainee_id): Seat(one.id, one.state, one.outcome, began.get(one.id)) for one in places
        },
        today=today(),
    )


def _cohorts(counties: frozenset[str] | None) -> dict[str, list[int]]:
    """By name, and by number where no course is called that."""
    query = select(Cohort.id, Cohort.name)
    if counties is not None:
        query = query.where(Cohort.county_code.is_(None) | Cohort.county_code.in_(counties))
    rows = session().execute(query).all()
    named: dict[str, list[int]] = defaultdict(list)
    for number, name in rows:
        named[text.match_key(name)].append(number)
    return {str(row[0]): [row[0]] for row in rows} | named


def _report(lines: list[Line], known: Known) -> SessionsReport:
    _find_contradictions(lines)
    marks = _marks({one.told.cohort_id for one in lines if one.told is not None})
    seats = {one.engagement_id: one for one in known.seats.values()}
    good = [one for one in lines if not one.faults]
    new = [one for one in good if _says_more(one, marks, seats)]
    return SessionsReport(len(lines), new, len(good) - len(new), [one for one in lines if one.faults])


def _find_contradictions(lines: list[Line]) -> None:
    """Of two rows about the same thing the first holds: marks once each, an ending may be said again in each row."""
    marked: dict[tuple[_Sitting, int], int] = {}
    ended: dict[int, tuple[Ending, int]] = {}
    for one in lines:
        earlier = 0
        if one.told is not None:
            row = marked.setdefault((_sitting(one.told), one.told.trainee_id), one.row)
            earlier = row if row != one.row else 0
        if one.ending is not None and not earlier:
            first, row = ended.setdefault(one.ending.engagement_id, (one.ending, one.row))
            earlier = row if first != one.ending else 0
        if earlier:
            one.told = one.ending = None
            one.faults.append(Fault(FaultCode.SAID_TWICE, Column.MARK, row=earlier))


def _sitting(told: Told) -> _Sitting:
    return told.cohort_id, told.held_on, told.title


def _marks(cohort_ids: set[int]) -> dict[tuple[_Sitting, int], Mark]:
    """What is written of sessions of these courses."""
    rows = session().execute(
        select(Lesson.cohort_id, Lesson.held_on, Lesson.title, Attendance.trainee_id, Attendance.mark)
        .join(Attendance, Attendance.lesson_id == Lesson.id)
        .where(Lesson.cohort_id.in_(cohort_ids))
    )
    return {((row[0], row[1], row[2]), row[3]): row[4] for row in rows}


def _says_more(one: Line, marks: Mapping[tuple[_Sitting, int], Mark], seats: Mapping[int, Seat]) -> bool:
    if one.told is not None and marks.get((_sitting(one.told), one.told.trainee_id)) is not one.told.mark:
        return True
    return one.ending is not None and not seats[one.ending.engagement_id].stands(one.ending.end)


def keep_sessions(content: bytes, file_name: str, by: int | None) -> ImportRun:
    """Keep a list, encrypted, until it is applied."""
    run = keep_list(content, file_name, None, by)
    run.kind = ListKind.SESSIONS
    return run


def apply_sessions(report: SessionsReport, by: int | None) -> int:
    """Write what a report has new: sessions, marks, how courses ended; of how many rows."""
    take_turns("sessions of lists")
    _write_marks([one.told for one in report.new if one.told is not None], by)
    _write_endings({one.ending.engagement_id: one.ending for one in report.new if one.ending is not None}, by)
    return len(report.new)


def _write_marks(told: list[Told], by: int | None) -> None:
    """The mark of a list replaces what was written of her at that session before."""
    cohorts = {
        one.id: one for one in session().scalars(select(Cohort).where(Cohort.id.in_({one.cohort_id for one in told})))
    }
    lessons: dict[_Sitting, Lesson] = {}
    for one in told:
        if _sitting(one) not in lessons:
            lessons[_sitting(one)] = hold_lesson(cohorts[one.cohort_id], one.held_on, one.title, by, one.kind)
    query = select(Attendance).where(Attendance.lesson_id.in_({one.id for one in lessons.values()}))
    known = {(one.lesson_id, one.trainee_id): one for one in session().scalars(query)}
    now = clock.now()
    for one in told:
        key = (lessons[_sitting(one)].id, one.trainee_id)
        row = known.get(key)
        if row is None:
            row = Attendance(lesson_id=key[0], trainee_id=key[1], mark=one.mark, noted_by=by, noted_at=now)
            session().add(row)
        elif row.mark is not one.mark:
            row.mark, row.noted_by, row.noted_at = one.mark, by, now
    session().flush()


def _write_endings(endings: Mapping[int, Ending], by: int | None) -> None:
    """Those that are not written yet; whose place has changed since the look stays as it is."""
    query = select(Engagement).where(Engagement.id.in_(endings)).order_by(Engagement.id)
    held = session().scalars(query.with_for_update(**LOCK).execution_options(populate_existing=True)).all()
    for engagement in held:
        if engagement.state is not Stage.ENROLLED:
            continue
        told = endings[engagement.id]
        if told.end is End.LEFT:
            withdraw(engagement, told.leaving, told.words, by, told.on)
        elif told.end is End.PASSED:
            complete(engagement, by, Said(told.words, by_list=True, on=told.on))
        else:
            fail(engagement, Failing.OTHER, by, Said(told.words, by_list=True, on=told.on))
