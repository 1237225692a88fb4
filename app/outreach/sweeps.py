"""What time does to calls: nobody calls her for what has ended."""

from __future__ import annotations

from datetime import timedelta

from app.outreach import calling
from app.shared.schedule import sweep

sweep("outreach.end_gone", timedelta(hours=6), calling.gone)(calling.end_if_gone)
