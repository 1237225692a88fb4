"""What time does to claims."""

from __future__ import annotations

from datetime import timedelta

from app.claims import actions, queries
from app.shared.schedule import sweep

sweep("claims.overdue", timedelta(minutes=5), queries.due)(actions.overdue)
