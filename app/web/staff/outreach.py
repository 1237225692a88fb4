"""Whom somebody ought to call, out of what the system knows: giving them to somebody, and one's own calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import render_template, request, url_for

from app import outreach, programme
from app.outreach import Asked, Sign, Which
from app.shared import rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import STAFF, allow, me
from app.web.calling import my_call, my_calls
from app.web.forms.fields import fault_list
from app.web.forms.outreach import AskForm
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach
from app.words import formats, gettext, say

AT_ONCE = 200
_RULES = {
    Sign.SILENT: programme.CONTACT_DAYS,
    Sign.NO_SALE: programme.NO_SALE_DAYS,
    Sign.NO_PRODUCT: outreach.NO_PRODUCT_DAYS,
    Sign.WAITING: outreach.WAITING_DAYS,
    Sign.UNPLACED: outreach.UNPLACED_DAYS,
    Sign.PERMIT: outreach.PERMIT_DAYS,
}


def _which() -> Which:
    """Which part of the list the address asks for; what makes no sense is left out."""
    county, signs = request.args.get("county", ""), {one.value: one for one in Sign}
    return Which(
        counties=reach(),
        county=county if county in my_counties() else None,
        cohort_id=row_number(request.args.get("cohort", "")) or None,
        sign=signs.get(request.args.get("which", "")),
    )


@blueprint.route("/outreach", methods=["GET", "POST"])
@allow(STAFF)
def outreach_list() -> Page:
    """A page of the list; those that are ticked, or all of it, are given to somebody to call by a day."""
    form = AskForm(request.form if request.method == "POST" else None, data={"due_on": today() + timedelta(days=7)})
    form.known = frozenset(one.uid for one in outreach.callers(reach()))
    if request.method == "GET":
        return _list(form, [])
    if not form.validate():
        return _list(form, fault_list(form))
    try:
        with transaction():
            asked = _ask(form)
    except Refusal as refusal:
        return _list(
            form, [("due_on" if isinstance(refusal, outreach.DueOutOfRange) else "caller", say(refusal).sentence)]
        )
    if not asked.given:
        return _list(form, [("caller", _nobody(asked))])
    words = gettext("%(n)s نفر برای تماس سپرده شد.", n=formats.num(asked.given))
    left = gettext("%(n)s نفر ماند.", n=formats.num(asked.left)) if asked.left else ""
    done(f"{words} {left}".strip())
    return go(".outreach_list", **_kept())


def _kept() -> dict[str, Any]:
    """What the address asks for, to come back to it."""
    return {name: value for name, value in request.args.items() if name in {"which", "county", "cohort"}}


def _nobody(asked: Asked) -> str:
    if asked.left:
        return gettext("پیشران ندارند یا پیش از این به کسی سپرده شده‌اند.")
    return gettext("کسی را تیک بزنید.")


def _ask(form: AskForm) -> Asked:
    which = _which()
    ticked = {row_number(one) for one in request.form.getlist("who")[:AT_ONCE]}
    if request.form.get("all"):
        ticked |= {one.trainee_id for one in outreach.to_call(which).lines[:AT_ONCE]}
    caller = _caller(form.caller.data or "")
    return outreach.ask(ticked - {0}, caller, form.due_on.data or today(), which, me().person.id)


def _caller(typed: str) -> int | None:
    """Who was chosen out of the list; None for each one's own mentor."""
    return next((one.id for one in outreach.callers(reach()) if one.uid == typed), None)


def _list(form: AskForm, faults: list[tuple[str, str]]) -> Page:
    which, page = _which(), page_number()
    found = outreach.to_call(which)
    shown = found.lines[(page - 1) * outreach.PAGE : page * outreach.PAGE]
    with transaction():
        outreach.look([one.trainee_id for one in shown], me().person.id)
    text = render_template(
        "staff/outreach.html",
        found=found,
        which=which,
        shown=shown,
        signs=list(Sign),
        days={sign: rulebook.number(rule) for sign, rule in _RULES.items()},
        trainees=programme.trainees(one.trainee_id for one in shown),
        callers=[(one.uid, one.name) for one in outreach.callers(reach())],
        cohorts=programme.cohorts(),
        mine=my_counties(),
        counties=county_names(),
        form=form,
        faults=faults,
        ticked=request.form.getlist("who"),
        all_ticked="all" in request.form,
        here=url_for(".outreach_list", **_kept()),
        at_once=AT_ONCE,
        page=page,
        pages=pages_of(len(found.lines), outreach.PAGE),
    )
    return (text, 422) if faults else text


@blueprint.get("/calls")
@allow(STAFF)
def calls() -> Page:
    return my_calls()


@blueprint.route("/calls/<int:call_task_id>", methods=["GET", "POST"])
@allow(STAFF)
def call(call_task_id: int) -> Page:
    return my_call(call_task_id)
