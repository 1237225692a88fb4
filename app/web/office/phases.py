"""How long each phase lasts and who waits longest in it; how many gave up their places, and why."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact, programme
from app.impact import Cut
from app.programme import Failing, Lasting, Leaving
from app.shared import rulebook
from app.shared.sheets import Cell
from app.web.access import OFFICIALS, allow
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups
from app.web.pages import Page, csv_answer

_CUTS = (Cut.COUNTY, Cut.COHORT)


def _cut() -> Cut:
    return next((one for one in _CUTS if one.value == request.args.get("by")), Cut.COUNTY)


def _lasting(cut: Cut) -> list[Lasting]:
    return programme.lasting(reach(), by_cohort=cut is Cut.COHORT)


@blueprint.get("/phases")
@allow(OFFICIALS)
def phases() -> Page:
    cut = _cut()
    return render_template("office/phases.html", cut=cut, cuts=_CUTS, rows=_lasting(cut), names=names_of_groups(cut))


@blueprint.get("/phases.csv")
@allow(OFFICIALS)
def phases_csv() -> Response:
    """By phase and group: stays that are over and their median, who waits and the longest; days without pauses."""
    cut = _cut()
    names = names_of_groups(cut)
    headings = ["phase", cut.value, "name", "over", "median_days", "waiting", "longest_days"]
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.phase.value, one.group, names.get(one.group, ""), len(one.ended), _cell(one.median_days)),
            *(len(one.waiting), _cell(one.longest)),
        )
        for one in _lasting(cut)
    ]
    return csv_answer(f"phases-{cut.value}", headings, rows)


def _cell(number: int | None) -> Cell:
    return "" if number is None else number


class Why(StrEnum):
    """What is counted by its reasons: places given up, courses not passed."""

    LEFT = "left"
    FAILED = "failed"


_Reason = TypeVar("_Reason", Leaving, Failing)
_REASONS: Mapping[Why, type[Leaving] | type[Failing]] = {Why.LEFT: Leaving, Why.FAILED: Failing}


_FILES = {Why.LEFT: "leavings", Why.FAILED: "failings"}


def _by_code(told: Mapping[tuple[str, _Reason], int]) -> dict[tuple[str, str], int]:
    return {(group, kind.value): count for (group, kind), count in told.items()}


def _told(why: Why, cut: Cut) -> tuple[impact.SafeTable, list[str]]:
    """How many, for each reason, by group; hidden where few could be found out."""
    by_cohort = cut is Cut.COHORT
    counts = (
        _by_code(programme.leavings(reach(), by_cohort=by_cohort))
        if why is Why.LEFT
        else _by_code(programme.failings(reach(), by_cohort=by_cohort))
    )
    groups = sorted({group for group, _ in counts})
    return impact.told_safely(counts, groups, [one.value for one in _REASONS[why]]), groups


@blueprint.get("/leavings")
@allow(OFFICIALS)
def leavings() -> Page:
    cut = _cut()
    tables = {
        why.value: (*_told(why, cut), {one.value: one for one in _REASONS[why]}) for why in (Why.LEFT, Why.FAILED)
    }
    return render_template(
        "office/leavings.html",
        cut=cut,
        cuts=_CUTS,
        tables=tables,
        together=impact.TOGETHER,
        names=names_of_groups(cut),
        fewest=rulebook.number(impact.FEWEST),
    )


@blueprint.get("/leavings.csv")
@allow(OFFICIALS)
def leavings_csv() -> Response:
    """Groups by reason, of places given up or of courses not passed; empty where few would be found out."""
    cut, why = _cut(), Why.FAILED if request.args.get("why") == Why.FAILED else Why.LEFT
    table, groups = _told(why, cut)
    names = names_of_groups(cut)
    rows: list[tuple[Cell, ...]] = [
        (group, names.get(group, ""), *(_cell(table.shown(group, one)) for one in (*table.columns, "")))
        for group in groups
    ]
    return csv_answer(f"{_FILES[why]}-{cut.value}", [cut.value, "name", *table.columns, "all"], rows)
