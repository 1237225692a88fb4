"""Makers' papers: staff look at each before anything is sold under it, and see which will end soon."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, programme
from app.catalogue import Permit
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import RefusedPaperForm
from app.web.pages import Page, done, go, row_number
from app.web.private import private_photo
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/permits")
@allow(STAFF)
def permits() -> Page:
    waiting, ending = catalogue.waiting_permits(reach()), catalogue.ending_permits(reach())
    return render_template(
        "staff/permits.html",
        waiting=waiting,
        ending=ending,
        makers=programme.trainees(one.maker_id for one in [*waiting, *ending]),
        counties=county_names(),
        today=today(),
    )


@blueprint.get("/permits/<int:permit_id>/photo")
@allow(STAFF)
def permit_photo(permit_id: int) -> Page:
    return private_photo(catalogue.permit_in(permit_id, reach()).picture_id)


@blueprint.get("/permits/<int:permit_id>")
@allow(STAFF)
def permit(permit_id: int) -> Page:
    return _page(catalogue.permit_in(permit_id, reach()), RefusedPaperForm())


def _page(found: Permit, form: RefusedPaperForm, said: str = "") -> Page:
    faults = [*fault_list(form), *([("decision", said)] if said else [])]
    page = render_template(
        "staff/permit.html",
        permit=found,
        maker=programme.trainee(found.maker_id),
        picture=gallery.by_ids([found.picture_id or 0]).get(found.picture_id or 0),
        counties=county_names(),
        form=form,
        faults=faults,
    )
    return (page, 422) if faults else page


@blueprint.post("/permits/<int:permit_id>")
@allow(STAFF)
def check_permit(permit_id: int) -> Page:
    act, form = request.form.get("do", ""), RefusedPaperForm(request.form)
    found = catalogue.permit_in(permit_id, reach())
    if act not in {"accept", "refuse"}:
        raise NotFound
    if act == "refuse" and not form.validate():
        return _page(found, form)
    try:
        with transaction():
            found = catalogue.permit_in(permit_id, reach())
            if act == "accept":
                catalogue.accept_permit(found, me().person.id, row_number(request.form.get("seen", "")))
            else:
                catalogue.refuse_permit(found, form.why.data or "", me().person.id)
    except Refusal as refusal:
        return _page(catalogue.permit_in(permit_id, reach()), form, say(refusal).sentence)
    done(
        gettext("پذیرفتید. به سازنده خبر می‌دهیم.")
        if act == "accept"
        else gettext("نپذیرفتید و دلیلش را به سازنده گفتیم.")
    )
    return go(".permits")
