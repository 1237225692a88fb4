"""What vouching announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class VersionSubmitted(Event):
    """A product waits for a mentor."""

    version_id: int
    maker_id: int


@dataclass(frozen=True)
class ListingPrepared(Event):
    """Somebody has prepared a listing for a maker, who is to confirm it."""

    version_id: int
    maker_id: int
    preparer_id: int


@dataclass(frozen=True)
class VersionDecided(Event):
    """A mentor decided: `decision` is vouched, returned or refused."""

    version_id: int
    maker_id: int
    decision: str


@dataclass(frozen=True)
class AppealKept(Event):
    """Another mentor looked at it, and the first decision stands."""

    appeal_id: int
    version_id: int
    maker_id: int


@dataclass(frozen=True)
class VouchWithdrawn(Event):
    """Nobody answers for the version any more: `became` is delisted, regraded, or expired."""

    vouch_id: int
    version_id: int
    became: str = "delisted"
