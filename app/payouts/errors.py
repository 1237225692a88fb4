"""What payouts refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class NothingToPay(Refusal):
    """No maker can be paid right now."""


@dataclass(eq=False)
class SamePerson(Refusal):
    """Who built a batch can't approve it."""


@dataclass(eq=False)
class TrackingMissing(Refusal):
    """A payment is confirmed with the bank's tracking number."""


@dataclass(eq=False)
class DebtorMissing(Refusal):
    """It is not known from which account makers are paid."""


@dataclass(eq=False)
class DebtTooSmall(Refusal):
    """No more than the true debt can be written off: `owed` rials, in nobody's way to be paid."""

    owed: int
