"""Prices: a band that needs no new look, a slip of a zero that is asked about, variants that stay comparable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app import catalogue
from app.catalogue import LabelTaken, NewVariant, PriceOutsideBand, Shelf, Variant
from app.shared import audit, rulebook
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.words import say
from tests import world

SHORT = settings(deadline=None, max_examples=200)
prices = st.integers(1, 10**12)


def change(variant_id: int, price: int) -> None:
    with transaction():
        catalogue.change_price(session().get_one(Variant, variant_id), Rial(price), None)


def price_of(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(Variant, variant_id).price_rial)


def add(product_id: int, label: str, price: int, on_hand: int = 2) -> int:
    with transaction():
        return catalogue.add_variant(catalogue.product(product_id), NewVariant(label, Rial(price), on_hand), None).id


def typical(product_id: int) -> int | None:
    version = catalogue.version(catalogue.product(product_id).live_version_id or 0)
    return catalogue.typical_price_of(version.good_id, version.category_code, product_id)


@SHORT
@given(prices)
def test_a_zero_too_many_or_too_few_is_always_asked_about(usual: int):
    assert catalogue.looks_like_a_slip(usual * 10, usual)
    assert catalogue.looks_like_a_slip(usual, usual * 10)


@SHORT
@given(prices, prices)
def test_five_times_off_either_way_is_where_asking_begins(price: int, usual: int):
    assert catalogue.looks_like_a_slip(price, usual) == (max(price, usual) >= 5 * min(price, usual))


def test_nothing_is_asked_while_there_is_nothing_to_compare_with():
    assert not catalogue.looks_like_a_slip(1, None)


@SHORT
@given(prices, st.integers(0, 9_999))
def test_the_band_lies_around_the_price_that_was_seen(seen: int, bps: int):
    lowest, highest = catalogue.band(seen, bps)

    assert 0 <= lowest <= seen <= highest
    assert isinstance(lowest, Rial)
    assert (seen - lowest) * 10_000 < seen * bps + 10_000
    assert (highest - seen) * 10_000 <= seen * bps


@pytest.mark.parametrize("price", [3_200_000, 4_000_000, 4_800_000])
def test_a_fifth_up_or_down_applies_at_once_and_is_traced(app, price: int):
    variant = world.variant(world.maker())

    change(variant, price)

    assert price_of(variant) == price
    assert [one.act for one in audit.of("variant", variant)] == ["price_changed"]


@pytest.mark.parametrize("price", [3_199_999, 4_800_001, 1, 40_000_000])
def test_a_larger_change_is_refused_with_the_prices_that_apply(app, price: int):
    variant = world.variant(world.maker())

    with pytest.raises(PriceOutsideBand) as refused:
        change(variant, price)

    assert price_of(variant) == 4_000_000
    assert "۳۲۰٬۰۰۰" in say(refused.value).sentence
    assert "۴۸۰٬۰۰۰" in say(refused.value).sentence


def test_small_steps_do_not_lead_out_of_the_band(app):
    variant = world.variant(world.maker())
    change(variant, 4_800_000)

    with pytest.raises(PriceOutsideBand):
        change(variant, 5_000_000)


def test_the_band_follows_the_rule_of_its_day(app):
    variant = world.variant(world.maker())
    with transaction():
        rulebook.set_rule(catalogue.PRICE_BAND, 5000, source="test", by=None)

    change(variant, 6_000_000)

    assert price_of(variant) == 6_000_000


def test_the_usual_price_is_the_median_of_the_same_good_on_sale(app):
    maker = world.maker()
    first, *_ = [world.product(maker, world.Ware(price=price)) for price in (50, 100, 300, 200)]

    version = catalogue.version(catalogue.product(first).live_version_id or 0)
    assert typical(first) == 200
    assert catalogue.usual_prices_of(version.good_id, version.category_code, first) == (150, 250)


def test_two_are_too_few_to_compare_with(app):
    maker = world.maker()
    first, *_ = [world.product(maker, world.Ware(price=price)) for price in (50, 100, 300)]

    version = catalogue.version(catalogue.product(first).live_version_id or 0)
    assert typical(first) is None
    assert catalogue.usual_prices_of(version.good_id, version.category_code, first) is None


def test_where_a_good_is_rare_its_category_is_compared(app):
    maker = world.maker()
    for good, price in (("B001", 100), ("B002", 300), ("B004", 200)):
        world.product(maker, world.Ware(good=good, price=price))

    mine = world.product(maker, world.Ware(good="B003", price=5_000))

    assert typical(mine) == 200


def test_what_is_not_on_sale_is_not_compared(app):
    maker = world.maker()
    first, second, *_ = [world.product(maker, world.Ware(price=price)) for price in (50, 100, 300, 200)]

    with transaction():
        catalogue.shelve(catalogue.product(second), Shelf.PAUSED, None)

    assert typical(first) is None


def test_another_size_is_offered_beside_the_first(app):
    product = world.product(world.maker())

    large = add(product, " بزرگ ", 6_000_000, 3)

    offer = catalogue.offers([large])[large]
    assert (offer.variant.label, offer.variant.price_rial, offer.variant.on_hand) == ("بزرگ", 6_000_000, 3)
    assert offer.variant.offered
    assert offer.variant.sku != catalogue.variants_of([product])[product][0].sku
    assert catalogue.invariants() == [(name, 0) for name, _ in catalogue.invariants()]


@pytest.mark.parametrize("label", ["بزرگ", "بزرگ\u200c", "بزرگ ", "ب ز ر گ"])
def test_a_size_has_its_name_once_however_it_is_written(app, label: str):
    product = world.product(world.maker())
    add(product, "بزرگ", 6_000_000)

    with pytest.raises(LabelTaken):
        add(product, label, 6_000_000)


@pytest.mark.parametrize(
    ("price", "fits"), [(1_000_000, True), (16_000_000, True), (999_999, False), (16_000_001, False)]
)
def test_a_size_costs_at_most_four_times_more_or_less(app, price: int, fits: bool):
    product = world.product(world.maker())

    if fits:
        assert price_of(add(product, "بزرگ", price)) == price
    else:
        with pytest.raises(PriceOutsideBand):
            add(product, "بزرگ", price)


def test_the_database_itself_refuses_an_offer_without_a_price(app):
    variant = world.variant(world.maker())

    with pytest.raises(IntegrityError), transaction():
        session().get_one(Variant, variant).price_rial = Rial(0)
