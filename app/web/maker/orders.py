"""Parcels: accept or decline, send, print the slip."""

from __future__ import annotations

from flask import render_template, request

from app import orders, programme, shipping
from app.orders import ParcelState
from app.shared import states
from app.shared.database import transaction
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.checkout import areas
from app.web.forms.fields import fault_list
from app.web.forms.maker import ReasonForm, SendForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go, page_number
from app.words import gettext, say


@blueprint.get("/orders")
@allow(TRAINEES)
def parcels() -> Page:
    maker = my_trainee()
    page = page_number()
    return render_template(
        "maker/orders.html",
        waiting=orders.to_send(maker.id),
        parcels=orders.makers_parcels(maker.id, page),
        page=page,
        services=shipping.services(),
    )


@blueprint.get("/orders/<int:parcel_id>")
@allow(TRAINEES)
def parcel(parcel_id: int) -> Page:
    return _page(parcel_id)


def _page(parcel_id: int, form: SendForm | None = None, reason: ReasonForm | None = None) -> Page:
    view = orders.makers_parcel(my_trainee().id, parcel_id)
    shares = orders.shares_of([parcel_id]).get(parcel_id, [])
    page = render_template(
        "maker/parcel.html",
        view=view,
        service=shipping.service(view.parcel.service_code),
        area=areas().get(view.order.county_code or view.order.province_code, ""),
        history=states.history("parcel", parcel_id),
        shares=shares,
        members=programme.trainees(share.trainee_id for share in shares),
        form=form or SendForm(),
        reason=reason or ReasonForm(),
        faults=[*(fault_list(form) if form else []), *(fault_list(reason) if reason else [])],
    )
    return (page, 422) if form or reason else page


@blueprint.get("/orders/<int:parcel_id>/slip")
@allow(TRAINEES)
def slip(parcel_id: int) -> Page:
    """The sheet that goes into the parcel and onto it; with what differs, in the same words as in the shop."""
    view = orders.makers_parcel(my_trainee().id, parcel_id)
    return render_template(
        "maker/slip.html",
        view=view,
        maker=my_trainee(),
        service=shipping.service(view.parcel.service_code),
        area=areas().get(view.order.county_code or view.order.province_code, ""),
    )


@blueprint.post("/orders/<int:parcel_id>/accept")
@allow(TRAINEES)
def accept(parcel_id: int) -> Page:
    with transaction():
        orders.accept(orders.own_parcel(my_trainee().id, parcel_id), my_id())
    done(gettext("پذیرفتید. بسته را آماده کنید و بفرستید."))
    return go(".parcel", parcel_id=parcel_id)


@blueprint.post("/orders/<int:parcel_id>/decline")
@allow(TRAINEES)
def decline(parcel_id: int) -> Page:
    """The buyer gets the money back, and the reason."""
    form = ReasonForm(request.form)
    if not form.validate():
        return _page(parcel_id, reason=form)
    with transaction():
        found = orders.own_parcel(my_trainee().id, parcel_id)
        became = ParcelState.REJECTED if found.state is ParcelState.NEW else ParcelState.CANCELLED
        orders.call_off(found, became, my_id(), form.why.data or "")
    done(gettext("به خریدار خبر دادیم و پولش را پس می‌دهیم."))
    return go(".parcel", parcel_id=parcel_id)


@blueprint.post("/orders/<int:parcel_id>/send")
@allow(TRAINEES)
def send(parcel_id: int) -> Page:
    form = SendForm(request.form)
    if not form.validate():
        return _page(parcel_id, form)
    try:
        with transaction():
            orders.send(orders.own_parcel(my_trainee().id, parcel_id), form.tracking_no.data or "", my_id())
    except orders.TrackingNeeded as refusal:
        form.tracking_no.errors = [say(refusal).sentence]
        return _page(parcel_id, form)
    done(gettext("ثبت شد. به خریدار خبر دادیم."))
    return go(".parcel", parcel_id=parcel_id)
