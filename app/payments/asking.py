"""Asking the gateways. Everything here speaks to the outside, so it insists that no transaction is open."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.payments.actions import (
    LEASE,
    LEFT,
    Claim,
    account_of,
    compare_refunds,
    minor_of,
    needs_hands,
    paid_after_all,
    refund_done,
)
from app.payments.by_hand import ByHand
from app.payments.calling import OVERTIME_SECONDS, within
from app.payments.errors import UnknownGateway
from app.payments.events import AttemptUnwanted, RefundHinted, RefundQueued
from app.payments.models import Attempt, Refund, RefundState
from app.payments.port import (
    Answer,
    Gateway,
    GatewayDown,
    GiveBack,
    Outcome,
    OutcomeUnknown,
    RefundRefused,
    Start,
    Started,
)
from app.payments.queries import given_back_before, locked
from app.payments.sandbox import SandboxGateway
from app.payments.stripe_checkout import StripeGateway, StripeKeys
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zarinpal_refunds import ZarinpalRefunds
from app.payments.zibal import ZibalGateway
from app.shared import clock, outbox, running
from app.shared.database import outside, session
from app.shared.money import Rial
from app.shared.outbox import Record, errand

log = logging.getLogger(__name__)

# Whoever asks holds a lease, and nobody else may ask before she has her answer: she stops in good time.
ASK_SECONDS = LEASE.total_seconds() - OVERTIME_SECONDS - 3
REFUND_SECONDS = outbox.LEASE.total_seconds() / 2


def gateways() -> dict[str, Gateway]:
    """Gateways that the operator has set up, by name, in his order; staff may switch some of them off."""
    return running.once("gateways", _switched_on)


def _switched_on() -> dict[str, Gateway]:
    settings = running.settings()
    makers: dict[str, Callable[[], Gateway]] = {
        "sandbox": lambda: SandboxGateway(settings.sandbox_base_url),
        "zarinpal": lambda: ZarinpalGateway(settings.zarinpal_base_url, settings.zarinpal_merchant_id, _refunds()),
        "zibal": lambda: ZibalGateway(settings.zibal_base_url, settings.zibal_merchant),
        "stripe": lambda: StripeGateway(
            StripeKeys(settings.stripe_secret_key, settings.stripe_api_base, settings.stripe_currency)
        ),
        "card": lambda: ByHand("card"),
        "counter": lambda: ByHand("counter"),
        "cod": lambda: ByHand("cod"),
    }
    return {name: makers[name]() for name in settings.gateways}


def _refunds() -> ZarinpalRefunds | None:
    """ZarinPal's refunds by its panel's API; nothing where the operator has given no token."""
    settings = running.settings()
    if not settings.zarinpal_refund_token:
        return None
    return ZarinpalRefunds(settings.zarinpal_refund_url, settings.zarinpal_refund_token, settings.zarinpal_terminal_id)


def _gateway(name: str) -> Gateway:
    found = gateways().get(name)
    if found is None:
        raise UnknownGateway(name)
    return found


def start(gateway: str, what: Start) -> Started:
    """Tell a gateway of a payment to come. Raises UnknownGateway, GatewayDown, also when it names another payment."""
    with outside():
        started = _gateway(gateway).start(what)
    if session().scalar(select(Attempt.id).where(Attempt.gateway == gateway, Attempt.authority == started.authority)):
        raise GatewayDown("the authority belongs to another payment")
    return started


def ask(claim: Claim) -> Answer:
    """What the gateway says of a claimed attempt; a time-out is UNKNOWN, never a failure.

    The browser's word is a hint only: whatever it says, the gateway is asked. Verifying takes the money.
    """
    with outside(), within(ASK_SECONDS):
        try:
            return _ask(_gateway(claim.gateway), claim)
        except (OutcomeUnknown, UnknownGateway) as fault:
            log.warning("attempt %s: no answer (%s)", claim.attempt_id, fault)
            return Answer(Outcome.UNKNOWN, raw=str(fault))


def _ask(gateway: Gateway, claim: Claim) -> Answer:
    standing = gateway.inquire(claim.authority, Rial(claim.amount))
    if standing.outcome is Outcome.PAID and not claim.take:
        return replace(standing, outcome=Outcome.READY)
    if standing.outcome not in {Outcome.PAID, Outcome.TAKEN}:
        return standing
    answer = gateway.verify(claim.authority, Rial(claim.amount))
    if answer.outcome is Outcome.PAID and not answer.reference:
        return replace(answer, outcome=Outcome.SUSPICIOUS, raw=f"{answer.raw} without reference")
    return answer


@errand(RefundQueued, "payments.send_refund")
def _send(event: RefundQueued, key: str) -> Record | None:
    back = session().get_one(Refund, event.refund_id)
    if back.state is not RefundState.QUEUED:
        return None
    attempt = session().get_one(Attempt, back.attempt_id)
    name, asked = attempt.gateway, _asked(attempt, back, key)
    with outside(), within(REFUND_SECONDS):
        try:
            reference = _gateway(name).refund(asked)
        except (RefundRefused, UnknownGateway) as refusal:
            why = str(refusal)
            return lambda: needs_hands(session().get_one(Refund, event.refund_id), why)
    return lambda: refund_done(session().get_one(Refund, event.refund_id), reference, account=account_of(name), by=None)


@errand(AttemptUnwanted, "payments.close")
def _close(event: AttemptUnwanted, _key: str) -> Record | None:
    """Where the gateway does not answer, the outbox tries again."""
    attempt = session().get_one(Attempt, event.attempt_id)
    gateway = gateways().get(attempt.gateway)
    if not isinstance(gateway, StripeGateway) or attempt.authority is None:
        return None
    authority, leave = attempt.authority, attempt.state in LEFT
    with outside(), within(REFUND_SECONDS):
        was_paid = gateway.close(authority, leave=leave)
    return (lambda: paid_after_all(locked(event.attempt_id))) if was_paid else None


@errand(RefundHinted, "payments.compare_refunds")
def _look_at_refunds(event: RefundHinted, _key: str) -> Record | None:
    gateway = gateways().get("stripe")
    if not isinstance(gateway, StripeGateway):
        return None
    with outside(), within(REFUND_SECONDS):
        numbers = gateway.given_back(event.about)
    return lambda: compare_refunds(event.about, numbers)


def _asked(attempt: Attempt, back: Refund, row_key: str) -> GiveBack:
    before, in_turn = given_back_before(back)
    return GiveBack(
        authority=attempt.authority or "",
        amount=back.amount_rial if attempt.settle_minor is None else Rial(minor_of(attempt, back)),
        key=back.idem_key,
        paid=Rial(attempt.asked),
        taken_at=attempt.decided_at,
        reference=attempt.reference or "",
        before=before,
        first_asked_at=_asked_before(row_key),
        in_turn=in_turn,
    )


def _asked_before(row_key: str) -> datetime | None:
    """When this refund was first asked for; None at the first try. A row that was revived lost count of its tries."""
    begun = outbox.begun_at(row_key)
    return None if outbox.tries_of(row_key) <= 1 and clock.now() < begun + timedelta(minutes=1) else begun
