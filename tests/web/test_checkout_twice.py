"""The last form pressed twice, from one hand or at the same moment, is one order; the last unit is sold once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select
from webtest import Form, TestApp, TestResponse

from app import catalogue, orders, payments
from app.orders import OrderState
from app.shared import clock
from app.shared.database import session, transaction
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import put_in_basket, ready_to_pay, to_review, words_of
from tests.web.test_checkout import count_orders, the_order
from tests.world import Ware


def twin(browser: TestApp, app: Flask) -> TestApp:
    """The same browser's cookies in a second window."""
    other = browser_of(app)
    for cookie in browser.cookiejar:
        other.cookiejar.set_cookie(cookie)
    return other


def press(browser: TestApp, form: Form) -> Callable[[], TestResponse]:
    return lambda: browser.post("/checkout/pay", form.submit_fields(), expect_errors=True)


def test_the_same_form_sent_twice_is_one_order(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    form = ready_to_pay(to_review(visitor))

    form.submit(status=303)
    again = form.submit(status=303)

    assert count_orders() == 1
    assert again.headers["Location"] == f"/o/{the_order().token}"
    assert len(payments.attempts_of(the_order().id)) == 1


def test_the_form_sent_again_after_paying_shows_the_paid_order(visitor, bank):
    put_in_basket(visitor, world.product(world.maker()))
    form = ready_to_pay(to_review(visitor))
    authority = form.submit(status=303).headers["Location"].rpartition("/")[2]
    bank.act(authority, "pay")
    visitor.get("/pay/return/sandbox", {"authority": authority, "status": "OK"}, status=303)

    page = form.submit(status=303).follow()

    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert count_orders() == 1


def test_two_presses_at_the_same_moment_are_one_order(app, visitor):
    put_in_basket(visitor, world.product(world.maker()))
    form = ready_to_pay(to_review(visitor))
    presses = [press(twin(visitor, app), form) for _ in range(3)]

    answers = world.at_once(app, *presses)

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert count_orders() == 1
    assert len(payments.attempts_of(the_order().id)) == 1


def test_looking_first_and_writing_then_would_make_two(app):
    """The control: the same race with nothing but a look before the writing."""
    met = Barrier(2, timeout=10)

    def look_then_write() -> None:
        known = session().scalar(select(func.count()).select_from(orders.Basket))
        met.wait()
        if not known:
            with transaction():
                session().add(orders.Basket(token_hash=secrets.token_hex(8), touched_at=clock.now()))

    world.at_once(app, look_then_write, look_then_write)

    assert session().scalar(select(func.count()).select_from(orders.Basket)) == 2


def test_of_two_buyers_one_gets_the_last_unit_and_the_other_words(app):
    product = world.product(world.maker(), Ware(on_hand=1))
    forms = []
    for _ in range(2):
        browser = browser_of(app)
        put_in_basket(browser, product)
        forms.append((browser, ready_to_pay(to_review(browser))))

    answers = world.at_once(app, *[press(browser, form) for browser, form in forms])

    told = sorted(answer.status_code for answer in answers)
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert told == [303, 409]
    assert "تمام شد" in words_of(loser)
    assert count_orders() == 1
    variant = catalogue.variants_of([product])[product][0]
    assert (variant.on_hand, variant.reserved) == (1, 1)


def test_two_returns_from_the_bank_at_once_are_one_payment(app, bank):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(there.authority, "pay")
    address = f"/pay/return/sandbox?authority={there.authority}&status=OK"
    browsers = [browser_of(app) for _ in range(3)]

    answers = world.at_once(app, *[lambda one=one: one.get(address, expect_errors=True) for one in browsers])

    assert {answer.status_code for answer in answers} == {303}
    assert bank.asked("verify") == 1
    assert orders.order(there.order_id).state is OrderState.PAID
    assert world.broken_promises() == []


def test_back_and_forth_between_the_pages_makes_no_second_order(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    review = to_review(visitor)
    ready_to_pay(review).submit(status=303)

    visitor.get("/checkout/review", status=303)
    visitor.get("/checkout", status=303)
    ready_to_pay(review).submit(status=303)

    assert count_orders() == 1


def test_an_order_is_cancelled_once_however_often_it_is_pressed(app, bank):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    token = orders.order(order).token
    browser = browser_of(app)
    form = next(form for form in browser.get(f"/o/{token}").forms.values() if form.action.endswith("/cancel"))

    answers = world.at_once(
        app, *[lambda one=one: one.post(form.action, form.submit_fields(), expect_errors=True)
               for one in (twin(browser, app), twin(browser, app))]
    )  # fmt: skip
    world.work()

    assert {answer.status_code for answer in answers} <= {303, 409}
    assert len(payments.refunds_of(order)) == 1
    assert world.broken_promises() == []
