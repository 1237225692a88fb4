"""Sessions: what the cookie may do, when it begins and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import PRODUCTION, form_of, logged_in, over_https, press, put_in_basket, shop_with, words_of


def cookie_line(answer: TestResponse, name: str = "dastsaz") -> list[str]:
    """The attributes of a cookie, as the answer sets them."""
    line = next(
        line for line in answer.headers.getall("Set-Cookie") if line.startswith((f"{name}=", f"__Host-{name}="))
    )
    return [part.strip() for part in line.split(";")]


def stolen_from(browser: TestApp, app: Flask) -> TestApp:
    """Another browser with a copy of this one's cookies."""
    thief = browser_of(app)
    for cookie in browser.cookiejar:
        thief.cookiejar.set_cookie(cookie)
    return thief


def is_in(browser: TestApp) -> bool:
    return browser.get("/account", expect_errors=True).status_code == 200


def test_the_cookie_is_for_this_shop_and_no_script(visitor):
    cookie = cookie_line(visitor.get("/login"))

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert not any(part.startswith("Domain") for part in cookie)


@pytest.mark.usefixtures("app")
def test_in_production_the_cookie_travels_over_tls_alone(store):
    with shop_with(store, **PRODUCTION) as shop:
        cookie = cookie_line(over_https(shop).get("/login"))

    assert cookie[0].startswith("__Host-dastsaz=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie)


def test_the_theme_cookie_is_for_no_script_either(visitor):
    answer = press(visitor.get("/badges"), "/theme", "theme", "dark")

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie_line(answer, "theme"))
    assert 'data-theme="dark"' in visitor.get("/badges").text


def test_a_cookie_from_before_the_login_does_not_become_hers(app, visitor):
    visitor.get("/login")
    fixed = stolen_from(visitor, app)

    world.log_in(visitor, world.person())

    assert is_in(visitor)
    assert not is_in(fixed)


def test_each_login_is_a_session_of_its_own_and_ends_the_one_before(app, visitor):
    person = world.person()
    world.log_in(visitor, person)
    before = stolen_from(visitor, app)

    world.log_in(visitor, person)

    assert is_in(visitor)
    assert not is_in(before)


def test_logging_out_ends_the_session_on_the_server(app):
    browser = logged_in(app, world.person())
    copy = stolen_from(browser, app)

    answer = form_of(browser.get("/account"), "/logout").submit(status=303)

    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert not is_in(browser)
    assert not is_in(copy)


def test_a_forged_cookie_is_nobody(visitor):
    visitor.set_cookie("dastsaz", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")

    assert not is_in(visitor)
    assert visitor.get("/").status_code == 200


def test_the_basket_survives_logging_in_and_out(visitor):
    product = world.product(world.maker())
    put_in_basket(visitor, product, 2)

    world.log_in(visitor, world.person())
    inside = words_of(visitor.get("/basket"))
    form_of(visitor.get("/account"), "/logout").submit(status=303)

    assert "زنبیل" in inside
    assert "زنبیل" in words_of(visitor.get("/basket"))


def test_leaving_other_devices_keeps_this_one(app):
    person = world.person()
    here, there = logged_in(app, person), logged_in(app, person)

    form_of(here.get("/account"), "/account/leave-others").submit(status=303)

    assert is_in(here)
    assert not is_in(there)


def test_a_new_pin_logs_the_other_devices_out(app):
    person = world.person()
    here, there = logged_in(app, person), logged_in(app, person)
    form = form_of(here.get("/account"), "/account/pin")
    form["pin"] = "۲۵۸۰"

    form.submit(status=303)

    assert is_in(here)
    assert not is_in(there)
    with transaction():
        assert accounts.check_pin(accounts.person(person), "2580") is accounts.CodeAnswer.RIGHT


@pytest.mark.parametrize("typed", ["", "12", "1111", "123456789", "۱۲۳۴ الف"])
def test_a_weak_pin_is_refused_in_words(app, typed):
    person = world.person()
    browser = logged_in(app, person)
    form = form_of(browser.get("/account"), "/account/pin")
    form["pin"] = typed

    page = form.submit(status=303).follow()

    assert "چهار تا هشت رقم" in words_of(page)
    world.fresh()
    assert accounts.person(person).pin_hash is None


def test_a_link_for_developers_logs_in_once(app, visitor):
    person = world.person()
    with transaction():
        token = accounts.make_login_link(accounts.person(person))
    visitor.get(f"/dev/login/{token}", status=303)

    browser_of(app).get(f"/dev/login/{token}", status=404)


def test_a_link_for_developers_lapses(visitor):
    person = world.person()
    with transaction():
        token = accounts.make_login_link(accounts.person(person))

    with clock.at(clock.now() + timedelta(minutes=11)):
        visitor.get(f"/dev/login/{token}", status=404)


def test_being_there_keeps_staff_logged_in(app):
    browser = logged_in(app, world.official(accounts.Role.STAFF))

    for minutes in (20, 40, 60):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert browser.get("/staff/").status_code == 200
