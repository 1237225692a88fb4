"""Impact: employment goals, and the figures that say how far they are reached, each open down to its parcels.

Owns `goal`. Calls ledger, programme. Announces nothing.
"""

from app.impact.actions import Aim, drop_goal, set_goal
from app.impact.models import Goal, Indicator
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

__all__ = [
    "MINIMUM_WAGE",
    "MONTHS_NEEDED",
    "THRESHOLD_BPS",
    "Actual",
    "Aim",
    "Behind",
    "Books",
    "CountyFigures",
    "Goal",
    "Indicator",
    "Thresholds",
    "actual",
    "actuals",
    "books",
    "by_county",
    "count",
    "drop_goal",
    "goal",
    "goals",
    "income_of_month",
    "makers_behind",
    "own_months",
    "parcels_behind",
    "percent",
    "sales_of_month",
    "set_goal",
    "thresholds",
]
