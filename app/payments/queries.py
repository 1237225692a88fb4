"""Reading attempts and refunds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from app import ledger
from app.ledger import Journal, JournalKind, chart
from app.payments import credit
from app.payments.actions import BY_HAND, OPEN_BY_HAND
from app.payments.models import Attempt, AttemptState, Refund, RefundState
from app.shared import clock
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.states import Move

_OPEN = (AttemptState.REDIRECTED, AttemptState.VERIFYING, AttemptState.UNKNOWN)


def attempt(attempt_id: int) -> Attempt:
    """Raises NotFound."""
    found = session().get(Attempt, attempt_id)
    if found is None:
        raise NotFound
    return found


def locked(attempt_id: int) -> Attempt:
    """An attempt that nobody else changes until the transaction ends."""
    return session().get_one(Attempt, attempt_id, with_for_update=LOCK, populate_existing=True)


def by_authority(gateway: str, authority: str) -> Attempt | None:
    return session().scalar(select(Attempt).where(Attempt.gateway == gateway, Attempt.authority == authority))


def attempts_of(payable_id: int) -> list[Attempt]:
    """All tries, oldest first."""
    return list(session().scalars(select(Attempt).where(Attempt.payable_id == payable_id).order_by(Attempt.seq)))


def undecided(payable_id: int) -> bool:
    """Whether a try is with a bank of which we do not know the end: nobody should pay again now."""
    query = select(Attempt.id).where(
        Attempt.payable_id == payable_id, Attempt.state.in_([AttemptState.VERIFYING, AttemptState.UNKNOWN])
    )
    return session().scalar(query.limit(1)) is not None


def astray(payable_id: int) -> bool:
    """Whether a try does not fit the books, and people are looking into it: its money may be at the gateway."""
    query = select(Attempt.id).where(Attempt.payable_id == payable_id, Attempt.state == AttemptState.SUSPICIOUS)
    return session().scalar(query.limit(1)) is not None


class WayBack(StrEnum):
    """How money goes back: the way it came, by a transfer to an account that the buyer names, or there is none."""

    SAME = "same"
    TRANSFER = "transfer"
    NOTHING = "nothing"


def way_back(payable_id: int) -> WayBack:
    """How money of what has been paid so far would go back to the buyer."""
    query = select(Attempt.gateway).where(Attempt.payable_id == payable_id, Attempt.state == AttemptState.PAID)
    gateways = set(session().scalars(query))
    if not gateways:
        return WayBack.NOTHING
    return WayBack.TRANSFER if gateways & {*BY_HAND} else WayBack.SAME


def paid(payable_id: int) -> bool:
    """Whether there is a payment of which something can go back."""
    query = select(Attempt.id).where(Attempt.payable_id == payable_id, Attempt.state == AttemptState.PAID)
    return session().scalar(query) is not None


def due() -> list[int]:
    """Attempts to ask about now."""
    query = select(Attempt.id).where(Attempt.state.in_(_OPEN), Attempt.next_check_at <= clock.now())
    return list(session().scalars(query.order_by(Attempt.next_check_at).limit(50)))


def refund_by_id(refund_id: int) -> Refund:
    return session().get_one(Refund, refund_id)


def given_back_before(back: Refund) -> tuple[Rial, bool]:
    """What the gateway has given back of a refund's payment earlier, and whether no earlier one is on its way."""
    earlier = select(func.count()).where(
        Refund.attempt_id == back.attempt_id, Refund.id < back.id, Refund.state == RefundState.QUEUED
    )
    gone = select(func.coalesce(func.sum(Refund.amount_rial), 0)).where(
        Refund.attempt_id == back.attempt_id,
        Refund.id != back.id,
        Refund.state == RefundState.DONE,
        Refund.id.not_in(_made_by_hand()),
    )
    return Rial(int(session().scalar(gone) or 0)), not session().scalar(earlier)


def refund_in(payable_id: int, refund_id: int) -> Refund:
    """A refund of this very payable. Raises NotFound."""
    found = session().scalar(select(Refund).where(Refund.id == refund_id, Refund.payable_id == payable_id))
    if found is None:
        raise NotFound
    return found


def refunds_of(payable_id: int) -> list[Refund]:
    return list(session().scalars(select(Refund).where(Refund.payable_id == payable_id).order_by(Refund.id)))


def refunds_by_id(ids: Iterable[int]) -> dict[int, Refund]:
    return {row.id: row for row in session().scalars(select(Refund).where(Refund.id.in_(set(ids))))}


def refunds_by_hand() -> list[Refund]:
    """Refunds that wait for a bank transfer, oldest first."""
    return list(session().scalars(select(Refund).where(Refund.state == RefundState.MANUAL).order_by(Refund.id)))


def by_hand() -> list[Attempt]:
    """Payments by hand that nobody has decided yet: those with a slip first, then the oldest."""
    query = select(Attempt).where(Attempt.gateway.in_(BY_HAND), Attempt.state.in_(OPEN_BY_HAND))
    return list(session().scalars(query.order_by(Attempt.slip == "", Attempt.id).limit(200)))


def lapsed_by_hand() -> list[Attempt]:
    """Payments by hand whose order lapsed in the last two weeks: their money may come yet. The newest first."""
    since = clock.now() - timedelta(days=14)
    query = select(Attempt).where(
        Attempt.gateway.in_(BY_HAND), Attempt.state == AttemptState.ABANDONED, Attempt.decided_at >= since
    )
    return list(session().scalars(query.order_by(Attempt.id.desc()).limit(100)))


def suspicious() -> list[Attempt]:
    """Attempts that people should look at, newest first."""
    wanted = [AttemptState.SUSPICIOUS, AttemptState.LATE_PAID]
    return list(
        session().scalars(select(Attempt).where(Attempt.state.in_(wanted)).order_by(Attempt.id.desc()).limit(100))
    )


def by_numbers(gateway: str, numbers: Iterable[str]) -> list[Attempt]:
    """Payments of a gateway that brought money, known under these references or authorities."""
    wanted = list(numbers)
    query = select(Attempt).where(
        Attempt.gateway == gateway,
        Attempt.state.in_([AttemptState.PAID, AttemptState.LATE_PAID]),
        or_(Attempt.reference.in_(wanted), Attempt.authority.in_(wanted)),
    )
    return list(session().scalars(query))


def given_back_by(gateway: str, numbers: Iterable[str]) -> list[tuple[Refund, Attempt]]:
    """Refunds that a gateway made itself, known under these numbers: its own, or those of the payment. Oldest first."""
    wanted = list(numbers)
    query = (
        select(Refund, Attempt)
        .join(Attempt, Attempt.id == Refund.attempt_id)
        .where(
            Attempt.gateway == gateway,
            Refund.state == RefundState.DONE,
            Refund.id.not_in(_made_by_hand()),
            or_(Refund.reference.in_(wanted), Attempt.reference.in_(wanted), Attempt.authority.in_(wanted)),
        )
    )
    return [(back, attempt) for back, attempt in session().execute(query.order_by(Refund.id))]


def _made_by_hand() -> Select[Any]:
    """Refunds that people paid from our bank account."""
    return select(Move.thing_id).where(
        Move.thing == Refund.__tablename__, Move.was == RefundState.MANUAL.value, Move.became == RefundState.DONE.value
    )


def refunds_by_reference(numbers: Iterable[str]) -> list[Refund]:
    return list(session().scalars(select(Refund).where(Refund.reference.in_(list(numbers)))))


def taken_between(gateway: str, start: datetime, end: datetime) -> list[Attempt]:
    """Payments of a gateway that were decided in a time, oldest first."""
    query = select(Attempt).where(Attempt.gateway == gateway, Attempt.decided_at >= start, Attempt.decided_at < end)
    return list(session().scalars(query.order_by(Attempt.id)))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of payments, by name, with how many."""
    paid = select(Attempt.payable_id).where(Attempt.state == AttemptState.PAID, Attempt.gateway != credit.GATEWAY)
    twice = select(func.count()).select_from(paid.group_by(Attempt.payable_id).having(func.count() > 1).subquery())
    posted = (
        select(Journal.ref_id)
        .where(Journal.kind == JournalKind.PAYMENT, Journal.ref_type == "attempt", Journal.reverses_id.is_(None))
        .group_by(Journal.ref_id)
        .having(func.count() == 1)
    )
    unposted = select(func.count()).where(Attempt.state == AttemptState.PAID, Attempt.id.not_in(posted))
    unpaid = select(func.count()).where(
        Journal.kind == JournalKind.PAYMENT,
        Journal.reverses_id.is_(None),
        Journal.ref_id.not_in(select(Attempt.id).where(Attempt.state == AttemptState.PAID)),
    )
    backs = select(Refund.attempt_id, func.sum(Refund.amount_rial).label("gone")).group_by(Refund.attempt_id).subquery()
    overdrawn = (
        select(func.count())
        .select_from(Attempt)
        .join(backs, backs.c.attempt_id == Attempt.id)
        .where(backs.c.gone > Attempt.amount_rial)
    )
    old = clock.now() - timedelta(days=3)
    slow = select(func.count()).where(Refund.state != RefundState.DONE, Refund.asked_at < old)
    backless = select(func.count()).where(
        Attempt.state == AttemptState.LATE_PAID, Attempt.id.not_in(select(Refund.attempt_id))
    )
    open_refunds = session().scalar(
        select(func.coalesce(func.sum(Refund.amount_rial), 0)).where(Refund.state != RefundState.DONE)
    )
    pending = int(ledger.balance(chart.REFUND_PENDING)) + int(open_refunds or 0)
    counted = {
        "I3 payments.paid_twice": twice,
        "R4 payments.paid_without_one_journal": unposted,
        "R4 payments.journal_without_paid": unpaid,
        "I5 refunds.above_payment": overdrawn,
        "R5 refunds.older_than_3_days": slow,
        "R9 payments.late_without_refund": backless,
    }
    return [
        *((name, session().scalar(query) or 0) for name, query in counted.items()),
        ("R5 refunds.pending_differs", abs(pending)),
        *credit.invariants(),
    ]
