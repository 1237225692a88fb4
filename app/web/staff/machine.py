"""The machine behind the shop: messages that got stuck, dated rules, days without work."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app import accounts, places, vouching
from app.shared import outbox, rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.rulebook import Rule
from app.web import terms
from app.web.access import STAFF, allow, freshly, my_id
from app.web.acts import acts_page
from app.web.forms.fields import fault_list
from app.web.forms.staff import ClosureForm
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach, whole_province
from app.words import gettext


@blueprint.get("/outbox")
@allow(STAFF)
def dead_letters() -> Page:
    whole_province()
    return render_template("staff/outbox.html", rows=outbox.dead_letters(), waiting=outbox.waiting())


@blueprint.post("/outbox/<int:row_id>")
@allow(STAFF)
def revive(row_id: int) -> Page:
    whole_province()
    with transaction():
        outbox.revive(row_id)
    done(gettext("دوباره فرستاده می‌شود."))
    return go(".dead_letters")


@blueprint.get("/record")
@allow(STAFF)
def record() -> Page:
    """Who did what, for who works for the whole province."""
    whole_province()
    return acts_page()


def _plain() -> list[Rule]:
    """Rules that are a number or a few words; the ladder of grades and advice have pages of their own."""
    return [one for one in rulebook.all_rules() if one.unit not in {vouching.RUNG, vouching.ADVICE}]


@blueprint.get("/rules")
@allow(STAFF)
def rules() -> Page:
    every = [(rule, rulebook.current(rule), rulebook.rows_of(rule)) for rule in _plain()]
    setters = {rows[0].set_by for _, _, rows in every if rows and rows[0].set_by is not None}
    return render_template("staff/rules.html", rules=every, people=accounts.names(setters))


@blueprint.route("/rules/<name>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def rule(name: str) -> Page:
    """A new value from a day on, with its source; what held before stays for what happened before."""
    found = next((one for one in _plain() if one.name == name), None)
    if found is None or reach() is not None:
        raise NotFound
    return terms.change_rule(found, "staff.rules")


@blueprint.route("/closures", methods=["GET", "POST"])
@allow(STAFF)
def closures() -> Page:
    """Heat, dust, a death in the town: a day without work moves promised days."""
    form = ClosureForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        county = str(form.county.data) if form.county.data in county_names() else None
        mine = reach()
        if mine is not None and county not in mine:
            raise NotFound
        with transaction():
            places.declare_closed(form.day.data, form.name.data or "", county, my_id())
        done(gettext("ثبت شد."))
        return go(".closures")
    page = render_template(
        "staff/closures.html",
        form=form,
        faults=fault_list(form),
        closures=places.closures(today() - timedelta(days=60)),
        counties=county_names(),
    )
    return (page, 422) if request.method == "POST" else page
