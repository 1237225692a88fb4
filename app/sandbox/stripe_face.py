"""The pretend bank in Stripe's dress: Checkout sessions, capture and refunds by its API, and signed webhooks.

As Stripe's documents say: a call that is repeated under its idempotency key is answered as before, and refused when it
asks for something else; a card is authorised first and captured when the shop says so; a session can be paid for as
long as it lives; webhooks come by themselves, signed over the raw body, perhaps twice or late.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from flask import Flask, jsonify, request
from werkzeug.wrappers import Response

from app.sandbox.book import Book, Payment

FACE = "stripe"
LEAST_SESSION_SECONDS = 1800
HOOK_PATH = "/pay/hook/stripe"
_STATUS = {"paid": "requires_capture", "verified": "succeeded", "reversed": "canceled"}
Told = dict[str, Any]


def add_stripe(bank: Flask, book: Book) -> None:
    """Let the bank answer where Stripe's API would."""
    _sessions(bank, book)
    _intents(bank, book)
    _refunds(bank, book)


def _sessions(bank: Flask, book: Book) -> None:
    @bank.post("/v1/checkout/sessions")
    def open_session() -> Response:
        return _once(book, lambda: _open(book))

    @bank.get("/v1/checkout/sessions/<session_id>")
    def session(session_id: str) -> Response:
        payment = book.find(session_id)
        return _told(_missing() if payment is None else _session(book, payment))

    @bank.post("/v1/checkout/sessions/<session_id>/expire")
    def expire(session_id: str) -> Response:
        return _once(book, lambda: _expire(book, book.find(session_id)))


def _intents(bank: Flask, book: Book) -> None:
    @bank.get("/v1/payment_intents/<intent_id>")
    def intent(intent_id: str) -> Response:
        payment = book.find(_session_of(intent_id))
        return _told(_missing() if payment is None or payment.state not in _STATUS else _intent(book, payment))

    @bank.post("/v1/payment_intents/<intent_id>/cancel")
    def cancel(intent_id: str) -> Response:
        return _once(book, lambda: _cancel(book, book.find(_session_of(intent_id))))

    @bank.post("/v1/payment_intents/<intent_id>/capture")
    def capture(intent_id: str) -> Response:
        payment = book.find(_session_of(intent_id))
        if payment is not None and payment.trick in {"lost", "page"} and book.play(payment.authority):
            _once(book, lambda: _capture(book, payment))
            return Response("<h1>502</h1>", 502) if payment.trick == "page" else Response("", 504)
        return _once(book, lambda: _capture(book, payment))


def _refunds(bank: Flask, book: Book) -> None:
    @bank.post("/v1/refunds")
    def refund() -> Response:
        return _once(book, lambda: _refund(book))

    @bank.get("/v1/refunds")
    def refunds() -> Response:
        intent_id = request.args.get("payment_intent", "")
        made = [_back(number, amount, intent_id) for number, amount in book.refunds(_session_of(intent_id))]
        return _told({"object": "list", "url": "/v1/refunds", "has_more": False, "data": made[::-1]})


def _once(book: Book, act: Any) -> Response:
    """One deed per idempotency key."""
    key, asked = request.headers.get("Idempotency-Key", ""), json.dumps(sorted(request.form.items(multi=True)))
    before = book.answered(f"{request.path} {key}") if key else None
    if before is not None and before[0] != asked:
        return _told(_fault("idempotency_error", "Keys for idempotent requests can only be used with the same body."))
    told = json.loads(before[1]) if before is not None else act()
    if key and "error" not in told:
        book.answer(f"{request.path} {key}", asked, json.dumps(told))
    return _told(told)


def _open(book: Book) -> Told:
    form = request.form
    amount = form.get("line_items[0][price_data][unit_amount]", "")
    until = form.get("expires_at", "")
    if not amount.isdigit() or not until.isdigit():
        return _fault("invalid_request_error", "Invalid integer", "parameter_invalid_integer")
    if int(until) - time.time() + 5 < LEAST_SESSION_SECONDS:
        return _fault("invalid_request_error", "`expires_at` must be at least 30 minutes away", "parameter_invalid")
    session_id = "cs_test_" + secrets.token_hex(20)
    payment = Payment(
        session_id,
        int(amount),
        form.get("success_url", "").replace("{CHECKOUT_SESSION_ID}", session_id),
        form.get("line_items[0][price_data][product_data][name]", ""),
        face=FACE,
        currency=form.get("line_items[0][price_data][currency]", ""),
        reference=form.get("client_reference_id", ""),
        until=float(until),
    )
    book.add(payment)
    return {**_session(book, payment), "url": f"{request.host_url}pay/{session_id}"}


def _session(book: Book, payment: Payment) -> Told:
    status = {"open": "open", "cancelled": "expired"}.get(payment.state, "complete")
    return {
        "id": payment.authority,
        "object": "checkout.session",
        "status": "expired" if payment.late else status,
        "amount_total": payment.amount * (10 if payment.trick == "amount" else 1),
        "currency": payment.currency,
        "client_reference_id": payment.reference,
        "payment_intent": _intent(book, payment) if payment.state in _STATUS else None,
    }


def _intent(book: Book, payment: Payment) -> Told:
    return {
        "id": intent_of(payment.authority),
        "object": "payment_intent",
        "status": "canceled" if book.lapsed(payment) else _STATUS[payment.state],
        "amount": payment.amount,
        "amount_received": payment.amount if payment.state == "verified" else 0,
    }


def intent_of(session_id: str) -> str:
    """The number of the payment that a session was paid with."""
    return session_id.replace("cs_test_", "pi_")


def _session_of(intent_id: str) -> str:
    return intent_id.replace("pi_", "cs_test_")


def _expire(book: Book, payment: Payment | None) -> Told:
    """Only what is open; what somebody pays at this very moment is paid or expired, never both."""
    if payment is None:
        return _missing()
    was = _session(book, payment)["status"]
    if was == "open":
        book.cancel(payment.authority)
        payment = book.find(payment.authority) or payment
        if payment.state == "cancelled":
            return _session(book, payment)
        was = "complete"
    why = 'Only Checkout Sessions with a status in ["open"] can be expired.'
    return _fault("invalid_request_error", f"{why} This Checkout Session has a status of `{was}`.")


def _cancel(book: Book, payment: Payment | None) -> Told:
    if payment is None or payment.state not in _STATUS:
        return _missing()
    if payment.state == "paid" and not book.lapsed(payment):
        book.let_go(payment.authority)
        payment = book.find(payment.authority) or payment
        if payment.state == "reversed":
            return _intent(book, payment)
    status = _intent(book, payment)["status"]
    why = f"You cannot cancel this PaymentIntent because it has a status of {status}."
    return _fault("invalid_request_error", why, "payment_intent_unexpected_state")


def _capture(book: Book, payment: Payment | None) -> Told:
    if payment is None:
        return _missing()
    if payment.state != "paid" or book.lapsed(payment):
        return _fault("invalid_request_error", "It can't be captured.", "payment_intent_unexpected_state")
    book.verify(payment.authority)
    return _intent(book, book.find(payment.authority) or payment)


def _refund(book: Book) -> Told:
    amount, intent_id = request.form.get("amount", ""), request.form.get("payment_intent", "")
    number = f"re_{secrets.token_hex(12)}"
    if not amount.isdigit() or book.refund(_session_of(intent_id), int(amount), number) is None:
        return _fault("invalid_request_error", "More than what is left.", "charge_already_refunded")
    return _back(number, int(amount), intent_id)


def _back(number: str, amount: int, intent_id: str) -> Told:
    return {"id": number, "object": "refund", "status": "succeeded", "amount": amount, "payment_intent": intent_id}


def _fault(kind: str, message: str, code: str = "") -> Told:
    return {"error": {"type": kind, "message": message, "code": code}}


def _missing() -> Told:
    return _fault("invalid_request_error", "No such object", "resource_missing")


def _told(told: Told) -> Response:
    answer = jsonify(told)
    if "error" in told:
        answer.status_code = 404 if told["error"]["code"] == "resource_missing" else 400
    return answer


# ---- webhooks -------------------------------------------------------------------------------------------------


def signed(kind: str, about: Told, secret: str, *, at: float) -> tuple[bytes, str]:
    """A webhook's body, and its signature made at that moment (seconds since 1970)."""
    told = {"id": f"evt_{secrets.token_hex(12)}", "object": "event", "type": kind, "data": {"object": about}}
    body = json.dumps(told)
    stamp = int(at)
    mark = hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return body.encode(), f"t={stamp},v1={mark}"


_ABOUT = {"charge.dispute": ("dispute", "du"), "charge": ("charge", "ch"), "refund": ("refund", "re")}


def send_hook(payment: Payment, kind: str, secret: str, *, times: int = 1) -> None:
    """Tell the shop that stands where the payment came from, beside what the buyer does; nobody waits for it."""
    if kind.startswith("checkout."):
        told = {"id": payment.authority, "object": "checkout.session"}
    else:
        about, letters = _ABOUT[kind.rpartition(".")[0]]
        told = {"id": f"{letters}_{payment.authority[-12:]}", "object": about}
        told["payment_intent"] = intent_of(payment.authority)
    body, signature = signed(kind, told, secret, at=time.time())
    parts = urlsplit(payment.callback)
    address = f"{parts.scheme}://{parts.netloc}{HOOK_PATH}"
    threading.Thread(target=_post, args=(address, body, signature, times), daemon=True).start()


def _post(address: str, body: bytes, signature: str, times: int) -> None:
    for _ in range(times):
        try:
            httpx.post(address, content=body, headers={"Stripe-Signature": signature}, timeout=10, trust_env=False)
        except httpx.HTTPError:
            return
