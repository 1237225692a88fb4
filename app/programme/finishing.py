"""How a course ends for somebody: passed, with the tests at its end; not passed, and why; how many, by reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.programme.casework import CourseEnd, Failing
from app.programme.end_days import end_day
from app.programme.errors import FailingUnexplained, PhaseNotReady
from app.programme.models import Engagement, Outcome, Stage, Trainee
from app.programme.phases import end_stay, lacking_to_finish
from app.shared import audit, clock, states, text
from app.shared.database import LOCK, session


@dataclass(frozen=True)
class Said:
    """What is said of an end: words where something lacks or she did not pass; a list may say nothing more.

    `on`: which day it was, see `end_day`.
    """

    words: str = ""
    by_list: bool = False
    on: date | None = None


def complete(engagement: Engagement, by: int | None, said: Said = Said()) -> CourseEnd:
    """She has finished the course.

    Raises PhaseNotReady with the tests that she has not passed, of every phase up to the end, unless a reason is
    written, which stays with what was missing; MoveRefused for somebody who has no place in the course; EndOutside.
    """
    _hold(engagement, Stage.COMPLETED)
    day = end_day(engagement, said.on)
    missing, why = lacking_to_finish(engagement), text.clean(said.words)[:300]
    if missing and not why and not said.by_list:
        raise PhaseNotReady(None, missing)
    engagement.move_to(Stage.COMPLETED, by, outcome=Outcome.PASSED)
    end_stay(engagement, day)
    told = ",".join(one.value for one in missing) or None
    made = CourseEnd(outcome=Outcome.PASSED, words=why, lacking=told, by_list=said.by_list, ended_on=day)
    return _keep(engagement, made, by)


def fail(engagement: Engagement, kind: Failing | None, by: int | None, said: Said = Said()) -> None:
    """She did not pass; her place stays, and she may pass later. The second time does nothing.

    Raises FailingUnexplained without kind and words, MoveRefused for somebody who has no place in the course,
    EndOutside.
    """
    why = text.clean(said.words)[:300]
    if kind is None or not (why or said.by_list):
        raise FailingUnexplained
    _hold(engagement, Outcome.FAILED)
    if engagement.outcome is Outcome.FAILED:
        return
    day = end_day(engagement, said.on)
    engagement.outcome = Outcome.FAILED
    audit.note("course_failed", "engagement", engagement.id, by, kind=kind.value)
    made = CourseEnd(outcome=Outcome.FAILED, kind=kind, words=why, by_list=said.by_list, ended_on=day)
    _keep(engagement, made, by)


def _hold(engagement: Engagement, wanted: Stage | Outcome) -> None:
    """Of two who end it at the same moment, the second finds it ended."""
    session().flush()
    session().refresh(engagement, with_for_update=LOCK)
    if engagement.state is not Stage.ENROLLED:
        raise states.MoveRefused("engagement", engagement.state.value, wanted.value)


def _keep(engagement: Engagement, made: CourseEnd, by: int | None) -> CourseEnd:
    made.engagement_id, made.by_id, made.at = engagement.id, by, clock.now()
    session().add(made)
    session().flush()
    return made


def ends_of(engagement_ids: Iterable[int]) -> dict[int, list[CourseEnd]]:
    """How courses ended, by engagement, oldest first."""
    query = select(CourseEnd).where(CourseEnd.engagement_id.in_(set(engagement_ids))).order_by(CourseEnd.id)
    found: dict[int, list[CourseEnd]] = {}
    for one in session().scalars(query):
        found.setdefault(one.engagement_id, []).append(one)
    return found


def failings(counties: frozenset[str] | None, *, by_cohort: bool) -> dict[tuple[str, Failing], int]:
    """How many did not pass for which reason, by county or cohort; whoever passed later is counted no less."""
    group = Engagement.cohort_id if by_cohort else Trainee.county_code
    query = (
        select(group, CourseEnd.kind, func.count())
        .join(Engagement, Engagement.id == CourseEnd.engagement_id)
        .join(Trainee, Trainee.id == Engagement.trainee_id)
        .where(CourseEnd.kind.is_not(None))
        .group_by(group, CourseEnd.kind)
    )
    if counties is not None:
        query = query.where(Trainee.county_code.in_(counties))
    return {(str(row[0]), row[1]): row[2] for row in session().execute(query) if row[1] is not None}
