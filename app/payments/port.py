"""The port that every gateway fits: start, verify (which is the capture), inquire, refund.

Amounts are rials; a gateway that counts otherwise converts inside its adapter and nowhere else. Methods speak to the
outside, so they are called with no transaction open. A time-out or nonsense raises OutcomeUnknown, never "failed".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.shared.money import Rial


class GatewayDown(Exception):
    """The gateway can't be asked to begin a payment; no money has moved."""


class OutcomeUnknown(Exception):
    """The gateway did not answer, or not sensibly; money may have moved."""


@dataclass(frozen=True)
class Start:
    """What a gateway is told. `reference` is our number for the attempt; `callback` is where the buyer returns.

    The amount is in what the gateway settles: rials, or the smallest unit of its currency. `now`: seconds since 1970.
    """

    reference: str
    amount: Rial
    callback: str
    description: str
    mobile: str
    now: int = 0


@dataclass(frozen=True)
class Started:
    """How the gateway knows the payment, and where the buyer goes: nowhere, where money is handed over by hand."""

    authority: str
    redirect: str


class Outcome(StrEnum):
    """PAID: the buyer has paid. TAKEN: and it was verified before. READY: paid, but not taken, as was asked."""

    PAID = "paid"
    TAKEN = "taken"
    READY = "ready"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    FAILED = "failed"
    SUSPICIOUS = "suspicious"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What the gateway says of a payment. With PAID come its reference, the covered card and its fee."""

    outcome: Outcome
    reference: str | None = None
    card_mask: str | None = None
    fee: Rial = field(default_factory=Rial)
    raw: str = ""


@dataclass(frozen=True)
class GiveBack:
    """A refund as a gateway is asked for it: so much of a payment of `paid` rials. The same `key`: the same refund.

    For gateways that know no key: `reference` is theirs for the payment, `before` what they gave back of it earlier.
    `first_asked_at` is set where this refund may have been asked for already; `in_turn`: no earlier refund of the
    payment is still on its way.
    """

    authority: str
    amount: Rial
    key: str
    paid: Rial = field(default_factory=Rial)
    taken_at: datetime | None = None
    reference: str = ""
    before: Rial = field(default_factory=Rial)
    first_asked_at: datetime | None = None
    in_turn: bool = True


class RefundRefused(Exception):
    """The gateway will not give this money back by its own way; people must."""


class Gateway(Protocol):
    """`asks`: there is somebody to ask; money that is handed over by hand is confirmed by staff instead."""

    name: str
    asks: bool
    least: Rial
    most: Rial

    def authority_in(self, values: Mapping[str, str]) -> str:
        """The authority that a returning browser names; empty for none."""

    def start(self, what: Start) -> Started:
        """Raises GatewayDown."""

    def verify(self, authority: str, amount: Rial) -> Answer:
        """Take the money if the buyer has paid exactly `amount`. Raises OutcomeUnknown."""

    def inquire(self, authority: str, amount: Rial) -> Answer:
        """Look without taking. Raises OutcomeUnknown."""

    def refund(self, what: GiveBack) -> str:
        """Give money back; the gateway's reference. The same key gives it back once.

        Raises RefundRefused, OutcomeUnknown.
        """
