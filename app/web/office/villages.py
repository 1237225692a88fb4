"""Villages first: their part at each step, and what their head start in the shop does."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from app import impact, search
from app.impact import Cut, Measure
from app.shared.calendar import JalaliMonth
from app.web.access import INCOMES, allow
from app.web.office.dashboard import asked_month, blueprint, reach
from app.web.office.few import keep_looks
from app.web.office.overview import MONTHS_SHOWN
from app.web.office.sheets import Number, Place, Row, sheet
from app.web.pages import Page
from app.words import formula, gettext, name_of


@blueprint.get("/villages")
@allow(INCOMES)
def villages() -> Page:
    month = asked_month()
    page = render_template(
        "office/villages.html",
        month=month,
        steps=_steps(month),
        first=search.first_page(),
        months=_shares(month),
        rule=search.RURAL_AHEAD.name,
        percent=impact.percent,
        as_of=impact.known_at(),
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current() else None,
    )
    keep_looks(_few(month))
    return page


@blueprint.get("/villages.csv")
@allow(INCOMES)
def villages_csv() -> Response:
    """The tables of the page: the part of villages in each step, on the first page, and in each month's sales."""
    month, first = asked_month(), search.first_page()
    keep_looks(_few(month))
    rows: list[Row] = [
        (Place("steps", month, measure.value, name_of(measure)), _part("people", formula(measure), part, whole))
        for measure, part, whole in _steps(month)
    ]
    today = gettext("کالاهای روستا از همهٔ کالاها، امروز.")
    for name, part, whole in (
        ("on_sale", first.rural_on_sale, first.on_sale),
        ("first_page", first.rural, first.shown),
        ("first_page_unhelped", first.rural_unhelped, first.shown),
    ):
        rows.append((Place("shelf", month, name), _part("count", today, part, whole)))
    for one in _shares(month):
        sold = gettext("از آنچه خریداران در ماه پرداختند، و از کسانی که در آن فروختند.")
        rows.append((Place("months", one.month, "sellers"), _part("people", sold, one.rural_sellers, one.sellers)))
        rows.append((Place("months", one.month, "sales"), _part("rial", sold, one.rural_sales, one.sales)))
    return sheet(f"villages-{month}", impact.known_at(), rows)


def _part(unit: str, definition: str, part: int, whole: int) -> Number:
    return Number("rural", gettext("سهمِ روستا"), part, unit, definition, (part, whole))


def _months(month: JalaliMonth) -> list[JalaliMonth]:
    return [month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)]


def _shares(month: JalaliMonth) -> list[impact.VillageShare]:
    """The month's and those before it, the newest first."""
    return impact.village_shares(_months(month), reach())[::-1]


def _few(month: JalaliMonth) -> set[int]:
    return impact.few_of_villages(_months(month), reach())


def _steps(month: JalaliMonth) -> list[tuple[Measure, int, int]]:
    """How many of villages are registered and placed, and how many of all."""
    places = impact.figures(month, Cut.PLACE, reach())
    return [(measure, *_parts(places, measure)) for measure in (Measure.REGISTERED, Measure.PLACED)]


def _parts(places: dict[str, dict[Measure, impact.Figure]], measure: Measure) -> tuple[int, int]:
    """How many of villages, and of all."""
    counts = {value: figures[measure].n for value, figures in places.items()}
    return counts.get("village", 0), sum(counts.values())
