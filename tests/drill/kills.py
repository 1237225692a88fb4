"""`kill -9` of web and worker in the middle of a sale: what was acknowledged is there, and no money moved twice."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from app import catalogue, ledger, orders
from app.ledger import JournalKind
from app.orders import Line, Order, OrderState, Parcel
from app.payments import Attempt, AttemptState, Refund, RefundState
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.drill.buying import Buyer, connection, fields_of, leads_to
from tests.drill.figures import Figures
from tests.drill.ground import Ground, Program, address_of, answers, await_true, fresh
from tests.fakes.bank import FakeBank, Mischief

WHOLE_EVERY = 10
CONNECTIONS = 6
BANK_SECONDS = 0.08
ON_HAND = 5_000
_PAID = "سفارشتان ثبت و پرداخت شد"


@dataclass
class Heard:
    """What buyers were told, by the key of their checkout, and which payments they made at the bank."""

    placed: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    at_bank: set[str] = field(default_factory=set)
    refused: int = 0
    cut_off: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Sale:
    """Buyers who come one after the other until the shop is `closed`; one whose connection breaks tries again."""

    address: str
    bank: FakeBank
    variants: list[int]
    heard: Heard = field(default_factory=Heard)
    closed: threading.Event = field(default_factory=threading.Event)

    def shop(self, place: int) -> None:
        """Buyers at one connection."""
        dice = random.Random(place)
        with connection(self.address) as at_shop:
            while not self.closed.is_set():
                buyer = Buyer(at_shop, f"0912{dice.randrange(10**7):07d}", patient=True)
                self._buy(buyer, dice)
                self.heard.faults += buyer.faults
                self.heard.cut_off += buyer.cut_off

    def _buy(self, buyer: Buyer, dice: random.Random) -> None:
        wanted, pieces = dice.choice(self.variants), dice.choice([1, 1, 2])
        form = buyer.to_review(wanted, pieces)
        if not form:
            self.heard.refused += 1
            return
        key = form["checkout_key"]
        where = leads_to(buyer.pay(form))
        if not where:
            self.heard.refused += 1
            return
        self.heard.placed.add(key)
        if where.startswith("/o/"):
            where = self._pay_again(buyer, where)
        if where.startswith("/pay/"):
            self._at_bank(buyer, key, where.removeprefix("/pay/"), dice)

    def _pay_again(self, buyer: Buyer, page: str) -> str:
        """She pressed, heard nothing, and pressed again: her order is there, and she pays from its page."""
        for _ in range(20):
            form = fields_of(buyer.get(page).text, f"{page}/pay")
            if not form:
                return ""
            where = leads_to(buyer.post(f"{page}/pay", form))
            if where.startswith("/pay/"):
                return where
            time.sleep(0.1)
        return ""

    def _at_bank(self, buyer: Buyer, key: str, authority: str, dice: random.Random) -> None:
        act = dice.choices(["pay", "cancel", "pay_close"], [75, 10, 15])[0]
        if act != "cancel":
            self.heard.at_bank.add(authority)
        back = leads_to(self.bank.act(authority, act))
        if not back:
            return
        page = leads_to(buyer.get(back))
        shown = buyer.get(page).text
        if _PAID not in shown:
            return
        self.heard.paid.add(key)
        if dice.random() < 0.35:
            self._cancel(buyer, key, page, shown)

    def _cancel(self, buyer: Buyer, key: str, page: str, shown: str) -> None:
        form = fields_of(shown, f"{page}/cancel")
        # Pressed again after an answer that never came, there is nothing left to cancel: that is a 409.
        if buyer.post(f"{page}/cancel", form).status_code in {303, 409}:
            self.heard.cancelled.add(key)


def run(ground: Ground, *, kills: int = 150, longest_pause: float = 2.5, controlled: bool = True) -> Figures:
    """A sale during which programs of the shop are killed so often; and one whose worker is careless with refunds."""
    found = Figures()
    with fresh(ground):
        sale, worst = _sale(ground, kills, longest_pause, ground.worker())
        _count(found, ground, sale)
        found["kills"] = kills
        found.at_most("longest without an answer, seconds", round(worst, 1), 60)
    if controlled:
        with fresh(ground):
            found.must("cut off while giving back, and booked otherwise", _cut_off(ground, ground.worker()), 0)
        with fresh(ground):
            wrong = _cut_off(ground, ground.worker(guarded=False))
            found.at_least("control, guard off: given back otherwise than booked", wrong, 1)
    return found


def _cut_off(ground: Ground, worker: Program, times: int = 6) -> int:
    """The worker is killed each time when the bank has given money back and its answer is still on the way.

    How many refunds are booked otherwise than the bank has made them.
    """
    world.tariffs()
    bank, variant_id = ground.bank, world.variant(world.maker())
    for order_id in [world.paid(bank, {variant_id: 1}) for _ in range(times)]:
        with transaction():
            orders.cancel_order(orders.order(order_id), None)
    world.fresh()
    bank.seconds = 1.0
    with _running(worker):
        for number in range(times):
            await_true(lambda number=number: bank.asked("refund") > number)
            time.sleep(0.5)
            worker.kill_working()
    bank.behave()
    _let_time_pass()
    return _otherwise(bank)


def _otherwise(bank: FakeBank) -> int:
    given, booked = _given_back(bank), _booked_back()
    return sum(given[one] != booked[one] for one in given | booked)


def _sale(ground: Ground, kills: int, longest_pause: float, worker: Program) -> tuple[Sale, float]:
    """The sale, and the longest time for which the shop did not answer, in seconds."""
    world.tariffs()
    maker = world.maker()
    variants = [world.variant(maker, world.Ware(on_hand=ON_HAND)) for _ in range(3)]
    ground.bank.seconds = BANK_SECONDS
    world.fresh()
    web = ground.web()
    with _running(web, worker):
        await_true(lambda: answers(address_of(web)) and bool(worker.working()))
        sale, dice = Sale(address_of(web), ground.bank, variants), random.Random(kills)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            shopping = [pool.submit(sale.shop, place) for place in range(CONNECTIONS)]
            try:
                worst = _fell(web, worker, ground, [dice.uniform(0.05, longest_pause) for _ in range(kills)])
            finally:
                sale.closed.set()
            for one in shopping:
                one.result()
    ground.bank.behave()
    return sale, worst


@contextmanager
def _running(*programs: Program) -> Iterator[None]:
    try:
        for one in programs:
            one.start()
        yield
    finally:
        for one in programs:
            one.stop()


def _fell(web: Program, worker: Program, ground: Ground, pauses: list[float]) -> float:
    """Kill one of both after each of these pauses, now and then while the bank's answers get lost.

    Mostly it is all that works, which its master starts again at once; each tenth time the master falls too.
    """
    dice, worst = random.Random(1404), 0.0
    for turn, pause in enumerate(pauses, 1):
        time.sleep(pause)
        ground.bank.mischief.clear()
        if dice.random() < 0.25:
            ground.bank.mischief[dice.choice(["verify", "refund"])] = Mischief.DEAD_AFTER
        victim = dice.choice([web, worker])
        if turn % WHOLE_EVERY or ground.swift:
            await_true(lambda victim=victim: bool(victim.kill_working()))
        else:
            victim.kill()
            victim.start()
        if victim is web:
            worst = max(worst, await_true(lambda: answers(address_of(web))))
    return worst


def _let_time_pass() -> None:
    """What was left half done is taken up, what was not paid lapses."""
    for minutes in (0, 3, 6, 12, 60, 130):
        with world.later(minutes=minutes):
            world.work()


def _count(found: Figures, ground: Ground, sale: Sale) -> None:
    heard = sale.heard
    _let_time_pass()
    found["orders acknowledged"] = len(heard.placed)
    found["requests cut off"] = heard.cut_off
    found["refused in words"] = heard.refused
    found.none("faults shown to buyers", heard.faults)
    found.must("acknowledged orders that are gone", len(heard.placed - _keys()), 0)
    found["orders shown as paid"] = len(heard.paid)
    found.must("shown as paid, and not paid", len(heard.paid - _keys(OrderState.PAID)), 0)
    _count_payments(found, ground.bank, heard)
    _count_refunds(found, ground.bank, heard)
    _count_goods(found, sale.variants)
    _count_worker(found)
    found.books()
    checked = ground.program.test_cli_runner().invoke(args=["ledger", "check"])
    found.must("`flask ledger check` ended with", checked.exit_code, 0)


def _keys(state: OrderState | None = None) -> set[str]:
    query = select(Order.checkout_key)
    return set(session().scalars(query if state is None else query.where(Order.state == state)))


def _count_payments(found: Figures, bank: FakeBank, heard: Heard) -> None:
    with closing(sqlite3.connect(bank.book.file)) as book:
        taken = {str(row[0]) for row in book.execute("SELECT authority FROM payment WHERE state = 'verified'")}
    kinds = [JournalKind.PAYMENT, JournalKind.LATE_PAYMENT]
    query = (
        select(Attempt.authority, func.count())
        .join(ledger.Journal, ledger.Journal.ref_id == Attempt.id)
        .where(ledger.Journal.kind.in_(kinds), Attempt.state.in_([AttemptState.PAID, AttemptState.LATE_PAID]))
        .group_by(Attempt.authority)
    )
    booked = Counter({str(authority): count for authority, count in session().execute(query)})
    found["paid at the bank"] = len(heard.at_bank)
    found.must("paid at the bank, and not taken", len(heard.at_bank - taken), 0)
    found.must("taken by the bank, and not booked", len(taken - set(booked)), 0)
    found.must("booked, and not taken", len(set(booked) - taken), 0)
    found.must("booked twice", sum(count > 1 for count in booked.values()), 0)


def _given_back(bank: FakeBank) -> Counter[str]:
    """Rials that the bank gave back, by payment."""
    with closing(sqlite3.connect(bank.book.file)) as book:
        return Counter(dict(book.execute("SELECT authority, sum(amount) FROM refund GROUP BY authority").fetchall()))


def _booked_back() -> Counter[str]:
    """Rials that went back by the shop's books, by payment."""
    world.fresh()
    query = select(Attempt.authority, func.sum(Refund.amount_rial)).join(Refund, Refund.attempt_id == Attempt.id)
    rows = session().execute(query.where(Refund.state == RefundState.DONE).group_by(Attempt.authority))
    return Counter({str(authority): int(amount) for authority, amount in rows})


def _count_refunds(found: Figures, bank: FakeBank, heard: Heard) -> None:
    given = _given_back(bank)
    found["cancellations acknowledged"] = len(heard.cancelled)
    owed = select(Order.checkout_key, Order.total_rial, Attempt.authority).join(Attempt, Attempt.payable_id == Order.id)
    rows = session().execute(owed.where(Attempt.state == AttemptState.PAID, Order.checkout_key.in_(heard.cancelled)))
    whole = sum(given[str(authority)] == int(amount) for _, amount, authority in rows)
    found.must("cancelled, and given back in full, once", whole, len(heard.cancelled))
    found.must("given back otherwise than booked", _otherwise(bank), 0)


def _count_goods(found: Figures, variants: list[int]) -> None:
    kept = select(func.sum(Line.quantity - Line.refunded_quantity)).join(Parcel, Parcel.id == Line.parcel_id)
    sold = session().scalar(kept.join(Order, Order.id == Parcel.order_id).where(Order.state == OrderState.PAID)) or 0
    counted = select(func.sum(catalogue.Variant.on_hand), func.sum(catalogue.Variant.reserved))
    on_hand, reserved = session().execute(counted.where(catalogue.Variant.id.in_(variants))).one()
    found["pieces sold"] = int(sold)
    found.must("pieces on the shelf", int(on_hand), ON_HAND * len(variants) - int(sold))
    found.must("pieces still held", int(reserved), 0)


def _count_worker(found: Figures) -> None:
    undelivered = OutboxRow.delivered_at.is_(None) & (OutboxRow.next_try_at <= clock.now())
    query = select(OutboxRow.reaction).where(or_(OutboxRow.dead_at.is_not(None), undelivered))
    found.none("events that reached nobody", session().scalars(query))
