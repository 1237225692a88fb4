"""Reading cases: who is whose, what was seen, and whom somebody ought to look after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from app.programme.deadlines import Span, days_between, put_off
from app.programme.models import Attendance, Case, Cohort, Engagement, Lesson, Mark, Mentor, Stage, Trainee, Visit
from app.programme.pausing import spans_of
from app.shared import rulebook
from app.shared.calendar import local_date, today
from app.shared.database import count_of, session
from app.shared.errors import NotFound

CONTACT_DAYS = rulebook.define(
    "coaching.contact_days", 30, "days", "after so long without a visit a trainee is on the list", least=7
)
ABSENCES = rulebook.define(
    "coaching.absences", 3, "sessions", "so many absences in a row put a trainee on the list", least=2
)


@dataclass(frozen=True)
class Care:
    """An open case, with the last visit, open steps of any mentor, and absences in a row."""

    case: Case
    trainee: Trainee
    mentor: Mentor
    last_visit: date | None
    steps: tuple[Visit, ...]
    absences: int
    still: tuple[Span, ...] = ()

    @property
    def silent_days(self) -> int:
        """Days since the last visit, paused ones not counted; before the first one, since the case began."""
        return days_between(self.last_visit or local_date(self.case.began_at), today(), self.still)

    @property
    def overdue(self) -> tuple[Visit, ...]:
        return tuple(one for one in self.steps if (due := self.due(one)) is not None and due < today())

    def due(self, visit: Visit) -> date | None:
        """By when its next step is to be taken."""
        return step_due(visit, self.still)


def step_due(visit: Visit, still: Iterable[Span]) -> date | None:
    """By when a visit's next step is to be taken, put off by the days that stand still."""
    return None if visit.next_by is None else put_off(visit.visited_on, visit.next_by, still)


def late_steps(trainee_id: int, still: Sequence[Span]) -> int:
    """How many of her next steps are past their day, put off by the days that stand still."""
    dues = (step_due(one, still) for one in open_steps([trainee_id]).get(trainee_id, []))
    return sum(1 for due in dues if due is not None and due < today())


def cases_of(mentor_id: int) -> list[Care]:
    """A mentor's trainees, by name."""
    return cares(select(Case, Trainee, Mentor).where(Case.mentor_id == mentor_id))


def cares(query: Select[Case, Trainee, Mentor]) -> list[Care]:
    """The open ones among these cases with all that belongs to them, by name; six queries at most, for any number."""
    rows = (
        session()
        .execute(
            query.join(Trainee, Trainee.id == Case.trainee_id)
            .join(Mentor, Mentor.id == Case.mentor_id)
            .where(Case.ended_at.is_(None))
            .order_by(Trainee.sort_key, Trainee.id)
        )
        .all()
    )
    ids = [trainee.id for _, trainee, _ in rows]
    visits = {
        row[0]: row[1]
        for row in session().execute(
            select(Visit.trainee_id, func.max(Visit.visited_on))
            .where(Visit.trainee_id.in_(ids))
            .group_by(Visit.trainee_id)
        )
    }
    steps, missed, still = open_steps(ids), _absences(ids), spans_of(trainee for _, trainee, _ in rows)
    return [
        Care(
            case,
            trainee,
            mentor,
            visits.get(trainee.id),
            tuple(steps.get(trainee.id, ())),
            missed.get(trainee.id, 0),
            still.get(trainee.id, ()),
        )
        for case, trainee, mentor in rows
    ]


def open_steps(trainee_ids: Iterable[int]) -> dict[int, list[Visit]]:
    """Next steps that are still to be taken, by trainee, the earliest day first."""
    query = select(Visit).where(
        Visit.trainee_id.in_(set(trainee_ids)), Visit.next_by.is_not(None), Visit.step_done_at.is_(None)
    )
    found: dict[int, list[Visit]] = {}
    for one in session().scalars(query.order_by(Visit.next_by, Visit.id)):
        found.setdefault(one.trainee_id, []).append(one)
    return found


def _absences(trainee_ids: Iterable[int]) -> dict[int, int]:
    """How often each was absent in a row, up to the last marked session; an excuse neither adds to it nor ends it."""
    rows = session().execute(
        select(Attendance.trainee_id, Attendance.mark)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(Attendance.trainee_id.in_(set(trainee_ids)), Attendance.mark != Mark.EXCUSED)
        .order_by(Lesson.held_on, Lesson.id)
    )
    found: dict[int, int] = {}
    for trainee_id, one in rows:
        found[trainee_id] = found.get(trainee_id, 0) + 1 if one is Mark.ABSENT else 0
    return found


@dataclass(frozen=True)
class Attention:
    """Whom somebody ought to look after, and why."""

    silent: tuple[Care, ...]
    absent: tuple[Care, ...]
    overdue: tuple[Care, ...]
    contact_days: int
    absences: int


def attention(cares: Iterable[Care]) -> Attention:
    """Of these: not seen for the rule's days, absent the rule's times in a row, a next step past its day."""
    found = list(cares)
    days, times = rulebook.number(CONTACT_DAYS), rulebook.number(ABSENCES)
    return Attention(
        silent=tuple(sorted((one for one in found if one.silent_days >= days), key=lambda one: -one.silent_days)),
        absent=tuple(one for one in found if one.absences >= times),
        overdue=tuple(one for one in found if one.overdue),
        contact_days=days,
        absences=times,
    )


def loads() -> dict[int, int]:
    """How many trainees each mentor cares for; whoever has none is not in it."""
    query = select(Case.mentor_id, func.count()).where(Case.ended_at.is_(None)).group_by(Case.mentor_id)
    return {row[0]: row[1] for row in session().execute(query)}


def load_of(mentor_id: int) -> int:
    """How many trainees one mentor cares for."""
    return count_of(select(Case.id).where(Case.mentor_id == mentor_id, Case.ended_at.is_(None)))


def own_case(mentor_id: int, trainee_id: int) -> tuple[Case, Trainee]:
    """A mentor's open case; another's is NotFound."""
    row = (
        session()
        .execute(
            select(Case, Trainee)
            .join(Trainee, Trainee.id == Case.trainee_id)
            .where(Case.mentor_id == mentor_id, Case.trainee_id == trainee_id, Case.ended_at.is_(None))
        )
        .first()
    )
    if row is None:
        raise NotFound
    return row[0], row[1]


def mentor_in_care_of(trainee_id: int) -> Mentor | None:
    """Who cares for a trainee now."""
    query = select(Mentor).join(Case, Case.mentor_id == Mentor.id)
    return session().scalar(query.where(Case.trainee_id == trainee_id, Case.ended_at.is_(None)))


def visits_of(trainee_id: int) -> list[tuple[Visit, Mentor]]:
    """All visits to a trainee, whoever made them, newest first."""
    rows = session().execute(
        select(Visit, Mentor)
        .join(Mentor, Mentor.id == Visit.mentor_id)
        .where(Visit.trainee_id == trainee_id)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(100)
    )
    return [(visit, mentor) for visit, mentor in rows]


def visit_to(trainee_id: int, visit_id: int) -> Visit:
    """A visit to this very trainee. Raises NotFound."""
    found = session().scalar(select(Visit).where(Visit.id == visit_id, Visit.trainee_id == trainee_id))
    if found is None:
        raise NotFound
    return found


def _her_cohorts(mentor_id: int) -> Select[int]:
    """Cohorts in which trainees of hers have a place."""
    hers = select(Case.trainee_id).where(Case.mentor_id == mentor_id, Case.ended_at.is_(None))
    return select(Engagement.cohort_id).where(Engagement.trainee_id.in_(hers), Engagement.state == Stage.ENROLLED)


def cohorts_in_care(mentor_id: int) -> list[Cohort]:
    return list(session().scalars(select(Cohort).where(Cohort.id.in_(_her_cohorts(mentor_id))).order_by(Cohort.name)))


def lessons_for(mentor_id: int) -> list[tuple[Lesson, Cohort]]:
    """Sessions to which trainees of hers were to come, newest first."""
    rows = session().execute(
        select(Lesson, Cohort)
        .join(Cohort, Cohort.id == Lesson.cohort_id)
        .where(Lesson.cohort_id.in_(_her_cohorts(mentor_id)))
        .order_by(Lesson.held_on.desc(), Lesson.id.desc())
        .limit(60)
    )
    return [(lesson, cohort) for lesson, cohort in rows]


def lesson_for(mentor_id: int, lesson_id: int) -> tuple[Lesson, Cohort]:
    """One of `lessons_for`. Raises NotFound."""
    row = (
        session()
        .execute(
            select(Lesson, Cohort)
            .join(Cohort, Cohort.id == Lesson.cohort_id)
            .where(Lesson.id == lesson_id, Lesson.cohort_id.in_(_her_cohorts(mentor_id)))
        )
        .first()
    )
    if row is None:
        raise NotFound
    return row[0], row[1]


def expected_at(lesson: Lesson, mentor_id: int) -> list[tuple[Trainee, Mark | None]]:
    """Trainees of hers who were to come, by name, with what is known of each."""
    rows = session().execute(
        select(Trainee, Attendance.mark)
        .join(Case, Case.trainee_id == Trainee.id)
        .join(Engagement, Engagement.trainee_id == Trainee.id)
        .outerjoin(Attendance, (Attendance.trainee_id == Trainee.id) & (Attendance.lesson_id == lesson.id))
        .where(
            Case.mentor_id == mentor_id,
            Case.ended_at.is_(None),
            Engagement.cohort_id == lesson.cohort_id,
            Engagement.state == Stage.ENROLLED,
        )
        .order_by(Trainee.sort_key, Trainee.id)
    )
    return [(trainee, one) for trainee, one in rows]
