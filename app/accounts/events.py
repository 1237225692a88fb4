"""What accounts announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.shared.outbox import Event


@dataclass(frozen=True)
class CodeRequested(Event):
    """Somebody asked for a code; it travels encrypted and is erased on delivery.

    `purpose`: login, listing, loan; of a loan the amount in rials, and what its credit line is called.
    """

    SECRET: ClassVar[bool] = True

    mobile: str
    code: str
    language: str
    purpose: str = "login"
    amount: int = 0
    line: str = ""


@dataclass(frozen=True)
class ShebaChanged(Event):
    """A person's payouts go to another account from now on, after the hold."""

    person_id: int
    last4: str
