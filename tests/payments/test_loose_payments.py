"""Money that a gateway has and nobody has claimed: ours is asked about at once, a stranger's comes before people."""

from __future__ import annotations

import pytest
from flask import Flask

from app import finance, payments
from app.finance import TaskKind
from app.payments import AttemptState
from app.payments.zarinpal import ZarinpalGateway
from app.sandbox.book import Payment
from app.shared import clock, running
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank, Mischief
from tests.payments.scene import PAID, in_bank_s_book, standing

MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"
STRANGE = "S" + "7" * 35


@pytest.fixture(autouse=True)
def zarinpal(app: Flask, bank: FakeBank) -> None:
    running.put("gateways", {**payments.gateways(), "zarinpal": ZarinpalGateway(bank.url, MERCHANT)})
    in_bank_s_book(bank, "DELETE FROM payment")


def paid_at_bank(bank: FakeBank) -> world.AtBank:
    """The buyer has paid; neither she nor her browser came back."""
    there = world.to_bank(world.place({world.variant(world.maker()): 1}), "zarinpal")
    bank.act(there.authority, "pay_close")
    return there


def strangers_money(bank: FakeBank, authority: str = STRANGE, amount: int = 770_000) -> None:
    """A payment at our terminal that we know nothing of."""
    bank.book.add(Payment(authority, amount, "http://127.0.0.1:8000/x", "?", face="zarinpal"))
    bank.act(authority, "pay_close")


def loose() -> list[tuple[str, str]]:
    world.fresh()
    return [(task.ref, task.facts) for task in finance.open_tasks() if task.kind is TaskKind.LOOSE_PAYMENT]


def test_a_buyer_who_never_came_back_is_asked_about_at_once(bank):
    there = paid_at_bank(bank)

    world.work()
    world.work()

    assert standing(there) == PAID
    assert loose() == []


def test_our_payment_does_not_wait_for_its_turn(bank):
    there = paid_at_bank(bank)
    with transaction():
        payments.attempt(there.attempt_id).next_check_at = clock.now().replace(year=2090)

    world.work()
    world.work()

    assert standing(there) == PAID


def test_a_strangers_money_comes_before_people(bank):
    strangers_money(bank)

    world.work()

    assert loose() == [(f"zarinpal:{STRANGE}", f"{STRANGE} 770000")]


def test_it_comes_before_people_once(bank):
    strangers_money(bank)

    world.work()
    with world.later(minutes=6):
        world.work()

    assert len(loose()) == 1


def test_a_strangers_money_is_not_taken(bank):
    strangers_money(bank)

    world.work()

    assert bank.asked("verify") == 0
    assert world.broken_promises() == []


def test_what_was_taken_is_loose_no_more(bank):
    there = paid_at_bank(bank)
    world.settle(there.attempt_id)

    world.work()

    assert standing(there) == PAID
    assert loose() == []


def test_who_walked_away_without_paying_is_not_in_the_list(bank):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}), "zarinpal")
    bank.act(there.authority, "cancel")

    world.work()

    assert loose() == []
    assert payments.attempt(there.attempt_id).state is not AttemptState.PAID


@pytest.mark.parametrize("trouble", [one for one in Mischief if one is not Mischief.NONE])
def test_a_gateway_in_trouble_makes_no_task_and_no_harm(bank, trouble):
    bank.mischief["unVerified"] = trouble

    world.work()

    assert loose() == []
    assert finance.open_tasks() == []


@pytest.mark.parametrize(
    "authorities", [None, [], {}, "x", [None, 7, "x", []], [{"authority": None}], {"authority": STRANGE}]
)
def test_nonsense_in_the_list_is_nothing(bank, authorities):
    bank.mischief["unVerified"] = {"data": {"code": "100", "authorities": authorities}, "errors": []}

    world.work()

    assert [ref for ref, _ in loose() if STRANGE in ref] == []
    assert world.broken_promises() == []


def test_amounts_as_text_are_read(bank):
    told = [{"authority": STRANGE, "amount": "770000"}]
    bank.mischief["unVerified"] = {"data": {"code": 100, "authorities": told}, "errors": []}

    world.work()

    assert loose() == [(f"zarinpal:{STRANGE}", f"{STRANGE} 770000")]


def test_after_the_trouble_the_list_is_asked_for_again(bank):
    strangers_money(bank)
    bank.mischief["unVerified"] = Mischief.DEAD_BEFORE
    world.work()
    before = loose()
    bank.mischief.clear()

    with world.later(minutes=6):
        world.work()

    assert before == []
    assert len(loose()) == 1


def test_a_shop_without_zarinpal_asks_nobody(bank):
    running.put("gateways", {name: one for name, one in payments.gateways().items() if name != "zarinpal"})

    world.work()

    assert bank.asked("unVerified") == 0
