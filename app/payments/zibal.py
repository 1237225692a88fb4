"""Zibal IPG v1 (gateway.zibal.ir, its request, verify and inquiry). All in rials.

Verifying names no amount, so the amount in the answer is compared here. An answer 201 (verified before) may carry no
amount: the inquiry then has to say it. There is no call for refunds: they go by bank transfer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.payments.calling import Caller, whole, words
from app.payments.port import Answer, GatewayDown, GiveBack, Outcome, OutcomeUnknown, RefundRefused, Start, Started
from app.shared.money import Rial
from app.shared.text import only_digits

_STANDINGS = {
    -1: Outcome.WAITING,
    1: Outcome.TAKEN,
    2: Outcome.PAID,
    3: Outcome.CANCELLED,
    **dict.fromkeys(range(4, 13), Outcome.FAILED),
    15: Outcome.FAILED,
    16: Outcome.FAILED,
    18: Outcome.FAILED,
}
_HAVE_MONEY = frozenset({Outcome.PAID, Outcome.TAKEN})


class ZibalGateway:
    name = "zibal"
    asks = True
    least, most = Rial(10_000), Rial(1_000_000_000)

    def __init__(self, base_url: str, merchant: str) -> None:
        self._bank = Caller(base_url)
        self._merchant = merchant

    def authority_in(self, values: Mapping[str, str]) -> str:
        return only_digits(values.get("trackId", ""))

    def start(self, what: Start) -> Started:
        body: dict[str, object] = {
            "amount": int(what.amount),
            "callbackUrl": what.callback,
            "description": what.description,
            "orderId": what.reference,
            "mobile": what.mobile,
        }
        try:
            answer = self._call("request", body)
        except OutcomeUnknown as fault:
            raise GatewayDown(str(fault)) from fault
        track = whole(answer.get("trackId"))
        if whole(answer.get("result")) != 100 or track <= 0:
            raise GatewayDown(f"request {answer.get('result')}")
        return Started(str(track), f"{self._bank.base_url}/start/{track}")

    def verify(self, authority: str, amount: Rial) -> Answer:
        answer = self._call("verify", {"trackId": whole(authority)})
        result = whole(answer.get("result"))
        raw = f"verify {result}"
        if result == 201:
            answer = self._call("inquiry", {"trackId": whole(authority)})
            result = 100 if whole(answer.get("result")) == 100 and whole(answer.get("status")) == 1 else 0
        if result == 203:
            return Answer(Outcome.SUSPICIOUS, raw=raw)
        if result != 100:
            return Answer(Outcome.UNKNOWN, raw=raw)
        if whole(answer.get("amount")) != amount:
            return Answer(Outcome.SUSPICIOUS, raw=f"{raw} amount {words(answer.get('amount'))}")
        return Answer(
            Outcome.PAID,
            words(answer.get("refNumber")),
            words(answer.get("cardNumber")),
            raw=raw,
            names=words(answer.get("orderId")) or "",
        )

    def inquire(self, authority: str, amount: Rial) -> Answer:
        answer = self._call("inquiry", {"trackId": whole(authority)})
        result, status = whole(answer.get("result")), whole(answer.get("status"))
        raw = f"inquiry {result} {status}"
        if result == 203:
            return Answer(Outcome.SUSPICIOUS, raw=raw)
        if result != 100:
            return Answer(Outcome.UNKNOWN, raw=raw)
        outcome = _STANDINGS.get(status, Outcome.UNKNOWN)
        if outcome in _HAVE_MONEY and "amount" in answer and whole(answer["amount"]) != amount:
            return Answer(Outcome.SUSPICIOUS, raw=f"{raw} amount {words(answer['amount'])}")
        return Answer(outcome, raw=raw)

    def refund(self, what: GiveBack) -> str:
        raise RefundRefused("Zibal has no call for refunds")

    def _call(self, act: str, body: dict[str, object]) -> dict[str, Any]:
        return self._bank.post(f"/v1/{act}", {"merchant": self._merchant, **body})
