"""A gateway takes the money back while a claim is open: the claim ends with it, or goes on about what is left."""

from __future__ import annotations

import pytest

from app import claims, orders, payments
from app.accounts import Role
from app.claims import ClaimState, OfferOutOfRange, Reason
from app.orders import Codes, ParcelState
from app.payments import RefundState
from app.shared import rulebook
from app.shared.database import transaction
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, released, sent, state, steps
from tests.notifications.scene import messages
from tests.orders.money import sent_back
from tests.orders.test_credit import goodwill
from tests.orders.test_losses import charge_back
from tests.world import decide, verdict

pytestmark = pytest.mark.usefixtures("app")


def on_two_persons() -> None:
    with transaction():
        rulebook.set_rule(orders.TWO_PERSONS, 500_000, source="test", by=None)


def second_agrees(proposal_id: int) -> None:
    by = world.official(Role.FINANCE)
    with transaction():
        orders.agree_to_refund(proposal_id, by)


def opened(sale: Sale) -> int:
    return world.complain(sale.parcel_id)


def offered(sale: Sale) -> int:
    claim_id = opened(sale)
    world.in_claim(claim_id, claims.offer, 500_000, "ببخشید")
    return claim_id


def returning(sale: Sale) -> int:
    return world.complain(sale.parcel_id, Reason.WITHDRAWAL)


def disputed(sale: Sale) -> int:
    return world.dispute(sale.parcel_id)


def approving(sale: Sale) -> int:
    on_two_persons()
    claim_id = disputed(sale)
    decide(claim_id, verdict(PRICE, POST))
    return claim_id


@pytest.mark.parametrize("sell", [delivered, released])
@pytest.mark.parametrize("stand", [opened, offered, returning, disputed, approving])
def test_a_claim_ends_with_the_money_that_the_gateway_took(bank, stand, sell):
    sale = sell(bank)
    claim_id = stand(sale)
    began = steps(claim_id)

    charge_back(sale.order_id)
    world.work()

    assert steps(claim_id) == [*began, "granted"]
    claim = claims.claim(claim_id)
    assert payments.refund_by_id(claim.refund_id or 0).why == "dispute"
    assert (claim.upheld, sale.frozen, orders.waiting_proposals()) == (False, False, [])
    assert sent_back(sale.order_id) == [(RefundState.DONE, PRICE + POST)]
    assert world.broken_promises() == []


def test_the_letters_say_that_it_was_the_bank(bank):
    sale = delivered(bank)
    disputed(sale)
    world.work()

    charge_back(sale.order_id)
    world.work()

    told = {one.template: one.body or "" for one in messages() if one.template in {"claim_buyer", "claim_maker"}}
    assert "بانک پولتان را برگرداند" in told["claim_buyer"]
    assert "بانک پول را پس گرفت" in told["claim_maker"]


def test_a_maker_who_agrees_before_the_claim_has_ended_grants_nothing_twice(bank):
    sale = delivered(bank)
    claim_id = opened(sale)
    charge_back(sale.order_id)

    with pytest.raises(OfferOutOfRange):
        world.in_claim(claim_id, claims.offer, 1, "ببخشید")
    world.in_claim(claim_id, claims.agree, goods_back=False)
    world.work()

    assert state(claim_id) is ClaimState.GRANTED
    assert sent_back(sale.order_id) == [(RefundState.DONE, PRICE + POST)]
    assert world.broken_promises() == []


def test_nobody_can_agree_any_more_to_what_waited(bank):
    sale = delivered(bank)
    approving(sale)
    number = orders.waiting_proposals()[0].proposal.id

    charge_back(sale.order_id)

    with pytest.raises(MoveRefused):
        second_agrees(number)


def test_what_is_said_not_to_have_come_ends_too(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
        charge_back(sale.order_id)
        world.work()

        assert (state(claim_id), sale.state) == (ClaimState.GRANTED, ParcelState.SENT)
        assert world.broken_promises() == []


def test_a_claim_goes_on_about_what_credit_paid(bank):
    code = goodwill(released(bank).order_id, 1_000_000)
    maker_id = world.maker()
    order_id = world.paid(bank, {world.variant(maker_id): 1}, codes=Codes(credit=code))
    sale = Sale(order_id, world.parcels(order_id)[0], maker_id, ())
    world.send(sale.parcel_id)
    claim_id = approving(sale)

    charge_back(order_id)
    world.work()

    assert steps(claim_id)[-2:] == ["approving", "disputed"]
    assert sale.frozen
    rest = claims.view(claims.claim(claim_id)).amount
    assert 0 < rest < 1_000_000
    decide(claim_id, verdict(rest - 1))
    world.work()
    second_agrees(orders.waiting_proposals()[0].proposal.id)
    world.work()
    assert state(claim_id) is ClaimState.GRANTED
    assert sum(amount for _, amount in sent_back(order_id)) == 3_500_000 + rest - 1
    assert world.broken_promises() == []
