"""Claims in any order: whatever buyers, makers, staff and time do, nobody gets back more than was paid."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import claims, ledger, orders, payments, payouts
from app.accounts import Role
from app.claims import OPEN, Claim, ClaimState, Reason
from app.ledger import chart
from app.orders import ParcelState
from app.shared import clock, rulebook, states
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from tests import world
from tests.claims.scene import Sale
from tests.fakes.bank import FakeBank
from tests.world import Ware, verdict

SLOW = {"R5 refunds.older_than_3_days", "R6 payouts.in_transit_older_than_3_days"}
WAITS = [timedelta(hours=hours) for hours in (1, 49, 73, 6 * 24, 15 * 24)]
BUYERS: dict[str, tuple[Callable[..., None], tuple[object, ...]]] = {
    "take it": (claims.accept_offer, ()),
    "leave it": (claims.decline_offer, ()),
    "send it": (claims.sent_back, ("123",)),
    "content": (claims.take_back, ()),
}


class Cast:
    """Who is there in every run."""

    def __init__(self, bank: FakeBank) -> None:
        self.bank = bank
        self.maker = world.maker()
        world.bank_account(self.maker)
        wares = (Ware(price=999_983, on_hand=9_000), Ware(price=4_000_000, on_hand=9_000))
        self.variants = tuple(world.variant(self.maker, ware) for ware in wares)
        self.staff = world.official(Role.STAFF)
        with transaction():
            rulebook.set_rule(orders.TWO_PERSONS, 6_000_000, source="test", by=None)
        self.finance = [world.official(Role.FINANCE), world.official(Role.FINANCE)]


class Quarrels(RuleBasedStateMachine):
    """Two parcels of one maker, of two lines with three pieces each; rules act on any claim there is."""

    cast: Cast
    sales: list[Sale]

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        self.claims: list[int] = []

    @initialize()
    def sell(self) -> None:
        self.sales = []
        for _ in range(2):
            order_id = world.paid(self.cast.bank, dict.fromkeys(self.cast.variants, 3))
            parcel_id = world.parcels(order_id)[0]
            world.send(parcel_id)
            self.sales.append(Sale(order_id, parcel_id, self.cast.maker, self.cast.variants))

    def do(self, act: Callable[[], object]) -> object:
        """Somebody tries; a refusal is an answer, a fault is not."""
        world.fresh()
        with clock.at(self.now), suppress(Refusal):
            return act()
        return None

    def some(self, place: int) -> int | None:
        return self.claims[place % len(self.claims)] if self.claims else None

    def turn(self, place: int, act: Callable[..., object], *how: object, **more: object) -> None:
        claim_id = self.some(place)
        if claim_id is not None:
            self.do(lambda: world.in_claim(claim_id, act, *how, **more))  # type: ignore[arg-type]

    @rule(place=st.integers(0, 1), reason=st.sampled_from(Reason), first=st.integers(0, 4), second=st.integers(0, 4))
    def complain(self, place: int, reason: Reason, first: int, second: int) -> None:
        sale = self.sales[place]
        wanted = dict(zip([line.id for line in sale.lines], (first, second), strict=True))
        made = self.do(lambda: world.complain(sale.parcel_id, reason, wanted))
        if isinstance(made, int):
            self.claims.append(made)

    @rule(place=st.integers(0, 9), goods_back=st.booleans())
    def maker_agrees(self, place: int, goods_back: bool) -> None:
        self.turn(place, claims.agree, goods_back=goods_back)

    @rule(place=st.integers(0, 9), amount=st.integers(-1, 16_000_000))
    def maker_offers(self, place: int, amount: int) -> None:
        self.turn(place, claims.offer, amount, "")

    @rule(place=st.integers(0, 9))
    def maker_contests(self, place: int) -> None:
        self.turn(place, claims.contest, "نه")

    @rule(place=st.integers(0, 9), sellable=st.booleans())
    def goods_come(self, place: int, sellable: bool) -> None:
        self.turn(place, claims.goods_came, sellable=sellable)

    @rule(place=st.integers(0, 9), what=st.sampled_from(sorted(BUYERS)))
    def buyer_acts(self, place: int, what: str) -> None:
        act, how = BUYERS[what]
        self.turn(place, act, *how)

    @rule(place=st.integers(0, 9), tenths=st.integers(0, 11), delivery=st.sampled_from([0, 1, 500_000, 500_001]))
    def staff_decide(self, place: int, tenths: int, delivery: int) -> None:
        claim_id = self.some(place)
        if claim_id is not None:
            most = int(claims.view(claims.claim(claim_id)).amount)
            what = verdict(most * tenths // 10, delivery, goods_back=tenths == 11)
            self.turn(place, claims.decide, what, by=self.cast.staff)

    @rule(agree=st.booleans(), by=st.integers(0, 1))
    def a_second_person_decides(self, agree: bool, by: int) -> None:
        for one in orders.waiting_proposals()[:1]:
            self.do(lambda number=one.proposal.id: second(number, agree=agree, by=self.cast.finance[by]))

    @rule()
    def the_worker_works(self) -> None:
        self.do(world.work)

    @rule(place=st.integers(0, 1), line=st.integers(0, 1), rials=st.integers(1, 5_000_000))
    def staff_give_a_discount(self, place: int, line: int, rials: int) -> None:
        """Not while a claim is open: what then becomes of it has tests of its own."""
        sale = self.sales[place]
        if not sale.frozen:
            self.do(lambda: world.refund(sale.lines[line].id, rials=rials))

    @rule(place=st.integers(0, 1))
    def buyer_is_content(self, place: int) -> None:
        self.do(lambda: world.receive(self.sales[place].parcel_id))

    @rule(wait=st.sampled_from(WAITS))
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait
        self.do(world.work)

    @rule()
    def makers_are_paid(self) -> None:
        def pay() -> None:
            builder, approver = self.cast.finance
            with transaction():
                batch = payouts.build(builder)
                payouts.approve(batch, approver)
                payouts.export(batch, approver)

        self.do(pay)

    @invariant()
    def nobody_gets_back_more_than_was_paid(self) -> None:
        world.fresh()
        for sale in getattr(self, "sales", []):
            back = sum(int(one.amount_rial) for one in payments.refunds_of(sale.order_id))
            assert back <= orders.order(sale.order_id).total_rial
            assert all(0 <= line.refunded_quantity <= line.quantity for line in sale.lines)

    @invariant()
    def the_books_keep_their_promises(self) -> None:
        with clock.at(self.now):
            assert set(world.broken_promises()) <= SLOW

    @invariant()
    def no_money_is_released_while_a_claim_is_open(self) -> None:
        """A parcel that was held when it was claimed is held until the claim is over."""
        for claim_id in self.claims:
            claim = claims.claim(claim_id)
            parcel = world.parcel(claim.parcel_id)
            if claim.state not in OPEN:
                continue
            assert parcel.frozen
            if parcel.completed_at is not None:
                assert parcel.completed_at <= claim.opened_at
            else:
                assert ledger.balance(chart.escrow(parcel.id)) == -sum(
                    int(line.net_rial) for line in orders.lines_of([parcel.id])[parcel.id]
                )

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        for claim_id in self.claims:
            trace = [ClaimState(move.became) for move in states.history("claim", claim_id)]
            assert trace[0] in {ClaimState.OPEN, ClaimState.RETURNING}
            assert trace[-1] is claims.claim(claim_id).state
            assert all(became in Claim.MOVES.get(was, ()) for was, became in pairwise(trace))

    @invariant()
    def a_claim_gives_no_more_than_was_claimed(self) -> None:
        for claim_id in self.claims:
            claim = claims.claim(claim_id)
            refund = payments.refund_by_id(claim.refund_id) if claim.refund_id else None
            assert (refund is not None) is (claim.state is ClaimState.GRANTED)

    def teardown(self) -> None:
        """Everybody comes to an end: claims, then parcels."""
        for one in orders.waiting_proposals():
            self.do(lambda number=one.proposal.id: second(number, agree=False, by=self.cast.finance[0]))
        self.do(world.work)
        for claim_id in self.claims:
            if claims.claim(claim_id).state in OPEN:
                self.do(lambda claim_id=claim_id: world.in_claim(claim_id, claims.take_back))
        for _ in range(2):
            self.now += timedelta(days=11)
            self.do(world.work)
        for sale in getattr(self, "sales", []):
            assert sale.state in {ParcelState.COMPLETED, ParcelState.LOST}
            assert not sale.frozen
        session().rollback()


def second(proposal_id: int, *, agree: bool, by: int) -> None:
    with transaction():
        (orders.agree_to_refund if agree else orders.decline_refund)(proposal_id, by)


def test_no_rial_too_much_goes_back_whatever_happens(app: Flask, bank: FakeBank):
    Quarrels.cast = Cast(bank)

    slowly = [HealthCheck.too_slow]
    bounds = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=slowly)
    run_state_machine_as_test(Quarrels, settings=bounds)
