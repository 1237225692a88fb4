"""The money side in any order: whatever people, the bank and time do, no rial is lost, doubled or left unexplained.

Baskets, coupons, funds, store credit, cash at the door, shares, part refunds, claims and payouts; MONEY_SEQUENCES says
how many runs, which `make drill` sets high.
"""

import os
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

from app import catalogue, claims, finance, ledger, orders, payments, payouts, promotions
from app.accounts import Role
from app.catalogue import StockMode
from app.claims import Reason
from app.ledger import chart
from app.orders import Codes, Line, Order, OrderState, Parcel, ParcelState
from app.payments import COD_MOST, Attempt, AttemptState, RefundState
from app.payments.by_hand import ByHand
from app.payouts import ItemState
from app.promotions import NewCoupon, NewSubsidy, Terms, Worth
from app.shared import clock, rulebook, running
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank, Mischief

UNRELEASED = (ParcelState.NEW, ParcelState.ACCEPTED, ParcelState.SENT, ParcelState.DELIVERED)
PLENTY = (100, 4)
NOWHERE = world.AtBank(0, 0, "")  # refused; what is drawn next must not depend on what went before
RUNS = int(os.environ.get("MONEY_SEQUENCES", "6"))
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
        self.staff = world.official(Role.STAFF)
        world.tariffs()
        running.put("gateways", {**payments.gateways(), "cod": ByHand("cod")})
        members = [world.maker(), world.maker()]
        terms = Terms(clock.now(), None, Rial(0), Rial(3_000_000), "test")
        with transaction():
            rulebook.set_rule(COD_MOST, 10**8, source="test", by=None)
            promotions.add_coupon(NewCoupon("EID", "عیدی", Worth(1_234, Rial(0), Rial(777_777)), terms), None)
            promotions.add_coupon(NewCoupon("HERS", "مشتری", Worth(0, Rial(333_331), None), terms, makers[0]), None)
            promotions.add_subsidy(NewSubsidy("صندوق", 3_333, Rial(99_999), None, terms), self.finance[0])
            shares = [(makers[0], 3_334), (members[0], 3_333), (members[1], 3_333)]
            orders.set_shares(makers[0], shares, clock.now(), "test", self.finance[0])


class Shop(RuleBasedStateMachine):
    cast: Cast
    placed = Bundle("placed")
    gone = Bundle("gone")

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        self.notes: list[str] = [""]
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

    @rule(
        target=placed,
        wanted=st.dictionaries(st.integers(0, 3), st.integers(1, 3), min_size=1),
        coupon=st.sampled_from(["", "EID", "HERS"]),
        note=st.integers(0, 3),
        mobile=st.integers(0, 3),
    )
    def place(self, wanted: dict[int, int], coupon: str, note: int, mobile: int) -> object:
        def act() -> int:
            codes = Codes(coupon, self.notes[note % len(self.notes)])
            to = world.recipient(f"0912000000{mobile}")
            order_id = world.place(
                {self.cast.variants[one]: count for one, count in wanted.items()}, codes=codes, recipient=to
            )
            if not orders.order(order_id).due_rial:
                self.write(lambda: orders.pay_with_credit(orders.order(order_id)))
            return order_id

        return self.do(act) or 0

    @rule(target=placed, one=st.integers(0, 1), coupon=st.sampled_from(["", "EID", "HERS"]), mobile=st.integers(0, 3))
    def buy_at_the_door(self, one: int, coupon: str, mobile: int) -> object:
        """The first maker is of the buyer's county, and her parcel goes with the courier."""

        def act() -> int:
            maker_id = catalogue.product(
                session().get_one(catalogue.Variant, self.cast.variants[one]).product_id
            ).maker_id
            order_id = world.place(
                {self.cast.variants[one]: 1},
                codes=Codes(coupon),
                recipient=world.recipient(f"0912000000{mobile}"),
                services={maker_id: "courier"},
            )
            world.to_bank(order_id, "cod")
            return order_id

        return self.do(act) or 0

    @rule(order=placed, came=st.booleans(), slip=st.integers(1, 10**6))
    def hand_in(self, order: int, came: bool, slip: int) -> None:
        attempts = [one.id for one in payments.attempts_of(order) if one.gateway == "cod"]
        for attempt_id in attempts[-1:]:
            if came:
                self.write(lambda one=attempt_id: orders.seen_by_hand(one, f"R-{slip}", self.cast.finance[0]))
            else:
                self.write(lambda one=attempt_id: orders.never_came(one, self.cast.finance[0]))

    @rule(order=placed, rials=st.integers(1, 6_000_000), key=st.integers(0, 2))
    def make_up(self, order: int, rials: int, key: int) -> None:
        def act() -> str:
            about = orders.order(order).id
            note = payments.give_goodwill(about, Rial(rials), "دیر رسید", str(key), self.cast.finance[0])
            return payments.shown_code(note)

        code = self.write(act)
        self.notes += [str(code)] if code else []

    @rule(order=placed, by_credit=st.booleans())
    def pay_back_by_hand(self, order: int, by_credit: bool) -> None:
        for back in payments.refunds_of(order):
            if back.state is RefundState.MANUAL and by_credit:
                self.write(lambda back_id=back.id: payments.refund_as_credit(payments.refund_by_id(back_id)))
            elif back.state is RefundState.MANUAL:
                self.write(
                    lambda back_id=back.id: payments.refund_by_hand(
                        payments.refund_by_id(back_id), "77", self.cast.finance[0]
                    )
                )
        self.notes += [payments.shown_code(note) for note in payments.notes_of(order) if note.refund_id]

    @rule(order=placed, place=st.integers(0, 3), reason=st.sampled_from(Reason), pieces=st.integers(1, 3))
    def complain(self, order: int, place: int, reason: Reason, pieces: int) -> None:
        def act() -> int:
            parcel = self.paid_parcel(order, place)
            lines = orders.lines_of([parcel.id])[parcel.id]
            return world.complain(parcel.id, reason, {lines[0].id: min(pieces, lines[0].quantity)})

        self.do(act)

    @rule(
        order=placed,
        act=st.sampled_from(["agree", "return", "offer", "contest", "accept", "came", "decide", "again"]),
        rials=st.integers(1, 3_000_000),
    )
    def go_on_with_claims(self, order: int, act: str, rials: int) -> None:
        ids = [parcel.id for parcel in orders.parcels_of([order]).get(order, [])]
        numbers = [view.claim.id for views in claims.by_parcel(ids).values() for view in views]
        acts: dict[str, Callable[[claims.Claim], object]] = {
            "agree": lambda claim: claims.agree(claim, self.cast.staff, goods_back=False),
            "return": lambda claim: claims.agree(claim, self.cast.staff, goods_back=True),
            "offer": lambda claim: claims.offer(claim, Rial(rials), "ببخشید", self.cast.staff),
            "contest": lambda claim: claims.contest(claim, "همان است", self.cast.staff),
            "accept": lambda claim: claims.accept_offer(claim, None),
            "came": lambda claim: claims.goods_came(claim, None, sellable=True),
            "decide": lambda claim: claims.decide(claim, world.verdict(rials, upheld=True), self.cast.staff),
            "again": lambda claim: claims.decide(claim, world.verdict(rials, rials), self.cast.staff),
        }
        for number in numbers:
            self.write(lambda number=number: acts[act](claims.claim(number)))

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

    @rule(order=placed, place=st.integers(0, 3))
    def lose(self, order: int, place: int) -> None:
        self.write(lambda: orders.call_off(self.paid_parcel(order, place), ParcelState.LOST, None))

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
            slow = {
                "R5 refunds.older_than_3_days", "R6 payouts.in_transit_older_than_3_days", "R7 makers.below_debt_limit",
            }  # fmt: skip
            assert set(world.broken_promises()) <= slow
            assert -sum(ledger.balances(chart.ESCROW).values()) == unreleased()
            assert ledger.balance(chart.gateway("sandbox")) == at_the_bank(self.cast.bank)


def restock(variant_id: int) -> None:
    variant = session().get_one(catalogue.Variant, variant_id)
    catalogue.set_stock(variant, StockMode.COUNTED, on_hand=PLENTY[variant_id % 2], lead_days=0, by=None)


def unreleased() -> int:
    """Rials of goods that are paid, by buyers or the shop's fund, not released and not refunded."""
    rows = session().scalars(
        select(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Parcel.state.in_(UNRELEASED))
    )
    return sum(line.net_rial for line in rows)


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
    bounds = settings(max_examples=RUNS, stateful_step_count=25, deadline=None, suppress_health_check=slowly)
    run_state_machine_as_test(Shop, settings=bounds)
