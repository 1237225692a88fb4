"""What whoever reported an obstacle or complained is told: that something happened, never what it is about.

A telephone may be shared: the words are read on the page, after a log-in.
"""

from __future__ import annotations

from app import support
from app.notifications.reactions import tell
from app.shared.outbox import reaction


@reaction(support.ObstacleMoved, "notifications.obstacle_moved")
def _obstacle_moved(event: support.ObstacleMoved) -> None:
    found = support.obstacle(event.obstacle_id)
    tell(found.reporter_id, "obstacle", number=found.id, became=event.became)
