"""Ideas of the trainees whom a mentor cares for."""

from __future__ import annotations

from app import ideas as box
from app import programme
from app.web.access import MENTORS, allow, my_mentor
from app.web.ideas import box_page, idea_page, tell_for
from app.web.ideas import on_idea as act
from app.web.mentor.desk import blueprint
from app.web.pages import Page, page_number


@blueprint.get("/ideas")
@allow(MENTORS)
def ideas() -> Page:
    return box_page(box.for_mentor(my_mentor(), page_number()))


@blueprint.get("/ideas/<int:idea_id>")
@allow(MENTORS)
def idea(idea_id: int) -> Page:
    return idea_page(box.mentors_idea(idea_id, my_mentor()))


@blueprint.post("/ideas/<int:idea_id>")
@allow(MENTORS)
def on_idea(idea_id: int) -> Page:
    return act(lambda: box.mentors_idea(idea_id, my_mentor()))


@blueprint.route("/ideas/new/<int:trainee_id>", methods=["GET", "POST"])
@allow(MENTORS)
def new_idea(trainee_id: int) -> Page:
    """A trainee whom she cares for has told her."""
    return tell_for(programme.own_case(my_mentor().id, trainee_id)[1])
