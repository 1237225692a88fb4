"""Where the world outside could trick the shop: addresses to go on to, host names, proxies."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import TestApp

from app import orders
from app.shared import clock
from app.shared.database import session
from app.shared.throttle import ThrottleRow
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import ask_for_code, code_sent, deliver, form_of, logged_in, shop_with, token_of, write_code

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "javascript:alert(1)",
    "evil.example",
    "/%5cevil.example/",
    "http:evil.example",
    "/x\r\nSet-Cookie: a=b",
]


def stays_here(location: str) -> bool:
    """Whether a browser that follows this stays on this site: it drops tabs and line ends, and takes \\ for /."""
    seen = "".join(char for char in location if char not in "\t\r\n").strip().replace("\\", "/")
    parts = urlsplit(seen)
    return not parts.scheme and not parts.netloc and seen.startswith("/") and not seen.startswith("//")


@pytest.mark.parametrize(("action", "field"), [("/language", "language"), ("/theme", "theme")])
def test_no_address_in_a_form_leads_out_of_the_shop(visitor, action, field):
    token = token_of(visitor)
    for where in ELSEWHERE:
        answer = visitor.post(action, {"csrf_token": token, field: "en", "next": where}, status=303)

        assert stays_here(answer.headers["Location"]), answer.headers["Location"]
        assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize(
    "where", ["//evil.example/", "/\t/evil.example/", "/\n/evil.example/", "https://evil.example/"]
)
def test_logging_in_leads_nowhere_else(app, where):
    mobile = world.mobile_number()
    browser = browser_of(app)
    ask_for_code(browser, mobile, next=where)

    answer = write_code(browser, code_sent(app, mobile))

    assert answer.status_code == 303
    assert stays_here(answer.headers["Location"])


def test_logging_in_goes_on_to_where_she_wanted(app):
    browser = browser_of(app)

    answer = browser.get("/account", status=303)

    assert answer.headers["Location"] == "/login?next=/account"
    assert form_of(answer.follow(), "/login")["next"].value == "/account"


def test_a_delicate_form_comes_back_to_its_page_and_not_to_another_site(app):
    browser = logged_in(app, world.person())
    token = token_of(browser)
    with clock.at(clock.now() + timedelta(minutes=11)):
        own = browser.post("/account/pin", {"csrf_token": token}, headers={"Referer": "http://127.0.0.1:8000/account"})
        foreign = browser.post("/account/pin", {"csrf_token": token}, headers={"Referer": "http://evil.example/x"})

    assert own.headers["Location"] == "/login/again?next=/account"
    assert foreign.headers["Location"] == "/login/again?next=/"


def asking_host(app: Flask, host: str) -> TestApp:
    browser = browser_of(app)
    browser.extra_environ["HTTP_HOST"] = host
    return browser


def test_a_made_up_host_name_is_in_no_address_that_others_get(app, bank):
    world.product(world.maker())
    deliver()
    browser = asking_host(app, "evil.example")

    answer = browser.get("/api/v1/products")
    asked = browser.get("/account", status=303)

    assert "evil.example" not in answer.text
    assert "evil.example" not in asked.headers["Location"]


def test_the_bank_is_told_our_own_address_whatever_the_host_name(app, bank):
    order = orders.order(world.place({world.variant(world.maker()): 1}))
    browser = asking_host(app, "evil.example")

    form_of(browser.get(f"/o/{order.token}"), f"/o/{order.token}/pay").submit(status=303)

    callback = next(body["callback"] for act, body in bank.calls if act == "request")
    assert callback.startswith("http://127.0.0.1:8000/pay/return/")


@pytest.mark.parametrize("host", ["", "a b", 'x"><script>', "127.0.0.1:8000@evil.example", "[::1", "a" * 4000, ".."])
def test_a_broken_host_name_is_answered(app, host):
    answer = app.test_client().get("/", environ_overrides={"HTTP_HOST": host})

    assert answer.status_code in {200, 400}
    assert "<script>" not in answer.text.replace("<script src", "")


def addresses_counted() -> int:
    """How many different addresses have asked for a code."""
    world.fresh()
    counted = select(func.count()).where(ThrottleRow.bucket.startswith("code_ip"))
    return session().scalar(counted) or 0


def ask_for_codes(app: Flask, *forwarded: str) -> None:
    for line in forwarded:
        browser = browser_of(app)
        form = form_of(browser.get("/login"), "/login")
        form["mobile"] = world.mobile_number()
        form.submit(headers={"X-Forwarded-For": line})


def test_an_address_that_a_visitor_claims_is_not_believed(app):
    ask_for_codes(app, "10.0.0.1", "10.0.0.2", "10.0.0.3")

    assert addresses_counted() == 1


def test_behind_one_proxy_the_last_address_is_believed(app, store):
    with shop_with(store, TRUSTED_PROXIES="1") as shop:
        ask_for_codes(shop, "10.0.0.1", "10.0.0.2", "1.1.1.1, 10.0.0.2", "2.2.2.2, 10.0.0.2")

    assert addresses_counted() == 2
