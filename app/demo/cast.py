"""Invented people: names from a package of Persian names, numbers with right check digits."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.accounts import national_code, sheba
from app.shared import text

SEED = 1405
_BANKS = ("012", "017", "018", "019", "013", "014", "016", "061")


@dataclass(frozen=True)
class Somebody:
    given_name: str
    family_name: str
    mobile: str
    national_code: str
    female: bool

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


# The list of names has some that are glued together, and some that are torn apart.
_PARTED = {
    "فاطمیاسارینا": "سارینا", "اکبر پور": "اکبرپور", "محمد پور": "محمدپور",
    "جعفر پور": "جعفرپور", "رضا زاده": "رضازاده",
}  # fmt: skip


def _parted(name: str) -> str:
    name = text.clean(name)
    return _PARTED.get(name, name)


class Cast:
    """Deals people out of one random generator, so that the same seed gives the same shop."""

    def __init__(self, dice: random.Random) -> None:
        from faker import Faker

        self.dice = dice
        self.names = Faker("fa_IR")
        self.names.seed_instance(SEED)
        self._codes: set[str] = set()
        self._mobiles: set[str] = set()

    def somebody(self, *, female: bool | None = None) -> Somebody:
        """A person who never was."""
        woman = self.dice.random() < 0.86 if female is None else female
        given = _parted(self.names.first_name_female() if woman else self.names.first_name_male())
        return Somebody(given, _parted(self.names.last_name()), self.mobile(), self._code(), woman)

    def mobile(self) -> str:
        while True:
            number = f"09{self.dice.choice(('17', '17', '17', '35', '01', '90'))}{self.dice.randrange(10**7):07d}"
            if number not in self._mobiles:
                self._mobiles.add(number)
                return number

    def _code(self) -> str:
        """A national code with a right check digit; some begin with zeros, which spreadsheets eat."""
        while True:
            head = self.dice.choice(("350", "351", "352", "353", "006", "019"))
            body = f"{head}{self.dice.randrange(10**6):06d}"
            for digit in "0123456789":
                code = national_code(body + digit)
                if code is not None and code not in self._codes:
                    self._codes.add(code)
                    return code

    def sheba(self) -> str:
        """A Sheba of a known bank with right check digits."""
        account = f"{self.dice.choice(_BANKS)}0{self.dice.randrange(10**18):018d}"
        for check in range(2, 99):
            iban = sheba(f"{check:02d}{account}")
            if iban is not None:
                return iban
        raise AssertionError("one of the check digits fits")
