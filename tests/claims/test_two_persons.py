"""A large grant of staff waits for a second person."""

from __future__ import annotations

import pytest

from app import claims, orders
from app.accounts import Role
from app.claims import ClaimState, Reason
from app.orders import ParcelState, RefundBySamePerson
from app.payments import RefundState
from app.shared import rulebook
from app.shared.database import transaction
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, released, sent, state, steps
from tests.orders.money import sent_back
from tests.world import decide, verdict

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def limit(app: object) -> None:
    """From two million rials on."""
    with transaction():
        rulebook.set_rule(orders.TWO_PERSONS, 2_000_000, source="test", by=None)


def proposed(sale: Sale, amount: int = PRICE, delivery: int = 0, by: int | None = None) -> tuple[int, int]:
    """A claim that staff would grant, and its proposal."""
    claim_id = world.dispute(sale.parcel_id)
    decide(claim_id, verdict(amount, delivery), by=by)
    world.fresh()
    return claim_id, orders.waiting_proposals()[0].proposal.id


def second(proposal_id: int, by: int, *, agree: bool = True) -> None:
    with transaction():
        (orders.agree_to_refund if agree else orders.decline_refund)(proposal_id, by)


@pytest.mark.parametrize("sell", [delivered, released])
def test_nothing_moves_before_the_second_person_agrees(bank, sell):
    sale = sell(bank)
    claim_id, proposal_id = proposed(sale, delivery=POST)
    assert (state(claim_id), sale.frozen, sent_back(sale.order_id)) == (ClaimState.APPROVING, True, [])

    second(proposal_id, world.official(Role.FINANCE))
    assert sale.frozen
    world.work()

    assert steps(claim_id) == ["open", "disputed", "approving", "granted"]
    assert sent_back(sale.order_id) == [(RefundState.DONE, PRICE + POST)]
    assert not sale.frozen
    assert world.broken_promises() == []


def test_what_is_small_goes_at_once(bank):
    claim_id = world.dispute(delivered(bank).parcel_id)

    decide(claim_id, verdict(1_999_999))

    assert state(claim_id) is ClaimState.GRANTED


def test_the_limit_is_of_goods_and_delivery_together(bank):
    claim_id = world.dispute(delivered(bank).parcel_id)

    decide(claim_id, verdict(2_000_000 - POST, POST))

    assert state(claim_id) is ClaimState.APPROVING


def test_nobody_agrees_with_herself(bank):
    one = world.official(Role.STAFF)
    sale = delivered(bank)
    claim_id, proposal_id = proposed(sale, by=one)

    with pytest.raises(RefundBySamePerson):
        second(proposal_id, one)

    world.work()
    assert (state(claim_id), sent_back(sale.order_id)) == (ClaimState.APPROVING, [])


def test_what_the_second_person_declines_is_decided_anew(bank):
    sale = delivered(bank)
    claim_id, proposal_id = proposed(sale)
    second(proposal_id, world.official(Role.FINANCE), agree=False)
    world.work()
    assert (state(claim_id), sale.frozen, sent_back(sale.order_id)) == (ClaimState.DISPUTED, True, [])

    decide(claim_id, verdict(1_000_000))

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 1_000_000)]
    assert world.broken_promises() == []


def test_a_large_grant_can_be_proposed_again(bank):
    sale = delivered(bank)
    claim_id, proposal_id = proposed(sale)
    second(proposal_id, world.official(Role.FINANCE), agree=False)
    world.work()
    decide(claim_id, verdict(PRICE - 1))
    world.fresh()

    second(orders.waiting_proposals()[0].proposal.id, world.official(Role.FINANCE))
    world.work()

    assert sent_back(sale.order_id) == [(RefundState.DONE, PRICE - 1)]
    assert state(claim_id) is ClaimState.GRANTED


def test_nobody_acts_on_it_meanwhile(bank):
    claim_id, _ = proposed(delivered(bank))

    with pytest.raises(MoveRefused):
        decide(claim_id, verdict(1))
    with pytest.raises(MoveRefused):
        world.in_claim(claim_id, claims.take_back)


def test_no_money_is_released_meanwhile(bank):
    sale = delivered(bank)
    proposed(sale)

    with world.later(days=40):
        world.work()

    assert sale.state is ParcelState.DELIVERED


def test_a_proposal_is_agreed_to_once_however_many_press(app, bank):
    sale = delivered(bank)
    claim_id, proposal_id = proposed(sale)
    people = [world.official(Role.FINANCE) for _ in range(3)]

    outcomes = world.at_once(app, *[lambda one=one: second(proposal_id, one) for one in people])
    world.work()

    assert outcomes.count(None) == 1, outcomes
    assert sent_back(sale.order_id) == [(RefundState.DONE, PRICE)]
    assert state(claim_id) is ClaimState.GRANTED
    assert world.broken_promises() == []


def test_one_agrees_and_one_declines_at_the_same_moment(app, bank):
    sale = delivered(bank)
    claim_id, proposal_id = proposed(sale)
    one, other = world.official(Role.FINANCE), world.official(Role.FINANCE)

    outcomes = world.at_once(app, lambda: second(proposal_id, one), lambda: second(proposal_id, other, agree=False))
    world.work()

    assert outcomes.count(None) == 1, outcomes
    assert bool(sent_back(sale.order_id)) is (state(claim_id) is ClaimState.GRANTED)
    assert world.broken_promises() == []


def test_what_never_came_is_lost_with_two_persons_too(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.dispute(sale.parcel_id, Reason.NOT_ARRIVED, {})
        decide(claim_id, verdict(PRICE, POST))
        world.fresh()
        second(orders.waiting_proposals()[0].proposal.id, world.official(Role.FINANCE))
        world.work()

    assert sale.state is ParcelState.LOST
