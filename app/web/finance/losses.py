"""What the market loses: payments that a gateway took back, and debts of makers that are given up."""

from __future__ import annotations

from flask import render_template, request

from app import finance, orders, payouts
from app.finance import TaskKind
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.text import ascii_digits, clean
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.finance import ChargeBackForm, WriteOffForm
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.words import gettext, say


@blueprint.get("/losses")
@allow(FINANCE)
def losses() -> Page:
    return _page()


def _page(charge: ChargeBackForm | None = None, debt: WriteOffForm | None = None, about: int = 0) -> Page:
    faulty = charge or debt
    page = render_template(
        "finance/losses.html",
        charge=charge or ChargeBackForm(code=clean(request.args.get("code", ""))[:16]),
        debt=debt or WriteOffForm(),
        about=about,
        debts=payouts.debts(),
        form_key=form_key(),
        faults=fault_list(faulty) if faulty else [],
    )
    return (page, 422) if faulty else page


@blueprint.post("/losses/charge-back")
@allow(freshly(FINANCE))
def charge_back() -> Page:
    """The gateway took an order's payment back by itself."""
    form = ChargeBackForm(request.form)
    if not form.validate():
        return _page(charge=form)
    try:
        with transaction():
            order = orders.order_for_staff(ascii_digits(form.code.data or "").upper(), None)
            orders.charge_back(order.id, form.reference.data or "", me().person.id)
            for kind in (TaskKind.DISPUTE, TaskKind.DISPUTE_OVER):
                finance.close_about(kind, f"hook:{order.code}", "charged back")
    except NotFound:
        form.code.errors = [gettext("سفارشی با این شماره نیست.")]
        return _page(charge=form)
    except orders.NotPayable:
        form.code.errors = [gettext("درگاهی پولِ این سفارش را ندارد که پس بگیرد، یا چیزی از آن نمانده است.")]
        return _page(charge=form)
    done(gettext("ثبت شد."))
    return go(".losses")


@blueprint.post("/losses/<int:trainee_id>")
@allow(freshly(FINANCE))
def write_off(trainee_id: int) -> Page:
    """Give up a debt, or a part of it. Pressed twice it is once: the form's key tells."""
    form = WriteOffForm(request.form)
    if not form.validate():
        return _page(debt=form, about=trainee_id)
    key = form_key()
    try:
        with transaction():
            amount = Rial(form.amount.data)
            payouts.write_off(trainee_id, amount, form.why.data or "", key=key, by=me().person.id)
    except payouts.DebtTooSmall as refusal:
        form.amount.errors = [say(refusal).sentence]
        return _page(debt=form, about=trainee_id)
    done(gettext("ثبت شد."))
    return go(".losses")
