"""What the desk learns from payments and orders."""

from __future__ import annotations

from app import orders, payments, payouts
from app.finance.actions import close_about, open_task
from app.finance.documents import issue
from app.finance.models import Series, TaskKind
from app.shared.outbox import reaction


@reaction(payments.RefundNeedsHands, "finance.refund_by_hand")
def _refund_by_hand(event: payments.RefundNeedsHands) -> None:
    open_task(TaskKind.REFUND_BY_HAND, f"refund:{event.refund_id}")


@reaction(payments.RefundDone, "finance.refund_done")
def _refund_done(event: payments.RefundDone) -> None:
    close_about(TaskKind.REFUND_BY_HAND, f"refund:{event.refund_id}", "done")
    attempt_id = payments.refund_by_id(event.refund_id).attempt_id
    close_about(TaskKind.LATE_PAYMENT, f"attempt:{attempt_id}", "refunded")
    issue(Series.CREDIT, event.refund_id)


@reaction(orders.ParcelCompleted, "finance.parcel_completed")
def _completed(event: orders.ParcelCompleted) -> None:
    issue(Series.SALE, event.parcel_id)
    issue(Series.COMMISSION, event.parcel_id)


@reaction(payouts.PayoutPaid, "finance.payout_paid")
def _paid_out(event: payouts.PayoutPaid) -> None:
    issue(Series.PAYOUT, event.item_id)


@reaction(payments.PaymentSuspicious, "finance.suspicious")
def _suspicious(event: payments.PaymentSuspicious) -> None:
    code = orders.order(payments.attempt(event.attempt_id).payable_id).code
    open_task(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{event.attempt_id}", code)


@reaction(payments.LoosePaymentFound, "finance.loose_payment")
def _loose(event: payments.LoosePaymentFound) -> None:
    ref = f"{event.gateway}:{event.authority}"[:60]
    open_task(TaskKind.LOOSE_PAYMENT, ref, f"{event.authority} {event.amount}")


_HOOKS = {
    "charge.dispute.created": TaskKind.DISPUTE,
    "charge.dispute.closed": TaskKind.DISPUTE_OVER,
    "refund.failed": TaskKind.REFUND_BOUNCED,
}


@reaction(payments.HookNeedsHands, "finance.hook")
def _hook(event: payments.HookNeedsHands) -> None:
    code = "" if event.payable_id is None else orders.order(event.payable_id).code
    open_task(_HOOKS[event.kind], f"hook:{code or event.hook_id}"[:60], code or event.hook_id)


@reaction(payments.StrayRefundFound, "finance.stray_refund")
def _stray_refund(event: payments.StrayRefundFound) -> None:
    code = event.number if event.payable_id is None else orders.order(event.payable_id).code
    open_task(TaskKind.SUSPICIOUS_PAYMENT, f"refund:{event.number}"[:60], code, once=True)


@reaction(payments.SlipGiven, "finance.slip")
def _slip(event: payments.SlipGiven) -> None:
    open_task(TaskKind.SLIP, f"attempt:{event.attempt_id}", payments.attempt(event.attempt_id).slip)


@reaction(orders.PaymentNeverCame, "finance.never_came")
def _never_came(event: orders.PaymentNeverCame) -> None:
    close_about(TaskKind.SLIP, f"attempt:{event.attempt_id}", "never came")


@reaction(orders.PaymentSeen, "finance.payment_seen")
def _seen(event: orders.PaymentSeen) -> None:
    for kind in (TaskKind.SLIP, TaskKind.SUSPICIOUS_PAYMENT):
        close_about(kind, f"attempt:{event.attempt_id}", "seen")


@reaction(orders.OrderPaid, "finance.order_paid")
def _order_paid(event: orders.OrderPaid) -> None:
    issue(Series.INVOICE, event.order_id)


@reaction(orders.LatePaymentFound, "finance.late_payment")
def _late(event: orders.LatePaymentFound) -> None:
    open_task(TaskKind.LATE_PAYMENT, f"attempt:{event.attempt_id}", orders.order(event.order_id).code)
