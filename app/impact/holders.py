"""Who is behind an indicator: the people of its numerator by name, never what they earn nor in the order of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, case, func, select

from app.impact.companions import without_name
from app.impact.counting import Group, Wanted
from app.impact.indicators import Measure, counted
from app.impact.register import came_by, registered_by
from app.impact.trainee_month import TraineeMonth
from app.programme import Trainee
from app.shared.database import session

_OF_REGISTER = (Measure.REGISTERED, Measure.TRAINED)
WITH_PEOPLE = frozenset({
    *_OF_REGISTER, Measure.PLACED, Measure.SELLING, Measure.NO_SALE, Measure.EARNING, Measure.SUSTAINED,
    Measure.EMERGING, Measure.AT_RISK, Measure.LEFT, Measure.RURAL, Measure.WOMEN, Measure.HEADS, Measure.INSURED,
})  # fmt: skip


@dataclass(frozen=True)
class Holder:
    trainee_id: int
    name: str
    county_code: str


@dataclass(frozen=True)
class Holders:
    """A page of them; `whole`: how many have a name here, `unnamed`: how many others are in the figure without one."""

    people: Sequence[Holder]
    whole: int
    unnamed: int


def holders(measure: Measure, group: Group, page: int, per_page: int) -> Holders:
    """Whoever a figure of a group counts; three queries. Raises KeyError for one that counts no people."""
    found = _numbers(measure, group)
    veiled = without_name(found.c.id)
    sums = select(func.count(), func.coalesce(func.sum(case((veiled, 1), else_=0)), 0)).select_from(found)
    everybody, unnamed = session().execute(sums).one()
    named = select(found.c.id, Trainee.display_name, found.c.county).join(Trainee, Trainee.id == found.c.id)
    rows = session().execute(
        named.where(~veiled)
        .order_by(found.c.county, Trainee.display_name, found.c.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return Holders([Holder(*row) for row in rows], everybody - int(unnamed), int(unnamed))


def _numbers(measure: Measure, group: Group) -> Subquery:
    """Numbers of the trainees, each once, with the county in which she is counted."""
    if measure in _OF_REGISTER:
        query = registered_by(group, Trainee.id.label("id"), Trainee.county_code.label("county"))
        if measure is Measure.TRAINED:
            query = query.where(came_by(group.month, group.cut))
        return query.distinct().subquery()
    wanted = Wanted(group)
    wanted.only(counted(group.month)[measure])
    columns = TraineeMonth.trainee_id.label("id"), TraineeMonth.county_code.label("county")
    return wanted.of(*columns).distinct().subquery()
