"""What is refused of contracts, levels of service and open questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class TermIncomplete(Refusal):
    """Something is missing: `reason` is owed, after, monthly, fixed or days."""

    reason: str


@dataclass(eq=False)
class TermTooEarly(Refusal):
    """A level's next term begins after its last one, or the past would change; `after` is when that began."""

    after: date


class NotByTrigger(Refusal):
    """What falls due by itself, or is not defined on that day, is not opened by hand."""


@dataclass(eq=False)
class DayWrong(Refusal):
    """A day that has not come yet, or lies before what it follows; `first` to `last` may be written."""

    first: date
    last: date


class WordsMissing(Refusal):
    """It is said in words: by what it is shown, why it is waived, what the answer is and where it stands."""
