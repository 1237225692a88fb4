"""Tasks of the finance desk, and numbered documents."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of


class TaskKind(StrEnum):
    REFUND_BY_HAND = "refund_by_hand"
    LATE_PAYMENT = "late_payment"
    SUSPICIOUS_PAYMENT = "suspicious_payment"
    SLIP = "slip"
    LOOSE_PAYMENT = "loose_payment"
    BOOKS = "books"


class Task(Model):
    """Something about money that a person has to look at; one open task per thing."""

    __tablename__ = "finance_task"
    __table_args__ = (
        Index(
            "uq_finance_task_open",
            "kind",
            "ref",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    kind: Mapped[TaskKind] = mapped_column(one_of(TaskKind, "kind"))
    ref: Mapped[str] = mapped_column(String(60))
    facts: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class Series(StrEnum):
    """Kinds of documents; each counts its own numbers within a Jalali year."""

    INVOICE = "invoice"
    SALE = "sale"
    COMMISSION = "commission"
    CREDIT = "credit"
    PAYOUT = "payout"


class Counter(Model):
    """The last number of a series in a year. It moves in the transaction of its document: no number is ever lost."""

    __tablename__ = "document_counter"

    series: Mapped[Series] = mapped_column(one_of(Series, "series"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Document(Model):
    """A numbered paper about something that happened. What it says is read from what was frozen then."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("series", "year", "number"),
        UniqueConstraint("series", "ref_id"),
    )

    id: Mapped[int] = key()
    series: Mapped[Series] = mapped_column(one_of(Series, "series"))
    year: Mapped[int]
    number: Mapped[int]
    ref_id: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def code(self) -> str:
        """How it is called on paper, such as F-1405-000123."""
        return f"{_LETTERS[self.series]}-{self.year}-{self.number:06d}"


_LETTERS = {Series.INVOICE: "F", Series.SALE: "S", Series.COMMISSION: "K", Series.CREDIT: "B", Series.PAYOUT: "V"}
