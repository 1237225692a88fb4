"""Pure decisions and sums of orders."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.shared import rulebook
from app.shared.calendar import jalali
from app.shared.money import Rial

HOLD_MINUTES = rulebook.define("order.hold_minutes", 20, "minutes", "time to pay at an Iranian gateway", least=5)
ACCEPT_HOURS = rulebook.define(
    "parcel.accept_hours", 48, "hours", "silence of a maker for so long refunds the buyer", least=6
)
RELEASE_DAYS = rulebook.define("parcel.release_days", 10, "days", "after sending, when nobody complains")
DELIVERED_HOURS = rulebook.define("parcel.delivered_hours", 48, "hours", "after the carrier said delivered")
COMMISSION_BPS = rulebook.define("commission.bps", 0, "basis points", "the programme asks nothing unless it decides so")

TWO_PERSONS = rulebook.define(
    "refund.two_persons_rial", 50_000_000, "rial", "a refund from this on needs a second member of staff", least=1
)

MOST_OF_ONE = 99
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def order_code(on: date) -> str:
    """A public number such as BU-0509-7K2QM4: Jalali year and month, five random signs, a check sign.

    Without 0, O, 1, I and L, which people confuse on the telephone.
    """
    year, month, _ = jalali(on)
    body = "".join(secrets.choice(_ALPHABET) for _ in range(5))
    return f"BU-{year % 100:02d}{month:02d}-{body}{check_sign(body)}"


def check_sign(body: str) -> str:
    """Changes with any single sign and with most swaps of two."""
    return _ALPHABET[sum(place * _ALPHABET.index(sign) for place, sign in enumerate(body, start=1)) % len(_ALPHABET)]


def fund_back(funded: int, paid: int, before: int, after: int) -> Rial:
    """What goes back to a fund when the refunds of what the buyer paid grow from `before` to `after`.

    In proportion, rounded down on the running sum: never negative, and all of it once all is given back.
    """
    return Rial(funded * after // paid - funded * before // paid) if paid else Rial(0)


@dataclass(frozen=True)
class Fee:
    """The shop's part of a sale: basis points of what is paid for the goods, and so many rials a piece."""

    bps: int
    fixed: Rial

    def of(self, net: int, pieces: int) -> Rial:
        """The commission on so many rials for so many pieces, to the nearest rial; never more than what was paid."""
        return Rial(min(net, (net * self.bps + 5_000) // 10_000 + self.fixed * pieces))


@dataclass(frozen=True)
class Scope:
    """For whom a commission rule is: a maker, a cohort, a kind of goods; whoever is not named is meant too."""

    maker_id: int | None = None
    cohort_id: int | None = None
    category_code: str | None = None

    @property
    def rank(self) -> int:
        """How narrow it is: a maker before a cohort, a cohort before a kind of goods."""
        return 4 * (self.maker_id is not None) + 2 * (self.cohort_id is not None) + (self.category_code is not None)

    def covers(self, maker_id: int, cohorts: Collection[int], category_code: str | None) -> bool:
        return (
            self.maker_id in {None, maker_id}
            and (self.cohort_id is None or self.cohort_id in cohorts)
            and self.category_code in {None, category_code}
        )


Known = tuple[int, Scope, Fee, datetime]


def pick(
    known: Iterable[Known], maker_id: int, cohorts: Collection[int], category_code: str | None
) -> tuple[int, Fee] | None:
    """The narrowest rule that covers a sale, of equally narrow ones the newest; None where none does."""
    covering = [one for one in known if one[1].covers(maker_id, cohorts, category_code)]
    if not covering:
        return None
    chosen = max(covering, key=lambda one: (one[1].rank, one[3], one[0]))
    return chosen[0], chosen[2]


def fingerprint(parts: Iterable[tuple[int | str, ...]]) -> str:
    """The same short text for the same basket at the same prices; any difference changes it."""
    return hashlib.sha256(repr(sorted(parts, key=repr)).encode()).hexdigest()[:32]
