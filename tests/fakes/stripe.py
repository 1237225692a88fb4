"""Stripe's API in small: sessions, intents, refunds with idempotency, signed webhooks; it loses answers on demand."""

from __future__ import annotations

import json
import time
from typing import Any

import stripe
from werkzeug import Request, Response

from tests.fakes.serving import Served

SECRET = "whsec_test"


class FakeStripe(Served):
    """`calls` is what was asked, with its idempotency key; `lose` names paths whose answer gets lost once."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, dict[str, Any]] = {}
        self.refunds: list[dict[str, Any]] = []
        self.kept: dict[str, tuple[str, dict[str, Any]]] = {}
        self.calls: list[tuple[str, str]] = []
        self.lose: set[str] = set()
        super().__init__(Request.application(self._answer))

    def _answer(self, request: Request) -> Response:
        path, key = request.path.removeprefix("/v1/"), request.headers.get("Idempotency-Key", "")
        self.calls.append((f"{request.method} {path}", key))
        asked = json.dumps(sorted(request.form.items(multi=True)))
        if request.method == "POST" and key in self.kept:
            before, told = self.kept[key]
            if before != asked:
                return _fault(400, "idempotency_error", "Keys for idempotent requests can only be used with the same")
        else:
            told = self._act(request, path)
            if request.method == "POST" and "error" not in told:
                self.kept[key] = (asked, told)
        if path.split("/")[-1] in self.lose:
            self.lose.discard(path.split("/")[-1])
            return Response("", 500)
        return _told(told)

    def _act(self, request: Request, path: str) -> dict[str, Any]:
        form, parts = request.form, path.split("/")
        if path == "checkout/sessions":
            return self._open(form)
        if parts[:2] == ["checkout", "sessions"]:
            found = self.sessions.get(parts[2])
            return _missing() if found is None else {**found, "payment_intent": self.intents.get(found["intent"])}
        if parts[0] == "payment_intents":
            return self._capture(self.intents[parts[1]])
        if path == "refunds":
            return self._refund(form)
        return _missing()

    def _open(self, form: Any) -> dict[str, Any]:
        number = len(self.sessions) + 1
        assert form["payment_intent_data[capture_method]"] == "manual"
        assert int(form["expires_at"]) - time.time() + 5 >= 1800
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "status": "open",
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form["client_reference_id"],
            "url": f"{self.url}/pay/cs_test_{number}",
            "intent": f"pi_{number}",
        }
        self.sessions[session["id"]] = session
        return {**session, "payment_intent": None}

    def pay(self, session_id: str) -> None:
        """The buyer's card was authorised."""
        session = self.sessions[session_id]
        session["status"] = "complete"
        self.intents[session["intent"]] = {
            "id": session["intent"],
            "object": "payment_intent",
            "status": "requires_capture",
            "amount": session["amount_total"],
            "amount_received": 0,
        }

    def _capture(self, intent: dict[str, Any]) -> dict[str, Any]:
        intent["status"], intent["amount_received"] = "succeeded", intent["amount"]
        return dict(intent)

    def _refund(self, form: Any) -> dict[str, Any]:
        intent, amount = self.intents[form["payment_intent"]], int(form["amount"])
        gone = sum(one["amount"] for one in self.refunds if one["payment_intent"] == intent["id"])
        if amount > intent["amount_received"] - gone:
            return {
                "error": {"type": "invalid_request_error", "code": "charge_already_refunded", "message": "too much"}
            }
        back = {
            "id": f"re_{len(self.refunds) + 1}",
            "object": "refund",
            "status": "succeeded",
            "amount": amount,
            "payment_intent": intent["id"],
        }
        self.refunds.append(back)
        return back


def _missing() -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such thing"}}


def _told(told: dict[str, Any]) -> Response:
    return Response(json.dumps(told), 404 if "error" in told else 200, mimetype="application/json")


def _fault(status: int, kind: str, message: str) -> Response:
    return Response(json.dumps({"error": {"type": kind, "message": message}}), status, mimetype="application/json")


def signed(kind: str, about: str, *, hook_id: str = "evt_1", secret: str = SECRET, age: int = 0) -> tuple[bytes, str]:
    """A webhook's body and its signature, `age` seconds old."""
    event = {"id": hook_id, "object": "event", "type": kind, "data": {"object": {"id": about, "object": "x"}}}
    body = json.dumps(event)
    stamp = int(time.time()) - age
    return body.encode(), f"t={stamp},v1={stripe.WebhookSignature._compute_signature(f'{stamp}.{body}', secret)}"
