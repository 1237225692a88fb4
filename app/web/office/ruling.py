"""Which of the rules in force are told in a line beside a figure, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import impact
from app.impact import Goal, Indicator, ToldRule
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


def rules_beside(month: JalaliMonth, names: Sequence[str] = _LIVING) -> list[ToldRule]:
    """Of the rules of a month's figures, those that make an income month and a living, or these."""
    told = {one["name"]: one for one in impact.rules_of(month)}
    return [told[name] for name in names]


def wage_of_another_year(rules: Sequence[ToldRule], month: JalaliMonth) -> bool:
    """Whether a month's figures stand on a minimum wage that was not set for its year."""
    began = JalaliMonth(month.year, 1).starts
    wages = [one["since"] for one in rules if one["name"] == impact.MINIMUM_WAGE.name]
    return any(since is None or datetime.fromisoformat(since) < began for since in wages)


def rules_of_goal(one: Goal) -> list[ToldRule]:
    """Those that a goal's figure is counted with; none for what no rule makes."""
    names = _OF_GOALS.get(one.indicator, ())
    return rules_beside(min(one.last, JalaliMonth.current()), names)
