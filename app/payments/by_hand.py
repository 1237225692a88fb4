"""Money handed over without a gateway: from card to card, at the counter, at the door. Staff confirm each by hand."""

from __future__ import annotations

from collections.abc import Mapping

from app.payments.port import Answer, GiveBack, Outcome, RefundRefused, Start, Started
from app.shared.money import Rial


class ByHand:
    """`card`: the buyer sends the slip's number; `counter`: she pays at the programme's own counter.

    `cod`: she pays when the parcel is handed over, and whoever brings it hands the cash in.
    """

    asks = False
    least, most = Rial(1), Rial(10**12)

    def __init__(self, name: str) -> None:
        self.name = name

    def authority_in(self, values: Mapping[str, str]) -> str:
        return ""

    def start(self, what: Start) -> Started:
        return Started(what.reference, "")

    def verify(self, authority: str, amount: Rial) -> Answer:
        return Answer(Outcome.WAITING, raw="by hand")

    def inquire(self, authority: str, amount: Rial) -> Answer:
        return Answer(Outcome.WAITING, raw="by hand")

    def refund(self, what: GiveBack) -> str:
        raise RefundRefused("it came by hand and goes back by hand")
