"""Impact: employment goals, and the figures that say how far they are reached, each open down to its parcels.

What was earned outside the shop stands beside the figures, by its grade of evidence, and is never part of one.
Owns `goal` and `trainee_month`. Calls finance, offshop, orders, catalogue, ledger, programme. Announces nothing.
"""

from app.impact import reactions as _reactions
from app.impact import sweeps as _sweeps
from app.impact.actions import Aim, drop_goal, set_goal
from app.impact.counting import Group, Seen, known_at, people, told
from app.impact.cuts import GROUPS_OF, Cut
from app.impact.indicators import FEWEST, INDICATORS, UNITS, Figure, Measure, Unit, figures, figures_by
from app.impact.keeping import Kept, TradeEarnings, kept_months, rounded, trade_earnings
from app.impact.livelihood import Livelihood, Steadiness, steadiness
from app.impact.models import Goal, Indicator
from app.impact.months import differing, invariants, recount, stale_batches, trainees_of_batch
from app.impact.outside import Outside, by_evidence, goals_outside, outside_behind
from app.impact.queries import (
    Actual,
    Behind,
    Books,
    CountyFigures,
    actual,
    actuals,
    before,
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
    Stand,
    Standings,
    Tally,
    chosen,
    standings,
    tallies,
    tally,
)
from app.impact.trainee_month import TraineeMonth

__all__ = [
    "FEWEST",
    "GROUPS_OF",
    "INDICATORS",
    "MINIMUM_WAGE",
    "MONTHS_NEEDED",
    "THRESHOLD_BPS",
    "UNITS",
    "Actual",
    "Aim",
    "Behind",
    "Books",
    "CountyFigures",
    "Cut",
    "Figure",
    "Goal",
    "Group",
    "Indicator",
    "Kept",
    "Livelihood",
    "Measure",
    "Outside",
    "Seen",
    "Stand",
    "Standings",
    "Steadiness",
    "Tally",
    "Thresholds",
    "TradeEarnings",
    "TraineeMonth",
    "Unit",
    "_reactions",
    "_sweeps",
    "actual",
    "actuals",
    "before",
    "books",
    "by_county",
    "by_evidence",
    "chosen",
    "count",
    "differing",
    "drop_goal",
    "figures",
    "figures_by",
    "goal",
    "goals",
    "goals_outside",
    "income_of_month",
    "invariants",
    "kept_months",
    "known_at",
    "makers_behind",
    "outside_behind",
    "own_months",
    "parcels_behind",
    "people",
    "percent",
    "recount",
    "rounded",
    "sales_of_month",
    "set_goal",
    "stale_batches",
    "standings",
    "steadiness",
    "tallies",
    "tally",
    "thresholds",
    "told",
    "trade_earnings",
    "trainees_of_batch",
]
