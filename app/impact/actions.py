"""Setting goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.impact.cuts import Cut
from app.impact.errors import GoalTwice
from app.impact.models import Goal, Indicator
from app.shared import audit, clock, text
from app.shared.calendar import JalaliMonth
from app.shared.database import session, take_turns


@dataclass(frozen=True)
class Aim:
    """What is to be reached: by a county, a cohort or (neither) the province; by all there or a group of them.

    `baseline`: where it sets out from, with its source; None: it is read from the months before.
    """

    indicator: Indicator
    target: int
    first: JalaliMonth
    last: JalaliMonth
    county_code: str | None = None
    cohort_id: int | None = None
    note: str = ""
    cut: Cut | None = None
    value: str | None = None
    baseline: tuple[int, str] | None = None


def set_goal(aim: Aim, by: int | None) -> Goal:
    """Keep it. Raises GoalTwice where the very same is set already: two of it would be counted as two goals."""
    take_turns("goals")
    if session().scalar(select(Goal.id).where(*_the_same(aim))) is not None:
        raise GoalTwice
    goal = Goal(
        indicator=aim.indicator,
        county_code=aim.county_code,
        cohort_id=aim.cohort_id,
        first_month=str(aim.first),
        last_month=str(aim.last),
        target=aim.target,
        cut=aim.cut,
        value=aim.value,
        baseline=aim.baseline[0] if aim.baseline else None,
        baseline_source=text.clean(aim.baseline[1])[:300] if aim.baseline else "",
        note=text.clean(aim.note)[:300],
        set_by=by,
        set_at=clock.now(),
    )
    session().add(goal)
    session().flush()
    audit.note("goal_set", "goal", goal.id, by, indicator=aim.indicator.value, target=aim.target)
    return goal


def _the_same(aim: Aim) -> list[ColumnElement[bool]]:
    facts: dict[Any, object] = {
        Goal.indicator: aim.indicator,
        Goal.target: aim.target,
        Goal.first_month: str(aim.first),
        Goal.last_month: str(aim.last),
        Goal.county_code: aim.county_code,
        Goal.cohort_id: aim.cohort_id,
        Goal.cut: aim.cut,
        Goal.value: aim.value,
    }
    return [column.is_(None) if fact is None else column == fact for column, fact in facts.items()]


def drop_goal(goal: Goal, by: int) -> None:
    """Take a goal back; the audit row stays."""
    audit.note("goal_dropped", "goal", goal.id, by, indicator=goal.indicator.value, target=goal.target)
    session().delete(goal)
