"""What the programme refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.programme.models import Phase
from app.programme.phase_rules import Hurdle
from app.shared.errors import Refusal


@dataclass(eq=False)
class EndOutside(Refusal):
    """A course ends for nobody before her place began, or on a day to come. `first`: when it began."""

    first: date


@dataclass(eq=False)
class AlreadyRegistered(Refusal):
    """This person is in the programme already."""


@dataclass(eq=False)
class ReasonMissing(Refusal):
    """Somebody is refused, and no reason is written."""


class CooperativeKnown(Refusal):
    """A cooperative with this registration number or national id is written down already."""


@dataclass(eq=False)
class CohortFull(Refusal):
    """All places of the cohort are taken."""

    capacity: int


@dataclass(eq=False)
class CohortClosed(Refusal):
    """The cohort has ended or was called off."""


@dataclass(frozen=True)
class Wanted:
    """An item of the checklist by its code, with its words by language."""

    code: str
    words: tuple[str, str, str]


@dataclass(eq=False)
class ChecklistOpen(Refusal):
    """Something that staff ask of every maker is neither done nor waived."""

    items: tuple[Wanted, ...]


@dataclass(eq=False)
class NotHersToSay(Refusal):
    """This item can't be marked in this way or by this person."""


@dataclass(eq=False)
class CaseTaken(Refusal):
    """The trainee is in a mentor's care already."""


@dataclass(eq=False)
class NobodyToTakeOver(Refusal):
    """Cases are handed to other mentors, who are not the trainees themselves."""


@dataclass(eq=False)
class VisitIncomplete(Refusal):
    """What was seen is not told, or a next step has no day, or a day no step."""


@dataclass(eq=False)
class HelpIncomplete(Refusal):
    """An offer, a need, hours, a reason or thanks without what belongs to it."""


@dataclass(eq=False)
class NoPlaceLeft(Refusal):
    """As many have taken the offer up as it has places."""


@dataclass(eq=False)
class AlreadyUndertaken(Refusal):
    """She has taken this offer up, or somebody has answered this need."""


@dataclass(eq=False)
class PhaseNotReady(Refusal):
    """She has not passed what this phase (None: the end of the course) asks for, and nobody wrote why all the same."""

    phase: Phase | None
    lacking: tuple[Hurdle, ...]


class WhyBack(Refusal):
    """Somebody goes back to an earlier phase, and no reason is written."""


class PauseIncomplete(Refusal):
    """A pause without a reason, or that ends before it begins."""


class LeavingUnexplained(Refusal):
    """Somebody gives up her place, and it is not said why."""


class FailingUnexplained(Refusal):
    """Somebody did not pass a course, and it is not said why."""


class BriefingIncomplete(Refusal):
    """A briefing without a place, or an invitation by somebody without a name."""


@dataclass(eq=False)
class NotAttendedEnough(Refusal):
    """She came to too few sessions of a course for a certificate, or has no place in it."""

    came: int
    called: int


class GuestIncomplete(Refusal):
    """Somebody who is not registered is asked without a name, or without both a number and a village."""


class GuestNotOpen(Refusal):
    """A guest is tied to a registration already, or forgotten; or is to be untied and is tied to none."""


class GuestThere(Refusal):
    """This trainee is another guest of the same briefing already."""


@dataclass(eq=False)
class TradeIncomplete(Refusal):
    """A trade without a name in each language, or with a code that is none: `what` is `names` or `code`."""

    what: str


@dataclass(eq=False)
class TradeKnown(Refusal):
    """Another trade has this code or name; `what` says which of both."""

    what: str


class MentorDoesNothing(Refusal):
    """A mentor teaches, advises or sells: at least one of these."""
