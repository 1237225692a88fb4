"""What claims announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class ClaimOpened(Event):
    """A buyer says that something is not right, or changes her mind."""

    claim_id: int


@dataclass(frozen=True)
class ClaimMoved(Event):
    """It is somebody else's turn, or it is over: `became` is the claim's state."""

    claim_id: int
    became: str
