"""People who do one thing of money at the same moment: it is done once. Beside each race its control."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import func, select, text

from app import accounts, claims, orders, payments, payouts
from app.accounts import Role
from app.claims import ClaimState
from app.ledger import Journal, JournalKind
from app.orders import OrderState, Part
from app.payments import AttemptState, Refund
from app.payouts import Batch, BatchState, Item, ItemState, NothingToPay
from app.shared import clock, states
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import PRICE, delivered
from tests.drill import careless
from tests.drill.figures import Figures
from tests.drill.ground import Ground, fresh
from tests.fakes.bank import Mischief
from tests.payments.scene import TOTAL, in_the_books, paid_at
from tests.payouts.scene import build, earner


def settlers(ground: Ground, *, people: int = 20, rounds: int = 20) -> Figures:
    """One payment whose answers get lost, settled by many: all together, then each with a right that has lapsed."""
    found = Figures()
    with fresh(ground):
        booked = [_settled_by_many(ground, people, found) for _ in range(rounds)]
        found["payments"], found["settlers of each"] = rounds, people
        found.must("booked once", booked.count(1), rounds)
        found.must("at the gateway, rials", in_the_books(), rounds * TOTAL)
        found.books()
    with fresh(ground):
        there = paid_at(ground.bank)
        both = _look_then(people, lambda: payments.attempt(there.attempt_id).state is not AttemptState.PAID)
        world.at_once(ground.program, *[lambda: both(lambda: careless.book(there.attempt_id))] * people)
        found.at_least("control, guard off: booked", _journals(there.attempt_id), 2)
    return found


def _settled_by_many(ground: Ground, people: int, found: Figures) -> int:
    """How often one payment is in the books after all of it."""
    ground.bank.behave()
    there = paid_at(ground.bank)
    ground.bank.mischief["verify"] = Mischief.DEAD_AFTER
    lost = world.at_once(ground.program, *[lambda: world.settle(there.attempt_id)] * people)
    _nobody_thrown_out(found, lost)
    ground.bank.behave()
    rights = []
    for minutes in range(2, 2 + people):
        with clock.at(clock.now() + timedelta(minutes=minutes)), transaction():
            rights.append(orders.claim(there.attempt_id))

    def late(claimed: payments.Claim | None) -> Callable[[], None]:
        return lambda: _ask_and_settle(claimed)

    _nobody_thrown_out(found, world.at_once(ground.program, *map(late, rights)))
    if orders.order(there.order_id).state is not OrderState.PAID:
        found.faults.append(f"order {there.order_id} is not paid")
    return _journals(there.attempt_id)


def _ask_and_settle(claimed: payments.Claim | None) -> None:
    assert claimed is not None, "the lease did not end"
    answer = payments.ask(claimed)
    with transaction():
        orders.settle(claimed, answer)


def _journals(attempt_id: int) -> int:
    world.fresh()
    query = select(func.count()).where(Journal.kind == JournalKind.PAYMENT, Journal.ref_id == attempt_id)
    return session().scalar(query) or 0


def _nobody_thrown_out(found: Figures, outcomes: Sequence[object]) -> None:
    """What people got is nothing, a number or a refusal in words; never a fault of the program."""
    faults = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refusal)]
    found.faults += [repr(one)[:300] for one in faults]


def _look_then(people: int, still: Callable[[], bool]) -> Callable[[Callable[[], object]], None]:
    """The guard off: everybody looks, and when all have seen that it may be done, everybody does it."""
    all_have_seen = threading.Barrier(people, timeout=30)

    def act(do: Callable[[], object]) -> None:
        free = still()
        session().rollback()
        all_have_seen.wait()
        if free:
            with transaction():
                do()

    return act


def deciders(ground: Ground, *, people: int = 20, rounds: int = 20) -> Figures:
    """One claim, decided by many of the staff at the same moment: the buyer is paid once."""
    found = Figures()
    with fresh(ground):
        staff = [world.official(Role.STAFF) for _ in range(people)]
        once = [_decided_by_all(ground, staff, found) for _ in range(rounds)]
        found["claims"], found["deciders of each"] = rounds, people
        found.must("decided once and paid once", sum(once), rounds)
        found.books()
    with fresh(ground):
        sale = delivered(ground.bank, people)
        line_id = sale.line_id
        claim_id = world.dispute(sale.parcel_id, pieces={line_id: 1})
        both = _look_then(people, lambda: claims.claim(claim_id).state is ClaimState.DISPUTED)

        def pay(key: str) -> object:
            parcel = orders.parcel_by_id(sale.parcel_id)
            return orders.give_back(parcel, [Part(line_id, 1, Rial(PRICE))], key=key, why="control", by=None)

        keys = [f"control:{number}" for number in range(people)]
        world.at_once(ground.program, *[lambda key=key: both(lambda: pay(key)) for key in keys])
        found.at_least("control, guard off: paid", _refunds(sale.order_id), 2)
    return found


def _decided_by_all(ground: Ground, staff: Sequence[int], found: Figures) -> bool:
    """Whether one decision was taken, the others were refused, and one sum went back."""
    sale = delivered(ground.bank, len(staff))
    claim_id = world.dispute(sale.parcel_id, pieces={sale.line_id: 1})
    what = world.verdict(PRICE)
    outcomes = world.at_once(ground.program, *[lambda by=by: world.decide(claim_id, what, by) for by in staff])
    _nobody_thrown_out(found, outcomes)
    refused = sum(isinstance(one, MoveRefused) for one in outcomes)
    return (outcomes.count(None), refused, _refunds(sale.order_id)) == (1, len(staff) - 1, 1)


def _refunds(order_id: int) -> int:
    world.fresh()
    return session().scalar(select(func.count()).where(Refund.payable_id == order_id)) or 0


def builders(ground: Ground, *, people: int = 20, rounds: int = 20, makers: int = 3) -> Figures:
    """The same makers' payout, built by many at the same moment: each maker is in one batch."""
    found = Figures()
    with fresh(ground):
        finance = [world.official(Role.FINANCE) for _ in range(people)]
        earners = [earner() for _ in range(makers)]
        once = [_built_by_all(ground, finance, earners, found) for _ in range(rounds)]
        found["payouts"], found["builders of each"] = rounds, people
        found.must("built once, each maker once", sum(once), rounds)
        found.books()
    with fresh(ground):
        by, maker_id = world.official(Role.FINANCE), earner()
        with transaction():
            session().execute(text("DROP INDEX uq_payout_item_pending"))
        both = _look_then(people, lambda: maker_id in payouts.payable() and not _pending())
        world.at_once(ground.program, *[lambda: both(lambda: _build_by_what_was_seen(maker_id, by))] * people)
        world.fresh()
        found.at_least("control, guard off: batches with her", len(_pending()), 2)
    return found


def _built_by_all(ground: Ground, finance: Sequence[int], makers: Sequence[int], found: Figures) -> bool:
    """Whether one batch came of it with each maker once; it is called off then, for the next round."""
    outcomes = world.at_once(ground.program, *[lambda by=by: build(by) for by in finance])
    _nobody_thrown_out(found, outcomes)
    late = sum(isinstance(one, NothingToPay) for one in outcomes)
    pending = sorted(_pending())
    for batch_id in [one for one in outcomes if isinstance(one, int)]:
        with transaction():
            payouts.cancel(payouts.batch(batch_id), finance[0])
    return late == len(finance) - 1 and pending == sorted(makers)


def _pending() -> list[int]:
    """The makers of items that wait for the bank, one for each item."""
    return list(session().scalars(select(Item.maker_id).where(Item.state == ItemState.PENDING)))


def _build_by_what_was_seen(maker_id: int, by: int) -> None:
    batch = Batch(state=BatchState.DRAFT, created_by=by, created_at=clock.now())
    states.begin(batch, by)
    person_id = world.person_of(maker_id)
    account = accounts.bank_details([person_id])[person_id].id
    owed, _ = payouts.payable()[maker_id]
    pending = ItemState.PENDING
    item = Item(batch_id=batch.id, maker_id=maker_id, bank_detail_id=account, amount_rial=owed, state=pending)
    states.begin(item, by)
