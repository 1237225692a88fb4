"""What spaces refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class DaysWrong(Refusal):
    """Its days do not fit together. `reason`: past, backwards, none, too_long, book or cancel."""

    reason: str


@dataclass(eq=False)
class SpaceIncomplete(Refusal):
    """Something has to be written. `field`: name, place, why, weekdays, sold or directions."""

    field: str


class SpaceClosed(Refusal):
    """It is not open for booking: not published, called off, or its last day for that has passed."""


@dataclass(eq=False)
class NotForHer(Refusal):
    """It is for others. `reason`: accepted, county or trade."""

    reason: str


class PermitNeeded(Refusal):
    """Who brings food there needs an accepted permit that holds to the last day."""


class TooLate(Refusal):
    """The last day for calling it off herself has passed."""


class TooEarlyToMark(Refusal):
    """Nobody can have come yet."""
