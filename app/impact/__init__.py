"""Impact: employment goals, and the figures that say how far they are reached, each open down to its parcels.

What was earned outside the shop stands beside the figures, by its grade of evidence, and is never part of one.
Owns `goal`. Calls offshop, orders, catalogue, ledger, programme. Announces nothing.
"""

from app.impact.actions import Aim, drop_goal, set_goal
from app.impact.funded import BeforeAfter, FundedMonth, before_and_after
from app.impact.keeping import Kept, TradeEarnings, kept_months, rounded, trade_earnings
from app.impact.livelihood import Livelihood, Steadiness
from app.impact.models import Goal, Indicator
from app.impact.outside import Outside, by_evidence, goals_outside, outside_behind
from app.impact.queries import (
    Actual,
    Behind,
    Books,
    CountyFigures,
    actual,
    actuals,
    books,
    by_county,
    goal,
    goals,
    income_of_month,
    makers_behind,
    own_months,
    parcels_behind,
    sales_of_month,
    thresholds,
)
from app.impact.rules import MINIMUM_WAGE, MONTHS_NEEDED, THRESHOLD_BPS, Thresholds, count, percent
from app.impact.standings import (
    GROUPS_OF,
    Cut,
    Stand,
    Standings,
    Tally,
    chosen,
    standings,
    tallies,
    tally,
)

__all__ = [
    "GROUPS_OF",
    "MINIMUM_WAGE",
    "MONTHS_NEEDED",
    "THRESHOLD_BPS",
    "Actual",
    "Aim",
    "BeforeAfter",
    "Behind",
    "Books",
    "CountyFigures",
    "Cut",
    "FundedMonth",
    "Goal",
    "Indicator",
    "Kept",
    "Livelihood",
    "Outside",
    "Stand",
    "Standings",
    "Steadiness",
    "Tally",
    "Thresholds",
    "TradeEarnings",
    "actual",
    "actuals",
    "before_and_after",
    "books",
    "by_county",
    "by_evidence",
    "chosen",
    "count",
    "drop_goal",
    "goal",
    "goals",
    "goals_outside",
    "income_of_month",
    "kept_months",
    "makers_behind",
    "outside_behind",
    "own_months",
    "parcels_behind",
    "percent",
    "rounded",
    "sales_of_month",
    "set_goal",
    "standings",
    "tallies",
    "tally",
    "thresholds",
    "trade_earnings",
]
