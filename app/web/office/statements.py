"""Statements: an official asks for a month as it was known on a day; the worker computes it, and it never changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from app import accounts, impact
from app.impact import Cut, Livelihood, Reading, Statement
from app.shared.calendar import JalaliMonth, local_date, start_of
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.sheets import Cell
from app.web.access import INCOMES, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.stating import StatementForm
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups, untold_groups
from app.web.office.livelihood import asked_month
from app.web.office.telling import ToldPart, by_name, told_part
from app.web.pages import Page, csv_answer, go, page_number, pages_of
from app.web.papers import sheet
from app.web.shop import county_names
from app.words import formats, gettext, say

STATEMENTS_A_PAGE = 20


@blueprint.app_template_filter("known_until")
def known_until(moment: datetime) -> str:
    """A moment up to which everything was known: a whole day by its name, another with its hour."""
    day = local_date(moment)
    if start_of(day) == moment:
        return gettext("تا پایانِ روزِ %(day)s", day=formats.day(local_date(moment - timedelta(microseconds=1))))
    return gettext("تا %(day)s ساعتِ %(hour)s", day=formats.day(day), hour=formats.clock_time(moment))


@blueprint.get("/statements")
@allow(INCOMES)
def statements() -> Page:
    return _list(StatementForm(data={"month": str(asked_month())}))


def _list(form: StatementForm) -> Page:
    pages = pages_of(impact.statements_counted(), STATEMENTS_A_PAGE)
    page = min(page_number(), pages)
    found = impact.statements(STATEMENTS_A_PAGE, (page - 1) * STATEMENTS_A_PAGE)
    body = render_template(
        "office/statements.html",
        found=found,
        names=accounts.names({one.asked_by for one in found}),
        page=page,
        pages=pages,
        form=form,
        faults=fault_list(form),
        months=_months(form),
    )
    return (body, 422) if form.errors else body


def _months(form: StatementForm) -> list[JalaliMonth]:
    """Months to choose from; an older one, too, that was asked for."""
    months = impact.months_to_publish()
    older = [] if form.month.errors else [form.jalali_month()]
    return months + [one for one in older if one < months[-1]]


@blueprint.post("/statements")
@allow(INCOMES)
def ask_statement() -> Page:
    form = StatementForm(request.form)
    if not form.validate():
        return _list(form)
    try:
        with transaction():
            found = impact.ask(form.jalali_month(), form.day(), me().person.id).id
    except impact.DayOutside as refusal:
        return _refused(form, "known_on", refusal)
    except (impact.MonthNotOver, impact.TooManyWait) as refusal:
        return _refused(form, "month", refusal)
    return go(".statement", statement_id=found)


def _refused(form: StatementForm, name: str, refusal: Refusal) -> Page:
    form[name].errors = [say(refusal).sentence]
    return _list(form)


@blueprint.get("/statements/<int:statement_id>")
@allow(INCOMES)
def statement(statement_id: int) -> Page:
    found = impact.statement(statement_id)
    return render_template("office/statement.html", asker=accounts.names([found.asked_by]), **_shown(found))


def _shown(found: Statement) -> dict[str, Any]:
    """What page and paper need: of the counties of the reader alone."""
    mine = reach()
    read = impact.read(found, mine)
    return {
        "found": found,
        "fewest": impact.FEWEST_INCOMES,
        "states": list(Livelihood),
        "mine": None if mine is None else [name for code, name in county_names().items() if code in mine],
        "read": read,
        "overtaken": found.made_at is not None and read is None,
        "whole": None if read is None else told_part("", "", read.whole),
        "tables": [] if read is None else [(cut, _groups(found, read, cut)) for cut in Cut],
    }


def _groups(found: Statement, read: Reading, cut: Cut) -> list[ToldPart]:
    """The groups of a cut, without those of too few people to be told."""
    untold = untold_groups(found.of_month, cut, reach())
    return by_name(names_of_groups(cut, without=untold), read.groups(cut))


def _made(statement_id: int) -> tuple[Statement, Reading]:
    """Raises NotFound while it is computed, and once somebody of it has changed what she said."""
    found = impact.statement(statement_id)
    read = impact.read(found, reach())
    if read is None:
        raise NotFound
    return found, read


@blueprint.get("/statements/<int:statement_id>.csv")
@allow(INCOMES)
def statement_csv(statement_id: int) -> Response:
    """Every group of every cut, and first the whole."""
    found, read = _made(statement_id)
    headings = [
        "month", "known_until", "cut", "group", "name", *(one.value for one in Livelihood),
        "people", "with_income_month", "income_months", "income_rial", "left_out",
    ]  # fmt: skip
    start = (found.month, found.as_of.isoformat(timespec="seconds"))
    rows = [(*start, "", *_cells(told_part("", "", read.whole)), read.aside)]
    for cut in Cut:
        rows += [(*start, cut.value, *_cells(one), "") for one in _groups(found, read, cut)]
    return csv_answer(f"statement-{found.month}-{found.id}", headings, rows)


def _cells(one: ToldPart) -> tuple[Cell, ...]:
    income = "" if one.income is None else int(one.income)
    return (one.value, one.name, *one.counts, one.people, one.earning, one.income_months, income)


@blueprint.get("/statements/<int:statement_id>.pdf")
@allow(INCOMES)
def statement_pdf(statement_id: int) -> Response:
    """The same on A4, with the rules behind it."""
    found, _ = _made(statement_id)
    return sheet("livelihood", f"statement-{found.month}-{found.id}", **_shown(found))
