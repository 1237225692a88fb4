"""Stripe Checkout, by the package's own client. Off unless the operator names it, and never with live keys by accident.

Stripe knows no rial: what is asked for is the amount in the attempt's locked quote, in that currency's smallest unit.
Payments are authorised first and captured when the goods are there (`capture_method: manual`), so that verifying is the
capture here too. Webhooks are hints that make us ask; nothing of what they say is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.payments.port import Answer, GatewayDown, GiveBack, Outcome, OutcomeUnknown, RefundRefused, Start, Started
from app.shared.money import Rial

SECONDS = 10
# A session lives at least half an hour; the shop holds the goods a little longer (40 minutes).
SESSION_SECONDS = 31 * 60
_INTENTS = {
    "requires_capture": Outcome.PAID,
    "succeeded": Outcome.TAKEN,
    "processing": Outcome.WAITING,
    "requires_action": Outcome.WAITING,
    "requires_confirmation": Outcome.WAITING,
    "requires_payment_method": Outcome.WAITING,
    "canceled": Outcome.CANCELLED,
}


@dataclass(frozen=True)
class StripeKeys:
    secret: str
    api_base: str
    currency: str


class StripeGateway:
    name = "stripe"
    asks = True
    least, most = Rial(1_000_000), Rial(10**11)

    def __init__(self, keys: StripeKeys) -> None:
        import stripe  # two tenths of a second of every start: only where the operator has named it

        self._keys, self._stripe = keys, stripe
        # The package waits 80 s by default; it repeats a call under the same idempotency key, which is safe.
        self._client = stripe.StripeClient(
            keys.secret,
            base_addresses={"api": keys.api_base},
            http_client=stripe.RequestsClient(timeout=SECONDS),
            max_network_retries=1,
        )

    def authority_in(self, values: Mapping[str, str]) -> str:
        return values.get("sid", "")

    def start(self, what: Start) -> Started:
        """`what.amount` is in the smallest unit of the settling currency."""
        back = f"{what.callback}?sid={{CHECKOUT_SESSION_ID}}"
        params: Any = {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": self._keys.currency,
                        "unit_amount": int(what.amount),
                        "product_data": {"name": what.description[:120]},
                    },
                }
            ],
            "client_reference_id": what.reference,
            "success_url": back,
            "cancel_url": back,
            "expires_at": what.now + SESSION_SECONDS,
            "payment_intent_data": {"capture_method": "manual", "metadata": {"attempt": what.reference}},
            "metadata": {"attempt": what.reference},
        }
        try:
            made = self._client.v1.checkout.sessions.create(
                params, options={"idempotency_key": f"session:{what.reference}"}
            )
        except self._stripe.StripeError as fault:
            raise GatewayDown(type(fault).__name__) from None
        if not made.url:
            raise GatewayDown("no address")
        return Started(made.id, made.url)

    def inquire(self, authority: str, amount: Rial) -> Answer:
        return self._standing(self._session(authority), amount)

    def _session(self, authority: str) -> Any:
        try:
            return self._client.v1.checkout.sessions.retrieve(authority, {"expand": ["payment_intent"]})
        except self._stripe.InvalidRequestError:
            return None
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"session: {type(fault).__name__}") from None

    def _standing(self, found: Any, amount: Rial) -> Answer:
        if found is None:
            return Answer(Outcome.SUSPICIOUS, raw="no such session")
        if found.amount_total != amount or found.currency != self._keys.currency:
            return Answer(Outcome.SUSPICIOUS, raw=f"session {found.status} of another amount")
        if found.status == "open":
            return Answer(Outcome.WAITING, raw="session open")
        if found.status == "expired":
            return Answer(Outcome.FAILED, raw="session expired")
        intent = found.payment_intent
        status = getattr(intent, "status", "")
        return Answer(
            _INTENTS.get(status, Outcome.UNKNOWN), reference=getattr(intent, "id", None), raw=f"intent {status}"
        )

    def verify(self, authority: str, amount: Rial) -> Answer:
        """Capture what was authorised. Captured before is told as paid once more."""
        standing = self.inquire(authority, amount)
        if standing.outcome is Outcome.TAKEN:
            return Answer(Outcome.PAID, standing.reference, raw=standing.raw)
        if standing.outcome is not Outcome.PAID or standing.reference is None:
            return standing
        try:
            intent = self._client.v1.payment_intents.capture(
                standing.reference, {}, options={"idempotency_key": f"capture:{authority}"}
            )
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"capture: {type(fault).__name__}") from None
        if intent.status != "succeeded" or intent.amount_received != amount:
            return Answer(Outcome.SUSPICIOUS, raw=f"captured {intent.status}")
        return Answer(Outcome.PAID, intent.id, raw="captured")

    def close(self, authority: str, *, leave: bool) -> bool:
        """Let nobody pay a session any more; with `leave`, let go of what was authorised there. Whether it was paid.

        Money that waits to be captured counts as paid unless it is left. What is over already is fine.
        Raises OutcomeUnknown.
        """
        found = self._session(authority)
        if found is not None and found.status == "open":
            found = self._expired(authority)
        if found is None or found.status == "expired":
            return False
        status = getattr(found.payment_intent, "status", "")
        if leave and status not in {"succeeded", "canceled"}:
            status = self._let_go(found.payment_intent, authority)
        return status in {"requires_capture", "succeeded"}

    def _expired(self, authority: str) -> Any:
        try:
            return self._client.v1.checkout.sessions.expire(
                authority, {}, options={"idempotency_key": f"expire:{authority}"}
            )
        except self._stripe.InvalidRequestError:
            found = self._session(authority)
            if found is not None and found.status == "open":
                raise OutcomeUnknown("expire: refused") from None
            return found
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"expire: {type(fault).__name__}") from None

    def _let_go(self, intent: Any, authority: str) -> str:
        """What has become of what was authorised."""
        intents = self._client.v1.payment_intents
        try:
            try:
                return str(intents.cancel(intent.id, {}, options={"idempotency_key": f"cancel:{authority}"}).status)
            except self._stripe.InvalidRequestError:
                status = str(intents.retrieve(intent.id).status)
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"cancel: {type(fault).__name__}") from None
        if status not in {"succeeded", "canceled"}:
            raise OutcomeUnknown(f"cancel: {status}")
        return status

    def given_back(self, intent_id: str) -> list[str]:
        """Numbers of the refunds of what was captured, but for those that came to nothing. Raises OutcomeUnknown.

        Letting go of what was only authorised is a refund to Stripe, too, but nobody's money. A payment that Stripe
        does not know stands for itself.
        """
        try:
            if not self._client.v1.payment_intents.retrieve(intent_id).amount_received:
                return []
            found = self._client.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        except self._stripe.InvalidRequestError:
            return [intent_id]
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"refunds: {type(fault).__name__}") from None
        return [str(back.id) for back in found.data if back.status not in {"failed", "canceled"}]

    def refund(self, what: GiveBack) -> str:
        """`what.amount` is in the smallest unit of the settling currency, at the rate that was locked at the sale."""
        found = self._session(what.authority)
        intent = getattr(found, "payment_intent", None)
        if intent is None:
            raise RefundRefused("no payment")
        try:
            back = self._client.v1.refunds.create(
                {"payment_intent": intent.id, "amount": int(what.amount)},
                options={"idempotency_key": f"refund:{what.key}"},
            )
        except self._stripe.InvalidRequestError as fault:
            raise RefundRefused(str(fault.code or "refused")) from None
        except self._stripe.StripeError as fault:
            raise OutcomeUnknown(f"refund: {type(fault).__name__}") from None
        if back.status in {"failed", "canceled"}:
            raise RefundRefused(str(back.status))
        return str(back.id)


@dataclass(frozen=True)
class Hint:
    """What a webhook is about: its own id, its kind, and the checkout session or, of others, the payment it names."""

    id: str
    kind: str
    about: str


class ForgedHook(Exception):
    """The signature is not Stripe's, is too old, or there is none."""


def read_hook(body: bytes, signature: str, secret: str) -> Hint:
    """A webhook, verified on its raw body before anything is parsed. Raises ForgedHook."""
    import stripe

    try:
        event = stripe.Webhook.construct_event(body, signature, secret)
    except (ValueError, stripe.SignatureVerificationError):
        raise ForgedHook from None
    thing = event.data.object
    about = getattr(thing, "payment_intent", None) if not str(event.type).startswith("checkout.") else None
    return Hint(str(event.id), str(event.type), str(about or getattr(thing, "id", "")))
