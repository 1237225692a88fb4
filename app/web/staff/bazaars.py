"""Bazaars of the counties: written down, looked at again, taken out."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, spaces
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.spaces import WEEKDAYS, BazaarForm
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.web.staff.door import blueprint, my_counties, reach
from app.words import gettext


@blueprint.route("/bazaars", methods=["GET", "POST"])
@allow(STAFF)
def bazaars() -> Page:
    form = BazaarForm(request.form if request.method == "POST" else None)
    form.counties = set(my_counties())
    if request.method == "POST" and form.validate():
        by = me().person.id
        with transaction():
            spaces.add_bazaar(form.new(f"{by}:{form_key()}"), by)
        done(gettext("نوشته شد."))
        return go(".bazaars")
    found, faults = spaces.bazaars(reach()), fault_list(form)
    page = render_template(
        "staff/bazaars.html",
        bazaars=found,
        old=spaces.to_look_again(found),
        seers=accounts.names(one.checked_by for one in found),
        form=form,
        faults=faults,
        counties=my_counties(),
        weekdays=WEEKDAYS,
        form_key=form_key(),
    )
    return (page, 422) if faults else page


@blueprint.post("/bazaars/<int:bazaar_id>")
@allow(STAFF)
def on_bazaar(bazaar_id: int) -> Page:
    """Seen again today, or no more."""
    what = request.form.get("do", "")
    if what not in {"seen", "closed"}:
        raise NotFound
    with transaction():
        found = spaces.bazaar(bazaar_id, reach())
        act = spaces.look_again if what == "seen" else spaces.close_bazaar
        act(found, me().person.id)
    done(gettext("ثبت شد."))
    return go(".bazaars")
