"""Reading payouts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app import ledger
from app.ledger import chart
from app.payouts.models import Batch, BatchState, Item, ItemState
from app.payouts.rules import DEBT_LIMIT
from app.shared import clock, rulebook
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.states import Move


def batch(batch_id: int) -> Batch:
    """Raises NotFound."""
    found = session().get(Batch, batch_id)
    if found is None:
        raise NotFound
    return found


def batches() -> list[Batch]:
    """Newest first."""
    return list(session().scalars(select(Batch).order_by(Batch.id.desc()).limit(50)))


def items_of(batch_id: int) -> list[Item]:
    return list(session().scalars(select(Item).where(Item.batch_id == batch_id).order_by(Item.id)))


def sums() -> dict[int, tuple[int, int]]:
    """Number of items and rials by batch."""
    rows = session().execute(select(Item.batch_id, func.count(), func.sum(Item.amount_rial)).group_by(Item.batch_id))
    return {batch_id: (number, int(amount)) for batch_id, number, amount in rows}


def item_in(batch_id: int, item_id: int) -> Item:
    """An item of this very batch. Raises NotFound."""
    found = session().scalar(select(Item).where(Item.id == item_id, Item.batch_id == batch_id))
    if found is None:
        raise NotFound
    return found


def item(item_id: int) -> Item:
    return session().get_one(Item, item_id)


def items_of_maker(maker_id: int) -> list[Item]:
    """A maker's payouts, newest first."""
    return list(session().scalars(select(Item).where(Item.maker_id == maker_id).order_by(Item.id.desc()).limit(50)))


def paid_by(moment: datetime, since: datetime) -> list[tuple[int, datetime, datetime]]:
    """Maker, when it was drawn up and when the bank paid it, of every payout paid before a moment, oldest first.

    Only those of makers whom the bank paid something `since` then.
    """
    lately = select(Item.maker_id).join(Move, (Move.thing == Item.__tablename__) & (Move.thing_id == Item.id))
    lately = lately.where(Move.became == ItemState.PAID, Move.at >= since, Move.at < moment)
    query = (
        select(Item.maker_id, Batch.created_at, Move.at)
        .join(Batch, Batch.id == Item.batch_id)
        .join(Move, (Move.thing == Item.__tablename__) & (Move.thing_id == Item.id))
        .where(Move.became == ItemState.PAID, Move.at < moment, Item.maker_id.in_(lately))
        .order_by(Batch.created_at, Item.id)
    )
    return [(row[0], row[1], row[2]) for row in session().execute(query)]


def by_tracking(numbers: Iterable[str]) -> list[Item]:
    """Payouts that the bank made under these numbers."""
    query = select(Item).where(Item.tracking_no.in_([number for number in numbers if number]))
    return list(session().scalars(query))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of payouts, by name, with how many items or rials."""
    transit = session().scalar(
        select(func.coalesce(func.sum(Item.amount_rial), 0)).where(Item.state == ItemState.EXPORTED)
    )
    old = clock.now() - timedelta(days=3)
    slow = (
        select(func.count())
        .select_from(Item)
        .join(Batch, Batch.id == Item.batch_id)
        .where(Item.state == ItemState.EXPORTED, Batch.exported_at < old)
    )
    one_person = select(func.count()).where(
        Batch.state.in_([BatchState.APPROVED, BatchState.EXPORTED, BatchState.CLOSED]),
        Batch.approved_by == Batch.created_by,
    )
    limit = rulebook.number(DEBT_LIMIT)
    return [
        ("R6 payouts.in_transit_differs", abs(int(ledger.balance(chart.PAYOUT_IN_TRANSIT)) + int(transit or 0))),
        ("R6 payouts.in_transit_older_than_3_days", session().scalar(slow) or 0),
        ("I12 payouts.approved_by_builder", session().scalar(one_person) or 0),
        ("R7 makers.below_debt_limit", sum(amount > limit for amount in ledger.balances(chart.MAKER).values())),
        ("I9 makers.paid_more_than_released", ledger.overpaid_makers()),
    ]
