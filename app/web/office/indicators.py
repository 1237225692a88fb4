"""Every indicator of a month, defined once: its figure, what it is made of, and the same for each group of a cut."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact
from app.impact import Figure, Group, Livelihood, Measure, Unit
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web.access import INCOMES, allow, my_id
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups, untold_groups
from app.web.office.livelihood import PEOPLE_A_PAGE, asked_cut, asked_month
from app.web.office.trainee import addresses
from app.web.pages import Page, csv_answer, page_number, pages_of
from app.web.shop import county_names
from app.words import formats, formula, gettext, in_unit, name_of


def shown(one: Figure) -> str:
    """A figure as people read it; nothing where there is none, or too few to be told."""
    if one.value is None:
        return ""
    if one.unit is Unit.PERCENT and one.value == 0 and one.numerator:
        return gettext("کمتر از %(n)s", n=formats.percent(1))
    return in_unit(one.unit, one.value)


def _measure() -> Measure:
    return next((one for one in Measure if one.value == request.args.get("of")), Measure.SUSTAINED)


def _most(measure: Measure, told: Sequence[Figure]) -> int:
    """What a whole bar stands for: a hundred per cent, or the largest group."""
    if impact.UNITS.get(measure, Unit.PERCENT) is Unit.PERCENT:
        return 100
    return max((one.value or 0 for one in told), default=0)


@blueprint.get("/indicators")
@allow(INCOMES)
def indicators() -> Page:
    month, cut, measure = asked_month(), asked_cut(), _measure()
    told, untold = impact.figures_by(month, [None, cut], reach()), untold_groups(month, cut, reach())
    names = names_of_groups(cut, without=untold)
    rows = [(value, name, told[cut][value][measure]) for value, name in names.items() if value in told[cut]]
    return render_template(
        "office/indicators.html",
        month=month,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current().plus(-1) else None,
        cut=cut,
        cuts=list(impact.Cut),
        measure=measure,
        whole=told[None].get("", {}),
        rows=rows,
        untold=len(untold),
        most=_most(measure, [one for _, _, one in rows]),
        shown=shown,
        formula=formula,
        with_people=impact.WITH_PEOPLE,
        fewest=impact.FEWEST_INCOMES,
        aside=impact.left_out(month, None, reach()).get("", 0),
        in_force=impact.rules_of(month),
        as_of=impact.known_at(),
    )


@blueprint.get("/indicators/people")
@allow(INCOMES)
def indicator_people() -> Page:
    """Who is behind a figure, without an amount. A look leaves an audit row of each."""
    month, cut, measure, value = asked_month(), asked_cut(), _measure(), request.args.get("group")
    if measure not in impact.WITH_PEOPLE or value in untold_groups(month, cut, reach()):
        raise NotFound
    group = Group(month, reach()) if value is None else Group(month, reach(), cut, value)
    page = page_number()
    found = impact.holders(measure, group, page, PEOPLE_A_PAGE)
    pages = pages_of(found.whole, PEOPLE_A_PAGE)
    if page > pages:
        page, found = pages, impact.holders(measure, group, pages, PEOPLE_A_PAGE)
    seen = [one.trainee_id for one in found.people]
    with transaction():
        audit.note_looks("livelihood_seen", "trainee", seen, my_id(), month=str(month))
    return render_template(
        "office/indicator_people.html",
        month=month,
        measure=measure,
        cut=cut,
        group=None if value is None else names_of_groups(cut).get(value, ""),
        found=found,
        of_standing=measure.value in {*Livelihood},
        addresses=addresses(seen),
        formula=formula,
        counties=county_names(),
        page=page,
        pages=pages,
    )


def _cell(number: int | None) -> Cell:
    return "" if number is None else number


@blueprint.get("/indicators.csv")
@allow(INCOMES)
def indicators_csv() -> Response:
    """Every indicator of the whole and of each group, with its definition: one row for each."""
    month, cut = asked_month(), asked_cut()
    names, when = names_of_groups(cut), impact.known_at().isoformat(timespec="seconds")
    told = impact.figures_by(month, [None, cut], reach())
    untold = untold_groups(month, cut, reach())
    groups = {"": told[None].get("", {})} | {value: one for value, one in told[cut].items() if value not in untold}
    headings = [
        "month", "as_of", "cut", "group", "name", "indicator", "title",
        "value", "unit", "numerator", "denominator", "n", "definition",
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            str(month), when, cut.value if value else "", value, names.get(value, ""), one.measure.value,
            name_of(one.measure), _cell(one.value), one.unit.value, _cell(one.numerator), _cell(one.denominator), one.n,
            formula(one.measure),
        )
        for value, figures in groups.items()
        for one in figures.values()
    ]  # fmt: skip
    return csv_answer(f"indicators-{month}-{cut.value}", headings, rows)
