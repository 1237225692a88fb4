"""Whether the programme's promise holds: who earns a living by what months, as it was known on any day.

Pure but for the rulebook. A month is an income month when its net income reaches the threshold in force; a registration
or a course never makes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.impact.rules import MONTHS_NEEDED
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth

QUARTER = 3

WINDOW = rulebook.define_for_figures(
    "livelihood.window_months", 12, "months", "proposed by the programme: a whole year, so that a season's rest is none"
)
SUSTAINED = rulebook.define_for_figures(
    "livelihood.sustained_months", 6, "months", "proposed by the programme: 6 of 12 months"
)
LONGEST_GAP = rulebook.define_for_figures(
    "livelihood.longest_gap_months", 2, "months", "proposed by the programme: no longer without an income month"
)
SEASON_GAP = rulebook.define_for_figures(
    "livelihood.season_gap_months", 6, "months", "proposed by the programme: for trades that rest between seasons"
)
SEASON_TRADES = rulebook.define_for_figures(
    "livelihood.season_trades", "", "codes of trades", "trades that rest between seasons; none until the programme says"
)
EMERGING_WINDOW = rulebook.define_for_figures(
    "livelihood.emerging_window_months", 6, "months", "proposed by the programme: 3 of 6 months"
)
ACTIVE_MONTHS = rulebook.define_for_figures(
    "livelihood.active_months", 3, "months", "proposed by the programme: a sale in ninety days"
)
LEFT_MONTHS = rulebook.define_for_figures(
    "livelihood.left_months", 6, "months", "the shop's own rule: who sold once and not for so long has left", least=3
)

INSURED = rulebook.define_for_figures(
    "livelihood.insured_months",
    0,
    "months",
    "0: insurance alone makes no living sustained; proposed by the programme: 6 insured months of the window do",
)


class Livelihood(StrEnum):
    """Where a trainee's living stands; the best first. Each is in one.

    - SUSTAINED: enough income months of the window, and never too long without one since the first; or, where the rule
      is on, enough insured months of it.
    - EMERGING: enough income months lately, not sustained.
    - AT_RISK: sustained or emerging a quarter ago, now neither.
    - ACTIVE: sold lately.
    - NOT_YET: never sold, or too little and too long ago to say.
    - LEFT: gave up her places, or sold once and not for long.
    """

    SUSTAINED = "sustained"
    EMERGING = "emerging"
    AT_RISK = "at_risk"
    ACTIVE = "active"
    NOT_YET = "not_yet"
    LEFT = "left"


@dataclass(frozen=True)
class Steadiness:
    """What a moment's rules ask. Numbers of months."""

    window: int = 12
    sustained: int = 6
    longest_gap: int = 2
    emerging_window: int = 6
    emerging: int = 3
    active: int = 3
    left: int = 6
    season_gap: int = 6
    season_trades: frozenset[str] = frozenset()
    insured: int = 0

    @property
    def looked_at(self) -> int:
        """How many months tell where somebody stands, and where she stood a quarter before."""
        return max(self.window, self.emerging_window, self.active, self.left) + QUARTER

    def gap_of(self, trade_code: str | None) -> int:
        """How long a maker of this trade may be without an income month."""
        return self.season_gap if trade_code in self.season_trades else self.longest_gap


def last_moment(month: JalaliMonth, known: datetime | None = None) -> datetime:
    """The moment whose rules are a month's: its last one, or what was now when this was `known`, while it ran."""
    return min(month.ends - timedelta(microseconds=1), known or clock.now())


def asked_after(month: JalaliMonth, known: datetime | None = None) -> Steadiness:
    """The rules that say where somebody stands after a month, without what was written of them after `known`."""
    return steadiness(last_moment(month, known), known)


def steadiness(at: datetime | None = None, known: datetime | None = None) -> Steadiness:
    """The rules of a moment (now, if none is given), without what was written of them after `known`."""

    def months(rule: rulebook.Rule) -> int:
        return rulebook.number(rule, at, known)

    trades = rulebook.words(SEASON_TRADES, at, known).replace("،", " ").replace(",", " ").split()
    return Steadiness(
        window=months(WINDOW),
        sustained=months(SUSTAINED),
        longest_gap=months(LONGEST_GAP),
        emerging_window=months(EMERGING_WINDOW),
        emerging=months(MONTHS_NEEDED),
        active=months(ACTIVE_MONTHS),
        left=months(LEFT_MONTHS),
        season_gap=months(SEASON_GAP),
        season_trades=frozenset(trades),
        insured=months(INSURED),
    )


@dataclass(frozen=True)
class Record:
    """A maker's months, oldest first: whether each had income enough, whether she sold in it, was insured in it."""

    income: Sequence[bool]
    sold: Sequence[bool]
    trade_code: str | None = None
    gave_up: bool = False
    insured: Sequence[bool] = ()

    def before(self, months: int) -> Record:
        """The same, as it stood so many months (at least one) earlier."""
        return replace(self, income=self.income[:-months], sold=self.sold[:-months], insured=self.insured[:-months])


def standing(one: Record, rules: Steadiness) -> Livelihood:
    """Where she stands after the last of her months."""
    if one.gave_up:
        return Livelihood.LEFT
    now = _earning(one, rules)
    if now is not None:
        return now
    if _earning(one.before(QUARTER), rules) is not None:
        return Livelihood.AT_RISK
    if any(one.sold[-rules.active :]):
        return Livelihood.ACTIVE
    return Livelihood.LEFT if any(one.sold[: -rules.left]) and not any(one.sold[-rules.left :]) else Livelihood.NOT_YET


def _earning(one: Record, rules: Steadiness) -> Livelihood | None:
    window = list(one.income[-rules.window :])
    if sum(window) >= rules.sustained and longest_rest(window) <= rules.gap_of(one.trade_code):
        return Livelihood.SUSTAINED
    if rules.insured and sum(one.insured[-rules.window :]) >= rules.insured:
        return Livelihood.SUSTAINED
    if sum(one.income[-rules.emerging_window :]) >= rules.emerging:
        return Livelihood.EMERGING
    return None


def longest_rest(months: Sequence[bool]) -> int:
    """The most months in a row without income, from the first income month on."""
    longest = run = 0
    for month in months[list(months).index(True) :] if any(months) else ():
        run = 0 if month else run + 1
        longest = max(longest, run)
    return longest
