"""Goods are held while there is time to pay, and no longer."""

import pytest

from app import catalogue, orders, payments
from app.catalogue import NotForSale, OutOfStock, Shelf
from app.orders import NotPayable, OrderState, PaymentUnderway
from app.payments import AttemptState
from app.shared.database import session, transaction
from tests import world
from tests.fakes.bank import Mischief


def held(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant_id).reserved)


def state(order_id: int) -> OrderState:
    world.fresh()
    return orders.order(order_id).state


def begin(order_id: int) -> None:
    with transaction():
        orders.begin_payment(orders.order(order_id), "sandbox")


def cancel(order_id: int) -> None:
    with transaction():
        orders.cancel_order(orders.order(order_id), None)


@pytest.mark.usefixtures("app")
def test_an_order_that_nobody_pays_gives_its_goods_back_after_twenty_minutes():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 2})

    with world.later(minutes=19):
        world.work()
    assert (state(order_id), held(variant)) == (OrderState.AWAITING_PAYMENT, 2)
    with world.later(minutes=21):
        world.work()
        world.work()

    assert (state(order_id), held(variant)) == (OrderState.EXPIRED, 0)
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_going_to_the_bank_gives_more_time_once():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 1})
    world.to_bank(order_id)
    first = orders.order(order_id).pay_until

    world.to_bank(order_id)
    with world.later(minutes=39):
        world.work()

    assert orders.order(order_id).pay_until == first
    assert held(variant) == 1
    with world.later(minutes=41):
        world.work()
    assert (state(order_id), held(variant)) == (OrderState.EXPIRED, 0)


@pytest.mark.usefixtures("app")
def test_an_order_that_lapsed_is_held_again_when_it_is_paid_after_all():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 2})
    with world.later(minutes=21):
        world.work()

        begin(order_id)

    assert (state(order_id), held(variant)) == (OrderState.AWAITING_PAYMENT, 2)
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_an_order_that_lapsed_and_whose_goods_another_has_is_not_paid():
    variant = world.variant(world.maker(), world.Ware(on_hand=1))
    order_id = world.place({variant: 1})
    with world.later(minutes=21):
        world.work()
        world.place({variant: 1})

        with pytest.raises(OutOfStock):
            begin(order_id)

    assert (state(order_id), held(variant)) == (OrderState.EXPIRED, 1)


@pytest.mark.usefixtures("app")
def test_an_order_that_lapsed_and_whose_goods_left_the_shelf_is_not_paid():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 1})
    with world.later(minutes=21):
        world.work()
        with transaction():
            product = catalogue.product(session().get_one(catalogue.Variant, variant).product_id)
            catalogue.shelve(product, Shelf.PAUSED, None)

        with pytest.raises(NotForSale):
            begin(order_id)

    assert (state(order_id), held(variant)) == (OrderState.EXPIRED, 0)


@pytest.mark.usefixtures("app")
def test_a_buyer_who_sits_on_the_bank_s_page_holds_nothing_beyond_the_time_to_pay():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 1})
    there = world.to_bank(order_id)

    for minutes in (41, 45, 50, 120):
        with world.later(minutes=minutes):
            world.work()

    assert (state(order_id), held(variant)) == (OrderState.EXPIRED, 0)
    assert payments.attempt(there.attempt_id).state is AttemptState.REDIRECTED


def test_while_the_bank_s_word_is_outstanding_the_goods_stay_held(app, bank):
    variant = world.variant(world.maker())
    there = world.to_bank(world.place({variant: 1}))
    bank.act(there.authority, "pay")
    bank.mischief["inquiry"] = Mischief.DEAD_BEFORE

    with world.later(minutes=30):
        world.work()
    with world.later(hours=3):
        world.work()

        assert (state(there.order_id), held(variant)) == (OrderState.AWAITING_PAYMENT, 1)
        with pytest.raises(PaymentUnderway):
            begin(there.order_id)
        with pytest.raises(PaymentUnderway):
            cancel(there.order_id)


@pytest.mark.usefixtures("app")
def test_an_order_that_is_cancelled_before_it_is_paid_gives_its_goods_back():
    variant = world.variant(world.maker())
    order_id = world.place({variant: 2})

    cancel(order_id)

    assert (state(order_id), held(variant)) == (OrderState.CANCELLED, 0)
    with pytest.raises(NotPayable):
        begin(order_id)
    with pytest.raises(NotPayable):
        cancel(order_id)
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_goods_made_to_order_are_never_short_and_never_counted():
    variant = world.variant(world.maker(), world.Ware(lead_days=5, on_hand=0))

    order_ids = [world.place({variant: 9}) for _ in range(3)]
    with world.later(minutes=21):
        world.work()

    assert held(variant) == 0
    assert [state(order_id) for order_id in order_ids] == [OrderState.EXPIRED] * 3
    assert world.broken_promises() == []


def test_an_expiry_and_a_payment_at_the_same_moment_leave_the_goods_with_one_of_them(app, bank):
    variant = world.variant(world.maker())
    there = world.to_bank(world.place({variant: 1}))
    bank.act(there.authority, "pay")

    def expire() -> None:
        with world.later(minutes=41), transaction():
            orders.expire(there.order_id)

    world.at_once(app, expire, lambda: world.settle(there.attempt_id))

    assert state(there.order_id) is OrderState.PAID
    assert held(variant) == 0
    assert world.broken_promises() == []
