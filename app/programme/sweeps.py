"""What time does to the programme: lists that were looked at and never applied are forgotten."""

from __future__ import annotations

from datetime import timedelta

from app.programme import queries, registration
from app.shared import gallery, outbox, recordings, throttle
from app.shared.schedule import sweep


def _forget(run_id: int) -> None:
    registration.forget_file(queries.import_run(run_id))


sweep("programme.forget_lists", timedelta(hours=1), queries.forgotten_lists)(_forget)
sweep("shared.forget_counts", timedelta(hours=6), throttle.stale)(throttle.forget)
sweep("shared.forget_uploads", timedelta(hours=1), gallery.stale_uploads)(gallery.forget_uploads)
sweep("shared.forget_deliveries", timedelta(hours=6), outbox.stale)(outbox.forget)
sweep("shared.forget_recordings", timedelta(hours=1), recordings.stale)(recordings.forget)
