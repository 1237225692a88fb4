"""What consent announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class ConsentSaid(Event):
    """A trainee has said what her income may be used for."""

    trainee_id: int
