"""What vouching refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class NotComplete(Refusal):
    """Parts of the listing are missing."""

    parts: tuple[str, ...]


@dataclass(eq=False)
class PicturesNotReady(Refusal):
    """A picture is still being made, or could not be."""


@dataclass(eq=False)
class ConflictOfInterest(Refusal):
    """The mentor may not judge this. `reason`: own, same_phone, mutual, appeal (it is her own decision)."""

    reason: str


@dataclass(eq=False)
class DisclosureMissing(Refusal):
    """Below the top grade there must be a described and photographed deviation, or a stated missing mark."""


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
class RemarksNeeded(Refusal):
    """A return or refusal needs a reason."""


@dataclass(eq=False)
class AlreadyWithdrawn(Refusal):
    """The vouch was taken back before."""


@dataclass(eq=False)
class GradeNotLower(Refusal):
    """A version is put down to a grade below its own."""
