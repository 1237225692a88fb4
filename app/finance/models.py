"""Tasks of the finance desk, and numbered documents."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial


class TaskKind(StrEnum):
    REFUND_BY_HAND = "refund_by_hand"
    LATE_PAYMENT = "late_payment"
    SUSPICIOUS_PAYMENT = "suspicious_payment"
    SLIP = "slip"
    LOOSE_PAYMENT = "loose_payment"
    MESSAGE = "message"
    BOOKS = "books"
    DISPUTE = "dispute"
    DISPUTE_OVER = "dispute_over"
    REFUND_BOUNCED = "refund_bounced"


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


class Match(StrEnum):
    """How a report's row lies beside the books; `explained` where a person said what it is."""

    MATCHED = "matched"
    DIFFERS = "differs"
    UNMATCHED = "unmatched"
    EXPLAINED = "explained"


class Report(Model):
    """What a gateway or the bank says has happened, as its file was imported."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("source", "digest"),)

    id: Mapped[int] = key()
    source: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    imported_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportRow(Model):
    """One movement of a report, and what of the books it is; negative amounts left our account."""

    __tablename__ = "report_row"
    __table_args__ = (UniqueConstraint("report_id", "position"), Index(None, "match"))

    id: Mapped[int] = key()
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    position: Mapped[int]
    happened_on: Mapped[date | None]
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    fee_rial: Mapped[Rial] = mapped_column(RialColumn)
    reference: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(200))
    match: Mapped[Match] = mapped_column(one_of(Match, "match"))
    found_type: Mapped[str | None] = mapped_column(String(20))
    found_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    explained_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
