"""The library: a shelf of documents, each with its versions, who may read it and from when to when it holds.

Owns `library_document`, `library_version`. Calls nobody. Nothing is written over: a change is a new version, a
mistake is withdrawn with its reason. What a file is, is known by its content. Announces nothing.
"""

from app.library import sweeps as _sweeps
from app.library.actions import NewDocument, NewVersion, add, add_version, withdraw
from app.library.errors import BadFile, ReasonMissing, VersionIncomplete
from app.library.files import MOST_BYTES, Received, content_of, receive
from app.library.models import Document, DocumentKind, DocumentVersion, FileKind, Readers, VersionStanding
from app.library.queries import PAGE, Held, Shelf, by_ids, document, every, held, shelf, version
from app.library.rules import Validity, current, validity_of

__all__ = [
    "MOST_BYTES",
    "PAGE",
    "BadFile",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "FileKind",
    "Held",
    "NewDocument",
    "NewVersion",
    "Readers",
    "ReasonMissing",
    "Received",
    "Shelf",
    "Validity",
    "VersionIncomplete",
    "VersionStanding",
    "_sweeps",
    "add",
    "add_version",
    "by_ids",
    "content_of",
    "current",
    "document",
    "every",
    "held",
    "receive",
    "shelf",
    "validity_of",
    "version",
    "withdraw",
]
