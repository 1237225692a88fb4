"""What happens to reports."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class ObstacleMoved(Event):
    """A report was taken, solved or declined, or has risen a level: `became` is taken, solved, declined or risen."""

    obstacle_id: int
    became: str
