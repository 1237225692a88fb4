"""Makers' papers: staff look at each before anything is sold under it, and see which will end soon."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, catalogue, programme
from app.catalogue import HealthRoute, Paper, Permit
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.pictures import BadPicture
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import PaperForm, RefusedPaperForm
from app.web.pages import Page, done, go, row_number
from app.web.private import private_photo
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach, within_reach
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


@blueprint.route("/trainees/<int:trainee_id>/permits/new", methods=["GET", "POST"])
@allow(STAFF)
def record_permit(trainee_id: int) -> Page:
    """Write down a paper that is in hand, for a maker who cannot show it on her phone."""
    hers = programme.trainee(trainee_id)
    within_reach(hers.county_code)
    form = PaperForm(request.form if request.method == "POST" else None)
    faults: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        try:
            permit_id = _recorded(trainee_id, form)
        except (BadPicture, catalogue.PhotoNeeded) as refusal:
            faults = [("permit_photo", say(refusal).sentence)]
        except catalogue.OwnPaper as refusal:
            faults = [("number", say(refusal).sentence)]
        except catalogue.PermitExpired as refusal:
            faults = [("expires_on", say(refusal).sentence)]
        except catalogue.PaperKnown as refusal:
            done(say(refusal).sentence)
            return go(".permit", permit_id=refusal.permit_id)
        else:
            done(gettext("پروانه ثبت شد و پذیرفته است. به سازنده خبر می‌دهیم."))
            return go(".permit", permit_id=permit_id)
    page = render_template(
        "staff/permit_new.html",
        maker=hers,
        form=form,
        routes=[one for one in HealthRoute if one not in catalogue.UNPAPERED],
        faults=[*fault_list(form), *faults],
    )
    return (page, 422) if request.method == "POST" else page


def _recorded(trainee_id: int, form: PaperForm) -> int:
    """Raises BadPicture, PhotoNeeded, OwnPaper, PaperKnown, PermitExpired."""
    upload = request.files.get("permit_photo")
    if upload is None or not upload.filename:
        raise catalogue.PhotoNeeded
    key = gallery.keep(upload.stream.read())
    with transaction():
        hers = programme.trainee(trainee_id)
        within_reach(hers.county_code)
        picture_id = gallery.add(key, me().person.id, gallery.PRIVATE).id
        number, issued, expires = form.number.data or "", form.issued_on.data, form.expires_on.data
        paper = Paper(HealthRoute(form.route.data), number, issued, expires, picture_id)
        return catalogue.record_new_permit(hers.id, paper, me().person.id).id


def _page(found: Permit, form: RefusedPaperForm, said: str = "") -> Page:
    faults = [*fault_list(form), *([("decision", said)] if said else [])]
    page = render_template(
        "staff/permit.html",
        permit=found,
        maker=programme.trainee(found.maker_id),
        people=accounts.names(one for one in (found.recorded_by, found.checked_by) if one is not None),
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
