"""Building, approving, exporting and closing payout batches."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import claims, ledger, programme
from app.accounts import bank_details
from app.ledger import JournalKind, Posting, chart
from app.payouts import files, rules
from app.payouts.errors import NothingToPay, SamePerson, TrackingMissing
from app.payouts.events import PayoutPaid, PayoutReturned
from app.payouts.models import Batch, BatchState, Item, ItemState
from app.payouts.queries import items_of
from app.shared import audit, clock, rulebook, states, text
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce


def payable() -> dict[int, tuple[Rial, rules.Obstacle | None]]:
    """Every maker with a balance in her favour: what of it can go, and what stands in the way of paying it.

    What buyers claim back of money that was released to her waits until the claim is over.
    """
    claimed = claims.under_claim()
    balances = {
        maker_id: max(Rial(0), Rial(-amount) - claimed.get(maker_id, 0))
        for code, amount in ledger.balances(chart.MAKER).items()
        for maker_id in [int(code.rpartition(":")[2])]
        if amount < 0
    }
    makers = programme.trainees(balances)
    details = bank_details(maker.person_id for maker in makers.values())
    now, minimum = clock.now(), rulebook.number(rules.MINIMUM)
    hold = rulebook.number(rules.HOLD_HOURS)
    return {
        maker_id: (
            balance,
            rules.Obstacle.UNDER_CLAIM
            if not balance and maker_id in claimed
            else rules.obstacle(balance, details.get(makers[maker_id].person_id), now, minimum, hold),
        )
        for maker_id, balance in balances.items()
    }


def build(by: int) -> Batch:
    """A draft with everybody who can be paid and is not in an open batch. Raises NothingToPay."""
    waiting = set(session().scalars(select(Item.maker_id).where(Item.state == ItemState.PENDING)))
    chosen = {
        maker_id: balance
        for maker_id, (balance, obstacle) in payable().items()
        if obstacle is None and maker_id not in waiting
    }
    if not chosen:
        raise NothingToPay
    batch = Batch(state=BatchState.DRAFT, created_by=by, created_at=clock.now())
    states.begin(batch, by)
    makers = programme.trainees(chosen)
    details = bank_details(maker.person_id for maker in makers.values())
    items = [
        Item(
            batch_id=batch.id,
            maker_id=maker_id,
            bank_detail_id=details[makers[maker_id].person_id].id,
            amount_rial=chosen[maker_id],
            state=ItemState.PENDING,
        )
        for maker_id in sorted(chosen)
    ]
    try:
        for item in items:
            states.begin(item, by)
    except IntegrityError as taken:
        # Another batch, built at the same moment, has them.
        raise NothingToPay from taken
    audit.note("payout_built", "payout_batch", batch.id, by, items=len(chosen))
    return batch


def approve(batch: Batch, by: int) -> None:
    """A second person agrees. Raises SamePerson, MoveRefused."""
    if batch.created_by == by:
        raise SamePerson
    batch.approved_by, batch.approved_at = by, clock.now()
    batch.move_to(BatchState.APPROVED, by)
    audit.note("payout_approved", "payout_batch", batch.id, by)


def cancel(batch: Batch, by: int) -> None:
    """Call a batch off before it goes to the bank. Raises MoveRefused."""
    batch.move_to(BatchState.CANCELLED, by)
    for item in items_of(batch.id):
        item.move_to(ItemState.HELD, by, "batch cancelled")


def export(batch: Batch, by: int) -> None:
    """Give the batch to the bank: the money is in transit from now on. Raises MoveRefused.

    An item whose maker's balance has shrunk below it, or whose Sheba was changed meanwhile, is held back.
    """
    batch.move_to(BatchState.EXPORTED, by)
    batch.exported_at = clock.now()
    for item in items_of(batch.id):
        why = _held_back(item)
        if why:
            item.why = why
            item.move_to(ItemState.HELD, by, why)
            continue
        item.move_to(ItemState.EXPORTED, by)
        _post(item, JournalKind.PAYOUT, debit=chart.maker(item.maker_id), credit=chart.PAYOUT_IN_TRANSIT, by=by)
    session().flush()
    batch.file_hash = hashlib.sha256(files.csv_file(batch, by)).hexdigest()
    audit.note("payout_exported", "payout_batch", batch.id, by, file=batch.file_hash)
    _close_if_done(batch, by)


def _held_back(item: Item) -> str:
    person_id = programme.trainee(item.maker_id).person_id
    current = bank_details([person_id]).get(person_id)
    if current is None or current.id != item.bank_detail_id:
        return "sheba_changed"
    balance = -ledger.balance(chart.maker(item.maker_id))
    if balance < item.amount_rial:
        return "balance_shrunk"
    # What was claimed since the batch was built waits, as it does when a batch is built.
    claimed = claims.under_claim([item.maker_id]).get(item.maker_id, 0)
    return "under_claim" if balance - claimed < item.amount_rial else ""


def _post(item: Item, kind: JournalKind, *, debit: str, credit: str, by: int) -> None:
    ledger.post(
        Posting(
            key=f"{kind.value}:{item.id}",
            kind=kind,
            about=("payout", item.id),
            legs={debit: item.amount_rial, credit: -item.amount_rial},
            by=by,
        )
    )


def confirm(item: Item, tracking_no: str, by: int) -> None:
    """The bank has paid it. Raises TrackingMissing, MoveRefused."""
    number = text.reference(tracking_no, 40)
    if not number:
        raise TrackingMissing
    batch = _batch_of(item)
    item.tracking_no = number
    item.move_to(ItemState.PAID, by)
    _post(item, JournalKind.PAYOUT_PAID, debit=chart.PAYOUT_IN_TRANSIT, credit=chart.BANK, by=by)
    announce(PayoutPaid(item.id, item.maker_id))
    _close_if_done(batch, by)


def sent_back(item: Item, why: str, by: int) -> None:
    """The bank returned it: the maker's balance has it again. Raises MoveRefused."""
    batch = _batch_of(item)
    item.why = text.clean(why)[:300]
    item.move_to(ItemState.RETURNED, by, item.why)
    _post(item, JournalKind.PAYOUT_RETURNED, debit=chart.PAYOUT_IN_TRANSIT, credit=chart.maker(item.maker_id), by=by)
    announce(PayoutReturned(item.id, item.maker_id))
    _close_if_done(batch, by)


def _batch_of(item: Item) -> Batch:
    """Locked, so that of the last two that are decided at the same moment, one sees the other and closes it."""
    return session().get_one(Batch, item.batch_id, with_for_update=LOCK)


def _close_if_done(batch: Batch, by: int) -> None:
    session().flush()
    if not any(item.state in {ItemState.PENDING, ItemState.EXPORTED} for item in items_of(batch.id)):
        batch.move_to(BatchState.CLOSED, by)
