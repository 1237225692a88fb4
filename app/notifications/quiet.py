"""When it is night: what is not urgent waits for the morning."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from app.shared import clock, rulebook
from app.shared.calendar import TEHRAN

QUIET_FROM = rulebook.define("message.quiet_from", 22, "o'clock", "what is not urgent waits from then on")
QUIET_UNTIL = rulebook.define("message.quiet_until", 8, "o'clock", "until then; the same hour as before: no waiting")


def morning() -> datetime | None:
    """When quiet hours end, while they last (Tehran's time); None by day."""
    starts, ends = rulebook.number(QUIET_FROM), rulebook.number(QUIET_UNTIL)
    now = clock.now().astimezone(TEHRAN)
    hours_left = (ends - now.hour) % 24
    if (now.hour - starts) % 24 >= (ends - starts) % 24:
        return None
    day = (now + timedelta(hours=hours_left)).date()
    return datetime.combine(day, time(ends), TEHRAN).astimezone(UTC)
