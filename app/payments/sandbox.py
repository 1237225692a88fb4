"""The sandbox gateway: a pretend bank on an origin of its own, spoken to as a real one would be."""

from __future__ import annotations

from collections.abc import Mapping

from app.payments.calling import Caller, whole, words
from app.payments.port import Answer, GatewayDown, GiveBack, Outcome, OutcomeUnknown, RefundRefused, Start, Started
from app.shared.money import Rial

_OUTCOMES = {
    100: Outcome.PAID,
    101: Outcome.PAID,
    -50: Outcome.SUSPICIOUS,
    -51: Outcome.FAILED,
    -53: Outcome.SUSPICIOUS,
    -54: Outcome.SUSPICIOUS,
}
_STANDINGS = {
    "IN_BANK": Outcome.WAITING,
    "PAID": Outcome.PAID,
    "VERIFIED": Outcome.TAKEN,
    "CANCELLED": Outcome.CANCELLED,
    "FAILED": Outcome.FAILED,
    "REVERSED": Outcome.FAILED,
}


class SandboxGateway:
    name = "sandbox"
    asks = True
    least, most = Rial(10_000), Rial(10**12)

    def __init__(self, base_url: str) -> None:
        self._bank = Caller(base_url)

    def authority_in(self, values: Mapping[str, str]) -> str:
        return values.get("authority", "")

    def start(self, what: Start) -> Started:
        body: dict[str, object] = {
            "amount": int(what.amount),
            "callback": what.callback,
            "description": what.description,
            "reference": what.reference,
        }
        try:
            answer = self._bank.post("/api/request", body)
            authority = str(answer["authority"])
        except (OutcomeUnknown, KeyError) as fault:
            raise GatewayDown(str(fault)) from fault
        return Started(authority, f"{self._bank.base_url}/pay/{authority}")

    def verify(self, authority: str, amount: Rial) -> Answer:
        answer = self._bank.post("/api/verify", {"authority": authority, "amount": int(amount)})
        outcome = _OUTCOMES.get(whole(answer.get("code")), Outcome.UNKNOWN)
        if outcome is Outcome.PAID and answer.get("authority") != authority:
            outcome = Outcome.SUSPICIOUS
        return Answer(
            outcome,
            reference=words(answer.get("reference")),
            card_mask=words(answer.get("card_mask")),
            fee=Rial(whole(answer.get("fee"))),
            raw=f"verify {answer.get('code')}",
        )

    def inquire(self, authority: str, amount: Rial) -> Answer:
        answer = self._bank.post("/api/inquiry", {"authority": authority})
        return Answer(_STANDINGS.get(str(answer.get("status")), Outcome.UNKNOWN), raw=f"inquiry {answer.get('status')}")

    def refund(self, what: GiveBack) -> str:
        answer = self._bank.post(
            "/api/refund", {"authority": what.authority, "amount": int(what.amount), "key": what.key}
        )
        code = whole(answer.get("code"))
        if code < 0:
            raise RefundRefused(str(code))
        if code != 100:
            raise OutcomeUnknown(f"refund: code {answer.get('code')}")
        return str(answer.get("reference"))
