"""A mentor writes down the story of a trainee of her counties; the trainee says whether it may be shown."""

from __future__ import annotations

from app import programme
from app.web import stories as shared
from app.web.access import MENTORS, allow
from app.web.mentor.desk import blueprint, counties_of_mine
from app.web.pages import Page


@blueprint.route("/trainees/<int:trainee_id>/story", methods=["GET", "POST"])
@allow(MENTORS)
def story(trainee_id: int) -> Page:
    return shared.for_her(programme.accepted_trainee(trainee_id, counties_of_mine()))
