"""What off-shop sales refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class SaleOutOfRange(Refusal):
    """A day in the future or long ago, or no amount: `reason` is day or amount."""

    reason: str
