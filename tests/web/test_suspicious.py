"""A payment that does not fit the books has a way out: asked about again, found at the gateway, or nothing there."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import orders, payments
from app.accounts import Role
from app.finance import TaskKind
from app.orders import OrderState
from app.payments import AttemptState
from tests import world
from tests.fakes.bank import FakeBank, Mischief
from tests.payments.scene import on_the_desk
from tests.web.browsing import faults_of, form_of, logged_in, token_of, words_of


@pytest.fixture
def desk(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@pytest.fixture
def there(app: Flask, bank: FakeBank) -> world.AtBank:
    """The bank has taken the money, its answer was lost, and it has been silent for more than a day."""
    waiting = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(waiting.authority, "pay")
    bank.mischief["verify"] = Mischief.DEAD_AFTER
    world.settle(waiting.attempt_id)
    bank.mischief["inquiry"] = Mischief.DEAD_BEFORE
    with world.later(hours=26):
        world.work()
    bank.behave()
    assert payments.attempt(waiting.attempt_id).state is AttemptState.SUSPICIOUS
    return waiting


def decide(desk: TestApp, there: world.AtBank, do: str, number: str = "", status: int = 303) -> TestResponse:
    form = form_of(desk.get("/finance/"), f"/finance/suspicious/{there.attempt_id}")
    form["tracking_no"] = number
    return form.submit("do", value=do, status=status)


def page(visitor: TestApp, there: world.AtBank) -> TestResponse:
    return visitor.get(f"/o/{orders.order(there.order_id).token}")


def test_the_buyer_is_told_the_truth_and_is_not_led_to_pay_twice(visitor, there):
    told = page(visitor, there)

    assert "همکارانِ ما دارند می‌بینند" in words_of(told)
    assert "پرداخت انجام نشد" not in words_of(told)
    assert 'name="gateway"' not in told.text
    address = f"/o/{orders.order(there.order_id).token}/pay"
    answer = visitor.post(address, {"csrf_token": token_of(visitor), "gateway": "sandbox"}, expect_errors=True)
    assert len(payments.attempts_of(there.order_id)) == 1, answer.status


def test_asked_again_the_gateway_s_word_counts_and_the_money_goes_back(visitor, desk, there):
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{there.attempt_id}")]
    decide(desk, there, "ask")
    world.work()

    assert payments.attempt(there.attempt_id).state in {AttemptState.PAID, AttemptState.LATE_PAID}
    assert world.broken_promises() == []


def test_what_was_found_at_the_gateway_counts_under_its_number(visitor, desk, there):
    bare = decide(desk, there, "seen", status=422)
    assert "tracking_no" in faults_of(bare)

    decide(desk, there, "seen", "۶۶۱۸۱۰")
    world.work()

    made = payments.attempt(there.attempt_id)
    assert made.reference == "661810"
    assert made.state is AttemptState.PAID
    assert orders.order(there.order_id).state is OrderState.PAID
    assert on_the_desk() == []
    assert "ثبت و پرداخت شد" in words_of(page(visitor, there))
    assert world.broken_promises() == []


def test_where_nothing_came_the_buyer_may_pay_again(visitor, desk, there):
    decide(desk, there, "nothing")
    world.work()

    assert payments.attempt(there.attempt_id).state is AttemptState.FAILED
    assert on_the_desk() == []
    assert "پرداخت انجام نشد" in words_of(page(visitor, there))


def test_it_is_decided_once(desk, there):
    form = form_of(desk.get("/finance/"), f"/finance/suspicious/{there.attempt_id}")
    form["tracking_no"] = "661810"
    form.submit("do", value="nothing", status=303)

    assert form.submit("do", value="seen", expect_errors=True).status_code == 409
    assert payments.attempt(there.attempt_id).state is AttemptState.FAILED


def test_a_second_try_that_came_to_nothing_does_not_make_a_paid_order_look_unpaid(visitor, bank):
    order_id = world.place({world.variant(world.maker()): 1})
    first, second = world.to_bank(order_id), world.to_bank(order_id)
    bank.act(first.authority, "pay")
    world.settle(first.attempt_id)
    bank.act(second.authority, "cancel")
    world.settle(second.attempt_id)
    for parcel_id in world.parcels(order_id):
        world.send(parcel_id)
        world.receive(parcel_id)
    world.fresh()

    told = words_of(page(visitor, second))

    assert "پرداخت انجام نشد" not in told
    assert "دوباره نپردازید" not in told
