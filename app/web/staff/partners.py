"""Mentors and cooperatives."""

from __future__ import annotations

from urllib.parse import unquote

from flask import render_template, request

from app import accounts, funding, programme, vouching
from app.programme import Cooperative, Trainee
from app.shared import audit
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import only_digits
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import CooperativeForm, MemberForm, MentorForm
from app.web.languages import chosen
from app.web.pages import Page, done, go, row_number
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach, within_reach
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
    trades = {one.code: one.called(chosen()) for one in programme.open_trades()}
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


@blueprint.route("/cooperatives/<int:cooperative_id>", methods=["GET", "POST"])
@allow(STAFF)
def cooperative(cooperative_id: int) -> Page:
    """What is written of it, its members and its applications; what is wrong is put right here."""
    found = programme.cooperative(cooperative_id, reach())
    form = CooperativeForm(request.form if request.method == "POST" else None, obj=found)
    form.county.data, form.counties = found.county_code, {found.county_code: ""}
    valid = request.method == "POST" and form.validate() and _numbers_stand(found, form)
    if valid and _corrected(cooperative_id, form):
        done(gettext("ثبت شد."))
        return go(".cooperative", cooperative_id=cooperative_id)
    return _cooperative(found, form, MemberForm(), "facts" if request.method == "POST" else "")


def _cooperative(found: Cooperative, form: CooperativeForm, member_form: MemberForm, faulty: str) -> Page:
    page = render_template(
        "staff/cooperative.html",
        cooperative=found,
        sound=programme.legal_id(found.national_id) is not None,
        form=form,
        member_form=member_form,
        faulty=faulty,
        faults=fault_list(form) + fault_list(member_form),
        members=programme.cooperative_members(found.id),
        applications=funding.of_cooperative(found.id),
        counties=county_names(),
    )
    return (page, 422) if faulty else page


def _numbers_stand(found: Cooperative, form: CooperativeForm) -> bool:
    """The numbers by which a cooperative has asked for a grant stay hers: under others it could ask once more."""
    asked = any(one.applied_at is not None for one in funding.of_cooperative(found.id))
    new = (only_digits(form.registration_no.data or ""), only_digits(form.national_id.data))
    if not asked or new == (found.registration_no, found.national_id):
        return True
    form.registration_no.errors = [gettext("با این شماره‌ها درخواستِ کمک داده است؛ دیگر عوض نمی‌شوند.")]
    return False


def _corrected(cooperative_id: int, form: CooperativeForm) -> bool:
    try:
        with transaction():
            found = programme.cooperative(cooperative_id, reach())
            facts = (form.name.data or "", form.registration_no.data or "", form.national_id.data)
            programme.correct_cooperative(found, *facts, my_id())
    except programme.CooperativeKnown as refusal:
        form.registration_no.errors = [say(refusal).sentence]
        return False
    return True


def _trainee_at(typed: str) -> Trainee | None:
    """Whose page in the market or on our lists has this address; None where nobody has, or out of reach."""
    last = unquote(typed).rstrip("/").rpartition("/")[2]
    try:
        hers = programme.trainee(row_number(last)) if last.isdigit() else programme.trainee_by_slug(last)
        within_reach(hers.county_code)
    except NotFound:
        return None
    return hers


@blueprint.post("/cooperatives/<int:cooperative_id>/members")
@allow(STAFF)
def join_cooperative(cooperative_id: int) -> Page:
    found, form = programme.cooperative(cooperative_id, reach()), MemberForm(request.form)
    if form.validate():
        with transaction():
            hers = _trainee_at(form.who.data or "")
            if hers is not None:
                programme.join_cooperative(hers, found)
                audit.note("cooperative_joined", "trainee", hers.id, my_id(), cooperative=cooperative_id)
        if hers is not None:
            done(gettext("عضو شد."))
            return go(".cooperative", cooperative_id=cooperative_id)
        form.who.errors = [gettext("فراگیری با این نشانی نیافتیم.")]
    return _cooperative(programme.cooperative(cooperative_id, reach()), CooperativeForm(obj=found), form, "member")


@blueprint.post("/cooperatives/<int:cooperative_id>/members/<int:trainee_id>/leave")
@allow(STAFF)
def leave_cooperative(cooperative_id: int, trainee_id: int) -> Page:
    """What she sold as a member stays in the reports of grants that she was a member at."""
    with transaction():
        found = programme.cooperative(cooperative_id, reach())
        hers = programme.trainee(trainee_id)
        if hers.cooperative_id != found.id:
            raise NotFound
        programme.join_cooperative(hers, None)
        audit.note("cooperative_left", "trainee", hers.id, my_id(), cooperative=cooperative_id)
    done(gettext("ثبت شد."))
    return go(".cooperative", cooperative_id=cooperative_id)
