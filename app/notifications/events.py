"""What notifications tell themselves."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class LetterDue(Event):
    """One message to one reader: the buyer of an order, or a person. `facts` is JSON; no number or code is in it."""

    template: str
    order_id: int | None
    person_id: int | None
    facts: str
    channel: str = "sms"
