"""Putting documents on the shelf, a new version beside the old ones, and taking a version back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.library import queries
from app.library.errors import ReasonMissing, VersionIncomplete
from app.library.files import Received
from app.library.models import Document, DocumentKind, DocumentVersion, Readers, VersionStanding
from app.shared import audit, clock, states, text
from app.shared.database import LOCK, session, take_turns

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass(frozen=True)
class NewDocument:
    title: str
    kind: DocumentKind
    readers: Readers


@dataclass(frozen=True)
class NewVersion:
    """A file or an address; both days included. The same form key is the same version."""

    form_key: str
    valid_from: date
    valid_to: date | None = None
    file: Received | None = None
    address: str = ""
    reference: str = ""
    changed: str = ""


def add(new: NewDocument, first: NewVersion, by: int) -> Document:
    """A document with its first version; the same form key is the same document. Raises VersionIncomplete."""
    take_turns(f"document:{first.form_key}")
    known = session().scalar(select(Document).where(Document.form_key == first.form_key))
    if known is not None:
        return known
    made = Document(
        form_key=first.form_key,
        title=text.clean(new.title)[:200],
        kind=new.kind,
        readers=new.readers,
        added_by=by,
        added_at=clock.now(),
    )
    session().add(made)
    session().flush()
    _append(made, first, by, 1)
    return made


def add_version(document: Document, new: NewVersion, by: int) -> DocumentVersion:
    """One more version, beside those that were; the same form key is the same one. Raises VersionIncomplete."""
    session().refresh(document, with_for_update=LOCK)
    known = session().scalar(select(DocumentVersion).where(DocumentVersion.form_key == new.form_key))
    if known is not None and known.document_id == document.id:
        return known
    if not text.clean(new.changed):
        raise VersionIncomplete("changed")
    return _append(document, new, by, queries.last_number(document.id) + 1)


def _append(document: Document, new: NewVersion, by: int, number: int) -> DocumentVersion:
    address = text.clean(new.address)[:500]
    if (new.file is None) == (not address):
        raise VersionIncomplete("content")
    if address and not _ADDRESS.fullmatch(address):
        raise VersionIncomplete("address")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise VersionIncomplete("days")
    made = DocumentVersion(
        form_key=new.form_key,
        document_id=document.id,
        number=number,
        file_key=None if new.file is None else new.file.file_key,
        file_kind=None if new.file is None else new.file.kind,
        size=0 if new.file is None else new.file.size,
        address=address,
        reference=text.clean(new.reference)[:80],
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        changed=text.clean(new.changed)[:500],
        state=VersionStanding.STANDS,
        added_by=by,
        added_at=clock.now(),
    )
    states.begin(made, by)
    audit.note("document_added", "library_document", document.id, by, version=number)
    return made


def withdraw(found: DocumentVersion, why: str, by: int) -> None:
    """This version is not to be used, for a reason that stays beside it. Raises ReasonMissing, MoveRefused."""
    words = text.clean(why)[:500]
    if not words:
        raise ReasonMissing
    session().refresh(found, with_for_update=LOCK)
    found.move_to(VersionStanding.WITHDRAWN, by, words, withdrawn_why=words)
    audit.note("document_withdrawn", "library_document", found.document_id, by, version=found.number)
