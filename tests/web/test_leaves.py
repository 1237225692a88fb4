"""Days off and full weeks, as a maker sets them and as buyers see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp, TestResponse

from app import catalogue, orders
from app.catalogue import NewLeave
from app.shared.calendar import jalali, today
from app.shared.database import session, transaction
from app.words import formats
from tests import world
from tests.web.browsing import address_of, faults_of, form_of, logged_in, put_in_basket, to_review, words_of
from tests.world import Ware

MADE = Ware(lead_days=3, on_hand=0)


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def typed(form, name: str, days: int) -> None:  # type: ignore[no-untyped-def]
    """A day so many days from now, in Persian digits."""
    year, month, day = jalali(today() + timedelta(days=days))
    form[f"{name}-day"], form[f"{name}-month"] = formats.digits(day), str(month)
    form[f"{name}-year"] = str(year)


def pay(page: TestResponse) -> TestResponse:
    """Every difference ticked, off to the bank."""
    form = form_of(page, "/checkout/pay")
    for name in form.fields:
        if name and name.startswith("ack-"):
            form[name] = True
    return form.submit(expect_errors=True)


def off(maker: int, days: int, *, spares: bool = False) -> str:
    """Away from today on; the day on which she is back, as the page writes it."""
    with transaction():
        catalogue.take_leave(maker, NewLeave(today(), today() + timedelta(days=days - 1), "به سفر می‌روم", spares), None)
    return formats.day(today() + timedelta(days=days))


def test_she_tells_from_when_to_when_and_comes_back_early(browser, maker, visitor):
    address = address_of(world.product(maker))
    form = form_of(browser.get("/workshop/leave"), having="first_day-day")
    typed(form, "first_day", 0)
    typed(form, "last_day", 4)
    form["words"] = "به سفر می‌روم"
    assert form.submit().status_code == 303

    page = visitor.get(address)
    assert "به سفر می‌روم" in words_of(page)
    assert not page.html.select("form.buy button:not([disabled])")

    there = browser.get("/workshop/leave")
    assert "اکنون تعطیلید" in words_of(there)
    form_of(there, having="csrf_token").submit()
    form_of(there, f"/workshop/leave/{1}/end").submit()
    assert visitor.get(address).html.select("form.buy button:not([disabled])")


def test_days_that_are_over_are_refused_at_the_field_and_stay_typed(browser):
    form = form_of(browser.get("/workshop/leave"), having="first_day-day")
    typed(form, "first_day", -3)
    typed(form, "last_day", 1)

    page = form.submit(expect_errors=True)

    assert page.status_code == 422
    assert "از امروز به بعد" in words_of(page)
    assert "first_day" in faults_of(page)


def test_a_buyer_sees_the_day_of_return_on_card_page_and_basket(maker, visitor):
    product = world.product(maker)
    put_in_basket(visitor, product)
    world.work()
    back = off(maker, 6)

    assert f"تعطیل تا {back}" in words_of(visitor.get("/products"))
    assert back in words_of(visitor.get(address_of(product)))
    assert back in words_of(visitor.get("/basket"))
    assert visitor.get("/checkout").status_code == 303
    item = visitor.get("/api/v1/products").json["items"][0]
    assert item["away_until"] == (today() + timedelta(days=6)).isoformat()


def test_spared_stock_is_sold_meanwhile(maker, visitor):
    product = world.product(maker)
    off(maker, 6, spares=True)

    put_in_basket(visitor, product)
    to_review(visitor)

    assert "تعطیل تا" not in words_of(visitor.get("/products"))


def test_what_a_basket_asks_for_is_refused_with_the_day(maker, visitor):
    product = world.product(maker)
    page = visitor.get(address_of(product))
    back = off(maker, 3)

    answer = form_of(page, "/basket/add").submit(expect_errors=True)

    assert answer.status_code == 409
    assert back in words_of(answer)


def test_she_sets_hour_and_room_of_a_week_on_the_product_page(browser, maker):
    product = world.product(maker, MADE)
    variant = catalogue.variants_of([product])[product][0].id
    page = browser.get(f"/workshop/products/{product}")
    form = form_of(page, f"/workshop/variants/{variant}/making")
    form[f"v{variant}-cut_off_hour"], form[f"v{variant}-weekly_capacity"] = "۱۲", "۵"
    assert form.submit().status_code == 303

    world.fresh()
    kept = catalogue.variants_of([product])[product][0]
    assert (kept.cut_off_hour, kept.weekly_capacity) == (12, 5)
    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/variants/{variant}/making")
    form[f"v{variant}-cut_off_hour"], form[f"v{variant}-weekly_capacity"] = "۳۰", ""
    refused = form.submit(expect_errors=True)
    assert refused.status_code == 422
    assert "۳۰" in refused.text


def test_who_is_too_late_for_the_week_is_told_before_she_pays(maker, visitor):
    product = world.product(maker, MADE)
    variant = catalogue.variants_of([product])[product][0]
    with transaction():
        catalogue.set_making(catalogue.own_variant(maker, variant.id), None, 1, None)
    put_in_basket(visitor, product)
    page = to_review(visitor)
    world.place({variant.id: 1})

    again = pay(page)

    assert again.status_code == 409
    assert "کسِ دیگری هم سفارش داد" in words_of(again)
    shown = form_of(again, "/checkout/pay")[f"promised-{maker}"].value
    pay(again)
    world.fresh()
    newest = session().scalars(select(orders.Parcel).order_by(orders.Parcel.id.desc())).first()
    assert newest
    assert newest.promised_on.isoformat() == shown
