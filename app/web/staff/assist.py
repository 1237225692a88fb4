"""The executor's people write a listing for a trainee of their counties."""

from __future__ import annotations

from flask import request

from app.accounts import Role
from app.web import assisting
from app.web.access import STAFF, allow
from app.web.pages import Page, row_number
from app.web.staff.door import blueprint

DESK = assisting.Desk(Role.STAFF, "staff")


@blueprint.get("/assist")
@allow(STAFF)
def assist() -> Page:
    return assisting.overview(DESK)


@blueprint.post("/assist")
@allow(STAFF)
def assist_begin() -> Page:
    return assisting.begin(DESK, row_number(request.form.get("trainee", "")))


@blueprint.get("/assist/drafts/<int:version_id>")
@allow(STAFF)
def assist_resume(version_id: int) -> Page:
    return assisting.resume(DESK, version_id)


@blueprint.route("/assist/drafts/<int:version_id>/<step>", methods=["GET", "POST"])
@allow(STAFF)
def assist_step(version_id: int, step: str) -> Page:
    return assisting.walk(DESK, version_id, step)


@blueprint.post("/assist/drafts/<int:version_id>/discard")
@allow(STAFF)
def assist_discard(version_id: int) -> Page:
    return assisting.discard(DESK, version_id)
