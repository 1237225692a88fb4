"""Lists of who came to sessions and how courses ended: looked at first, each bad row named, then applied."""

from __future__ import annotations

from flask import render_template, request, url_for

from app import programme
from app.programme import ImportRun, ListKind
from app.shared.database import transaction
from app.shared.sheets import UnreadableList
from app.web.access import STAFF, allow, my_id
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, reach
from app.words import fault_words, formats, gettext, say

_SHOWN = 200


def _mine() -> int | None:
    """Whose lists she sees: of the whole province all, of a county her own."""
    return None if reach() is None else my_id()


def _address(number: int) -> str:
    return url_for(".sessions_run", list_id=number)


def _own(run_id: int) -> ImportRun:
    return programme.own_run(run_id, ListKind.SESSIONS, _mine())


@blueprint.route("/import/sessions", methods=["GET", "POST"])
@allow(STAFF)
def importing_sessions() -> Page:
    said = ""
    if request.method == "POST":
        upload = request.files.get("list")
        content = upload.stream.read() if upload is not None else b""
        try:
            programme.examine_sessions(content, reach())
        except UnreadableList as refusal:
            said = say(refusal).sentence
        else:
            name = upload.filename or "" if upload else ""
            with transaction():
                list_id = programme.keep_sessions(content, name, my_id()).id
            return go(".sessions_run", list_id=list_id)
    runs = programme.import_runs(ListKind.SESSIONS, _mine())
    page = render_template("staff/sessions.html", runs=runs, said=said, address=_address)
    return (page, 422) if said else page


@blueprint.get("/import/sessions/<int:list_id>")
@allow(STAFF)
def sessions_run(list_id: int) -> Page:
    run = _own(list_id)
    content = programme.kept_list(run)
    report = None if content is None else programme.examine_sessions(content, reach())
    bad = report.bad[:_SHOWN] if report else []
    return render_template("staff/sessions_run.html", run=run, report=report, bad=bad, words=fault_words)


@blueprint.post("/import/sessions/<int:list_id>/apply")
@allow(STAFF)
def apply_sessions(list_id: int) -> Page:
    """Write everything new. Pressed twice, the second time finds nothing new."""
    content = programme.kept_list(_own(list_id))
    if content is None:
        return go(".sessions_run", list_id=list_id)
    report = programme.examine_sessions(content, reach())
    with transaction():
        waiting = programme.import_run_to_apply(list_id)
        if waiting is None:
            return go(".sessions_run", list_id=list_id)
        added = programme.apply_sessions(report, my_id())
        programme.finish(waiting, report, added, my_id())
    done(gettext("%(n)s ردیف ثبت شد.", n=formats.num(added)))
    return go(".sessions_run", list_id=list_id)
