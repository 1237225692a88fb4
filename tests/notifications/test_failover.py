"""A provider that fails is tried again, then the next one is used, then a person is told."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import func, select

import config
from app import accounts, finance
from app.notifications import sms_providers
from app.shared import outbox, schedule
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from config import SettingsFault
from tests import world
from tests.notifications.scene import (
    ALL,
    LINES,
    MOBILE,
    SECRETS,
    change_sheba,
    drain,
    message_tasks,
    messages,
    row,
    sending_by,
    tries,
)


def sweep() -> None:
    world.fresh()
    schedule.run_due(now_all=True)
    world.fresh()


def test_the_usual_provider_sends_and_no_other_is_asked(app, store, providers):
    change_sheba()
    with sending_by(store, providers):
        drain()

    assert providers.asked == [1, 0, 0]
    assert [one.provider for one in messages()] == ["kavenegar"]


def test_each_provider_is_tried_twice_before_the_next(app, store, providers):
    change_sheba()
    providers.fail()

    asked = []
    with sending_by(store, providers):
        for number in range(7):
            with world.later(hours=5 * number):
                drain()
            asked.append(tuple(providers.asked))

    assert asked == [(1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 2, 0), (2, 2, 1), (2, 2, 2), (2, 2, 3)]


def test_what_one_did_not_take_the_next_sends_once(app, store, providers):
    change_sheba()
    providers.kavenegar.status = 418
    with sending_by(store, providers):
        tries(5)

    assert providers.asked == [2, 1, 0]
    assert [(one.provider, one.provider_ref) for one in messages()] == [("smsir", "89545112")]
    assert row().delivered_at is not None


def test_a_message_that_comes_right_on_the_second_try_stays_with_its_provider(app, store, providers):
    change_sheba()
    providers.kavenegar.status = 500
    with sending_by(store, providers):
        drain()
        providers.kavenegar.status = 200
        with world.later(seconds=11):
            drain()

    assert providers.asked == [2, 0, 0]
    assert len(messages()) == 1


def test_one_message_in_trouble_does_not_move_the_others(app, store, providers):
    change_sheba()
    providers.kavenegar.status = 500
    with sending_by(store, providers):
        tries(3)
        providers.kavenegar.status = 200
        with transaction():
            accounts.request_code("09121234568", "browser", "127.0.0.1", "fa")
        drain()

    assert [one.provider for one in messages()] == ["smsir", "kavenegar"]


def test_the_order_is_the_operators(app, store, providers):
    change_sheba()
    with sending_by(store, providers, "melipayamak, kavenegar"):
        drain()
        names = [one.name for one in sms_providers()]

    assert names == ["melipayamak", "kavenegar"]
    assert providers.asked == [0, 0, 1]


def test_when_all_have_failed_a_person_is_told_once(app, store, providers):
    change_sheba()
    providers.fail()
    with sending_by(store, providers):
        tries(7)
        sweep()
        before = message_tasks()
        with world.later(hours=40):
            drain()
        sweep()
        sweep()

    assert before == []
    assert message_tasks() == [f"outbox:{row().id}"]


def test_the_task_says_nothing_of_the_message(app, store, providers):
    change_sheba()
    providers.fail()
    with sending_by(store, providers):
        tries(8)
        sweep()

    task = next(one for one in finance.open_tasks() if one.ref in message_tasks())
    assert MOBILE not in task.facts + task.ref
    assert task.facts == f"outbox {row().id}"


def test_a_message_that_was_given_up_can_be_sent_after_all(app, store, providers):
    change_sheba()
    providers.fail()
    with sending_by(store, providers):
        tries(12)
        assert row().dead_at is not None
        with transaction():
            outbox.revive(row().id)
        for one in providers.all:
            one.behave()
        with world.later(hours=100):
            drain()

    assert [one.provider for one in messages()] == ["kavenegar"]


def test_no_secret_and_no_number_is_written_down_anywhere(app, store, providers, caplog):
    caplog.set_level(logging.INFO)
    with transaction():
        accounts.request_code(MOBILE, "browser", "127.0.0.1", "fa")
    providers.fail()
    with sending_by(store, providers):
        tries(1)
        errors = row().last_error or ""
        providers.melipayamak.status = 1
        with world.later(seconds=100):
            drain()

    code = providers.melipayamak.sent[0]["text"].rpartition("#")[2]
    told = caplog.text + errors
    assert errors
    assert [secret for secret in (*SECRETS.values(), MOBILE, code) if secret in told] == []


def test_a_message_that_was_delivered_is_no_longer_stuck(app, store, providers):
    change_sheba()
    providers.fail()
    with sending_by(store, providers):
        tries(8)
        assert outbox.stuck("notifications.", 8) == [row().id]
        providers.melipayamak.status = 1
        with world.later(hours=100):
            drain()

    assert outbox.stuck("notifications.", 1) == []
    assert session().scalar(select(func.count()).where(OutboxRow.dead_at.is_not(None))) == 0


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        ("smsir", ["SMSIR_API_KEY", "SMSIR_LINE"]),
        ("melipayamak", ["MELIPAYAMAK_USERNAME", "MELIPAYAMAK_PASSWORD", "MELIPAYAMAK_LINE"]),
        ("kavenegar,smsir", ["KAVENEGAR_API_KEY", "SMSIR_API_KEY", "SMSIR_LINE"]),
        ("kavenegar,twilio", ["SMS_PROVIDER"]),
    ],
)
def test_what_a_provider_needs_is_asked_for_at_the_start(names, faults):
    with pytest.raises(SettingsFault) as told:
        config.read({"SMS_PROVIDER": names})

    assert [fault for fault in faults if not any(fault in one for one in told.value.faults)] == []


def test_the_start_tells_no_secret():
    with pytest.raises(SettingsFault) as told:
        config.read({"SMS_PROVIDER": ALL, **SECRETS, **LINES, "SMSIR_LINE": "x", "SMTP_URL": "ftp://u:pass-1@x"})

    assert [secret for secret in (*SECRETS.values(), "pass-1") if secret in str(told.value)] == []
