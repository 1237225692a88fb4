"""What is published of the programme, for anybody: the page, and the same figures as open data.

Nothing that was not signed is ever shown here. An edition keeps its address, and what it says, for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app import impact
from app.impact import Cut, Figures, Publication
from app.shared import rulebook
from app.shared.calendar import JalaliMonth, local_date
from app.shared.errors import NotFound
from app.shared.rulebook import Rule
from app.shared.sheets import Cell
from app.shared.tongue import language
from app.web.access import ANYONE, allow
from app.web.languages import LANGUAGES
from app.web.pages import Page, csv_answer, page_number, pages_of
from app.web.shop import trade_names
from app.words import (
    DICTIONARY,
    gettext,
    published_column,
    published_group,
    published_indicator,
    rule_name,
    rule_source,
    rule_value,
    speaking,
)

blueprint = Blueprint("figures", __name__, url_prefix="/impact")

EDITIONS_A_PAGE = 30
HIDDEN = "hidden"
_KEPT_SECONDS = 300


@dataclass(frozen=True)
class Part:
    """A part of a bar, in hundredths of it; `kind` is the standing it stands for."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """A group of a published table; None is a hidden number."""

    code: str
    name: str
    counts: Sequence[int | None]
    people: int | None
    median: int | None
    bar: Sequence[Part]


@dataclass(frozen=True)
class Table:
    """A published table, in the reader's language. `columns`: code and name of each standing."""

    cut: Cut
    withheld: bool
    noughts_hidden: bool
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    money: bool


def tables_of(figures: Figures) -> list[Table]:
    """The tables of an edition as a page shows them."""
    return [_table(one) for one in figures["tables"]]


def _table(told: Mapping[str, Any]) -> Table:
    cut = Cut(told["cut"])
    columns = [(code, published_column(code)) for code in told["columns"]]
    rows = [
        Row(
            row["code"],
            published_group(cut, row["code"], row["name"]),
            row["counts"],
            row["people"],
            row.get("median_income"),
            bar(told["columns"], row["counts"], row["people"]),
        )
        for row in told["rows"]
    ]
    money = any(one.median is not None for one in rows)
    return Table(cut, told["withheld"], told["noughts_hidden"], columns, rows, money)


def bar(kinds: Sequence[str], counts: Sequence[int | None], people: int | None) -> list[Part]:
    """Parts of a group side by side, in the direction of reading; what is hidden is one part at the end."""
    if not people:
        return []
    shown = [(kind, count) for kind, count in zip(kinds, counts, strict=True) if count]
    rest = people - sum(count for _, count in shown)
    parts, x = [], 0.0
    for kind, count in [*shown, (HIDDEN, rest)]:
        width = 100 * count / people
        if width:
            start = x if language() == "en" else 100 - x - width
            parts.append(Part(kind, round(start, 2), round(width, 2)))
        x += width
    return parts


def whole_bar(figures: Figures) -> list[Part]:
    """All people of an edition by standing."""
    states = figures["states"]
    return bar([one["state"] for one in states], [one["people"] for one in states], figures["people"])


def shown(figures: Figures) -> dict[str, Any]:
    """What a template needs of an edition's figures."""
    return {
        "figures": figures,
        "tables": tables_of(figures),
        "whole_bar": whole_bar(figures),
        "states": {one["state"]: one["people"] for one in figures["states"]},
        "set_rules": {one["name"]: one for one in figures["rules"]},
        "goals": [one | {"of": _months(one)} for one in figures["goals"]],
    }


def _months(goal: Mapping[str, Any]) -> tuple[JalaliMonth, JalaliMonth]:
    return JalaliMonth.parse(goal["first"]), JalaliMonth.parse(goal["last"])


blueprint.add_app_template_filter(published_column, "column")
blueprint.add_app_template_filter(published_indicator, "indicator")


@blueprint.app_template_filter("told_rule")
def told_rule(told: Mapping[str, Any]) -> str:
    """What a rule of an edition is called."""
    rule = _rule(told["name"])
    return told["name"] if rule is None else rule_name(rule)


@blueprint.app_template_filter("told_value")
def told_value(told: Mapping[str, Any]) -> str:
    """Its value in its unit, as it was in force."""
    value = str(told["value"])
    if not value:
        return gettext("هیچ")
    return rule_value(int(value) if value.isdecimal() else value, told["unit"], trade_names())


@blueprint.app_template_filter("told_source")
def told_source(told: Mapping[str, Any]) -> str:
    """Where its value is from."""
    rule = _rule(told["name"])
    return str(told["source"]) if rule is None else rule_source(rule, told["source"] if told["since"] else None)


def _rule(name: str) -> Rule | None:
    return next((one for one in rulebook.all_rules() if one.name == name), None)


def _edition(month: str, number: int) -> Publication:
    try:
        return impact.edition(JalaliMonth.parse(month), number)
    except ValueError:
        raise NotFound from None


def _latest() -> Publication:
    found = impact.latest()
    if found is None:
        raise NotFound
    return found


@blueprint.get("")
@allow(ANYONE)
def newest() -> Page:
    """The newest month that is public, in its last edition."""
    found = impact.latest()
    return render_template("figures/none.html") if found is None else _page(found)


@blueprint.get("/<month>/<int:number>/")
@allow(ANYONE)
def edition(month: str, number: int) -> Page:
    return _page(_edition(month, number))


def _page(found: Publication) -> str:
    same = impact.editions_of(found.of_month)
    return render_template(
        "figures/edition.html",
        edition=found,
        same=same,
        correction=next((one for one in same if one.edition == (found.edition or 0) + 1), None),
        **shown(impact.figures_of(found)),
    )


@blueprint.get("/editions")
@allow(ANYONE)
def editions() -> Page:
    """Every month and edition that was ever public."""
    pages = pages_of(impact.publications_counted(public=True), EDITIONS_A_PAGE)
    page = min(page_number(), pages)
    found = impact.editions(EDITIONS_A_PAGE, (page - 1) * EDITIONS_A_PAGE)
    return render_template("figures/editions.html", editions=found, page=page, pages=pages)


@blueprint.get("/dictionary")
@allow(ANYONE)
def dictionary() -> Page:
    """What each figure is, for those who read and those who compute."""
    found = impact.latest()
    rules = impact.figures_of(found)["rules"] if found else []
    return render_template("figures/dictionary.html", entries=DICTIONARY, rules=rules, edition=found)


# ---- open data ------------------------------------------------------------------------------------------------


@blueprint.get("/data.json")
@allow(ANYONE)
def newest_json() -> Response:
    return _json(_latest())


@blueprint.get("/data.csv")
@allow(ANYONE)
def newest_csv() -> Response:
    return _csv(_latest())


@blueprint.get("/<month>/<int:number>/data.json")
@allow(ANYONE)
def edition_json(month: str, number: int) -> Response:
    return _json(_edition(month, number))


@blueprint.get("/<month>/<int:number>/data.csv")
@allow(ANYONE)
def edition_csv(month: str, number: int) -> Response:
    return _csv(_edition(month, number))


@blueprint.get("/<month>/<int:number>/<cut>.csv")
@allow(ANYONE)
def table_csv(month: str, number: int, cut: str) -> Response:
    """One table as it stands on the page; a hidden number is the word `hidden`."""
    found = _edition(month, number)
    told = next((one for one in impact.figures_of(found)["tables"] if one["cut"] == cut), None)
    if told is None:
        raise NotFound
    headings = ["code", "name_fa", "name_en", "name_ar", *told["columns"], "people", "median_income_rial"]
    rows: list[tuple[Cell, ...]] = [
        (
            row["code"],
            *_names(told["cut"], row),
            *(_cell(one) for one in (*row["counts"], row["people"])),
            _cell(row.get("median_income"), empty=""),
        )
        for row in told["rows"]
    ]
    return _for_all(csv_answer(f"impact-{found.month}-{found.edition}-{cut}", headings, rows))


def _cell(number: int | None, empty: str = HIDDEN) -> Cell:
    return empty if number is None else number


def _names(cut: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What a group is called in each language."""
    found = []
    for one in LANGUAGES:
        with speaking(one):
            found.append(published_group(Cut(cut), row["code"], row["name"]))
    return tuple(found)


def _named(cut: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": dict(zip(LANGUAGES, _names(cut, row), strict=True))}


def edition_text(found: Publication) -> str:
    """An edition with its dictionary, as JSON."""
    figures = impact.figures_of(found)
    tables = [
        one
        | {"rows": [row | {"name": dict(zip(LANGUAGES, _names(one["cut"], row), strict=True))} for row in one["rows"]]}
        for one in figures["tables"]
    ]
    document = {
        "title": "Livelihood figures of the home-business programme, province of Bushehr",
        "month": found.month,
        "edition": found.edition,
        "status": found.state.value,
        "signed_on": str(local_date(found.signed_at)) if found.signed_at else None,
        "signed_by": "ACECR, province of Bushehr",
        "correction": found.reason or None,
        "address": url_for("figures.edition", month=found.month, number=found.edition, _external=True),
        "dictionary_page": url_for("figures.dictionary", _external=True),
        "licence": "Free to use and to share, with the source and the edition named.",
        "suppression": (
            f"null: hidden. Numbers from 1 to {figures['fewest'] - 1} are hidden, and others from which one of them "
            "could be computed. Incomes are of that many earners or more, rounded to two leading digits."
        ),
        "dictionary": _dictionary(),
        "figures": figures | {"tables": tables},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)


def _json(found: Publication) -> Response:
    return _for_all(Response(edition_text(found), content_type="application/json; charset=utf-8"))


def _dictionary() -> list[dict[str, Any]]:
    """The data dictionary in all languages."""
    found = []
    for one in DICTIONARY:
        entry: dict[str, Any] = {"code": one.code}
        for part in ("name", "formula", "unit", "source", "hidden"):
            entry[part] = {}
            for tongue in LANGUAGES:
                with speaking(tongue):
                    entry[part][tongue] = str(getattr(one, part))
        found.append(entry)
    return found


def _csv(found: Publication) -> Response:
    """Every figure in a row of its own."""
    figures, head = impact.figures_of(found), (found.month, found.edition or 0)
    rows: list[tuple[Cell, ...]] = [(*head, "all", "", "people", figures["people"], "people")]
    rows += [(*head, "all", "", one["state"], _cell(one["people"]), "people") for one in figures["states"]]
    rows += [(*head, "all", "", "together", figures["together"], "people")] if figures["together"] is not None else []
    money = figures["money"]
    rows += [
        (*head, "all", "", "earners", _cell(money["earners"]), "people"),
        (*head, "all", "", "income", _cell(money["income"]), "rial"),
        (*head, "all", "", "median_income", _cell(money["median"]), "rial"),
        (*head, "all", "", "income_month", money["income_month"], "rial"),
    ]
    for one in figures["tables"]:
        for row in one["rows"]:
            at = (*head, one["cut"], row["code"])
            named = zip([*one["columns"], "people"], [*row["counts"], row["people"]], strict=True)
            rows += [(*at, measure, _cell(count), "people") for measure, count in named]
            if row.get("median_income") is not None:
                rows.append((*at, "median_income", row["median_income"], "rial"))
    for goal in figures["goals"]:
        at = (*head, "goal", f"{goal['first']}/{goal['last']}")
        unit = "rial" if goal["indicator"] == impact.Indicator.INCOME else "people"
        rows += [
            (*at, f"{goal['indicator']}_target", goal["target"], unit),
            (*at, f"{goal['indicator']}_actual", _cell(goal["actual"]), unit),
        ]
    headings = ["month", "edition", "table", "group", "measure", "value", "unit"]
    return _for_all(csv_answer(f"impact-{found.month}-{found.edition}", headings, rows))


def _for_all(response: Response) -> Response:
    """The same for everybody: anybody may keep it a while and ask whether it is still so, from any site."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response.make_conditional(request)
