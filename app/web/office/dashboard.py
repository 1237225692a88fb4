"""The dashboard: what stands out, goals, sales by month, the ten counties, and the way down to cohorts and parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app import impact, offshop, programme
from app.accounts import Role, Sight
from app.impact import CountyFigures, Goal, Indicator
from app.offshop import Counted
from app.programme import Cohort, CohortPlan
from app.shared.calendar import JalaliMonth, months_between
from app.shared.sheets import Cell
from app.web.access import INCOMES, OFFICIALS, allow, i_see, me
from app.web.office.charts import line_chart, sparks, tile_map
from app.web.office.few import keep_looks
from app.web.office.groups import names_of_groups
from app.web.office.overview import MONTHS_SHOWN, exceptions, overview, waiting
from app.web.pages import Page, csv_answer
from app.web.shop import county_names
from app.words import formats, gettext

blueprint = Blueprint("office", __name__, url_prefix="/office")

EARLIEST = JalaliMonth(1390, 1)


def reach() -> frozenset[str] | None:
    """Counties that the visitor may look into; None for all."""
    visit = me()
    limits = [visit.counties(role) for role in (Role.OFFICER, Role.STAFF) if role in visit.roles]
    if any(limit is None for limit in limits):
        return None
    return frozenset().union(*(limit for limit in limits if limit is not None))


def asked_month() -> JalaliMonth:
    """The month in the address; the current one for nonsense, and beyond what the books can hold."""
    current = JalaliMonth.current()
    try:
        asked = JalaliMonth.parse(request.args.get("month", ""))
    except ValueError:
        return current
    return asked if EARLIEST <= asked <= current else current


def counties_in_reach() -> dict[str, str]:
    mine = reach()
    return {code: name for code, name in county_names().items() if mine is None or code in mine}


@blueprint.get("/")
@allow(OFFICIALS)
def dashboard() -> Page:
    """Everything that stands out; who has no leave to see incomes finds what waits, and the signed figures."""
    month, mine = asked_month(), reach()
    if not i_see(Sight.INCOMES):
        return _signed_alone(mine)
    read = overview(month, counties_in_reach(), mine)
    cohorts = {one.id: one for one in programme.cohorts()}
    goal = _monthly_goal([one.goal for one in read.goals], read.months, mine)
    outside = [row for _, row in impact.outside_in(month, read.names)]
    page = render_template(
        "office/dashboard.html",
        read=read,
        month=month,
        exceptions=exceptions(read, mine, lambda one: goal_scope(one.goal, read.names, cohorts)),
        chart=line_chart(read.line(goal)),
        map=tile_map(read.counties, read.names, month),
        sparks=sparks(read.by_month, read.names, month),
        cohorts=cohorts,
        rules=read.rules,
        outside=impact.by_evidence(outside),
        grades=offshop.STRONGEST_FIRST,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current() else None,
    )
    keep_looks(read.few(), impact.few_outside(outside))
    return page


def _signed_alone(mine: frozenset[str] | None) -> Page:
    latest = impact.latest()
    shown = JalaliMonth.parse(latest.month) if latest else None
    return render_template("office/unsigned.html", waiting=waiting(mine), latest=latest, latest_month=shown)


def _monthly_goal(
    goals: Sequence[Goal], months: Sequence[JalaliMonth], mine: frozenset[str] | None
) -> list[float | None]:
    """What the goal of income asks of each month, in equal parts: the province's, or that of the one county shown."""
    here = None if mine is None else next(iter(mine)) if len(mine) == 1 else ""
    goal = next(
        (
            one
            for one in goals
            if one.indicator is Indicator.INCOME
            and one.cohort_id is None
            and one.county_code == here
            and any(one.first <= month <= one.last for month in months)
        ),
        None,
    )
    if goal is None:
        return [None] * len(months)
    share = goal.target / len(months_between(goal.first, goal.last)) / 10_000_000
    return [share if goal.first <= month <= goal.last else None for month in months]


@blueprint.get("/sales.csv")
@allow(INCOMES)
def sales_csv() -> Response:
    """Counties by month."""
    month, names = asked_month(), counties_in_reach()
    months = [month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)]
    outside = [f"outside_{grade.value}_rial" for grade in offshop.STRONGEST_FIRST]
    headings = ["county", "name", "month", "trainees", "selling", "earning", "income_rial", "sales_rial", *outside]
    figures = impact.counties_by_month(months, names)
    sold = {one: impact.outside_in(one, names) for one in months}
    rows = [row for one in months for row in _of_month(one, figures[one], names, sold[one])]
    in_counties = [[row for code, row in told if code == county] for told in sold.values() for county in names]
    keep_looks(impact.few_behind([], months, names), *(impact.few_outside(one) for one in in_counties))
    return csv_answer(f"counties-{month}", headings, rows)


def _of_month(
    month: JalaliMonth, figures: Sequence[CountyFigures], names: dict[str, str], told: Sequence[tuple[str, Counted]]
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for row in figures:
        here = impact.by_evidence(sale for code, sale in told if code == row.county_code)
        numbers = (row.trainees, row.selling, row.earning, int(row.income), int(row.sales))
        outside = (int(figure.income) for figure in here)
        rows.append((row.county_code, names[row.county_code], str(month), *numbers, *outside))
    return rows


@blueprint.app_template_global("goal_scope")
def goal_scope(one: Goal, names: Mapping[str, str], cohorts: Mapping[int, Cohort] | Mapping[int, CohortPlan]) -> str:
    """Whom a goal is for: where, and which group there."""
    where = gettext("استانِ بوشهر")
    if one.county_code is not None:
        where = names.get(one.county_code, one.county_code)
    elif one.cohort_id is not None:
        where = cohorts[one.cohort_id].name
    group = group_of(one)
    return f"{where}{formats.comma()}{group}" if group else where


def group_of(one: Goal) -> str:
    """The name of the group that a goal is narrowed to; nothing for everybody."""
    return "" if one.cut is None else names_of_groups(one.cut).get(one.value or "", one.value or "")
