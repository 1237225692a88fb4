"""What payouts announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class PayoutPaid(Event):
    """The bank has paid a maker."""

    item_id: int
    maker_id: int


@dataclass(frozen=True)
class PayoutReturned(Event):
    """The bank sent a payout back; the maker's balance has it again."""

    item_id: int
    maker_id: int
