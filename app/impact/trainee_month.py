"""A row for each trainee and Jalali month."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.impact.livelihood import Livelihood
from app.programme import Sex
from app.shared.database import BigKey, Model, RialColumn, UtcDateTime, one_of
from app.shared.money import Rial


class TraineeMonth(Model):
    """A trainee in a Jalali month: what she earned in it, and where her living stands after it (today, while it runs).

    Derived: all of it comes from the ledger and the register, and can be made anew; but county, trade, place, sex and
    household are those of the month's end, which the register does not keep. Rials; `income_rial` is less fees and
    refunds, `cost_rial` what the pieces had cost her. `known_then` is where she stood as it was known when the month
    ended, and never changes; None while it runs.
    """

    __tablename__ = "trainee_month"
    __table_args__ = (Index(None, "trainee_id"),)

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    trainee_id: Mapped[int] = mapped_column(BigKey, ForeignKey("trainee.id"), primary_key=True, autoincrement=False)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    village: Mapped[bool]
    sex: Mapped[Sex | None] = mapped_column(one_of(Sex, "sex"))
    head: Mapped[bool]
    income_rial: Mapped[Rial] = mapped_column(RialColumn)
    cost_rial: Mapped[Rial] = mapped_column(RialColumn)
    sold_rial: Mapped[Rial] = mapped_column(RialColumn)
    reached: Mapped[bool]
    livelihood: Mapped[Livelihood] = mapped_column(one_of(Livelihood, "livelihood"))
    known_then: Mapped[Livelihood | None] = mapped_column(one_of(Livelihood, "known_then"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


# What tells the groups of all cuts but cohorts apart, in the order in which `cuts.groups` takes it.
GROUP: tuple[Any, ...] = (
    TraineeMonth.county_code,
    TraineeMonth.trade_code,
    TraineeMonth.village,
    TraineeMonth.sex,
    TraineeMonth.head,
)


def month_as_it_lies() -> ColumnElement[str]:
    """`month`, of a time that may be most of all that is kept: rows are read as they lie, not each by an index."""
    return TraineeMonth.month.concat("")
