"""Who earns a living: standings by group as they were known at a month's end and as they are known now."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact
from app.impact import Cut, Group, Livelihood
from app.shared import audit, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web.access import INCOMES, allow, my_id
from app.web.forms.stating import StatementForm
from app.web.office.dashboard import EARLIEST, blueprint, reach
from app.web.office.groups import names_of_groups, untold_groups
from app.web.office.telling import ToldGroup, told_group
from app.web.office.trainee import addresses
from app.web.pages import Page, csv_answer, page_number, pages_of
from app.web.shop import county_names

PEOPLE_A_PAGE = 30


def asked_month() -> JalaliMonth:
    """The month in the address; for none and for nonsense the last one that is over."""
    over = JalaliMonth.current().plus(-1)
    try:
        asked = JalaliMonth.parse(request.args.get("month", ""))
    except ValueError:
        return over
    return asked if EARLIEST <= asked <= over else over


def asked_cut() -> Cut:
    return next((one for one in Cut if one.value == request.args.get("by")), Cut.COUNTY)


def _rows(month: JalaliMonth, cut: Cut, untold: frozenset[str]) -> list[ToldGroup]:
    """The groups that somebody is in, then and now; without those of too few people to be told."""
    told, names = impact.then_and_now(month, cut, reach()), names_of_groups(cut, without=untold)
    return [told_group(value, name, told[value]) for value, name in names.items() if value in told]


@blueprint.get("/livelihood")
@allow(INCOMES)
def livelihood() -> Page:
    month, cut = asked_month(), asked_cut()
    nobody = impact.Tally({})
    both = impact.then_and_now(month, None, reach()).get("", impact.ThenNow(nobody, nobody))
    untold = untold_groups(month, cut, reach())
    whole, rows = told_group("", "", both), _rows(month, cut, untold)
    revised = any(cell.revised for row in [whole, *rows] for cell in row.cells)
    return render_template(
        "office/livelihood.html",
        month=month,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current().plus(-1) else None,
        cut=cut,
        cuts=list(Cut),
        states=list(Livelihood),
        whole=whole,
        rows=rows,
        untold=len(untold),
        fewest=rulebook.number(impact.FEWEST),
        revised=revised,
        causes=list(impact.causes(month, reach()).items()) if revised else [],
        statement_form=StatementForm(data={"month": str(month)}),
        rules=impact.asked_after(month),
        in_force=impact.rules_of(month),
        least=impact.thresholds([month]).month_rial,
        aside=impact.left_out(month, None, reach()).get("", 0),
        as_of=impact.known_at(),
        percent=impact.percent,
    )


@blueprint.get("/livelihood.csv")
@allow(INCOMES)
def livelihood_csv() -> Response:
    """Groups by standing, now and as it was known at the month's end."""
    month, cut = asked_month(), asked_cut()
    then = [f"{one.value}_then" for one in Livelihood]
    headings = ["month", "as_of", cut.value, "name", *(one.value for one in Livelihood), "people", *then]
    when = impact.known_at().isoformat(timespec="seconds")
    rows: list[tuple[Cell, ...]] = [
        (
            str(month), when, row.value, row.name, *(cell.now for cell in row.cells),
            row.people, *(cell.then for cell in row.cells),
        )
        for row in _rows(month, cut, untold_groups(month, cut, reach()))
    ]  # fmt: skip
    return csv_answer(f"livelihood-{month}-{cut.value}", headings, rows)


@blueprint.get("/livelihood/people")
@allow(INCOMES)
def livelihood_people() -> Page:
    """Who is behind a figure: how many income months, not what was earned. A look leaves an audit row of each."""
    month, cut, state = asked_month(), asked_cut(), _state()
    value = request.args.get("of")
    if value in untold_groups(month, cut, reach()):
        raise NotFound
    group = Group(month, reach(), cut, value, state)
    page = page_number()
    shown, whole = impact.people(group, page, PEOPLE_A_PAGE)
    pages = pages_of(whole, PEOPLE_A_PAGE)
    if page > pages:
        page = pages
        shown, _ = impact.people(group, page, PEOPLE_A_PAGE)
    with transaction():
        audit.note_looks("livelihood_seen", "trainee", [one.trainee_id for one in shown], my_id(), month=str(month))
    return render_template(
        "office/livelihood_people.html",
        month=month,
        group=None if value is None else names_of_groups(cut).get(value, ""),
        state=state,
        people=shown,
        whole=whole,
        unnamed=impact.unnamed(replace(group, state=None)),
        window=impact.asked_after(month).window,
        counties=county_names(),
        page=page,
        pages=pages,
        addresses=addresses([one.trainee_id for one in shown]),
        back={"month": month, "by": cut.value},
    )


def _state() -> Livelihood | None:
    return next((one for one in Livelihood if one.value == request.args.get("state")), None)
