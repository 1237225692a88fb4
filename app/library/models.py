"""A document of the shelf and its versions: a file or an address, from when to when each holds."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class DocumentKind(StrEnum):
    LAW = "law"
    CONTRACT = "contract"
    MINUTES = "minutes"
    GUIDE = "guide"
    FORM = "form"
    WOMEN = "women"
    LICENCE = "licence"


class Readers(StrEnum):
    """Who may read: anybody; trainees, mentors and those who work with them; the executor and officials alone."""

    PUBLIC = "public"
    MEMBERS = "members"
    OFFICIALS = "officials"


class FileKind(StrEnum):
    """What may be kept, by the ending of its file."""

    PDF = "pdf"
    JPEG = "jpg"
    WORD = "docx"


class VersionStanding(StrEnum):
    STANDS = "stands"
    WITHDRAWN = "withdrawn"


class Document(Model):
    """What is on the shelf. It is frozen: what changes is a version."""

    __tablename__ = "library_document"
    __table_args__ = (CheckConstraint("title <> ''", name="title"),)

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind] = mapped_column(one_of(DocumentKind, "kind"))
    readers: Mapped[Readers] = mapped_column(one_of(Readers, "readers"), index=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DocumentVersion(Stateful, Model):
    """One state of a document, numbered from 1: a file that we keep, or the address where it lies.

    `reference` is the number on its letterhead; both days are included, and without a last one it holds for good.
    """

    __tablename__ = "library_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(file_key IS NULL) <> (address = '')", name="file_or_address"),
        CheckConstraint("(file_key IS NULL) = (file_kind IS NULL)", name="file_has_kind"),
        CheckConstraint("(file_key IS NULL) = (size = 0)", name="file_has_size"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        CheckConstraint("number = 1 OR changed <> ''", name="says_what_changed"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_why <> '')", name="withdrawn_why"),
    )
    MOVES: ClassVar = {VersionStanding.STANDS: frozenset({VersionStanding.WITHDRAWN})}

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("library_document.id"))
    number: Mapped[int]
    file_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    file_kind: Mapped[FileKind | None] = mapped_column(one_of(FileKind, "file_kind"))
    size: Mapped[int] = mapped_column(default=0)
    address: Mapped[str] = mapped_column(String(500), default="")
    reference: Mapped[str] = mapped_column(String(80), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    changed: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[VersionStanding] = mapped_column(one_of(VersionStanding, "state"))
    withdrawn_why: Mapped[str] = mapped_column(String(500), default="")
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
