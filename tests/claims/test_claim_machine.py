"""Claims in any order: whatever buyers, makers, staff and time do, nobody gets back more than was paid.

Acts are drawn at random from a seed, most often of whoever's turn it is: free drawing reaches few claims that end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from flask import Flask

from app import claims, ledger, orders, payments, payouts
from app.accounts import Role
from app.claims import OPEN, Claim, ClaimState, ClaimView, Reason
from app.ledger import chart
from app.orders import ParcelState
from app.shared import clock, rulebook, states
from app.shared.database import transaction
from app.shared.errors import Refusal
from tests import world
from tests.claims.scene import Sale, sent
from tests.fakes.bank import FakeBank
from tests.world import Ware, in_claim, verdict

SEEDS, STEPS = range(6), 60
SLOW = {"R5 refunds.older_than_3_days", "R6 payouts.in_transit_older_than_3_days"}
WAITS = [timedelta(hours=hours) for hours in (1, 1, 49, 73, 73, 15 * 24)]
WARES = (Ware(price=999_983, on_hand=9_000), Ware(price=4_000_000, on_hand=9_000))
REASONS = [*Reason, Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.MISSING]

Act = Callable[[int], None]


class Quarrels:
    """Three parcels of one maker, two lines of three pieces each."""

    def __init__(self, bank: FakeBank, seed: int) -> None:
        self.random = Random(seed)
        self.maker = world.maker()
        world.bank_account(self.maker)
        self.sales: list[Sale] = [sent(bank, 3, WARES, self.maker) for _ in range(3)]
        self.staff = world.official(Role.STAFF)
        self.finance = [world.official(Role.FINANCE), world.official(Role.FINANCE)]
        with transaction():
            rulebook.set_rule(orders.TWO_PERSONS, 2_000_000, source="test", by=None)
        self.now = clock.now()
        self.claims: list[int] = []
        self.held: set[int] = set()

    def step(self) -> None:
        acts = [self.complain, self.turn, self.out_of_turn, self.money, self.wait]
        self.do(self.random.choices(acts, [6, 8, 2, 3, 1])[0])

    def do(self, act: Callable[[], object]) -> None:
        """Somebody tries; a refusal is an answer, a fault is not."""
        world.fresh()
        with clock.at(self.now), suppress(Refusal):
            act()

    def complain(self) -> None:
        sale, reason = self.random.choice(self.sales), self.random.choice(REASONS)
        held = sale.state is not ParcelState.COMPLETED
        wanted = {line.id: self.random.randint(0, 3) for line in sale.lines}
        self.claims.append(world.complain(sale.parcel_id, reason, wanted))
        if held:
            self.held.add(self.claims[-1])

    def open_ones(self) -> list[ClaimView]:
        found = [claims.view(claims.claim(claim_id)) for claim_id in self.claims]
        return [view for view in found if view.claim.state in OPEN]

    def turn(self) -> None:
        """Whoever can act does so."""
        if waiting := self.open_ones():
            view = self.random.choice(waiting)
            self.random.choice(self.turns(view))(view.claim.id)

    def turns(self, view: ClaimView) -> list[Act]:
        yes, most = self.random.random() < 0.5, int(view.amount)
        part = self.random.choice([0, 1, most // 3, most - 1, most, most + 1])
        way = self.random.choice([0, 1, int(view.delivery_left), int(view.delivery_left) + 1])
        staff = verdict(part, way, goods_back=self.random.random() < 0.2)
        acts: dict[ClaimState, list[Act]] = {
            ClaimState.OPEN: [
                lambda number: in_claim(number, claims.agree, goods_back=yes),
                lambda number: in_claim(number, claims.offer, part, ""),
                lambda number: in_claim(number, claims.contest, "نه"),
            ],
            ClaimState.OFFERED: [
                lambda number: in_claim(number, claims.accept_offer if yes else claims.decline_offer),
            ],
            ClaimState.RETURNING: [
                lambda number: in_claim(number, claims.sent_back, "1"),
                lambda number: in_claim(number, claims.goods_came, sellable=yes),
                lambda number: in_claim(number, claims.contest, "نه"),
            ],
            ClaimState.DISPUTED: [
                *[lambda number: world.decide(number, staff, self.staff)] * 3,
                lambda number: in_claim(number, claims.take_back),
            ],
            ClaimState.APPROVING: [lambda _: self.second_person()],
        }
        return acts[view.claim.state]

    def out_of_turn(self) -> None:
        """Somebody with an old page."""
        acts: list[Act] = [
            lambda number: in_claim(number, claims.agree, goods_back=False),
            lambda number: in_claim(number, claims.accept_offer),
            lambda number: in_claim(number, claims.goods_came, sellable=True),
            lambda number: in_claim(number, claims.contest, "نه"),
            lambda number: world.decide(number, verdict(1), self.staff),
        ]
        if self.claims:
            self.random.choice(acts)(self.random.choice(self.claims))

    def money(self) -> None:
        sale = self.random.choice(self.sales)
        acts: list[Callable[[], object]] = [
            lambda: world.receive(sale.parcel_id),
            lambda: self.discount(sale),
            self.second_person,
            self.pay_makers,
        ]
        self.random.choice(acts)()

    def discount(self, sale: Sale) -> None:
        """Not while a claim is open: what then becomes of it has tests of its own."""
        if not sale.frozen:
            world.refund(self.random.choice(sale.lines).id, rials=self.random.randint(1, 1_000_000))

    def second_person(self) -> None:
        for waiting in orders.waiting_proposals()[:1]:
            with transaction():
                word = self.random.choice([orders.agree_to_refund, orders.decline_refund])
                word(waiting.proposal.id, self.finance[0])
        world.work()

    def pay_makers(self) -> None:
        builder, approver = self.finance
        with transaction():
            batch = payouts.build(builder)
            payouts.approve(batch, approver)
            payouts.export(batch, approver)

    def wait(self) -> None:
        self.now += self.random.choice(WAITS)
        with clock.at(self.now):
            world.work()

    def end(self) -> None:
        """Everybody comes to an end: claims, then parcels."""
        for _ in range(20):
            for view in self.open_ones():
                self.do(lambda number=view.claim.id: in_claim(number, claims.take_back))
            self.do(self.second_person)
        for _ in range(2):
            self.now += timedelta(days=11)
            self.do(world.work)

    # ---- what holds after every step --------------------------------------------------------------------------

    def check(self) -> None:
        world.fresh()
        with clock.at(self.now):
            assert set(world.broken_promises()) <= SLOW
        self.nobody_gets_back_more_than_was_paid()
        for claim_id in self.claims:
            claim = claims.claim(claim_id)
            self.every_step_is_in_the_table(claim)
            self.no_money_is_released_while_it_is_open(claim)
        self.every_granted_claim_has_a_refund_of_its_own()

    def nobody_gets_back_more_than_was_paid(self) -> None:
        for sale in self.sales:
            back = sum(int(one.amount_rial) for one in payments.refunds_of(sale.order_id))
            assert back <= orders.order(sale.order_id).total_rial
            assert all(0 <= line.refunded_quantity <= line.quantity for line in sale.lines)

    def every_step_is_in_the_table(self, claim: Claim) -> None:
        trace = [ClaimState(move.became) for move in states.history("claim", claim.id)]
        assert trace[0] in {ClaimState.OPEN, ClaimState.RETURNING}
        assert trace[-1] is claim.state
        assert all(became in Claim.MOVES.get(was, ()) for was, became in pairwise(trace))

    def no_money_is_released_while_it_is_open(self, claim: Claim) -> None:
        if claim.state not in OPEN:
            return
        parcel = world.parcel(claim.parcel_id)
        assert parcel.frozen
        if claim.id in self.held:
            assert parcel.state is not ParcelState.COMPLETED
            net = sum(int(line.net_rial) for line in orders.lines_of([parcel.id])[parcel.id])
            assert ledger.balance(chart.escrow(parcel.id)) == -net

    def every_granted_claim_has_a_refund_of_its_own(self) -> None:
        found = [claims.claim(claim_id) for claim_id in self.claims]
        refunds = [claim.refund_id for claim in found if claim.state is ClaimState.GRANTED]
        assert None not in refunds
        assert len(set(refunds)) == len(refunds)
        assert all(claim.refund_id is None for claim in found if claim.state is not ClaimState.GRANTED)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_rial_too_much_goes_back_whatever_happens(app: Flask, bank: FakeBank, seed: int):
    quarrels = Quarrels(bank, seed)
    for _ in range(STEPS):
        quarrels.step()
        quarrels.check()
    quarrels.end()

    quarrels.check()
    assert len(quarrels.claims) > 2
    assert quarrels.open_ones() == []
    assert {sale.state for sale in quarrels.sales} <= {ParcelState.COMPLETED, ParcelState.LOST}
    assert not any(sale.frozen for sale in quarrels.sales)
