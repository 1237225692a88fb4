"""Placing an order."""

import pytest

from app import catalogue, orders
from app.catalogue import OutOfStock
from tests import world


@pytest.mark.usefixtures("app")
def test_two_makers_make_two_parcels():
    one, other = world.variant(world.maker()), world.variant(world.maker("1802"))

    order_id = world.place({one: 2, other: 1})

    assert len(world.parcels(order_id)) == 2
    assert catalogue.is_held(f"order:{order_id}")


@pytest.mark.usefixtures("app")
def test_the_last_one_is_sold_once():
    last = world.variant(world.maker(), world.Ware(on_hand=1))
    first, second = world.basket_of({last: 1}), world.basket_of({last: 1})
    world.tariffs()
    asked = [world.wish(first), world.wish(second)]
    with world.transaction():
        orders.place(orders.basket_of(first), asked[0])

    with pytest.raises(OutOfStock), world.transaction():
        orders.place(orders.basket_of(second), asked[1])


def test_a_whole_sale_keeps_the_books(app, bank):
    one, other = world.variant(world.maker()), world.variant(world.maker("1802"))

    order_id = world.sold(bank, {one: 2, other: 1})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    world.work()

    assert world.broken_promises() == []
