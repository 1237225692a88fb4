"""Who asks the bank, when, and until when."""

from datetime import timedelta

import pytest

from app import ledger, orders, payments
from app.finance import TaskKind
from app.ledger import chart
from app.orders import OrderState
from app.payments import AttemptState
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import Mischief
from tests.payments.scene import PAID, TOTAL, at_bank, attempt, in_the_books, on_the_desk, paid_at, standing


def next_check(there: world.AtBank) -> timedelta:
    """How long after now the bank will be asked again."""
    world.fresh()
    due = payments.attempt(there.attempt_id).next_check_at
    assert due is not None
    return due - clock.now()


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize(
    ("after", "wait"),
    [
        (timedelta(0), timedelta(seconds=90)),
        (timedelta(minutes=2), timedelta(minutes=2)),
        (timedelta(minutes=29), timedelta(minutes=2)),
        (timedelta(minutes=31), timedelta(hours=1)),
        (timedelta(hours=20), timedelta(hours=1)),
    ],
)
def test_the_bank_is_asked_after_90_seconds_then_every_two_minutes_then_hourly(app, after, wait):
    start = clock.now()
    with clock.at(start):
        there = at_bank()
    with clock.at(start + after):
        if after:
            world.settle(there.attempt_id)

        assert next_check(there) == wait


def test_a_day_without_a_payment_ends_the_try(app, bank):
    there = at_bank()
    for hours in (2, 12, 23):
        with world.later(hours=hours):
            world.work()
    assert attempt(there) is AttemptState.REDIRECTED

    with world.later(hours=25):
        world.work()
        asked = len(bank.calls)
    with world.later(hours=30):
        world.work()

    assert standing(there) == (AttemptState.EXPIRED, OrderState.EXPIRED)
    assert len(bank.calls) == asked
    assert on_the_desk() == []


def test_a_day_without_the_bank_s_word_goes_to_the_desk_for_the_money_may_have_gone(app, bank):
    there = paid_at(bank)
    bank.mischief["verify"] = Mischief.DEAD_AFTER
    world.settle(there.attempt_id)
    bank.mischief["inquiry"] = Mischief.DEAD_BEFORE

    for hours in (1, 12, 25, 26):
        with world.later(hours=hours):
            world.work()

    assert attempt(there) is AttemptState.SUSPICIOUS
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{there.attempt_id}")]


def test_money_taken_before_two_days_of_standstill_is_found_afterwards(app, bank):
    there = paid_at(bank)
    bank.mischief["verify"] = Mischief.DEAD_AFTER
    world.settle(there.attempt_id)

    bank.behave()
    with world.later(days=2):
        world.work()

    assert standing(there) == PAID
    assert in_the_books() == TOTAL
    assert world.broken_promises() == []


def test_a_worker_that_died_while_asking_leaves_the_next_one_to_ask(app, bank):
    there = paid_at(bank)
    with transaction():
        assert orders.claim(there.attempt_id) is not None
    with world.later(seconds=50):
        world.settle(there.attempt_id)
    assert attempt(there) is AttemptState.VERIFYING

    with world.later(seconds=70):
        world.settle(there.attempt_id)

    assert standing(there) == PAID


@pytest.mark.parametrize("pays", [True, False])
def test_a_worker_that_died_while_asking_two_days_ago_does_not_leave_the_order_stuck(app, bank, pays):
    there = at_bank()
    with transaction():
        orders.claim(there.attempt_id)
    if pays:
        bank.act(there.authority, "pay")

    with world.later(days=2):
        world.work()
        world.work()

        assert standing(there) == (PAID if pays else (AttemptState.EXPIRED, OrderState.EXPIRED))
        assert payments.due() == []
    assert in_the_books() == (TOTAL if pays else 0)


def test_an_answer_that_comes_after_another_has_settled_changes_nothing(app, bank):
    there = paid_at(bank)
    with transaction():
        slow = orders.claim(there.attempt_id)
    answer = payments.ask(slow)
    with world.later(seconds=70):
        world.settle(there.attempt_id)

    with transaction():
        assert orders.settle(slow, answer) is None

    assert standing(there) == PAID
    assert in_the_books() == TOTAL


def test_the_return_and_the_poller_at_the_same_moment_settle_once(app, bank):
    there = paid_at(bank)

    def come_back() -> None:
        with world.later(minutes=3):
            world.settle(there.attempt_id)

    def poll() -> None:
        with world.later(minutes=3):
            world.work()

    outcomes = world.at_once(app, come_back, poll, come_back, come_back)

    assert outcomes == [None] * 4
    assert standing(there) == PAID
    assert bank.asked("verify") == 1
    assert in_the_books() == TOTAL
    assert len(payments.attempts_of(there.order_id)) == 1
    assert world.broken_promises() == []


def test_without_the_claim_the_return_and_the_poller_would_both_settle(app, bank):
    there = paid_at(bank)
    unpaid = "CASE WHEN reference IS NULL THEN 1 ELSE 0 END"
    copy = f"SELECT {unpaid} AS left_over FROM payment_attempt WHERE id = {there.attempt_id}"

    assert world.unguarded(app, copy) == -1


def test_two_payments_of_one_order_at_the_same_moment_pay_it_once_and_the_other_goes_back(app, bank):
    first = at_bank()
    second = world.to_bank(first.order_id)
    for there in (first, second):
        bank.act(there.authority, "pay")

    world.at_once(app, lambda: world.settle(first.attempt_id), lambda: world.settle(second.attempt_id))
    world.work()

    states = sorted([attempt(first), attempt(second)])
    assert states in (
        [AttemptState.ABANDONED, AttemptState.PAID],
        [AttemptState.LATE_PAID, AttemptState.PAID],
    )
    assert in_the_books() == TOTAL
    assert ledger.balance(chart.SHIPPING) + sum(ledger.balances(chart.ESCROW).values()) == -TOTAL
    assert world.broken_promises() == []


def test_a_buyer_who_comes_back_while_the_poller_asks_is_not_told_that_it_failed(app, bank, visitor):
    there = paid_at(bank)
    with transaction():
        orders.claim(there.attempt_id)

    page = visitor.get("/pay/return/sandbox", {"authority": there.authority, "status": "OK"}).follow()

    assert "پاسخِ بانک هنوز نرسیده است" in page.text
    assert "پرداخت انجام نشد" not in page.text
