"""Her papers: what staff say of each, and another photo where they could not accept one."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, catalogue
from app.catalogue import Paper
from app.shared import gallery
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.web.private import private_photo
from app.words import gettext, say


@blueprint.get("/permits/<int:permit_id>/photo")
@allow(TRAINEES)
def permit_photo(permit_id: int) -> Page:
    return private_photo(catalogue.own_permit(my_trainee().id, permit_id).picture_id)


@blueprint.route("/permits/<int:permit_id>", methods=["GET", "POST"])
@allow(TRAINEES)
def permit(permit_id: int) -> Page:
    found = catalogue.own_permit(my_trainee().id, permit_id)
    said = ""
    if request.method == "POST":
        try:
            _send_again(permit_id)
        except (BadPicture, catalogue.PhotoNeeded) as refusal:
            said = say(refusal).sentence
        else:
            done(gettext("فرستاده شد. کارشناس می‌بیند و پیامک می‌کنیم."))
            return go(".permit", permit_id=permit_id)
        found = catalogue.own_permit(my_trainee().id, permit_id)
    page = render_template(
        "maker/permit.html",
        permit=found,
        recorder="" if found.recorded_by in {None, my_id()} else accounts.person(found.recorded_by or 0).name,
        picture=gallery.by_ids([found.picture_id or 0]).get(found.picture_id or 0),
        faults=[("permit_photo", said)] if said else [],
    )
    return (page, 422) if said else page


def _send_again(permit_id: int) -> None:
    """Raises BadPicture, PhotoNeeded."""
    upload = request.files.get("permit_photo")
    if upload is None or not upload.filename:
        raise catalogue.PhotoNeeded
    key = gallery.keep(upload.stream.read())
    with transaction():
        known = catalogue.own_permit(my_trainee().id, permit_id)
        picture_id = gallery.add(key, my_id(), gallery.PRIVATE).id
        paper = Paper(known.route, known.number, known.issued_on, known.expires_on, picture_id)
        catalogue.send_permit(known.maker_id, paper, my_id())
