"""The branding fund in the executor's room: one writes an application down, another agrees."""

from __future__ import annotations

from flask import render_template, request

from app import funding, programme
from app.funding import NewApplication, NewInvoice
from app.shared import gallery
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.pictures import BadPicture
from app.web import funding as fund_pages
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.funding import FundForm, InvoiceForm
from app.web.funding import Room, Tried
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


def _room() -> Room:
    return Room(reach(), frozenset({"edit", "first", "judge", "withdraw"}))


@blueprint.get("/fund")
@allow(STAFF)
def fund() -> Page:
    return fund_pages.listing(_room(), may_write=True)


@blueprint.route("/fund/new", methods=["GET", "POST"])
@allow(STAFF)
def fund_new() -> Page:
    form = FundForm(request.form if request.method == "POST" else None, cooperative=request.args.get("cooperative", ""))
    mine = [one for one in programme.cooperatives() if (counties := reach()) is None or one.county_code in counties]
    form.known = {str(one.id) for one in mine}
    key = form_key()
    if request.method == "POST" and form.validate():
        told = NewApplication(row_number(form.cooperative.data), form.purpose.data or "", form.planned.data, key)
        try:
            with transaction():
                application_id = funding.write_down(told, me().person.id).id
        except funding.NotEligible as refusal:
            form.cooperative.errors = [say(refusal).sentence]
        else:
            return go(".fund_application", application_id=application_id)
    page = render_template("fund/new.html", form=form, faults=fault_list(form), cooperatives=mine, form_key=key)
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/fund/<int:application_id>")
@allow(STAFF)
def fund_application(application_id: int) -> Page:
    room = _room()
    return fund_pages.show(room, room.find(application_id))


@blueprint.get("/fund/<int:application_id>/invoices/<int:invoice_id>/photo")
@allow(STAFF)
def fund_photo(application_id: int, invoice_id: int) -> Page:
    return fund_pages.photo(_room(), application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>/invoices")
@allow(STAFF)
def fund_invoice(application_id: int) -> Page:
    """Put a bill with its scan to a draft."""
    room, form = _room(), InvoiceForm(request.form)
    found = room.find(application_id)
    upload = request.files.get("scan")
    faults = [] if upload and upload.filename else [("scan", gettext("عکسِ فاکتور را بگذارید."))]
    if not form.validate() or faults or upload is None:
        return fund_pages.show(room, found, Tried("invoice", form, faults))
    try:
        key = gallery.keep(upload.stream.read())
        bill = NewInvoice(
            form.seller.data or "",
            form.seller_id.data or "",
            form.number.data or "",
            form.issued_on.data,
            form.amount.data,
            key,
        )
        with transaction():
            funding.add_invoice(room.find(application_id), bill, me().person.id)
    except BadPicture as refusal:
        return fund_pages.show(room, found, Tried("invoice", form, [("scan", say(refusal).sentence)]))
    except funding.InvoiceKnown as refusal:
        form.number.errors = [say(refusal).sentence]
        return fund_pages.show(room, room.find(application_id), Tried("invoice", form))
    done(gettext("فاکتور افزوده شد."))
    return go(".fund_application", application_id=application_id)


@blueprint.post("/fund/<int:application_id>/invoices/<int:invoice_id>/drop")
@allow(STAFF)
def fund_drop(application_id: int, invoice_id: int) -> Page:
    """Out of a draft again."""
    with transaction():
        funding.drop_invoice(funding.invoice_in(_room().find(application_id).id, invoice_id), me().person.id)
    done(gettext("فاکتور برداشته شد."))
    return go(".fund_application", application_id=application_id)


@blueprint.post("/fund/<int:application_id>/submit")
@allow(STAFF)
def fund_submit(application_id: int) -> Page:
    """From here on the rules of today hold for it."""
    room = _room()
    try:
        with transaction():
            seen = bool(request.form.get("type_seen"))
            funding.submit(room.find(application_id), me().person.id, type_seen=seen)
    except (funding.NotEligible, funding.AlreadySupported, funding.NothingAccepted) as refusal:
        return fund_pages.show(room, room.find(application_id), Tried("submit", None, [_at(refusal)]))
    done(gettext("درخواست ثبت شد. نفرِ دیگری از مجریان آن را می‌بیند."))
    return go(".fund_application", application_id=application_id)


def _at(refusal: Refusal) -> tuple[str, str]:
    return "type_seen", say(refusal).sentence


@blueprint.post("/fund/<int:application_id>/invoices/<int:invoice_id>")
@allow(freshly(STAFF))
def fund_strike(application_id: int, invoice_id: int) -> Page:
    return fund_pages.strike(_room(), application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>")
@allow(freshly(STAFF))
def fund_decide(application_id: int) -> Page:
    return fund_pages.decide(_room(), application_id)
