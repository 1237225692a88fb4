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
from app.payments.rules import refund_minor, settle_minor, settled_share
from app.payments.stripe_checkout import StripeGateway, StripeKeys
from app.sandbox import stripe_face as face
from app.shared import clock, outbox, running
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


# ---- what nobody is to pay any more ---------------------------------------------------------------------------


def lapse(there: world.AtBank, *, gone: bool = False) -> None:
    """Its time to pay is over; with `gone` its goods can't be had again either."""
    with world.later(minutes=45), transaction():
        orders.expire(there.order_id)
    if gone:
        variant_id = world.lines(there.order_id)[0].variant_id
        with transaction():
            product = catalogue.product(catalogue.offers([variant_id])[variant_id].product.id)
            catalogue.shelve(product, catalogue.Shelf.PAUSED, None)


def cancel(there: world.AtBank) -> None:
    with transaction():
        orders.cancel_order(orders.order(there.order_id), None)


def work_later() -> None:
    """The worker goes round as often as it takes."""
    for step in range(3):
        with world.later(minutes=46 + step):
            world.work()


def state(there: world.AtBank) -> AttemptState:
    world.fresh()
    return payments.attempt(there.attempt_id).state


@pytest.mark.parametrize("over", [lapse, cancel])
def test_a_session_of_an_order_that_is_over_can_not_be_paid(shop, stripe_side, over):
    there = at_stripe()
    over(there)
    work_later()

    stripe_side.pay(there.authority)
    assert stripe_side.session(there.authority).state == "cancelled"
    assert [call for call in stripe_side.calls if call[0].endswith("/expire")] == [
        (f"POST checkout/sessions/{there.authority}/expire", f"expire:{there.authority}")
    ]
    with world.later(minutes=50):
        world.work()
    assert state(there) is AttemptState.FAILED
    assert world.broken_promises() == []


def test_a_session_that_is_opened_for_an_order_that_is_over_is_closed_too(shop, stripe_side):
    order_id = world.place({world.variant(world.maker()): 1})
    with transaction():
        attempt_id = orders.begin_payment(orders.order(order_id), "stripe").id
    started = payments.start(
        "stripe", Start("BU-1", Rial(400), "http://shop/back", "x", "", int(clock.now().timestamp()))
    )
    with transaction():
        orders.cancel_order(orders.order(order_id), None)
    with transaction():
        orders.payment_started(payments.attempt(attempt_id), started)
    world.work()

    assert stripe_side.session(started.authority).state == "cancelled"


def test_the_other_session_of_an_order_that_is_paid_is_closed(shop, stripe_side):
    there = at_stripe()
    with transaction():
        attempt_id = orders.begin_payment(orders.order(there.order_id), "stripe").id
    what = Start("BU-2", Rial(400), "http://shop/back", "x", "", int(clock.now().timestamp()))
    started = payments.start("stripe", what)
    with transaction():
        orders.payment_started(payments.attempt(attempt_id), started)
    stripe_side.pay(there.authority)

    world.settle(there.attempt_id)
    world.work()

    assert stripe_side.session(there.authority).state == "verified"
    assert stripe_side.session(started.authority).state == "cancelled"


def test_what_was_authorised_for_goods_that_are_gone_is_let_go_and_never_captured(shop, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    lapse(there, gone=True)

    work_later()

    assert state(there) is AttemptState.ABANDONED
    assert stripe_side.session(there.authority).state == "reversed"
    assert [key for call, key in stripe_side.calls if call.endswith("/cancel")] == [f"cancel:{there.authority}"]
    assert not [call for call, _ in stripe_side.calls if call.endswith("/capture")]


def test_what_was_authorised_for_an_order_that_was_called_off_is_let_go(shop, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    cancel(there)

    work_later()

    assert state(there) is AttemptState.ABANDONED
    assert stripe_side.session(there.authority).state == "reversed"
    assert world.broken_promises() == []


def test_who_paid_just_before_her_order_lapsed_still_gets_goods_that_are_there(shop, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    lapse(there)

    work_later()

    assert state(there) is AttemptState.PAID
    assert stripe_side.session(there.authority).state == "verified"


def test_money_that_was_captured_after_all_goes_back_as_money_that_came_late(shop, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    lapse(there, gone=True)
    world.settle(there.attempt_id)
    assert state(there) is AttemptState.ABANDONED
    stripe_side.book.verify(there.authority)

    work_later()

    assert state(there) is AttemptState.LATE_PAID
    assert stripe_side.refunds(there.authority) == [400]
    assert world.broken_promises() == []


@pytest.mark.parametrize("lost", ["expire", "cancel"])
def test_what_gets_lost_while_closing_is_looked_at_again(shop, stripe_side, lost):
    there = at_stripe()
    if lost == "cancel":
        stripe_side.pay(there.authority)
    stripe_side.lose |= {lost}
    running.put("gateways", {"stripe": _impatient(stripe_side)})
    cancel(there)
    world.work()
    world.work()
    assert len(outbox.stuck("payments.close", 1)) == 1

    with world.later(minutes=1):
        world.work()

    assert outbox.stuck("payments.close", 1) == []
    assert stripe_side.session(there.authority).state == ("cancelled" if lost == "expire" else "reversed")


def test_stripe_that_is_down_is_asked_again_until_it_answers(shop, stripe_side):
    there = at_stripe()
    running.put("gateways", {"stripe": StripeGateway(StripeKeys("sk_test_x", "http://127.0.0.1:9", "eur"))})
    cancel(there)
    world.work()
    running.put("gateways", {"stripe": StripeGateway(StripeKeys("sk_test_x", stripe_side.url, "eur"))})

    with world.later(minutes=1):
        world.work()

    assert stripe_side.session(there.authority).state == "cancelled"


# ---- money back -----------------------------------------------------------------------------------------------


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


# ---- its way to our bank account ------------------------------------------------------------------------------


def transfer(left: int, fee: int, rials: int, key: str) -> None:
    with transaction():
        payments.settled_abroad(payments.Transfer("stripe", "eur", left, fee, rials), key=key, by=None)


def test_a_transfer_clears_the_euros_and_the_rials_for_which_they_came_in(shop, stripe_side):
    bought(stripe_side)
    assert payments.abroad() == [payments.Abroad("stripe", "EUR", 400, TOTAL)]

    transfer(150, 15, 1_400_000, "A")

    share = TOTAL * 150 // 400
    assert {code: int(amount) for code, amount in ledger.trial_balance() if not code.startswith("liab")} == {
        "asset:bank:main": 1_400_000,
        "asset:gateway:stripe:eur": 250,
        "expense:gateway_fee": share // 10,
        "fx:eur": -250,
        "fx:irr": TOTAL - share,
        "income:exchange": share - share // 10 - 1_400_000,
    }
    assert world.broken_promises() == []


def test_nothing_is_left_when_the_last_cent_has_gone(shop, stripe_side):
    bought(stripe_side)

    for step, (left, fee) in enumerate([(7, 1), (131, 0), (262, 9)]):
        transfer(left, fee, 1_000_000, f"A{step}")

    assert payments.abroad() == []
    for code in ("asset:gateway:stripe:eur", "fx:eur", chart.FX_RIAL):
        assert ledger.balance(code) == 0
    assert world.broken_promises() == []


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**12)), min_size=1, max_size=8), st.data())
def test_the_rials_of_all_cents_leave_with_the_last_of_them(sums, data):
    there, rials = sum(cents for cents, _ in sums), sum(paid for _, paid in sums)
    while there:
        left = data.draw(st.integers(1, there)) if data.draw(st.booleans()) else there
        share, fee = settled_share(left, data.draw(st.integers(0, left)), there, rials)
        assert 0 <= fee <= share <= rials
        there, rials = there - left, rials - share
    assert rials == 0


def test_the_same_transfer_is_written_down_once_and_another_under_its_number_is_refused(shop, stripe_side):
    bought(stripe_side)
    transfer(150, 15, 1_400_000, "A")
    had = ledger.trial_balance()

    transfer(150, 15, 1_400_000, "A")

    assert ledger.trial_balance() == had
    for other in ((151, 15, 1_400_000), (150, 14, 1_400_000), (150, 15, 1_400_001)):
        with pytest.raises(ledger.AlreadyPosted):
            transfer(*other, "A")


def test_no_more_leaves_than_stands_there_also_at_the_same_moment(app, shop, stripe_side):
    with pytest.raises(payments.MoreThanAbroad):
        transfer(1, 0, 1_000, "A")
    bought(stripe_side)
    with pytest.raises(payments.MoreThanAbroad):
        transfer(401, 0, 1_000, "A")

    outcomes = world.at_once(app, *[lambda key=key: transfer(250, 0, 1_000, key) for key in "BCD"])

    assert sorted(type(one).__name__ for one in outcomes) == ["MoreThanAbroad", "MoreThanAbroad", "NoneType"]
    assert ledger.balance("asset:gateway:stripe:eur") == 150


def test_stripe_s_money_is_not_written_down_as_rials(shop):
    with pytest.raises(payments.ForeignMoney), transaction():
        payments.settled_to_bank("stripe", Rial(1_000), Rial(0), key="A", by=None)


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


def stray(stripe_side: FakeStripe, there: world.AtBank, cents: int, number: str) -> None:
    """Somebody gives money back in Stripe's own panel."""
    assert stripe_side.book.refund(there.authority, cents, number)


OF_REFUNDS = ["charge.refunded", "refund.created", "refund.updated"]


@pytest.mark.parametrize("told", OF_REFUNDS)
def test_a_refund_that_is_not_ours_comes_to_the_desk_once_with_the_order_s_number(hooks, stripe_side, told):
    there = bought(stripe_side)
    stray(stripe_side, there, 150, "re_panel")
    intent = payments.attempt(there.attempt_id).reference or ""

    for _ in range(2):
        post(hooks, *signed(told, "re_panel", payment_intent=intent), 200)
    world.work()

    tasks = finance.open_tasks()
    code = orders.order(there.order_id).code
    assert [(task.kind, task.facts) for task in tasks] == [(TaskKind.SUSPICIOUS_PAYMENT, code)]
    with transaction():
        finance.close_task(tasks[0].id, "written down", None)
    post(hooks, *signed(told, "re_panel", payment_intent=intent), 200)
    world.work()
    assert finance.open_tasks() == []


@pytest.mark.parametrize("told", OF_REFUNDS)
def test_our_own_refund_opens_no_task(hooks, stripe_side, told):
    there = bought(stripe_side)
    world.refund(world.lines(there.order_id)[0].id, rials=1_000_000, key="k")
    world.work()
    intent = payments.attempt(there.attempt_id).reference or ""

    post(hooks, *signed(told, "re_x", payment_intent=intent), 200)
    world.work()

    assert stripe_side.refunds(there.authority) == [88]
    assert finance.open_tasks() == []


def test_a_hook_that_comes_before_our_answer_is_written_down_opens_no_task_but_a_stray_beside_it_does(
    hooks, stripe_side
):
    there = bought(stripe_side)
    running.put("gateways", {"stripe": _impatient(stripe_side)})
    stripe_side.lose |= {"refunds"}
    world.refund(world.lines(there.order_id)[0].id, rials=1_000_000, key="k")
    world.work()
    world.fresh()
    assert [back.state for back in payments.refunds_of(there.order_id)] == [payments.RefundState.QUEUED]
    assert len(stripe_side.refunds(there.authority)) == 1

    intent = payments.attempt(there.attempt_id).reference or ""
    post(hooks, *signed("refund.created", "re_x", payment_intent=intent), 200)
    world.work()
    assert finance.open_tasks() == []

    stray(stripe_side, there, 10, "re_panel")
    for step in range(3):
        with world.later(minutes=6 * step):
            world.work()
    world.fresh()
    assert [back.state for back in payments.refunds_of(there.order_id)] == [payments.RefundState.DONE]
    assert [task.ref for task in finance.open_tasks()] == ["refund:re_panel"]


def test_letting_go_of_what_was_only_authorised_is_no_refund(hooks, stripe_side):
    there = at_stripe()
    stripe_side.pay(there.authority)
    cancel(there)
    work_later()
    with stripe_side.book._open() as book:
        book.execute("INSERT INTO refund VALUES ('re_let_go', ?, 400, 0)", (there.authority,))

    post(hooks, *signed("charge.refunded", "ch_x", payment_intent=face.intent_of(there.authority)), 200)
    world.work()

    assert finance.open_tasks() == []


def test_a_refund_of_what_we_never_had_comes_to_the_desk(hooks):
    post(hooks, *signed("charge.refunded", "ch_1", payment_intent="pi_1"), 200)
    world.work()

    assert [(task.kind, task.facts) for task in finance.open_tasks()] == [(TaskKind.SUSPICIOUS_PAYMENT, "pi_1")]


@pytest.mark.parametrize("key", ["sk_live_abc", "rk_live_abc"])
def test_live_keys_need_the_owner_s_word(tmp_path, key):
    with pytest.raises(SettingsFault, match="live keys are refused"):
        settings_for(tmp_path, GATEWAYS="stripe", STRIPE_SECRET_KEY=key, STRIPE_WEBHOOK_SECRET="x")

    allowed = settings_for(
        tmp_path, GATEWAYS="stripe", STRIPE_SECRET_KEY=key, STRIPE_WEBHOOK_SECRET="x",
        STRIPE_LIVE_KEYS="the owner has decided",
    )  # fmt: skip
    assert allowed.gateways == ("stripe",)
