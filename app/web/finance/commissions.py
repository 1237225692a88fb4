"""The shop's share of sales: what holds for whom, what a new rule would have taken, and since when."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app import accounts, catalogue, orders, programme
from app.orders import Fee, NewCommission, Preview, Scope
from app.shared import clock, rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint, maker_at
from app.web.forms.fields import fault_list, from_day
from app.web.forms.finance import CommissionForm
from app.web.pages import Page, done, go
from app.words import gettext

PREVIEW_DAYS = 90


@blueprint.get("/commissions")
@allow(FINANCE)
def commissions() -> Page:
    rows = orders.commission_rules()
    return render_template(
        "finance/commissions.html",
        rows=rows,
        now=clock.now(),
        usual=rulebook.number(orders.COMMISSION_BPS),
        makers=programme.trainees(row.maker_id for row in rows if row.maker_id),
        cohorts={one.id: one for one in programme.cohorts()},
        categories={one.code: one for one in catalogue.categories()},
        people=accounts.names(row.set_by for row in rows),
    )


@blueprint.route("/commissions/new", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def new_commission() -> Page:
    """First a look at what it would have taken of the last months' sales, then it is set."""
    form = CommissionForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "GET" or not form.validate():
        return _form(form)
    scope = _scope(form)
    if scope is None:
        form.maker.errors = [gettext("سازنده‌ای با این نشانی نیافتیم.")]
        return _form(form)
    fee = Fee(form.bps.data or 0, Rial(form.fixed.data or 0))
    if request.form.get("do") != "set":
        return _form(form, orders.preview(scope, fee, clock.now() - timedelta(days=PREVIEW_DAYS)))
    starts = from_day(form.valid_from.data)
    with transaction():
        orders.add_commission(NewCommission(scope, fee, starts, form.source.data or ""), me().person.id)
    done(gettext("ثبت شد. فروش‌های گذشته دست نخورده‌اند."))
    return go(".commissions")


def _scope(form: CommissionForm) -> Scope | None:
    """For whom; None for a maker whom nobody knows."""
    typed = (form.maker.data or "").strip("/")
    maker_id = maker_at(typed)
    if typed and maker_id is None:
        return None
    cohort, category = str(form.cohort.data or ""), str(form.category.data or "")
    cohorts = {str(one.id): one.id for one in programme.cohorts()}
    known = {one.code for one in catalogue.categories()}
    if (cohort and cohort not in cohorts) or (category and category not in known):
        raise NotFound
    return Scope(maker_id, cohorts.get(cohort), category or None)


def _form(form: CommissionForm, preview: Preview | None = None) -> Page:
    page = render_template(
        "finance/commission_new.html",
        form=form,
        faults=fault_list(form),
        preview=preview,
        days=PREVIEW_DAYS,
        cohorts=programme.cohorts(),
        categories=catalogue.categories(),
    )
    return (page, 422) if fault_list(form) else page


@blueprint.post("/commissions/<int:rule_id>")
@allow(freshly(FINANCE))
def end_commission(rule_id: int) -> Page:
    with transaction():
        orders.end_commission(rule_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".commissions")
