"""What the catalogue refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class OutOfStock(Refusal):
    """Fewer are left than were wanted."""

    variant_id: int
    left: int


@dataclass(eq=False)
class NotForSale(Refusal):
    """The product is not on sale (any more)."""

    variant_id: int


@dataclass(eq=False)
class PermitNeeded(Refusal):
    """The law asks for a paper of this kind before the product may be sold; no vouch replaces it."""

    route: str


@dataclass(eq=False)
class PermitExpired(Refusal):
    """The paper ran out."""

    number: str
    expired_on: date


@dataclass(eq=False)
class PermitUnchecked(Refusal):
    """Staff have not looked at the paper yet."""

    number: str


@dataclass(eq=False)
class PermitTurnedDown(Refusal):
    """Staff did not accept the paper."""

    number: str
    why: str


@dataclass(eq=False)
class PhotoNeeded(Refusal):
    """A paper is looked at by its photo; none came."""


@dataclass(eq=False)
class PaperKnown(Refusal):
    """This paper was accepted before."""

    permit_id: int


@dataclass(eq=False)
class OwnPaper(Refusal):
    """Nobody checks her own paper."""


@dataclass(eq=False)
class RecallStands(Refusal):
    """The product is recalled; while that lasts it is not sold."""

    since: date


@dataclass(eq=False)
class RecallOutOfRange(Refusal):
    """Not a recall. `reason`: days (backwards or yet to come), words (no reason or advice), unsold, again, ended."""

    reason: str


@dataclass(eq=False)
class SaleNotAllowed(Refusal):
    """The law does not allow the sale of this from a home at all."""

    good: str


@dataclass(eq=False)
class RouteUndecided(Refusal):
    """Staff have yet to decide what the law asks for this product."""


@dataclass(eq=False)
class PriceOutsideBand(Refusal):
    """The new price is too far from the one that the mentor saw: `lowest` to `highest` rials apply at once."""

    lowest: int
    highest: int


@dataclass(eq=False)
class NotADraft(Refusal):
    """The version was sent already and can't be changed."""


@dataclass(eq=False)
class LabelTaken(Refusal):
    """The product has a variant of this name."""

    label: str


@dataclass(eq=False)
class MakerAway(NotForSale):
    """Its maker is not at work until `back_on`; from then on it can be bought."""

    back_on: date


@dataclass(eq=False)
class LeaveOverlaps(Refusal):
    """She is away from `first_day` to `last_day` already."""

    first_day: date
    last_day: date


@dataclass(eq=False)
class LeaveOutOfRange(Refusal):
    """Days that are over, the wrong way round, more than `longest`, or too far off."""

    longest: int


@dataclass(eq=False)
class PermitChanged(Refusal):
    """Its maker has sent another photo since this one was looked at."""
