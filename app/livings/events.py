"""What livings announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class LivingTold(Event):
    """Something of what a trainee lives from is known, or known otherwise."""

    trainee_id: int
