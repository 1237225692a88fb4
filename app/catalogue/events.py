"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class ProductChanged(Event):
    """Something that buyers see of a product is different: its version, shelf, price or stock."""

    product_id: int


@dataclass(frozen=True)
class ProductWithdrawn(Event):
    """A product went off sale for a reason that is not the maker's: `permit_expired`, `vouch_expired`, …"""

    product_id: int
    reason: str
