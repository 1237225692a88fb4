"""How many were registered and taught by the end of a month. Neither is a job, and none counts as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, func, literal, select

from app import programme
from app.impact.counting import Group
from app.impact.cuts import Cut
from app.programme import Attendance, Engagement, Lesson, Mark, Trainee
from app.shared.calendar import JalaliMonth, local_date


def registered_by(group: Group, *columns: Any) -> Select[Any]:
    """Columns of whoever of a group was registered by the end of its month; by cohort, of each place asked for.

    Groups are those of today.
    """
    query: Select[Any] = select(*columns).select_from(Trainee)
    if group.cut is Cut.COHORT:
        query = query.join(Engagement, Engagement.trainee_id == Trainee.id)
    if group.counties is not None:
        query = query.where(Trainee.county_code.in_(group.counties))
    if group.value is not None:
        query = query.where(func.coalesce(cast(value_of(group.cut), String), "") == group.value)
    return query.where(Trainee.registered_at < group.month.ends)


def came_by(month: JalaliMonth, cut: Cut | None) -> ColumnElement[bool]:
    """Whether she came to a session by then; by cohort, to one of its own."""
    return exists().where(
        Attendance.trainee_id == Trainee.id,
        Attendance.mark == Mark.PRESENT,
        Lesson.id == Attendance.lesson_id,
        Lesson.held_on <= local_date(month.ends - timedelta(microseconds=1)),
        *([Lesson.cohort_id == Engagement.cohort_id] if cut is Cut.COHORT else []),
    )


def value_of(cut: Cut | None) -> Any:
    """What tells the groups of a cut apart."""
    values: dict[Cut | None, Any] = {
        Cut.COUNTY: Trainee.county_code,
        Cut.TRADE: func.coalesce(Trainee.trade_code, ""),
        Cut.COHORT: Engagement.cohort_id,
        Cut.PLACE: case((programme.lives_in_village(), "village"), else_="town"),
        Cut.SEX: Trainee.sex,
        Cut.HEAD: case((Trainee.heads_household, "head"), else_="member"),
    }
    return values.get(cut, literal(""))
