"""What opinions refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class NotDelivered(Refusal):
    """Nobody judges what has not come."""


@dataclass(eq=False)
class TooLateToSay(Refusal):
    """The time for it ended on this day."""

    ended_on: date


@dataclass(eq=False)
class OpinionFixed(Refusal):
    """It stands as it was written: its time is over, its maker has answered, or staff have hidden it."""


@dataclass(eq=False)
class Interested(Refusal):
    """Whoever made it, earns by it or vouches for it, and whoever shares her number, is no judge of it."""


@dataclass(eq=False)
class StarsNeeded(Refusal):
    """From one to five."""


@dataclass(eq=False)
class TooManyPictures(Refusal):
    most: int


@dataclass(eq=False)
class AnsweredAlready(Refusal):
    """A maker answers once, and reports once."""


@dataclass(eq=False)
class SayWhy(Refusal):
    """Nobody answers or reports without words."""
