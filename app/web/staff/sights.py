"""Who may see incomes and national codes: given by name and for a reason, never by oneself."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, outreach
from app.accounts import Sight
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.sights import SightForm
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, say


@blueprint.get("/sights")
@allow(STAFF)
def sights() -> Page:
    """Who sees what today, since when and why."""
    whole_province()
    return _page(SightForm(), [])


def _page(form: SightForm, faults: list[tuple[str, str]]) -> Page:
    colleagues = outreach.colleagues()
    grants = accounts.desks_of(one.id for one in colleagues)
    people = [one for one in colleagues if any(grant.role in accounts.SIGHT_DESKS for grant in grants.get(one.id, []))]
    held = accounts.sights_of(one.id for one in people)
    givers = {one.given_by for row in held.values() for one in row if one.given_by is not None}
    page = render_template(
        "staff/sights.html",
        form=form,
        faults=faults,
        people=people,
        grants=grants,
        held=held,
        givers=accounts.names(givers),
        kinds=list(Sight),
        counties=county_names(),
        others=[one for one in people if one.id != me().person.id],
    )
    return (page, 422) if faults else page


@blueprint.post("/sights")
@allow(freshly(STAFF))
def give_sight() -> Page:
    whole_province()
    form = SightForm(request.form)
    if not form.validate():
        return _page(form, fault_list(form))
    person = next((one for one in outreach.colleagues() if one.uid == form.person.data), None)
    if person is None:
        raise NotFound
    try:
        with transaction():
            accounts.give_sight(
                accounts.person(person.id),
                Sight(form.sight.data),
                form.reason.data or "",
                by=me().person.id,
                last_day=form.last_day.data,
            )
    except Refusal as refusal:
        return _page(form, [("person", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".sights")


@blueprint.post("/sights/<int:sight_id>/end")
@allow(freshly(STAFF))
def end_sight(sight_id: int) -> Page:
    """Take it away; anybody of the staff for the whole province may, her own too."""
    whole_province()
    with transaction():
        found = accounts.sight_grant(sight_id)
        if found is None:
            raise NotFound
        accounts.end_sight(found, me().person.id)
    done(gettext("ثبت شد."))
    return go(".sights")
