"""The register of what nobody is sure of: officials read it; staff of the whole province write, ask and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from wtforms import Form

from app import accounts, agreements
from app.agreements import Ambiguity, Answered, AskedOf, NewQuestion
from app.shared import rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import AGREEMENT_KEEPERS, OFFICIALS, allow
from app.web.forms.agreements import AnswerForm, AskedForm, QuestionForm
from app.web.forms.fields import fault_list
from app.web.office.agreements import Faults, own_key
from app.web.office.dashboard import blueprint
from app.web.office.meetings import keeper, keeps
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.reporting import form_key
from app.words import gettext, rule_name, say


@blueprint.get("/ambiguities")
@allow(OFFICIALS)
def ambiguities() -> Page:
    about = request.args.get("about", "")
    return _list(QuestionForm(data={"raised_on": today(), "about": about}), [])


def waited(one: Ambiguity) -> int:
    """Whole days from a question to its answer, or until today."""
    return agreements.days_open(one.raised_on, one.ended_on or today())


def _about() -> list[tuple[str, str]]:
    """Contracts and their lines, to choose from."""
    levels: dict[int, list[tuple[str, str]]] = {}
    for one in agreements.every_level():
        levels.setdefault(one.contract_id, []).append((f"l-{one.id}", f"— {one.what}"))
    found: list[tuple[str, str]] = []
    for contract in agreements.every_contract():
        found += [(f"c-{contract.id}", contract.title), *levels.get(contract.id, [])]
    return found


def _list(form: QuestionForm, faults: Faults) -> Page:
    page = page_number()
    listed = agreements.ambiguities(page)
    text = render_template(
        "agreements/questions.html",
        found=listed.found,
        contracts={one.id: one for one in agreements.every_contract()},
        waited=waited,
        about=_about() if keeps() else [],
        form=form,
        faults=faults,
        form_key=form_key(),
        keeps=keeps(),
        page=page,
        pages=pages_of(listed.total, agreements.PAGE),
    )
    return (text, 422) if faults else text


@blueprint.post("/ambiguities")
@allow(AGREEMENT_KEEPERS)
def raise_ambiguity() -> Page:
    by, form = keeper(), QuestionForm(request.form)
    if not form.validate():
        return _list(form, fault_list(form))
    kind, number = (form.about.data or "")[:2], row_number(form.about.data or "") or None
    new = NewQuestion(
        question=form.question.data or "",
        raised_on=form.raised_on.data or today(),
        form_key=own_key(),
        contract_id=number if kind == "c-" else None,
        level_id=number if kind == "l-" else None,
    )
    try:
        with transaction():
            agreements.ask_about(new, by)
    except agreements.DayWrong as refusal:
        return _list(form, [("raised_on", say(refusal).sentence)])
    done(gettext("پرسش در دفتر نوشته شد."))
    return go(".ambiguities")


@dataclass
class _Tried:
    """Which form of a question's page was sent, with what was wrong with it."""

    asked: AskedForm | None = None
    answer: AnswerForm | None = None
    faults: Faults | None = None


@blueprint.get("/ambiguities/<int:ambiguity_id>")
@allow(OFFICIALS)
def ambiguity(ambiguity_id: int) -> Page:
    return _one(agreements.ambiguity(ambiguity_id), _Tried())


def _one(found: Ambiguity, tried: _Tried) -> Page:
    levels = {one.id: one for one in agreements.every_level()}
    page = render_template(
        "agreements/question.html",
        one=found,
        contract=agreements.contract(found.contract_id) if found.contract_id else None,
        level=levels.get(found.level_id or 0),
        changed=levels.get(found.changed_level_id or 0),
        rule=next((rule_name(one) for one in rulebook.all_rules() if one.name == found.changed_rule), ""),
        waited=waited(found),
        raiser=accounts.names([found.raised_by]).get(found.raised_by, ""),
        asked=tried.asked or AskedForm(data={"asked_on": today()}),
        answer=tried.answer or AnswerForm(data={"answered_on": today()}),
        levels=[(str(one.id), one.what) for one in levels.values()],
        rules=[(one.name, str(rule_name(one))) for one in rulebook.all_rules()],
        faults=tried.faults or [],
        typed=request.form.get("why", ""),
        keeps=keeps(),
    )
    return (page, 422) if tried.faults else page


@blueprint.post("/ambiguities/<int:ambiguity_id>")
@allow(AGREEMENT_KEEPERS)
def on_ambiguity(ambiguity_id: int) -> Page:
    """It was asked of somebody, was answered, or is closed unanswered."""
    what = request.form.get("do", "")
    steps: dict[str, Callable[[int, int], Page]] = {"ask": _asked, "answer": _answered, "close": _closed}
    if what not in steps:
        raise NotFound
    return steps[what](ambiguity_id, keeper())


def _asked(number: int, by: int) -> Page:
    form = AskedForm(request.form)
    tried = _Tried(asked=form)
    whom = AskedOf(form.body.data or "", form.letter.data or "", form.asked_on.data or today())
    return _done(number, form, tried, lambda found: agreements.ask(found, whom, by), "asked_on")


def _answered(number: int, by: int) -> Page:
    form = AnswerForm(request.form)
    day: date = form.answered_on.data or today()
    told = Answered(
        form.words.data or "",
        day,
        form.source.data or "",
        row_number(form.level.data or "") or None,
        form.rule.data or "",
    )
    return _done(number, form, _Tried(answer=form), lambda found: agreements.answer(found, told, by), "answered_on")


def _closed(number: int, by: int) -> Page:
    why = request.form.get("why", "")
    return _done(number, None, _Tried(), lambda found: agreements.close(found, why, by), "why")


def _done(number: int, form: Form | None, tried: _Tried, act: Callable[[Ambiguity], None], field: str) -> Page:
    """Do it, or say on the page what is wrong; a day's fault is told at `field`."""
    if form is not None and not form.validate():
        tried.faults = fault_list(form)
        return _one(agreements.ambiguity(number), tried)
    try:
        with transaction():
            act(agreements.ambiguity(number))
    except (agreements.DayWrong, agreements.WordsMissing) as refusal:
        tried.faults = [(field, say(refusal).sentence)]
        return _one(agreements.ambiguity(number), tried)
    done(gettext("ثبت شد."))
    return go(".ambiguity", ambiguity_id=number)
