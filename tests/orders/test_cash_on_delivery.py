"""Cash on delivery: within one county, from one maker; the money counts when staff have it, and not before."""

import pytest

from app import catalogue, orders, payments
from app.accounts import Role
from app.ledger import chart
from app.orders import OrderState, ParcelState
from app.payments import COD_MOST, AttemptState, RefundState
from app.payments.by_hand import ByHand
from app.shared import rulebook, running
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.fakes.bank import Mischief
from tests.orders.money import books

PRICE, COURIER = 4_000_000, 300_000


def by_hand(name: str) -> None:
    running.put("gateways", {**payments.gateways(), name: ByHand(name)})


@pytest.fixture
def sale(app: object) -> tuple[int, int]:
    """A maker of the buyer's own county, and what she sells."""
    world.tariffs()
    by_hand("cod")
    with transaction():
        rulebook.set_rule(COD_MOST, 20_000_000, source="test", by=None)
    maker_id = world.maker()
    return maker_id, world.variant(maker_id)


def at_door(sale: tuple[int, int], **changes: object) -> int:
    """An order that will be paid at the door; its number."""
    maker_id, variant = sale
    order_id = world.place({variant: 1}, services={maker_id: "courier"}, **changes)
    world.to_bank(order_id, "cod")
    world.fresh()
    return order_id


def attempt(order_id: int) -> int:
    return payments.attempts_of(order_id)[-1].id


def ways(order_id: int) -> list[str]:
    return [one.name for one in orders.ways_to_pay(orders.order(order_id))]


def on_shelf(variant: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant).on_hand)


def test_the_maker_begins_and_the_books_stay_empty_until_the_cash_is_there(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)

    assert orders.order(order_id).state is OrderState.CASH_DUE
    assert [view.parcel.id for view in orders.to_send(sale[0])] == [parcel_id]
    assert on_shelf(sale[1]) == 9
    world.send(parcel_id)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)
    with world.later(days=30):
        world.work()

    assert books() == {}
    assert world.parcel(parcel_id).state is ParcelState.DELIVERED
    assert world.broken_promises() == []


def test_cash_that_is_handed_in_is_held_and_released_like_any_money(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)

    by = world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(attempt(order_id), "R-17", by)
    assert books() == {chart.CASH: PRICE + COURIER, chart.ESCROW: -PRICE, chart.SHIPPING: -COURIER}
    with world.later(days=3):
        world.work()

    assert orders.order(order_id).state is OrderState.PAID
    assert books() == {
        chart.CASH: PRICE + COURIER,
        chart.MAKER: -(PRICE - 200_000),
        chart.COMMISSION: -200_000,
        "liab:carrier:courier": -COURIER,
    }
    assert world.broken_promises() == []


def test_it_is_not_offered_for_another_county_a_carrier_with_numbers_two_makers_or_too_much(sale):
    maker_id, variant = sale
    other = world.maker("1802")
    elsewhere = world.variant(other)

    by_post = world.place({variant: 1})
    far = world.place({elsewhere: 1}, services={other: "courier"})
    both = world.place({variant: 1, elsewhere: 1}, services={maker_id: "courier", other: "courier"})
    dear = world.place({variant: 5}, services={maker_id: "courier"})
    near = world.place({variant: 1}, services={maker_id: "courier"})

    assert ["cod" in ways(one) for one in (by_post, far, both, dear, near)] == [False, False, False, False, True]
    with pytest.raises(payments.UnknownGateway):
        world.to_bank(dear, "cod")


def test_one_mobile_owes_one_parcel_at_a_time(sale):
    at_door(sale)

    second = world.place({sale[1]: 1}, services={sale[0]: "courier"})

    assert "cod" not in ways(second)


def test_it_is_off_until_the_rule_says_how_much(app):
    world.tariffs()
    by_hand("cod")
    maker_id = world.maker()

    order_id = world.place({world.variant(maker_id): 1}, services={maker_id: "courier"})

    assert "cod" not in ways(order_id)


@pytest.mark.parametrize("by", ["maker", "silence", "buyer"])
def test_what_is_called_off_before_it_is_sent_owes_nobody_anything(sale, by):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)

    if by == "silence":
        with world.later(hours=49):
            world.work()
    else:
        with transaction():
            if by == "maker":
                orders.call_off(world.parcel(parcel_id), ParcelState.REJECTED, None)
            else:
                orders.cancel_order(orders.order(order_id), None)

    world.fresh()
    assert orders.order(order_id).state is OrderState.CANCELLED
    assert on_shelf(sale[1]) == 10
    assert books() == {}
    assert payments.refunds_of(order_id) == []
    assert world.broken_promises() == []


def test_a_buyer_who_does_not_pay_at_the_door_gets_nothing_and_owes_nothing(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)

    by = world.official(Role.FINANCE)
    with transaction():
        orders.never_came(attempt(order_id), by)

    world.fresh()
    assert world.parcel(parcel_id).state is ParcelState.LOST
    assert orders.order(order_id).state is OrderState.CANCELLED
    assert books() == {}
    assert world.broken_promises() == []


def test_cash_can_not_be_denied_once_the_parcel_was_delivered(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)

    by = world.official(Role.FINANCE)
    with pytest.raises(MoveRefused), transaction():
        orders.never_came(attempt(order_id), by)


def test_of_cash_that_is_lost_the_shop_pays_the_maker(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)
    by = world.official(Role.FINANCE)
    with pytest.raises(MoveRefused), transaction():
        orders.cash_lost(attempt(order_id), by)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)

    with transaction():
        orders.cash_lost(attempt(order_id), by)
    with world.later(days=3):
        world.work()

    assert books() == {
        chart.BAD_DEBT: PRICE + COURIER,
        chart.MAKER: -(PRICE - 200_000),
        chart.COMMISSION: -200_000,
        "liab:carrier:courier": -COURIER,
    }
    assert world.broken_promises() == []


def test_money_that_a_bank_took_meanwhile_goes_back(sale, bank):
    """The buyer went to the bank, chose the door instead, and paid at the bank after all."""
    maker_id, variant = sale
    order_id = world.place({variant: 1}, services={maker_id: "courier"})
    there = world.to_bank(order_id)
    world.to_bank(order_id, "cod")
    bank.act(there.authority, "pay")
    bank.mischief["verify"] = Mischief.DEAD_AFTER
    world.settle(there.attempt_id)
    bank.behave()
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)

    with world.later(minutes=10):
        world.work()

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.LATE_PAID
    assert [back.state for back in payments.refunds_of(order_id)] == [RefundState.DONE]
    assert books() == {}


def test_denying_another_way_by_hand_leaves_the_parcel_alone(sale):
    by_hand("card")
    with transaction():
        rulebook.set_rule(payments.CARD_NUMBER, "6037991234567890", source="test", by=None)
    maker_id, variant = sale
    order_id = world.place({variant: 1}, services={maker_id: "courier"})
    card = world.to_bank(order_id, "card")
    world.to_bank(order_id, "cod")
    by = world.official(Role.FINANCE)

    with transaction():
        orders.never_came(card.attempt_id, by)

    world.fresh()
    assert orders.order(order_id).state is OrderState.CASH_DUE


def test_nothing_is_released_on_the_buyers_word_before_the_cash_is_there(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)

    with pytest.raises(MoveRefused):
        world.receive(parcel_id)


def test_of_three_orders_at_once_one_is_to_be_collected(app, sale):
    maker_id, variant = sale
    waiting = [world.place({variant: 1}, services={maker_id: "courier"}) for _ in range(3)]

    world.at_once(app, *(lambda order_id=order_id: world.to_bank(order_id, "cod") for order_id in waiting))

    world.fresh()
    assert [orders.order(one).state for one in waiting].count(OrderState.CASH_DUE) == 1


def test_one_number_at_the_same_moment_pays_one_order(app, sale):
    numbers = (world.recipient("09120000021"), world.recipient("09120000022"))
    waiting = [at_door(sale, recipient=to) for to in numbers]
    by = world.official(Role.FINANCE)
    world.fresh()
    tries = [payments.attempts_of(one)[-1].id for one in waiting]

    def seen(attempt_id: int) -> None:
        with transaction():
            orders.seen_by_hand(attempt_id, "777", by)

    done = world.at_once(app, *(lambda one=one: seen(one) for one in tries))

    assert sorted(type(one).__name__ for one in done) == ["NoneType", "ReferenceUsed"]


def test_cash_for_something_that_was_called_back_on_its_way_is_still_written_down(sale):
    order_id = at_door(sale)
    (parcel_id,) = world.parcels(order_id)
    world.send(parcel_id)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)
    world.fresh()
    recall = world.recalled(session().get_one(catalogue.Variant, sale[1]).product_id)

    by = world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(attempt(order_id), "R-18", by)

    assert orders.order(order_id).state is OrderState.PAID
    assert orders.recall_figures([recall])[recall].buyers == 1
    assert world.broken_promises() == []
