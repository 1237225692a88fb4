"""Placing an order."""

from collections.abc import Callable

import pytest

from app import catalogue, orders
from app.catalogue import OutOfStock
from app.shared.calendar import today
from app.shared.database import session
from tests import world
from tests.orders.placing import chosen, placed


def reserved(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant_id).reserved)


@pytest.mark.usefixtures("app")
def test_two_makers_make_two_parcels_with_goods_held_for_both():
    one, other = world.variant(world.maker()), world.variant(world.maker("1802"))

    order_id = world.place({one: 2, other: 1})

    assert len(world.parcels(order_id)) == 2
    assert catalogue.is_held(f"order:{order_id}")
    assert (reserved(one), reserved(other)) == (2, 1)


@pytest.mark.usefixtures("app")
def test_each_parcel_has_its_own_way_price_and_promised_day():
    quick, slow = world.maker(), world.maker()
    soon = world.variant(quick)
    later = world.variant(slow, world.Ware(lead_days=12))

    order_id = world.place({soon: 1, later: 1}, **chosen({soon: 1, later: 1}, {quick: "courier", slow: "pishtaz"}))

    first, second = (world.parcel(parcel_id) for parcel_id in world.parcels(order_id))
    assert (first.service_code, first.delivery_rial) == ("courier", 300_000)
    assert (second.service_code, second.delivery_rial) == ("pishtaz", 500_000)
    assert today() < first.promised_on < second.promised_on
    order = orders.order(order_id)
    assert (order.goods_rial, order.delivery_rial, order.total_rial) == (8_000_000, 800_000, 8_800_000)


@pytest.mark.usefixtures("app")
def test_the_same_checkout_pressed_twice_is_one_order():
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 2})
    asked = world.wish(token)

    assert placed(token, asked) == placed(token, asked)
    assert reserved(variant) == 2
    assert orders.count(token) == 0


def test_the_same_checkout_pressed_twice_at_once_is_one_order(app):
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 2})
    asked = world.wish(token)

    outcomes = world.at_once(app, *[lambda: placed(token, asked)] * 3)

    assert len(set(outcomes)) == 1, outcomes
    assert reserved(variant) == 2
    assert world.broken_promises() == []


def test_the_last_piece_is_sold_to_one_of_many_at_once(app):
    last = world.variant(world.maker(), world.Ware(on_hand=1))
    tokens = [world.basket_of({last: 1}) for _ in range(4)]
    wishes = [world.wish(token) for token in tokens]

    outcomes = world.at_once(app, *map(_placer, tokens, wishes))

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, OutOfStock) for outcome in outcomes) == 3, outcomes
    assert reserved(last) == 1
    assert world.broken_promises() == []


def _placer(token: str, asked: orders.Wish) -> Callable[[], int]:
    return lambda: placed(token, asked)


def test_without_its_guard_the_last_piece_would_be_sold_twice(app):
    last = world.variant(world.maker(), world.Ware(on_hand=1))

    left = world.unguarded(app, f"SELECT on_hand - reserved AS left_over FROM variant WHERE id = {last}")

    assert left == -1


def test_two_buyers_of_the_same_two_things_do_not_lock_each_other_out(app):
    one, other = (world.variant(world.maker(), world.Ware(on_hand=20)) for _ in range(2))
    tokens = [world.basket_of({one: 1, other: 1}) for _ in range(2)]
    tokens += [world.basket_of({other: 1, one: 1}) for _ in range(2)]
    wishes = [world.wish(token) for token in tokens]

    outcomes = world.at_once(app, *map(_placer, tokens, wishes))

    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert (reserved(one), reserved(other)) == (4, 4)


def test_a_whole_sale_keeps_the_books(app, bank):
    one, other = world.variant(world.maker()), world.variant(world.maker("1802"))

    order_id = world.sold(bank, {one: 2, other: 1})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    world.work()

    assert world.broken_promises() == []
