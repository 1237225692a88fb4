"""ZarinPal's GraphQL API (next.zarinpal.com/api/v4/graphql/): refunds after half an hour, and of a part of a payment.

From ZarinPal's own SDKs: the mutation AddRefund, its variables, the least amount of 20,000 rials, the Bearer token.
From the source of ZarinPal's own panel: the query Session, its filters, `authority` and `refund` of a session. The
number of a session is not the authority: it is looked up by the payment's reference.

What nobody has published and is guessed here, on the side of not paying twice: that `refund` may be one refund or a
list of them, that its amount is that of its `instant_payout`, which statuses mean that it did not go, and that errors
have Lighthouse's shape, with a category.

AddRefund knows no key, so nothing is asked for twice on trust: what stands refunded at ZarinPal is looked at before
every ask, and laid beside what our books know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.payments.calling import Caller, whole
from app.payments.port import GiveBack, OutcomeUnknown, RefundRefused
from app.shared import clock
from app.shared.money import Rial

LEAST = Rial(20_000)
# An ask whose answer was lost may still be on its way inside ZarinPal; until then it is looked for and not repeated.
SETTLES_WITHIN = timedelta(minutes=10)
SESSIONS = """query Sessions($terminal_id: ID, $reference_id: String) {
  Session(terminal_id: $terminal_id, reference_id: $reference_id) {
    id authority amount status refund { id instant_payout { amount status } }
  }
}"""
ADD_REFUND = """mutation AddRefund($session_id: ID!, $amount: BigInteger!, $description: String,
                  $method: InstantPayoutActionTypeEnum, $reason: RefundReasonEnum) {
  resource: AddRefund(session_id: $session_id, amount: $amount, description: $description,
                      method: $method, reason: $reason) {
    terminal_id id amount timeline { refund_amount refund_time refund_status }
  }
}"""
_REFUSALS = frozenset({"validation", "authentication", "authorization", "graphql"})
_DID_NOT_GO = ("FAIL", "CANCEL", "REJECT", "REVERS", "RETURN")


class _Denied(Exception):
    """ZarinPal said clearly that it did nothing."""


@dataclass(frozen=True)
class _Session:
    """A payment as ZarinPal's panel knows it: its number, and the refunds of it that stand, with their rials."""

    id: str
    refunds: tuple[tuple[str, int], ...]

    @property
    def given_back(self) -> int:
        return sum(amount for _, amount in self.refunds)


class ZarinpalRefunds:
    """Refunds of one terminal, by a token of its owner's."""

    def __init__(self, address: str, token: str, terminal_id: str) -> None:
        self._panel = Caller(address, {"Authorization": f"Bearer {token}"})
        self._terminal_id = terminal_id

    def give_back(self, what: GiveBack) -> str:
        """The refund's number at ZarinPal. One refund of a payment at a time. Raises RefundRefused, OutcomeUnknown."""
        if what.amount < LEAST:
            raise RefundRefused("ZarinPal gives back 20,000 rials or more")
        if not what.in_turn:
            raise OutcomeUnknown("an earlier refund of this payment is still on its way")
        session = self._session(what)
        if session.given_back == what.before + what.amount:
            return session.refunds[-1][0]
        if session.given_back != what.before:
            raise self._unsure(what, f"ZarinPal has given back {session.given_back}, our books know of {what.before}")
        if what.first_asked_at is not None and clock.now() < what.first_asked_at + SETTLES_WITHIN:
            raise OutcomeUnknown("asked for already; it may still be on its way")
        return self._add(session, what)

    def _session(self, what: GiveBack) -> _Session:
        """What ZarinPal knows of the payment. Raises RefundRefused only where nothing can have been asked for yet."""
        sought = {"terminal_id": self._terminal_id, "reference_id": what.reference}
        try:
            rows = self._ask(SESSIONS, sought, "Session")
        except _Denied as refusal:
            raise self._unsure(what, str(refusal)) from None
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        ours = [row for row in found if row.get("authority") == what.authority]
        if len(ours) != 1 or not ours[0].get("id") or whole(ours[0].get("amount")) != what.paid:
            raise self._unsure(what, "ZarinPal does not know the payment by its reference")
        if "refund" not in ours[0]:
            raise OutcomeUnknown("ZarinPal does not tell the payment's refunds")
        return _Session(str(ours[0]["id"]), _refunds(ours[0]["refund"]))

    @staticmethod
    def _unsure(what: GiveBack, why: str) -> RefundRefused | OutcomeUnknown:
        """People may pay it by hand, unless ZarinPal may have paid it already and we only can't see it."""
        return RefundRefused(why) if what.first_asked_at is None else OutcomeUnknown(why)

    def _add(self, session: _Session, what: GiveBack) -> str:
        asked: dict[str, object] = {
            "session_id": session.id,
            "amount": int(what.amount),
            "description": f"refund {what.key}"[:200],
            "method": "PAYA",
            "reason": "CUSTOMER_REQUEST",
        }
        try:
            made = self._ask(ADD_REFUND, asked, "resource")
        except _Denied as refusal:
            raise RefundRefused(str(refusal)) from None
        if not isinstance(made, dict) or not made.get("id"):
            raise OutcomeUnknown("AddRefund: no refund in the answer")
        timeline = made.get("timeline")
        told = whole(timeline.get("refund_amount")) if isinstance(timeline, dict) else 0
        if told not in {0, what.amount, what.before + what.amount}:
            raise OutcomeUnknown("AddRefund: another amount than was asked for")
        return str(made["id"])[:80]

    def _ask(self, query: str, variables: Mapping[str, object], name: str) -> Any:
        """A field of the answer's data. Raises _Denied for a clear refusal, OutcomeUnknown for all that is unclear."""
        status, answer = self._panel.answer("/graphql/", {"query": query, "variables": dict(variables)})
        if status in {401, 403}:
            raise _Denied("ZarinPal does not take the token")
        data, errors = answer.get("data"), answer.get("errors")
        if errors:
            raise _fault(errors)
        if status != 200 or not isinstance(data, dict) or name not in data:
            raise OutcomeUnknown(f"{name}: status {status}")
        return data[name]


def _refunds(told: object) -> tuple[tuple[str, int], ...]:
    """Refunds of a session that stand. Raises OutcomeUnknown for one of which it is not clear how much went."""
    rows = told if isinstance(told, list) else [] if told is None else [told]
    found = []
    for row in rows:
        refund = row if isinstance(row, dict) else {}
        payout = refund.get("instant_payout")
        amount = whole(payout.get("amount")) if isinstance(payout, dict) else 0
        if not isinstance(payout, dict) or amount <= 0:
            raise OutcomeUnknown("ZarinPal tells of a refund without its amount")
        if not any(word in str(payout.get("status", "")).upper() for word in _DID_NOT_GO):
            found.append((str(refund.get("id", ""))[:80], amount))
    return tuple(found)


def _fault(errors: object) -> _Denied | OutcomeUnknown:
    """GraphQL tells faults in a list, with status 200 too. Only a category that comes before any act is a refusal."""
    rows = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    kinds = {_category(one) for one in rows}
    said = "; ".join(str(one.get("message", "")) for one in rows)[:150]
    if rows and kinds <= _REFUSALS:
        return _Denied(f"ZarinPal refuses: {said}")
    return OutcomeUnknown("ZarinPal tells of a fault of its own")


def _category(error: dict[str, Any]) -> str:
    more = error.get("extensions")
    return str(more.get("category", "")) if isinstance(more, dict) else ""
