"""Orders that are not placed: nothing is held, and the basket stays as it was."""

import pytest

from app import catalogue, orders, shipping
from app.catalogue import NotForSale, OutOfStock, Shelf
from app.orders import BasketChanged, BasketEmpty, NoDelivery, NotAcknowledged, OwnGoods, Recipient
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.orders.placing import new_version, placed


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

    assert vars(refusal)["variant_ids"] == (differing,)
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

    asked = world.wish(world.basket_of({}), seen="", services={maker_id: "pishtaz"})

    refused(token, asked, NoDelivery)


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
