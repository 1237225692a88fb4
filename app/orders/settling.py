"""Settling payments: from the bank's word to a paid order, once, whoever brings it and however often.

The steps are: a transaction claims the attempt; the gateway is asked with no transaction open; a transaction settles.
The buyer's return and the worker's poller both walk them; a lease keeps two from asking at the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import select

from app import catalogue, ledger, payments, promotions
from app.catalogue import NotForSale, OutOfStock
from app.ledger import JournalKind, Posting, chart
from app.orders import rules
from app.orders.billing import let_go_of_codes
from app.orders.errors import NotPayable
from app.orders.events import LatePaymentFound, OrderExpired, OrderPaid, PaymentCheckDue, PaymentNeverCame, PaymentSeen
from app.orders.models import Order, OrderState, Parcel, ParcelState
from app.orders.parcels import uncollected
from app.orders.placing import hold_again
from app.orders.queries import holder, lines_of, locked, parcels_of
from app.orders.recalling import stop_recalled
from app.payments import Answer, Attempt, AttemptState, Claim, CreditRefused, Outcome
from app.promotions import CouponRefused
from app.shared import audit, clock, rulebook, text
from app.shared.database import session, take_turns
from app.shared.errors import NotFound
from app.shared.money import total
from app.shared.outbox import Record, announce, errand
from app.shared.states import MoveRefused

_SHORT = timedelta(minutes=3)
Taken = TypeVar("Taken", bound=Claim | None)


def claim(attempt_id: int) -> Claim | None:
    """Take the right to ask the bank about an attempt; None when it is decided or being asked about."""
    order = locked(payments.attempt(attempt_id).payable_id)
    attempt = payments.locked(attempt_id)
    return _with_goods(order, lambda payable: payments.claim(attempt, take=payable))


def _with_goods(order: Order, take_up: Callable[[bool], Taken]) -> Taken:
    """While the order is still to be paid its goods are held on, so that money taken finds goods."""
    payable = order.state is OrderState.AWAITING_PAYMENT and catalogue.is_held(holder(order.id))
    claimed = take_up(payable)
    if claimed is not None and payable:
        catalogue.extend(holder(order.id), clock.now() + _SHORT)
    return claimed


def reference_of(order: Order, attempt: Attempt) -> str:
    """Our own number for a try to pay an order: what the gateway is told, and what its receipt must name if it does."""
    return f"{order.code}-{attempt.seq}"


def settle(claimed: Claim, answer: Answer) -> Claim | None:
    """Write down what the bank said, and everything that follows; nothing when somebody else was quicker.

    Money that lies ready for an order that had lapsed is worth another look: if its goods can be had again, the
    claim to ask once more comes back; if not, the money is left and returns to the buyer by itself.
    """
    order = locked(payments.attempt(claimed.attempt_id).payable_id)
    attempt = payments.locked(claimed.attempt_id)
    if attempt.state is not AttemptState.VERIFYING:
        return None
    if answer.names and answer.names != reference_of(order, attempt):
        answer = replace(answer, outcome=Outcome.SUSPICIOUS, raw=f"{answer.raw} for {answer.names[:40]}")
    if answer.outcome is Outcome.READY and _can_be_had(order):
        return payments.reclaim(attempt)
    # Goods are held again only for money that came: a buyer still at the bank holds nothing beyond the time to pay.
    came = answer.outcome in {Outcome.PAID, Outcome.TAKEN}
    state = payments.record_answer(attempt, answer, wanted=came and _can_be_had(order))
    if state is AttemptState.PAID:
        _paid(order, attempt)
    elif state is AttemptState.LATE_PAID:
        _late(order, attempt)
    return None


def _can_be_had(order: Order) -> bool:
    """Whether the order is still to be paid and its goods, coupon and credit are held, if need be once more."""
    if order.state is OrderState.CASH_DUE:
        return True
    if order.state not in {OrderState.AWAITING_PAYMENT, OrderState.EXPIRED}:
        return False
    try:
        with session().begin_nested():
            hold_again(order)
    except (OutOfStock, NotForSale, CouponRefused, CreditRefused):
        session().refresh(order)
        return False
    return True


def pay_with_credit(order: Order) -> None:
    """Store credit pays all of it: the order is paid as soon as it is placed. Raises NotPayable where it does not."""
    if order.state is not OrderState.AWAITING_PAYMENT or order.due_rial:
        raise NotPayable(order.state.value)
    credit = payments.use_credit(order.id)
    if credit is None:
        raise NotPayable(order.state.value)
    _paid(order, credit, {chart.CREDIT: int(credit.amount_rial)})


def _paid(order: Order, attempt: Attempt, money: dict[str, int] | None = None) -> None:
    """`money`: where it came from; the attempt's own account, and the credit that pays beside it, unless told."""
    now = clock.now()
    order.paid_at = now
    agreed = order.state is OrderState.CASH_DUE
    order.move_to(OrderState.PAID, None, attempt.reference)
    for other in payments.attempts_of(order.id):
        if other.gateway in payments.BY_HAND and other.id != attempt.id:
            payments.abandon(other, "paid otherwise")
        elif other.id != attempt.id:
            payments.unwanted(other)
    if not agreed:
        catalogue.consume(holder(order.id))
    promotions.used(order.id)
    parcels = list(session().scalars(select(Parcel).where(Parcel.order_id == order.id).order_by(Parcel.id)))
    for parcel in parcels:
        if not agreed:
            parcel.accept_by = now + timedelta(hours=rulebook.number(rules.ACCEPT_HOURS))
    ledger.post(
        Posting(
            key=f"pay:{attempt.gateway}:{attempt.authority}",
            kind=JournalKind.PAYMENT,
            about=("attempt", attempt.id),
            legs={**(money or _money(order, attempt)), **_owed(order, parcels)},
            memo=order.code,
        )
    )
    payments.book_foreign(attempt, attempt.asked, key=f"pay_fx:{attempt.id}")
    announce(OrderPaid(order.id))
    if not agreed:
        stop_recalled(order.id)


def _money(order: Order, attempt: Attempt) -> dict[str, int]:
    """Where the money of a payment lies, and what store credit pays beside it: that has a journal of its own."""
    legs = {payments.account_of(attempt.gateway): int(attempt.amount_rial)}
    credit = payments.use_credit(order.id)
    if credit is None:
        return legs
    amount = int(credit.amount_rial)
    ledger.post(
        Posting(
            key=f"pay:{credit.gateway}:{credit.authority}",
            kind=JournalKind.PAYMENT,
            about=("attempt", credit.id),
            legs={chart.CREDIT: amount, chart.UNAPPLIED: -amount},
            memo=order.code,
        )
    )
    return {**legs, chart.UNAPPLIED: amount}


def _owed(order: Order, parcels: Sequence[Parcel]) -> dict[str, int]:
    """To whom a paid order's money is owed, and what the shop's funds add to it."""
    lines = lines_of(parcel.id for parcel in parcels)
    legs: dict[str, int] = {chart.SHIPPING: -order.delivery_rial}
    for parcel in parcels:
        legs[chart.escrow(parcel.id)] = -total(line.net_rial for line in lines[parcel.id])
        if parcel.subsidy_id is not None:
            fund = chart.subsidy(parcel.subsidy_id)
            legs[fund] = legs.get(fund, 0) + parcel.subsidy_rial
    funded = total(line.funded_rial for parcel in parcels for line in lines[parcel.id])
    if order.coupon_id is not None and funded:
        legs[chart.discount(order.coupon_id)] = int(funded)
    return legs


def _late(order: Order, attempt: Attempt) -> None:
    """Money came for something that can't be had: it is booked, and sent back at once."""
    account, amount = payments.account_of(attempt.gateway), attempt.amount_rial
    ledger.post(
        Posting(
            key=f"late:{attempt.gateway}:{attempt.authority}",
            kind=JournalKind.LATE_PAYMENT,
            about=("attempt", attempt.id),
            legs={account: amount, chart.UNAPPLIED: -amount},
            memo=order.code,
        )
    )
    ledger.post(
        Posting(
            key=f"late_refund:{attempt.id}",
            kind=JournalKind.REFUND,
            about=("attempt", attempt.id),
            legs={chart.UNAPPLIED: amount, chart.REFUND_PENDING: -amount},
            memo=order.code,
        )
    )
    payments.book_foreign(attempt, attempt.asked, key=f"pay_fx:{attempt.id}")
    payments.refund_attempt(attempt, amount, key=f"late:{attempt.id}", why="late_payment", by=None)
    announce(LatePaymentFound(order.id, attempt.id))


def seen_by_hand(attempt_id: int, reference: str, by: int) -> None:
    """A member of staff has the money of a payment by hand: it counts as paid, under the slip's number.

    Raises MoveRefused when it is decided already, ReferenceUsed when another payment has this number.
    """
    _seen(attempt_id, reference, by, payments.claim_by_hand, Answer(Outcome.PAID, raw="seen by hand"))


def _seen(attempt_id: int, reference: str, by: int, take_up: Callable[[Attempt, int], Claim], answer: Answer) -> None:
    """The money of an attempt was found under this number: it is settled with it, and written down who said so."""
    order = locked(payments.attempt(attempt_id).payable_id)
    number = text.reference(reference, 80)
    take_turns(f"reference {number}")
    attempt = payments.locked(attempt_id)
    if payments.reference_used(attempt, number):
        raise payments.ReferenceUsed(number)
    settle(take_up(attempt, by), replace(answer, reference=number))
    audit.note("payment_seen", "payment_attempt", attempt_id, by, order=order.code, amount=int(attempt.amount_rial))
    announce(PaymentSeen(attempt_id))


def ask_again(attempt_id: int, by: int) -> None:
    """Have the gateway asked once more about a payment that does not fit the books. Raises MoveRefused for others."""
    order = locked(payments.attempt(attempt_id).payable_id)
    attempt = payments.locked(attempt_id)
    claimed = _with_goods(order, lambda payable: payments.claim_again(attempt, by, take=payable))
    audit.note("payment_asked_again", "payment_attempt", attempt_id, by)
    announce(PaymentCheckDue(**asdict(claimed)))


def seen_at_gateway(attempt_id: int, reference: str, by: int) -> None:
    """A member of staff found the payment's whole money in the gateway's panel, under this number: it counts.

    For an order that can't be had any more it goes back at once. Raises MoveRefused, ReferenceUsed.
    """
    take_up = partial(payments.claim_again, take=True)
    _seen(attempt_id, reference, by, take_up, Answer(Outcome.TAKEN, raw="seen at the gateway"))


def nothing_at_gateway(attempt_id: int, by: int) -> None:
    """A member of staff looked into the gateway's panel: nothing came of this payment. Raises MoveRefused."""
    order = locked(payments.attempt(attempt_id).payable_id)
    claimed = payments.claim_again(payments.locked(attempt_id), by, take=False)
    settle(claimed, Answer(Outcome.FAILED, raw="nothing at the gateway"))
    audit.note("payment_never_came", "payment_attempt", attempt_id, by, order=order.code)
    announce(PaymentSeen(attempt_id))


def never_came(attempt_id: int, by: int) -> None:
    """A member of staff has looked: no money came of a payment by hand.

    Where it was to be collected at the door, its parcel is called off. Raises MoveRefused, also once it was delivered.
    """
    order = locked(payments.attempt(attempt_id).payable_id)
    claimed = payments.claim_by_hand(payments.locked(attempt_id), by)
    settle(claimed, Answer(Outcome.FAILED, raw="never came"))
    audit.note("payment_never_came", "payment_attempt", attempt_id, by)
    if claimed.gateway == payments.ON_DELIVERY and order.state is OrderState.CASH_DUE:
        uncollected(order, by)
    announce(PaymentNeverCame(claimed.attempt_id, order.id))


def cash_lost(attempt_id: int, by: int) -> None:
    """The parcel was handed over, and its cash will not come in: the shop stands for it, so that its maker is paid.

    It counts as paid, at the cost of `expense:bad_debt`. Raises MoveRefused before it was delivered, or once decided.
    """
    order = locked(payments.attempt(attempt_id).payable_id)
    attempt = payments.locked(attempt_id)
    parcels = parcels_of([order.id])[order.id]
    delivered = all(parcel.state is ParcelState.DELIVERED for parcel in parcels)
    if attempt.gateway != payments.ON_DELIVERY or order.state is not OrderState.CASH_DUE or not delivered:
        raise MoveRefused("payment_attempt", str(attempt.state), str(AttemptState.PAID))
    payments.claim_by_hand(attempt, by)
    payments.record_answer(attempt, Answer(Outcome.PAID, f"lost-{attempt.id}", raw="cash lost"), wanted=True)
    legs = _money(order, attempt)
    legs[chart.BAD_DEBT] = legs.pop(payments.account_of(attempt.gateway))
    _paid(order, attempt, legs)
    audit.note("cash_lost", "payment_attempt", attempt_id, by, order=order.code, amount=int(attempt.amount_rial))
    announce(PaymentSeen(attempt_id))


def find_attempt(gateway: str, authority: str) -> Attempt:
    """The attempt that a returning browser names. Raises NotFound; the gateway is not even asked then."""
    found = payments.by_authority(gateway, authority)
    if found is None:
        raise NotFound
    return found


def expire(order_id: int) -> None:
    """Let go of an order that nobody paid in time; not while a bank's word on it is outstanding."""
    order = locked(order_id)
    if order.state is not OrderState.AWAITING_PAYMENT or order.pay_until > clock.now():
        return
    if payments.undecided(order.id):
        return
    for attempt in payments.attempts_of(order.id):
        if attempt.gateway in payments.BY_HAND:
            payments.abandon(attempt, "expired")
        else:
            payments.unwanted(attempt)
    order.move_to(OrderState.EXPIRED, None)
    catalogue.release(holder(order.id))
    let_go_of_codes(order.id)
    announce(OrderExpired(order.id))


def expired_holds() -> list[int]:
    """Orders whose time to pay is over."""
    query = select(Order.id).where(Order.state == OrderState.AWAITING_PAYMENT, Order.pay_until <= clock.now())
    return list(session().scalars(query.order_by(Order.id).limit(200)))


def check(attempt_id: int) -> None:
    """Have the worker ask about an attempt whose buyer did not come back."""
    claimed = claim(attempt_id)
    if claimed is not None:
        announce(PaymentCheckDue(**asdict(claimed)))


@errand(PaymentCheckDue, "orders.ask_bank")
def _ask_bank(event: PaymentCheckDue, _key: str) -> Record | None:
    claimed = Claim(**asdict(event))
    answer = payments.ask(claimed)
    return lambda: _settle_and_go_on(claimed, answer)


def _settle_and_go_on(claimed: Claim, answer: Answer) -> None:
    again = settle(claimed, answer)
    if again is not None:
        announce(PaymentCheckDue(**asdict(again)))
