"""Pure decisions and sums of orders."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date

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


def commission(net: int, bps: int) -> Rial:
    """The commission on a net amount of goods, rounded to the nearest rial."""
    return Rial((net * bps + 5_000) // 10_000)


def fingerprint(parts: Iterable[tuple[int | str, ...]]) -> str:
    """The same short text for the same basket at the same prices; any difference changes it."""
    return hashlib.sha256(repr(sorted(parts, key=repr)).encode()).hexdigest()[:32]
