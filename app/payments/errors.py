"""What payments refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class UnknownGateway(Refusal):
    """No such gateway is switched on."""

    name: str


@dataclass(eq=False)
class ForeignMoney(Refusal):
    """This gateway's money is no rials: its transfers are written down in its own currency."""

    name: str


@dataclass(eq=False)
class MoreThanAbroad(Refusal):
    """More than what stands at the gateway, in the smallest unit of its currency."""

    left: int
    currency: str


@dataclass(eq=False)
class RefundTooLarge(Refusal):
    """More than what is left of the payment."""

    left: int


@dataclass(eq=False)
class NothingPaid(Refusal):
    """There is no payment to give back."""


@dataclass(eq=False)
class ReferenceUsed(Refusal):
    """Another payment was seen under this number: one transfer does not pay twice."""

    reference: str


@dataclass(eq=False)
class SettlementTooLarge(Refusal):
    """More than what lies at the gateway by our books, in rials."""

    left: int


@dataclass(eq=False)
class SettlementFixed(Refusal):
    """It can't be taken back. `reason`: own (who wrote it down does not undo it), over (it is undone already)."""

    reason: str


@dataclass(eq=False)
class AccountChanged(Refusal):
    """The buyer has told another account since whoever pays looked; its last four digits."""

    last4: str


@dataclass(eq=False)
class CreditRefused(Refusal):
    """Store credit that can't be had. `reason`: unknown, spent, amount (of nothing), or too_much (beyond `most`)."""

    reason: str
    most: int = 0
