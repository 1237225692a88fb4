"""The register of suppliers and outlets: who they are, who looked, and with whom they work."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, catalogue, planning, programme
from app.planning import NewPartner, Partner, PartnerKind
from app.programme import Few, Mentor, Trainee
from app.shared import audit
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.planning import PartnerForm, TieForm
from app.web.pages import Page, done, go, row_number, who_is_sought
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.web.staff.door import blueprint, my_counties, reach
from app.words import gettext, say


@blueprint.get("/suppliers")
@allow(STAFF)
def suppliers() -> Page:
    return _list(PartnerForm(counties=my_counties()), [])


def _list(form: PartnerForm, faults: list[tuple[str, str]]) -> Page:
    found = planning.partners(reach())
    page = render_template(
        "staff/suppliers.html",
        found=found,
        kinds=list(PartnerKind),
        trades_of=planning.trades_of([one.id for one in found]),
        trades=trade_names(),
        names=county_names(),
        mine=my_counties(),
        form=form,
        faults=faults,
        form_key=form_key(),
    )
    return (page, 422) if faults else page


@blueprint.post("/suppliers")
@allow(STAFF)
def add_supplier() -> Page:
    by, form = me().person.id, PartnerForm(request.form, counties=my_counties())
    if not form.validate():
        return _list(form, fault_list(form))
    new = NewPartner(
        PartnerKind(form.kind.data),
        form.name.data or "",
        str(form.county.data),
        f"{by}:{form_key()}",
        frozenset(form.trades.data or ()) & frozenset(trade_names()),
        form.contact.data or "",
    )
    with transaction():
        number = planning.add_partner(new, by).id
    done(gettext("نوشته شد."))
    return go(".supplier", partner_id=number)


@blueprint.get("/suppliers/<int:partner_id>")
@allow(STAFF)
def supplier(partner_id: int) -> Page:
    with transaction():
        audit.note_looks("contact_seen", "partner", [planning.partner(partner_id, reach()).id], me().person.id)
    return _page(planning.partner(partner_id, reach()), TieForm(data={"since": today()}), [])


def _page(found: Partner, form: TieForm, faults: list[tuple[str, str]]) -> Page:
    choices, more = _choices(found)
    page = render_template(
        "staff/supplier.html",
        one=found,
        trades=[trade_names().get(code, code) for code in planning.trades_of([found.id]).get(found.id, [])],
        ties=planning.ties_of(found.id),
        choices=choices,
        more=more,
        who=who_is_sought(),
        people=accounts.names(one for one in (found.checked_by, found.written_by) if one is not None),
        names=county_names(),
        form=form,
        faults=faults,
    )
    return (page, 422) if faults else page


def _choices(found: Partner) -> tuple[list[tuple[str, str]], bool]:
    """A few who are called what was sought, and whether there are more.

    Mentors of the visitor's counties; of an outlet also makers of its county who have goods on sale.
    """
    names, who = county_names(), who_is_sought()
    mentors = programme.few_mentors(who, reach())
    makers = Few[Trainee]() if found.supplies else catalogue.few_sellers(who, found.county_code)
    choices = [
        (f"m{one.id}", gettext("پیشران: %(name)s، %(county)s", name=one.display_name, county=names[one.county_code]))
        for one in mentors.people
    ]
    choices += [(f"t{one.id}", gettext("فراگیر: %(name)s", name=one.display_name)) for one in makers.people]
    return choices, mentors.more or makers.more


def _tied(found: Partner, whom: str) -> Mentor | Trainee | None:
    """Whom a choice names; None for nobody, and for somebody who cannot be chosen here."""
    number, mine = row_number(whom[1:]), reach()
    if whom.startswith("m"):
        mentor = programme.mentors([number]).get(number)
        there = mentor is not None and mentor.left_at is None and (mine is None or mentor.county_code in mine)
        return mentor if there else None
    if whom.startswith("t") and not found.supplies and catalogue.sells_in(number, found.county_code):
        return programme.trainee(number)
    return None


@blueprint.post("/suppliers/<int:partner_id>")
@allow(STAFF)
def on_supplier(partner_id: int) -> Page:
    """Somebody has looked, it is no partner any more, or a tie has ended."""
    what, by = request.form.get("do", ""), me().person.id
    with transaction():
        found = planning.partner(partner_id, reach())
        if what == "check":
            planning.check_partner(found, by)
        elif what == "end":
            planning.end_partner(found, by)
        elif what == "untie":
            planning.end_tie(planning.tie_of(found.id, row_number(request.form.get("tie", ""))))
        else:
            raise NotFound
    done(gettext("ثبت شد."))
    return go(".suppliers") if what == "end" else go(".supplier", partner_id=partner_id)


@blueprint.post("/suppliers/<int:partner_id>/ties")
@allow(STAFF)
def tie_supplier(partner_id: int) -> Page:
    form, found = TieForm(request.form), planning.partner(partner_id, reach())
    whom = form.whom.data or ""
    if not form.validate():
        return _page(found, form, fault_list(form))
    since, by = form.since.data or today(), me().person.id
    try:
        with transaction():
            found = planning.partner(partner_id, reach())
            tied = _tied(found, whom)
            if isinstance(tied, Mentor):
                planning.tie_mentor(found, tied, since, by)
            elif tied is not None:
                planning.tie_trainee(found, tied, since, by)
    except planning.TieRefused as refusal:
        return _page(planning.partner(partner_id, reach()), form, [("whom", say(refusal).sentence)])
    if tied is None:
        return _page(planning.partner(partner_id, reach()), form, [("whom", gettext("یکی را برگزینید."))])
    done(gettext("نوشته شد."))
    return go(".supplier", partner_id=partner_id)
