"""What a gateway takes back of a purchase that store credit paid in part: its own money and no more."""

import pytest

from app import orders, payments
from app.accounts import Role
from app.ledger import chart
from app.orders import Codes, NotPayable, ParcelState, ProposalState
from app.payments import RefundState
from app.shared import rulebook
from app.shared.database import session, transaction
from tests import world
from tests.claims.scene import on_shelf
from tests.orders.money import GATEWAY, books, sent_back
from tests.orders.test_credit import goodwill, left
from tests.orders.test_losses import POST, PRICE, charge_back

CREDIT = 1_000_000
WHOLE = PRICE + POST


def code(bank: object, rials: int = CREDIT) -> str:
    """Credit of so much, of a purchase that is over."""
    return goodwill(world.sold(bank, {world.variant(world.maker()): 1}), rials)


def bought(bank: object, makers: int = 1, rials: int = CREDIT) -> int:
    """Paid by card and a note: one piece of each of so many makers, none of it sent."""
    wanted = {world.variant(world.maker()): 1 for _ in range(makers)}
    return world.paid(bank, wanted, codes=Codes(credit=code(bank, rials)))


def change(before: dict[str, int]) -> dict[str, int]:
    now = books()
    return {
        name: now.get(name, 0) - before.get(name, 0) for name in {*now, *before} if now.get(name) != before.get(name)
    }


@pytest.mark.usefixtures("app")
def test_of_what_is_sent_the_credit_stays_spent_and_escrow_keeps_what_it_paid(bank):
    order_id = bought(bank)
    world.send(world.parcels(order_id)[0])
    had = books()

    charge_back(order_id)
    world.work()

    goods = 3_111_111
    assert change(had) == {GATEWAY: -3_500_000, chart.ESCROW: goods, chart.SHIPPING: 3_500_000 - goods}
    assert sent_back(order_id) == [(RefundState.DONE, 3_500_000)]
    assert left() == [0]
    line = world.lines(order_id)[0]
    assert (line.refunded_quantity, line.refunded_rial) == (0, goods)
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_the_maker_keeps_what_credit_paid_of_what_was_released(bank):
    order_id = bought(bank)
    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])
    had = books()

    charge_back(order_id)
    world.work()

    moved = change(had)
    assert moved.pop(GATEWAY) == -3_500_000
    assert set(moved) == {chart.MAKER, chart.COMMISSION}
    assert sum(moved.values()) == 3_500_000
    assert left() == [0]
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_of_what_is_not_sent_credit_is_there_again_and_the_goods_are_on_the_shelf(bank):
    order_id = bought(bank)
    variant = world.lines(order_id)[0].variant_id
    had = on_shelf(variant)

    charge_back(order_id)
    world.work()

    assert sent_back(order_id) == [(RefundState.DONE, 3_500_000), (RefundState.DONE, CREDIT)]
    assert (left(), on_shelf(variant)) == ([CREDIT], had + 1)
    assert world.lines(order_id)[0].refunded_quantity == 1
    assert world.parcel(world.parcels(order_id)[0]).state is ParcelState.CANCELLED
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_of_one_sent_and_one_unsent_parcel_each_bears_its_share(bank):
    order_id = bought(bank, 2)
    sent, unsent = world.parcels(order_id)
    world.send(sent)

    charge_back(order_id)
    world.work()

    by_gateway, by_credit = 2 * WHOLE - CREDIT, CREDIT // 2
    amounts = [int(one.amount_rial) for one in payments.refunds_of(order_id)]
    assert (sum(amounts[:-1]), amounts[-1]) == (by_gateway, by_credit)
    assert left() == [by_credit]
    assert [world.parcel(one).state for one in (sent, unsent)] == [ParcelState.SENT, ParcelState.CANCELLED]
    world.receive(sent)
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_after_a_part_went_back_only_what_is_left_with_the_gateway_is_taken(bank):
    order_id = bought(bank)
    world.send(world.parcels(order_id)[0])
    world.refund(world.lines(order_id)[0].id, rials=1_500_000)

    charge_back(order_id)
    world.work()

    assert sum(amount for _, amount in sent_back(order_id)) == 3_500_000
    assert left() == [0]
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_what_credit_alone_paid_no_gateway_can_take_back(bank):
    order_id = world.place({world.variant(world.maker()): 1}, codes=Codes(credit=code(bank, WHOLE)))
    with transaction():
        orders.pay_with_credit(orders.order(order_id))

    with pytest.raises(NotPayable):
        charge_back(order_id)

    assert sent_back(order_id) == []


@pytest.mark.usefixtures("app")
def test_what_waits_for_a_second_person_is_off_by_nobody_s_word(bank):
    with transaction():
        rulebook.set_rule(orders.TWO_PERSONS, 2_000_000, source="test", by=None)
    order_id, staff = world.paid(bank, {world.variant(world.maker()): 1}), world.official(Role.STAFF)
    world.send(world.parcels(order_id)[0])
    world.refund(world.lines(order_id)[0].id, rials=PRICE, by=staff)

    charge_back(order_id)
    world.work()

    assert orders.waiting_proposals() == []
    (proposal,) = session().query(orders.Proposal)
    assert (proposal.state, proposal.decided_by) == (ProposalState.DECLINED, None)
    assert world.broken_promises() == []
