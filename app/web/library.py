"""The shelf of documents for whoever comes: the public ones for everybody, more for those who work in the programme."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from app import library
from app.accounts import Role
from app.library import DocumentKind, DocumentVersion, FileKind, Readers
from app.shared.calendar import today
from app.shared.errors import NotFound
from app.web.access import ANYONE, allow, visitor
from app.web.pages import Page, page_number, pages_of

blueprint = Blueprint("library", __name__)

_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_OFFICIALS = frozenset({Role.STAFF, Role.OFFICER, Role.FINANCE})
_MEMBERS = frozenset({Role.TRAINEE, Role.MENTOR}) | _OFFICIALS


def readers() -> frozenset[Readers]:
    """As which readers the visitor counts."""
    visit = visitor()
    roles = frozenset() if visit is None else visit.roles
    found = {Readers.PUBLIC}
    if roles & _MEMBERS:
        found.add(Readers.MEMBERS)
    if roles & _OFFICIALS:
        found.add(Readers.OFFICIALS)
    return frozenset(found)


def kind_asked() -> DocumentKind | None:
    return next((one for one in DocumentKind if one.value == request.args.get("kind")), None)


@blueprint.get("/documents")
@allow(ANYONE)
def documents() -> Page:
    page, kind, who = page_number(), kind_asked(), readers()
    found = library.shelf(who, today(), page, kind)
    return render_template(
        "library/list.html",
        shelf=found,
        kinds=list(DocumentKind),
        kind=kind,
        private=len(who) > 1,
        page=page,
        pages=pages_of(found.total, library.PAGE),
    )


@blueprint.get("/documents/<int:document_id>")
@allow(ANYONE)
def document(document_id: int) -> Page:
    """One document with all its versions; whoever may not read it does not find it."""
    held, day = library.held(document_id, readers(), today()), today()
    standings = {one.id: library.validity_of(one, held.versions, day) for one in held.versions}
    return render_template("library/one.html", held=held, standings=standings, may_see_withdrawn=_sees_withdrawn())


def _sees_withdrawn() -> bool:
    """What was withdrawn is read by those alone who answer for the shelf."""
    return Readers.OFFICIALS in readers()


@blueprint.get("/documents/<int:document_id>/<int:number>/file")
@allow(ANYONE)
def document_file(document_id: int, number: int) -> Response:
    found = library.version(document_id, number, readers(), withdrawn=_sees_withdrawn())
    return file_answer(found)


def file_answer(found: DocumentVersion) -> Response:
    """A version's file, to be kept by whoever asks and not to be opened within our pages."""
    if found.file_kind is None:
        raise NotFound
    response = make_response(library.content_of(found))
    response.headers["Content-Type"] = _TYPES[found.file_kind]
    name = f"document-{found.document_id}-{found.number}.{found.file_kind.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
