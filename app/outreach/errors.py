"""What is refused of calls, referrals and hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class CallIncomplete(Refusal):
    """Something is missing or does not fit: `reason` is words, reached, again_on, called_on or topic."""

    reason: str


@dataclass(eq=False)
class DueOutOfRange(Refusal):
    """A day that has passed, or is too far off; the last one that may be named."""

    last: date


class MayNotCall(Refusal):
    """Somebody who does not work for that trainee's county, or is not her mentor."""


@dataclass(eq=False)
class ReferralIncomplete(Refusal):
    """Something is missing or does not fit: `reason` is asked, letter, reply, replied_on or why."""

    reason: str


class BodyClosed(Refusal):
    """Nobody is referred to that body any more."""


class BodyKnown(Refusal):
    """A body of that name is on the register."""


@dataclass(eq=False)
class NobodyMayTake(Refusal):
    """So many open things have nobody, among those named, who may take them."""

    left: int


class NobodyNamed(Refusal):
    """There are open things, and nobody was named to take them."""


class NotOneself(Refusal):
    """Nobody takes over from herself, and nobody closes her own account here."""


class CommentMissing(Refusal):
    """A comment has words."""
