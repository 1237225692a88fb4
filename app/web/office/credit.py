"""Loans as officials see them: what is left of each line, files by state, villages' share, refusals by reason."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template
from werkzeug.wrappers import Response

from app import impact, lending, places, programme
from app.accounts import Body, Role
from app.lending import OPEN, Figures, LoanState, Refused
from app.shared import audit, rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web.access import OFFICERS, OFFICIALS, allow, me, my_id
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer, page_number, pages_of
from app.web.shop import county_names

PEOPLE_A_PAGE = 30


def _of_people() -> frozenset[str] | None:
    """Counties whose files an officer may open by name; women's affairs reads sums alone. Raises NotFound."""
    grants = [one for one in me().grants if one.role is Role.OFFICER and one.body is not Body.WOMEN]
    if not grants:
        raise NotFound
    counties = {one.county_code for one in grants}
    return None if None in counties else frozenset(code for code in counties if code is not None)


def _may_see_people() -> bool:
    return any(one.role is Role.OFFICER and one.body is not Body.WOMEN for one in me().grants)


@blueprint.get("/credit")
@allow(OFFICIALS)
def credit() -> Page:
    told = lending.figures(reach())
    lines = lending.lines()
    refused = _told(lending.refusals(reach()))
    return render_template(
        "office/credit.html",
        lines=lines,
        names={one.row.id: one.terms.name for one in lines},
        states=list(LoanState),
        by_line={one.row.id: _sum(told, one.row.id) for one in lines},
        counts={(one.row.id, state): _files(told, one.row.id, state) for one in lines for state in LoanState},
        whole=sum(one.files for one in told),
        waiting=sum(one.files for one in told if one.state in OPEN),
        granted=_files(told, None, LoanState.GRANTED),
        rural=impact.percent(sum(one.rural for one in told), sum(one.files for one in told)) if told else None,
        refusals=refused,
        refused=_refused(told),
        counties=county_names(),
        permissions=lending.permissions_of(places.BUSHEHR),
        permitted=lending.permitted(places.BUSHEHR, today()),
        people=_may_see_people(),
        percent=impact.percent,
    )


def _refused(told: Iterable[Figures]) -> int:
    return sum(_files(told, None, one) for one in (LoanState.REFUSED, LoanState.BANK_REFUSED))


def _told(refused: list[Refused]) -> list[Refused]:
    """Reasons of refusals; to who may not open the files by name, none that is of few."""
    fewest = rulebook.number(impact.FEWEST)
    return [one for one in refused if one.files >= fewest or _may_see_people()]


def _sum(told: Iterable[Figures], line_id: int) -> tuple[int, int]:
    """Files of a line, and those of villagers."""
    of_line = [one for one in told if one.line_id == line_id]
    return sum(one.files for one in of_line), sum(one.rural for one in of_line)


def _files(told: Iterable[Figures], line_id: int | None, state: LoanState) -> int:
    return sum(one.files for one in told if one.state is state and line_id in {None, one.line_id})


@blueprint.get("/credit.csv")
@allow(OFFICIALS)
def credit_csv() -> Response:
    """Files by line, county and state; and for refusals by reason."""
    names, lines = county_names(), {one.row.id: one for one in lending.lines()}
    fewest = rulebook.number(impact.FEWEST)
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.line_id, lines[one.line_id].row.kind.value, lines[one.line_id].terms.name, one.county_code),
            *(names.get(one.county_code, ""), one.state.value, "", one.files, one.rural),
            *((int(one.asked), int(one.granted)) if one.files >= fewest or _may_see_people() else ("", "")),
        )
        for one in lending.figures(reach())
    ]
    rows += [
        (
            *(one.line_id, lines[one.line_id].row.kind.value, lines[one.line_id].terms.name, one.county_code),
            *(names.get(one.county_code, ""), one.by.value, one.why.value, one.files, "", "", ""),
        )
        for one in _told(lending.refusals(reach()))
    ]
    headings = ["line", "kind", "name", "county", "county_name", "state", "why_refused", "files", "rural"]
    return csv_answer("credit-lines", [*headings, "asked_rial", "granted_rial"], rows)


@blueprint.get("/credit/people")
@allow(OFFICERS)
def credit_people() -> Page:
    """Whose files these are; a look leaves an audit row of each."""
    counties, page = _of_people(), page_number()
    whole, found = lending.files(counties, LoanState, page)
    ids = [one.trainee_id for one in found]
    with transaction():
        audit.note_looks("loan_file_seen", "trainee", ids, my_id())
    whole, found = lending.files(counties, LoanState, page)
    return render_template(
        "office/credit_people.html",
        files=found,
        whole=whole,
        lines_of=lending.lines_of(found),
        trainees=programme.trainees(ids),
        counties=county_names(),
        page=page,
        pages=pages_of(whole, PEOPLE_A_PAGE),
    )
