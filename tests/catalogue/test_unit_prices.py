"""What a kilo, a metre or a piece costs, so that goods of other sizes can be compared."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from webtest import TestApp

from app import catalogue, vouching
from app.catalogue import NewVariant, Unit, Version, unit_price
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.web.browsing import address_of, form_of, logged_in, words_of


@pytest.mark.parametrize(
    ("price", "measure", "unit", "expected"),
    [
        (4_000_000, 500, Unit.GRAM, 8_000_000),
        (1_000_000, 300, Unit.MILLILITRE, 3_333_330),
        (2_000_000, 120, Unit.CENTIMETRE, 1_666_670),
        (900_000, 6, Unit.PIECE, 150_000),
        (4_000_000, 1000, Unit.GRAM, None),
        (4_000_000, 1, Unit.PIECE, None),
        (4_000_000, None, None, None),
    ],
)
def test_a_unit_price_is_of_a_kilo_a_litre_a_metre_a_piece(price, measure, unit, expected):
    assert unit_price(price, measure, unit) == expected


@given(st.integers(1, 10**11), st.integers(1, 10**6), st.sampled_from(Unit))
def test_a_unit_price_times_the_content_is_the_price(price, measure, unit):
    found = unit_price(price, measure, unit)
    whole = {Unit.PIECE: 1, Unit.CENTIMETRE: 100}.get(unit, 1000)

    assert measure == whole if found is None else abs(found * measure - price * whole) <= 5 * measure


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def dates(browser: TestApp, maker: int) -> int:
    """Half a kilo for 400,000 toman, on sale; the product's number."""
    draft = world.draft(maker)
    form = form_of(browser.get(f"/workshop/drafts/{draft}/size"), having="measure")
    form["measure"], form["unit"] = "۵۰۰", "gram"
    assert form.submit("do", value="next").status_code == 303
    with transaction():
        version = catalogue.version(draft)
        review_id = vouching.submit(version, None).id
        product_id = version.product_id
    world.vouch(review_id, world.mentor())
    world.work()
    return product_id


def test_it_stands_on_card_and_page_and_for_every_size(browser, maker, visitor):
    product = dates(browser, maker)
    assert "هر کیلو ۸۰۰٬۰۰۰ تومان" in words_of(visitor.get("/products"))
    assert "هر کیلو ۸۰۰٬۰۰۰ تومان" in words_of(visitor.get(address_of(product)))

    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/variants")
    form["label"], form["price"], form["on_hand"], form["measure"] = "دو کیلو", "۱٬۲۰۰٬۰۰۰", "۳", "۲۰۰۰"
    assert form.submit().status_code == 303
    newest = catalogue.newest_version(product)
    with transaction():
        review = vouching.submit(newest, None).id
    world.vouch(review, world.mentor())

    page = words_of(visitor.get(address_of(product)))
    assert "هر کیلو ۸۰۰٬۰۰۰ تومان" in page
    assert "هر کیلو ۶۰۰٬۰۰۰ تومان" in page


def test_a_content_without_a_unit_of_ours_is_refused(browser, maker):
    draft = world.draft(maker)
    form = form_of(browser.get(f"/workshop/drafts/{draft}/size"), having="measure")
    form["measure"] = "۵۰۰"
    form["unit"].force_value("stone")

    assert form.submit("do", value="next", expect_errors=True).status_code == 422


def test_what_a_mentor_saw_stays_as_it_was(app):
    product = world.product(world.maker())
    newest = catalogue.newest_version(product).id

    with pytest.raises(DBAPIError, match="frozen"), transaction():
        session().execute(update(Version).where(Version.id == newest).values(measure=5, unit=Unit.GRAM))


def test_a_variant_of_a_product_that_is_not_measured_has_no_unit_price(app):
    maker = world.maker()
    product = world.product(maker)
    with transaction():
        wanted = NewVariant("بزرگ", Rial(5_000_000), 1, 300)
        added = catalogue.add_variant(catalogue.own_product(maker, product), wanted, None)

        assert (added.measure, added.unit) == (None, None)
