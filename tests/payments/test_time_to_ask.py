"""Whoever asks a gateway holds a lease: all her calls together end before it does."""

from __future__ import annotations

import pytest

from app import payments
from app.payments import AttemptState, Outcome, Start
from app.payments.actions import LEASE
from app.payments.asking import ASK_SECONDS, REFUND_SECONDS
from app.payments.calling import OVERTIME_SECONDS, within
from app.payments.port import OutcomeUnknown
from app.payments.zibal import ZibalGateway
from app.shared import outbox, running
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank, Mischief
from tests.payments.scene import attempt

AMOUNT = Rial(4_500_000)
START = Start("BU-1-1", AMOUNT, "http://127.0.0.1:8000/pay/return/zibal", "سفارش", "09121234567")


@pytest.fixture
def gateway(bank: FakeBank) -> ZibalGateway:
    bank.behave()
    return ZibalGateway(bank.url, "merchant")


@pytest.fixture
def verified(gateway: ZibalGateway, bank: FakeBank) -> str:
    """Taken before: asking again needs two calls. Each takes a second."""
    track = gateway.start(START).authority
    bank.act(track, "pay")
    gateway.verify(track, AMOUNT)
    bank.behave()
    bank.mischief.update(verify=Mischief.SLOW, inquiry=Mischief.SLOW)
    return track


def test_the_time_to_ask_and_what_it_may_be_overrun_by_fit_into_the_lease():
    assert LEASE.total_seconds() > ASK_SECONDS + OVERTIME_SECONDS
    assert outbox.LEASE.total_seconds() > REFUND_SECONDS + OVERTIME_SECONDS


def test_slow_answers_are_waited_for_while_there_is_time(gateway, bank, verified):
    with within(30):
        assert gateway.verify(verified, AMOUNT).outcome is Outcome.PAID


def test_several_calls_share_the_time_of_one_ask(gateway, bank, verified):
    with within(1.5), pytest.raises(OutcomeUnknown):
        gateway.verify(verified, AMOUNT)

    assert gateway.verify(verified, AMOUNT).outcome is Outcome.PAID


def test_when_the_time_is_up_no_further_call_begins(gateway, bank, verified):
    with within(0.5):
        for _ in range(3):
            with pytest.raises(OutcomeUnknown):
                gateway.verify(verified, AMOUNT)

    assert bank.asked("verify") <= 1


def test_an_ask_of_three_slow_calls_leaves_the_attempt_open_and_ends_before_its_lease(app, bank, monkeypatch):
    monkeypatch.setattr("app.payments.asking.ASK_SECONDS", 1.5)
    running.put("gateways", {**payments.gateways(), "zibal": ZibalGateway(bank.url, "merchant")})
    there = world.to_bank(world.place({world.variant(world.maker()): 1}), "zibal")
    bank.act(there.authority, "pay")
    bank.mischief.update(verify=Mischief.SLOW, inquiry=Mischief.SLOW)

    world.settle(there.attempt_id)
    before = attempt(there)
    bank.behave()
    world.settle(there.attempt_id)

    assert (before, attempt(there)) == (AttemptState.UNKNOWN, AttemptState.PAID)
