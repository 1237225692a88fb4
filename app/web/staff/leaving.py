"""Colleagues of the staff and officers: what each has open, and giving all of it to others when she leaves."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, outreach, programme
from app.accounts import Person, Role
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.support import Reader
from app.web.access import STAFF, allow, freshly, me
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.staff.door import blueprint, whole_province
from app.words import formats, gettext, say


@blueprint.get("/colleagues")
@allow(STAFF)
def colleagues() -> Page:
    """Who is of the staff, of finance or an officer now."""
    whole_province()
    people = outreach.colleagues()
    return render_template(
        "staff/colleagues.html",
        people=people,
        grants=accounts.desks_of(one.id for one in people),
        counties=county_names(),
        me=me().person.id,
    )


@blueprint.get("/colleagues/<int:colleague_id>/hand-over")
@allow(freshly(STAFF))
def hand_over_to(colleague_id: int) -> Page:
    """Everything open of hers, and who may take it."""
    whole_province()
    return _hand_over(outreach.colleague(colleague_id), "")


def _reader() -> Reader:
    visit = me()
    return Reader(visit.person, tuple(visit.grants))


def _hand_over(leaving: Person, said: str) -> Page:
    things = outreach.open_of(leaving.id, _reader())
    others = [one for one in outreach.colleagues() if one.id != leaving.id]
    grants = accounts.desks_of([leaving.id, *(one.id for one in others)])
    numbers = {one.trainee_id for one in things.calls} | {one.trainee_id for one in things.referrals}
    page = render_template(
        "staff/hand_over.html",
        person=leaving,
        things=things,
        trainees=programme.trainees(numbers),
        others=others,
        grants=grants,
        before=outreach.hand_overs_of(leaving.id),
        counties=county_names(),
        ticked=request.form.getlist("to"),
        closing=request.form.get("close") == "1",
        may_close=leaving.id != me().person.id and any(one.role is Role.STAFF for one in grants.get(leaving.id, [])),
        form_key=form_key(),
        said=said,
    )
    return (page, 422) if said else page


@blueprint.post("/colleagues/<int:colleague_id>/hand-over")
@allow(freshly(STAFF))
def hand_over_now(colleague_id: int) -> Page:
    """All of it at once, or nothing."""
    whole_province()
    wanted = set(request.form.getlist("to"))
    try:
        with transaction():
            leaving = outreach.colleague(colleague_id)
            takers = [one for one in outreach.colleagues() if one.uid in wanted]
            key = f"{me().person.id}:{form_key()}"
            close = request.form.get("close") == "1"
            made = outreach.hand_over(leaving, takers, key, close=close, by=_reader())
            moved = made.reports + made.calls + made.referrals
    except Refusal as refusal:
        return _hand_over(outreach.colleague(colleague_id), say(refusal).sentence)
    handed = gettext("%(n)s کار به دیگران سپرده شد.", n=formats.num(moved))
    done(handed if moved else gettext("کارِ بازی نداشت که سپرده شود."))
    return go(".colleagues")
