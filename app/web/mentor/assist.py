"""A mentor writes a listing for a trainee of her counties."""

from __future__ import annotations

from flask import request

from app.accounts import Role
from app.web import assisting
from app.web.access import MENTORS, allow
from app.web.mentor.desk import blueprint
from app.web.pages import Page, row_number

DESK = assisting.Desk(Role.MENTOR, "mentor")


@blueprint.get("/assist")
@allow(MENTORS)
def assist() -> Page:
    return assisting.overview(DESK)


@blueprint.post("/assist")
@allow(MENTORS)
def assist_begin() -> Page:
    return assisting.begin(DESK, row_number(request.form.get("trainee", "")))


@blueprint.get("/assist/drafts/<int:version_id>")
@allow(MENTORS)
def assist_resume(version_id: int) -> Page:
    return assisting.resume(DESK, version_id)


@blueprint.route("/assist/drafts/<int:version_id>/<step>", methods=["GET", "POST"])
@allow(MENTORS)
def assist_step(version_id: int, step: str) -> Page:
    return assisting.walk(DESK, version_id, step)


@blueprint.post("/assist/drafts/<int:version_id>/discard")
@allow(MENTORS)
def assist_discard(version_id: int) -> Page:
    return assisting.discard(DESK, version_id)
