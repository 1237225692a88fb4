"""Documents for tests: small files of each kind, and documents of the shelf by number."""

from __future__ import annotations

import io
import itertools
import zipfile
from datetime import timedelta

from app import library
from app.library import DocumentKind, NewDocument, NewVersion, Readers
from app.shared.calendar import today
from app.shared.database import transaction

_numbers = itertools.count(1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def word(*more: str) -> bytes:
    """A text of Word, as small as can be, with more parts if they are named."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            packed.writestr(name, "<x/>")
    return out.getvalue()


def version(*, since: int = 0, until: int | None = None, changed: str = "", content: bytes | None = PDF) -> NewVersion:
    """Valid from so many days ago, until so many days from now; without content, an address."""
    return NewVersion(
        f"v{next(_numbers)}",
        today() - timedelta(days=since),
        None if until is None else today() + timedelta(days=until),
        file=None if content is None else library.receive(content),
        address="https://example.ir/law" if content is None else "",
        changed=changed,
    )


def document(by: int, readers: Readers = Readers.PUBLIC, title: str = "راهنما", **of_version: int) -> int:
    new, first = NewDocument(title, DocumentKind.GUIDE, readers), version(**of_version)
    with transaction():
        return library.add(new, first, by).id


def second(document_id: int, by: int, **of_version: int) -> int:
    new = version(changed="بندِ ۳ عوض شد", **of_version)
    with transaction():
        return library.add_version(library.document(document_id), new, by).number
