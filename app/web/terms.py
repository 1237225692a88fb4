"""Terms that more than one room may change: credit lines, and the dated rules; who may is said by the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request

from app import accounts, lending
from app.lending import Line, LineKind, NewTerms, PaperKind
from app.shared import audit, cache, rulebook
from app.shared.calendar import from_jalali, start_of, today
from app.shared.database import transaction
from app.shared.rulebook import Rule
from app.shared.text import NotANumber, parse_number
from app.web.access import me
from app.web.forms.fields import fault_list
from app.web.forms.lending import LineForm
from app.web.forms.staff import RuleForm
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.words import formats, gettext, say

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
    form = RuleForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "POST" and form.validate():
        value, since = _value(found, form), _since(found, form)
        if not form.errors and value is not None:
            with transaction():
                row = rulebook.set_rule(
                    found, value, source=form.source.data or "", by=me().person.id, valid_from=since
                )
                audit.note("rule_set", "rule", row.id, me().person.id, rule=found.name)
            cache.forget()
            done(gettext("ثبت شد."))
            return go(home)
    rows = rulebook.rows_of(found)
    page = render_template(
        "staff/rule.html",
        rule=found,
        value=rulebook.current(found),
        rows=rows,
        people=accounts.names(one.set_by for one in rows if one.set_by is not None),
        form=form,
        faults=fault_list(form),
        home=home,
    )
    return (page, 422) if request.method == "POST" else page


def _since(found: Rule, form: RuleForm) -> datetime | None:
    """The moment from which the rule is to hold; None for now. A day on which it can't begin is told at the field."""
    day = form.valid_from.data
    if day < today() and not found.retroactive:
        form.valid_from.errors = [say(rulebook.BeginsInPast(found.name)).sentence]
    elif day < from_jalali(_FIRST_YEAR, 1, 1):
        form.valid_from.errors = [gettext("از سالِ %(year)s به این سو می‌شود.", year=formats.digits(str(_FIRST_YEAR)))]
    return None if day == today() else start_of(day)


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
