"""What stands in people's way, counted: by topic and county, open too long, refused and why. Nobody is named."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from app import support
from app.accounts import Role
from app.shared import rulebook
from app.shared.calendar import local_date
from app.shared.sheets import Cell
from app.support import ObstacleState, Topic
from app.web.access import OFFICIALS, allow, me
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer, page_number, pages_of
from app.web.reporting import reader
from app.web.shop import county_names


def _counties() -> dict[str, str]:
    mine = reach()
    return {code: name for code, name in county_names().items() if mine is None or code in mine}


@blueprint.get("/obstacles")
@allow(OFFICIALS)
def obstacles() -> Page:
    mine, page, which = reach(), page_number(), request.args.get("which", "")
    rows = support.counted(mine)
    listed = support.declined(mine, page) if which == "declined" else support.old_ones(mine, page)
    names = _counties() | ({"": ""} if any(row.county_code is None for row in rows) else {})
    return render_template(
        "office/obstacles.html",
        rows=rows,
        cells={(row.topic, row.county_code or ""): row.open for row in rows},
        topics=list(Topic),
        names=names,
        which="declined" if which == "declined" else "old",
        listed=listed,
        old_days=rulebook.number(support.OLD_DAYS),
        complaints=support.count_complaints(reader()),
        overdue=support.count_overdue(),
        days_open=support.days_open,
        may_answer=Role.STAFF in me().roles,
        page=page,
        pages=pages_of(listed.total, support.PAGE),
    )


@blueprint.get("/obstacles.csv")
@allow(OFFICIALS)
def obstacles_csv() -> Response:
    """Every report, without its words and without a name; of a refusal the reason."""
    headings = ["number", "told_on", "matter", "topic", "county", "trade", "level", "state", "due_on", "days_open"]
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.id, local_date(one.told_at).isoformat(), one.matter.value, one.topic.value),
            *(one.county_code or "", one.trade_code or "", one.level.value, one.state.value, one.due_on.isoformat()),
            support.days_open(one) if one.open else "",
            one.answer if one.state is ObstacleState.DECLINED else "",
        )
        for one in support.every_one(reach())
    ]
    return csv_answer("obstacles", [*headings, "refused_because"], rows)
