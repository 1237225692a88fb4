"""What the groups of a cut are called."""

from __future__ import annotations

from collections.abc import Collection

from app import impact, programme
from app.impact import Cut
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.web.shop import county_names, trade_names
from app.words import gettext, group_name


def untold_groups(month: JalaliMonth, cut: Cut, reach: Collection[str] | None) -> frozenset[str]:
    """Groups of so few people of the visitor's counties that their figures would find somebody out: trades of a county.

    Whoever looks at the whole province reads trades of the province, and nothing is left out for her.
    """
    if reach is None or cut is not Cut.TRADE:
        return frozenset()
    return frozenset(trade for county, trade in impact.small_trades(month) if county in reach)


def names_of_groups(cut: Cut, without: Collection[str] = ()) -> dict[str, str]:
    """What the groups of a cut are called, but for these, in the order in which they are listed."""
    return {value: name for value, name in _names(cut).items() if value not in without}


def _names(cut: Cut) -> dict[str, str]:
    if cut is Cut.COUNTY:
        return county_names()
    if cut is Cut.TRADE:
        return trade_names() | {"": gettext("رسته ندارد")}
    if cut is Cut.COHORT:
        return {str(one.id): one.name for one in programme.cohorts()}
    return {value: group_name(value) for value in impact.GROUPS_OF[cut]}


def listed(makers: Collection[int]) -> tuple[frozenset[int], int]:
    """Which of those behind a sum of rials may stand in a list by name, and how many may not.

    Where so few may not that the sum less the list would tell what they earned, nobody is listed.
    """
    named = frozenset(makers) - impact.hidden_names()
    nameless = len(set(makers)) - len(named)
    if 0 < nameless < rulebook.number(impact.FEWEST):
        return frozenset(), len(set(makers))
    return named, nameless
