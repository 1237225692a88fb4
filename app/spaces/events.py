"""What spaces announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class PlaceGiven(Event):
    """She has a place. `freed`: she had waited for it; else somebody booked it for her."""

    booking_id: int
    freed: bool


@dataclass(frozen=True)
class PlaceCalledOff(Event):
    """What she had booked or waited for will not take place."""

    booking_id: int
