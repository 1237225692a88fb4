"""Goals that were set, what a month needs, and the movements of the ledger behind figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app import ledger
from app.impact import rules
from app.impact.livelihood import last_moment
from app.impact.models import Goal
from app.impact.rules import Thresholds
from app.ledger import IncomeRow, Window
from app.programme import Cohort
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.money import Rial


def thresholds(months: Sequence[JalaliMonth] = (), as_of: datetime | None = None) -> Thresholds:
    """What the rulebook asked at the end of each month (until now, for one that is not over); of this one, without.

    Of the rules as they had been written by `as_of`.
    """
    moments = [last_moment(month, as_of) for month in months or [JalaliMonth.current()]]
    needs = tuple(
        rulebook.number(rules.MINIMUM_WAGE, at, as_of) * rulebook.number(rules.THRESHOLD_BPS, at, as_of) // 10_000
        for at in moments
    )
    return Thresholds(needs, rulebook.number(rules.MONTHS_NEEDED, moments[-1], as_of))


def goal(goal_id: int) -> Goal:
    """Raises NotFound."""
    found = session().get(Goal, goal_id)
    if found is None:
        raise NotFound
    return found


def goals(counties: frozenset[str] | None = None, within: tuple[JalaliMonth, JalaliMonth] | None = None) -> list[Goal]:
    """All goals, those that end last first; with `counties`, theirs, their cohorts' and the province's.

    `within`: those alone whose time has a month from the first of these to the second.
    """
    query = select(Goal).order_by(Goal.last_month.desc(), Goal.county_code, Goal.id)
    if within is not None:
        query = query.where(Goal.last_month >= str(within[0]), Goal.first_month <= str(within[1]))
    if counties is not None:
        cohorts = select(Cohort.id).where(Cohort.county_code.is_(None) | Cohort.county_code.in_(counties))
        inside = (Goal.county_code.is_(None) & Goal.cohort_id.is_(None)) | Goal.county_code.in_(counties)
        query = query.where(inside | Goal.cohort_id.in_(cohorts))
    return list(session().scalars(query))


def county_of(one: Goal) -> str | None:
    """The county that a goal is for, its cohort's too; None: the province's."""
    cohort = None if one.cohort_id is None else session().get(Cohort, one.cohort_id)
    return one.county_code if cohort is None else cohort.county_code


def parcels_behind(first: JalaliMonth, last: JalaliMonth, makers: Iterable[int]) -> list[IncomeRow]:
    """The releases and refunds behind an income figure, newest first."""
    return ledger.income_rows(Window(first.starts, last.ends), makers)


def own_months(maker_id: int, months: Sequence[JalaliMonth]) -> list[Rial]:
    """A maker's own net income in these months."""
    return ledger.income_by_month(months).get(maker_id, [Rial(0)] * len(months))
