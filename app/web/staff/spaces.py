"""Fairs, booths and shared workshops: drawn up, published, called off; who booked, who came."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, url_for

from app import accounts, programme, spaces
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.spaces import SpaceKind
from app.web import spaces as shared
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.spaces import HAS, WEEKDAYS, SpaceForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.web.spaces import Desk
from app.web.staff.door import blueprint, my_counties, reach
from app.words import gettext, say


@blueprint.get("/spaces")
@allow(STAFF)
def all_spaces() -> Page:
    total, found = spaces.spaces(reach(), page_number())
    return render_template(
        "staff/spaces.html",
        spaces=found,
        counties=county_names(),
        page=page_number(),
        pages=pages_of(total, spaces.PAGE),
    )


@blueprint.route("/spaces/new", methods=["GET", "POST"])
@allow(STAFF)
def new_space() -> Page:
    soon = today() + timedelta(days=20)
    usual = {"first_day": soon, "last_day": soon, "book_until": soon, "cancel_until": soon}
    form = SpaceForm(request.form if request.method == "POST" else None, data=usual)
    form.counties, form.trades = set(my_counties()), set(trade_names())
    faults: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        by = me().person.id
        try:
            with transaction():
                space_id = spaces.draw_up(form.new(f"{by}:{form_key()}"), by).id
        except spaces.SpaceIncomplete as refusal:
            faults = [(refusal.field, say(refusal).sentence)]
        except spaces.DaysWrong as refusal:
            faults = [(_DAYS.get(refusal.reason, "last_day"), say(refusal).sentence)]
        else:
            return go(".one_space", space_id=space_id)
    faults = [*fault_list(form), *faults]
    page = render_template(
        "staff/space_new.html",
        form=form,
        faults=faults,
        kinds=list(SpaceKind),
        counties=my_counties(),
        trades=trade_names(),
        weekdays=WEEKDAYS,
        has=HAS,
        form_key=form_key(),
    )
    return (page, 422) if faults else page


_DAYS = {"book": "book_until", "cancel": "cancel_until"}


@blueprint.get("/spaces/<int:space_id>")
@allow(STAFF)
def one_space(space_id: int) -> Page:
    return _one(space_id, None)


def _one(space_id: int, fault: tuple[str, str] | None) -> Page:
    found, booked = spaces.space(space_id, reach()), spaces.bookings_of(space_id)
    page = render_template(
        "staff/space.html",
        found=found,
        slots=spaces.slots_of(space_id),
        booked=booked,
        turns=spaces.places_in_line(slot.id for _, slot, _ in booked),
        askers=accounts.names(one.asked_by for one, _, _ in booked),
        counties=county_names(),
        trades=trade_names(),
        weekdays=WEEKDAYS,
        has=HAS,
        faults=[fault] if fault else [],
        today=today(),
    )
    return (page, 422) if fault else page


@blueprint.post("/spaces/<int:space_id>")
@allow(STAFF)
def on_space(space_id: int) -> Page:
    """Publish it, or call it off with a reason."""
    what, by = request.form.get("do", ""), me().person.id
    if what not in {"publish", "off"}:
        raise NotFound
    try:
        with transaction():
            found = spaces.space(space_id, reach())
            if what == "publish":
                spaces.publish(found, by)
            else:
                spaces.call_off(found, request.form.get("why", ""), by)
    except NotFound:
        raise
    except Refusal as refusal:
        return _one(space_id, ("why", say(refusal).sentence))
    done(gettext("ثبت شد."))
    return go(".one_space", space_id=space_id)


@blueprint.post("/spaces/<int:space_id>/bookings/<int:booking_id>")
@allow(STAFF)
def on_booking(space_id: int, booking_id: int) -> Page:
    """She came, she did not, or her place is given back."""
    what, by = request.form.get("do", ""), me().person.id
    if what not in {"came", "missed", "off"}:
        raise NotFound
    try:
        with transaction():
            one = spaces.booking_in(booking_id, space_id=spaces.space(space_id, reach()).id)
            if what == "off":
                spaces.cancel(one, by, herself=False)
            else:
                spaces.mark(one, by, came=what == "came")
    except NotFound:
        raise
    except Refusal as refusal:
        return _one(space_id, (f"booking-{booking_id}", say(refusal).sentence))
    done(gettext("ثبت شد."))
    return go(".one_space", space_id=space_id)


def _desk(trainee_id: int) -> Desk:
    trainee = programme.accepted_trainee(trainee_id, reach())
    book_at, cancel_at = (
        url_for(f".{page}", trainee_id=trainee.id) for page in ("book_for_trainee", "cancel_for_trainee")
    )
    return Desk(book_at, cancel_at, trainee, spaces.of_trainee(trainee.id))


@blueprint.get("/trainees/<int:trainee_id>/spaces")
@allow(STAFF)
def trainee_spaces(trainee_id: int) -> Page:
    """For somebody who calls and has no phone at hand."""
    return shared.calendar(_desk(trainee_id))


@blueprint.post("/trainees/<int:trainee_id>/spaces")
@allow(STAFF)
def book_for_trainee(trainee_id: int) -> Page:
    fault = shared.book(programme.accepted_trainee(trainee_id, reach()).id)
    return shared.calendar(_desk(trainee_id), fault) if fault else go(".trainee_spaces", trainee_id=trainee_id)


@blueprint.post("/trainees/<int:trainee_id>/spaces/cancel")
@allow(STAFF)
def cancel_for_trainee(trainee_id: int) -> Page:
    fault = shared.cancel(trainee_id=programme.accepted_trainee(trainee_id, reach()).id)
    return shared.calendar(_desk(trainee_id), fault) if fault else go(".trainee_spaces", trainee_id=trainee_id)
