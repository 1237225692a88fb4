"""Payments: tries to pay through gateways, and money back. Knows no order: whoever calls has its own `payable_id`.

Owns `payment_attempt`, `refund`. Calls ledger. Announces RefundQueued, RefundDone, RefundNeedsHands, PaymentSuspicious.
"""

from app.payments.actions import (
    GIVE_UP_AFTER,
    Claim,
    abandon,
    claim,
    new_attempt,
    reclaim,
    record_answer,
    redirected,
    refund,
    refund_attempt,
    refund_by_hand,
    request_failed,
    settled_to_bank,
)
from app.payments.asking import ask, gateways, start
from app.payments.errors import NothingPaid, RefundTooLarge, UnknownGateway
from app.payments.events import PaymentSuspicious, RefundDone, RefundNeedsHands, RefundQueued
from app.payments.models import Attempt, AttemptState, Refund, RefundState
from app.payments.port import Answer, GatewayDown, Outcome, Start, Started
from app.payments.queries import (
    attempt,
    attempts_of,
    by_authority,
    due,
    invariants,
    locked,
    refund_by_id,
    refunds_by_hand,
    refunds_by_id,
    refunds_of,
    suspicious,
    undecided,
)

__all__ = [
    "GIVE_UP_AFTER",
    "Answer",
    "Attempt",
    "AttemptState",
    "Claim",
    "GatewayDown",
    "NothingPaid",
    "Outcome",
    "PaymentSuspicious",
    "Refund",
    "RefundDone",
    "RefundNeedsHands",
    "RefundQueued",
    "RefundState",
    "RefundTooLarge",
    "Start",
    "Started",
    "UnknownGateway",
    "abandon",
    "ask",
    "attempt",
    "attempts_of",
    "by_authority",
    "claim",
    "due",
    "gateways",
    "invariants",
    "locked",
    "new_attempt",
    "reclaim",
    "record_answer",
    "redirected",
    "refund",
    "refund_attempt",
    "refund_by_hand",
    "refund_by_id",
    "refunds_by_hand",
    "refunds_by_id",
    "refunds_of",
    "request_failed",
    "settled_to_bank",
    "start",
    "suspicious",
    "undecided",
]
