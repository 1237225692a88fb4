"""Whom a mentor was asked to call."""

from __future__ import annotations

from app.web.access import MENTORS, allow
from app.web.calling import my_call, my_calls
from app.web.mentor.desk import blueprint
from app.web.pages import Page


@blueprint.get("/calls")
@allow(MENTORS)
def calls() -> Page:
    return my_calls()


@blueprint.route("/calls/<int:call_task_id>", methods=["GET", "POST"])
@allow(MENTORS)
def call(call_task_id: int) -> Page:
    return my_call(call_task_id)
