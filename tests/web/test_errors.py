"""When something goes wrong: words, a way back, and nothing of the inside."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from app import accounts, orders
from app.accounts import Role
from app.shared.database import session, transaction
from app.web.access import ANYONE, allow
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import (
    logged_in,
    press,
    put_in_basket,
    ready_to_pay,
    shop_with,
    to_review,
    token_of,
    words_of,
)

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
STUCK = "کارِ ما گیر کرد"


def fall() -> str:
    raise RuntimeError("secret of the inside")


def ask_badly() -> str:
    return str(session().execute(text("SELECT * FROM no_such_table")).all())


def stumbling(app: Flask) -> Flask:
    """The shop with two pages that fail."""
    app.add_url_rule("/fall", "fall", allow(ANYONE)(fall), methods=["GET", "POST"])
    app.add_url_rule("/ask", "ask", allow(ANYONE)(ask_badly))
    app.add_url_rule("/api/v1/fall", "api_fall", allow(ANYONE)(fall))
    return app


def test_a_lost_page_shows_a_way_on(visitor):
    page = visitor.get("/no-such-page", status=404)

    assert "این صفحه را نیافتیم" in words_of(page)
    assert page.html.find("main").find("a", href="/products") is not None
    assert page.html.find("form", role="search") is not None


def test_a_room_that_is_not_hers_says_so(app):
    page = logged_in(app, world.person()).get("/staff/", status=403)

    assert "این‌جا برای شما باز نیست" in words_of(page)


@pytest.mark.parametrize(("method", "address"), [("post", "/products"), ("get", "/basket/add"), ("delete", "/basket")])
def test_a_wrong_method_is_said_in_words(visitor, method, address):
    page = getattr(visitor, method)(address, status=405)

    assert "این کار از این راه شدنی نیست" in words_of(page)
    assert "Allow" in page.headers


def test_a_form_that_is_too_big_is_said_in_words(visitor):
    page = visitor.post("/track", {"code": "x" * 10_000_000}, status=413)

    assert "بیش از اندازه سنگین" in words_of(page)


def test_a_form_with_too_many_fields_is_said_in_words(visitor):
    fields = [(f"f{number}", "x") for number in range(300)]

    page = visitor.post("/track", fields, upload_files=[("photo", "x.jpg", b"x")], status=413)

    assert "بیش از اندازه سنگین" in words_of(page)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"a=%FF%FE&b=%00", b"&&&===", b"csrf_token=" + b"[" * 1000])
def test_a_body_that_is_no_form_is_answered(visitor, body):
    answer = visitor.post("/login", body, content_type="application/x-www-form-urlencoded", expect_errors=True)

    assert answer.status_code == 400


def test_a_fault_is_an_apology_and_no_look_inside(store, app, caplog):
    with shop_with(store) as shop:
        page = browser_of(stumbling(shop)).get("/fall", status=500)

    assert STUCK in words_of(page)
    assert "RuntimeError" not in page.text
    assert "secret of the inside" not in page.text
    assert "secret of the inside" in caplog.text
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_fault_is_told_to_programs_and_scripts_as_json(store, app):
    with shop_with(store) as shop:
        browser = browser_of(stumbling(shop))
        told = browser.get("/api/v1/fall", status=500)
        form = {"csrf_token": token_of(browser)}
        script = browser.post("/fall", form, headers={"X-Requested-With": "fetch"}, status=500)

    assert told.content_type == "application/problem+json"
    assert STUCK in told.json["title"]
    assert STUCK in script.json["sentence"]


def test_a_question_that_the_database_refuses_is_an_apology_too(store, app):
    with shop_with(store) as shop:
        browser = browser_of(stumbling(shop))
        page = browser.get("/ask", status=500)
        after = browser.get("/badges", status=200)

    assert STUCK in words_of(page)
    assert "no_such_table" not in page.text
    assert "نشان‌ها" in words_of(after)


@pytest.mark.parametrize("address", ["/", "/products", "/basket", "/login", "/badges", "/no-such-page"])
def test_without_a_database_there_are_still_words(store, app, address):
    with shop_with(store, DATABASE_URL=NOWHERE) as shop:
        page = browser_of(shop).get(address, expect_errors=True)

    assert (page.status_code, STUCK in page.text) == ((404, False) if address == "/no-such-page" else (500, True))
    assert page.html.html["dir"] == "rtl"
    assert "psycopg" not in page.text


def test_without_a_database_healthz_is_green_and_readyz_is_red(store, app, caplog):
    with shop_with(store, DATABASE_URL=NOWHERE) as shop:
        alive, ready = browser_of(shop).get("/healthz"), browser_of(shop).get("/readyz", status=503)

    assert alive.json == {"status": "ok"}
    assert ready.json["checks"]["database"] is False
    caplog.clear()


def test_words_of_trouble_are_in_the_readers_language(visitor):
    press(visitor.get("/badges"), "/language", "language", "en")

    lost, stale = visitor.get("/no-such-page", status=404), visitor.post("/theme", status=400)

    assert "این صفحه" not in lost.text
    assert "کهنه شده" not in stale.text
    assert {lost.html.html["lang"], stale.html.html["lang"]} == {"en"}


@pytest.mark.parametrize("path", ["/p/%F0%28", "/p/%ED%A0%80", "/%00", "/products?q=%00", "/m/" + "%D8%A7" * 1500])
def test_an_address_that_is_no_text_is_a_lost_page(app, path):
    answer = app.test_client().get(path)

    assert answer.status_code == 404
    assert "این صفحه را نیافتیم" in answer.text


def test_after_a_fault_nothing_half_written_is_left(app, store):
    def write_and_fall() -> str:
        with transaction():
            accounts.add_person("09170000001")
            raise RuntimeError

    with shop_with(store) as shop:
        shop.add_url_rule("/write", "write", allow(ANYONE)(write_and_fall))
        browser_of(shop).get("/write", status=500)

    assert accounts.accounts_on("09170000001") == []


def test_a_page_of_trouble_leads_back_to_where_she_was(visitor):
    own = visitor.post("/theme", {}, headers={"Referer": "http://127.0.0.1:8000/basket"}, status=400)
    foreign = visitor.post("/theme", {}, headers={"Referer": "http://evil.example/x"}, status=400)

    assert own.html.select_one("p.trouble-acts a")["href"] == "http://127.0.0.1:8000/basket"
    assert foreign.html.select_one("p.trouble-acts a")["href"] == "/"


def test_invisible_signs_in_hidden_fields_are_answered(app, visitor, bank):
    put_in_basket(visitor, world.product(world.maker()))
    order = orders.order(world.paid(bank, {world.variant(world.maker()): 1}))
    staff = logged_in(app, world.official(Role.STAFF))
    form = ready_to_pay(to_review(visitor))
    form["checkout_key"].force_value("\0key")
    line, parcel = world.lines(order.id)[0].id, world.parcels(order.id)[0]
    token = token_of(staff)

    refund = {"csrf_token": token, "amount": "100", "why": "x", "form_key": "\0k"}
    mark = {"csrf_token": token, "do": "cancel", "why": "\0"}
    answers = [
        form.submit(expect_errors=True),
        staff.post(f"/staff/orders/{order.code}/lines/{line}/refund", refund, expect_errors=True),
        staff.post(f"/staff/orders/{order.code}/parcels/{parcel}", mark, expect_errors=True),
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
