"""Whom somebody ought to look after, of all who are in somebody's care: counted, and read a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.programme.caseload import ABSENCES, CONTACT_DAYS, Care, cares
from app.programme.deadlines import days_between, put_off
from app.programme.models import Attendance, Case, Engagement, Lesson, Mark, Mentor, Stage, Trainee, Visit
from app.programme.pausing import StandingStill, anything_paused
from app.shared import rulebook
from app.shared.calendar import local_date, start_of, today
from app.shared.database import count_of, session

PAGE = 20
_DAY = timedelta(days=1)
_BY_NAME = (Trainee.sort_key, Trainee.id)


class Worry(StrEnum):
    """Why: not seen for the rule's days, absent the rule's times in a row, a next step past its day."""

    SILENT = "silent"
    ABSENT = "absent"
    OVERDUE = "overdue"


def worried_about(counties: frozenset[str] | None, why: Worry, page: int) -> list[Care]:
    """A page of those of these counties (None: of all); the longest unseen first, others by name."""
    start = (page - 1) * PAGE
    if why in _JUDGED and anything_paused():
        ids = _JUDGED[why](counties)[start : start + PAGE]
    else:
        order = (*_longest_unseen(),) if why is Worry.SILENT else ()
        query = _open(counties).where(_WORRIES[why]()).order_by(*order, Trainee.sort_key, Trainee.id)
        ids = list(session().scalars(query.limit(PAGE).offset(start)))
    found = {one.case.id: one for one in cares(select(Case, Trainee, Mentor).where(Case.id.in_(ids)))}
    return [found[one] for one in ids]


# ---- where days stand still: of each candidate only her days are read -----------------------------------------


def _silent_still(counties: frozenset[str] | None) -> list[int]:
    """Open cases that are silent although paused days do not count, the longest unseen first, then by name."""
    least, now = rulebook.number(CONTACT_DAYS), today()
    query = _open(counties).where(_silent())
    still = StandingStill(query.with_only_columns(Trainee.id))
    dated = query.with_only_columns(Case.id, Trainee.id, Trainee.county_code, _last_visit(), Case.began_at)
    days_of = cache(days_between)
    found = []
    for case_id, trainee_id, county, seen, began_at in session().execute(dated.order_by(*_BY_NAME)):
        days = days_of(seen or local_date(began_at), now, still.spans(trainee_id, county))
        if days >= least:
            found.append((days, case_id))
    return [case_id for _, case_id in sorted(found, key=lambda one: -one[0])]


def _overdue_still(counties: frozenset[str] | None) -> list[int]:
    """Open cases with a step past the day to which paused days have put it off, by name."""
    now = today()
    query = _open(counties).where(_overdue())
    still = StandingStill(query.with_only_columns(Trainee.id))
    dated = (
        query.with_only_columns(Case.id, Trainee.id, Trainee.county_code, Visit.visited_on, Visit.next_by)
        .join(Visit, Visit.trainee_id == Trainee.id)
        .where(Visit.next_by < now, Visit.step_done_at.is_(None))
    )
    due_on = cache(put_off)
    found = [
        case_id
        for case_id, trainee_id, county, seen, due in session().execute(dated.order_by(*_BY_NAME))
        if due_on(seen, due, still.spans(trainee_id, county)) < now
    ]
    return list(dict.fromkeys(found))


def count_worries(counties: frozenset[str] | None) -> dict[Worry, int]:
    """How many there are of each."""
    paused = anything_paused()
    return {
        why: len(_JUDGED[why](counties)) if paused and why in _JUDGED else count_of(_open(counties).where(about()))
        for why, about in _WORRIES.items()
    }


def uncared_for(counties: frozenset[str] | None, page: int, size: int = PAGE) -> list[Trainee]:
    """A page of trainees with a place in a cohort whom nobody cares for, by name."""
    query = _uncared(counties).order_by(Trainee.sort_key, Trainee.id)
    return list(session().scalars(query.limit(size).offset((page - 1) * size)))


def count_uncared(counties: frozenset[str] | None) -> int:
    """How many those are."""
    return count_of(_uncared(counties))


def _uncared(counties: frozenset[str] | None) -> Select[Trainee]:
    enrolled = select(Engagement.trainee_id).where(Engagement.state == Stage.ENROLLED)
    cared = select(Case.trainee_id).where(Case.ended_at.is_(None))
    query = select(Trainee).where(Trainee.id.in_(enrolled), Trainee.id.not_in(cared))
    return query if counties is None else query.where(Trainee.county_code.in_(counties))


def _open(counties: frozenset[str] | None) -> Select[int]:
    query = select(Case.id).join(Trainee, Trainee.id == Case.trainee_id).where(Case.ended_at.is_(None))
    return query if counties is None else query.where(Trainee.county_code.in_(counties))


def _last_visit() -> ColumnElement[Any]:
    seen = select(func.max(Visit.visited_on)).where(Visit.trainee_id == Case.trainee_id)
    return seen.correlate(Case).scalar_subquery()


def _silent() -> ColumnElement[bool]:
    """Not seen since; before the first visit, in care since."""
    last = today() - timedelta(days=rulebook.number(CONTACT_DAYS))
    return or_(_last_visit() <= last, and_(_last_visit().is_(None), Case.began_at < start_of(last + _DAY)))


def _longest_unseen() -> tuple[ColumnElement[Any], ...]:
    since = func.coalesce(_last_visit(), func.date(Case.began_at))
    return (since, case((_last_visit().is_(None), 0), else_=1))


def _absent() -> ColumnElement[bool]:
    """So many absences after the last time that she came; an excuse neither adds to them nor ends them."""
    came, that_day = aliased(Attendance), aliased(Lesson)
    later = or_(that_day.held_on > Lesson.held_on, and_(that_day.held_on == Lesson.held_on, that_day.id > Lesson.id))
    came_later = (
        exists()
        .where(
            came.trainee_id == Attendance.trainee_id,
            that_day.id == came.lesson_id,
            came.mark.not_in([Mark.ABSENT, Mark.EXCUSED]),
            later,
        )
        .correlate(Attendance, Lesson)
    )
    in_a_row = (
        select(func.count())
        .select_from(Attendance)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(Attendance.trainee_id == Case.trainee_id, Attendance.mark == Mark.ABSENT, ~came_later)
        .correlate(Case)
        .scalar_subquery()
    )
    return in_a_row >= rulebook.number(ABSENCES)


def _overdue() -> ColumnElement[bool]:
    return (
        exists()
        .where(Visit.trainee_id == Case.trainee_id, Visit.next_by < today(), Visit.step_done_at.is_(None))
        .correlate(Case)
    )


_WORRIES = {Worry.SILENT: _silent, Worry.ABSENT: _absent, Worry.OVERDUE: _overdue}
# What a pause may undo: a day that is put off has not passed.
_JUDGED: Mapping[Worry, Callable[[frozenset[str] | None], list[int]]] = {
    Worry.SILENT: _silent_still,
    Worry.OVERDUE: _overdue_still,
}
