"""What a cooperative's members sold before and after its grant: what happened, not what the grant caused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app import consent, ledger
from app.consent import Purpose
from app.shared import clock
from app.shared.calendar import JalaliMonth, start_of
from app.shared.money import Rial, total


@dataclass(frozen=True)
class FundedMonth:
    """What these makers sold in a month, less refunds, and what of it was their own."""

    month: JalaliMonth
    sales: Rial
    income: Rial


@dataclass(frozen=True)
class BeforeAfter:
    """Whole months before the month of the payment, as many as are `wanted` and the market is old; those after it."""

    paid_in: JalaliMonth
    wanted: int
    before: tuple[FundedMonth, ...]
    after: tuple[FundedMonth, ...]
    as_of: datetime

    @property
    def sales_before(self) -> Rial:
        """An average month's, rounded down to whole toman."""
        return _average([one.sales for one in self.before])

    @property
    def sales_after(self) -> Rial:
        return _average([one.sales for one in self.after])

    @property
    def income_before(self) -> Rial:
        return _average([one.income for one in self.before])

    @property
    def income_after(self) -> Rial:
        return _average([one.income for one in self.after])


def _average(amounts: list[Rial]) -> Rial:
    return Rial(total(amounts) // len(amounts) // 10 * 10) if amounts else Rial(0)


def before_and_after(members: Collection[int], paid_on: date, months: int) -> BeforeAfter:
    """The figures of these makers around a grant, from the ledger, by the same sums as every other figure here.

    The month of the payment belongs to neither side. What is not over is not shown, nor is a month that the market was
    not open for the whole of: nobody could sell in it.
    """
    paid_in, now = JalaliMonth.of(start_of(paid_on)), clock.now()
    opened = ledger.opened_at() or now
    before = [month for month in (paid_in.plus(-step) for step in range(months, 0, -1)) if month.starts >= opened]
    after = [month for month in (paid_in.plus(step) for step in range(1, months + 1)) if month.ends <= now]
    shown, counted = [*before, *after], set(members) - consent.refused(Purpose.FIGURES, now)
    sales, incomes = ledger.sales_by_month(shown, now), ledger.income_by_month(shown, now)
    told = [
        FundedMonth(
            month,
            total(sales[maker][place] for maker in counted if maker in sales),
            total(incomes[maker][place] for maker in counted if maker in incomes),
        )
        for place, month in enumerate(shown)
    ]
    return BeforeAfter(paid_in, months, tuple(told[: len(before)]), tuple(told[len(before) :]), now)
