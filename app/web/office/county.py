"""A county and a cohort in a month: their figures and goals, and the way down to parcels and people."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template
from werkzeug.wrappers import Response

from app import impact, offshop, orders, programme
from app.impact import Cut, Livelihood, Tally
from app.programme import Cohort
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import INCOMES, allow, my_id
from app.web.office.charts import line_chart
from app.web.office.dashboard import asked_month, blueprint, counties_in_reach, reach
from app.web.office.few import keep_looks
from app.web.office.groups import listed
from app.web.office.indicators import shown
from app.web.office.overview import overview
from app.web.office.ruling import rules_beside
from app.web.office.sheets import Place, Row, of_county, of_figure, of_outside, of_states, sheet
from app.web.pages import Page, page_number, pages_of
from app.web.shop import county_names
from app.words import name_of

PARCELS_A_PAGE = 100


def _reached(code: str) -> str:
    """The name of a county that the visitor may look into. Raises NotFound."""
    names = counties_in_reach()
    if code not in names:
        raise NotFound
    return names[code]


@blueprint.get("/counties/<code>")
@allow(INCOMES)
def county(code: str) -> Page:
    """One county in a month: its figures, its goals and its cohorts, and the way to the parcels behind its income."""
    month, name = asked_month(), _reached(code)
    read = overview(month, {code: name}, frozenset({code}))
    cohorts = {one.id: one for one in programme.cohorts()}
    by_cohort = impact.told(read.shown, Cut.COHORT, [code])
    outside = [row for _, row in impact.outside_in(month, [code])]
    page = render_template(
        "office/county.html",
        code=code,
        names=read.names,
        read=read,
        month=month,
        chart=line_chart(read.line()),
        cohorts=_courses_of(code, by_cohort),
        by_cohort=by_cohort,
        cohort_of=cohorts,
        rules=read.rules,
        states=list(Livelihood),
        outside=impact.by_evidence(outside),
        grades=offshop.STRONGEST_FIRST,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current() else None,
    )
    keep_looks(read.few(), impact.few_outside(outside))
    return page


@blueprint.get("/counties/<code>/county.csv")
@allow(INCOMES)
def county_csv(code: str) -> Response:
    """The chart and the tables of a county's page."""
    month, name = asked_month(), _reached(code)
    read = overview(month, {code: name}, frozenset({code}))
    months = [
        (Place("months", one, code, name), number)
        for one in read.months
        for county in read.by_month[one]
        for number in of_county(county)
    ]
    by_cohort = impact.told(read.shown, Cut.COHORT, [code])
    cohorts = [
        (Place("cohorts", read.shown, str(one.id), one.name), number)
        for one in _courses_of(code, by_cohort)
        for number in of_states(by_cohort.get(str(one.id)))
    ]
    sold = [row for _, row in impact.outside_in(month, [code])]
    outside = [
        (Place("outside", month, one.evidence.value, name_of(one.evidence)), number)
        for one in impact.by_evidence(sold)
        for number in of_outside(one)
    ]
    keep_looks(read.few(), impact.few_outside(sold))
    return sheet(f"county-{code}-{month}", read.as_of, [*months, *cohorts, *outside])


@blueprint.get("/counties/<code>/parcels")
@allow(INCOMES)
def county_parcels(code: str) -> Page:
    """The releases and refunds behind a county's income of a month, with the makers' names: each look is kept."""
    month, name = asked_month(), _reached(code)
    behind = impact.movers(month, [code])
    moved = impact.parcels_behind(month, month, behind) if behind else []
    named, nameless = listed({row.maker_id for row in moved})
    every = [row for row in moved if row.maker_id in named]
    pages = pages_of(len(every), PARCELS_A_PAGE)
    page = min(page_number(), pages)
    rows = every[(page - 1) * PARCELS_A_PAGE : page * PARCELS_A_PAGE]
    with transaction():
        audit.note_looks("income_seen", "trainee", [row.maker_id for row in rows], my_id(), county=code)
    views = {view.parcel.id: view for view in orders.parcel_views(row.about[1] for row in rows)}
    return render_template(
        "office/county_parcels.html",
        code=code,
        name=name,
        month=month,
        rows=rows,
        unnamed=nameless,
        whole=sum(int(row.amount) for row in every),
        parcels=len(every),
        page=page,
        pages=pages,
        views=views,
        makers=programme.trainees(row.maker_id for row in rows),
    )


def _courses_of(code: str, people: Mapping[str, Tally]) -> list[Cohort]:
    """A county's own courses, and those of the whole province that somebody of it was given a place in."""
    return [
        one
        for one in programme.cohorts()
        if one.county_code == code or (one.county_code is None and str(one.id) in people)
    ]


def _cohort(cohort_id: int) -> Cohort:
    """A course that the visitor may look into: of a province's course, what is of her counties. Raises NotFound."""
    found, mine = programme.cohort(cohort_id), reach()
    if mine is not None and found.county_code is not None and found.county_code not in mine:
        raise NotFound
    return found


def _month_over() -> JalaliMonth:
    return min(asked_month(), JalaliMonth.current().plus(-1))


@blueprint.get("/cohorts/<int:cohort_id>")
@allow(INCOMES)
def cohort(cohort_id: int) -> Page:
    """One cohort: its goals and indicators, and the way to its people."""
    found, mine, month = _cohort(cohort_id), reach(), _month_over()
    # A province's course has goals for all of it; who reads of some counties alone reads no figure beside them.
    part = mine is not None and found.county_code is None
    goals = [] if part else impact.actuals([one for one in impact.goals(mine) if one.cohort_id == cohort_id])
    page = render_template(
        "office/cohort.html",
        cohort=found,
        part=part,
        month=month,
        goals=goals,
        figures=impact.figures(month, Cut.COHORT, mine).get(str(cohort_id), {}),
        tally=impact.told(month, Cut.COHORT, mine).get(str(cohort_id), impact.Tally({})),
        states=list(Livelihood),
        names=county_names(),
        cohorts={cohort_id: found},
        rules=rules_beside(month),
        shown=shown,
        fewest=impact.FEWEST_INCOMES,
        as_of=impact.known_at(),
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current().plus(-1) else None,
    )
    keep_looks(impact.few_behind(goals))
    return page


@blueprint.get("/cohorts/<int:cohort_id>/cohort.csv")
@allow(INCOMES)
def cohort_csv(cohort_id: int) -> Response:
    """The tables of a cohort's page."""
    found, mine, month = _cohort(cohort_id), reach(), _month_over()
    states = of_states(impact.told(month, Cut.COHORT, mine).get(str(cohort_id)))
    figures = impact.figures(month, Cut.COHORT, mine).get(str(cohort_id), {})
    rows: list[Row] = [(Place("livelihood", month, str(cohort_id), found.name), one) for one in states]
    rows += [(Place("indicators", month, str(cohort_id), found.name), of_figure(one)) for one in figures.values()]
    return sheet(f"cohort-{cohort_id}-{month}", impact.known_at(), rows)
