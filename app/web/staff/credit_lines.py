"""Which province may take plans for loans, and the credit lines with their terms: the whole province's, so set by who
works for all of it."""

from __future__ import annotations

import secrets
from typing import Any

from flask import render_template, request

from app import accounts, lending, places
from app.lending import Line, LineKind, NewPermission, NewTerms, PaperKind
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.text import clean
from app.web import lending as loan_pages
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.lending import EndForm, LineForm, PermissionForm
from app.web.languages import chosen
from app.web.pages import Page, done, go, row_number
from app.web.shop import county_names
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, say


def _key() -> str:
    return clean(request.form.get("form_key", ""))[:32] or secrets.token_hex(8)


# ---- permissions ----------------------------------------------------------------------------------------------


@blueprint.route("/credit/permissions", methods=["GET", "POST"])
@allow(STAFF)
def credit_permissions() -> Page:
    """Which province may take plans, from when to when."""
    whole_province()
    form = PermissionForm(request.form if request.method == "POST" else None, province=places.BUSHEHR)
    form.known = {one.code for one in places.provinces()}
    if request.method == "POST" and form.validate():
        new = NewPermission(form.province.data, form.first_day.data, form.last_day.data, form.source.data or "", _key())
        with transaction():
            lending.permit(new, me().person.id)
        done(gettext("ثبت شد."))
        return go(".credit_permissions")
    return _permissions(form, [])


def _permissions(form: PermissionForm, faults: list[tuple[str, str]]) -> Page:
    told = lending.permissions()
    page = render_template(
        "staff/credit_permissions.html",
        form=form,
        faults=[*faults, *fault_list(form)],
        form_key=_key(),
        permissions=told,
        provinces={one.code: one.called(chosen()) for one in places.provinces()},
        people=accounts.names(one for told_of in told for one in (told_of.set_by, told_of.ended_by) if one),
        end_form=EndForm(last_day=today()),
        today=today(),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/credit/permissions/<int:permission_id>/end")
@allow(freshly(STAFF))
def credit_permission_end(permission_id: int) -> Page:
    """It holds until a day."""
    whole_province()
    lending.permission(permission_id)
    form = EndForm(request.form)
    again = PermissionForm(province=places.BUSHEHR)
    if not form.validate():
        return _permissions(again, fault_list(form))
    try:
        with transaction():
            one = lending.permission(permission_id)
            lending.end_permission(one, form.last_day.data, form.why.data or "", me().person.id)
    except (lending.EndDayWrong, lending.ReasonNeeded) as refusal:
        return _permissions(again, [("last_day", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".credit_permissions")


# ---- lines ----------------------------------------------------------------------------------------------------


@blueprint.route("/credit/lines/new", methods=["GET", "POST"])
@allow(freshly(STAFF))
def credit_line_new() -> Page:
    whole_province()
    first = {"first_day": today(), "papers": [PaperKind.NATIONAL_CARD.value]}
    form = _line_form(first)
    if request.method == "POST" and form.validate():
        with transaction():
            line_id = lending.open_line(LineKind(form.kind.data), _terms(form), me().person.id).id
        done(gettext("اعتبار باز شد."))
        return go(".credit_line", line_id=line_id)
    return _line_page(form, None)


@blueprint.route("/credit/lines/<int:line_id>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def credit_line(line_id: int) -> Page:
    """A line's terms and those it had; changed terms hold for new files."""
    whole_province()
    line = lending.line(line_id)
    form = _line_form(_typed(line))
    if request.method == "POST" and form.validate():
        seen, by = row_number(request.form.get("version", "")), me().person.id
        try:
            with transaction():
                lending.change_terms(lending.line(line_id).row, _terms(form), seen, by)
        except lending.BoundAlready as refusal:
            form.budget.errors = [say(refusal).sentence]
        except lending.TermsChanged as refusal:
            form.name.errors = [say(refusal).sentence]
        else:
            done(gettext("شرایطِ تازه از اکنون برای پرونده‌های تازه است."))
            return go(".credit_line", line_id=line_id)
        line = lending.line(line_id)
    return _line_page(form, line)


def _line_form(first: dict[str, Any]) -> LineForm:
    form = LineForm(request.form if request.method == "POST" else None, data=first)
    form.trades.known, form.counties.known = loan_pages.trade_names().keys(), county_names().keys()
    return form


def _typed(line: Line) -> dict[str, Any]:
    terms = line.terms
    return {
        "kind": line.row.kind.value,
        "name": terms.name,
        "bank": terms.bank,
        "trades": sorted(line.asks.trades),
        "counties": sorted(line.asks.counties),
        "village_only": terms.village_only,
        "first_day": terms.first_day,
        "last_day": terms.last_day,
        "budget": terms.budget_rial,
        "cap": terms.cap_rial,
        "fee": terms.fee_bps,
        "months": terms.months,
        "papers": [one.value for one in line.papers],
    }


def _terms(form: LineForm) -> NewTerms:
    return NewTerms(
        name=form.name.data or "",
        bank=form.bank.data or "",
        trades=form.trades.ticked,
        counties=form.counties.ticked,
        village_only=bool(form.village_only.data),
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        budget=form.budget.data,
        cap=form.cap.data,
        fee_bps=form.fee.data,
        months=form.months.data,
        papers=frozenset(PaperKind(one) for one in form.papers.ticked),
        source=form.source.data or "",
        form_key=_key(),
    )


def _line_page(form: LineForm, line: Line | None) -> Page:
    versions = lending.versions_of(line.row.id) if line else []
    page = render_template(
        "staff/credit_line.html",
        form=form,
        faults=fault_list(form),
        line=line,
        versions=versions,
        people=accounts.names(one.set_by for one in versions),
        kinds=list(LineKind),
        papers=list(PaperKind),
        trades=loan_pages.trade_names(),
        counties=county_names(),
        form_key=_key(),
    )
    return (page, 422) if request.method == "POST" else page
