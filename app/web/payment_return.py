"""Back from the bank. Needs no session: the browser that returns may be another one, and its word is only a hint."""

from __future__ import annotations

from flask import Blueprint, request

from app import orders, payments
from app.shared import running
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import ascii_digits, clean
from app.web.access import ANYONE, allow
from app.web.pages import Page, go

blueprint = Blueprint("payment_return", __name__)


@blueprint.route("/pay/return/<gateway>", methods=["GET", "POST"])
@allow(ANYONE)
def back(gateway: str) -> Page:
    """Settle what the address names, and show the order. An authority that we never had is not even asked about."""
    known = payments.gateways().get(gateway)
    if known is None:
        raise NotFound
    authority = ascii_digits(clean(known.authority_in(request.values)))[:80]
    attempt = orders.find_attempt(gateway, authority)
    attempt_id, order_id = attempt.id, attempt.payable_id
    settle(attempt_id)
    return go("tracking.show", token=orders.order(order_id).token)


def settle(attempt_id: int) -> None:
    """Walk the steps of settling: claim, ask with no transaction open, write down; once more if it is worth it."""
    with transaction():
        claimed = orders.claim(attempt_id)
    while claimed is not None:
        answer = payments.ask(claimed)
        with transaction():
            claimed = orders.settle(claimed, answer)


@blueprint.post("/pay/hook/stripe")
@allow(ANYONE)
def hook() -> Page:
    """A webhook: its signature is checked on the raw body, it is written down once, and the worker asks by itself."""
    settings = running.settings()
    if "stripe" not in payments.gateways():
        raise NotFound
    try:
        body, signature = request.get_data(cache=False), request.headers.get("Stripe-Signature", "")
        hint = payments.read_hook(body, signature, settings.stripe_webhook_secret)
    except payments.ForgedHook:
        return "", 400
    with transaction():
        payments.hook_came(hint.id, hint.kind, hint.about)
    return "", 200
