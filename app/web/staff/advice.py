"""What makers and mentors read of how a difference may be mended, one text for each kind, as staff keep it."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, vouching
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.vouching import DeviationKind
from app.web.access import STAFF, allow, me
from app.web.forms.choices import AdviceForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, whole_province
from app.words import gettext


@blueprint.get("/differences/advice")
@allow(STAFF)
def advice() -> Page:
    kinds = [(one, next(iter(vouching.advice_before(one)), None)) for one in DeviationKind]
    people = accounts.names(last.set_by for _, last in kinds if last is not None and last.set_by is not None)
    return render_template("staff/advice.html", kinds=kinds, people=people)


@blueprint.route("/differences/advice/<kind>", methods=["GET", "POST"])
@allow(STAFF)
def advice_on_kind(kind: str) -> Page:
    """Another text from now on; it is the whole province's."""
    whole_province()
    found = next((one for one in DeviationKind if one.value == kind), None)
    if found is None:
        raise NotFound
    form = AdviceForm(request.form if request.method == "POST" else None, data=vouching.advice(found))
    if request.method == "POST" and form.validate():
        with transaction():
            vouching.set_advice(found, form.texts(), source=form.source.data or "", by=me().person.id)
        done(gettext("ثبت شد."))
        return go(".advice")
    page = render_template("staff/advice_on.html", kind=found, form=form, faults=fault_list(form))
    return (page, 422) if request.method == "POST" else page
