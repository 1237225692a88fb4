"""The registration list: looked at first, each bad row named with its reason, then applied."""

from __future__ import annotations

from flask import render_template, request

from app import consent, programme
from app.programme import ListKind
from app.shared.database import transaction
from app.shared.sheets import UnreadableList
from app.web.access import STAFF, allow, my_id
from app.web.pages import Page, done, go, row_number
from app.web.staff.door import blueprint, whole_province
from app.words import fault_words, formats, gettext, say


@blueprint.route("/import", methods=["GET", "POST"])
@allow(STAFF)
def importing() -> Page:
    whole_province()
    said = ""
    if request.method == "POST":
        upload = request.files.get("list")
        content = upload.stream.read() if upload is not None else b""
        try:
            programme.examine(content)
        except UnreadableList as refusal:
            said = say(refusal).sentence
        else:
            cohort_id = row_number(request.form.get("cohort", ""))
            with transaction():
                run = programme.keep_list(
                    content,
                    upload.filename or "" if upload else "",
                    programme.cohort(cohort_id).id if cohort_id else None,
                    my_id(),
                    paper_signed=request.form.get("paper_signed") == "y",
                )
                run_id = run.id
            return go(".import_run", run_id=run_id)
    page = render_template(
        "staff/import.html", runs=programme.import_runs(), cohorts=programme.open_cohorts(), said=said
    )
    return (page, 422) if said else page


@blueprint.get("/import/<int:run_id>")
@allow(STAFF)
def import_run(run_id: int) -> Page:
    whole_province()
    run = programme.own_run(run_id, ListKind.TRAINEES)
    content = programme.kept_list(run)
    report = None if content is None else programme.examine(content)
    return render_template(
        "staff/import_run.html",
        run=run,
        report=report,
        bad=report.bad[:200] if report else [],
        words=fault_words,
        cohort=programme.cohort(run.cohort_id) if run.cohort_id else None,
    )


@blueprint.post("/import/<int:run_id>/apply")
@allow(STAFF)
def apply_list(run_id: int) -> Page:
    """Register everybody new. Pressed twice, the second time finds nothing new."""
    whole_province()
    run = programme.own_run(run_id, ListKind.TRAINEES)
    content = programme.kept_list(run)
    if content is None:
        return go(".import_run", run_id=run_id)
    report = programme.examine(content)
    with transaction():
        waiting = programme.import_run_to_apply(run_id)
        if waiting is None:
            return go(".import_run", run_id=run_id)
        cohort = programme.cohort(waiting.cohort_id) if waiting.cohort_id else None
        added = programme.apply_list(report, cohort, my_id())
        if waiting.paper_signed:
            consent.on_paper(programme.trainees_of(report), my_id())
        programme.finish(waiting, report, added, my_id())
    done(gettext("%(n)s نفر ثبت شدند.", n=formats.num(added)))
    return go(".import_run", run_id=run_id)
