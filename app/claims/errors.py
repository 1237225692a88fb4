"""What claims refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class ClaimNotPossible(Refusal):
    """Not now, or not for this: `reason` says why."""

    reason: str


@dataclass(eq=False)
class TooLateToClaim(Refusal):
    """The time for it ended on this day."""

    ended_on: date


@dataclass(eq=False)
class OfferOutOfRange(Refusal):
    """An offer or a verdict is above what is claimed, in rials, or nothing at all; `delivery`: what is left of that."""

    most: int
    delivery: bool = False


@dataclass(eq=False)
class SameJudge(Refusal):
    """Who decided about a thing does not decide when it is asked for again."""


@dataclass(eq=False)
class WordsNeeded(Refusal):
    """Nobody claims, contests or refuses without saying why."""
