"""How much the fund gives, and how often. Whole rials; a fraction of a rial stays with the fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared import rulebook, text
from app.shared.calendar import jalali
from app.shared.money import Rial

SHARE_BPS = rulebook.define(
    "fund.share_bps", 6000, "basis points", "the opening's promise: 60 % of the cost of the brand"
)
CAP = rulebook.define("fund.cap_rial", 100_000_000, "rial", "the opening's promise: up to 10 million toman")
TWO_SUPPORTS = rulebook.define(
    "fund.two_supports",
    0,
    "yes or no",
    "the promise says «up to 10 million and 60 %»: read as one support, the lesser of both, until the office answers",
)
ONCE_YEARS = rulebook.define(
    "fund.once_in_years", 0, "years", "the promise does not say how often: once ever, until the office answers"
)
REPORT_MONTHS = rulebook.define(
    "fund.report_months", 6, "months", "the shop's own: long enough to see past one good month", least=1
)


@dataclass(frozen=True)
class Terms:
    """The rules that hold for an application: a share in basis points, a cap in rials.

    `two_supports`: the share and the cap are two supports, added up but never above the cost; else the lesser counts.
    `once_years`: years between two grants of a cooperative; 0: once ever.
    """

    share_bps: int
    cap: Rial
    two_supports: bool = False
    once_years: int = 0


def share(cost: int, terms: Terms) -> Rial:
    """The share of a cost, rounded down to whole rials."""
    return Rial(cost * terms.share_bps // 10_000)


def grant(cost: int, terms: Terms, left: int | None = None) -> Rial:
    """What the fund gives of an approved cost: never above the cost, the rule, or what is `left` of the budget."""
    part = share(cost, terms)
    whole = min(cost, part + terms.cap) if terms.two_supports else min(part, terms.cap)
    return Rial(max(0, whole if left is None else min(whole, left)))


def may_ask_again(paid_on: date, years: int, on: date) -> bool:
    """Whether so many years of the Jalali calendar have passed since a grant; never, where years are 0."""
    if years == 0:
        return False
    year, month, day = jalali(paid_on)
    return jalali(on) >= (year + years, month, day)


# What a seller's name says of its kind, and a bill of the same seller may leave out.
_KINDS_OF_SELLERS = tuple(
    text.match_key(word)
    for word in ("شرکت", "فروشگاه", "چاپخانه", "مؤسسه", "موسسه", "گروه", "دفتر", "کارگاه", "آقای", "خانم")
)
_SHORTEST = 3
# Bills of one amount whose days are no further apart may be one bill whose day was written otherwise.
NEAR_DAYS = 7


@dataclass(frozen=True)
class Bill:
    """Whose bill it is, and its number, as written."""

    seller: str
    seller_id: str
    number: str


def look_alike(one: Bill, other: Bill) -> bool:
    """Whether two bills of one amount and neighbouring days may be the same: by one seller, or of one number."""
    return _one_number(one, other) or _sold_by_one(one, other)


def repeats(one: Bill, other: Bill) -> bool:
    """Whether two bills may be the same whatever their days and amounts: by one seller and of one number."""
    return _one_number(one, other) and _sold_by_one(one, other)


def _one_number(one: Bill, other: Bill) -> bool:
    digits = text.only_digits(one.number).lstrip("0")
    return digits != "" and digits == text.only_digits(other.number).lstrip("0")


def _sold_by_one(one: Bill, other: Bill) -> bool:
    if one.seller_id and one.seller_id == other.seller_id:
        return True
    return _one_seller(_bare(one.seller), _bare(other.seller))


def _bare(seller: str) -> str:
    words = [text.match_key(word) for word in text.clean(seller).split()]
    return "".join(word for word in words if word not in _KINDS_OF_SELLERS) or text.match_key(seller)


def _one_seller(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _SHORTEST and shorter in longer)
