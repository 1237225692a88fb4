"""Mentors and cooperatives."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme, vouching
from app.shared.database import transaction
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import CooperativeForm, MentorForm
from app.web.languages import chosen
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties
from app.words import gettext, say


@blueprint.get("/mentors")
@allow(STAFF)
def mentors() -> Page:
    return render_template(
        "staff/mentors.html",
        mentors=programme.all_mentors(),
        loads=vouching.loads(),
        cases=programme.loads(),
        counties=county_names(),
        mine=my_counties(),
    )


@blueprint.route("/mentors/new", methods=["GET", "POST"])
@allow(freshly(STAFF))
def new_mentor() -> Page:
    """A role is given: the code is asked for anew, and an audit row is left."""
    form = MentorForm(request.form if request.method == "POST" else None)
    form.counties = my_counties()
    trades = {one.code: one.called(chosen()) for one in programme.trades()}
    if request.method == "POST" and form.validate():
        with transaction():
            names = f"{form.given_name.data} {form.family_name.data}"
            known = [one for one in accounts.accounts_on(form.mobile.data) if one.name == names]
            person = (
                known[0]
                if known
                else accounts.add_person(form.mobile.data, form.given_name.data or "", form.family_name.data or "")
            )
            if programme.mentor_of(person.id) is None:
                programme.add_mentor(
                    person,
                    str(form.county.data),
                    by=my_id(),
                    trade_code=form.trade.data if form.trade.data in trades else None,
                    about=form.about.data or "",
                )
        done(gettext("پیشران افزوده شد."))
        return go(".mentors")
    page = render_template(
        "staff/mentor_new.html", form=form, faults=fault_list(form), counties=my_counties(), trades=trades
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.route("/cooperatives", methods=["GET", "POST"])
@allow(STAFF)
def cooperatives() -> Page:
    form = CooperativeForm(request.form if request.method == "POST" else None)
    form.counties = my_counties()
    if request.method == "POST" and form.validate() and _added(form):
        done(gettext("تعاونی افزوده شد."))
        return go(".cooperatives")
    page = render_template(
        "staff/cooperatives.html",
        form=form,
        faults=fault_list(form),
        cooperatives=programme.cooperatives(),
        counties=county_names(),
        mine=my_counties(),
    )
    return (page, 422) if request.method == "POST" else page


def _added(form: CooperativeForm) -> bool:
    """Whether the cooperative was written down; what is wrong stands at its field."""
    try:
        with transaction():
            programme.add_cooperative(
                form.name.data or "",
                form.registration_no.data or "",
                form.national_id.data,
                str(form.county.data),
                my_id(),
            )
    except programme.CooperativeKnown as refusal:
        form.registration_no.errors = [say(refusal).sentence]
        return False
    return True
