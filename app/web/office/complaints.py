"""Complaints of people, behind their shield: each is read by those alone who may, and every reading is written down."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme, support
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.support import Obstacle
from app.web.access import OFFICIALS, allow, me
from app.web.forms.obstacles import ActForm
from app.web.office.dashboard import blueprint
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import READERS_OF_COMPLAINTS, Choice, on_report, reader, report_page
from app.web.shop import county_names
from app.words import gettext


@blueprint.get("/complaints")
@allow(OFFICIALS)
def complaints() -> Page:
    """Those that the visitor may read, without their words and without names."""
    page = page_number()
    listed = support.complaints_for(reader(), page)
    return render_template(
        "office/complaints.html",
        listed=listed,
        counties=county_names(),
        me=me().person.id,
        page=page,
        pages=pages_of(listed.total, support.PAGE),
    )


def _who() -> list[Choice]:
    """Who can be meant: whoever has a desk."""
    mentors = [Choice(f"m-{one.id}", one.display_name, one.person_id) for one in programme.all_mentors()]
    people = {one.id: one for role in READERS_OF_COMPLAINTS for one in accounts.people_with(role)}
    return [*mentors, *(Choice(f"p-{one.uid}", one.name, one.id) for one in people.values())]


def _look(found: Obstacle, form: ActForm | None, faults: list[tuple[str, str]]) -> Page:
    """The complaint itself; that she has read it is written down."""
    with transaction():
        support.read_complaint(support.complaint_for(found.id, reader()), me().person.id)
    unknown = found.accused_id is None and not found.accused_outside
    return report_page(found, form, faults, back="office.complaints", who=_who() if unknown else [], identifies=unknown)


@blueprint.get("/complaints/<int:complaint_id>")
@allow(OFFICIALS)
def complaint(complaint_id: int) -> Page:
    return _look(support.complaint_for(complaint_id, reader()), None, [])


@blueprint.post("/complaints/<int:complaint_id>")
@allow(OFFICIALS)
def on_complaint(complaint_id: int) -> Page:
    return on_report(lambda: support.complaint_for(complaint_id, reader()), _look)


@blueprint.post("/complaints/<int:complaint_id>/who")
@allow(OFFICIALS)
def complaint_who(complaint_id: int) -> Page:
    """Say who is meant by the words of a complaint. It may be somebody whose complaints she does not read."""
    told = request.form.get("who", "")
    if not told:
        return _look(support.complaint_for(complaint_id, reader()), None, [("who", gettext("یکی را برگزینید."))])
    chosen = next((one for one in _who() if one.value == told), None)
    if chosen is None and told != "outside":
        raise NotFound
    with transaction():
        found = support.complaint_for(complaint_id, reader())
        support.identify(found, None if chosen is None else chosen.person_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".complaints")
