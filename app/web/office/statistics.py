"""The month as the ministry's statistics centre asks for it: a table, and CSV and XLSX with a dictionary."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template
from werkzeug.wrappers import Response

from app import impact
from app.impact import By, StatisticsRow
from app.shared import sheets
from app.shared.calendar import JalaliMonth
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.shared.tongue import Later
from app.web.access import INCOMES, allow
from app.web.finance.door import XLSX, download
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups
from app.web.office.livelihood import asked_month
from app.web.pages import Page, csv_answer
from app.words import STATISTICS, formats, gettext, group_name, lazy_gettext, name_of


def _titles(row: StatisticsRow) -> tuple[str, str, str, str, str]:
    """County, sex, place, kind of work and trade as people read them; nothing where several are told together."""
    cell, counties = row.cell, names_of_groups(impact.Cut.COUNTY)
    county = counties.get(cell.county_code or "", "") if cell.county_code else gettext("چند شهرستان")
    trades = names_of_groups(impact.Cut.TRADE)
    return (
        county,
        group_name(cell.sex.value) if cell.sex else "",
        "" if cell.village is None else group_name("village" if cell.village else "town"),
        name_of(cell.work) if cell.work else "",
        gettext("چند گروهِ کوچک با هم") if cell.together else trades.get(cell.trade_code or "", ""),
    )


_BY: dict[By, Later] = {
    By.COUNTY: lazy_gettext("شهرستان"),
    By.WORK: lazy_gettext("گونهٔ شاغلِ خانگی"),
    By.TRADE: lazy_gettext("رسته"),
    By.SEX: lazy_gettext("جنسیت"),
    By.PLACE: lazy_gettext("شهر یا روستا"),
}


def _total_name(by: By, row: StatisticsRow) -> str:
    """Whom a total is about."""
    if row.cell.together:
        return gettext("گروه‌های کوچک با هم")
    return _titles(row)[list(_ORDER).index(by)] if getattr(row.cell, by.value) is not None else gettext("گفته نشده")


_ORDER = (By.COUNTY, By.SEX, By.PLACE, By.WORK, By.TRADE)


def _by_county(rows: Iterable[StatisticsRow]) -> list[tuple[str, int, list[tuple[str, StatisticsRow]]]]:
    """The rows by county, each with what tells it from the others of the county; and how many people they are."""
    found: dict[str, list[tuple[str, StatisticsRow]]] = {}
    for row in rows:
        county, *rest = _titles(row)
        found.setdefault(county, []).append((formats.comma().join(filter(None, rest)), row))
    return [(county, sum(row.people for _, row in here), here) for county, here in found.items()]


def _numbers(row: StatisticsRow) -> tuple[int | None, ...]:
    people = (row.people, row.selling, row.earning, row.sustained, row.insured)
    held = (row.licensed, row.papers, row.helpers)
    return (*people, *held, row.sold, row.income)


def _line(month: JalaliMonth, row: StatisticsRow) -> tuple[Cell, ...]:
    return (str(month), row.cell.county_code or "", *_titles(row), *_cells(row))


def _cells(row: StatisticsRow) -> tuple[Cell, ...]:
    return tuple("" if one is None else one for one in _numbers(row))


_FIRST_NUMBER = [one.code for one in STATISTICS].index("people")
_HEADS = [(one.name, one.code.endswith("_rial")) for one in STATISTICS[_FIRST_NUMBER:]]


@blueprint.get("/statistics")
@allow(INCOMES)
def statistics() -> Page:
    month = asked_month()
    told = impact.statistics(month, reach())
    return render_template(
        "office/statistics.html",
        month=month,
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current().plus(-1) else None,
        told=told,
        counties=_by_county(told.rows),
        totals=[(name, [(_total_name(by, row), row) for row in told.totals.get(by, ())]) for by, name in _BY.items()],
        columns=STATISTICS,
        heads=_HEADS,
        numbers=_numbers,
        aside=impact.left_out(month, None, reach()).get("", 0),
        as_of=impact.known_at(),
    )


@blueprint.get("/statistics.<kind>")
@allow(INCOMES)
def statistics_file(kind: str) -> Response:
    """The rows as a spreadsheet; the workbook has a second sheet that says what each column is."""
    if kind not in {"csv", "xlsx"}:
        raise NotFound
    month = asked_month()
    told = impact.statistics(month, reach())
    headings, rows = [one.code for one in STATISTICS], [_line(month, row) for row in told.rows]
    name = f"statistics-{month}"
    if kind == "csv":
        return csv_answer(name, headings, rows)
    as_of = impact.known_at().isoformat(timespec="minutes")
    words = [(one.code, str(one.name), str(one.meaning), str(one.source)) for one in STATISTICS]
    notes = [("as_of", as_of, "", ""), ("fewest", str(told.fewest), gettext("کمترین شمارِ کسانِ یک ردیف"), "")]
    totals = [
        (str(month), by.value, _total_name(by, row), *_cells(row)) for by, found in told.totals.items() for row in found
    ]
    sums = ["month", "by", "name", *headings[_FIRST_NUMBER:]]
    book = sheets.workbook(
        [
            ("figures", headings, rows),
            ("totals", sums, totals),
            ("dictionary", ["column", "name", "meaning", "source"], [*words, *notes]),
        ],
        month.starts,
    )
    return download(book, f"{name}.xlsx", XLSX)
