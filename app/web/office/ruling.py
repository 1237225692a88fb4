"""The rules that a figure stands on, told beside it: each with its value, since when, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from app import impact
from app.impact import Goal, Indicator
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth

# In the order in which they are told.
_MONTH = (impact.MINIMUM_WAGE.name, impact.THRESHOLD_BPS.name)
_LIVING = (*_MONTH, "livelihood.sustained_months", "livelihood.window_months")
_OF_GOALS = {
    Indicator.EARNING: (*_MONTH, impact.MONTHS_NEEDED.name),
    Indicator.SUSTAINED: _LIVING,
    Indicator.AT_RISK: _LIVING,
    Indicator.LEFT: ("livelihood.left_months",),
    Indicator.FULL_TIME: (impact.MINIMUM_WAGE.name,),
}


class RuleBeside(TypedDict):
    """A rule as it was at a month's end. `since` is None where nobody has set it: then it is the default."""

    name: str
    value: str
    unit: str
    source: str
    since: datetime | None


def rules_beside(month: JalaliMonth, names: Sequence[str] = _LIVING) -> list[RuleBeside]:
    """What makes an income month and a living in a month (now, while it runs); no question of its own."""
    at = min(month.ends - timedelta(microseconds=1), clock.now())
    known = {one.name: one for one in rulebook.all_rules()}
    found = ((known[name], rulebook.in_force(known[name], at)) for name in names)
    return [
        {"name": one.name, "value": str(held.value), "unit": one.unit, "source": held.source, "since": held.since}
        for one, held in found
    ]


def rules_of_goal(one: Goal) -> list[RuleBeside]:
    """Those that a goal's figure is counted with; none for what no rule makes."""
    names = _OF_GOALS.get(one.indicator, ())
    return rules_beside(min(one.last, JalaliMonth.current()), names)
