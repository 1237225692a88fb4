"""Briefings: whom local contacts asked to come, who came, and which contact and village that reached."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, places, programme
from app.programme import Asked, Briefing, Contact, Few, NewBriefing, NewGuest, RollFilter, Trainee, Way
from app.shared import rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.web.access import STAFF, allow, me
from app.web.forms.casework import BriefingForm, GuestForm, InvitationForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go, page_number, pages_of, row_number, who_is_sought
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach, within_reach
from app.words import formats, gettext

_MOST = 50


@blueprint.get("/briefings")
@allow(STAFF)
def briefings() -> Page:
    return _list(BriefingForm(data={"held_on": today()}), [])


def _list(form: BriefingForm, faults: list[tuple[str, str]]) -> Page:
    page, mine = page_number(), reach()
    total, found = programme.briefings(mine, page)
    villages = programme.reached_in(mine)
    text = render_template(
        "staff/briefings.html",
        form=form,
        faults=faults,
        form_key=form_key(),
        found=found,
        contacts=programme.reached_by(mine),
        guests=programme.count_guests(mine),
        villages=villages,
        localities=places.localities_by_code(one.name for one in villages),
        mine=my_counties(),
        counties=county_names(),
        page=page,
        pages=pages_of(total, programme.BRIEFINGS_A_PAGE),
    )
    return (text, 422) if faults else text


@blueprint.post("/briefings")
@allow(STAFF)
def new_briefing() -> Page:
    form = BriefingForm(request.form)
    if not form.validate():
        return _list(form, fault_list(form))
    county = form.county.data if form.county.data in county_names() else None
    within_reach(county)
    if county is None:
        return _list(form, [("county", gettext("شهرستان را برگزینید."))])
    new = NewBriefing(county, form.held_on.data or today(), form.place.data or "", f"{_me()}:{form_key()}"[:40])
    with transaction():
        number = programme.brief(new, _me()).id
    return go(".briefing", briefing_id=number)


def _me() -> int:
    return me().person.id


@blueprint.get("/briefings/<int:briefing_id>")
@allow(STAFF)
def briefing(briefing_id: int) -> Page:
    form = InvitationForm(data={"contact": Contact.VILLAGE, "way": Way.IN_PERSON})
    return _one(programme.briefing_of(briefing_id, reach()), form, [])


def _one(found: Briefing, form: InvitationForm, faults: list[tuple[str, str]]) -> Page:
    invited, name = programme.invited_to(found.id), request.values.get("name", "")[:60]
    guests = programme.guests_of(found.id)
    page = render_template(
        "staff/briefing.html",
        briefing=found,
        invited=invited,
        guests=guests,
        named=programme.trainees(one.guest.trainee_id for one in guests if one.guest.trainee_id),
        form=form,
        faults=faults,
        name=name,
        people=_people(found, name, {trainee.id for _, trainee in invited}),
        contacts=list(Contact),
        ways=list(Way),
        counties=county_names(),
    )
    return (page, 422) if faults else page


def _people(found: Briefing, name: str, invited: set[int]) -> list[Trainee]:
    """Registrants of its county with such a name who were not asked yet, each once."""
    wanted = RollFilter(county_code=found.county_code, counties=reach(), name=name)
    people = {line.trainee.id: line.trainee for line in programme.roll(wanted).lines}
    return [one for number, one in people.items() if number not in invited]


@blueprint.post("/briefings/<int:briefing_id>/invite")
@allow(STAFF)
def invite(briefing_id: int) -> Page:
    """Those who are ticked were asked by somebody."""
    found, form = programme.briefing_of(briefing_id, reach()), InvitationForm(request.form)
    if not form.validate():
        return _one(found, form, fault_list(form))
    contact = Contact(form.contact.data)
    name = "" if contact is Contact.NOBODY else form.contact_name.data or ""
    numbers = [row_number(one) for one in request.form.getlist("who")[:_MOST]]
    with transaction():
        found = programme.briefing_of(briefing_id, reach())
        here = [one for one in programme.trainees(numbers).values() if one.county_code == found.county_code]
        count = programme.invite(found, here, Asked(contact, name, Way(form.way.data)), _me())
    done(gettext("%(n)s نفر نوشته شدند.", n=formats.num(count)))
    return go(".briefing", briefing_id=briefing_id)


@blueprint.post("/briefings/<int:briefing_id>/came")
@allow(STAFF)
def who_came(briefing_id: int) -> Page:
    said = {"yes": True, "no": False}
    with transaction():
        found = programme.briefing_of(briefing_id, reach())
        typed = {one.id: request.form.get(f"came-{one.id}", "") for _, one in programme.invited_to(found.id)}
        programme.note_who_came(found, {number: said[one] for number, one in typed.items() if one in said}, _me())
        asked = [one.guest.id for one in programme.guests_of(found.id) if one.guest.trainee_id is None]
        guests = {one: request.form.get(f"guest-{one}", "") for one in asked}
        told = {number: said[one] for number, one in guests.items() if one in said}
        programme.note_which_guests_came(found, told, _me())
    done(gettext("حضور و غیاب نوشته شد."))
    return go(".briefing", briefing_id=briefing_id)


@blueprint.get("/briefings/<int:briefing_id>/guests")
@allow(STAFF)
def guest(briefing_id: int) -> Page:
    """To write down somebody who is not registered yet and was asked to come."""
    form = GuestForm(data={"contact": Contact.VILLAGE, "way": Way.IN_PERSON})
    return _guest(programme.briefing_of(briefing_id, reach()), form, [])


def _guest(found: Briefing, form: GuestForm, faults: list[tuple[str, str]]) -> Page:
    page = render_template(
        "staff/guest.html",
        briefing=found,
        form=form,
        faults=faults,
        form_key=form_key(),
        contacts=list(Contact),
        ways=list(Way),
        days=rulebook.number(programme.GUEST_DAYS),
        counties=county_names(),
    )
    return (page, 422) if faults else page


@blueprint.post("/briefings/<int:briefing_id>/guests")
@allow(STAFF)
def invite_guest(briefing_id: int) -> Page:
    found, form = programme.briefing_of(briefing_id, reach()), GuestForm(request.form)
    if not form.validate():
        return _guest(found, form, fault_list(form))
    contact = Contact(form.contact.data)
    asked = Asked(contact, "" if contact is Contact.NOBODY else form.contact_name.data or "", Way(form.way.data))
    key = f"{_me()}:{form_key()}"[:40]
    new = NewGuest(form.guest.data or "", form.mobile.data or None, form.village.data or "", key)
    with transaction():
        programme.invite_guest(programme.briefing_of(briefing_id, reach()), new, asked, _me())
    done(gettext("نوشته شد."))
    return go(".briefing", briefing_id=briefing_id)


@blueprint.get("/briefings/<int:briefing_id>/guests/<int:guest_id>")
@allow(STAFF)
def who_guest_is(briefing_id: int, guest_id: int) -> Page:
    """Which registered person a guest is, for whoever left no number or another than her own."""
    found = programme.briefing_of(briefing_id, reach())
    return _tying(found, guest_id, [])


def _tying(found: Briefing, guest_id: int, faults: list[tuple[str, str]]) -> Page:
    seen = programme.guest_of(found, guest_id)
    who = who_is_sought() or ("" if "who" in request.values else seen.name)
    few = programme.few_registered(who, reach()) if seen.may_be_tied and who else Few[Trainee]()
    places_of = [one.locality_code for one in few.people if one.locality_code]
    tied = seen.guest.trainee_id
    page = render_template(
        "staff/guest_tie.html",
        briefing=found,
        seen=seen,
        her=None if tied is None else programme.trainee(tied),
        by=accounts.names([seen.guest.tied_by] if seen.guest.tied_by else []),
        who=who,
        few=few,
        localities=places.localities_by_code(places_of),
        faults=faults,
        counties=county_names(),
    )
    return (page, 422) if faults else page


@blueprint.post("/briefings/<int:briefing_id>/guests/<int:guest_id>")
@allow(STAFF)
def tie_guest(briefing_id: int, guest_id: int) -> Page:
    """She is this registered person; or is not, after all."""
    found = programme.briefing_of(briefing_id, reach())
    if request.form.get("do") == "untie":
        with transaction():
            programme.untie_guest(programme.briefing_of(briefing_id, reach()), guest_id, _me())
        done(gettext("جدا شد؛ اگر کسِ دیگری است، او را بیابید."))
        return go(".who_guest_is", briefing_id=briefing_id, guest_id=guest_id)
    if not request.form.get("trainee"):
        return _tying(found, guest_id, [("trainee", gettext("یکی را برگزینید."))])
    with transaction():
        her = programme.trainee(row_number(request.form["trainee"]))
        within_reach(her.county_code)
        programme.tie_guest(programme.briefing_of(briefing_id, reach()), guest_id, her, _me())
    done(gettext("نوشته شد: این مهمان، %(name)s است.", name=her.display_name))
    return go(".briefing", briefing_id=briefing_id)
