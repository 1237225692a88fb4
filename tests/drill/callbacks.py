"""Banks send buyers back often, late and out of turn, and strangers try: each payment is booked once, and no other."""

from __future__ import annotations

import queue
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app import orders, payments
from app.ledger import Journal, JournalKind, chart
from app.ledger import balance as balance_of
from app.orders import Order
from app.payments import Attempt, AttemptState
from app.shared.database import session, transaction
from tests import world
from tests.drill.buying import Buyer, connection
from tests.drill.figures import Figures
from tests.drill.ground import Ground, fresh
from tests.drill.last_units import at_connections
from tests.payments.scene import in_bank_s_book
from tests.world import AtBank


@dataclass(frozen=True)
class Dealt:
    """Who is at the bank: who paid, and who did not whatever is said of her."""

    paid: list[AtBank]
    unpaid: list[AtBank]
    cancelled: list[AtBank]
    other_amount: list[AtBank]


def run(ground: Ground, *, count: int = 1000, times: int = 10, at_once: int = 16, forged: int = 100) -> Figures:
    """The callbacks, and the same ones to a shop that believes them."""
    found = Figures()
    with fresh(ground):
        dealt = _deal(ground, count, forged)
        calls = _calls(dealt, times, forged)
        found["payments"], found["callbacks"], found["forged"] = len(dealt.paid), len(calls) - forged, forged
        with ground.served() as address:
            statuses, took = _send(address, calls, at_once)
        world.work()
        _count(found, dealt, statuses)
        found["callbacks in seconds"] = round(took, 1)
    with fresh(ground):
        few = min(count, 60)
        dealt = _deal(ground, few, min(forged, few))
        with ground.served(guarded=False) as address:
            _send(address, _calls(dealt, times, min(forged, few)), at_once)
        booked = _booked()
        found.at_least("control, guard off: booked twice or more", _doubles(booked), 1)
        taken = sum(booked[one.attempt_id] > 0 for one in dealt.unpaid)
        found.at_least("control, guard off: forged and booked", taken, 1)
    return found


def _deal(ground: Ground, count: int, forged: int) -> Dealt:
    """So many who paid; beside them who did not, who cancelled her order, and of whom the bank says another sum."""
    aside = max(1, forged // 4)
    world.tariffs()
    variant_id = world.variant(world.maker(), world.Ware(on_hand=count + 3 * aside))
    there = [world.to_bank(world.place({variant_id: 1})) for _ in range(count + 3 * aside)]
    dealt = Dealt(
        there[:count],
        there[count : count + aside],
        there[count + aside : count + 2 * aside],
        there[count + 2 * aside :],
    )
    for one in dealt.cancelled:
        with transaction():
            orders.cancel_order(orders.order(one.order_id), None)
    for one in [*dealt.paid, *dealt.cancelled, *dealt.other_amount]:
        ground.bank.book.pay(one.authority)
    for one in dealt.other_amount:
        in_bank_s_book(ground.bank, "UPDATE payment SET amount = amount * 10 WHERE authority = ?", one.authority)
    return dealt


def _calls(dealt: Dealt, times: int, forged: int) -> list[str]:
    """Addresses in the order in which they are called: a half of them near their like, a half anywhere."""
    dice = random.Random(1404)
    strangers = [f"S{secrets.token_hex(17)}" for _ in range(forged - len(dealt.unpaid))]
    told = [(one.authority, times, dice.choice(["OK", "OK", "NOK"])) for one in dealt.paid]
    told += [(one.authority, times, "OK") for one in [*dealt.cancelled, *dealt.other_amount]]
    told += [(one.authority, 1, "OK") for one in dealt.unpaid] + [(one, 1, "OK") for one in strangers]
    dice.shuffle(told)
    placed = [
        (place + dice.random() * (4 if turn % 2 else len(told)), f"authority={authority}&status={status}")
        for place, (authority, often, status) in enumerate(told)
        for turn in range(often)
    ]
    return [f"/pay/return/sandbox?{words}" for _, words in sorted(placed)]


def _send(address: str, calls: Sequence[str], at_once: int) -> tuple[Counter[int], float]:
    """Call them in this order, so many at once; how often each status came, and the seconds."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for one in calls:
        waiting.put(one)
    statuses: list[int] = []

    def call(_: int) -> None:
        with connection(address) as shop:
            while True:
                try:
                    where = waiting.get_nowait()
                except queue.Empty:
                    return
                statuses.append(Buyer(shop, "", patient=True).get(where).status_code)

    begun = time.monotonic()
    at_connections(at_once, call, at_once)
    return Counter(statuses), time.monotonic() - begun


def _booked() -> Counter[int]:
    """How many payment journals each attempt has."""
    world.fresh()
    query = select(Journal.ref_id, func.count()).where(Journal.kind == JournalKind.PAYMENT).group_by(Journal.ref_id)
    return Counter(dict(session().execute(query).all()))


def _doubles(booked: Counter[int]) -> int:
    return sum(count > 1 for count in booked.values())


def _states(there: Sequence[AtBank]) -> Counter[AttemptState]:
    return Counter(payments.attempt(one.attempt_id).state for one in there)


def _count(found: Figures, dealt: Dealt, statuses: Counter[int]) -> None:
    booked, paid = _booked(), {one.attempt_id for one in dealt.paid}
    found.must("missing", len(paid - set(booked)), 0)
    found.must("double", _doubles(booked), 0)
    found.must("booked without having been paid", len(set(booked) - paid), 0)
    found.must("attempts paid", _states(dealt.paid)[AttemptState.PAID], len(paid))
    suspicious, left = _states(dealt.other_amount)[AttemptState.SUSPICIOUS], _states(dealt.cancelled)
    found.must("of another sum, on the desk", suspicious, len(dealt.other_amount))
    found.must("cancelled meanwhile, money not taken", left[AttemptState.ABANDONED], len(dealt.cancelled))
    owed = select(func.coalesce(func.sum(Order.total_rial), 0)).join(Attempt, Attempt.payable_id == Order.id)
    expected = session().scalar(owed.where(Attempt.id.in_(paid))) or 0
    found.must("at the gateway, rials", int(balance_of(chart.gateway("sandbox"))), int(expected))
    found.must("strangers turned away", statuses[404], statuses.total() - statuses[303])
    found.must("faults shown to buyers", sum(count for status, count in statuses.items() if status >= 500), 0)
    found.books()
