"""Signs that something has lapsed: who has been in the market since when, and who left her course and has no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from app.programme.casework import Departure
from app.programme.models import Engagement, Phase, PhaseEntry, Stage, Trainee
from app.programme.queries import in_counties
from app.shared.calendar import local_date
from app.shared.database import count_of, session

_INSIDE = (Stage.ENROLLED, Stage.COMPLETED)
LEFT_A_PAGE = 20


def in_market(counties: frozenset[str] | None) -> dict[int, date]:
    """Since when each of these counties (None: of all) is in the market, of those who are now."""
    return _in_market(in_counties(Engagement.trainee_id, counties))


def in_market_of(trainee_ids: Iterable[int]) -> dict[int, date]:
    """The same of these trainees."""
    return _in_market(Engagement.trainee_id.in_(set(trainee_ids)))


def _in_market(whom: ColumnElement[bool]) -> dict[int, date]:
    rows = session().execute(
        select(Engagement.trainee_id, func.min(PhaseEntry.entered_at))
        .join(PhaseEntry, PhaseEntry.engagement_id == Engagement.id)
        .where(PhaseEntry.phase == Phase.MARKET, PhaseEntry.left_at.is_(None), Engagement.state.in_(_INSIDE), whom)
        .group_by(Engagement.trainee_id)
    )
    return {row[0]: local_date(row[1]) for row in rows}


def _left() -> Select[int]:
    """Who gave up a place, and has none now."""
    inside = select(Engagement.trainee_id).where(Engagement.state.in_(_INSIDE))
    gone = select(Engagement.trainee_id).where(Engagement.state == Stage.WITHDRAWN)
    return gone.where(Engagement.trainee_id.not_in(inside))


def count_course_left(counties: frozenset[str] | None) -> int:
    return count_of(_leavers(counties))


def course_left(counties: frozenset[str] | None, page: int) -> list[Trainee]:
    """A page of them, by name."""
    query = _leavers(counties).order_by(Trainee.sort_key, Trainee.id)
    return list(session().scalars(query.limit(LEFT_A_PAGE).offset((page - 1) * LEFT_A_PAGE)))


def _leavers(counties: frozenset[str] | None) -> Select[Trainee]:
    return select(Trainee).where(Trainee.id.in_(_left()), in_counties(Trainee.id, counties))


def left_among(trainee_ids: Iterable[int]) -> set[int]:
    """Which of these gave up a place and have none now."""
    return set(session().scalars(_left().where(Engagement.trainee_id.in_(set(trainee_ids)))))


def last_departures(trainee_ids: Iterable[int]) -> dict[int, Departure]:
    """Why each of these gave up a place the last time, where it is written."""
    rows = session().execute(
        select(Engagement.trainee_id, Departure)
        .join(Departure, Departure.engagement_id == Engagement.id)
        .where(Engagement.trainee_id.in_(set(trainee_ids)))
        .order_by(Departure.id)
    )
    return {row[0]: row[1] for row in rows}
