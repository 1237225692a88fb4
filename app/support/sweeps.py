"""What time does to reports: whatever nobody answers by its day rises a level."""

from __future__ import annotations

from datetime import timedelta

from app.shared.schedule import sweep
from app.support import actions, queries


def _rise(obstacle_id: int) -> None:
    actions.rise(queries.obstacle(obstacle_id))


sweep("support.rise", timedelta(hours=1), queries.due_to_rise)(_rise)
