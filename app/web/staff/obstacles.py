"""What stands in people's way, as staff of some counties see it and answer. Complaints have a door of their own."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme, support
from app.support import Level, Matter, Obstacle, ObstacleState, Topic, Wanted
from app.web.access import STAFF, allow
from app.web.forms.obstacles import ActForm
from app.web.pages import Page, page_number, pages_of
from app.web.reporting import on_report, reader, report_page, tell_for
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach, within_reach


def _wanted() -> Wanted:
    """Which part of the list the address asks for; what makes no sense is left out."""
    topics, levels = {one.value: one for one in Topic}, {one.value: one for one in Level}
    states, county = {one.value: one for one in ObstacleState}, request.args.get("county", "")
    return Wanted(
        counties=reach(),
        county=county if county in my_counties() else None,
        topic=topics.get(request.args.get("topic", "")),
        level=levels.get(request.args.get("level", "")),
        state=states.get(request.args.get("state", "")),
        late=request.args.get("late") == "1",
    )


@blueprint.get("/obstacles")
@allow(STAFF)
def obstacles() -> Page:
    wanted, page = _wanted(), page_number()
    listed = support.for_staff(wanted, page)
    return render_template(
        "staff/obstacles.html",
        wanted=wanted,
        listed=listed,
        moved=support.put_off(listed.found),
        people=accounts.names(one.reporter_id for one in listed.found),
        topics=list(Topic),
        levels=[one for one in Level if one is not Level.OFFICERS],
        states=list(ObstacleState),
        mine=my_counties(),
        counties=county_names(),
        complaints=support.count_complaints(reader()),
        page=page,
        pages=pages_of(listed.total, support.PAGE),
    )


def _look(found: Obstacle, form: ActForm | None, faults: list[tuple[str, str]]) -> Page:
    return report_page(found, form, faults, back="staff.obstacles", may_free=True)


@blueprint.get("/obstacles/<int:obstacle_id>")
@allow(STAFF)
def obstacle(obstacle_id: int) -> Page:
    return _look(support.staffs_obstacle(obstacle_id, reach()), None, [])


@blueprint.post("/obstacles/<int:obstacle_id>")
@allow(STAFF)
def on_obstacle(obstacle_id: int) -> Page:
    return on_report(lambda: support.staffs_obstacle(obstacle_id, reach()), _look, may_free=True)


@blueprint.route("/obstacles/new/<int:trainee_id>", methods=["GET", "POST"])
@allow(STAFF)
def new_obstacle(trainee_id: int) -> Page:
    """A trainee has told it by telephone or in the office."""
    hers = programme.trainee(trainee_id)
    within_reach(hers.county_code)
    return tell_for(hers, list(Matter), "staff.obstacles")
