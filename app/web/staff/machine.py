"""The machine behind the shop: messages that got stuck, dated rules, days without work."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app import places, vouching
from app.shared import cache, outbox, rulebook
from app.shared.calendar import start_of, today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.rulebook import Rule
from app.shared.text import NotANumber, parse_number
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import ClosureForm, RuleForm
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach, whole_province
from app.words import formats, gettext


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


def _plain() -> list[Rule]:
    """Rules that are a number or a few words; the ladder of grades has a page of its own."""
    return [one for one in rulebook.all_rules() if one.unit != vouching.RUNG]


@blueprint.get("/rules")
@allow(STAFF)
def rules() -> Page:
    every = [(rule, rulebook.current(rule), rulebook.rows_of(rule)) for rule in _plain()]
    return render_template("staff/rules.html", rules=every)


@blueprint.route("/rules/<name>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def rule(name: str) -> Page:
    """A new value from a day on, with its source; what held before stays for what happened before."""
    found = next((one for one in _plain() if one.name == name), None)
    if found is None or reach() is not None:
        raise NotFound
    form = RuleForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "POST" and form.validate():
        value = _value(found, form)
        if value is not None:
            with transaction():
                rulebook.set_rule(
                    found,
                    value,
                    source=form.source.data or "",
                    by=my_id(),
                    valid_from=start_of(form.valid_from.data) if form.valid_from.data > today() else None,
                )
            cache.forget()
            done(gettext("ثبت شد."))
            return go(".rules")
    page = render_template(
        "staff/rule.html", rule=found, value=rulebook.current(found), rows=rulebook.rows_of(found), form=form,
        faults=fault_list(form),
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


def _value(found: Rule, form: RuleForm) -> int | str | None:
    if isinstance(found.default, str):
        return form.value.data or ""
    try:
        value = parse_number(form.value.data or "")
    except NotANumber:
        form.value.errors = [gettext("با عدد بنویسید.")]
        return None
    least, most = found.least, found.most
    if not least <= value <= most:
        form.value.errors = [
            gettext("از %(least)s تا %(most)s می‌شود.", least=formats.num(least), most=formats.num(most))
        ]
        return None
    return value


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
