"""Who earns a living: standings by group as they were known at a month's end and as they are known now."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact
from app.impact import Cut, Group, Livelihood
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.sheets import Cell
from app.web.access import OFFICIALS, allow, my_id
from app.web.office.dashboard import EARLIEST, blueprint, reach
from app.web.office.groups import names_of_groups
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


def _rows(month: JalaliMonth, cut: Cut) -> list[tuple[str, str, impact.Tally]]:
    """Code, name and tally of each group that somebody is in."""
    told, names = impact.told(month, cut, reach()), names_of_groups(cut)
    return [(value, name, told[value]) for value, name in names.items() if value in told]


def _whole(month: JalaliMonth, *, then: bool = False) -> impact.Tally:
    return impact.told(month, None, reach(), then=then).get("", impact.Tally({}))


@blueprint.get("/livelihood")
@allow(OFFICIALS)
def livelihood() -> Page:
    month, cut = asked_month(), asked_cut()
    whole, was = _whole(month), _whole(month, then=True)
    return render_template(
        "office/livelihood.html",
        month=month,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current().plus(-1) else None,
        cut=cut,
        cuts=list(Cut),
        states=list(Livelihood),
        whole=whole,
        revised=[one for one in Livelihood if whole.of(one) != was.of(one)],
        was=was,
        rows=_rows(month, cut),
        rules=impact.steadiness(month.ends),
        least=impact.thresholds([month], month.ends).month_rial,
        aside=impact.left_out(month, None, reach()).get("", 0),
        as_of=impact.known_at(),
        percent=impact.percent,
    )


@blueprint.get("/livelihood.csv")
@allow(OFFICIALS)
def livelihood_csv() -> Response:
    """Groups by standing."""
    month, cut = asked_month(), asked_cut()
    headings = ["month", "as_of", cut.value, "name", *(one.value for one in Livelihood), "people"]
    when = impact.known_at().isoformat(timespec="seconds")
    rows: list[tuple[Cell, ...]] = [
        (str(month), when, value, name, *(told.of(one) for one in Livelihood), told.people)
        for value, name, told in _rows(month, cut)
    ]
    return csv_answer(f"livelihood-{month}-{cut.value}", headings, rows)


@blueprint.get("/livelihood/people")
@allow(OFFICIALS)
def livelihood_people() -> Page:
    """Who is behind a figure: how many income months, not what was earned. A look leaves an audit row of each."""
    month, cut, state = asked_month(), asked_cut(), _state()
    value = request.args.get("of")
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
        unnamed=impact.unnamed(group),
        window=impact.steadiness(month.ends).window,
        counties=county_names(),
        page=page,
        pages=pages,
        addresses=addresses([one.trainee_id for one in shown]),
        back={"month": month, "by": cut.value},
    )


def _state() -> Livelihood | None:
    return next((one for one in Livelihood if one.value == request.args.get("state")), None)
