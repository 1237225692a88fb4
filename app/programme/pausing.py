"""Times that stand still: written by staff, for whom they hold, and what they do to everybody's days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select, true

from app.programme.casework import Pause
from app.programme.deadlines import Span, put_off
from app.programme.errors import PauseIncomplete
from app.programme.models import Cohort, Engagement, Lesson, Phase, PhaseEntry, Stage, Trainee
from app.shared import audit, clock, text
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound

PAUSES_SHOWN = 100


@dataclass(frozen=True)
class NewPause:
    """What staff say of one: the more is said, the fewer people it is for. The same form key is the same pause."""

    reason: str
    first_day: date
    last_day: date | None
    form_key: str
    county_code: str | None = None
    cohort_id: int | None = None
    phase: Phase | None = None
    trainee_id: int | None = None


def pause(new: NewPause, by: int) -> Pause:
    """Let a time stand still. Raises PauseIncomplete without a reason, or where it would end before it begins."""
    take_turns(f"pause:{new.form_key}")
    known = session().scalar(select(Pause).where(Pause.form_key == new.form_key))
    if known is not None:
        return known
    reason = text.clean(new.reason)[:300]
    if not reason or (new.last_day is not None and new.last_day < new.first_day):
        raise PauseIncomplete
    made = Pause(
        form_key=new.form_key,
        county_code=new.county_code,
        cohort_id=new.cohort_id,
        phase=new.phase,
        trainee_id=new.trainee_id,
        reason=reason,
        first_day=new.first_day,
        last_day=new.last_day,
        set_by=by,
        set_at=clock.now(),
    )
    session().add(made)
    session().flush()
    audit.note("paused", "pause", made.id, by, county=new.county_code, cohort=new.cohort_id, trainee=new.trainee_id)
    return made


def end_pause(found: Pause, by: int) -> None:
    """From today on days count again; the second time does nothing."""
    session().refresh(found, with_for_update=LOCK)
    if found.ended_at is None:
        found.ended_at, found.ended_by = clock.now(), by
        audit.note("pause_ended", "pause", found.id, by)


def pauses(counties: frozenset[str] | None) -> list[Pause]:
    """Those that touch somebody of these counties (None: of all), newest first."""
    query = select(Pause).where(_touching(counties)).order_by(Pause.first_day.desc(), Pause.id.desc())
    return list(session().scalars(query.limit(PAUSES_SHOWN)))


def own_pause(number: int, counties: frozenset[str] | None) -> Pause:
    """One that staff of these counties (None: of all) may end. Raises NotFound."""
    found = session().scalar(select(Pause).where(Pause.id == number, _within(counties)))
    if found is None:
        raise NotFound
    return found


def own_pauses(counties: frozenset[str] | None) -> set[int]:
    """Those that staff of these counties may end."""
    return set(session().scalars(select(Pause.id).where(_within(counties))))


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    """Pauses for these counties alone."""
    if counties is None:
        return true()
    hers = select(Trainee.id).where(Trainee.county_code.in_(counties))
    courses = select(Cohort.id).where(Cohort.county_code.in_(counties))
    return or_(Pause.county_code.in_(counties), Pause.trainee_id.in_(hers), Pause.cohort_id.in_(courses))


def _touching(counties: frozenset[str] | None) -> ColumnElement[bool]:
    wide = Pause.county_code.is_(None) & Pause.trainee_id.is_(None)
    return true() if counties is None else or_(wide, _within(counties))


def _all() -> list[tuple[Pause, Span]]:
    """Every pause that takes a day, the earliest first."""
    found = session().scalars(select(Pause).order_by(Pause.first_day, Pause.id))
    return [(one, span) for one in found if (span := one.span(today())) is not None]


def paused_alone() -> Select[int | None]:
    """Trainees who have a pause of their own."""
    return select(Pause.trainee_id).where(Pause.trainee_id.is_not(None))


def anything_paused() -> bool:
    """Whether there is any pause that takes a day."""
    return bool(_all())


def _fits(one: Pause, trainee_id: int, county_code: str, stays: Iterable[tuple[int, Phase | None]]) -> bool:
    """Whether it holds for a trainee of a county who is in these courses, and in each in this phase."""
    if one.county_code not in {None, county_code} or one.trainee_id not in {None, trainee_id}:
        return False
    if one.cohort_id is None and one.phase is None:
        return True
    return any(one.cohort_id in {None, cohort} and one.phase in {None, phase} for cohort, phase in stays)


def pauses_of(trainees: Iterable[Trainee]) -> dict[int, tuple[Pause, ...]]:
    """The pauses that hold for each, by the courses and phases in which she is now; one query where there are none."""
    wanted = list(trainees)
    still = StandingStill(one.id for one in wanted)
    found = {one.id: still.pauses(one.id, one.county_code) for one in wanted}
    return {number: rows for number, rows in found.items() if rows}


class StandingStill:
    """All pauses, to ask which hold for any of these trainees, by the courses and phases in which each is now.

    `trainee_ids` may be a query. Two queries at most, for any number; one where no pause takes a day.
    """

    def __init__(self, trainee_ids: Iterable[int] | Select[int]) -> None:
        self._known = _all()
        self._asks_for_stays = any(one.cohort_id is not None or one.phase is not None for one, _ in self._known)
        ids = trainee_ids if isinstance(trainee_ids, Select) or not self._asks_for_stays else list(trainee_ids)
        self._stays = _stays(ids) if self._asks_for_stays else {}

    def pauses(self, trainee_id: int, county_code: str) -> tuple[Pause, ...]:
        stays = self._stays.get(trainee_id, ())
        return tuple(one for one, _ in self._known if _fits(one, trainee_id, county_code, stays))

    def spans(self, trainee_id: int, county_code: str) -> tuple[Span, ...]:
        """The days that stand still for her, up to now."""
        stays = self._stays.get(trainee_id, ())
        return tuple(span for one, span in self._known if _fits(one, trainee_id, county_code, stays))


def spans_of(trainees: Iterable[Trainee]) -> dict[int, tuple[Span, ...]]:
    """The days that stand still for each, of those for whom some do."""
    return {number: spans_in(rows) for number, rows in pauses_of(trainees).items()}


@dataclass(frozen=True)
class Term:
    """Something of a trainee is due: since when she has had the time, and up to which day."""

    trainee_id: int
    since: date
    due: date


def moved_days(terms: Mapping[int, Term]) -> dict[int, date]:
    """By when each is due now, of those alone whose day has moved; one query where nothing is paused, else four."""
    if not terms or not anything_paused():
        return {}
    hers = session().scalars(select(Trainee).where(Trainee.id.in_({one.trainee_id for one in terms.values()})))
    still = spans_of(hers)
    days = {
        number: put_off(one.since, one.due, still[one.trainee_id])
        for number, one in terms.items()
        if one.trainee_id in still
    }
    return {number: day for number, day in days.items() if day != terms[number].due}


@dataclass(frozen=True)
class Halt:
    """A course whose days stand still, or stood: by when it ends instead, and the pauses that hold it today."""

    ends_on: date
    now: tuple[Pause, ...]


def halted(courses: Iterable[Cohort]) -> dict[int, Halt]:
    """Those of these courses of whose days some do not count for everybody in them; one query."""
    known = [one for one, _ in _all() if one.phase is None and one.trainee_id is None]
    found = {}
    for course in courses:
        rows = [one for one in known if _for_all_of(one, course)]
        ends_on = put_off(course.starts_on, course.ends_on, spans_in(rows))
        now = tuple(one for one in rows if one.holds_on(today()))
        if now or ends_on != course.ends_on:
            found[course.id] = Halt(ends_on, now)
    return found


def _for_all_of(one: Pause, course: Cohort) -> bool:
    return one.cohort_id in {None, course.id} and one.county_code in {None, course.county_code}


def spans_in(rows: Iterable[Pause]) -> tuple[Span, ...]:
    """The days that these pauses take up to now."""
    return tuple(span for one in rows if (span := one.span(today())) is not None)


def county_spans() -> dict[str | None, tuple[Span, ...]]:
    """Days that stand still for everybody of a county, by its code; under None those of the whole province."""
    found: dict[str | None, tuple[Span, ...]] = {}
    for one, span in _all():
        if one.cohort_id is None and one.phase is None and one.trainee_id is None:
            found[one.county_code] = (*found.get(one.county_code, ()), span)
    return found


def lessons_paused(lessons: Iterable[tuple[Lesson, Cohort]], county_code: str) -> dict[int, Pause]:
    """Sessions on a day that stands still for their whole course, as seen from a county; by number.

    A pause without an end takes days to come as well.
    """
    known = list(session().scalars(select(Pause).where(Pause.trainee_id.is_(None), Pause.phase.is_(None))))
    return {
        lesson.id: one
        for lesson, cohort in lessons
        for one in known
        if one.holds_on(lesson.held_on)
        and one.cohort_id in {None, cohort.id}
        and one.county_code in {None, cohort.county_code or county_code}
    }


def _stays(trainee_ids: Iterable[int] | Select[int]) -> dict[int, list[tuple[int, Phase | None]]]:
    rows = session().execute(
        select(Engagement.trainee_id, Engagement.cohort_id, PhaseEntry.phase)
        .outerjoin(PhaseEntry, (PhaseEntry.engagement_id == Engagement.id) & PhaseEntry.left_at.is_(None))
        .where(Engagement.trainee_id.in_(trainee_ids), Engagement.state == Stage.ENROLLED)
    )
    found: dict[int, list[tuple[int, Phase | None]]] = {}
    for trainee_id, cohort_id, phase in rows:
        found.setdefault(trainee_id, []).append((cohort_id, phase))
    return found


@dataclass(frozen=True)
class Stay:
    """A stay in a phase by its days, told with whose it is; no trainee: of somebody without a pause of her own.

    `left`: empty while it goes on.
    """

    phase: Phase
    entered: date
    left: date | None
    cohort_id: int
    county_code: str
    trainee_id: int | None

    @classmethod
    def of(cls, entry: PhaseEntry, cohort_id: int, trainee: Trainee) -> Stay:
        """The stay that is written in this entry of a trainee's place in a course."""
        left = None if entry.left_at is None else local_date(entry.left_at)
        return cls(entry.phase, local_date(entry.entered_at), left, cohort_id, trainee.county_code, trainee.id)


class StillDays:
    """All pauses, to ask what part of any stay they take; one query."""

    def __init__(self) -> None:
        self._known = _all()

    def of(self, stay: Stay) -> list[Span]:
        """The days that stood still for a stay in a phase of a course."""
        return [span for one, span in self._known if self._holds(one, stay)]

    @staticmethod
    def _holds(one: Pause, stay: Stay) -> bool:
        place = one.county_code in {None, stay.county_code} and one.cohort_id in {None, stay.cohort_id}
        return place and one.phase in {None, stay.phase} and one.trainee_id in {None, stay.trainee_id}
