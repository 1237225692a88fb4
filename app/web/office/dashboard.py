"""The dashboard: goals and what was reached of them, sales by month, the ten counties, a way down to the parcels."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app import impact, offshop, orders, programme
from app.accounts import Role
from app.impact import CountyFigures, Goal, Indicator
from app.shared import audit
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web.access import OFFICIALS, allow, me, my_id
from app.web.office.charts import Line, line_chart, tile_map
from app.web.pages import Page, csv_answer
from app.web.shop import county_names
from app.words import formats, gettext

blueprint = Blueprint("office", __name__, url_prefix="/office")

MONTHS_SHOWN = 8
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


@blueprint.get("/")
@allow(OFFICIALS)
def dashboard() -> Page:
    month, mine = asked_month(), reach()
    months = [month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)]
    names = {code: name for code, name in county_names().items() if mine is None or code in mine}
    books = impact.books(months)
    makers = [one for code in names for one in books.scope(code)]
    incomes = [int(impact.income_of_month(books, one, makers)) for one in months]
    sales = [int(impact.sales_of_month(books, one, makers)) for one in months]
    counties = impact.by_county(books, month, names)
    goals = impact.actuals(impact.goals(mine))
    return render_template(
        "office/dashboard.html",
        month=month,
        months=months,
        sales=sales,
        incomes=incomes,
        change=impact.percent(abs(incomes[-1] - incomes[-2]), incomes[-2]) if incomes[-2] > 0 else None,
        chart=line_chart(_line(months, sales, incomes, _monthly_goal([one.goal for one in goals], months, mine))),
        map=tile_map(counties, names, month),
        counties=counties,
        names=names,
        actuals=goals,
        cohorts={one.id: one for one in programme.cohorts()},
        outside=impact.by_evidence(impact.outside_behind([month], set(makers))),
        grades=offshop.STRONGEST_FIRST,
        selling=sum(one.selling for one in counties),
        trainees=sum(one.trainees for one in counties),
        earning=sum(one.earning for one in counties),
        limits=books.limits,
        as_of=books.as_of,
        indicators=list(Indicator),
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current() else None,
    )


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


def _line(
    months: Sequence[JalaliMonth], sales: Sequence[int], incomes: Sequence[int], goal: Sequence[float | None]
) -> Line:
    return Line(
        title=gettext("فروش و رسیده به سازندگان، ماه به ماه"),
        finding=gettext(
            "رسیده به سازندگان از %(first)s میلیون تومان در %(from_month)s به %(last)s میلیون تومان در %(to_month)s.",
            first=formats.million_toman(incomes[0]),
            from_month=formats.month(months[0]),
            last=formats.million_toman(incomes[-1]),
            to_month=formats.month(months[-1]),
        ),
        labels=[formats.month_name(one.month) for one in months],
        values=[amount / 10_000_000 for amount in incomes],
        columns=[amount / 10_000_000 for amount in sales],
        goal=goal,
    )


@blueprint.get("/counties/<code>")
@allow(OFFICIALS)
def county(code: str) -> Page:
    """One county in a month: its figures, and the parcels behind its income."""
    mine = reach()
    names = county_names()
    if code not in names or (mine is not None and code not in mine):
        raise NotFound
    month = asked_month()
    books = impact.books([month])
    figures: CountyFigures = impact.by_county(books, month, [code])[0]
    every, hidden = impact.parcels_behind(month, month, books.scope(code)), impact.hidden_names()
    rows = [row for row in every if row.maker_id not in hidden]
    with transaction():
        audit.note_looks("income_seen", "trainee", [row.maker_id for row in rows], my_id(), county=code)
    views = {view.parcel.id: view for view in orders.parcel_views(row.about[1] for row in rows)}
    return render_template(
        "office/county.html",
        code=code,
        names=names,
        month=month,
        figures=figures,
        rows=rows,
        unnamed=len({row.maker_id for row in every} & hidden),
        views=views,
        makers=programme.trainees(row.maker_id for row in rows),
        outside=impact.by_evidence(impact.outside_behind([month], books.scope(code))),
        grades=offshop.STRONGEST_FIRST,
        limits=books.limits,
        as_of=books.as_of,
    )


@blueprint.get("/sales.csv")
@allow(OFFICIALS)
def sales_csv() -> Response:
    """Counties by month."""
    month, mine = asked_month(), reach()
    months = [month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)]
    names = {code: name for code, name in county_names().items() if mine is None or code in mine}
    books = impact.books(months)
    outside = [f"outside_{grade.value}_rial" for grade in offshop.STRONGEST_FIRST]
    headings = ["county", "name", "month", "trainees", "selling", "earning", "income_rial", "sales_rial", *outside]
    return csv_answer(f"counties-{month}", headings, [row for one in months for row in _of_month(books, one, names)])


def _of_month(books: impact.Books, month: JalaliMonth, names: dict[str, str]) -> list[tuple[Cell, ...]]:
    told = impact.outside_behind([month], books.county_of.keys())
    rows: list[tuple[Cell, ...]] = []
    for row in impact.by_county(books, month, names):
        here = [sale for sale in told if books.county_of[sale.maker_id] == row.county_code]
        figures = (row.trainees, row.selling, row.earning, int(row.income), int(row.sales))
        outside = (int(figure.income) for figure in impact.by_evidence(here))
        rows.append((row.county_code, names[row.county_code], str(month), *figures, *outside))
    return rows
