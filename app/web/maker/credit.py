"""Loans as a trainee meets them: which lines are open, whether she may, what she would pay back, and her own files."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, lending
from app.lending import Line, NewFile
from app.shared import states
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.text import clean
from app.web import lending as loan_pages
from app.web.access import TRAINEES, allow, me, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.lending import AskForm, EstimateForm
from app.web.lending import Estimate
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.words import gettext, say


@blueprint.get("/credit")
@allow(TRAINEES)
def credit() -> Page:
    trainee, lines = my_trainee(), lending.open_lines()
    files = lending.files_of(trainee.id)
    return render_template(
        "maker/credit.html",
        lines=lines,
        conditions=lending.conditions(trainee, lines),
        files=files,
        lines_of=lending.lines_of(files),
    )


@blueprint.route("/credit/lines/<int:line_id>", methods=["GET", "POST"])
@allow(TRAINEES)
def credit_line(line_id: int) -> Page:
    """A line: may she, what would she pay back, and the form that opens her file."""
    line, trainee = lending.line(line_id), my_trainee()
    form = AskForm(request.form if request.method == "POST" else None, months=line.terms.months)
    if request.method == "POST" and form.validate():
        told = NewFile(
            line_id,
            row_number(request.form.get("terms", "")),
            form.amount.data,
            form.months.data,
            form.purpose.data or "",
            form_key(),
        )
        try:
            with transaction():
                file_id = lending.open_file(told, trainee, me().person.id).id
        except Refusal as refusal:
            return _line(lending.line(line_id), form, [("amount", say(refusal).sentence)])
        done(gettext("پرونده‌تان باز شد. مدارک را به کارشناس نشان بدهید."))
        return go(".credit_file", file_id=file_id)
    return _line(line, form, [])


def _line(line: Line, form: AskForm, faults: list[tuple[str, str]]) -> Page:
    trainee = my_trainee()
    conditions = lending.conditions(trainee, [line])[line.row.id]
    page = render_template(
        "maker/credit_line.html",
        line=line,
        conditions=conditions,
        may=all(holds for _, holds in conditions),
        estimate=_estimate(line),
        form=form,
        faults=[*faults, *fault_list(form)],
        form_key=form_key(),
        trades=trade_names(),
        counties=county_names(),
    )
    return (page, 422) if request.method == "POST" else page


def _estimate(line: Line) -> Estimate:
    """Of what is asked for in the address or the form, as far as the line lends it; else of the most it lends."""
    form = EstimateForm(request.form if request.method == "POST" else request.args)
    form.validate()
    loan, months = form.amount.data or line.terms.cap_rial, form.months.data or line.terms.months
    return loan_pages.estimate(min(loan, line.terms.cap_rial), min(months, line.terms.months), line.terms.fee_bps)


@blueprint.get("/credit/<int:file_id>")
@allow(TRAINEES)
def credit_file(file_id: int) -> Page:
    """Her own file: where it is, which papers wait, what the bank said."""
    file = lending.file_of(file_id, my_trainee().id)
    line = lending.lines_of([file])[file.id]
    return render_template(
        "maker/credit_file.html",
        file=file,
        opener=accounts.names([file.opened_by]).get(file.opened_by, ""),
        line=line,
        papers=loan_pages.papers(file, line),
        estimate=loan_pages.estimate_of(file, line),
        history=states.history("loan_file", file.id),
        forgotten=lending.FORGOTTEN,
    )


@blueprint.post("/credit/<int:file_id>/withdraw")
@allow(TRAINEES)
def credit_withdraw(file_id: int) -> Page:
    """She wants it no more; she need not say why."""
    trainee = my_trainee()
    why = clean(request.form.get("why", "")) or gettext("نمی‌خواهم")
    with transaction():
        lending.withdraw(lending.file_of(file_id, trainee.id), why, me().person.id)
    done(gettext("پرونده را بستیم. هر وقت خواستید دوباره باز کنید."))
    return go(".credit_file", file_id=file_id)
