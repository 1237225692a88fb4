"""The basket: what somebody means to buy, as things stand now."""

from datetime import timedelta

import pytest

from app import catalogue, orders
from app.catalogue import NotForSale, OutOfStock, Shelf
from app.orders.basket import MOST_OF_ONE
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def put(token: str, variant_id: int, quantity: int) -> int:
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        return orders.put(basket, variant_id, quantity)


def seen(token: str) -> orders.View:
    world.fresh()
    return orders.view(orders.basket_of(token))


def test_goods_are_grouped_by_maker_and_sum_up():
    quick = world.maker()
    one, other = world.variant(quick), world.variant(quick, world.Ware(price=700_000))
    third = world.variant(world.maker())

    view = seen(world.basket_of({one: 2, other: 1, third: 1}))

    assert [int(group.goods) for group in view.groups] == [8_700_000, 4_000_000]
    assert view.goods == 12_700_000
    assert view.groups[0].weight_g == 3 * 600
    assert view.sound


def test_more_of_the_same_adds_up_and_stops_at_what_is_left():
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    token = world.basket_of({variant: 1})

    assert put(token, variant, 1) == 2
    assert put(token, variant, 7) == 3
    assert orders.count(token) == 3


def test_what_is_made_to_order_stops_at_a_sensible_number():
    variant = world.variant(world.maker(), world.Ware(lead_days=5, on_hand=0))
    token = world.basket_of({})

    assert put(token, variant, 1_000) == MOST_OF_ONE


def test_what_another_holds_can_not_be_put_into_a_basket():
    variant = world.variant(world.maker(), world.Ware(on_hand=1))
    world.place({variant: 1})
    token = world.basket_of({})

    with pytest.raises(OutOfStock):
        put(token, variant, 1)


def test_what_is_not_on_sale_can_not_be_put_into_a_basket():
    variant = world.variant(world.maker())
    shelve(variant, Shelf.PAUSED)
    token = world.basket_of({})

    for variant_id in (variant, 10**6):
        with pytest.raises(NotForSale):
            put(token, variant_id, 1)


def shelve(variant_id: int, became: Shelf) -> None:
    with transaction():
        product = catalogue.product(session().get_one(catalogue.Variant, variant_id).product_id)
        catalogue.shelve(product, became, None)


def test_what_has_changed_since_it_was_put_in_is_told():
    gone, fewer, dearer = (world.variant(world.maker(), world.Ware(on_hand=2)) for _ in range(3))
    token = world.basket_of({gone: 1, fewer: 2, dearer: 1})
    shelve(gone, Shelf.PAUSED)
    world.place({fewer: 1})
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, dearer), Rial(4_100_000), None)

    view = seen(token)

    assert {item.offer.variant.id: (item.problem, item.price_changed) for item in view.items} == {
        gone: ("gone", False),
        fewer: ("fewer", False),
        dearer: ("", True),
    }
    assert not view.sound


def test_taken_out_is_out():
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 2})
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        orders.take_out(basket, variant)

    assert orders.count(token) == 0
    assert seen(token).groups == ()


def test_a_basket_is_known_by_its_token_alone():
    token = world.basket_of({world.variant(world.maker()): 1})

    assert orders.basket_of(token + "x") is None
    assert orders.count("") == 0
    assert seen("").groups == ()


def test_an_address_is_remembered_until_the_order_is_placed():
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 1})
    asked = world.wish(token)
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        orders.keep_recipient(basket, world.recipient())
    assert orders.recipient_of(orders.basket_of(token)) == world.recipient()

    with transaction():
        orders.place(orders.basket_of(token), asked)

    world.fresh()
    assert orders.recipient_of(orders.basket_of(token)) is None


def test_a_basket_that_nobody_has_touched_for_a_month_is_forgotten():
    variant = world.variant(world.maker())
    with clock.at(clock.now() - timedelta(days=31)):
        old = world.basket_of({variant: 1})
    young = world.basket_of({variant: 1})

    world.work()

    assert orders.basket_of(old) is None
    assert orders.count(young) == 1
