"""ZarinPal REST v4 (payment.zarinpal.com, connectToGateway and its error table).

Amounts are rials with `currency: IRR`. Every answer is read by its body: codes come as numbers or text, `data` and
`errors` are empty lists where they have nothing. Verifying is manual (`auto_verify: false`): money that nobody verifies
returns to the buyer by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.payments.calling import Caller, whole, words
from app.payments.port import Answer, GatewayDown, GiveBack, Outcome, OutcomeUnknown, RefundRefused, Start, Started
from app.payments.zarinpal_refunds import ZarinpalRefunds
from app.shared import clock
from app.shared.money import Rial

_AUTHORITY = re.compile(r"[AS][0-9A-Za-z]{35}")
_VERIFIED = {100, 101}
_CONTRADICTS = {-50, -53, -54, -55}
_STANDINGS = {
    "IN_BANK": Outcome.WAITING,
    "PAID": Outcome.PAID,
    "VERIFIED": Outcome.TAKEN,
    "FAILED": Outcome.FAILED,
    "REVERSED": Outcome.FAILED,
}
REVERSIBLE_FOR = timedelta(minutes=30)


class ZarinpalGateway:
    name = "zarinpal"
    asks = True
    # The documents disagree about the least amount (1,000 or 10,000 rials); the larger holds in both.
    least, most = Rial(10_000), Rial(1_000_000_000)

    def __init__(self, base_url: str, merchant_id: str, refunds: ZarinpalRefunds | None = None) -> None:
        """`refunds`: the way for what can't be reversed, where the operator has set it up."""
        self._bank = Caller(base_url)
        self._merchant_id = merchant_id
        self._refunds = refunds

    def authority_in(self, values: Mapping[str, str]) -> str:
        return values.get("Authority", "")

    def start(self, what: Start) -> Started:
        body: dict[str, object] = {
            "amount": int(what.amount),
            "currency": "IRR",
            "description": what.description[:500],
            "callback_url": what.callback,
            "metadata": {"mobile": what.mobile, "order_id": what.reference, "auto_verify": False},
        }
        try:
            code, data = self._call("request", body)
        except OutcomeUnknown as fault:
            raise GatewayDown(str(fault)) from fault
        authority = str(data.get("authority", ""))
        if code != 100 or not _AUTHORITY.fullmatch(authority):
            raise GatewayDown(f"request {code}")
        return Started(authority, f"{self._bank.base_url}/pg/StartPay/{authority}")

    def verify(self, authority: str, amount: Rial) -> Answer:
        code, data = self._call("verify", {"authority": authority, "amount": int(amount)})
        raw = f"verify {code}"
        if code in _VERIFIED:
            card, fee = words(data.get("card_pan")), Rial(max(0, whole(data.get("fee"))))
            return Answer(Outcome.PAID, words(data.get("ref_id")), card, fee, raw)
        # Unpaid after an inquiry that said paid, too many tries, a fault of theirs: all of it may change yet.
        return Answer(Outcome.SUSPICIOUS if code in _CONTRADICTS else Outcome.UNKNOWN, raw=raw)

    def inquire(self, authority: str, amount: Rial) -> Answer:
        code, data = self._call("inquiry", {"authority": authority})
        if code in _CONTRADICTS:
            return Answer(Outcome.SUSPICIOUS, raw=f"inquiry {code}")
        status = str(data.get("status", code))
        return Answer(_STANDINGS.get(status, Outcome.UNKNOWN), raw=f"inquiry {status}")

    def refund(self, what: GiveBack) -> str:
        """A whole payment is reversed within half an hour; all else goes by the panel's API, or else by hand."""
        if what.amount == what.paid and self._reversed(what):
            return f"reverse-{what.authority[-12:]}"
        if self._refunds is None:
            raise RefundRefused("only a whole payment is reversed, and within half an hour")
        return self._refunds.give_back(what)

    def _reversed(self, what: GiveBack) -> bool:
        """Whether the whole payment stands reversed now. Raises OutcomeUnknown where nobody says so or otherwise."""
        if what.taken_at is not None and clock.now() < what.taken_at + REVERSIBLE_FOR:
            code, _ = self._call("reverse", {"authority": what.authority})
            if code == 100:
                return True
            if code >= 0:
                raise OutcomeUnknown(f"reverse {code}")
        return self._reversed_before(what)

    def unverified(self) -> list[tuple[str, Rial]]:
        """Payments that were made and not verified yet, at most a hundred of them, with their rials."""
        _, data = self._call("unVerified", {})
        listed = data.get("authorities")
        return [
            (str(one.get("authority", "")), Rial(whole(one.get("amount"))))
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        ]

    def _reversed_before(self, what: GiveBack) -> bool:
        """The answer to an earlier try may have got lost: what stands reversed is not given back twice.

        Only a clear word that the money is still with us lets it go another way. Raises OutcomeUnknown otherwise.
        """
        _, data = self._call("inquiry", {"authority": what.authority})
        status = data.get("status")
        if status in {"REVERSED", "VERIFIED", "PAID"}:
            return bool(status == "REVERSED")
        raise OutcomeUnknown("the gateway does not say whether it was reversed")

    def _call(self, act: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
        answer = self._bank.post(f"/pg/v4/payment/{act}.json", {"merchant_id": self._merchant_id, **body})
        return _read(answer)


def _read(answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The code, and the data where there is any; 0 where no code can be found."""
    data, errors = answer.get("data"), answer.get("errors")
    if isinstance(data, dict) and data:
        return whole(data.get("code")), data
    if isinstance(errors, dict) and "code" in errors:
        return whole(errors["code"]), {}
    if isinstance(errors, dict):
        codes = [whole(told[-1]) for told in errors.values() if isinstance(told, list) and told]
        return next((code for code in codes if code), 0), {}
    return 0, {}
