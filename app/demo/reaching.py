"""Whom the demo's people called and what came of it, referrals to bodies, an officer who left, followed cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from app import accounts, outreach, programme
from app.accounts import Body, Person, Role
from app.demo import looking, sayings
from app.outreach import BodyAnswer, CallResult, NewCall, NewReferral, Reply, Way, Which
from app.programme import Sex
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from app.support import Reader, Topic

_ASKED, _MENTORED = 18, 6
_EVERYWHERE = Which(None)


def reach_out(staff: Sequence[int], mobile: str, now: datetime) -> None:
    """All of it, in the last six weeks. `mobile`: of the officer who leaves."""
    officers = accounts.people_with(Role.OFFICER)
    bodies = {grant.body: one.id for one in officers for grant in accounts.grants_of(one.id) if grant.body}
    with clock.at(now - timedelta(days=14)):
        leaving = _newcomer(mobile, staff[0])
        _ask(staff[1], _ASKED, staff[0])
        _ask(bodies[Body.LABOUR], 5, staff[0])
        _ask(leaving, 4, staff[0])
        _ask(None, _MENTORED, staff[0])
    with clock.at(now - timedelta(days=10)):
        _call(staff[1], len(sayings.CALLS))
    with clock.at(now - timedelta(days=9)):
        _call(bodies[Body.LABOUR], 2)
    _refer(staff[0], now)
    with clock.at(now - timedelta(days=9)):
        _leaves(leaving, staff)
    with clock.at(now - timedelta(days=6)):
        _follow(bodies[Body.WOMEN])
    with clock.at(now - timedelta(days=1)):
        _ask(staff[0], 7, staff[0])


def _newcomer(mobile: str, by: int) -> int:
    """Somebody of the labour office who will leave."""
    with transaction():
        person = accounts.add_person(mobile, *sayings.LEAVING)
        accounts.give_role(person, Role.OFFICER, by=by, body=Body.LABOUR)
        return person.id


def _ask(caller: int | None, number: int, by: int) -> None:
    """The first of each list in turn, so that every sign is among them."""
    with transaction():
        lines = outreach.to_call(_EVERYWHERE).lines
        if caller is None:
            lines = [one for one in lines if programme.mentor_in_care_of(one.trainee_id) is not None]
        by_sign = [[one.trainee_id for one in lines if one.seen[0].sign is sign] for sign in outreach.Sign]
        mixed = [one for row in zip_longest(*by_sign) for one in row if one is not None]
        outreach.ask(mixed[:number], caller, today() + timedelta(days=10), _EVERYWHERE, by)


def _call(caller: int, number: int) -> None:
    """Every result in turn."""
    with transaction():
        _, tasks = outreach.own_tasks(caller, 1)
        for place, task in enumerate(tasks[:number]):
            result, words = sayings.CALLS[place % len(sayings.CALLS)]
            kind = CallResult(result)
            told = NewCall(
                called_on=today(),
                way=list(Way)[place % 3],
                reached=kind not in {CallResult.WRONG_NUMBER, CallResult.CALL_AGAIN},
                result=kind,
                words=words,
                form_key=f"demo-call-{caller}-{place}",
                again_on=today() + timedelta(days=14) if kind is CallResult.CALL_AGAIN else None,
                topic=Topic.MARKET if kind is CallResult.OBSTACLE else None,
            )
            outreach.write_call(task, told, caller)


def _refer(by: int, now: datetime) -> None:
    """Twelve, at every turn: written, sent, overdue, answered each way, withdrawn."""
    with transaction():
        women = [one.id for one in looking.in_courses()][:12]
        bodies = {one.code: one.id for one in outreach.bodies()}
    for place, (code, asked, answer, words) in enumerate(sayings.REFERRALS):
        with clock.at(now - timedelta(days=40 - 3 * place)), transaction():
            new = NewReferral(bodies[code], asked, f"demo-referral-{place}")
            number = outreach.refer(programme.trainee(women[place % len(women)]), new, by).id
            if answer != "draft":
                outreach.send(outreach.referral(number, None), f"1405/{310 + place}", today(), by)
        if answer in {*BodyAnswer, "withdrawn"}:
            with clock.at(now - timedelta(days=36 - 3 * place)), transaction():
                _end(number, answer, words, by)


def _end(number: int, answer: str, words: str, by: int) -> None:
    found = outreach.referral(number, None)
    if answer == "withdrawn":
        outreach.withdraw(found, words, by)
    else:
        outreach.answer(found, Reply(BodyAnswer(answer), today(), words, f"ب/{number}"), by)


def _leaves(leaving: int, staff: Sequence[int]) -> None:
    with transaction():
        takers: list[Person] = [accounts.person(one) for one in staff[:2]]
        outreach.hand_over(accounts.person(leaving), takers, "demo-leaving", close=True, by=_reader(staff[0]))


def _reader(person_id: int) -> Reader:
    return Reader(accounts.person(person_id), tuple(accounts.grants_of(person_id)))


def _follow(officer: int) -> None:
    """Three women of the programme, with a word on two of them."""
    with transaction():
        women = [one for one in looking.in_courses() if one.sex is Sex.FEMALE][:3]
        for place, one in enumerate(women):
            outreach.follow(one, officer)
            if place < len(sayings.COMMENTS):
                outreach.comment(one, sayings.COMMENTS[place], f"demo-comment-{place}", officer)
