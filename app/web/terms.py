"""Terms that more than one room may change: credit lines, and the dated rules; who may is said by the room."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import render_template, request
from wtforms import Form

from app import accounts, lending
from app.lending import Line, LineKind, NewTerms, PaperKind
from app.shared import audit, cache, rulebook
from app.shared.calendar import from_jalali, start_of, today
from app.shared.database import transaction
from app.shared.rulebook import Rule
from app.web.access import me
from app.web.forms.fields import fault_list
from app.web.forms.lending import LineForm
from app.web.forms.rules import rule_form, typed_of, value_of
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.words import BANK_FILES, formats, gettext, say

_FIRST_YEAR = 1390


# ---- credit lines ---------------------------------------------------------------------------------------------


def new_line(back: str) -> Page:
    """Open a line; `back` is the page of all lines in this room, and each has `.credit_line`."""
    form = _line_form({"first_day": today(), "papers": [PaperKind.NATIONAL_CARD.value]})
    if request.method == "POST" and form.validate():
        with transaction():
            line_id = lending.open_line(LineKind(form.kind.data), _terms(form), me().person.id).id
        done(gettext("اعتبار باز شد."))
        return go(".credit_line", line_id=line_id)
    return _line_page(form, None, back)


def change_line(line_id: int, back: str) -> Page:
    """A line's terms and those it had; changed terms hold for new files."""
    line = lending.line(line_id)
    form = _line_form(_typed(line))
    if request.method == "POST" and form.validate():
        seen, by = row_number(request.form.get("version", "")), me().person.id
        try:
            with transaction():
                lending.change_terms(lending.line(line_id).row, _terms(form), seen, by)
        except lending.BoundAlready as refusal:
            form.budget.errors = [say(refusal).sentence]
        except lending.TermsChanged as refusal:
            form.name.errors = [say(refusal).sentence]
        else:
            done(gettext("شرایطِ تازه از اکنون برای پرونده‌های تازه است."))
            return go(".credit_line", line_id=line_id)
        line = lending.line(line_id)
    return _line_page(form, line, back)


def _line_form(first: dict[str, Any]) -> LineForm:
    form = LineForm(request.form if request.method == "POST" else None, data=first)
    form.trades.known, form.counties.known = trade_names().keys(), county_names().keys()
    return form


def _typed(line: Line) -> dict[str, Any]:
    terms = line.terms
    return {
        "kind": line.row.kind.value,
        "name": terms.name,
        "bank": terms.bank,
        "trades": sorted(line.asks.trades),
        "counties": sorted(line.asks.counties),
        "village_only": terms.village_only,
        "first_day": terms.first_day,
        "last_day": terms.last_day,
        "budget": terms.budget_rial,
        "cap": terms.cap_rial,
        "fee": terms.fee_bps,
        "months": terms.months,
        "papers": [one.value for one in line.papers],
    }


def _terms(form: LineForm) -> NewTerms:
    return NewTerms(
        name=form.name.data or "",
        bank=form.bank.data or "",
        trades=form.trades.ticked,
        counties=form.counties.ticked,
        village_only=bool(form.village_only.data),
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        budget=form.budget.data,
        cap=form.cap.data,
        fee_bps=form.fee.data,
        months=form.months.data,
        papers=frozenset(PaperKind(one) for one in form.papers.ticked),
        source=form.source.data or "",
        form_key=form_key(),
    )


def _line_page(form: LineForm, line: Line | None, back: str) -> Page:
    versions = lending.versions_of(line.row.id) if line else []
    page = render_template(
        "staff/credit_line.html",
        form=form,
        faults=fault_list(form),
        line=line,
        versions=versions,
        people=accounts.names(one.set_by for one in versions),
        kinds=list(LineKind),
        papers=list(PaperKind),
        trades=trade_names(),
        counties=county_names(),
        form_key=form_key(),
        back=back,
    )
    return (page, 422) if request.method == "POST" else page


# ---- rules ----------------------------------------------------------------------------------------------------


def change_rule(found: Rule, home: str) -> Page:
    """A new value from a day on, with its source; what held before stays for what happened before."""
    value, names = rulebook.current(found), trade_names()
    first = {"value": typed_of(found, value), "valid_from": today()}
    form = rule_form(found, names)(request.form if request.method == "POST" else None, data=first)
    if request.method == "POST" and form.validate():
        since = _since(found, form)
        if not form.errors:
            with transaction():
                row = rulebook.set_rule(
                    found, value_of(found, form), source=form["source"].data, by=me().person.id, valid_from=since
                )
                audit.note("rule_set", "rule", row.id, me().person.id, rule=found.name)
            cache.forget()
            done(gettext("ثبت شد."))
            return go(home)
    rows = rulebook.rows_of(found)
    page = render_template(
        "staff/rule.html",
        rule=found,
        value=value,
        rows=[(one, json.loads(one.value)) for one in rows],
        trades=names,
        bank_files=BANK_FILES,
        people=accounts.names(one.set_by for one in rows if one.set_by is not None),
        form=form,
        faults=fault_list(form),
        home=home,
    )
    return (page, 422) if request.method == "POST" else page


def _since(found: Rule, form: Form) -> datetime | None:
    """The moment from which the rule is to hold; None for now. A day on which it can't begin is told at the field."""
    day = form["valid_from"].data
    if day < today() and not found.retroactive:
        form["valid_from"].errors = [say(rulebook.BeginsInPast(found.name)).sentence]
    elif day < from_jalali(_FIRST_YEAR, 1, 1):
        year = formats.digits(str(_FIRST_YEAR))
        form["valid_from"].errors = [gettext("از سالِ %(year)s به این سو می‌شود.", year=year)]
    return None if day == today() else start_of(day)
