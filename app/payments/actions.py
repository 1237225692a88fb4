"""Attempts and refunds: what is written down before and after a gateway is asked. Asking itself is in `asking.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy import text as sql

from app import ledger
from app.ledger import JournalKind, Posting, chart
from app.payments import credit
from app.payments.calling import masked
from app.payments.errors import (
    AccountChanged,
    ForeignMoney,
    NothingPaid,
    RefundTooLarge,
    SettlementFixed,
    SettlementTooLarge,
    UnknownGateway,
)
from app.payments.events import (
    AttemptUnwanted,
    HookNeedsHands,
    PaymentSuspicious,
    RefundDone,
    RefundHinted,
    RefundNeedsHands,
    RefundQueued,
    SlipGiven,
    StrayRefundFound,
)
from app.payments.exchange import FOREIGN, current_quote, lock
from app.payments.models import Attempt, AttemptState, Refund, RefundAccount, RefundState
from app.payments.port import Answer, Outcome, Started
from app.payments.rules import refund_minor
from app.shared import audit, clock, states, text
from app.shared.database import LOCK, UtcDateTime, session
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.outbox import announce

FIRST_CHECK = timedelta(seconds=90)
CHECK_EVERY = timedelta(minutes=2)
EAGER_FOR = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=24)
LEASE = timedelta(seconds=60)
BY_HAND = frozenset({"card", "counter", "cod"})
ON_DELIVERY = "cod"
# Where a payment that nobody wants any more could be paid or taken still, until the gateway is told.
STAYS_OPEN = frozenset({"stripe"})
OPEN_BY_HAND = frozenset({AttemptState.REDIRECTED, AttemptState.UNKNOWN})

# Decided, unless people take them up again.
_PEOPLES = frozenset({AttemptState.ABANDONED, AttemptState.SUSPICIOUS})

_STATES = {
    Outcome.PAID: AttemptState.PAID,
    Outcome.TAKEN: AttemptState.PAID,
    Outcome.READY: AttemptState.ABANDONED,
    Outcome.WAITING: AttemptState.REDIRECTED,
    Outcome.CANCELLED: AttemptState.CANCELLED,
    Outcome.FAILED: AttemptState.FAILED,
    Outcome.SUSPICIOUS: AttemptState.SUSPICIOUS,
    Outcome.UNKNOWN: AttemptState.UNKNOWN,
}
# A day without the bank's word may have cost the buyer money: people look. A day without a payment has cost nobody.
_AFTER_A_DAY = {AttemptState.UNKNOWN: AttemptState.SUSPICIOUS, AttemptState.REDIRECTED: AttemptState.EXPIRED}

# Nothing can be paid or taken there any more.
_OVER = frozenset(
    {
        AttemptState.PAID,
        AttemptState.LATE_PAID,
        AttemptState.CANCELLED,
        AttemptState.FAILED,
        AttemptState.REQUEST_FAILED,
    }
)
# What was authorised there is let go of: nobody will ask for it again.
LEFT = frozenset({AttemptState.ABANDONED, AttemptState.EXPIRED})


@dataclass(frozen=True)
class Claim:
    """Somebody is about to ask the gateway about this attempt; nobody else does until the lease ends.

    `take`: the payable can still be had, so money that lies ready is to be taken; otherwise it is only looked at.
    """

    attempt_id: int
    gateway: str
    authority: str
    amount: int
    take: bool


def new_attempt(payable_id: int, gateway: str, amount: Rial) -> Attempt:
    """A try to pay, before the gateway knows of it. Raises UnknownGateway for a foreign one without a good quote."""
    seq = session().scalar(select(func.coalesce(func.max(Attempt.seq), 0)).where(Attempt.payable_id == payable_id)) or 0
    attempt = Attempt(
        payable_id=payable_id,
        seq=seq + 1,
        gateway=gateway,
        amount_rial=amount,
        state=AttemptState.CREATED,
        started_at=clock.now(),
    )
    if gateway in FOREIGN:
        quote = current_quote()
        if quote is None:
            raise UnknownGateway(gateway)
        lock(attempt, quote)
    states.begin(attempt, None)
    return attempt


def redirected(attempt: Attempt, started: Started) -> None:
    """The gateway knows the attempt; the buyer is on the way there."""
    attempt.authority = started.authority
    attempt.next_check_at = clock.now() + FIRST_CHECK if started.redirect else None
    attempt.move_to(AttemptState.REDIRECTED, None)


def request_failed(attempt: Attempt, why: str) -> None:
    """The gateway could not be reached; nothing has moved."""
    attempt.last_answer, attempt.decided_at = why[:500], clock.now()
    attempt.move_to(AttemptState.REQUEST_FAILED, None, why[:200])


def claim(attempt: Attempt, *, take: bool) -> Claim | None:
    """Take the right to ask about an attempt; None when it is decided, somebody else is asking, or nobody can be."""
    if attempt.gateway in BY_HAND:
        return None
    now = clock.now()
    if attempt.state is AttemptState.VERIFYING:
        if attempt.lease_until is not None and attempt.lease_until > now:
            return None
    elif attempt.state not in _PEOPLES and attempt.may_become(AttemptState.VERIFYING):
        attempt.move_to(AttemptState.VERIFYING, None)
    else:
        return None
    attempt.lease_until, attempt.checks = now + LEASE, attempt.checks + 1
    attempt.next_check_at = now + LEASE
    return Claim(attempt.id, attempt.gateway, attempt.authority or "", attempt.asked, take)


def slip_given(attempt: Attempt, slip: str) -> None:
    """The buyer says that she has paid by hand, and what stands on the slip. Raises MoveRefused when it is decided."""
    if attempt.gateway not in BY_HAND:
        raise states.MoveRefused("payment_attempt", str(attempt.state), str(AttemptState.UNKNOWN))
    attempt.slip = text.reference(slip, 60)
    if attempt.state is AttemptState.REDIRECTED:
        attempt.move_to(AttemptState.VERIFYING, None)
        attempt.move_to(AttemptState.UNKNOWN, None, "slip")
    announce(SlipGiven(attempt.id))


def claim_by_hand(attempt: Attempt, by: int) -> Claim:
    """A member of staff has seen the money, or that it never came; it may come after its order has lapsed, too.

    Raises MoveRefused when it is decided.
    """
    if attempt.gateway not in BY_HAND or attempt.state not in OPEN_BY_HAND | {AttemptState.ABANDONED}:
        raise states.MoveRefused("payment_attempt", str(attempt.state), str(AttemptState.VERIFYING))
    attempt.move_to(AttemptState.VERIFYING, by)
    return Claim(attempt.id, attempt.gateway, attempt.authority or "", attempt.asked, take=True)


def claim_again(attempt: Attempt, by: int, *, take: bool) -> Claim:
    """A member of staff takes up an attempt that does not fit the books. Raises MoveRefused when it is none."""
    if attempt.state is not AttemptState.SUSPICIOUS or attempt.gateway in BY_HAND:
        raise states.MoveRefused("payment_attempt", str(attempt.state), str(AttemptState.VERIFYING))
    attempt.move_to(AttemptState.VERIFYING, by)
    attempt.lease_until = attempt.next_check_at = clock.now() + LEASE
    return Claim(attempt.id, attempt.gateway, attempt.authority or "", attempt.asked, take)


def reclaim(attempt: Attempt) -> Claim:
    """Ask once more about an attempt whose money lies ready, this time to take it."""
    attempt.lease_until = attempt.next_check_at = clock.now() + LEASE
    return Claim(attempt.id, attempt.gateway, attempt.authority or "", attempt.asked, take=True)


def abandon(attempt: Attempt, why: str) -> None:
    """Do not take this money: its order can't be had any more. Unverified, it returns to the buyer by itself."""
    if attempt.may_become(AttemptState.ABANDONED):
        attempt.next_check_at, attempt.decided_at = None, clock.now()
        attempt.move_to(AttemptState.ABANDONED, None, why)
        unwanted(attempt)


def unwanted(attempt: Attempt) -> None:
    """Its order lapsed, was called off or is paid otherwise: the worker closes it at the gateway, as far as it can.

    What was paid there meanwhile is asked about as ever: it is taken, left, or goes back as money that came late.
    """
    known = attempt.gateway in STAYS_OPEN and attempt.authority is not None
    if known and attempt.state not in _OVER:
        announce(AttemptUnwanted(attempt.id))


def paid_after_all(attempt: Attempt) -> None:
    """The gateway would not close it, because it has been paid: it is asked about now, though it had been left."""
    if attempt.state is AttemptState.ABANDONED:
        attempt.lease_until = None
        attempt.move_to(AttemptState.VERIFYING, None, "paid after all")
        attempt.next_check_at = clock.now()
    elif attempt.next_check_at is not None:
        attempt.next_check_at = clock.now()


def record_answer(attempt: Attempt, answer: Answer, *, wanted: bool) -> AttemptState:
    """Write down what the gateway said; the state that follows. `wanted`: the payable is still to be paid.

    Money that was taken although nobody wants it any more is LATE_PAID; after a day nobody waits on.
    Raises MoveRefused when another was quicker.
    """
    state = _STATES[answer.outcome]
    if state is AttemptState.PAID and reference_used(attempt, answer.reference):
        state = AttemptState.SUSPICIOUS
    elif state is AttemptState.PAID and not wanted:
        state = AttemptState.LATE_PAID
    elif clock.now() > attempt.started_at + GIVE_UP_AFTER:
        state = _AFTER_A_DAY.get(state, state)
    attempt.last_answer = answer.raw[:500]
    attempt.lease_until = None
    if state in {AttemptState.PAID, AttemptState.LATE_PAID}:
        attempt.reference, attempt.card_mask = answer.reference, masked(answer.card_mask)
        attempt.fee_rial = Rial(min(max(0, answer.fee), attempt.amount_rial))
    waiting = state in {AttemptState.UNKNOWN, AttemptState.REDIRECTED}
    attempt.next_check_at = _next_check(attempt) if waiting else None
    attempt.decided_at = None if waiting else clock.now()
    attempt.move_to(state, None, answer.raw[:200])
    if state is AttemptState.SUSPICIOUS:
        announce(PaymentSuspicious(attempt.id))
    elif state in LEFT:
        unwanted(attempt)
    return state


def reference_used(attempt: Attempt, reference: str | None) -> bool:
    """The gateway's reference belongs to another attempt: somebody is told the same money twice."""
    other = select(Attempt.id).where(
        Attempt.gateway == attempt.gateway, Attempt.reference == reference, Attempt.id != attempt.id
    )
    return reference is not None and session().scalar(other) is not None


def _next_check(attempt: Attempt) -> datetime:
    """Every two minutes in the first half hour, then hourly."""
    now = clock.now()
    return now + (CHECK_EVERY if now < attempt.started_at + EAGER_FOR else timedelta(hours=1))


def refund(payable_id: int, amount: Rial, *, key: str, why: str, by: int | None) -> list[Refund]:
    """Send money back to who paid; the same key once. Raises NothingPaid, RefundTooLarge.

    Money goes back before store credit does, so it can be two refunds; the second one's key ends in a plus.
    The caller has moved the amount to `liab:refund_pending`; here it leaves from there once it is gone.
    """
    known = refunds_by_key(key)
    if known:
        return known
    paid = (
        session()
        .scalars(
            select(Attempt)
            .where(Attempt.payable_id == payable_id, Attempt.state == AttemptState.PAID)
            .order_by(Attempt.gateway == credit.GATEWAY, Attempt.id)
            .with_for_update(**LOCK)
            .execution_options(populate_existing=True)
        )
        .all()
    )
    if not paid:
        raise NothingPaid
    lefts = [_left_of(attempt) for attempt in paid]
    if amount > sum(lefts):
        raise RefundTooLarge(sum(lefts))
    backs: list[Refund] = []
    for attempt, left in zip(paid, lefts, strict=True):
        share = Rial(min(left, amount))
        if share:
            backs.append(refund_attempt(attempt, share, key=key + "+" * len(backs), why=why, by=by))
        amount -= share
    return backs


def refunds_by_key(key: str) -> list[Refund]:
    """What went back under a key, money before credit."""
    return list(session().scalars(select(Refund).where(Refund.idem_key.in_([key, key + "+"])).order_by(Refund.id)))


def _left_of(attempt: Attempt) -> int:
    gone = select(func.coalesce(func.sum(Refund.amount_rial), 0)).where(Refund.attempt_id == attempt.id)
    return int(attempt.amount_rial) - int(session().scalar(gone) or 0)


def left_with_gateways(payable_id: int) -> Rial:
    """What gateways took for a purchase and have not given back; neither what came by hand nor store credit."""
    query = select(Attempt).where(
        Attempt.payable_id == payable_id,
        Attempt.state == AttemptState.PAID,
        Attempt.gateway.not_in([*BY_HAND, credit.GATEWAY]),
    )
    return Rial(sum(_left_of(attempt) for attempt in session().scalars(query)))


def refund_attempt(attempt: Attempt, amount: Rial, *, key: str, why: str, by: int | None) -> Refund:
    """Send back a part of this very payment; store credit is there again at once. Raises RefundTooLarge."""
    known = session().scalar(select(Refund).where(Refund.idem_key == key))
    if known is not None:
        return known
    left = _left_of(attempt)
    if amount > left:
        raise RefundTooLarge(left)
    back = Refund(
        attempt_id=attempt.id,
        payable_id=attempt.payable_id,
        amount_rial=amount,
        state=RefundState.QUEUED,
        idem_key=key,
        why=why[:200],
        asked_by=by,
        asked_at=clock.now(),
    )
    states.begin(back, by)
    if attempt.gateway == credit.GATEWAY:
        _onto_credit(back, by)
    else:
        announce(RefundQueued(back.id))
    return back


def _onto_credit(back: Refund, by: int | None) -> None:
    note = credit.note_for(back)
    refund_done(back, f"credit {note.id}", account=chart.CREDIT, by=by)


def refund_as_credit(back: Refund) -> None:
    """The buyer would rather have store credit than wait for a transfer. Raises MoveRefused once it is under way.

    From the moment at which she has told her account somebody may be paying to it.
    """
    session().refresh(back, with_for_update=LOCK)
    told = session().get(RefundAccount, back.id, populate_existing=True)
    if back.state is not RefundState.MANUAL or told is not None:
        raise states.MoveRefused("refund", str(back.state), str(RefundState.DONE))
    _onto_credit(back, None)
    audit.note("refund_as_credit", "refund", back.id, None, amount=int(back.amount_rial))


def refund_done(back: Refund, reference: str, *, account: str, by: int | None) -> None:
    """The money has left `account`. Raises MoveRefused the second time."""
    back.reference, back.done_at = reference[:80], clock.now()
    back.move_to(RefundState.DONE, by)
    ledger.post(
        Posting(
            key=f"refund_paid:{back.id}",
            kind=JournalKind.REFUND_PAID,
            about=("refund", back.id),
            legs={chart.REFUND_PENDING: back.amount_rial, account: -back.amount_rial},
            by=by,
        )
    )
    attempt = session().get_one(Attempt, back.attempt_id)
    if account == chart.FX_RIAL:
        book_foreign(attempt, -minor_of(attempt, back), key=f"refund_fx:{back.id}", by=by)
    announce(RefundDone(back.id, back.payable_id))


def minor_of(attempt: Attempt, back: Refund) -> int:
    """A refund in what its payment was settled in, at the rate that was locked then."""
    before = session().scalar(
        select(func.coalesce(func.sum(Refund.amount_rial), 0)).where(
            Refund.attempt_id == attempt.id, Refund.id < back.id
        )
    )
    return refund_minor(int(before or 0), int(back.amount_rial), int(attempt.amount_rial), attempt.asked)


def taken_back(back: Refund, reference: str, by: int) -> None:
    """The gateway took it back by itself, so nobody sends it any more; nothing for what is back already."""
    if back.state is not RefundState.DONE:
        attempt = session().get_one(Attempt, back.attempt_id)
        refund_done(back, reference, account=account_of(attempt.gateway), by=by)


def refund_by_hand(back: Refund, tracking_no: str, by: int, *, seen: str | None = None) -> None:
    """Finance paid it by bank transfer, to the account of this mark (empty: the buyer had told none).

    Raises MoveRefused while the gateway may still send it, AccountChanged where the account is another one now.
    """
    session().refresh(back, with_for_update=LOCK)
    account = session().get(RefundAccount, back.id, populate_existing=True)
    if account is not None and seen is not None and seen != account.mark:
        raise AccountChanged(account.last4)
    if back.state is not RefundState.MANUAL:
        raise states.MoveRefused("refund", str(back.state), str(RefundState.DONE))
    refund_done(back, text.reference(tracking_no), account=chart.BANK, by=by)
    audit.note("refund_by_hand", "refund", back.id, by, amount=int(back.amount_rial))


def needs_hands(back: Refund, why: str) -> None:
    """The gateway will not do it."""
    back.move_to(RefundState.MANUAL, None, why[:200])
    announce(RefundNeedsHands(back.id))


def account_of(gateway: str) -> str:
    """The account of the books that has the money: at the gateway, on our bank account, in our till."""
    if gateway in FOREIGN:
        return chart.FX_RIAL
    known = {"card": chart.BANK, "counter": chart.CASH, "cod": chart.CASH, credit.GATEWAY: chart.CREDIT}
    return known.get(gateway, chart.gateway(gateway))


def book_foreign(attempt: Attempt, minor: int, *, key: str, by: int | None = None) -> None:
    """The other side of a payment (or, below zero, of a refund) in its own currency; nothing for rials."""
    if attempt.settle_currency is None or not minor:
        return
    currency = attempt.settle_currency
    ledger.post(
        Posting(
            key=key,
            kind=JournalKind.FX,
            about=("attempt", attempt.id),
            legs={chart.foreign_gateway(attempt.gateway, currency): minor, chart.fx(currency): -minor},
            by=by,
            memo=f"quote {attempt.quote_id}",
        )
    )


# What Stripe tells that people must see to: a buyer who disputes, the end of it, a refund that did not arrive.
FOR_HANDS = frozenset({"charge.dispute.created", "charge.dispute.closed", "refund.failed"})
# What it tells of every refund, also of those that we asked for.
OF_REFUNDS = frozenset({"charge.refunded", "refund.created", "refund.updated", "charge.refund.updated"})
LOOK_AGAIN = timedelta(minutes=5)


_FIRST_TIME = sql(
    "INSERT INTO webhook_event (id, kind, about, came_at) VALUES (:id, :kind, :about, :came_at) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
).bindparams(bindparam("came_at", type_=UtcDateTime))


def hook_came(hook_id: str, kind: str, about: str) -> bool:
    """Write a webhook down; whether it is the first of its id, also when several come at the same moment.

    What it is about is asked about soon.
    """
    told = {"id": hook_id[:80], "kind": kind[:60], "about": about[:80], "came_at": clock.now()}
    if session().scalar(_FIRST_TIME, told) is None:
        return False
    named = or_(Attempt.authority == about, Attempt.reference == about)
    attempt = session().scalar(select(Attempt).where(Attempt.gateway == "stripe", named))
    if attempt is not None and attempt.next_check_at is not None:
        attempt.next_check_at = clock.now()
    if kind in OF_REFUNDS:
        announce(RefundHinted(about[:80]))
    elif kind in FOR_HANDS:
        announce(HookNeedsHands(hook_id[:80], kind[:60], None if attempt is None else attempt.payable_id))
    return True


def compare_refunds(about: str, numbers: Sequence[str]) -> None:
    """What Stripe says that it gave back of a payment, by its own numbers, beside what we had asked it for.

    While one of ours is on its way its number is not known yet: then both are compared again later.
    """
    attempt = session().scalar(select(Attempt).where(Attempt.gateway == "stripe", Attempt.reference == about))
    of_attempt = select(Refund).where(Refund.attempt_id == (None if attempt is None else attempt.id))
    ours = session().scalars(of_attempt.with_for_update(**LOCK).execution_options(populate_existing=True)).all()
    known = {back.reference for back in ours}
    strays = [number for number in numbers if number[:80] not in known]
    if strays and any(back.state is RefundState.QUEUED for back in ours):
        announce(RefundHinted(about), after=clock.now() + LOOK_AGAIN)
        return
    for number in strays:
        announce(StrayRefundFound(number[:80], None if attempt is None else attempt.payable_id))


def settled_to_bank(gateway: str, amount: Rial, fee: Rial, *, key: str, by: int | None) -> None:
    """A gateway paid out to our bank account, keeping its fee; the same key writes it down once.

    Raises ForeignMoney where it holds no rials, SettlementTooLarge, and ledger.AlreadyPosted for another amount under
    the same key.
    """
    if gateway in FOREIGN:
        raise ForeignMoney(gateway)
    known = f"settlement:{gateway}:{key}"
    ledger.hold(chart.gateway(gateway))
    left = ledger.balance(chart.gateway(gateway))
    if ledger.journal_by_key(known) is None and amount + fee > left:
        raise SettlementTooLarge(max(0, int(left)))
    ledger.post(
        Posting(
            key=known,
            kind=JournalKind.SETTLEMENT,
            about=("gateway", 0),
            legs={chart.BANK: amount, chart.GATEWAY_FEE: fee, chart.gateway(gateway): -(amount + fee)},
            by=by,
            memo=key,
        )
    )


def undo_settlement(journal_id: int, why: str, by: int) -> None:
    """A transfer was written down wrongly: its mirror image, by another person. Raises NotFound, SettlementFixed."""
    journal = ledger.journal(journal_id)
    if journal is None or journal.kind is not JournalKind.SETTLEMENT or journal.reverses_id is not None:
        raise NotFound
    if journal.by_id == by:
        raise SettlementFixed("own")
    ledger.hold(chart.BANK)
    if ledger.undone(journal_id):
        raise SettlementFixed("over")
    ledger.reverse(journal, by, text.clean(why)[:200])
    abroad = ledger.journal_by_key(journal.idem_key.replace("settlement:", "settled_fx:", 1))
    if abroad is not None:
        ledger.reverse(abroad, by, text.clean(why)[:200])
    audit.note("settlement_undone", "journal", journal_id, by)
