"""What off-shop sales refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class SaleOutOfRange(Refusal):
    """A day in the future or long ago, or no amount: `reason` is day or amount."""

    reason: str


@dataclass(eq=False)
class OwnOrder(Refusal):
    """A mentor writes no order down for herself or her own household: `reason` is own or same_phone."""

    reason: str


class BuyerMissing(Refusal):
    """Somebody must have bought it."""


class DenialNeedsWords(Refusal):
    """Whoever denies an order says with a word why."""
