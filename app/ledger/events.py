"""What the ledger announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class IncomeMoved(Event):
    """A maker's income of some month is another now: something was released to her, or taken back."""

    maker_id: int
