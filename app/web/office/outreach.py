"""What came of going after people, by who was asked and by county, without a name; and an officer's own calls."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from app import accounts, outreach
from app.outreach import CallResult, Sign, Which
from app.shared.calendar import today
from app.shared.sheets import Cell
from app.web.access import OFFICERS, OFFICIALS, allow
from app.web.calling import my_call, my_calls
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer
from app.web.shop import county_names

SPANS = (30, 90, 365)


def _span() -> int:
    """For how many days back; 90 for nonsense."""
    return next((one for one in SPANS if str(one) == request.args.get("days")), 90)


@blueprint.get("/outreach")
@allow(OFFICIALS)
def outreach_counts() -> Page:
    mine, span = reach(), _span()
    told = outreach.counts(mine, today() - timedelta(days=span))
    waiting = outreach.to_call(Which(mine))
    return render_template(
        "office/outreach.html",
        told=told,
        waiting=waiting,
        signs=list(Sign),
        results=list(CallResult),
        people=accounts.names(told.by_caller),
        counties=county_names(),
        span=span,
        spans=SPANS,
    )


@blueprint.get("/outreach.csv")
@allow(OFFICIALS)
def outreach_csv() -> Response:
    """By county: asked of, called, reached, settled, and every result."""
    told, names = outreach.counts(reach(), today() - timedelta(days=_span())), county_names()
    rows: list[tuple[Cell, ...]] = [
        (
            code,
            names[code],
            one.asked,
            one.called,
            one.reached,
            one.settled,
            *(one.results.get(r, 0) for r in CallResult),
        )
        for code, one in sorted(told.by_county.items())
    ]
    headings = ["county", "name", "asked", "called", "reached", "settled", *(one.value for one in CallResult)]
    return csv_answer("outreach", headings, rows)


@blueprint.get("/calls")
@allow(OFFICERS)
def calls() -> Page:
    return my_calls()


@blueprint.route("/calls/<int:call_task_id>", methods=["GET", "POST"])
@allow(OFFICERS)
def call(call_task_id: int) -> Page:
    return my_call(call_task_id)
