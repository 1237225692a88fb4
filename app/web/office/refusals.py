"""What was refused in writing, by kind and month, with reasons and without names; and what bodies answered."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from app import outreach
from app.outreach import BodyAnswer
from app.shared import rulebook
from app.shared.calendar import JalaliMonth, months_between
from app.shared.sheets import Cell
from app.web.access import OFFICIALS, allow
from app.web.languages import chosen
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer

MONTHS = 6


def _months() -> list[JalaliMonth]:
    current = JalaliMonth.current()
    return months_between(current.plus(1 - MONTHS), current)


@blueprint.get("/refusals")
@allow(OFFICIALS)
def refusals() -> Page:
    months = _months()
    return render_template(
        "office/refusals.html",
        found=outreach.refusals(reach(), months[0]),
        months=months,
        fewest=rulebook.number(outreach.FEWEST),
    )


@blueprint.get("/refusals.csv")
@allow(OFFICIALS)
def refusals_csv() -> Response:
    """Kinds by month, without reasons."""
    months = _months()
    rows: list[tuple[Cell, ...]] = [
        (one.kind.value, *(one.by_month.get(month, 0) for month in months), one.total)
        for one in outreach.refusals(reach(), months[0])
    ]
    return csv_answer("refusals", ["kind", *(str(month) for month in months), "all"], rows)


@blueprint.get("/referrals")
@allow(OFFICIALS)
def referral_counts() -> Page:
    """By body: sent, answered and how, in how many days, what is overdue; reasons of what was refused."""
    return render_template(
        "office/referrals.html",
        rows=outreach.by_body(reach()),
        answers=list(BodyAnswer),
        fewest=rulebook.number(outreach.FEWEST),
        language=chosen(),
    )
