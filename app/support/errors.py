"""What is refused of reports, meetings and commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class ReportIncomplete(Refusal):
    """Something is missing: `reason` is words, accused or parties."""

    reason: str


class AnswerMissing(Refusal):
    """Whoever solves, refuses or passes something on says how or why."""


class NotItsOwner(Refusal):
    """Somebody else has taken it."""


class ReopenedAlready(Refusal):
    """That it is not solved is said once."""


class AtTheTop(Refusal):
    """There is nobody above."""


@dataclass(eq=False)
class DayOutOfRange(Refusal):
    """A day that has passed, or is too far off; the last one that may be named."""

    last: date


class DecisionIncomplete(Refusal):
    """A decision says what, who owes it and by when; a meeting has a place and a day that has not passed."""


class TooEarly(Refusal):
    """A meeting has not been held before its day."""
