"""Which province may take plans for loans, and the credit lines with their terms: the whole province's, so set by who
works for all of it."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, lending, places
from app.lending import LineKind, NewPermission
from app.shared.calendar import today
from app.shared.database import transaction
from app.web import terms
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.lending import EndForm, PermissionForm
from app.web.languages import chosen
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, name_of, say

# ---- permissions ----------------------------------------------------------------------------------------------


@blueprint.route("/credit/permissions", methods=["GET", "POST"])
@allow(STAFF)
def credit_permissions() -> Page:
    """Which province may take plans, from when to when."""
    whole_province()
    form = PermissionForm(request.form if request.method == "POST" else None, province=places.BUSHEHR)
    form.known = {one.code for one in places.provinces()}
    if request.method == "POST" and form.validate():
        new = NewPermission(
            form.province.data,
            form.first_day.data,
            form.last_day.data,
            form.source.data or "",
            form_key(),
            LineKind(form.kind.data) if form.kind.data in {*LineKind} else None,
        )
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
        form_key=form_key(),
        permissions=told,
        kinds=[("", gettext("همهٔ اعتبارها")), *((one.value, name_of(one)) for one in LineKind)],
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
    return terms.new_line("staff.credit")


@blueprint.route("/credit/lines/<int:line_id>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def credit_line(line_id: int) -> Page:
    whole_province()
    return terms.change_line(line_id, "staff.credit")
