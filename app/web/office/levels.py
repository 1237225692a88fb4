"""One level of service with its terms and every time that it was due; and one such time, done or waived."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, agreements
from app.agreements import DueLine, ServiceLevel, Timing, Trigger
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import AGREEMENT_KEEPERS, OFFICIALS, allow
from app.web.forms.agreements import EndForm, TermForm, TriggerForm
from app.web.forms.fields import fault_list
from app.web.office.agreements import Faults, own_key, term_fault, term_of
from app.web.office.dashboard import blueprint
from app.web.office.meetings import keeper, keeps
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.words import gettext, say


@blueprint.get("/levels/<int:level_id>")
@allow(OFFICIALS)
def level(level_id: int) -> Page:
    return _level(agreements.level(level_id), [])


def _level(
    found: ServiceLevel, faults: Faults, form: TermForm | None = None, trigger: TriggerForm | None = None
) -> Page:
    terms = agreements.terms_of(found.id)
    now = agreements.in_force(terms, today())
    page = render_template(
        "agreements/level.html",
        level=found,
        contract=agreements.contract(found.contract_id),
        terms=terms,
        now=now,
        dues=agreements.dues_of(found.id),
        people=accounts.names(one.written_by for one in terms),
        timings=list(Timing),
        form=form or TermForm(data={"valid_from": today()}),
        trigger=trigger or TriggerForm(data={"caused_on": today()}),
        by_trigger=now is not None and now.timing is Timing.AFTER,
        faults=faults,
        form_key=form_key(),
        keeps=keeps(),
    )
    return (page, 422) if faults else page


@blueprint.post("/levels/<int:level_id>")
@allow(AGREEMENT_KEEPERS)
def on_level(level_id: int) -> Page:
    """From a day on it is owed otherwise; what was stays."""
    by, form = keeper(), TermForm(request.form)
    if not form.validate():
        return _level(agreements.level(level_id), fault_list(form), form)
    try:
        with transaction():
            found = agreements.level(level_id)
            agreements.change(found, term_of(form), by)
            agreements.open_periodic(found)
    except (agreements.TermIncomplete, agreements.TermTooEarly) as refusal:
        return _level(agreements.level(level_id), [term_fault(refusal)], form)
    done(gettext("سطحِ تازه نوشته شد؛ سطح‌های پیش برای روزهای خودشان می‌مانند."))
    return go(".level", level_id=level_id)


@blueprint.post("/levels/<int:level_id>/dues")
@allow(AGREEMENT_KEEPERS)
def open_due(level_id: int) -> Page:
    """What the days are counted from has happened."""
    by, form = keeper(), TriggerForm(request.form)
    if not form.validate():
        return _level(agreements.level(level_id), fault_list(form), trigger=form)
    told = Trigger(form.caused_on.data or today(), form.about.data or "", own_key())
    try:
        with transaction():
            agreements.open_due(agreements.level(level_id), told, by)
    except (agreements.DayWrong, agreements.NotByTrigger) as refusal:
        return _level(agreements.level(level_id), [("caused_on", say(refusal).sentence)], trigger=form)
    done(gettext("نوشته شد. روزش که برسد، این‌جا و در دستورِ نشست دیده می‌شود."))
    return go(".level", level_id=level_id)


@blueprint.get("/dues/<int:due_id>")
@allow(OFFICIALS)
def due(due_id: int) -> Page:
    return _due(agreements.due(due_id), EndForm(data={"done_on": today()}), [])


def _due(found: DueLine, form: EndForm, faults: Faults) -> Page:
    page = render_template("agreements/due.html", one=found, form=form, faults=faults, keeps=keeps())
    return (page, 422) if faults else page


@blueprint.post("/dues/<int:due_id>")
@allow(AGREEMENT_KEEPERS)
def on_due(due_id: int) -> Page:
    """It was done and this shows it; or it is waived, and why."""
    by, form, what = keeper(), EndForm(request.form), request.form.get("do", "")
    if what not in {"done", "waive"}:
        raise NotFound
    if not form.validate():
        return _due(agreements.due(due_id), form, fault_list(form))
    words = form.words.data or ""
    try:
        with transaction():
            found = agreements.due(due_id).due
            if what == "done":
                agreements.finish(found, words, form.done_on.data or today(), by)
            else:
                agreements.waive(found, words, by)
    except agreements.WordsMissing as refusal:
        return _due(agreements.due(due_id), form, [("words", say(refusal).sentence)])
    except agreements.DayWrong as refusal:
        return _due(agreements.due(due_id), form, [("done_on", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".due", due_id=due_id)
