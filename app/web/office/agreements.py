"""Contracts, what each owes the province and what is overdue. Officials read; staff of the whole province write."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from app import accounts, agreements, library, places
from app.agreements import Contract, NewContract, NewLevel, NewTerm, Timing
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import AGREEMENT_KEEPERS, OFFICIALS, allow, me
from app.web.forms.agreements import ContractForm, LevelForm, TermForm
from app.web.forms.fields import fault_list
from app.web.office.dashboard import blueprint
from app.web.office.meetings import keeper, keeps
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.reporting import form_key
from app.words import gettext, say

Faults = list[tuple[str, str]]


def own_key() -> str:
    """The key of a form, which is this visitor's alone."""
    return f"{me().person.id}:{form_key()}"


@blueprint.get("/agreements")
@allow(OFFICIALS)
def contracts() -> Page:
    return _list(ContractForm(data={"signed_on": today(), "valid_from": today()}), [])


def _list(form: ContractForm, faults: Faults) -> Page:
    page = page_number()
    total, found = agreements.contracts(page)
    text = render_template(
        "agreements/list.html",
        found=found,
        counts=agreements.counts_of(one.id for one in found),
        undefined=agreements.undefined(),
        overdue=agreements.overdue_on(today()),
        questions=agreements.count_unanswered(),
        papers=[(str(one.id), one.title) for one in library.every()] if keeps() else [],
        form=form,
        faults=faults,
        form_key=form_key(),
        keeps=keeps(),
        page=page,
        pages=pages_of(total, agreements.PAGE),
    )
    return (text, 422) if faults else text


@blueprint.post("/agreements")
@allow(AGREEMENT_KEEPERS)
def write_contract() -> Page:
    by, form = keeper(), ContractForm(request.form)
    if not form.validate():
        return _list(form, fault_list(form))
    paper = row_number(form.document.data or "") or None
    new = NewContract(
        title=form.title.data or "",
        parties=form.parties.data or "",
        number=form.number.data or "",
        signed_on=form.signed_on.data or today(),
        valid_from=form.valid_from.data or today(),
        valid_to=form.valid_to.data,
        form_key=own_key(),
        document_id=None if paper is None else library.document(paper).id,
    )
    try:
        with transaction():
            number = agreements.write_contract(new, by).id
    except agreements.DayWrong as refusal:
        return _list(form, [("signed_on", say(refusal).sentence)])
    done(gettext("قرارداد نوشته شد؛ اکنون خدمت‌هایش را بنویسید."))
    return go(".contract", contract_id=number)


@blueprint.get("/agreements/<int:contract_id>")
@allow(OFFICIALS)
def contract(contract_id: int) -> Page:
    found = agreements.contract(contract_id)
    return _contract(found, LevelForm(data={"valid_from": found.valid_from, "timing": Timing.UNDEFINED.value}), [])


def _contract(found: Contract, form: LevelForm, faults: Faults) -> Page:
    papers = library.by_ids([found.document_id] if found.document_id else [])
    page = render_template(
        "agreements/contract.html",
        contract=found,
        lines=agreements.sheet(found.id),
        questions=agreements.ambiguities(contract_id=found.id).found,
        paper=next(iter(papers.values()), None),
        writer=accounts.names([found.written_by]).get(found.written_by, ""),
        timings=list(Timing),
        form=form,
        faults=faults,
        form_key=form_key(),
        keeps=keeps(),
    )
    return (page, 422) if faults else page


@blueprint.post("/agreements/<int:contract_id>")
@allow(AGREEMENT_KEEPERS)
def write_level(contract_id: int) -> Page:
    """One more line of the sheet, defined or not."""
    by, form = keeper(), LevelForm(request.form)
    if not form.validate():
        return _contract(agreements.contract(contract_id), form, fault_list(form))
    new = NewLevel(form.what.data or "", places.home_counties()[0].province_code, own_key())
    try:
        with transaction():
            level = agreements.add_level(agreements.contract(contract_id), new, term_of(form), by)
            agreements.open_periodic(level)
    except (agreements.TermIncomplete, agreements.DayWrong) as refusal:
        return _contract(agreements.contract(contract_id), form, [term_fault(refusal)])
    done(gettext("نوشته شد."))
    return go(".contract", contract_id=contract_id)


def term_of(form: TermForm) -> NewTerm:
    """What a form says of a level's term."""
    typed: dict[str, Any] = {
        name: form[name].data or "" for name in ("owed_by", "owed_to", "cause", "evidence", "source")
    }
    numbers = {name: form[name].data for name in ("days", "month_day", "on_day")}
    return NewTerm(form.valid_from.data or today(), Timing(form.timing.data), **typed, **numbers)


def term_fault(refusal: Refusal) -> tuple[str, str]:
    """The field that a refusal is about, and its words."""
    fields = {"owed": "owed_by", "after": "days", "monthly": "month_day", "fixed": "on_day"}
    reason = refusal.reason if isinstance(refusal, agreements.TermIncomplete) else ""
    return fields.get(reason, "valid_from"), say(refusal).sentence
