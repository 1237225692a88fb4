"""Logging in by a code: who gets one, how long it lives, how often it may be tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from app.accounts import CodeAnswer
from app.accounts.login import SMS_PER_DAY
from app.notifications import development_outbox
from app.shared import clock, outbox, rulebook
from app.shared.database import session, transaction
from tests import world
from tests.accounts.phone import MOBILE, ask, code_to, write

NOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def after(**time: float) -> Iterator[None]:
    with clock.at(NOON + timedelta(**time)):
        yield


def other_than(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 1_000_000:06d}"


def everything_in(*tables: str) -> str:
    """All that these tables hold, as one text."""
    rows = [row for table in tables for row in session().execute(text(f"SELECT * FROM {table}"))]
    return "\n".join(str(value) for row in rows for value in row)


def test_a_code_comes_by_sms_and_lets_in_once():
    ask()
    code = code_to()

    assert len(code) == 6
    assert write(code) is CodeAnswer.RIGHT
    assert write(code) is CodeAnswer.EXPIRED


@pytest.mark.parametrize("spelt", [str.strip, lambda code: f" {code[:3]} {code[3:]} "])
def test_a_code_is_taken_as_people_type_it(spelt: Callable[[str], str]):
    ask()

    assert write(spelt(code_to()).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) is CodeAnswer.RIGHT


@pytest.mark.parametrize(("seconds", "answer"), [(119, CodeAnswer.RIGHT), (120, CodeAnswer.EXPIRED)])
def test_a_code_lives_for_two_minutes(seconds: int, answer: CodeAnswer):
    with after():
        ask()
        code = code_to()

    with after(seconds=seconds):
        assert write(code) is answer


def test_after_five_wrong_tries_the_right_code_is_worthless():
    with after():
        ask()
        code = code_to()
        answers = [write(other_than(code, by)) for by in range(1, 6)]

        assert answers == [CodeAnswer.WRONG] * 5
        assert write(code) is not CodeAnswer.RIGHT


def test_a_code_dies_of_five_tries_even_where_the_number_may_try_on():
    with after():
        ask()
        code = code_to()
        for by in range(1, 6):
            write(other_than(code, by))
        with transaction():
            session().execute(text("DELETE FROM throttle"))

        assert write(code) is CodeAnswer.EXPIRED


def test_another_code_does_not_bring_more_tries_within_five_minutes():
    with after():
        ask()
        for _ in range(5):
            write("not")
    with after(seconds=61):
        ask()

        assert write(code_to()) is CodeAnswer.TOO_OFTEN


def test_tries_of_a_browser_that_never_asked_use_up_nobodys():
    ask()
    code = code_to()

    answers = [write(code, browser="another's") for _ in range(12)]

    assert answers == [CodeAnswer.WRONG] * 12
    assert write(code) is CodeAnswer.RIGHT


def test_a_number_may_try_again_when_five_minutes_have_passed():
    with after():
        ask()
        code_to()
        for _ in range(7):
            write("not")

    with after(minutes=10):
        ask()
        assert write(code_to()) is CodeAnswer.RIGHT


def test_a_day_has_fifty_tries_for_a_number_however_they_are_spread():
    answers = []
    for hour in range(14):
        with after(hours=hour):
            ask()
            answers += [write("not") for _ in range(4)]

    assert answers[:50] == [CodeAnswer.WRONG] * 50
    assert answers[50:] == [CodeAnswer.TOO_OFTEN] * 6


def test_a_code_is_for_the_browser_that_asked():
    ask(browser="hers")

    assert write(code_to(), browser="another's") is CodeAnswer.WRONG


def test_a_code_is_for_the_number_that_got_it():
    ask()
    code = code_to()
    ask("09180000000", address="10.0.0.2")

    assert write(code, "09180000000") is CodeAnswer.WRONG


def test_a_new_code_ends_the_one_before():
    with after():
        ask()
        old = code_to()
    with after(seconds=61):
        ask()
        new = code_to()

        assert write(new) is CodeAnswer.RIGHT
        assert old == new or write(old) is CodeAnswer.EXPIRED


def test_another_code_is_sent_after_a_minute():
    with after():
        assert ask() == 0
    with after(seconds=45):
        assert ask() == 16
    with after(seconds=60):
        assert ask() == 0


def test_a_number_gets_five_codes_an_hour():
    waits = []
    for minute in range(7):
        with after(minutes=1.1 * minute):
            waits.append(ask(address=f"10.0.0.{minute}"))
            code_to()

    assert waits[:5] == [0] * 5
    assert all(wait > 60 for wait in waits[5:])
    assert len(development_outbox().newest()) == 5


def test_an_address_gets_codes_for_twenty_numbers_an_hour():
    with after():
        waits = [ask(f"0917000{number:04d}") for number in range(22)]

        assert waits[:20] == [0] * 20
        assert all(waits[20:])
        assert ask("09180000000", address="10.0.0.2") == 0


def test_an_address_that_is_refused_uses_up_no_number_and_no_budget():
    with transaction():
        rulebook.set_rule(SMS_PER_DAY, 21, source="test", by=None)
    with after():
        waits = [ask(f"0917000{number:04d}") for number in range(20)]
        refused = [ask(MOBILE) for _ in range(10)]

        assert not any(waits)
        assert all(refused)
        assert ask(MOBILE, address="10.0.0.2") == 0


def test_the_daily_budget_of_messages_is_kept():
    with transaction():
        rulebook.set_rule(SMS_PER_DAY, 2, source="test", by=None)

    waits = [ask(f"0917000000{number}", address=f"10.0.0.{number}") for number in range(3)]

    assert waits[:2] == [0, 0]
    assert waits[2] > 0


def test_asking_tells_nobody_whether_a_number_has_an_account():
    world.person(mobile=MOBILE)

    assert ask(MOBILE) == ask("09180000000")


def test_a_code_stands_nowhere_in_clear(caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    ask()
    waiting = everything_in("login_code", "outbox", "throttle")
    code = code_to()
    write(code)
    sent = everything_in("login_code", "outbox", "message")

    assert not re.search(rf"\b{code}\b", waiting)
    assert not re.search(rf"\b{code}\b", sent)
    assert code not in caplog.text
    assert MOBILE not in caplog.text


def test_a_code_that_was_sent_is_erased_from_the_outbox():
    ask()
    code_to()

    row = session().scalars(select(outbox.OutboxRow).where(outbox.OutboxRow.event == "CodeRequested")).one()

    assert row.delivered_at is not None
    assert row.payload is None
