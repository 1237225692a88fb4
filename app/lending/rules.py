"""Who may ask for a loan out of a line, and what she would pay back a month. Whole rials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.shared import rulebook
from app.shared.money import Rial

LAPSE_DAYS = rulebook.define(
    "loan.lapse_days",
    180,
    "days",
    "the shop's own: a file that nobody touched for half a year is closed, and may be opened anew",
    least=7,
)
_MONTHS_OF_BPS = 12 * 10_000


class Condition(StrEnum):
    """What has to hold before somebody opens a file."""

    PERMISSION = "permission"
    WINDOW = "window"
    ACCEPTED = "accepted"
    FIELD = "field"
    COUNTY = "county"
    VILLAGE = "village"
    NO_FILE = "no_file"
    MONEY = "money"


@dataclass(frozen=True)
class Asks:
    """What a line asks of whoever applies. No trades or counties: all of them; no last day: open until it is ended."""

    trades: frozenset[str]
    counties: frozenset[str]
    village_only: bool
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class Applicant:
    """`permitted`: her province may take such plans that day; `accepted`: she has a place in the programme."""

    trade_code: str | None
    county_code: str
    rural: bool
    accepted: bool
    permitted: bool
    has_file: bool


def in_force(first_day: date, last_day: date | None, on: date) -> bool:
    """Whether a day lies between two, both included; no last day: open-ended."""
    return first_day <= on and (last_day is None or on <= last_day)


def judge(asks: Asks, who: Applicant, left: Rial, on: date) -> list[tuple[Condition, bool]]:
    """Every condition of a line and whether it holds for somebody on a day; those that a line does not ask are left
    out."""
    told = [
        (Condition.PERMISSION, who.permitted),
        (Condition.WINDOW, in_force(asks.first_day, asks.last_day, on)),
        (Condition.ACCEPTED, who.accepted),
    ]
    if asks.trades:
        told.append((Condition.FIELD, who.trade_code in asks.trades))
    if asks.counties:
        told.append((Condition.COUNTY, who.county_code in asks.counties))
    if asks.village_only:
        told.append((Condition.VILLAGE, who.rural))
    return [*told, (Condition.NO_FILE, not who.has_file), (Condition.MONEY, left > 0)]


@dataclass(frozen=True)
class Instalment:
    """One month's payment: a part of the loan, and the fee on what was still owed."""

    principal: Rial
    fee: Rial

    @property
    def payment(self) -> Rial:
        return self.principal + self.fee


def instalments(loan: int, fee_bps: int, months: int) -> list[Instalment]:
    """An estimate: equal payments, the fee of each month on what is still owed; the last one takes the rest.

    Payments and fees are cut to whole toman, so the last differs by a few.
    """
    level, owed, told = _whole_toman(_level(loan, fee_bps, months)), loan, []
    for number in range(1, months + 1):
        fee = _whole_toman(owed * fee_bps // _MONTHS_OF_BPS)
        part = owed if number == months else min(owed, level - fee)
        told.append(Instalment(Rial(part), Rial(fee)))
        owed -= part
    return told


def _whole_toman(rials: int) -> int:
    return rials // 10 * 10


def _level(loan: int, fee_bps: int, months: int) -> int:
    """The equal payment: loan * r / (1 - (1 + r) ** -months), with r the fee of a month."""
    if fee_bps == 0:
        return loan // months
    grown: int = (_MONTHS_OF_BPS + fee_bps) ** months
    whole: int = _MONTHS_OF_BPS**months
    return loan * fee_bps * grown // (_MONTHS_OF_BPS * (grown - whole))


def fee_of(plan: Sequence[Instalment]) -> Rial:
    return Rial(sum(int(one.fee) for one in plan))
