"""Ideas of everybody within the counties of a member of staff."""

from __future__ import annotations

from app import ideas as box
from app import programme
from app.web.access import STAFF, allow
from app.web.ideas import box_page, idea_page, tell_for
from app.web.ideas import on_idea as act
from app.web.pages import Page, page_number
from app.web.staff.door import blueprint, reach, within_reach


@blueprint.get("/ideas")
@allow(STAFF)
def ideas() -> Page:
    return box_page(box.for_staff(reach(), page_number()))


@blueprint.get("/ideas/<int:idea_id>")
@allow(STAFF)
def idea(idea_id: int) -> Page:
    return idea_page(box.staffs_idea(idea_id, reach()))


@blueprint.post("/ideas/<int:idea_id>")
@allow(STAFF)
def on_idea(idea_id: int) -> Page:
    return act(lambda: box.staffs_idea(idea_id, reach()))


@blueprint.route("/ideas/new/<int:trainee_id>", methods=["GET", "POST"])
@allow(STAFF)
def new_idea(trainee_id: int) -> Page:
    """A trainee has told it by telephone or in the office."""
    hers = programme.trainee(trainee_id)
    within_reach(hers.county_code)
    return tell_for(hers)
