"""What time does to vouches."""

from __future__ import annotations

from datetime import timedelta

from app.shared.schedule import sweep
from app.vouching import queries
from app.vouching.withdrawing import withdraw_vouch


def _end(vouch_id: int) -> None:
    withdraw_vouch(queries.vouch_by_id(vouch_id), "expired", None)


sweep("vouching.run_out", timedelta(hours=1), queries.run_out)(_end)
