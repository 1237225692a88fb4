"""Giving up a place, and why; how many gave up for which reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app.programme.casework import Departure, Leaving
from app.programme.end_days import end_day
from app.programme.errors import LeavingUnexplained
from app.programme.models import Engagement, Stage, Trainee
from app.programme.phases import end_stay
from app.shared import clock, text
from app.shared.database import session


def withdraw(
    engagement: Engagement, kind: Leaving | None, words: str, by: int | None, on: date | None = None
) -> Departure:
    """She gives up her place, or her wish for one; `on`: since when, see `end_day`.

    Raises LeavingUnexplained without kind and words, MoveRefused, EndOutside.
    """
    why = text.clean(words)[:300]
    if kind is None or not why:
        raise LeavingUnexplained
    engagement.move_to(Stage.WITHDRAWN, by, why)
    day = end_day(engagement, on)
    end_stay(engagement, day)
    made = Departure(engagement_id=engagement.id, kind=kind, words=why, by_id=by, at=clock.now(), ended_on=day)
    session().add(made)
    session().flush()
    return made


def departures_of(engagement_ids: Iterable[int]) -> dict[int, list[Departure]]:
    """Why places were given up, by engagement, oldest first."""
    query = select(Departure).where(Departure.engagement_id.in_(set(engagement_ids))).order_by(Departure.id)
    found: dict[int, list[Departure]] = {}
    for one in session().scalars(query):
        found.setdefault(one.engagement_id, []).append(one)
    return found


def leavings(counties: frozenset[str] | None, *, by_cohort: bool) -> dict[tuple[str, Leaving], int]:
    """How many gave up for which reason, by county or cohort; whoever came back is counted no less."""
    group = Engagement.cohort_id if by_cohort else Trainee.county_code
    query = (
        select(group, Departure.kind, func.count())
        .join(Engagement, Engagement.id == Departure.engagement_id)
        .join(Trainee, Trainee.id == Engagement.trainee_id)
        .group_by(group, Departure.kind)
    )
    if counties is not None:
        query = query.where(Trainee.county_code.in_(counties))
    return {(str(row[0]), row[1]): row[2] for row in session().execute(query)}
