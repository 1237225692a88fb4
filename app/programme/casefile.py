"""What one trainee's case is made of: who has cared for her, and to which sessions she came."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.programme.models import Attendance, Case, Cohort, Lesson, Mark, Mentor
from app.shared.database import session


@dataclass(frozen=True)
class Attended:
    """A session of a course, and whether she came."""

    lesson: Lesson
    cohort: Cohort
    mark: Mark


def sessions_of(trainee_id: int) -> list[Attended]:
    """Sessions of which it is written whether she came, newest first."""
    rows = session().execute(
        select(Lesson, Cohort, Attendance.mark)
        .join(Attendance, Attendance.lesson_id == Lesson.id)
        .join(Cohort, Cohort.id == Lesson.cohort_id)
        .where(Attendance.trainee_id == trainee_id)
        .order_by(Lesson.held_on.desc(), Lesson.id.desc())
        .limit(200)
    )
    return [Attended(*row) for row in rows]


def cases_held(trainee_id: int) -> list[tuple[Case, Mentor]]:
    """In whose care she is and was, newest first."""
    rows = session().execute(
        select(Case, Mentor)
        .join(Mentor, Mentor.id == Case.mentor_id)
        .where(Case.trainee_id == trainee_id)
        .order_by(Case.id.desc())
    )
    return [(case, mentor) for case, mentor in rows]
