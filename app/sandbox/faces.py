"""The pretend bank in the dress of real gateways: ZarinPal v4 and Zibal v1, as their documents say, on the same book.

A payment may carry a trick that its payer chose on the bank's page: then the bank misbehaves once, as banks do.
"""

from __future__ import annotations

import secrets

from flask import Flask, abort, jsonify, redirect, request
from werkzeug.wrappers import Response

from app.sandbox.book import Book, Payment

LEAST_RIALS = 10_000
MOST_RIALS = 1_000_000_000
REVERSIBLE_SECONDS = 1800
LEAST_REFUND_RIALS = 20_000
_CARD = "603799******1404"
Told = dict[str, object]

_ZARINPAL_STATUS = {
    "open": "IN_BANK", "paid": "PAID", "verified": "VERIFIED", "cancelled": "FAILED", "reversed": "REVERSED",
}  # fmt: skip
_ZIBAL_STATUS = {"open": -1, "paid": 2, "verified": 1, "cancelled": 3, "reversed": 18}


def add_faces(bank: Flask, book: Book) -> None:
    """Let the bank answer where ZarinPal and Zibal would."""
    _zarinpal(bank, book)
    _zibal(bank, book)


def lost(book: Book, payment: Payment | None) -> Response | None:
    """What the payer's trick makes of an answer on its way; nothing when there is none, or it was played."""
    if payment is None or not book.play(payment.authority):
        return None
    if payment.trick == "lost":
        return Response("", 504)
    if payment.trick == "page":
        return Response("<h1>502 Bad Gateway</h1>", 502, mimetype="text/html")
    return None


# ---- ZarinPal -------------------------------------------------------------------------------------------------


def _zarinpal(bank: Flask, book: Book) -> None:
    acts = {
        "request": _zp_request, "verify": _zp_verify, "inquiry": _zp_inquiry,
        "unVerified": _zp_unverified, "reverse": _zp_reverse,
    }  # fmt: skip

    @bank.post("/pg/v4/payment/<act>.json")
    def zarinpal(act: str) -> Response:
        if act not in acts:
            abort(404)
        asked = _asked()
        told = acts[act](book, asked)
        payment = book.find(str(asked.get("authority", ""))) if act == "verify" else None
        return lost(book, payment) or jsonify(told)

    @bank.post("/api/v4/graphql/")
    def panel() -> Response:
        asked = _asked()
        variables = asked.get("variables")
        answer = _zp_add_refund if "AddRefund(" in str(asked.get("query", "")) else _zp_sessions
        return jsonify(answer(book, variables if isinstance(variables, dict) else {}))

    @bank.get("/pg/StartPay/<authority>")
    def start_pay(authority: str) -> Response:
        return redirect(f"/pay/{authority}", 302)


def _asked() -> Told:
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def _data(code: int, **more: object) -> Told:
    return {"data": {"code": code, "message": "Success", **more}, "errors": []}


def _errors(code: int, message: str = "") -> Told:
    return {"data": [], "errors": {"code": code, "message": message, "validations": []}}


def _zp_request(book: Book, asked: Told) -> Told:
    amount, callback = asked.get("amount"), str(asked.get("callback_url", ""))
    if len(str(asked.get("merchant_id", ""))) != 36:
        return {"data": [], "errors": {"merchant_id": ["The merchant id must be 36 characters.", "-9"]}}
    if not isinstance(amount, int) or amount < LEAST_RIALS or not callback.startswith(("http://", "https://")):
        return _errors(-9, "validation")
    if amount > MOST_RIALS:
        return _errors(-41, "too much")
    authority = "S" + secrets.token_hex(18)[:35]
    book.add(Payment(authority, amount, callback, str(asked.get("description", "")), face="zarinpal"))
    return _data(100, authority=authority, fee_type="Merchant", fee=fee(amount))


def fee(amount: int) -> int:
    """What the gateway keeps of a payment."""
    return min(amount // 100, 40_000)


def reference_of(payment: Payment) -> str:
    """The number that each gateway gives a payment which was taken."""
    if payment.face == "zarinpal":
        return str(int(payment.authority[1:12], 16))
    return str(int(payment.authority) * 7 + 1) if payment.face == "zibal" else f"R{payment.authority[1:13]}"


def _zp_verify(book: Book, asked: Told) -> Told:
    payment = book.find(str(asked.get("authority", "")))
    if payment is None:
        return _errors(-54, "Invalid authority.")
    if payment.amount != asked.get("amount") or payment.trick == "amount":
        return _errors(-50, "Session is not valid, amounts values is not the same.")
    if payment.state == "paid" and not book.lapsed(payment):
        book.verify(payment.authority)
        return _data(100, **_zp_receipt(payment))
    return _data(101, **_zp_receipt(payment)) if payment.state == "verified" else _errors(-51, "not active payment")


def _zp_receipt(payment: Payment) -> Told:
    return {"ref_id": int(reference_of(payment)), "card_pan": _CARD, "fee_type": "Merchant", "fee": fee(payment.amount)}


def _zp_inquiry(book: Book, asked: Told) -> Told:
    payment = book.find(str(asked.get("authority", "")))
    if payment is None:
        return _errors(-54, "Invalid authority.")
    return _data(100, status="REVERSED" if book.lapsed(payment) else _ZARINPAL_STATUS[payment.state])


def _zp_unverified(book: Book, _: Told) -> Told:
    waiting = [
        {"authority": one.authority, "amount": one.amount, "callback_url": one.callback, "referer": "", "date": ""}
        for one in book.unverified("zarinpal", 100)
    ]
    return {"data": {"code": "100", "message": "Success", "authorities": waiting}, "errors": []}


def _zp_reverse(book: Book, asked: Told) -> Told:
    payment = book.find(str(asked.get("authority", "")))
    if payment is None:
        return _errors(-54)
    if payment.state != "verified":
        return _errors(-61, "not successful, or already reversed")
    if book.seconds_since(payment) > REVERSIBLE_SECONDS:
        return _errors(-63, "over 30 minutes")
    book.reverse(payment.authority)
    return _data(100)


def _zp_sessions(book: Book, asked: Told) -> Told:
    """Payments as the panel lists them; a session has a number of its own."""
    wanted = str(asked.get("reference_id", ""))
    found = [one for one in book.of_face("zarinpal") if reference_of(one) == wanted]
    return {"data": {"Session": [_zp_session(book, one) for one in found]}}


def _zp_session(book: Book, payment: Payment) -> Told:
    made = [
        {"id": key, "instant_payout": {"amount": amount, "status": "PENDING"}}
        for key, amount in book.refunds(payment.authority)
    ]
    return {
        "id": _session_number(payment), "authority": payment.authority, "amount": payment.amount,
        "status": _ZARINPAL_STATUS[payment.state], "refund": made if len(made) > 1 else made[0] if made else None,
    }  # fmt: skip


def _session_number(payment: Payment) -> str:
    return str(int(payment.authority[12:20], 16))


def _zp_add_refund(book: Book, asked: Told) -> Told:
    amount, number = asked.get("amount"), str(asked.get("session_id", ""))
    payment = next((one for one in book.of_face("zarinpal") if _session_number(one) == number), None)
    if payment is None or not isinstance(amount, int) or amount < LEAST_REFUND_RIALS:
        return _refused_by_panel("The given data was invalid.")
    key = f"{secrets.randbelow(9 * 10**8) + 10**8}"
    if book.refund(payment.authority, amount, key) is None:
        return _refused_by_panel("The amount is more than what is left of the session.")
    timeline = {"refund_amount": amount, "refund_time": None, "refund_status": "PENDING"}
    return {"data": {"resource": {"terminal_id": "1", "id": key, "amount": payment.amount, "timeline": timeline}}}


def _refused_by_panel(message: str) -> Told:
    """GraphQL tells faults with status 200."""
    return {"errors": [{"message": message, "extensions": {"category": "validation"}}], "data": {"resource": None}}


# ---- Zibal ----------------------------------------------------------------------------------------------------


def _zibal(bank: Flask, book: Book) -> None:
    acts = {"request": _zb_request, "verify": _zb_verify, "inquiry": _zb_inquiry}

    @bank.post("/v1/<act>")
    def zibal(act: str) -> Response:
        if act not in acts:
            abort(404)
        asked = _asked()
        told = acts[act](book, asked)
        payment = book.find(str(asked.get("trackId", ""))) if act == "verify" else None
        return lost(book, payment) or jsonify(told)

    @bank.get("/start/<track_id>")
    def start(track_id: str) -> Response:
        return redirect(f"/pay/{track_id}", 302)


def _zb_request(book: Book, asked: Told) -> Told:
    amount, callback = asked.get("amount"), str(asked.get("callbackUrl", ""))
    if not asked.get("merchant"):
        return {"result": 102, "message": "merchant not found"}
    if not isinstance(amount, int) or amount <= 1_000:
        return {"result": 105, "message": "amount"}
    if not callback.startswith(("http://", "https://")):
        return {"result": 106, "message": "callbackUrl"}
    track = secrets.randbelow(9 * 10**9) + 10**9
    book.add(Payment(str(track), amount, callback, str(asked.get("description", "")), face="zibal"))
    return {"result": 100, "trackId": track, "message": "success"}


def _zb_verify(book: Book, asked: Told) -> Told:
    payment = book.find(str(asked.get("trackId", "")))
    if payment is None:
        return {"result": 203, "message": "invalid trackId"}
    if payment.state == "verified":
        return {"result": 201, "message": "already verified"}
    if payment.state != "paid" or book.lapsed(payment):
        return {"result": 202, "message": "not paid or failed"}
    book.verify(payment.authority)
    return {"result": 100, "message": "success", **_zb_receipt(payment, 1)}


def _zb_receipt(payment: Payment, status: int) -> Told:
    amount = payment.amount // 10 if payment.trick == "amount" else payment.amount
    return {
        "status": status, "amount": amount, "refNumber": int(reference_of(payment)), "cardNumber": _CARD,
        "paidAt": "2026-11-25T10:00:00.000000", "description": payment.description, "orderId": "",
    }  # fmt: skip


def _zb_inquiry(book: Book, asked: Told) -> Told:
    payment = book.find(str(asked.get("trackId", "")))
    if payment is None:
        return {"result": 203, "message": "invalid trackId"}
    status = 18 if book.lapsed(payment) else _ZIBAL_STATUS[payment.state]
    return {"result": 100, "message": "success", **_zb_receipt(payment, status)}
