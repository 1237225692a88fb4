"""How many places were offered, taken and used, by county, and what villages had of them."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from app import spaces
from app.shared.calendar import today
from app.web.access import OFFICIALS, allow
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer
from app.web.shop import county_names


@blueprint.get("/spaces")
@allow(OFFICIALS)
def all_spaces() -> Page:
    return render_template("office/spaces.html", rows=spaces.counted(reach()), counties=county_names(), today=today())


@blueprint.get("/spaces.csv")
@allow(OFFICIALS)
def spaces_csv() -> Response:
    headings = ["county", "kind", "offered", "taken", "taken_by_villages", "came", "waiting"]
    rows = [
        (one.county_code, one.kind.value, one.offered, one.taken, one.village, one.came, one.waiting)
        for one in spaces.counted(reach())
    ]
    return csv_answer("spaces", headings, rows)
