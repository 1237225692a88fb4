"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class OrderPlaced(Event):
    order_id: int


@dataclass(frozen=True)
class OrderPaid(Event):
    order_id: int


@dataclass(frozen=True)
class OrderExpired(Event):
    order_id: int


@dataclass(frozen=True)
class PaymentCheckDue(Event):
    """It is time to ask the gateway about an attempt; the fields are those of the claim (`payments.Claim`)."""

    attempt_id: int
    gateway: str
    authority: str
    amount: int
    take: bool


@dataclass(frozen=True)
class LatePaymentFound(Event):
    """Money was taken for an order that could not be had any more, or was paid already; it goes back."""

    order_id: int
    attempt_id: int


@dataclass(frozen=True)
class PaymentNeverCame(Event):
    """Staff looked for a payment by hand and found none."""

    attempt_id: int
    order_id: int


@dataclass(frozen=True)
class PaymentSeen(Event):
    """Staff have looked into a payment by hand, or one that did not fit the books, and have written it down."""

    attempt_id: int


@dataclass(frozen=True)
class ParcelAccepted(Event):
    parcel_id: int


@dataclass(frozen=True)
class ParcelSent(Event):
    parcel_id: int


@dataclass(frozen=True)
class ParcelDelivered(Event):
    parcel_id: int


@dataclass(frozen=True)
class ParcelCompleted(Event):
    """The parcel's money was released to its maker."""

    parcel_id: int
    maker_id: int


@dataclass(frozen=True)
class ParcelCalledOff(Event):
    """Rejected, expired, cancelled or lost; the buyer gets everything of it back."""

    parcel_id: int
    became: str


@dataclass(frozen=True)
class ParcelChargedBack(Event):
    """The gateway took back by itself what it had of this parcel's money."""

    parcel_id: int
    refund_id: int


@dataclass(frozen=True)
class LineRefunded(Event):
    line_id: int
    refund_id: int


@dataclass(frozen=True)
class RefundProposed(Event):
    """A large refund waits for a second person."""

    proposal_id: int


@dataclass(frozen=True)
class RefundDecided(Event):
    """The second person agreed (1) to a large refund, or it was declined (0). `key` is the refund's own."""

    proposal_id: int
    key: str
    agreed: int


@dataclass(frozen=True)
class CashAgreed(Event):
    """The order is to be paid when it is handed over; its maker may begin."""

    order_id: int


@dataclass(frozen=True)
class OrderRecalled(Event):
    """Something in an order was called back."""

    recall_id: int
    order_id: int


@dataclass(frozen=True)
class LineCancelled(Event):
    """The buyer called off one thing of a parcel that is not sent yet; the rest is still to come."""

    line_id: int
    parcel_id: int
