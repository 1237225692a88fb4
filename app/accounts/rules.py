"""Pure rules about people: numbers that identify them, and how long they may try."""

from __future__ import annotations

import re

from app.shared.text import only_digits
from app.shared.throttle import Limit

CODE_SECONDS = 120
CODE_TRIES = 5
RESEND_SECONDS = 60
SENDS_PER_NUMBER = (Limit(5, 3600),)
SENDS_PER_ADDRESS = (Limit(20, 3600),)
TRIES_PER_NUMBER = (Limit(5, 300), Limit(20, 3600), Limit(50, 86400))
PIN_TRIES = (Limit(5, 300), Limit(20, 86400))
STAFF_IDLE_MINUTES = 30
IDLE_DAYS = 14
FRESH_MINUTES = 10

BANKS = {
    "010": "بانک مرکزی", "011": "صنعت و معدن", "012": "ملت", "013": "رفاه کارگران", "014": "مسکن", "015": "سپه",
    "016": "کشاورزی", "017": "ملی ایران", "018": "تجارت", "019": "صادرات ایران", "020": "توسعه صادرات",
    "021": "پست‌بانک", "022": "توسعه تعاون", "053": "کارآفرین", "054": "پارسیان", "055": "اقتصاد نوین",
    "056": "سامان", "057": "پاسارگاد", "058": "سرمایه", "059": "سینا", "060": "مهر ایران", "061": "شهر",
    "062": "آینده", "064": "گردشگری", "066": "دی", "069": "ایران زمین", "070": "رسالت", "075": "ملل",
    "078": "خاورمیانه", "080": "نور",
}  # fmt: skip


def mobile(typed: str) -> str | None:
    """A mobile number as 09xxxxxxxxx, out of any way of writing it; None for what is no Iranian mobile number."""
    digits = only_digits(typed)
    for prefix in ("0098", "98"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 10:
            digits = digits.removeprefix(prefix)
    if len(digits) == 10 and digits.startswith("9"):
        digits = "0" + digits
    return digits if re.fullmatch(r"09\d{9}", digits, re.ASCII) else None


def national_code(typed: str) -> str | None:
    """A national code of ten digits with its lost leading zeros restored; None when its check digit is wrong.

    Rule: with digits d0…d8 weighted 10…2, s mod 11 is the check digit, or 11 minus it from 2 on; ten equal
    digits are refused (the civil registry's rule).
    """
    digits = only_digits(typed)
    if not 8 <= len(digits) <= 10:
        return None
    digits = digits.zfill(10)
    if len(set(digits)) == 1:
        return None
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits if int(digits[9]) == (rest if rest < 2 else 11 - rest) else None


def sheba(typed: str) -> str | None:
    """A Sheba (Iranian IBAN) as IR and 24 digits; None when its check is wrong (ISO 13616, mod 97)."""
    digits = only_digits(typed)
    if len(digits) != 24:
        return None
    return f"IR{digits}" if int(digits[2:] + "1827" + digits[:2]) % 97 == 1 else None


def bank_of(iban: str) -> str | None:
    """The bank's name by digits 5 to 7 of the Sheba; None when it is not known."""
    return BANKS.get(iban[4:7])


def masked(value: str, shown: int = 4) -> str:
    """All but the last digits covered."""
    return "•" * max(0, len(value) - shown) + value[-shown:]


def pin(typed: str) -> str | None:
    """A PIN of four to eight digits, not all the same; None for anything else."""
    digits = only_digits(typed)
    return digits if 4 <= len(digits) <= 8 and len(set(digits)) > 1 and len(digits) == len(typed.strip()) else None
