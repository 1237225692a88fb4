"""What vouching refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal
from app.shared.money import Rial


@dataclass(eq=False)
class NotComplete(Refusal):
    """Parts of the listing are missing."""

    parts: tuple[str, ...]


@dataclass(eq=False)
class PicturesNotReady(Refusal):
    """A picture is still being made, or could not be."""


@dataclass(eq=False)
class ConflictOfInterest(Refusal):
    """The mentor may not judge this.

    `reason`: own, same_phone, mutual, appeal (it is her own decision), said (she said yes as the first of two),
    prepared (she wrote the listing), first_tied (who said the first yes is tied now), one_phone (with who said it),
    or what ties her to the maker: family, employee, resale, other.
    """

    reason: str


@dataclass(eq=False)
class DisclosureMissing(Refusal):
    """Something that the grade asks is not told.

    `lacking`: told (below the top there must be a described and photographed deviation, or a stated missing mark),
    mark (at the top one must be named), or what a rung asks more: described, pictured, sound_price; or unused (the
    grade is not on the ladder any more), too_dear (for the grade, at what a sound piece costs).
    """

    lacking: str = "told"


@dataclass(eq=False)
class TooDearForGrade(Refusal):
    """A product of this grade costs less than a sound one: at most this."""

    most: Rial


@dataclass(eq=False)
class LadderTooShort(Refusal):
    """The top grade, or all grades below it, could not be chosen any more."""


@dataclass(eq=False)
class BasisTooWeak(Refusal):
    """Photos alone do not carry the top grade."""


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """Somebody else was quicker."""


@dataclass(eq=False)
class AppealNotPossible(Refusal):
    """Not, or not any more. `reason`: words (none were said), late, again, open (nothing is decided), newer."""

    reason: str


@dataclass(eq=False)
class NotConfirmed(Refusal):
    """Somebody prepared it, and its maker has not confirmed it by her code."""


@dataclass(eq=False)
class ListingChanged(Refusal):
    """It is not what the maker was shown when she wrote the code."""


@dataclass(eq=False)
class NotToBePrepared(Refusal):
    """Nobody prepares this for her. `reason`: own (it would be for oneself), same_phone (the code would come to the
    preparer)."""

    reason: str


@dataclass(eq=False)
class SheetStale(Refusal):
    """The file, or her products, are not what they were when the sheet was shown."""


@dataclass(eq=False)
class RemarksNeeded(Refusal):
    """A return or refusal needs a reason."""


@dataclass(eq=False)
class RubricOpen(Refusal):
    """Not every item of the rubric has a mark. `items`: the numbers of those that lack one."""

    items: tuple[int, ...]


@dataclass(eq=False)
class RubricNotMet(Refusal):
    """Something that must be so is not: `item`, in Persian."""

    item: str


@dataclass(eq=False)
class EvidenceNeeded(Refusal):
    """Who has seen the thing shows a photo of her own; at least so many."""

    least: int


@dataclass(eq=False)
class InterestKnown(Refusal):
    """This tie is declared already."""


@dataclass(eq=False)
class NotLeaving(Refusal):
    """Nobody is looked for to follow: the mentor stays, or another was quicker."""


@dataclass(eq=False)
class AlreadyWithdrawn(Refusal):
    """The vouch was taken back before."""


@dataclass(eq=False)
class GradeNotLower(Refusal):
    """A version is put down to a grade below its own."""
