"""People who act on one claim at the same moment; each race beside its control, which has no guard."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app import claims, orders
from app.accounts import Role
from app.claims import Claim, ClaimNotPossible, ClaimState
from app.orders import Part
from app.payments import RefundState
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, released, state, steps
from tests.orders.money import sent_back
from tests.world import decide, verdict

pytestmark = pytest.mark.usefixtures("app")
SELL = pytest.mark.parametrize("sell", [delivered, released])


def disputed(sale: Sale) -> int:
    """One of the parcel's pieces is claimed, so that paying twice would be possible."""
    return world.dispute(sale.parcel_id, pieces={sale.line_id: 1})


def count(outcomes: list[object], kind: type[Refusal]) -> int:
    return sum(isinstance(one, kind) for one in outcomes)


def all_open(sale: Sale) -> int:
    world.fresh()
    query = select(func.count()).select_from(Claim).where(Claim.parcel_id == sale.parcel_id)
    return session().scalar(query) or 0


@SELL
def test_a_claim_that_two_decide_at_the_same_moment_is_paid_once(app, bank, sell):
    sale = sell(bank, 3)
    claim_id, staff = disputed(sale), [world.official(Role.STAFF) for _ in range(4)]

    outcomes = world.at_once(app, *[lambda one=one: decide(claim_id, verdict(PRICE), by=one) for one in staff])

    assert outcomes.count(None) == 1, outcomes
    assert count(outcomes, MoveRefused) == 3, outcomes
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]
    assert steps(claim_id) == ["open", "disputed", "granted"]
    assert world.broken_promises() == []


@SELL
def test_without_the_guard_two_who_decide_by_what_they_saw_pay_twice(app, bank, sell):
    """The control: the same two decisions, each by a look that was taken before the other wrote."""
    sale = sell(bank, 3)
    claim_id, line_id = disputed(sale), sale.line_id
    both_have_seen = threading.Barrier(2, timeout=10)

    def look_then_pay(key: str) -> None:
        seen = claims.claim(claim_id).state
        both_have_seen.wait()
        if seen is ClaimState.DISPUTED:
            with transaction():
                parts = [Part(line_id, 1, Rial(PRICE))]
                orders.give_back(orders.parcel_by_id(sale.parcel_id), parts, key=key, why="control", by=None)

    outcomes = world.at_once(app, lambda: look_then_pay("one"), lambda: look_then_pay("other"))

    assert outcomes == [None, None]
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)] * 2


def test_one_pays_and_one_refuses_at_the_same_moment(app, bank):
    sale = delivered(bank)
    claim_id, one, other = disputed(sale), world.official(Role.STAFF), world.official(Role.STAFF)

    outcomes = world.at_once(
        app,
        lambda: decide(claim_id, verdict(PRICE), by=one),
        lambda: decide(claim_id, verdict(), by=other),
    )

    assert count(outcomes, MoveRefused) == 1, outcomes
    assert bool(sent_back(sale.order_id)) is (state(claim_id) is ClaimState.GRANTED)
    assert world.broken_promises() == []


@SELL
def test_of_claims_opened_at_the_same_moment_one_is_taken(app, bank, sell):
    sale = sell(bank, 3)
    line_id = sale.line_id

    outcomes = world.at_once(app, *[lambda: world.complain(sale.parcel_id, pieces={line_id: 1})] * 4)

    assert sum(isinstance(one, int) for one in outcomes) == 1, outcomes
    assert [one.reason for one in outcomes if isinstance(one, ClaimNotPossible)] == ["open_already"] * 3
    assert (all_open(sale), sale.frozen) == (1, True)
    assert world.broken_promises() == []


def test_without_the_guard_two_would_open_a_claim_on_one_parcel(app, bank):
    sale = delivered(bank)
    copy = f"SELECT 1 - count(*) AS left_over FROM claim WHERE parcel_id = {sale.parcel_id} AND closed_at IS NULL"

    assert world.unguarded(app, copy) == -1


def test_a_claim_and_the_release_at_the_same_moment_agree(app, bank):
    """Either the money is held, or it is with the maker and not paid out."""
    sale = delivered(bank)
    line_id = sale.line_id

    outcomes = world.at_once(
        app, lambda: world.receive(sale.parcel_id), lambda: world.complain(sale.parcel_id, pieces={line_id: 1})
    )

    assert isinstance(outcomes[1], int), outcomes
    assert sale.frozen
    assert (outcomes[0] is None) is (sale.state is orders.ParcelState.COMPLETED)
    assert world.broken_promises() == []


Act = Callable[[int], None]
PAIRS: list[tuple[str, Act, Act]] = [
    (
        "the maker agrees while the buyer takes it back",
        lambda claim_id: world.in_claim(claim_id, claims.agree, goods_back=False),
        lambda claim_id: world.in_claim(claim_id, claims.take_back),
    ),
    (
        "the maker agrees twice",
        lambda claim_id: world.in_claim(claim_id, claims.agree, goods_back=False),
        lambda claim_id: world.in_claim(claim_id, claims.agree, goods_back=False),
    ),
    (
        "the maker agrees and contests in two windows",
        lambda claim_id: world.in_claim(claim_id, claims.agree, goods_back=False),
        lambda claim_id: world.in_claim(claim_id, claims.contest, "نه"),
    ),
    (
        "the maker offers while the buyer takes it back",
        lambda claim_id: world.in_claim(claim_id, claims.offer, 1_000, ""),
        lambda claim_id: world.in_claim(claim_id, claims.take_back),
    ),
]


@pytest.mark.parametrize(("one", "other"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_two_who_act_at_the_same_moment_leave_one_outcome(app, bank, one, other):
    sale = delivered(bank)
    claim_id = world.complain(sale.parcel_id)

    outcomes = world.at_once(app, lambda: one(claim_id), lambda: other(claim_id))

    assert {type(outcome) for outcome in outcomes} <= {type(None), MoveRefused}, outcomes
    granted = state(claim_id) is ClaimState.GRANTED
    assert sent_back(sale.order_id) == ([(RefundState.QUEUED, PRICE + POST)] if granted else [])
    assert sale.frozen is (state(claim_id) in claims.OPEN)
    assert world.broken_promises() == []


def test_staff_refund_the_line_while_the_maker_agrees(app, bank):
    sale = delivered(bank)
    claim_id, line_id = world.complain(sale.parcel_id), sale.line_id

    outcomes = world.at_once(
        app,
        lambda: world.refund(line_id, rials=3_000_000),
        lambda: world.in_claim(claim_id, claims.agree, goods_back=False),
    )

    assert all(one is None or isinstance(one, Refusal) for one in outcomes), outcomes
    assert sum(amount for _, amount in sent_back(sale.order_id)) <= PRICE + POST
    assert world.broken_promises() == []


def test_an_offer_is_taken_twice_at_the_same_moment_and_paid_once(app, bank):
    sale = delivered(bank)
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "")

    outcomes = world.at_once(app, *[lambda: world.in_claim(claim_id, claims.accept_offer)] * 3)

    assert outcomes.count(None) == 1, outcomes
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 1_000_000)]
