"""A mentor's help: what she offers, what trainees of her county need, what she has undertaken."""

from __future__ import annotations

from flask import render_template, request

from app import programme
from app.programme import HelpKind, NewOffer
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.text import NotANumber, parse_number
from app.web.access import MENTORS, allow, my_id, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.support import OfferForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go, row_number
from app.words import gettext, say


@blueprint.route("/support", methods=["GET", "POST"])
@allow(MENTORS)
def support() -> Page:
    form = OfferForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        with transaction():
            mentor = my_mentor()
            county = None if form.everywhere.data == "all" else mentor.county_code
            new = NewOffer(
                HelpKind(form.kind.data), form.words.data or "", county, form.places.data, form.until.data or today()
            )
            programme.offer(mentor, new, my_id())
        done(gettext("نوشته شد. فراگیران می‌بینند."))
        return go(".support")
    return _page(form, fault_list(form))


def _page(form: OfferForm, faults: list[tuple[str, str]]) -> Page:
    mentor = my_mentor()
    page = render_template(
        "mentor/support.html",
        form=form,
        faults=faults,
        kinds=list(HelpKind),
        needs=programme.needs_near(mentor),
        offers=programme.offers_of(mentor.id),
        undertaken=programme.undertaken(mentor_id=mentor.id),
    )
    return (page, 422) if faults else page


@blueprint.post("/support/act")
@allow(MENTORS)
def support_act() -> Page:
    """Answer a need; write that it was given today, or call it off; close an offer."""
    act, number = request.form.get("do", ""), row_number(request.form.get("number", ""))
    try:
        with transaction():
            _act(act, number)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(OfferForm(), [(f"{act}-{number}", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".support")


def _hours() -> int:
    """Whole hours; what is none is 0, which is refused in words."""
    try:
        return parse_number(request.form.get("hours", ""))
    except NotANumber:
        return 0


def _act(act: str, number: int) -> None:
    mentor = my_mentor()
    if act == "answer":
        programme.answer_need(mentor, number, my_id())
    elif act == "close":
        programme.close_offer(programme.offer_of(number, mentor.id), my_id())
    elif act == "gave":
        hours = _hours()
        programme.gave(programme.undertaking_of(number, mentor_id=mentor.id), hours, today(), my_id())
    elif act == "off":
        found = programme.undertaking_of(number, mentor_id=mentor.id)
        programme.call_off(found, request.form.get("reason", ""), my_id())
    else:
        raise NotFound
