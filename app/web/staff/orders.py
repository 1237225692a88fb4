"""Orders as staff see them: search, a look inside, a part of a line refunded, a parcel marked."""

from __future__ import annotations

import secrets

from flask import render_template, request

from app import orders, payments, programme, shipping
from app.orders import Back, OrderState, ParcelState
from app.shared import states
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.text import ascii_digits, clean
from app.web.access import STAFF, allow, me, my_id
from app.web.checkout import areas
from app.web.forms.fields import fault_list
from app.web.forms.staff import RefundForm
from app.web.pages import Page, done, go, page_number
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/orders")
@allow(STAFF)
def all_orders() -> Page:
    known = {state.value: state for state in OrderState}
    state = known.get(request.args.get("state", ""))
    code = ascii_digits(clean(request.args.get("code", "")))[:16]
    return render_template(
        "staff/orders.html",
        found=orders.all_orders(state, reach(), code, page_number()),
        states=list(OrderState),
        state=state,
        code=code,
    )


@blueprint.get("/orders/<code>")
@allow(STAFF)
def order(code: str) -> Page:
    return _page(code)


def _page(code: str, form: RefundForm | None = None, line_id: int = 0) -> Page:
    found = orders.order_for_staff(code, reach())
    parcels = orders.parcels_of([found.id]).get(found.id, [])
    page = render_template(
        "staff/order.html",
        order=found,
        parcels=parcels,
        lines=orders.lines_of(parcel.id for parcel in parcels),
        makers=programme.trainees(parcel.maker_id for parcel in parcels),
        services=shipping.services(),
        attempts=payments.attempts_of(found.id),
        refunds=payments.refunds_of(found.id),
        parts=orders.refund_parts(found.id),
        proposed=orders.proposed_in(found.id),
        moves=states.histories("parcel", (parcel.id for parcel in parcels)),
        area=areas().get(found.county_code or found.province_code, ""),
        counties=county_names(),
        form=form or RefundForm(),
        notes=payments.notes_of(found.id),
        faults=fault_list(form) if form else [],
        line_id=line_id,
        form_key=secrets.token_hex(8),
    )
    return (page, 422) if form else page


_NOT_GIVEN_BACK = (
    orders.RefundOutOfRange,
    orders.RefundKeyUsed,
    orders.RefundsWait,
    payments.RefundTooLarge,
    payments.NothingPaid,
)


@blueprint.post("/orders/<code>/lines/<int:line_id>/refund")
@allow(STAFF)
def refund(code: str, line_id: int) -> Page:
    """Give back a part of one line. The form's key makes a second press the same refund."""
    form = RefundForm(request.form)
    if not form.validate():
        return _page(code, form, line_id)
    back = Back(
        quantity=form.quantity.data or 0,
        amount=Rial(form.amount.data),
        form_key=clean(request.form.get("form_key", ""))[:32],
        why=form.why.data or "",
    )
    try:
        with transaction():
            found = orders.order_for_staff(code, reach())
            sent = orders.refund_line(orders.line_in(found.id, line_id, reach()), back, my_id()) is not None
    except _NOT_GIVEN_BACK as refusal:
        form.amount.errors = [say(refusal).sentence]
        return _page(code, form, line_id)
    done(gettext("پول در راهِ بازگشت به خریدار است.") if sent else gettext("مبلغ بزرگ است؛ نفرِ دوم باید تأیید کند."))
    return go(".order", code=code)


@blueprint.post("/orders/<code>/parcels/<int:parcel_id>")
@allow(STAFF)
def mark(code: str, parcel_id: int) -> Page:
    """What the carrier says, or a parcel called off on behalf of its maker."""
    now = True
    act, why = request.form.get("do", ""), clean(request.form.get("why", ""))
    with transaction():
        found = orders.order_for_staff(code, reach())
        parcel = orders.parcel_in(found.id, parcel_id, reach())
        if act == "delivered":
            orders.carrier_delivered(parcel, my_id())
        elif act == "lost":
            now = orders.call_off_or_propose(parcel, ParcelState.LOST, me().person.id, why)
        elif act == "cancel":
            now = orders.call_off_or_propose(parcel, ParcelState.CANCELLED, me().person.id, why)
        else:
            raise NotFound
    done(gettext("ثبت شد.") if now else gettext("مبلغ بزرگ است؛ نفرِ دوم باید تأیید کند."))
    return go(".order", code=code)
