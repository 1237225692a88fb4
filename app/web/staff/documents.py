"""The shelf of documents, kept by staff of the whole province: a new document, a new version, one that is withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request

from app import accounts, library
from app.library import DocumentKind, NewDocument, NewVersion, Readers, Received
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.library import DocumentForm, VersionForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.web.staff.door import blueprint, reach, whole_province
from app.words import gettext, say

ALL = frozenset(Readers)


@blueprint.route("/documents", methods=["GET", "POST"])
@allow(STAFF)
def documents() -> Page:
    typed = request.method == "POST"
    if typed:
        whole_province()
    form = DocumentForm(request.form if typed else None, valid_from=today(), readers=Readers.OFFICIALS.value)
    faults: list[tuple[str, str]] = []
    if typed:
        faults = fault_list(form) if not form.validate() else _added(form)
        if not faults:
            done(gettext("سند در قفسه گذاشته شد."))
            return go(".documents")
    page = page_number()
    shelf = library.shelf(ALL, today(), page)
    text = render_template(
        "library/staff.html",
        shelf=shelf,
        form=form,
        faults=faults,
        form_key=form_key(),
        kinds=list(DocumentKind),
        readers=list(Readers),
        keeps=reach() is None,
        page=page,
        pages=pages_of(shelf.total, library.PAGE),
    )
    return (text, 422) if faults else text


def _added(form: DocumentForm) -> list[tuple[str, str]]:
    new = NewDocument(form.title.data or "", DocumentKind(form.kind.data), Readers(form.readers.data))
    try:
        version = _version(form)
        with transaction():
            library.add(new, version, me().person.id)
    except (library.BadFile, BadPicture, library.VersionIncomplete) as refusal:
        return [(_place(refusal), say(refusal).sentence)]
    return []


def _place(refusal: Any) -> str:
    """The field that a refusal is about."""
    if isinstance(refusal, library.VersionIncomplete):
        return {"days": "valid_to", "address": "address", "changed": "changed"}.get(refusal.reason, "file")
    return "file"


def _version(form: VersionForm) -> NewVersion:
    """What was typed, its file looked at and kept. Raises BadFile, BadPicture."""
    since: date = form.valid_from.data or today()
    return NewVersion(
        form_key=f"{me().person.id}:{form_key()}",
        valid_from=since,
        valid_to=form.valid_to.data,
        file=_received(),
        address=form.address.data or "",
        reference=form.reference.data or "",
        changed=form.changed.data or "",
    )


def _received() -> Received | None:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    return library.receive(upload.stream.read(library.MOST_BYTES + 1))


@blueprint.get("/documents/<int:document_id>")
@allow(STAFF)
def document(document_id: int) -> Page:
    return _document(document_id, VersionForm(valid_from=today()), [])


def _document(document_id: int, form: VersionForm, faults: list[tuple[str, str]]) -> Page:
    held, day = library.held(document_id, ALL, today()), today()
    page = render_template(
        "library/kept.html",
        held=held,
        standings={one.id: library.validity_of(one, held.versions, day) for one in held.versions},
        people=accounts.names(one.added_by for one in held.versions),
        form=form,
        faults=faults,
        form_key=form_key(),
        keeps=reach() is None,
    )
    return (page, 422) if faults else page


@blueprint.post("/documents/<int:document_id>")
@allow(STAFF)
def on_document(document_id: int) -> Page:
    """One more version."""
    whole_province()
    library.document(document_id)
    form = VersionForm(request.form)
    if not form.validate():
        return _document(document_id, form, fault_list(form))
    try:
        version = _version(form)
        with transaction():
            library.add_version(library.document(document_id), version, me().person.id)
    except (library.BadFile, BadPicture, library.VersionIncomplete) as refusal:
        return _document(document_id, form, [(_place(refusal), say(refusal).sentence)])
    done(gettext("نسخهٔ تازه گذاشته شد؛ نسخه‌های پیش می‌مانند."))
    return go(".document", document_id=document_id)


@blueprint.post("/documents/<int:document_id>/<int:number>/withdraw")
@allow(STAFF)
def withdraw_document(document_id: int, number: int) -> Page:
    whole_province()
    try:
        with transaction():
            found = library.version(document_id, number, ALL, withdrawn=True)
            library.withdraw(found, request.form.get("why", ""), me().person.id)
    except library.ReasonMissing as refusal:
        return _document(document_id, VersionForm(valid_from=today()), [(f"why{number}", say(refusal).sentence)])
    done(gettext("پس گرفته شد؛ دلیلش کنارِ آن می‌ماند."))
    return go(".document", document_id=document_id)
