"""Stripe: a locked quote, capture when the goods are there, refunds at the locked rate, webhooks as hints alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from webtest import TestApp

from app import accounts, catalogue, finance, ledger, orders, payments
from app.accounts import Role
from app.finance import TaskKind
from app.ledger import chart
from app.orders import OrderState
from app.payments import AttemptState, NewQuote, Start
from app.payments.rules import refund_minor, settle_minor
from app.payments.stripe_checkout import StripeGateway, StripeKeys
from app.shared import clock, running
from app.shared.database import transaction
from app.shared.money import Rial
from config import SettingsFault
from tests import world
from tests.conftest import settings_for
from tests.fakes.stripe import SECRET, FakeStripe, signed

TOTAL = 4_500_000


@pytest.fixture
def stripe_side() -> Iterator[FakeStripe]:
    with FakeStripe() as fake:
        yield fake


@pytest.fixture
def shop(app: Flask, stripe_side: FakeStripe) -> Flask:
    """The shop with Stripe on, one euro at 1,150,000 rials and two per cent."""
    running.put("gateways", {"stripe": StripeGateway(StripeKeys("sk_test_x", stripe_side.url, "eur"))})
    with transaction():
        by = _staff()
        payments.set_quote(NewQuote("eur", 11_500, 200, 2, "a test"), by)
        payments.set_choices([("stripe", "", True)], by)
    return app


def _staff() -> int:
    one = accounts.add_person(world.mobile_number(), "مالی", "آزمون")
    accounts.give_role(one, Role.FINANCE, by=None)
    return one.id


def at_stripe() -> world.AtBank:
    order_id = world.place({world.variant(world.maker()): 1})
    with transaction():
        attempt_id = orders.begin_payment(orders.order(order_id), "stripe").id
    attempt = payments.attempt(attempt_id)
    what = Start(f"BU-{attempt_id}", Rial(attempt.asked), "http://shop/back", "x", "", int(clock.now().timestamp()))
    started = payments.start("stripe", what)
    with transaction():
        orders.payment_started(payments.attempt(attempt_id), started)
    return world.AtBank(order_id, attempt_id, started.authority)


def bought(stripe_side: FakeStripe) -> world.AtBank:
    there = at_stripe()
    stripe_side.pay(there.authority)
    world.settle(there.attempt_id)
    world.fresh()
    assert orders.order(there.order_id).state is OrderState.PAID
    return there


def test_what_is_asked_is_the_quote_s_amount_and_taken_once(shop, stripe_side):
    there = bought(stripe_side)
    world.settle(there.attempt_id)

    session = stripe_side.session(there.authority)
    assert (session.amount, session.currency) == (-(-TOTAL * 102 // (11_500 * 100)), "eur") == (400, "eur")
    assert session.state == "verified"
    assert ledger.balance(chart.FX_RIAL) == TOTAL
    assert ledger.balance("asset:gateway:stripe:eur") == 400
    assert ledger.balance("fx:eur") == -400
    assert world.broken_promises() == []


def test_the_rate_may_change_meanwhile_and_the_attempt_keeps_its_own(shop, stripe_side):
    there = at_stripe()
    with transaction():
        payments.set_quote(NewQuote("eur", 99_999, 0, 2, "another day"), _staff())
    stripe_side.pay(there.authority)

    world.settle(there.attempt_id)

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.PAID


def test_a_lost_capture_is_unknown_and_later_paid_under_the_same_key(shop, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    stripe_side.lose |= {"capture"}
    running.put("gateways", {"stripe": _impatient(stripe_side)})

    world.settle(there.attempt_id)
    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.UNKNOWN

    with world.later(minutes=3):
        world.work()
    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.PAID
    assert ledger.balance("asset:gateway:stripe:eur") == 400
    assert world.broken_promises() == []


def _impatient(stripe_side: FakeStripe) -> StripeGateway:
    """One that asks once, as if the program died between."""
    gateway = StripeGateway(StripeKeys("sk_test_x", stripe_side.url, "eur"))
    gateway._client._requestor._options.max_network_retries = 0
    return gateway


def test_goods_that_are_gone_are_not_captured(shop, stripe_side):
    there = at_stripe()
    with world.later(minutes=45), transaction():
        orders.expire(there.order_id)
    line = world.lines(there.order_id)[0]
    with transaction():
        product = catalogue.product(catalogue.offers([line.variant_id])[line.variant_id].product.id)
        catalogue.shelve(product, catalogue.Shelf.PAUSED, None)
    stripe_side.pay(there.authority)

    world.settle(there.attempt_id)

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.ABANDONED
    assert stripe_side.session(there.authority).state == "paid"


def test_refunds_go_back_at_the_locked_rate_and_add_up(shop, stripe_side):
    there = bought(stripe_side)
    line = world.lines(there.order_id)[0]
    for step, rials in enumerate((1_234_567, 1_000_000, 1_765_433)):
        world.refund(line.id, rials=rials, key=f"k{step}")
    world.work()

    assert stripe_side.refunds(there.authority) == [109, 89, 157]
    assert sum(stripe_side.refunds(there.authority)) == 400 * 4_000_000 // TOTAL
    assert ledger.balance("asset:gateway:stripe:eur") == 400 - 355
    assert world.broken_promises() == []


@given(st.integers(1, 10**11), st.integers(1, 10**7), st.integers(0, 2_000), st.data())
def test_no_refund_is_lost_or_invented_in_another_currency(rials, rate, spread, data):
    settled = settle_minor(rials, rate, spread)
    left, before, back = rials, 0, 0
    while left:
        step = data.draw(st.integers(1, left)) if len(str(left)) > 1 and data.draw(st.booleans()) else left
        minor = refund_minor(before, step, rials, settled)
        assert 0 <= minor <= settled
        back, before, left = back + minor, before + step, left - step
    assert back == settled
    assert settled * rate * 10_000 >= rials * (10_000 + spread)


def test_it_is_off_until_staff_switch_it_on(app, stripe_side):
    running.put("gateways", {"stripe": StripeGateway(StripeKeys("sk_test_x", stripe_side.url, "eur"))})
    with transaction():
        payments.set_quote(NewQuote("eur", 11_500, 200, 2, "a test"), _staff())

    assert payments.offered(TOTAL) == []


def test_without_a_good_quote_nobody_is_offered_stripe(shop):
    assert [one.name for one in payments.offered(TOTAL)] == ["stripe"]

    with world.later(hours=3):
        assert payments.offered(TOTAL) == []


@pytest.fixture
def hooks(shop: Flask, visitor: TestApp) -> TestApp:
    settings = running.settings()
    object.__setattr__(settings, "stripe_webhook_secret", SECRET)
    return visitor


def post(hooks: TestApp, body: bytes, signature: str, status: int) -> None:
    hooks.post("/pay/hook/stripe", body, {"Stripe-Signature": signature}, status=status)


def test_a_webhook_makes_the_worker_ask_and_comes_once(hooks, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    body, signature = signed("checkout.session.completed", there.authority)

    for _ in range(3):
        post(hooks, body, signature, 200)
    world.work()

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.PAID
    assert len([call for call, _ in stripe_side.calls if call.endswith("/capture")]) == 1


def test_a_webhook_that_says_paid_pays_nothing_by_itself(hooks, stripe_side):
    there = at_stripe()
    body, signature = signed("checkout.session.completed", there.authority)

    post(hooks, body, signature, 200)
    world.work()

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.REDIRECTED


@pytest.mark.parametrize("wrong", ["secret", "body", "age", "none"])
def test_a_forged_webhook_is_refused(hooks, stripe_side, wrong):
    body, signature = signed("charge.dispute.created", "x", **({"secret": "whsec_other"} if wrong == "secret" else {}))
    if wrong == "body":
        body += b" "
    if wrong == "age":
        body, signature = signed("charge.dispute.created", "x", age=3_600)
    post(hooks, body, "" if wrong == "none" else signature, 400)
    world.work()

    assert finance.open_tasks() == []


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("charge.dispute.created", TaskKind.DISPUTE),
        ("charge.dispute.closed", TaskKind.DISPUTE_OVER),
        ("refund.failed", TaskKind.REFUND_BOUNCED),
    ],
)
def test_what_people_must_see_to_comes_to_the_desk_with_the_order_s_number(hooks, stripe_side, told, kind):
    there = bought(stripe_side)
    world.fresh()
    intent = payments.attempt(there.attempt_id).reference or ""

    post(hooks, *signed(told, "du_1", payment_intent=intent), 200)
    post(hooks, *signed(told, "du_1", payment_intent=intent), 200)
    world.work()

    code = orders.order(there.order_id).code
    assert [(task.kind, task.facts) for task in finance.open_tasks()] == [(kind, code)]


def test_a_dispute_about_what_we_never_had_comes_too(hooks):
    post(hooks, *signed("charge.dispute.created", "du_1"), 200)
    world.work()

    assert [(task.kind, task.facts[:4]) for task in finance.open_tasks()] == [(TaskKind.DISPUTE, "evt_")]


def test_a_webhook_that_comes_several_times_at_the_same_moment_is_written_down_once(app, hooks, stripe_side):
    there = bought(stripe_side)
    intent = payments.attempt(there.attempt_id).reference or ""
    body, signature = signed("charge.dispute.created", "du_1", payment_intent=intent)

    def come() -> int:
        headers = {"Stripe-Signature": signature}
        return TestApp(app).post("/pay/hook/stripe", body, headers, expect_errors=True).status_int

    assert world.at_once(app, *[come] * 8) == [200] * 8
    world.work()

    assert [task.kind for task in finance.open_tasks()] == [TaskKind.DISPUTE]


@pytest.mark.parametrize("key", ["sk_live_abc", "rk_live_abc"])
def test_live_keys_need_the_owner_s_word(tmp_path, key):
    with pytest.raises(SettingsFault, match="live keys are refused"):
        settings_for(tmp_path, GATEWAYS="stripe", STRIPE_SECRET_KEY=key, STRIPE_WEBHOOK_SECRET="x")

    allowed = settings_for(
        tmp_path, GATEWAYS="stripe", STRIPE_SECRET_KEY=key, STRIPE_WEBHOOK_SECRET="x",
        STRIPE_LIVE_KEYS="the owner has decided",
    )  # fmt: skip
    assert allowed.gateways == ("stripe",)
