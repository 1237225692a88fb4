"""Caring for trainees: who is whose, visits with a next step, who came to a session, and handing everything over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError

from app.programme.errors import CaseTaken, NobodyToTakeOver, VisitIncomplete
from app.programme.models import Attendance, Case, Cohort, Lesson, LessonKind, Mark, Mentor, Place, Trainee, Visit
from app.shared import audit, clock, gallery, text
from app.shared.database import LOCK, session


def take_case(trainee: Trainee, mentor: Mentor, by: int | None) -> Case:
    """Put a trainee into a mentor's care. Raises CaseTaken, also for the slower of two, and NobodyToTakeOver.

    The trainee's row is held, so that of two mentors at the same moment one is told that she has a mentor.
    """
    if trainee.person_id == mentor.person_id or mentor.left_at is not None:
        raise NobodyToTakeOver
    session().refresh(trainee, with_for_update=LOCK)
    if session().scalar(select(Case.id).where(Case.trainee_id == trainee.id, Case.ended_at.is_(None))) is not None:
        raise CaseTaken
    made = Case(trainee_id=trainee.id, mentor_id=mentor.id, began_at=clock.now(), began_by=by)
    session().add(made)
    session().flush()
    audit.note("case_taken", "trainee", trainee.id, by, mentor=mentor.id)
    return made


def hand_over_cases(leaving: Mentor, others: Sequence[Mentor], by: int | None) -> dict[int, list[int]]:
    """All trainees of a mentor who leaves, in one step, to one or several others; trainees by their new mentor.

    Each goes to whoever has the most room left. Open next steps go with their trainee, since they are those of whoever
    cares for her. Raises NobodyToTakeOver where nobody is named, the leaving one is among them, or a trainee would
    become her own mentor; then nothing has changed.
    """
    chosen = {one.id: one for one in others}
    cases = list(
        session().scalars(select(Case).where(Case.mentor_id == leaving.id, Case.ended_at.is_(None)).order_by(Case.id))
    )
    if not chosen or leaving.id in chosen:
        raise NobodyToTakeOver
    load = _loads(chosen)
    hers = select(Trainee.id, Trainee.person_id).where(Trainee.id.in_([case.trainee_id for case in cases]))
    people = {row[0]: row[1] for row in session().execute(hers)}
    moved: dict[int, list[int]] = {}
    for case in cases:
        fitting = [one for one in chosen.values() if one.person_id != people[case.trainee_id]]
        if not fitting:
            raise NobodyToTakeOver
        heir = max(fitting, key=lambda one: (one.capacity - load[one.id], -one.id))
        if _end(case, by):
            _begin(case.trainee_id, heir, by)
            load[heir.id] += 1
            moved.setdefault(heir.id, []).append(case.trainee_id)
    audit.note("cases_handed_over", "mentor", leaving.id, by, cases=sum(len(one) for one in moved.values()))
    return moved


def _loads(mentors: Mapping[int, Mentor]) -> dict[int, int]:
    query = select(Case.mentor_id, func.count()).where(Case.ended_at.is_(None), Case.mentor_id.in_(mentors))
    found = {row[0]: row[1] for row in session().execute(query.group_by(Case.mentor_id))}
    return {number: found.get(number, 0) for number in mentors}


def _end(case: Case, by: int | None) -> bool:
    """Whether it was open until now."""
    ended = session().execute(
        update(Case).where(Case.id == case.id, Case.ended_at.is_(None)).values(ended_at=clock.now(), ended_by=by),
        execution_options={"synchronize_session": "fetch"},
    )
    return getattr(ended, "rowcount", 0) == 1


def _begin(trainee_id: int, heir: Mentor, by: int | None) -> None:
    session().add(Case(trainee_id=trainee_id, mentor_id=heir.id, began_at=clock.now(), began_by=by))
    session().flush()


def end_case(case: Case, by: int | None) -> None:
    """Nobody cares for her from here on; what was written stays."""
    if _end(case, by):
        audit.note("case_ended", "trainee", case.trainee_id, by, mentor=case.mentor_id)


@dataclass(frozen=True)
class Seen:
    """A visit as the mentor tells it. `form_key` makes it one, however often the form arrives."""

    visited_on: date
    place: Place
    seen: str
    form_key: str
    next_step: str = ""
    next_by: date | None = None
    upload_key: str | None = None


def write_visit(trainee: Trainee, mentor: Mentor, told: Seen) -> Visit:
    """Write a visit down; the same form key is the same visit. Raises VisitIncomplete."""
    known = session().scalar(select(Visit).where(Visit.form_key == told.form_key))
    if known is not None:
        return known
    seen, step = text.clean(told.seen, lines=True)[:2000], text.clean(told.next_step)[:300]
    if not seen or bool(step) != (told.next_by is not None):
        raise VisitIncomplete
    picture = None if told.upload_key is None else gallery.add(told.upload_key, mentor.person_id, gallery.PRIVATE)
    made = Visit(
        trainee_id=trainee.id,
        mentor_id=mentor.id,
        visited_on=told.visited_on,
        place=told.place,
        seen=seen,
        next_step=step,
        next_by=told.next_by,
        picture_id=None if picture is None else picture.id,
        form_key=told.form_key,
        written_at=clock.now(),
    )
    return _once(made, select(Visit).where(Visit.form_key == told.form_key))


def _once(made: Visit, known: Select[Visit]) -> Visit:
    """Of two that arrive at the same moment, the one that was there."""
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError:
        return session().scalars(known).one()
    return made


def step_done(visit: Visit) -> None:
    """The next step was taken; the second time does nothing."""
    if visit.next_by is not None and visit.step_done_at is None:
        visit.step_done_at = clock.now()


def hold_lesson(
    cohort: Cohort, held_on: date, title: str, by: int | None, kind: LessonKind = LessonKind.LESSON
) -> Lesson:
    """Write a session of a cohort down; the same day and title is the same session."""
    named = text.clean(title)[:120]
    known = session().scalar(
        select(Lesson).where(Lesson.cohort_id == cohort.id, Lesson.held_on == held_on, Lesson.title == named)
    )
    if known is not None:
        return known
    made = Lesson(cohort_id=cohort.id, held_on=held_on, title=named, kind=kind, written_by=by, written_at=clock.now())
    session().add(made)
    session().flush()
    return made


def mark(lesson: Lesson, marks: Mapping[int, Mark], by: int | None) -> None:
    """Who came, by trainee; said again, it replaces what was said before."""
    for trainee_id, one in marks.items():
        session().merge(
            Attendance(lesson_id=lesson.id, trainee_id=trainee_id, mark=one, noted_by=by, noted_at=clock.now())
        )
    session().flush()
