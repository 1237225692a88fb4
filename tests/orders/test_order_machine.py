"""Orders in any order: whatever people, the bank and time do, no rial is lost, doubled or left unexplained."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app import catalogue, finance, ledger, orders, payouts
from app.accounts import Role
from app.catalogue import StockMode
from app.ledger import chart
from app.orders import Line, Order, OrderState, Parcel, ParcelState
from app.payments import Attempt, AttemptState
from app.payouts import ItemState
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from tests import world
from tests.fakes.bank import FakeBank, Mischief

UNRELEASED = (ParcelState.NEW, ParcelState.ACCEPTED, ParcelState.SENT, ParcelState.DELIVERED)
PLENTY = (100, 4)
NOWHERE = world.AtBank(0, 0, "")  # refused; what is drawn next must not depend on what went before
WAITS = [timedelta(minutes=minutes) for minutes in (2, 2, 21, 41, 49 * 60, 11 * 24 * 60)]


class Cast:
    """Who is there in every run."""

    def __init__(self, bank: FakeBank) -> None:
        self.bank = bank
        makers = [world.maker(), world.maker("1802")]
        for maker_id in makers:
            world.bank_account(maker_id)
        wares = (world.Ware(price=999_983), world.Ware(price=4_000_000))
        self.variants = [world.variant(maker_id, ware) for maker_id in makers for ware in wares]
        self.finance = [world.official(Role.FINANCE), world.official(Role.FINANCE)]
        world.tariffs()


class Shop(RuleBasedStateMachine):
    cast: Cast
    placed = Bundle("placed")
    gone = Bundle("gone")

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        for variant in self.cast.variants:
            self.write(lambda variant=variant: restock(variant))

    def do(self, act: Callable[[], object]) -> object:
        """Somebody tries; a refusal is an answer too."""
        world.fresh()
        with clock.at(self.now), suppress(Refusal, NoResultFound):
            return act()
        return None

    def write(self, act: Callable[[], object]) -> object:
        def inside() -> object:
            with transaction():
                return act()

        return self.do(inside)

    @rule(target=placed, wanted=st.dictionaries(st.integers(0, 3), st.integers(1, 3), min_size=1))
    def place(self, wanted: dict[int, int]) -> object:
        return self.do(lambda: world.place({self.cast.variants[one]: count for one, count in wanted.items()})) or 0

    @rule(target=gone, order=placed)
    def go_to_the_bank(self, order: int) -> object:
        return self.do(lambda: world.to_bank(order)) or NOWHERE

    @rule(there=gone, act=st.sampled_from(["pay", "pay", "cancel"]))
    def act_at_the_bank(self, there: world.AtBank, act: str) -> None:
        self.cast.bank.act(there.authority, act)

    @rule(there=gone)
    def come_back(self, there: world.AtBank) -> None:
        self.do(lambda: world.settle(there.attempt_id))

    @rule(target=placed, wanted=st.dictionaries(st.integers(0, 3), st.integers(1, 3), min_size=1))
    def buy(self, wanted: dict[int, int]) -> object:
        order = self.do(lambda: world.place({self.cast.variants[one]: count for one, count in wanted.items()})) or 0
        there = self.do(lambda: world.to_bank(int(str(order))))
        if isinstance(there, world.AtBank):
            self.cast.bank.act(there.authority, "pay")
            self.do(lambda: world.settle(there.attempt_id))
        return order

    @rule(order=placed)
    def send_all(self, order: int) -> None:
        for parcel_id in world.parcels(order):
            self.do(lambda parcel_id=parcel_id: world.send(parcel_id))

    @rule(order=placed)
    def receive_all(self, order: int) -> None:
        for parcel_id in world.parcels(order):
            self.do(lambda parcel_id=parcel_id: world.receive(parcel_id))

    @rule(there=gone, call=st.sampled_from(["verify", "inquiry"]), mischief=st.sampled_from(Mischief))
    def come_back_to_a_bank_that_misbehaves(self, there: world.AtBank, call: str, mischief: Mischief) -> None:
        self.cast.bank.mischief[call] = mischief
        self.do(lambda: world.settle(there.attempt_id))
        self.cast.bank.behave()

    @rule(call=st.sampled_from(["verify", "inquiry", "refund"]), mischief=st.sampled_from(Mischief))
    def work_with_a_bank_that_misbehaves(self, call: str, mischief: Mischief) -> None:
        self.cast.bank.mischief[call] = mischief
        self.do(world.work)
        self.cast.bank.behave()

    @rule(order=placed, place=st.integers(0, 3), act=st.sampled_from(["accept", "send", "receive", "delivered"]))
    def go_on(self, order: int, place: int, act: str) -> None:
        acts: dict[str, Callable[[Parcel], object]] = {
            "accept": lambda parcel: orders.accept(parcel, None),
            "send": lambda parcel: orders.send(parcel, "123", None),
            "receive": lambda parcel: orders.received(parcel, None),
            "delivered": lambda parcel: orders.carrier_delivered(parcel, None),
        }
        self.write(lambda: acts[act](self.paid_parcel(order, place)))

    @rule(order=placed, place=st.integers(0, 3), became=st.sampled_from(sorted(orders.CALLED_OFF)))
    def call_off(self, order: int, place: int, became: ParcelState) -> None:
        self.write(lambda: orders.call_off(self.paid_parcel(order, place), became, None))

    def paid_parcel(self, order: int, place: int) -> Parcel:
        """A parcel as the doors find it: only when its order is paid."""
        found = orders.parcels_of([orders.order(order).id])[order]
        parcel = found[place % len(found)]
        return orders.own_parcel(parcel.maker_id, parcel.id)

    @rule(order=placed)
    def cancel(self, order: int) -> None:
        self.write(lambda: orders.cancel_order(orders.order(order), None))

    @rule(order=placed, place=st.integers(0, 3), rials=st.integers(1, 5_000_000), quantity=st.integers(0, 1))
    def refund(self, order: int, place: int, rials: int, quantity: int) -> None:
        for line in world.lines(order)[place : place + 1]:
            self.do(lambda line_id=line.id: world.refund(line_id, rials=rials, quantity=quantity))

    @rule(wait=st.sampled_from(WAITS))
    def let_time_pass(self, wait: timedelta) -> None:
        self.now += wait
        self.work()

    @rule()
    def work(self) -> None:
        self.do(world.work)

    @rule(end=st.sampled_from([payouts.confirm, payouts.sent_back, payouts.cancel, None]))
    def pay_the_makers(self, end: Callable[..., object] | None) -> None:
        batch = self.write(lambda: payouts.build(self.cast.finance[0]).id)
        if not isinstance(batch, int) or end is None:
            return
        steps = [payouts.cancel] if end is payouts.cancel else [payouts.approve, payouts.export]
        for step in steps:
            self.write(lambda step=step: step(payouts.batch(batch), self.cast.finance[1]))
        for item in payouts.items_of(batch):
            if item.state is ItemState.EXPORTED:
                self.write(lambda item_id=item.id: end(payouts.item(item_id), "77", self.cast.finance[1]))

    def teardown(self) -> None:
        self.cast.bank.behave()
        for _ in range(3):
            self.now += timedelta(hours=7)
            self.work()
        with clock.at(self.now):
            slow = {"R5 refunds.older_than_3_days", "R6 payouts.in_transit_older_than_3_days"}
            assert set(world.broken_promises()) <= slow
            assert -sum(ledger.balances(chart.ESCROW).values()) == unreleased()
            assert ledger.balance(chart.gateway("sandbox")) == at_the_bank(self.cast.bank)


def restock(variant_id: int) -> None:
    variant = session().get_one(catalogue.Variant, variant_id)
    catalogue.set_stock(variant, StockMode.COUNTED, on_hand=PLENTY[variant_id % 2], lead_days=0, by=None)


def unreleased() -> int:
    """Rials of goods that are paid, not released and not refunded."""
    rows = session().execute(
        select(Line.goods_rial, Line.refunded_rial)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Parcel.state.in_(UNRELEASED))
    )
    return sum(goods - refunded for goods, refunded in rows)


def at_the_bank(bank: FakeBank) -> int:
    """What the bank itself holds for the shop; a payment that it hid for a day is on the finance desk instead."""
    attempts = list(session().scalars(select(Attempt).where(Attempt.authority.is_not(None))))
    held = 0
    for attempt in attempts:
        if attempt.state is AttemptState.SUSPICIOUS:
            assert f"attempt:{attempt.id}" in {task.ref for task in finance.open_tasks()}
            continue
        held += balance_at(bank, attempt.authority or "")
    return held


def balance_at(bank: FakeBank, authority: str) -> int:
    with closing(sqlite3.connect(bank.book.file)) as book:
        taken = book.execute(
            "SELECT coalesce(sum(amount), 0) FROM payment WHERE authority = ? AND state = 'verified'", (authority,)
        ).fetchone()
        back = book.execute("SELECT coalesce(sum(amount), 0) FROM refund WHERE authority = ?", (authority,)).fetchone()
    return int(taken[0] - back[0])


def test_no_rial_is_lost_or_doubled_whatever_happens(app: Flask, bank: FakeBank):
    Shop.cast = Cast(bank)

    slowly = [HealthCheck.too_slow]
    bounds = settings(max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=slowly)
    run_state_machine_as_test(Shop, settings=bounds)
