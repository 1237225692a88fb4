"""What stands in the way of trainees of a mentor's county, while it is hers to answer."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme, support
from app.support import Matter, Obstacle
from app.web.access import MENTORS, allow, my_mentor
from app.web.forms.obstacles import ActForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, page_number, pages_of
from app.web.reporting import on_report, report_page, tell_for


@blueprint.get("/obstacles")
@allow(MENTORS)
def obstacles() -> Page:
    answered, page = request.args.get("which") == "answered", page_number()
    listed = support.before_mentor(my_mentor(), page, answered=answered)
    return render_template(
        "mentor/obstacles.html",
        listed=listed,
        moved=support.put_off(listed.found),
        answered=answered,
        people=accounts.names(one.reporter_id for one in listed.found),
        page=page,
        pages=pages_of(listed.total, support.PAGE),
    )


def _look(found: Obstacle, form: ActForm | None, faults: list[tuple[str, str]]) -> Page:
    return report_page(found, form, faults, back="mentor.obstacles")


@blueprint.get("/obstacles/<int:obstacle_id>")
@allow(MENTORS)
def obstacle(obstacle_id: int) -> Page:
    return _look(support.mentors_obstacle(obstacle_id, my_mentor()), None, [])


@blueprint.post("/obstacles/<int:obstacle_id>")
@allow(MENTORS)
def on_obstacle(obstacle_id: int) -> Page:
    return on_report(lambda: support.mentors_obstacle(obstacle_id, my_mentor()), _look)


@blueprint.route("/obstacles/new/<int:trainee_id>", methods=["GET", "POST"])
@allow(MENTORS)
def new_obstacle(trainee_id: int) -> Page:
    """A trainee of her county has told her. Complaints she takes from nobody: those go to the executor."""
    hers = programme.accepted_trainee(trainee_id, frozenset({my_mentor().county_code}))
    return tell_for(hers, [Matter.OBSTACLE, Matter.CONFLICT], "mentor.obstacles")
