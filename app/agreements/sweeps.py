"""What time does to agreements: what recurs falls due without anybody's doing."""

from __future__ import annotations

from datetime import timedelta

from app.agreements import actions, queries
from app.shared.schedule import sweep


def _open(level_id: int) -> None:
    actions.open_periodic(queries.level(level_id))


sweep("agreements.open_due", timedelta(hours=3), queries.with_missing)(_open)
