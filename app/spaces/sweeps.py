"""What time does to bookings: once villages have had their days, everybody who waits has her turn."""

from __future__ import annotations

from datetime import timedelta

from app.shared.schedule import sweep
from app.spaces import booking

sweep("spaces.fill", timedelta(minutes=15), booking.head_starts_over)(booking.fill)
