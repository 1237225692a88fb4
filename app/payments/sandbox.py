"""The sandbox gateway: a pretend bank on an origin of its own, spoken to as a real one would be."""

from __future__ import annotations

from typing import Any

import httpx

from app.payments.port import Answer, GatewayDown, Outcome, OutcomeUnknown, RefundRefused, Start, Started
from app.shared.money import Rial

TIMEOUT = httpx.Timeout(10, connect=5)
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

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    def start(self, what: Start) -> Started:
        body = {
            "amount": int(what.amount),
            "callback": what.callback,
            "description": what.description,
            "reference": what.reference,
        }
        try:
            answer = self._post("request", body)
            authority = str(answer["authority"])
        except (OutcomeUnknown, KeyError) as fault:
            raise GatewayDown(str(fault)) from fault
        return Started(authority, f"{self.base_url}/pay/{authority}")

    def verify(self, authority: str, amount: Rial) -> Answer:
        answer = self._post("verify", {"authority": authority, "amount": int(amount)})
        outcome = _OUTCOMES.get(_whole(answer.get("code")), Outcome.UNKNOWN)
        if outcome is Outcome.PAID and answer.get("authority") != authority:
            outcome = Outcome.SUSPICIOUS
        return Answer(
            outcome,
            reference=_text(answer.get("reference")),
            card_mask=_text(answer.get("card_mask")),
            fee=Rial(_whole(answer.get("fee"))),
            raw=f"verify {answer.get('code')}",
        )

    def inquire(self, authority: str) -> Answer:
        answer = self._post("inquiry", {"authority": authority})
        return Answer(_STANDINGS.get(str(answer.get("status")), Outcome.UNKNOWN), raw=f"inquiry {answer.get('status')}")

    def refund(self, authority: str, amount: Rial, key: str) -> str:
        answer = self._post("refund", {"authority": authority, "amount": int(amount), "key": key})
        code = _whole(answer.get("code"))
        if code < 0:
            raise RefundRefused(str(code))
        if code != 100:
            raise OutcomeUnknown(f"refund: code {answer.get('code')}")
        return str(answer.get("reference"))

    def _post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        try:
            response = self._client.post(f"{self.base_url}/api/{path}", json=body)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as fault:
            raise OutcomeUnknown(f"{path}: {type(fault).__name__}") from fault
        if response.status_code != 200 or not isinstance(answer, dict):
            raise OutcomeUnknown(f"{path}: status {response.status_code}")
        return answer


def _whole(value: object) -> int:
    """A number that may come as a number or as text; 0 for nonsense."""
    try:
        return int(str(value))
    except ValueError:
        return 0


def _text(value: object) -> str | None:
    return None if value is None else str(value)[:80]
