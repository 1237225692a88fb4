"""When a month counts as an income month, and what an indicator makes of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.impact.models import Indicator
from app.shared import rulebook

MINIMUM_WAGE = rulebook.define_for_figures(
    "wage.minimum_month_rial",
    103_990_000,
    "rial",
    "base minimum wage of a month in 1404, from general knowledge: to be checked against the year's decree",
)
THRESHOLD_BPS = rulebook.define_for_figures(
    "livelihood.threshold_bps",
    3000,
    "basis points",
    "30 % of the minimum wage; the relief committee takes under a third for no meaningful income",
)
MONTHS_NEEDED = rulebook.define_for_figures(
    "livelihood.months_needed", 3, "months", "proposed by the programme: 3 of 6 months"
)


@dataclass(frozen=True)
class Thresholds:
    """Rials that make each month an income month, by the rules of its own time; and how many such months are needed."""

    month_rials: tuple[int, ...]
    months_needed: int

    @property
    def month_rial(self) -> int:
        """What the last of the months needs."""
        return self.month_rials[-1]


def percent(part: int, whole: int) -> int:
    """`part` of `whole` in percent, rounded half up."""
    return (200 * part + whole) // (2 * whole)


def met(reached: int, target: int, *, lower: bool) -> bool:
    """Whether a target is reached; where less is more (`lower`) it is the most that there may be."""
    return reached <= target if lower else reached >= target


def share_reached(reached: int, target: int, *, lower: bool) -> int:
    """How much of a target is reached, in percent; a hundred only where it is met.

    Where less is more it is the target's part of what there is: at twice as many days as wanted, half; of a target of
    nothing all or nothing. Where more is better `target` is above zero.
    """
    if met(reached, target, lower=lower):
        return percent(reached, target) if not lower else 100
    if target == 0:
        return 0
    return min(percent(target, reached) if lower else percent(reached, target), 99)


@dataclass(frozen=True)
class Earned:
    """What somebody's month was: rials after fee and refunds, what buyers paid, and whether it was an income month."""

    income: int = 0
    sold: int = 0
    reached: bool = False


def count(indicator: Indicator, earned: Mapping[int, Sequence[Earned]], limits: Thresholds) -> int:
    """The numerator: rials for INCOME, makers for the others. `earned` holds each maker's months."""
    if indicator is Indicator.INCOME:
        return sum(one.income for months in earned.values() for one in months)
    return sum(counts(indicator, months, limits) for months in earned.values())


def counts(indicator: Indicator, months: Sequence[Earned], limits: Thresholds) -> bool:
    """Whether a maker with these months is part of the figure."""
    if indicator is Indicator.EARNING:
        needed = min(limits.months_needed, len(limits.month_rials))
        return sum(one.reached for one in months) >= max(1, needed)
    return sum(one.sold for one in months) > 0
