"""Placing an order."""

from collections.abc import Callable

import pytest

from app import catalogue, orders, shipping, vouching
from app.catalogue import NotForSale, OutOfStock, Shelf
from app.orders import BasketChanged, BasketEmpty, NoDelivery, NotAcknowledged, OwnGoods, Recipient
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world


def placed(token: str, asked: orders.Wish) -> int:
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        return orders.place(basket, asked).id


def refused(token: str, asked: orders.Wish, refusal: type[Exception]) -> Exception:
    """The refusal; and nothing was placed, held, or taken out of the basket."""
    before = orders.count(token)
    with pytest.raises(refusal) as caught:
        placed(token, asked)
    world.fresh()
    assert orders.by_checkout_key(asked.checkout_key) is None
    assert orders.count(token) == before
    assert world.broken_promises() == []
    return caught.value


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

    order_id = world.place({soon: 1, later: 1}, services={quick: "courier", slow: "pishtaz"}, seen=None)

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


@pytest.mark.usefixtures("app")
def test_a_price_changed_meanwhile_is_shown_before_it_is_paid():
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 1})
    asked = world.wish(token)
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, variant), Rial(4_100_000), None)

    refused(token, asked, BasketChanged)


@pytest.mark.usefixtures("app")
def test_a_new_version_meanwhile_is_shown_before_it_is_paid():
    maker_id = world.maker()
    variant = world.variant(maker_id)
    token = world.basket_of({variant: 1})
    asked = world.wish(token)
    new_version(maker_id, variant, "حالا از نخل ساخته می‌شود")

    refused(token, asked, BasketChanged)


def new_version(maker_id: int, variant_id: int, words: str) -> None:
    """She tells the product anew, and a mentor answers for it."""
    by = world.person_of(maker_id)
    with transaction():
        product = catalogue.product(session().get_one(catalogue.Variant, variant_id).product_id)
        live = catalogue.version(product.live_version_id or 0)
        draft = catalogue.draft_after(live, by)
        catalogue.write(draft, catalogue.Facts(None, words, None, None, None, None, None))
        vouching.copy_disclosure(live, draft)
        review_id = vouching.submit(draft, by).id
    world.vouch(review_id, world.mentor())


@pytest.mark.usefixtures("app")
def test_a_delivery_price_changed_meanwhile_is_shown_before_it_is_paid():
    token = world.basket_of({world.variant(world.maker()): 1})
    asked = world.wish(token)
    with transaction():
        shipping.load_tariffs(world.TARIFFS.replace("500000", "510000"), today(), "dearer", None)

    refused(token, asked, BasketChanged)


@pytest.mark.usefixtures("app")
def test_more_put_into_the_basket_in_another_tab_is_shown_before_it_is_paid():
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 1})
    asked = world.wish(token)
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        orders.put(basket, variant, 1)

    refused(token, asked, BasketChanged)


@pytest.mark.usefixtures("app")
def test_what_differs_is_acknowledged_and_what_conforms_needs_it_not():
    maker_id = world.maker()
    differing, conforming = world.variant(maker_id), world.variant(maker_id, world.Ware(differs=""))
    token = world.basket_of({differing: 1, conforming: 1})

    refusal = refused(token, world.wish(token, acknowledged=frozenset()), NotAcknowledged)

    assert refusal == refusal and vars(refusal)["variant_ids"] == (differing,)
    assert placed(token, world.wish(token, acknowledged=frozenset({differing})))


@pytest.mark.usefixtures("app")
def test_a_maker_does_not_buy_her_own_goods():
    maker_id = world.maker()
    token = world.basket_of({world.variant(maker_id): 1})

    refused(token, world.wish(token, maker_id=maker_id), OwnGoods)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("became", [Shelf.PAUSED, Shelf.ARCHIVED])
def test_what_left_the_shelf_meanwhile_is_not_sold(became):
    variant = world.variant(world.maker())
    token = world.basket_of({variant: 1})
    asked = world.wish(token)
    with transaction():
        product = catalogue.product(session().get_one(catalogue.Variant, variant).product_id)
        catalogue.shelve(product, became, None)

    assert vars(refused(token, asked, NotForSale))["variant_id"] == variant


@pytest.mark.usefixtures("app")
def test_fewer_left_than_wanted_is_told_with_how_many():
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    token = world.basket_of({variant: 3})
    asked = world.wish(token)
    world.place({variant: 1})

    assert vars(refused(token, asked, OutOfStock)) == {"variant_id": variant, "left": 2}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("service", ["camel", ""])
def test_a_parcel_without_a_way_of_sending_is_not_sold(service):
    maker_id = world.maker()
    token = world.basket_of({world.variant(maker_id): 1})

    refusal = refused(token, world.wish(token, seen="", services={maker_id: service}), NoDelivery)

    assert vars(refusal)["maker_ids"] == (maker_id,)


@pytest.mark.usefixtures("app")
def test_what_is_too_heavy_for_every_service_is_not_sold():
    maker_id = world.maker()
    token = world.basket_of({world.variant(maker_id, world.Ware(weight_g=16_000)): 2})

    refused(token, world.wish(token, seen="", services={maker_id: "pishtaz"}), NoDelivery)


@pytest.mark.usefixtures("app")
def test_the_courier_of_one_county_does_not_carry_into_another_province():
    maker_id = world.maker()
    with transaction():
        shipping.load_tariffs("service,zone,max_gram,price_rial\ncourier,same_county,30000,5\n", today(), "", None)
    token = world.basket_of({world.variant(maker_id): 1})
    shiraz = Recipient("سارا", "09121234567", "07", None, "شیراز", "خیابان زند", "7134567890")

    asked = world.wish(world.basket_of({}), seen="", services={maker_id: "courier"}, recipient=shiraz)

    refused(token, asked, NoDelivery)


@pytest.mark.usefixtures("app")
def test_an_empty_basket_is_not_an_order():
    token = world.basket_of({})

    refused(token, world.wish(token), BasketEmpty)


def test_a_whole_sale_keeps_the_books(app, bank):
    one, other = world.variant(world.maker()), world.variant(world.maker("1802"))

    order_id = world.sold(bank, {one: 2, other: 1})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    world.work()

    assert world.broken_promises() == []
