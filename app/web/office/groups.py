"""What the groups of a cut are called."""

from __future__ import annotations

from app import impact, programme
from app.impact import Cut
from app.web.shop import county_names, trade_names
from app.words import gettext, group_name


def names_of_groups(cut: Cut) -> dict[str, str]:
    """What the groups of a cut are called, in the order in which they are listed."""
    if cut is Cut.COUNTY:
        return county_names()
    if cut is Cut.TRADE:
        return trade_names() | {"": gettext("رسته ندارد")}
    if cut is Cut.COHORT:
        return {str(one.id): one.name for one in programme.cohorts()}
    return {value: group_name(value) for value in impact.GROUPS_OF[cut]}
