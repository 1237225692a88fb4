"""Reading the shelf: who may not read a document does not find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.library import rules
from app.library.models import Document, DocumentKind, DocumentVersion, Readers, VersionStanding
from app.shared.database import count_of, session
from app.shared.errors import NotFound

PAGE = 20


@dataclass(frozen=True)
class Held:
    """A document with all its versions, the newest first, and the one that holds today."""

    document: Document
    versions: Sequence[DocumentVersion]
    current: DocumentVersion | None


@dataclass(frozen=True)
class Shelf:
    """A page of the shelf, and how many documents there are."""

    total: int
    found: list[Held]


def shelf(readers: frozenset[Readers], day: date, page: int = 1, kind: DocumentKind | None = None) -> Shelf:
    """What these readers may read, the newest first; of one kind, where one is asked for."""
    query = select(Document).where(Document.readers.in_(readers))
    if kind is not None:
        query = query.where(Document.kind == kind)
    rows = query.order_by(Document.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Shelf(count_of(query), _held(list(session().scalars(rows)), day))


def held(number: int, readers: frozenset[Readers], day: date) -> Held:
    """Raises NotFound for what these readers may not read."""
    return _held([document(number, readers)], day)[0]


def document(number: int, readers: frozenset[Readers] = frozenset(Readers)) -> Document:
    """Raises NotFound."""
    found = session().scalar(select(Document).where(Document.id == number, Document.readers.in_(readers)))
    if found is None:
        raise NotFound
    return found


def version(document_id: int, number: int, readers: frozenset[Readers], *, withdrawn: bool = False) -> DocumentVersion:
    """A version by its number. Raises NotFound, and for what was withdrawn unless `withdrawn` is wanted too."""
    document(document_id, readers)
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id, DocumentVersion.number == number)
    if not withdrawn:
        query = query.where(DocumentVersion.state == VersionStanding.STANDS)
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def _held(documents: Sequence[Document], day: date) -> list[Held]:
    versions: dict[int, list[DocumentVersion]] = {one.id: [] for one in documents}
    query = select(DocumentVersion).where(DocumentVersion.document_id.in_(versions))
    for one in session().scalars(query.order_by(DocumentVersion.number.desc())):
        versions[one.document_id].append(one)
    return [Held(one, versions[one.id], rules.current(versions[one.id], day)) for one in documents]


def last_number(document_id: int) -> int:
    query = select(func.max(DocumentVersion.number)).where(DocumentVersion.document_id == document_id)
    return session().scalar(query) or 0


def every() -> list[Document]:
    """All documents by title: for a list to choose from."""
    return list(session().scalars(select(Document).order_by(Document.title, Document.id)))


def by_ids(ids: Iterable[int]) -> dict[int, Document]:
    return {one.id: one for one in session().scalars(select(Document).where(Document.id.in_(set(ids))))}
