"""What stories announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class StoryAsked(Event):
    """Somebody has written her story; she is asked whether it may be shown."""

    story_id: int
