"""Orders as staff see them: found, looked into, a part given back once however often it is pressed."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import orders, payments
from app.accounts import Role
from app.orders import ParcelState
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import deliver, faults_of, form_of, logged_in, press, words_of
from tests.world import Ware


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def order(app: Flask, bank: FakeBank) -> orders.Order:
    """Two baskets of one maker, paid."""
    return orders.order(world.paid(bank, {world.variant(world.maker(), Ware(price=4_000_000)): 2}))


def refund(staff: TestApp, order: orders.Order, amount: str, quantity: str = "1", why: str = "کج بود") -> TestResponse:
    line = world.lines(order.id)[0].id
    form = form_of(staff.get(f"/staff/orders/{order.code}"), f"/staff/orders/{order.code}/lines/{line}/refund")
    form["quantity"], form["amount"], form["why"] = quantity, amount, why
    return form.submit(expect_errors=True)


def test_an_order_is_found_by_a_part_of_its_number(staff, order):
    page = staff.get("/staff/orders", {"code": order.code[-6:].lower()})

    assert order.code in words_of(page)
    assert order.code not in words_of(staff.get("/staff/orders", {"code": "ZZZZZZ"}))
    assert order.code not in words_of(staff.get("/staff/orders", {"state": "expired"}))


@pytest.mark.parametrize("asked", [{"code": "%"}, {"code": "_"}, {"code": "'"}, {"state": "x"}, {"page": "9" * 9}])
def test_odd_questions_are_answered(staff, order, asked):
    assert staff.get("/staff/orders", asked).status_code == 200


def test_a_part_of_a_line_goes_back_to_the_buyer(staff, order):
    page = refund(staff, order, "۴۰۰٬۰۰۰").follow()
    deliver()

    assert "پول در راهِ بازگشت به خریدار است" in words_of(page)
    assert [(back.amount_rial, back.state.value) for back in payments.refunds_of(order.id)] == [(4_000_000, "done")]
    assert world.broken_promises() == []


def test_the_same_refund_pressed_twice_goes_back_once(staff, order):
    line = world.lines(order.id)[0].id
    form = form_of(staff.get(f"/staff/orders/{order.code}"), f"/staff/orders/{order.code}/lines/{line}/refund")
    form["quantity"], form["amount"], form["why"] = "1", "100000", "کج بود"
    form.submit(status=303)

    form.submit(status=303)

    assert [back.amount_rial for back in payments.refunds_of(order.id)] == [1_000_000]
    assert world.broken_promises() == []


def test_the_same_refund_pressed_at_the_same_moment_goes_back_once(app, staff, order, bank):
    line = world.lines(order.id)[0].id
    form = form_of(staff.get(f"/staff/orders/{order.code}"), f"/staff/orders/{order.code}/lines/{line}/refund")
    form["quantity"], form["amount"], form["why"] = "1", "100000", "کج بود"

    answers = world.at_once(app, *[lambda: form.submit(expect_errors=True)] * 3)
    deliver()

    assert {answer.status_code for answer in answers} == {303}
    assert [back.amount_rial for back in payments.refunds_of(order.id)] == [1_000_000]
    assert bank.asked("refund") == 1
    assert world.broken_promises() == []


FAULTY = [
    (("", "1", "x"), "amount"),
    (("زیاد", "1", "x"), "amount"),
    (("0", "0", "x"), "amount"),
    (("-5", "1", "x"), "amount"),
    (("900000", "1", "x"), "amount"),
    (("100", "3", "x"), "amount"),
    (("100", "هیچ", "x"), "quantity"),
    (("100", "1", ""), "why"),
    (("100", "1", "x" * 201), "why"),
]


def test_a_faulty_refund_is_told_at_its_field_and_gives_nothing_back(staff, order):
    told = []
    for typed, field in FAULTY:
        page = refund(staff, order, *typed)
        told.append((typed, field if page.status_code == 422 and field in faults_of(page) else page.status))

    assert told == FAULTY
    assert payments.refunds_of(order.id) == []


def test_more_than_was_paid_never_goes_back(staff, order):
    refund(staff, order, "600000")

    page = refund(staff, order, "600000")

    assert page.status_code == 422
    assert "تنها" in faults_of(page)["amount"]
    assert len(payments.refunds_of(order.id)) == 1


def test_a_refund_after_the_sale_is_taken_back_from_the_maker(staff, order):
    parcel = world.parcels(order.id)[0]
    world.send(parcel)
    world.receive(parcel)

    refund(staff, order, "100000")
    deliver()

    assert world.broken_promises() == []


def test_a_bank_that_refuses_leaves_it_to_finance(app, staff, order, bank):
    authority = str(payments.attempts_of(order.id)[-1].authority)
    bank.book.refund(authority, int(order.total_rial), "by hand at the bank")
    refund(staff, order, "100000")
    deliver()
    finance = logged_in(app, world.official(Role.FINANCE))
    page = finance.get("/finance/")
    back = payments.refunds_of(order.id)[0].id
    form = form_of(page, f"/finance/refunds/{back}")
    without = form.submit(status=422)
    form["tracking_no"] = "۹۹۸۸۷۷"

    form.submit(status=303)

    assert "بازپرداخت با حوالهٔ بانکی" in words_of(page)
    assert "کدِ پیگیری را بنویسید" in " ".join(faults_of(without).values())
    assert payments.refund_by_id(back).state.value == "done"
    assert form.submit(status=409)
    assert world.broken_promises() == []


def test_what_the_post_says_is_marked(staff, order):
    parcel = world.parcels(order.id)[0]
    address = f"/staff/orders/{order.code}/parcels/{parcel}"
    world.send(parcel)

    press(staff.get(f"/staff/orders/{order.code}"), address, "do", "delivered")

    assert world.parcel(parcel).state is ParcelState.DELIVERED


@pytest.mark.parametrize(("act", "state"), [("lost", ParcelState.LOST), ("cancel", ParcelState.CANCELLED)])
def test_a_parcel_that_will_not_come_is_refunded(staff, order, act, state):
    parcel = world.parcels(order.id)[0]
    if act == "lost":
        world.send(parcel)

    press(staff.get(f"/staff/orders/{order.code}"), f"/staff/orders/{order.code}/parcels/{parcel}", "do", act)
    deliver()

    assert world.parcel(parcel).state is state
    assert sum(back.amount_rial for back in payments.refunds_of(order.id)) == order.total_rial
    assert world.broken_promises() == []


def test_an_act_that_is_none_is_not_there(staff, order):
    parcel = world.parcels(order.id)[0]
    token = form_of(staff.get("/staff/"), "/theme")["csrf_token"].value

    staff.post(f"/staff/orders/{order.code}/parcels/{parcel}", {"csrf_token": token, "do": "eat"}, status=404)


def test_marking_the_same_twice_is_told(staff, order):
    parcel = world.parcels(order.id)[0]
    world.send(parcel)
    page = staff.get(f"/staff/orders/{order.code}")
    address = f"/staff/orders/{order.code}/parcels/{parcel}"
    press(page, address, "do", "delivered")
    form = form_of(page, address)

    answer = form.submit("do", value="delivered", status=409)

    assert "وضعش عوض شده است" in words_of(answer)
