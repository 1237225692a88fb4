"""What setting goals, publishing and stating refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class GoalTwice(Refusal):
    """The very same goal is set already."""


@dataclass(eq=False)
class MonthNotOver(Refusal):
    """Figures are told of a month that has ended."""

    month: str


@dataclass(eq=False)
class AlreadyPrepared(Refusal):
    """Another edition of the month waits for its signature."""

    publication_id: int


@dataclass(eq=False)
class CorrectionNeedsReason(Refusal):
    """The month is published; what corrects it says why."""


@dataclass(eq=False)
class FiguresUnsafe(Refusal):
    """No figure can be told of which nobody is found out. `reason`: few (people), or earlier (an edition before)."""

    reason: str


@dataclass(eq=False)
class NotTheSigner(Refusal):
    """Only the head of the ACECR of the province signs."""


@dataclass(eq=False)
class OwnFigures(Refusal):
    """Who prepared the figures does not sign them."""


@dataclass(eq=False)
class DayOutside(Refusal):
    """A month is told as it was known on its last day or later, and not on a day to come."""

    first: date
    last: date


@dataclass(eq=False)
class TooManyWait(Refusal):
    """So many statements are not computed yet; first those."""

    count: int
