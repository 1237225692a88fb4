"""What payments announce."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class RefundQueued(Event):
    refund_id: int


@dataclass(frozen=True)
class RefundDone(Event):
    """The buyer's money is back."""

    refund_id: int
    payable_id: int


@dataclass(frozen=True)
class RefundNeedsHands(Event):
    """The gateway will not refund this; somebody has to pay it by bank transfer."""

    refund_id: int


@dataclass(frozen=True)
class PaymentSuspicious(Event):
    """A gateway's answer contradicts our books."""

    attempt_id: int


@dataclass(frozen=True)
class AttemptUnwanted(Event):
    """Nobody is to pay this any more, at a gateway where it could be paid still: it is closed there."""

    attempt_id: int


@dataclass(frozen=True)
class RefundHinted(Event):
    """A gateway tells that it gave money of a payment back, perhaps because we asked it to. `about`: its number."""

    about: str


@dataclass(frozen=True)
class StrayRefundFound(Event):
    """A gateway gave money back that we had not asked for, under this number of its own. `payable_id`: where known."""

    number: str
    payable_id: int | None = None


@dataclass(frozen=True)
class SlipGiven(Event):
    """A buyer says that she has paid by hand; somebody has to look."""

    attempt_id: int


@dataclass(frozen=True)
class UnverifiedListDue(Event):
    """It is time to ask a gateway which payments nobody has verified."""

    gateway: str


@dataclass(frozen=True)
class LoosePaymentFound(Event):
    """A gateway has money for a payment that we know nothing of."""

    gateway: str
    authority: str
    amount: int


@dataclass(frozen=True)
class HookNeedsHands(Event):
    """A gateway tells of a dispute or a refund that failed: people look there. `payable_id`: where known."""

    hook_id: str
    kind: str
    payable_id: int | None = None


@dataclass(frozen=True)
class CreditGiven(Event):
    """The buyer of a purchase got store credit for goodwill."""

    note_id: int
    payable_id: int
