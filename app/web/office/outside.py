"""What stands behind the figures of income outside the shop: the sales, each with its grade of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from app import impact, offshop, programme
from app.impact import Goal
from app.offshop import Counted, Evidence
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import INCOMES, allow, my_id
from app.web.office.dashboard import asked_month, blueprint, reach
from app.web.office.goals import within_reach
from app.web.office.groups import listed
from app.web.pages import Page, csv_answer, page_number, pages_of, row_number
from app.web.shop import county_names

SALES_A_PAGE = 100


@dataclass(frozen=True)
class _Asked:
    """Which sales: those beside a goal, or of a month in a county or in all that the visitor may look into."""

    goal: Goal | None
    month: JalaliMonth
    county: str | None
    evidence: Evidence | None

    def rows(self) -> list[Counted]:
        found = impact.goals_outside(self.goal) if self.goal else self._of_month()
        return [one for one in found if self.evidence in {None, one.evidence}]

    def _of_month(self) -> list[Counted]:
        mine = reach()
        codes = [self.county] if self.county else [code for code in county_names() if mine is None or code in mine]
        return [row for _, row in impact.outside_in(self.month, codes)]


def _asked() -> _Asked:
    """Out of the address. Raises NotFound for what is not there or out of the visitor's reach."""
    number, county, grade = (request.args.get(name, "") for name in ("goal", "county", "evidence"))
    mine = reach()
    if county and (county not in county_names() or (mine is not None and county not in mine)):
        raise NotFound
    if grade and grade not in {*Evidence}:
        raise NotFound
    goal = within_reach(row_number(number)) if number else None
    return _Asked(goal, asked_month(), county or None, Evidence(grade) if grade else None)


def _named(every: list[Counted]) -> list[Counted]:
    """Of makers who may stand in a list by name."""
    named, _ = listed({one.maker_id for one in every})
    return [one for one in every if one.maker_id in named]


@blueprint.get("/outside")
@allow(INCOMES)
def outside() -> Page:
    asked = _asked()
    every = asked.rows()
    named = _named(every)
    pages = pages_of(len(named), SALES_A_PAGE)
    page = min(page_number(), pages)
    rows = named[(page - 1) * SALES_A_PAGE : page * SALES_A_PAGE]
    with transaction():
        audit.note_looks("income_seen", "trainee", [one.maker_id for one in rows], my_id())
        audit.note_looks("few_seen", "trainee", impact.few_outside(every), my_id())
    return render_template(
        "office/outside.html",
        asked=asked,
        figures=[one for one in impact.by_evidence(every) if asked.evidence in {None, one.evidence}],
        rows=rows,
        unnamed=len({one.maker_id for one in every}) - len({one.maker_id for one in named}),
        page=page,
        pages=pages,
        makers=programme.trainees(one.maker_id for one in rows),
        mentors=programme.mentors(one.mentor_id for one in rows if one.mentor_id),
        names=county_names(),
        grades=offshop.STRONGEST_FIRST,
        same={name: value for name, value in request.args.items() if name in {"goal", "month", "county", "evidence"}},
    )


@blueprint.get("/outside.csv")
@allow(INCOMES)
def outside_csv() -> Response:
    """The same sales, in rials."""
    named = _named(_asked().rows())
    with transaction():
        audit.note_looks("income_seen", "trainee", sorted({one.maker_id for one in named}), my_id())
    headings = ["day", "maker", "kind", "evidence", "mentor", "mentor_buys", "amount_rial", "fee_rial", "income_rial"]
    rows = [
        (
            *(one.happened_on.isoformat(), one.maker_id, one.kind.value, one.evidence.value),
            *(one.mentor_id or "", int(one.mentor_buys)),
            *(int(one.amount), int(one.fee), int(one.income)),
        )
        for one in named
    ]
    return csv_answer("outside", headings, rows)
