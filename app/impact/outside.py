"""What makers earned outside the shop, by how well it is evidenced.

It stands beside the figures of the shop and is never added to them: the shop's come from the ledger, which saw the
money; of these nobody has seen more than their grade says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import offshop
from app.impact.models import Goal
from app.impact.reaching import in_counties, in_scope
from app.offshop import Counted, Evidence
from app.shared.calendar import JalaliMonth, local_date, months_between
from app.shared.money import Rial, total


@dataclass(frozen=True)
class Outside:
    """Sales of one grade of evidence: how many, of how many makers, rials after the market's fee."""

    evidence: Evidence
    sales: int
    makers: int
    income: Rial


def outside_behind(
    months: Sequence[JalaliMonth], makers: Collection[int], as_of: datetime | None = None
) -> list[Counted]:
    """The sales outside the shop of these makers in these months (first to last), newest first."""
    return [one for one in _told_in(months, as_of) if one.maker_id in makers]


def _told_in(months: Sequence[JalaliMonth], as_of: datetime | None = None) -> list[Counted]:
    return offshop.counted(*_days(months[0], months[-1]), as_of) if months else []


def _days(first: JalaliMonth, last: JalaliMonth) -> tuple[date, date]:
    return local_date(first.starts), local_date(last.ends) - timedelta(days=1)


def by_evidence(rows: Iterable[Counted]) -> list[Outside]:
    """These sales by grade, the strongest first; a grade without sales has zeros."""
    found = list(rows)
    return [_of(grade, [one for one in found if one.evidence is grade]) for grade in offshop.STRONGEST_FIRST]


def _of(grade: Evidence, rows: Sequence[Counted]) -> Outside:
    return Outside(grade, len(rows), len({one.maker_id for one in rows}), total(one.income for one in rows))


def goals_outside(one: Goal) -> list[Counted]:
    """The sales outside the shop of a goal's scope and months: what its figure does not count."""
    rows = _told_in(months_between(one.first, one.last))
    scope = in_scope(one, (row.maker_id for row in rows))
    return [row for row in rows if row.maker_id in scope]


def outside_in(month: JalaliMonth, counties: Collection[str]) -> list[tuple[str, Counted]]:
    """The sales outside the shop in a month, newest first, each with the county of whoever made it."""
    rows = _told_in([month])
    where = in_counties(month, counties, (row.maker_id for row in rows))
    return [(where[row.maker_id], row) for row in rows if row.maker_id in where]
