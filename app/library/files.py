"""Files of the shelf: what they are is seen in their content, and they lie where no address leads."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.library.errors import BadFile
from app.library.models import DocumentVersion, FileKind
from app.shared import clock, pictures, storage
from app.shared.database import session

SHELF = "documents"
MOST_BYTES = 5 * 1024 * 1024
ORPHANED_AFTER = timedelta(hours=6)
_WORD = {"[Content_Types].xml", "word/document.xml"}


@dataclass(frozen=True)
class Received:
    """A file that is kept, and is not yet any version's."""

    file_key: str
    kind: FileKind
    size: int


def receive(content: bytes) -> Received:
    """Look at a file and keep it; a picture loses all but its pixels. To be called before the transaction.

    Raises BadFile, BadPicture.
    """
    kind = kind_of(content)
    if kind is FileKind.JPEG:
        content = pictures.render_apart(content, pictures.QUICK).master
    file_key = storage.new_key(SHELF, kind.value)
    storage.put(file_key, content)
    return Received(file_key, kind, len(content))


def kind_of(content: bytes) -> FileKind:
    """What this is, by its own bytes. Raises BadFile."""
    if not content:
        raise BadFile("empty")
    if len(content) > MOST_BYTES:
        raise BadFile("too_heavy")
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return FileKind.PDF
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return FileKind.JPEG
    if _is_word(content):
        return FileKind.WORD
    raise BadFile("unknown_kind")


def _is_word(content: bytes) -> bool:
    """A text of Word without programs in it. Only the list of its parts is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return parts >= _WORD and not any(part.lower().endswith("vbaproject.bin") for part in parts)


def content_of(one: DocumentVersion) -> bytes:
    """What a version's file holds. Raises FileNotFoundError."""
    return storage.get(one.file_key or "")


def _unnamed() -> list[str]:
    old = storage.older_than(SHELF, (clock.now() - ORPHANED_AFTER).timestamp())
    known = set(session().scalars(select(DocumentVersion.file_key).where(DocumentVersion.file_key.is_not(None))))
    return [one for one in old if one not in known]


def stale() -> list[int]:
    """[0] when there are files that no version names, hours after they came: what the sweep asks."""
    return [0] if _unnamed() else []


def forget(_: int = 0) -> None:
    """Throw away the files that no version names."""
    for one in _unnamed():
        storage.delete(one)
