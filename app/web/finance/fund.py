"""The branding fund at finance: budgets, the second word, and the payment."""

from __future__ import annotations

from flask import render_template, request

from app import funding
from app.funding import NewBudget
from app.shared.calendar import today
from app.shared.database import transaction
from app.web import funding as fund_pages
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.funding import BudgetForm
from app.web.funding import Room
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.words import gettext

_ROOM = Room(None, frozenset({"second", "judge", "withdraw", "pay"}))


@blueprint.get("/fund")
@allow(FINANCE)
def fund() -> Page:
    return fund_pages.listing(_ROOM, may_open=True)


@blueprint.route("/fund/budgets/new", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def fund_budget() -> Page:
    """Pressed twice it is one budget: the form's key tells."""
    form = BudgetForm(request.form if request.method == "POST" else None, data={"first_day": today()})
    key = form_key()
    if request.method == "POST" and form.validate():
        name, source = form.name.data or "", form.source.data or ""
        with transaction():
            new = NewBudget(name, source, form.amount.data, form.first_day.data, form.last_day.data, key)
            funding.open_budget(new, me().person.id)
        done(gettext("بودجه باز شد."))
        return go(".fund")
    page = render_template("fund/budget.html", form=form, faults=fault_list(form), form_key=key)
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/fund/<int:application_id>")
@allow(FINANCE)
def fund_application(application_id: int) -> Page:
    return fund_pages.show(_ROOM, _ROOM.find(application_id))


@blueprint.get("/fund/<int:application_id>/invoices/<int:invoice_id>/photo")
@allow(FINANCE)
def fund_photo(application_id: int, invoice_id: int) -> Page:
    return fund_pages.photo(_ROOM, application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>/invoices/<int:invoice_id>")
@allow(freshly(FINANCE))
def fund_strike(application_id: int, invoice_id: int) -> Page:
    return fund_pages.strike(_ROOM, application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>")
@allow(freshly(FINANCE))
def fund_decide(application_id: int) -> Page:
    return fund_pages.decide(_ROOM, application_id)
