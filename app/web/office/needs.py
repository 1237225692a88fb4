"""What each county needs: side by side in a year, and one of them with its trades, its answers and its other years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact, planning, search
from app.accounts import Role
from app.impact import Cut
from app.planning import CountyNeed, CountyYear, TradeNeed
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.shared.text import only_digits
from app.web.access import OFFICIALS, allow, me
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups
from app.web.pages import Page, csv_answer
from app.web.shop import county_names
from app.words import formats

COLUMNS = ("registrants", "placed", "makers", "mentors", "searches", "orders", "pieces")


@dataclass(frozen=True)
class Told:
    """A county's figures as they are shown: what would find somebody out is None."""

    figures: CountyNeed
    hidden: frozenset[tuple[str, str]]
    fewest: int

    def of(self, one: TradeNeed, name: str) -> int | None:
        return None if (one.trade, name) in self.hidden else int(getattr(one, name))

    def whole(self, name: str) -> int | None:
        number = self.figures.whole(name)
        return None if name in {"registrants", "placed"} and 0 < number < self.fewest else number


def told(figures: CountyNeed) -> Told:
    return Told(figures, figures.hidden(), rulebook.number(impact.FEWEST))


@blueprint.app_template_global("or_few")
def or_few(number: int | None) -> str:
    """A number of people, or that there are few."""
    return "…" if number is None else formats.num(number)


def asked_year() -> int:
    """The year in the address; this one for nonsense and for one that has not begun."""
    typed, current = only_digits(request.args.get("year", ""))[:4], JalaliMonth.current().year
    year = int(typed) if typed else current
    return year if planning.EARLIEST <= year <= current else current


def _counties(year: int) -> dict[str, CountyYear]:
    mine = reach()
    return {code: one for code, one in planning.counties_in(year).items() if mine is None or code in mine}


@blueprint.get("/needs")
@allow(OFFICIALS)
def needs() -> Page:
    year = asked_year()
    first, last = planning.days_of(year)
    found = _counties(year)
    return render_template(
        "office/needs.html",
        year=year,
        years=planning.years(),
        rows=[(one, told(one.figures)) for one in found.values()],
        most=max((one.figures.short for one in found.values()), default=0),
        names=county_names(),
        trades=names_of_groups(Cut.TRADE),
        fewest_days=rulebook.number(search.FEWEST_DAYS),
        fewest=rulebook.number(impact.FEWEST),
        keeps=Role.STAFF in me().roles,
        **_asked(first, last),
    )


def _asked(first: date, last: date) -> dict[str, list[search.Asked]]:
    """Words that were searched for, where the reader may look: of some counties only what came from there."""
    mine = reach()
    return {
        "asked": search.most_asked(first, last, mine),
        "in_vain": search.most_asked(first, last, mine, in_vain=True),
    }


def _one(code: str, year: int) -> CountyYear:
    """Raises NotFound for a county that the reader may not look into, and a year that has not begun."""
    if not planning.EARLIEST <= year <= JalaliMonth.current().year:
        raise NotFound
    found = _counties(year).get(code)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/needs/<code>/<int:year>")
@allow(OFFICIALS)
def need(code: str, year: int) -> Page:
    one = _one(code, year)
    return render_template(
        "office/need.html",
        one=one,
        year=year,
        past=year < JalaliMonth.of(one.figures.as_of).year,
        told=told(one.figures),
        answers=planning.answers_of(one.study.id) if one.study else [],
        weights=planning.weights(),
        studies=planning.studies_of(code),
        names=county_names(),
        trades=names_of_groups(Cut.TRADE),
        fewest=rulebook.number(impact.FEWEST),
        keeps=_keeps(code),
    )


def _keeps(code: str) -> bool:
    """Whether the visitor writes the study of a county."""
    visit = me()
    mine = visit.counties(Role.STAFF)
    return Role.STAFF in visit.roles and (mine is None or code in mine)


@blueprint.get("/needs.csv")
@allow(OFFICIALS)
def needs_csv() -> Response:
    """Every trade of every county in a year. An empty cell is a number of few people."""
    year, names = asked_year(), county_names()
    return _csv(f"needs-{year}", list(_counties(year).values()), names)


@blueprint.get("/needs/<code>/<int:year>/trades.csv")
@allow(OFFICIALS)
def need_csv(code: str, year: int) -> Response:
    return _csv(f"needs-{code}-{year}", [_one(code, year)], county_names())


def _csv(name: str, found: list[CountyYear], names: dict[str, str]) -> Response:
    headings = ["county", "name", "year", "as_of", "state", "score", "trade", *COLUMNS, "wanted", "made", "gap"]
    return csv_answer(name, headings, [row for one in found for row in _rows(one, names)])


def _rows(one: CountyYear, names: dict[str, str]) -> list[tuple[Cell, ...]]:
    shown, figures = told(one.figures), one.figures
    state = one.study.state.value if one.study else ""
    head: tuple[Cell, ...] = (one.county_code, names[one.county_code], figures.year, figures.as_of.isoformat(), state)
    rows: list[tuple[Cell, ...]] = []
    for trade in figures.trades:
        numbers = (shown.of(trade, column) for column in COLUMNS)
        gap = figures.gap(trade)
        score: Cell = "" if one.score is None else one.score
        cells = ("" if number is None else number for number in numbers)
        rows.append((*head, score, trade.trade, *cells, gap.wanted, gap.made, gap.short))
    return rows
