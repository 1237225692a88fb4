"""Reports of gateways and of the bank, laid beside the books; and one journal, with all its legs."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, finance, ledger, payments
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import UnreadableList
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.staff import NoteForm
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.get("/reports")
@allow(FINANCE)
def reports() -> Page:
    return _reports()


def _reports(fault: str = "") -> Page:
    found = finance.reports()
    page = render_template(
        "finance/reports.html",
        reports=found,
        sources=_sources(),
        chosen=request.form.get("source", ""),
        people=accounts.names(one.imported_by for one, _ in found),
        faults=[("report", fault)] if fault else [],
    )
    return (page, 422) if fault else page


def _sources() -> list[str]:
    return [finance.BANK, *(name for name in payments.gateways() if name not in payments.BY_HAND)]


@blueprint.post("/reports")
@allow(freshly(FINANCE))
def import_report() -> Page:
    upload, source = request.files.get("report"), request.form.get("source", "")
    if source not in _sources():
        raise NotFound
    content = upload.stream.read() if upload else b""
    name = (upload.filename or "") if upload else ""
    try:
        with transaction():
            report_id = finance.import_report(source, name, content, me().person.id).id
    except (UnreadableList, finance.ReportKnown) as refusal:
        return _reports(say(refusal).sentence)
    return go(".report", report_id=report_id)


@blueprint.get("/reports/<int:report_id>")
@allow(FINANCE)
def report(report_id: int) -> Page:
    return _report(report_id)


def _report(report_id: int, form: NoteForm | None = None, about: int = 0) -> Page:
    found = finance.report(report_id)
    rows = finance.rows_of(report_id)
    page = render_template(
        "finance/report.html",
        report=found,
        rows=sorted(rows, key=lambda row: row.match in {finance.Match.MATCHED, finance.Match.EXPLAINED}),
        missing=finance.missing_in(found),
        form=form,
        about=about,
        faults=fault_list(form) if form else [],
    )
    return (page, 422) if form else page


@blueprint.post("/reports/<int:report_id>")
@allow(freshly(FINANCE))
def compare(report_id: int) -> Page:
    """Lay it beside the books once more, or say what a row is that the books do not know."""
    row = request.form.get("row", "")
    if not row:
        with transaction():
            finance.match_report(finance.report(report_id).id)
        return go(".report", report_id=report_id)
    form = NoteForm(request.form)
    known = {str(one.id): one.id for one in finance.rows_of(report_id)}
    if row not in known:
        raise NotFound
    if not form.validate():
        return _report(report_id, form, known[row])
    with transaction():
        finance.explain(known[row], form.note.data or "", me().person.id)
    done(gettext("ثبت شد."))
    return go(".report", report_id=report_id)


@blueprint.get("/journals/<about>/<int:ref_id>")
@allow(FINANCE)
def journals(about: str, ref_id: int) -> Page:
    """Every journal about a thing, with its legs."""
    if about == "journal":
        one = ledger.journal(ref_id)
        found = [] if one is None else [one]
    else:
        found = ledger.journals_about(about, ref_id)
    if not found:
        raise NotFound
    return render_template(
        "finance/journals.html",
        journals=[(one, ledger.legs_of(one.id)) for one in found],
        people=accounts.names(one.by_id for one in found if one.by_id),
        undone={one.reverses_id for one in found if one.reverses_id},
    )


@blueprint.post("/settlements/<int:journal_id>")
@allow(freshly(FINANCE))
def undo_settlement(journal_id: int) -> Page:
    """A transfer was written down wrongly; another person takes it back by its mirror image."""
    try:
        with transaction():
            payments.undo_settlement(journal_id, request.form.get("why", ""), me().person.id)
    except payments.SettlementFixed as refusal:
        done(say(refusal).sentence)
        return go(".journals", about="gateway", ref_id=0)
    done(gettext("برگردانده شد."))
    return go(".journals", about="gateway", ref_id=0)


@blueprint.post("/check")
@allow(FINANCE)
def check() -> Page:
    """Have the worker look at the books now."""
    with transaction():
        finance.ask_for_check(me().person.id)
    done(gettext("دفترها را می‌بینیم؛ اگر چیزی نخواند، همین‌جا کاری باز می‌شود."))
    return go(".desk")
