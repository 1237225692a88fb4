"""A statement: where everybody stood after a month as it was known on a day, computed once and frozen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import JalaliMonth
from app.shared.database import Model, UtcDateTime, key


class Statement(Model):
    """A month as it was known at `as_of`. `figures` is JSON, written once by the worker, and never changes.

    Whoever had asked not to be counted when it was asked for is in none of it, whatever moment it tells: of two that
    can be read at the same time the difference is nobody's who has.

    It holds the groups of every county, so that whoever may look into some counties reads the sums of those.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("month", "as_of", "asked_at", name="uq_statement_month_as_of_asked_at"),
        CheckConstraint("(made_at IS NULL) = (figures IS NULL)", name="made_with_figures"),
        CheckConstraint("as_of <= asked_at", name="nothing_to_come"),
    )

    id: Mapped[int] = key()
    month: Mapped[str] = mapped_column(String(7))
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    figures: Mapped[str | None] = mapped_column(Text)

    @property
    def of_month(self) -> JalaliMonth:
        return JalaliMonth.parse(self.month)

    @property
    def at_end(self) -> bool:
        """It tells what was known when the month ended."""
        return self.as_of == self.of_month.ends
