"""Tasks of the finance desk."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
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
