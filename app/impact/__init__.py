"""Impact: employment goals, and the figures that say how far they are reached, each open down to its parcels.

What was earned outside the shop stands beside the figures, by its grade of evidence, and is never part of one.
What is published of a month is frozen, signed, and holds no number that would find somebody out.
A statement tells officials a month as it was known on a day; it is frozen, too, and can be computed anew.
Owns `goal`, `trainee_month`, `publication`, `companion`, `statement`. Calls finance, offshop, orders, vouching,
catalogue, consent, ledger, livings, programme, accounts. Announces StatementAsked.
"""

from app.impact import reactions as _reactions
from app.impact import sweeps as _sweeps
from app.impact.actions import Aim, drop_goal, set_goal
from app.impact.companions import hidden_names
from app.impact.counting import (
    CountyFigures,
    Group,
    Seen,
    VillageShare,
    counties_by_month,
    known_at,
    left_out,
    movers,
    own_record,
    people,
    told,
    unnamed,
    village_shares,
)
from app.impact.cuts import GROUPS_OF, Cut
from app.impact.errors import (
    AlreadyPrepared,
    CorrectionNeedsReason,
    DayOutside,
    FiguresUnsafe,
    MonthNotOver,
    NotTheSigner,
    OwnFigures,
    TooManyWait,
)
from app.impact.events import StatementAsked
from app.impact.funded import BeforeAfter, FundedMonth, before_and_after
from app.impact.holders import WITH_PEOPLE, Holder, Holders, holders
from app.impact.indicators import (
    FEWEST_INCOMES,
    INDICATORS,
    UNITS,
    Figure,
    Measure,
    Unit,
    figures,
    figures_by,
    untold_sums,
)
from app.impact.keeping import Kept, TradeEarnings, kept_months, rounded, trade_earnings
from app.impact.leaving_out import keep_companions, missing_companions, small_trades
from app.impact.livelihood import Livelihood, Steadiness, asked_after, steadiness
from app.impact.models import Goal, Indicator
from app.impact.month_ends import of_month_end, told_in, unit_of
from app.impact.months import differing, forget_months, recount, stale_batches, trainees_of_batch
from app.impact.of_few import few_of_counties, few_of_villages, few_outside
from app.impact.outside import Outside, by_evidence, goals_outside, outside_behind, outside_in
from app.impact.promises import invariants
from app.impact.publications import Publication, PublicationState
from app.impact.publishing import (
    Drawn,
    discard,
    draw,
    edition,
    editions,
    editions_of,
    figures_of,
    latest,
    may_sign,
    months_to_publish,
    prepare,
    publication,
    publications,
    publications_counted,
    sign,
)
from app.impact.queries import county_of, goal, goals, own_months, parcels_behind, thresholds
from app.impact.reaching import Actual, Before, Behind, actual, actuals, aside_of, before, makers_behind, on_paper
from app.impact.revising import Cause, ThenNow, causes, then_and_now
from app.impact.rules import MINIMUM_WAGE, MONTHS_NEEDED, THRESHOLD_BPS, Thresholds, percent
from app.impact.ruling import ToldRule, rules_of
from app.impact.snapshot import CUTS, FEWEST, OTHERS, TOGETHER, Figures, hidden_numbers
from app.impact.standings import (
    Stand,
    Standings,
    Tally,
    standings,
    tallies,
    tally,
)
from app.impact.stated import Part, Reading
from app.impact.statement import Statement
from app.impact.stating import (
    SETTLED,
    ask,
    differing_statements,
    known_on,
    overtaken,
    read,
    statement,
    statements,
    statements_counted,
)
from app.impact.statistics import By, Cell, Statistics, StatisticsRow, statistics
from app.impact.suppression import hidden_beside
from app.impact.telling import SafeTable, told_safely
from app.impact.trainee_month import TraineeMonth

__all__ = [
    "CUTS",
    "FEWEST",
    "FEWEST_INCOMES",
    "GROUPS_OF",
    "INDICATORS",
    "MINIMUM_WAGE",
    "MONTHS_NEEDED",
    "OTHERS",
    "SETTLED",
    "THRESHOLD_BPS",
    "TOGETHER",
    "UNITS",
    "WITH_PEOPLE",
    "Actual",
    "Aim",
    "AlreadyPrepared",
    "Before",
    "BeforeAfter",
    "Behind",
    "By",
    "Cause",
    "Cell",
    "CorrectionNeedsReason",
    "CountyFigures",
    "Cut",
    "DayOutside",
    "Drawn",
    "Figure",
    "Figures",
    "FiguresUnsafe",
    "FundedMonth",
    "Goal",
    "Group",
    "Holder",
    "Holders",
    "Indicator",
    "Kept",
    "Livelihood",
    "Measure",
    "MonthNotOver",
    "NotTheSigner",
    "Outside",
    "OwnFigures",
    "Part",
    "Publication",
    "PublicationState",
    "Reading",
    "SafeTable",
    "Seen",
    "Stand",
    "Standings",
    "Statement",
    "StatementAsked",
    "Statistics",
    "StatisticsRow",
    "Steadiness",
    "Tally",
    "ThenNow",
    "Thresholds",
    "ToldRule",
    "TooManyWait",
    "TradeEarnings",
    "TraineeMonth",
    "Unit",
    "VillageShare",
    "_reactions",
    "_sweeps",
    "actual",
    "actuals",
    "aside_of",
    "ask",
    "asked_after",
    "before",
    "before_and_after",
    "by_evidence",
    "causes",
    "counties_by_month",
    "county_of",
    "differing",
    "differing_statements",
    "discard",
    "draw",
    "drop_goal",
    "edition",
    "editions",
    "editions_of",
    "few_of_counties",
    "few_of_villages",
    "few_outside",
    "figures",
    "figures_by",
    "figures_of",
    "forget_months",
    "goal",
    "goals",
    "goals_outside",
    "hidden_beside",
    "hidden_names",
    "hidden_numbers",
    "holders",
    "invariants",
    "keep_companions",
    "kept_months",
    "known_at",
    "known_on",
    "latest",
    "left_out",
    "makers_behind",
    "may_sign",
    "missing_companions",
    "months_to_publish",
    "movers",
    "of_month_end",
    "on_paper",
    "outside_behind",
    "outside_in",
    "overtaken",
    "own_months",
    "own_record",
    "parcels_behind",
    "people",
    "percent",
    "prepare",
    "publication",
    "publications",
    "publications_counted",
    "read",
    "recount",
    "rounded",
    "rules_of",
    "set_goal",
    "sign",
    "small_trades",
    "stale_batches",
    "standings",
    "statement",
    "statements",
    "statements_counted",
    "statistics",
    "steadiness",
    "tallies",
    "tally",
    "then_and_now",
    "thresholds",
    "told",
    "told_in",
    "told_safely",
    "trade_earnings",
    "trainees_of_batch",
    "unit_of",
    "unnamed",
    "untold_sums",
    "village_shares",
]
