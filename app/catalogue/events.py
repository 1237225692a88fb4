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


@dataclass(frozen=True)
class PermitChecked(Event):
    """Staff have accepted or refused (`became`) a maker's paper."""

    permit_id: int
    became: str


@dataclass(frozen=True)
class PermitEnding(Event):
    """A paper that something is sold under ends in `left` days."""

    permit_id: int
    left: int


@dataclass(frozen=True)
class ProductRecalled(Event):
    """A batch of a product is called back, and the product is off sale."""

    recall_id: int


@dataclass(frozen=True)
class RecallEnded(Event):
    recall_id: int
