"""The day on which a course ends for somebody: what is said of it, or else the course's last day, or today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app.programme.errors import EndOutside
from app.programme.models import Cohort, Engagement, Stage
from app.programme.rules import usual_end
from app.shared.calendar import local_date, today
from app.shared.database import session
from app.shared.states import Move


def places_began(engagement_ids: Iterable[int]) -> dict[int, date]:
    """On which day each was first given this place; whoever was given none is not there."""
    query = (
        select(Move.thing_id, func.min(Move.at))
        .where(Move.thing == "engagement", Move.thing_id.in_(set(engagement_ids)), Move.became == Stage.ENROLLED)
        .group_by(Move.thing_id)
    )
    return {row[0]: local_date(row[1]) for row in session().execute(query)}


def end_day(engagement: Engagement, told: date | None) -> date:
    """`told`, or the usual day where nothing is told. Raises EndOutside."""
    now = today()
    began = places_began([engagement.id]).get(engagement.id)
    if began is None:
        return now
    if told is None:
        return usual_end(session().get_one(Cohort, engagement.cohort_id).ends_on, began, now)
    if not began <= told <= now:
        raise EndOutside(began)
    return told
