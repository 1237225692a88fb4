"""What orders refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.errors import Refusal


@dataclass(eq=False)
class BasketEmpty(Refusal):
    """There is nothing to order."""


@dataclass(eq=False)
class PromiseMoved(Refusal):
    """Somebody else took the room: a maker's parcel can be there by this day only, later than the page said."""

    maker_id: int
    day: date


@dataclass(eq=False)
class BasketChanged(Refusal):
    """Prices, goods or delivery are not what the buyer saw."""


@dataclass(eq=False)
class NotAcknowledged(Refusal):
    """Differences were not acknowledged: of these variants."""

    variant_ids: tuple[int, ...]


@dataclass(eq=False)
class NoDelivery(Refusal):
    """No chosen way of sending serves these makers' parcels."""

    maker_ids: tuple[int, ...]


@dataclass(eq=False)
class OwnGoods(Refusal):
    """A maker can't buy her own goods."""


@dataclass(eq=False)
class NotPayable(Refusal):
    """The order is paid or called off."""

    state: str


@dataclass(eq=False)
class PaymentUnderway(Refusal):
    """The bank has not answered about an earlier try; paying again now might pay twice."""


@dataclass(eq=False)
class RefundOutOfRange(Refusal):
    """Not that much of this line can be refunded."""

    quantity_left: int
    amount_left: int


@dataclass(eq=False)
class TrackingNeeded(Refusal):
    """This way of sending has a tracking number; without it nobody can find the parcel."""


@dataclass(eq=False)
class RefundKeyUsed(Refusal):
    """This very form has refunded another amount already."""

    amount_rial: int


@dataclass(eq=False)
class NoQuantity(Refusal):
    """What was typed is no number of pieces."""


@dataclass(eq=False)
class RefundBySamePerson(Refusal):
    """Who proposed a large refund can't agree to it."""


@dataclass(eq=False)
class CommissionOutOfRange(Refusal):
    """A share of more than all, or from a day that has passed: what is sold is sold."""


@dataclass(eq=False)
class RefundsWait(Refusal):
    """With what waits for a second person already, in rials, it is more than what is left of the parcel."""

    waiting_rial: int


@dataclass(eq=False)
class SharesOutOfRange(Refusal):
    """Shares that are none. `part`: sum (not a whole), members (twice, unknown, or without the seller), or day."""

    part: str


@dataclass(eq=False)
class NotUnvouched(Refusal):
    """Nothing of the parcel lost its vouch since it was bought, or it is on its way."""
