"""What off-shop sales announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class WholesaleTold(Event):
    """A mentor wrote an order down; its maker has to say whether it was so."""

    sale_id: int


@dataclass(frozen=True)
class WholesaleAnswered(Event):
    """The maker said whether it was so: `became` is recorded or denied."""

    sale_id: int
    became: str
