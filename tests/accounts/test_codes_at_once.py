"""A code pressed several times at the same moment lets in once."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from app import accounts
from app.accounts import CodeAnswer
from app.accounts.models import LoginCode, LoginSession
from app.shared import clock
from app.shared.database import session, transaction
from tests import world
from tests.accounts.phone import MOBILE, ask, code_to


def enter(code: str) -> Callable[[], object]:
    """What the log-in page does with a code."""

    def act() -> object:
        with transaction():
            answer = accounts.check_code(MOBILE, "hers", code)
            if answer is CodeAnswer.RIGHT:
                accounts.begin_session(accounts.accounts_on(MOBILE)[0])
            return answer

    return act


def sessions() -> int:
    return session().scalar(select(func.count()).select_from(LoginSession)) or 0


def test_a_right_code_pressed_twice_at_once_opens_one_session(app: Flask):
    world.person(mobile=MOBILE)
    ask()
    code = code_to()

    answers = world.at_once(app, *[enter(code)] * 4)

    assert sorted(str(answer) for answer in answers) == ["expired"] * 3 + ["right"]
    assert sessions() == 1


def test_without_the_lock_two_would_come_in(app: Flask):
    world.person(mobile=MOBILE)
    ask()
    code_to()
    both_have_looked = threading.Barrier(2, timeout=10)

    def look_then_use() -> object:
        found = session().execute(select(LoginCode.id, LoginCode.ended_at).where(LoginCode.mobile == MOBILE)).one()
        both_have_looked.wait()
        with transaction():
            if found.ended_at is None:
                session().execute(
                    LoginCode.__table__.update().where(LoginCode.id == found.id).values(ended_at=clock.now())
                )
                accounts.begin_session(accounts.accounts_on(MOBILE)[0])
        return "in"

    assert world.at_once(app, look_then_use, look_then_use) == ["in", "in"]
    assert sessions() == 2
