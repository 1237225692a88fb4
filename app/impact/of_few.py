"""Whoever is one of so few that a sum of rials on a page is nearly her own: that it was seen is kept for her.

Who has leave to see incomes reads the sum of a county's month even where two people earned in it, as she may open the
income of each of the two. So that sum counts as a look at them, and stands in the record of each. What leaves the
house on paper, statements and indicators tell no sum of so few (`untold_sums`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select

from app.impact.counting import EARNED, Counties, may_count
from app.impact.indicators import FEWEST_INCOMES
from app.impact.trainee_month import TraineeMonth
from app.offshop import Counted
from app.shared.calendar import JalaliMonth
from app.shared.database import session


def few_of_counties(months: Sequence[JalaliMonth], codes: Collection[str]) -> Select[Any]:
    """Whoever earned or gave back in one of these months with fewer than `FEWEST_INCOMES` in her county."""
    return _few(months, TraineeMonth.county_code, codes)


def few_of_villages(months: Sequence[JalaliMonth], counties: Counties = None) -> set[int]:
    """Whoever earned or gave back among so few, of villages together or of towns, in these counties (None: all)."""
    return set(session().scalars(_few(months, TraineeMonth.village, counties)))


def few_outside(rows: Iterable[Counted]) -> set[int]:
    """Makers of sales outside the shop whose grade of evidence has fewer than `FEWEST_INCOMES` makers among these."""
    makers: dict[Any, set[int]] = {}
    for one in rows:
        makers.setdefault(one.evidence, set()).add(one.maker_id)
    return {one for group in makers.values() if len(group) < FEWEST_INCOMES for one in group}


def _few(months: Sequence[JalaliMonth], group: Any, counties: Counties) -> Select[Any]:
    here = [TraineeMonth.month.in_([str(one) for one in months]), EARNED, may_count()]
    if counties is not None:
        here.append(TraineeMonth.county_code.in_(counties))
    cells: Select[Any] = select(TraineeMonth.month, group.label("part")).where(*here)
    few = cells.group_by(TraineeMonth.month, group).having(func.count() < FEWEST_INCOMES).subquery()
    inside = and_(few.c.month == TraineeMonth.month, few.c.part == group)
    return select(TraineeMonth.trainee_id).join(few, inside).where(*here).distinct()
