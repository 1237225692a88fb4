"""What a maker keeps of a month after her own costs, and what others of her trade earn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from app import catalogue, consent, ledger, orders, programme
from app.consent import Purpose
from app.impact.beside import Sidelines
from app.impact.queries import own_months, thresholds
from app.impact.rules import Earned
from app.orders import ReleasedPieces
from app.programme import Trainee
from app.shared.calendar import JalaliMonth
from app.shared.money import Rial

FEWEST_OF_A_TRADE = 5
TRADE_MONTHS = 3


@dataclass(frozen=True)
class Kept:
    """A month of a maker: what was released to her less fees and refunds, and what the pieces sold had cost her.

    Of `pieces`, `untold` had no cost said when they were ordered: they count as nothing here, and are named.
    """

    month: JalaliMonth
    income: Rial
    cost: Rial
    pieces: int
    untold: int

    @property
    def kept(self) -> Rial:
        return self.income - self.cost


def with_costs(
    maker_ids: Iterable[int] | None, start: datetime | None = None, end: datetime | None = None
) -> list[tuple[ReleasedPieces, Rial | None]]:
    """What these makers (None: all) were paid for in a time, and what it had cost in all; None where that is unsaid.

    The cost of a piece is the one that held when it was ordered.
    """
    sold = orders.released_pieces(maker_ids, start, end)
    said = catalogue.costs_of({one.product_id for one in sold})
    held = [catalogue.cost_at(said.get(one.product_id, []), one.ordered_at) for one in sold]
    return [(one, cost.total * one.pieces if cost else None) for one, cost in zip(sold, held, strict=True)]


def kept_months(maker_id: int, months: Sequence[JalaliMonth]) -> list[Kept]:
    """These months of a maker."""
    sold = with_costs([maker_id], months[0].starts, months[-1].ends) if months else []
    found = []
    for month, income in zip(months, own_months(maker_id, months), strict=True):
        cost, pieces, untold = 0, 0, 0
        for one, spent in sold:
            if month.starts <= one.released_at < month.ends:
                pieces += one.pieces
                cost += spent or 0
                untold += one.pieces if spent is None else 0
        found.append(Kept(month, income, Rial(cost), pieces, untold))
    return found


def earned_as_of(months: Sequence[JalaliMonth], as_of: datetime) -> dict[int, list[Earned]]:
    """These months of everybody with anything in them, from the books and what was told beside, as known then."""
    needs = thresholds(months, as_of).month_rials
    incomes, sales = ledger.income_by_month(months, as_of), ledger.sales_by_month(months, as_of)
    spent: dict[tuple[int, JalaliMonth], int] = {}
    for one, cost in with_costs(None, months[0].starts, min(months[-1].ends, as_of)):
        place = (one.maker_id, JalaliMonth.of(one.released_at))
        spent[place] = spent.get(place, 0) + (cost or 0)
    nothing, sidelines = [Rial(0)] * len(months), Sidelines()
    found: dict[int, list[Earned]] = {}
    for maker_id in incomes.keys() | sales.keys() | sidelines.with_income:
        sides = sidelines.known(maker_id, as_of)
        earned = zip(months, incomes.get(maker_id, nothing), sales.get(maker_id, nothing), needs, strict=True)
        found[maker_id] = [
            Earned(int(income), int(sold), income - spent.get((maker_id, month), 0) + sides.of(month) >= need)
            for month, income, sold, need in earned
        ]
    return found


@dataclass(frozen=True)
class TradeEarnings:
    """What makers of a trade earn in a month: the median of `makers` averages, rounded so that it is nobody's own."""

    median: Rial
    makers: int
    months: tuple[JalaliMonth, ...]


def trade_earnings(maker: Trainee) -> TradeEarnings | None:
    """What others of a maker's trade earned a month in the last full months; None for fewer than five who earned."""
    if maker.trade_code is None:
        return None
    current = JalaliMonth.current()
    months = tuple(current.plus(step) for step in range(-TRADE_MONTHS, 0))
    incomes = ledger.income_by_month(months)
    others = programme.of_trade(maker.trade_code) - {maker.id} - consent.refused(Purpose.FIGURES)
    earned = [sum(incomes[one]) // TRADE_MONTHS for one in others if one in incomes and sum(incomes[one]) > 0]
    if len(earned) < FEWEST_OF_A_TRADE:
        return None
    return TradeEarnings(rounded(int(median(earned))), len(earned), months)


def rounded(rials: int) -> Rial:
    """To two leading digits, and to whole thousands of toman."""
    step = max(10_000, 10 ** max(0, len(str(rials)) - 2))
    return Rial((rials + step // 2) // step * step)
