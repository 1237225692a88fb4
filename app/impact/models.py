"""Goals."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.impact.cuts import Cut
from app.shared.calendar import JalaliMonth
from app.shared.database import Model, UtcDateTime, key, one_of


class Indicator(StrEnum):
    """What is counted. A registration or a course is never counted as a job.

    - INCOME: rials released to the makers of the scope, less fees and refunds.
    - SELLING: makers of the scope with net income above zero in the period.
    - EARNING: makers of the scope with at least so many income months in the period (rules `livelihood.…`).
    - SUSTAINED: makers of the scope whose living is sustained at the end of the period, or now, while it runs.
    """

    INCOME = "income"
    SELLING = "selling"
    EARNING = "earning"
    SUSTAINED = "sustained"


class Goal(Model):
    """A target for an indicator over Jalali months, in a county, a cohort, or (neither) the province.

    `cut` and `value` narrow it to a group there: a trade, villages, women, heads of households.
    """

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint("target > 0", name="target"),
        CheckConstraint("last_month >= first_month", name="runs_forward"),
        CheckConstraint("county_code IS NULL OR cohort_id IS NULL", name="one_scope"),
        CheckConstraint("(cut IS NULL) = (value IS NULL)", name="whole_group"),
    )

    id: Mapped[int] = key()
    indicator: Mapped[Indicator] = mapped_column(one_of(Indicator, "indicator"))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    cut: Mapped[Cut | None] = mapped_column(one_of(Cut, "cut"))
    value: Mapped[str | None] = mapped_column(String(20))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    target: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def first(self) -> JalaliMonth:
        return JalaliMonth.parse(self.first_month)

    @property
    def last(self) -> JalaliMonth:
        return JalaliMonth.parse(self.last_month)
