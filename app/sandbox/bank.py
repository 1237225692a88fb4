"""Four calls for the shop (request, verify, inquiry, refund) and a page for the buyer: pay, cancel, or pay and close.

The page has a menu of what goes wrong at banks, so that a person can see in the browser what the shop makes of it.

Behaves as Iranian gateways do: a payment that is not verified within half an hour returns to the buyer; verifying twice
answers 101 the second time; the amount is compared; nothing but the merchant's own record is believed.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from app.sandbox.book import Book, Payment
from app.sandbox.faces import add_faces, fee, lost, reference_of
from app.sandbox.report import report_rows
from app.sandbox.stripe_face import FACE as STRIPE
from app.sandbox.stripe_face import add_stripe, send_hook
from app.shared.text import number
from config import ROOT

LEAST_RIALS = 10_000
# The payer has paid; then the bank's answer to the shop gets lost, is a page of HTML, or speaks of another amount.
TRICKS = frozenset({"lost", "page", "amount"})
# Without paying: back to the shop, and to say there that one has paid; Stripe's webhooks that lie or are not Stripe's.
NOT_PAYING = frozenset({"cancel", "say_paid", "hook_lies", "hook_forged"})
PAYING = TRICKS | {"pay", "pay_close", "say_cancelled", "hook_twice"}
_STANDINGS = {
    "open": "IN_BANK",
    "paid": "PAID",
    "verified": "VERIFIED",
    "cancelled": "CANCELLED",
    "reversed": "REVERSED",
}


def create_bank(folder: Path, hook_secret: str = "") -> Flask:
    """The bank as a WSGI program, with its book in `folder`; with `hook_secret` it tells the shop as Stripe does."""
    bank = Flask("sandbox", template_folder=str(ROOT / "templates" / "sandbox"), static_folder=None)
    book = Book(folder / "sandbox-bank.sqlite3")
    _calls(bank, book)
    _pages(bank, book, hook_secret)
    add_faces(bank, book)
    add_stripe(bank, book)
    bank.after_request(_headers)
    return bank


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _calls(bank: Flask, book: Book) -> None:
    acts = {"request": _request, "verify": _verify, "inquiry": _inquiry, "refund": _refund}

    @bank.post("/api/<act>")
    def call(act: str) -> Response:
        if act not in acts:
            abort(404)
        asked = request.get_json(silent=True)
        body = asked if isinstance(asked, dict) else {}
        told = acts[act](book, body)
        payment = book.find(str(body.get("authority", ""))) if act == "verify" else None
        return lost(book, payment) or jsonify(told)


Asked = dict[str, object]
Told = dict[str, object]


def _request(book: Book, asked: Asked) -> Told:
    amount, callback = asked.get("amount"), str(asked.get("callback", ""))
    if not isinstance(amount, int) or amount < LEAST_RIALS or not callback.startswith(("http://", "https://")):
        return {"code": -9}
    authority = "S" + secrets.token_hex(17)
    book.add(Payment(authority, amount, callback, str(asked.get("description", ""))))
    return {"code": 100, "authority": authority}


def _verify(book: Book, asked: Asked) -> Told:
    payment = book.find(str(asked.get("authority", "")))
    if payment is None:
        return {"code": -54}
    if payment.amount != asked.get("amount") or payment.trick == "amount":
        return {"code": -50}
    if payment.state == "paid" and not book.lapsed(payment):
        book.verify(payment.authority)
        return _receipt(payment, 100)
    return _receipt(payment, 101) if payment.state == "verified" else {"code": -51}


def _inquiry(book: Book, asked: Asked) -> Told:
    payment = book.find(str(asked.get("authority", "")))
    if payment is None:
        return {"status": "FAILED"}
    return {"status": "REVERSED" if book.lapsed(payment) else _STANDINGS[payment.state]}


def _refund(book: Book, asked: Asked) -> Told:
    reference = book.refund(str(asked.get("authority", "")), asked.get("amount"), str(asked.get("key", "")))
    return {"code": -61} if reference is None else {"code": 100, "reference": reference}


def _receipt(payment: Payment, code: int) -> Told:
    return {
        "code": code,
        "authority": payment.authority,
        "reference": reference_of(payment),
        "card_mask": "603799******1404",
        "fee": fee(payment.amount),
    }


def _pages(bank: Flask, book: Book, hook_secret: str) -> None:
    @bank.get("/pay/<authority>")
    def page(authority: str) -> str:
        payment = book.find(authority) or abort(404)
        left = payment.amount - book.given_back(authority) if payment.state == "verified" else 0
        return render_template("pay.html", payment=payment, left=left, price=_price(payment))

    @bank.post("/pay/<authority>")
    def act(authority: str) -> Response | str:
        payment = book.find(authority) or abort(404)
        act = request.form.get("act", "")
        if payment.face == STRIPE and hook_secret:
            _tell(book, payment, act, hook_secret)
        return _act(book, payment, act)

    @bank.get("/report.csv")
    def report() -> Response:
        """What a gateway's panel would give: money that came and went, in the dress that is asked for."""
        rows = report_rows(book, request.args.get("face", "sandbox"))
        return Response("\ufeff" + "\r\n".join(",".join(row) for row in rows), mimetype="text/csv")

    @bank.get("/bank.css")
    def style() -> Response:
        sheet = (ROOT / "static" / "css" / "bank.css").read_text(encoding="utf-8")
        return Response(sheet, mimetype="text/css")


def _price(payment: Payment) -> str:
    if payment.currency:
        return f"{payment.amount // 100}.{payment.amount % 100:02} {payment.currency.upper()}"
    return f"{number(payment.amount // 10, 'fa')} تومان"


def _tell(book: Book, payment: Payment, act: str, secret: str) -> None:
    """What Stripe tells the shop by itself of what the payer does."""
    if act == "dispute":
        send_hook(payment, "charge.dispute.created", secret)
    elif act == "give_back" and payment.state == "verified":
        _give_back(book, payment)
        send_hook(payment, "refund.created", secret)
        send_hook(payment, "charge.refunded", secret)
    elif act == "hook_lies":
        send_hook(payment, "checkout.session.completed", secret)
    elif act == "hook_forged":
        send_hook(payment, "checkout.session.completed", secret + "x")
    elif payment.state == "open" and act in PAYING:
        book.pay(payment.authority)
        send_hook(payment, "checkout.session.completed", secret, times=2 if act == "hook_twice" else 1)


def _give_back(book: Book, payment: Payment) -> None:
    """All that is left of it, without the shop's having asked."""
    left = payment.amount - book.given_back(payment.authority)
    number = f"re_{secrets.token_hex(12)}" if payment.face == STRIPE else f"bank-{secrets.token_hex(4)}"
    book.refund(payment.authority, left, number)


def _act(book: Book, payment: Payment, wanted: str) -> Response | str:
    """What the payer presses; on a payment that is over, what the bank does by itself."""
    if wanted == "give_back":
        _give_back(book, payment)
        return redirect(f"/pay/{payment.authority}", 303)
    if wanted == "dispute":
        return redirect(f"/pay/{payment.authority}", 303)
    if wanted == "cancel" and payment.face != STRIPE:  # there one only goes back; the session can still be paid
        book.cancel(payment.authority)
    if wanted in NOT_PAYING:
        return redirect(_back(payment, paid=wanted == "say_paid"), 303)
    if wanted not in PAYING:
        abort(400)
    if wanted in TRICKS:
        book.set_trick(payment.authority, wanted)
    book.pay(payment.authority)
    if wanted == "pay_close":
        return render_template("closed.html")
    return redirect(_back(payment, paid=wanted != "say_cancelled"), 303)


def _back(payment: Payment, *, paid: bool) -> str:
    """Where the buyer returns, with what each gateway writes behind the address."""
    if payment.face == STRIPE:
        return payment.callback
    told = {
        "zarinpal": {"Authority": payment.authority, "Status": "OK" if paid else "NOK"},
        "zibal": {
            "success": "1" if paid else "0",
            "status": "2" if paid else "3",
            "trackId": payment.authority,
            "orderId": "",
        },
    }.get(payment.face, {"authority": payment.authority, "status": "OK" if paid else "NOK"})
    joint = "&" if "?" in payment.callback else "?"
    return f"{payment.callback}{joint}{urlencode(told)}"
