"""What time does to the programme: lists never applied are forgotten, and guests who never registered."""

from __future__ import annotations

from datetime import timedelta

from app.programme import guests, queries, registration
from app.shared import gallery, outbox, recordings, throttle
from app.shared.schedule import sweep


def _forget(run_id: int) -> None:
    registration.forget_file(queries.import_run(run_id))


sweep("programme.forget_lists", timedelta(hours=1), queries.forgotten_lists)(_forget)
sweep("programme.forget_guests", timedelta(hours=24), guests.guests_to_forget)(guests.forget_guest)
sweep("shared.forget_counts", timedelta(hours=6), throttle.stale)(throttle.forget)
sweep("shared.forget_uploads", timedelta(hours=1), gallery.stale_uploads)(gallery.forget_uploads)
sweep("shared.forget_deliveries", timedelta(hours=6), outbox.stale)(outbox.forget)
sweep("shared.forget_recordings", timedelta(hours=1), recordings.stale)(recordings.forget)
