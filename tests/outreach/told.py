"""Calls and referrals for tests. Each call gives a number."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from sqlalchemy import func, select

from app import accounts, outreach, programme
from app.outreach import BodyAnswer, CallResult, NewCall, NewReferral, OutreachTask, Reply, Sign, Way, Which
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.support import Topic
from tests import world

_numbers = itertools.count(1)
EVERYWHERE = Which(None)


def registered(county: str = "1801", family: str = "") -> int:
    """Somebody of the list who never applied; her trainee number."""
    with transaction():
        one = accounts.add_person(world.mobile_number(), "صغرا", family or f"دیری {next(_numbers)}")
        made = programme.new_trainee(one, county, programme.Background())
        session().flush()
        return made.id


def signs(trainee_id: int, which: Which = EVERYWHERE) -> set[Sign]:
    """Her signs on the list; nothing where she is not on it."""
    world.fresh()
    return {seen.sign for one in outreach.to_call(which).lines if one.trainee_id == trainee_id for seen in one.seen}


def asked(trainee_id: int, caller: int, *, in_days: int = 7, by: int | None = None) -> int:
    """Somebody is to call her; the task's number."""
    with transaction():
        due = today() + timedelta(days=in_days)
        given = outreach.ask([trainee_id], caller, due, EVERYWHERE, by or caller)
        assert given.given == 1
    world.fresh()
    found = session().scalar(select(func.max(OutreachTask.id)).where(OutreachTask.trainee_id == trainee_id))
    return found or 0


def call(
    result: CallResult, words: str = "", *, again: date | None = None, reached: bool | None = None, key: str = ""
) -> NewCall:
    spoke = result not in {CallResult.WRONG_NUMBER, CallResult.CALL_AGAIN} if reached is None else reached
    topic = Topic.MATERIAL if result is CallResult.OBSTACLE else None
    return NewCall(today(), Way.PHONE, spoke, result, words, key or f"c{next(_numbers)}", again, topic)


def called(task_id: int, by: int, told: NewCall) -> int:
    with transaction():
        return outreach.write_call(outreach.called_task(task_id, by), told, by).id


def body() -> int:
    return outreach.bodies()[0].id


def referral(trainee_id: int, by: int, asked_of: str = "پروانهٔ کارگاهی", **about: int) -> int:
    with transaction():
        new = NewReferral(body(), asked_of, f"r{next(_numbers)}", **about)
        return outreach.refer(programme.trainee(trainee_id), new, by).id


def sent(trainee_id: int, by: int, *, days_ago: int = 0) -> int:
    number = referral(trainee_id, by)
    with transaction():
        outreach.send(outreach.referral(number, None), "۱۲/۳۴", today() - timedelta(days=days_ago), by)
    return number


def answered(number: int, outcome: BodyAnswer, by: int, words: str = "") -> None:
    with transaction():
        outreach.answer(outreach.referral(number, None), Reply(outcome, today(), words), by)


def waited(trainee_id: int, days: int = 100) -> int:
    """She was registered so many days ago, so that she is on the list today."""
    with transaction():
        programme.trainee(trainee_id).registered_at -= timedelta(days=days)
    return trainee_id


def woman(county: str = "1801") -> int:
    number = world.maker(county)
    with transaction():
        programme.trainee(number).sex = programme.Sex.FEMALE
    return number


def followed(officer: int) -> int:
    """A woman whose case an officer follows, and has commented on."""
    number = woman()
    with transaction():
        hers = programme.trainee(number)
        outreach.follow(hers, officer)
        outreach.comment(hers, "جلسه‌ها صبح باشد", f"f{next(_numbers)}", officer)
    return number
