"""Going through the phases: who may go on, who goes back, how long each stay was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import case, func, select

from app.programme.caseload import late_steps
from app.programme.checklist import checklist_of
from app.programme.deadlines import days_between
from app.programme.errors import PhaseNotReady, WhyBack
from app.programme.models import (
    Attendance,
    Case,
    Engagement,
    Lesson,
    Mark,
    Outcome,
    Phase,
    PhaseEntry,
    Stage,
    Trainee,
    Visit,
)
from app.programme.pausing import Stay, StillDays, paused_alone, spans_of
from app.programme.phase_rules import Hurdle, PhaseFacts, forwards, lacking, phase_tests
from app.shared import clock, states, text
from app.shared.calendar import start_of, today
from app.shared.database import LOCK, session
from app.shared.days import day_of


def enter_phase(engagement: Engagement, phase: Phase, by: int | None, note: str | None = None) -> PhaseEntry:
    """Leave the phase she is in, if any, and enter this one; going back is allowed and kept.

    Raises PhaseNotReady with what she has not passed on the way forwards, WhyBack on the way back: unless a reason is
    written, which stays with what was missing. Raises MoveRefused for somebody who has no place in the cohort.
    """
    session().flush()
    session().refresh(engagement, with_for_update=LOCK)
    if engagement.state is not Stage.ENROLLED:
        raise states.MoveRefused("engagement", engagement.state.value, phase.value)
    why = text.clean(note or "")[:600] or None
    current = open_stay(engagement.id)
    missing: tuple[Hurdle, ...] = ()
    if current is not None:
        if current.phase is phase:
            return current
        missing = lacking_for(engagement, current.phase, phase)
        if why is None and missing:
            raise PhaseNotReady(phase, missing)
        if why is None and not forwards(current.phase, phase):
            raise WhyBack
        current.left_at = clock.now()
        session().flush()
    told = ",".join(one.value for one in missing) or None
    entry = PhaseEntry(
        engagement_id=engagement.id, phase=phase, entered_at=clock.now(), by_id=by, note=why, lacking=told
    )
    session().add(entry)
    session().flush()
    return entry


def open_stay(engagement_id: int) -> PhaseEntry | None:
    """The phase in which somebody is now."""
    query = select(PhaseEntry).where(PhaseEntry.engagement_id == engagement_id, PhaseEntry.left_at.is_(None))
    return session().scalar(query)


def end_stay(engagement: Engagement, day: date) -> None:
    """She is in no phase of the course any more, since this day."""
    current = open_stay(engagement.id)
    if current is not None:
        current.left_at = clock.now() if day == today() else max(current.entered_at, start_of(day))
        session().flush()


def resume(engagement: Engagement, by: int | None) -> PhaseEntry:
    """She has a place: where she once was before she begins there, else at the beginning."""
    return enter_phase(engagement, last_phase(_stays(engagement)), by)


def _stays(engagement: Engagement) -> Sequence[PhaseEntry]:
    query = select(PhaseEntry).where(PhaseEntry.engagement_id == engagement.id)
    return session().scalars(query.order_by(PhaseEntry.id)).all()


def last_phase(stays: Sequence[PhaseEntry]) -> Phase:
    """Where she is, or was last, of her stays with the oldest first; who was nowhere is at the beginning."""
    return stays[-1].phase if stays else Phase.CONSULTATION


def lacking_to_finish(engagement: Engagement) -> tuple[Hurdle, ...]:
    """What she has not passed on the way to the end of the course, from the phase in which she is or was last."""
    return lacking(last_phase(_stays(engagement)), None, facts_of(engagement), phase_tests())


def lacking_for(engagement: Engagement, now: Phase, wanted: Phase) -> tuple[Hurdle, ...]:
    """What she has not passed on the way from one phase to another; nothing on the way back."""
    return lacking(now, wanted, facts_of(engagement), phase_tests()) if forwards(now, wanted) else ()


def facts_of(engagement: Engagement) -> PhaseFacts:
    """What the tests ask about; her course's sessions are those of which it is written whether she came."""
    trainee = session().get_one(Trainee, engagement.trainee_id)
    cared = select(Case.id).where(Case.trainee_id == trainee.id, Case.ended_at.is_(None)).limit(1)
    seen = select(Visit.id).where(Visit.trainee_id == trainee.id).limit(1)
    came, called = attended(engagement)
    points = checklist_of(trainee)
    return PhaseFacts(
        has_mentor=session().scalar(cared) is not None,
        visited=session().scalar(seen) is not None,
        came=came,
        called=called,
        checklist_done=all(one.done for one in points if one.item.required),
        failed=engagement.outcome is Outcome.FAILED,
        late_steps=late_steps(trainee.id, spans_of([trainee]).get(trainee.id, ())),
    )


def attended(engagement: Engagement) -> tuple[int, int]:
    """To how many sessions of her course she came, of how many; what was excused is in neither."""
    query = (
        select(Attendance.mark, func.count())
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(Lesson.cohort_id == engagement.cohort_id, Attendance.trainee_id == engagement.trainee_id)
        .group_by(Attendance.mark)
    )
    counts = {row[0]: row[1] for row in session().execute(query)}
    came = counts.get(Mark.PRESENT, 0)
    return came, came + counts.get(Mark.ABSENT, 0)


def next_phase(phase: Phase) -> Phase | None:
    order = list(Phase)
    place = order.index(phase) + 1
    return order[place] if place < len(order) else None


def days_in(stay: Stay, still: StillDays) -> int:
    """How long a stay was, or is up to now, without the days that stood still."""
    return days_between(stay.entered, today() if stay.left is None else stay.left, still.of(stay))


@dataclass(frozen=True)
class Lasting:
    """How long a phase lasts for a group: stays that are over, and who is in it now and for how long at most."""

    phase: Phase
    group: str
    ended: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def median_days(self) -> int | None:
        """The middle one of the stays that are over."""
        return round(median(self.ended)) if self.ended else None

    @property
    def longest(self) -> int | None:
        return max(self.waiting, default=None)


def lasting(counties: frozenset[str] | None, *, by_cohort: bool) -> list[Lasting]:
    """By phase and county or cohort, of trainees of these counties (None: of all).

    Who waits longest before others, then by the order of the phases. One query for the stays, counted by their days.
    """
    still = StillDays()
    ended: dict[tuple[Phase, str], list[int]] = {}
    waiting: dict[tuple[Phase, str], list[int]] = {}
    for one, count in _stays_by_day(counties):
        group = str(one.cohort_id) if by_cohort else one.county_code
        there = waiting if one.left is None else ended
        there.setdefault((one.phase, group), []).extend([days_in(one, still)] * count)
    order = list(Phase)
    found = [
        Lasting(phase, group, tuple(ended.get((phase, group), ())), tuple(waiting.get((phase, group), ())))
        for phase, group in ended.keys() | waiting.keys()
    ]
    return sorted(found, key=lambda one: (-(one.longest or -1), order.index(one.phase), one.group))


def _stays_by_day(counties: frozenset[str] | None) -> Iterable[tuple[Stay, int]]:
    """Stays that are alike but for whose they are, and how many of each there are."""
    alone = case((Trainee.id.in_(paused_alone()), Trainee.id))
    entered, left = day_of(PhaseEntry.entered_at), day_of(PhaseEntry.left_at)
    alike = (PhaseEntry.phase, entered, left, Engagement.cohort_id, Trainee.county_code, alone)
    query = (
        select(*alike, func.count())
        .join(Engagement, Engagement.id == PhaseEntry.engagement_id)
        .join(Trainee, Trainee.id == Engagement.trainee_id)
        .group_by(*alike)
    )
    if counties is not None:
        query = query.where(Trainee.county_code.in_(counties))
    for *stay, count in session().execute(query):
        yield Stay(*stay), count
