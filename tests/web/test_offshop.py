"""Sales outside the shop on the pages: a maker writes them down once, staff of her county say what they have seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import ledger, offshop, orders
from app.accounts import Role
from app.offshop import OffshopSale, SaleState
from app.shared import rulebook
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, token_of, words_of

SALES = "/workshop/sales"


@pytest.fixture
def maker(app: Flask) -> int:
    """A maker in a shop that asks five per cent."""
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def tell(browser: TestApp, **typed: str) -> TestResponse:
    form = form_of(browser.get(SALES), having="form_key")
    form["kind"] = "fair"
    for field, value in {"title": "پنج زنبیل", "quantity": "۵", "amount": "۲۰۰٬۰۰۰", **typed}.items():
        form[field] = value
    return form.submit(expect_errors=True)


def told(maker: int) -> list[OffshopSale]:
    world.fresh()
    return offshop.of_maker(maker)


def owed(maker: int) -> int:
    return ledger.owed_to([maker]).get(maker, 0)


def test_a_sale_at_a_fair_is_written_down_with_its_fee_in_toman_and_persian_digits(browser, maker):
    page = tell(browser).follow()

    assert [(one.quantity, one.amount_rial, one.happened_on) for one in told(maker)] == [(5, 2_000_000, today())]
    assert "پنج زنبیل × ۵" in words_of(page)
    assert "۲۰۰٬۰۰۰" in words_of(page)
    assert "۱۰٬۰۰۰" in words_of(page)
    assert owed(maker) == -100_000


def test_pressed_twice_it_is_one_sale(browser, maker):
    form = form_of(browser.get(SALES), having="form_key")
    form["kind"], form["title"], form["quantity"], form["amount"] = "fair", "زنبیل", "1", "100000"

    form.submit(status=303)
    form.submit(status=303)

    assert len(told(maker)) == 1
    assert owed(maker) == -50_000


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "نامِ کالا را بنویسید."),
        ("quantity", "چند تا", None),
        ("quantity", "0", None),
        ("amount", "", "مبلغ را بنویسید."),
        ("amount", "0", "مبلغ را بنویسید."),
        ("amount", "9" * 30, None),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(browser, maker, field, typed, sentence):
    page = tell(browser, **{field: typed})

    assert page.status_code == 422
    assert list(faults_of(page)) == [field]
    assert sentence is None or faults_of(page)[field].endswith(sentence)
    form = form_of(page, having="form_key")
    assert form["title"].value == ("" if field == "title" else "پنج زنبیل")
    assert form["kind"].value == "fair"
    assert told(maker) == []


@pytest.mark.parametrize("days", [1, -400])
def test_a_day_to_come_and_one_long_ago_are_refused_at_the_day(browser, maker, days):
    year, month, day = jalali(today() + timedelta(days=days))

    page = tell(
        browser, **{"happened_on-year": str(year), "happened_on-month": str(month), "happened_on-day": str(day)}
    )

    assert page.status_code == 422
    assert list(faults_of(page)) == ["happened_on"]
    assert told(maker) == []


def test_what_she_wrote_by_mistake_she_takes_back_and_owes_nothing(browser, maker):
    tell(browser)

    page = form_of(browser.get(SALES), f"/workshop/sales/{told(maker)[0].id}/void").submit(status=303).follow()

    assert told(maker)[0].state is SaleState.VOID
    assert owed(maker) == 0
    assert not page.html.select("form[action$='/void']")
    assert world.broken_promises() == []


def test_staff_confirm_what_they_have_seen_and_she_can_no_longer_take_it_back(app, browser, maker):
    tell(browser)
    sale, staff = told(maker)[0].id, logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/sales"), f"/staff/sales/{sale}")
    form["note"] = "در غرفه دیدم"
    form.submit("do", value="confirm", status=303)

    assert told(maker)[0].state is SaleState.CONFIRMED
    assert not browser.get(SALES).html.select("form[action$='/void']")
    browser.post(f"/workshop/sales/{sale}/void", {"csrf_token": token_of(browser)}, status=409)
    assert "در غرفه دیدم" in words_of(staff.get("/staff/sales"))


def test_staff_void_what_was_not_so_with_a_word_of_why(app, browser, maker):
    tell(browser)
    sale, staff = told(maker)[0].id, logged_in(app, world.official(Role.STAFF))

    wordless = form_of(staff.get("/staff/sales"), f"/staff/sales/{sale}").submit("do", value="void", status=422)
    form = form_of(wordless, f"/staff/sales/{sale}")
    form["note"] = "دو بار نوشته شده بود"
    form.submit("do", value="void", status=303)

    assert told(maker)[0].state is SaleState.VOID
    assert owed(maker) == 0


def test_others_cannot_touch_it(app, browser, maker):
    tell(browser)
    sale = told(maker)[0].id
    other = logged_in(app, world.person_of(world.maker()))
    far = logged_in(app, world.official(Role.STAFF, county="1809"))

    other.post(f"/workshop/sales/{sale}/void", {"csrf_token": token_of(other)}, status=404)
    far.post(f"/staff/sales/{sale}", {"csrf_token": token_of(far), "do": "void", "note": "x"}, status=404)

    assert "پنج زنبیل" not in words_of(far.get("/staff/sales"))
    assert told(maker)[0].state is SaleState.RECORDED
