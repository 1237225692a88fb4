"""What is refused about loans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.lending.rules import Condition
from app.shared.errors import Refusal
from app.shared.money import Rial


@dataclass(eq=False)
class NotPermitted(Refusal):
    """The province may not take such plans now; `since`: the last day on which it might, if it ever might."""

    since: date | None


@dataclass(eq=False)
class NotToBeOpened(Refusal):
    """Staff open no file for themselves, or for somebody on their own telephone: `reason` is own or same_phone."""

    reason: str


@dataclass(eq=False)
class NotEntitled(Refusal):
    """A condition of the line does not hold for her."""

    condition: Condition


class FileOpen(Refusal):
    """She has a file of this line under way."""


@dataclass(eq=False)
class AboveTheCap(Refusal):
    """More, or over more months, than the line lends to one person."""

    cap: Rial
    months: int


@dataclass(eq=False)
class LineSpent(Refusal):
    """So much is left of the line, and it is less than was asked."""

    left: Rial


class PapersMissing(Refusal):
    """Not all papers that the line asks for were seen."""


class ReasonNeeded(Refusal):
    """Whoever refuses, withdraws or closes a file says why."""


@dataclass(eq=False)
class BoundAlready(Refusal):
    """A line's budget cannot become less than what is promised and lent out of it."""

    bound: Rial


@dataclass(eq=False)
class GrantOutOfRange(Refusal):
    """The bank lends something, and no more than was asked."""

    asked: Rial


class AnswerDayWrong(Refusal):
    """The bank answered between the referral and today."""


class EndDayWrong(Refusal):
    """A permission ends on or after its first day, and not later than it would end anyway."""


class TermsChanged(Refusal):
    """The line's terms are no longer those that were seen."""
