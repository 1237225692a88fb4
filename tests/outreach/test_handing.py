"""Whoever leaves hands everything open over in one step; nobody takes what she may not have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import accounts, outreach, support
from app.accounts import Body, Role
from app.outreach import NobodyMayTake, NotOneself
from app.shared import states
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.support import Reader
from tests import world
from tests.outreach import told
from tests.support import told as reports

pytestmark = pytest.mark.usefixtures("app")
HOME, ELSEWHERE = "1801", "1805"


def busy(leaving: int) -> tuple[int, int, int]:
    """She has taken a report, is to call somebody, and owns a referral."""
    report = reports.obstacle(world.person_of(world.maker()))
    with transaction():
        support.take(support.obstacle(report), today() + timedelta(days=5), leaving)
    call = told.asked(told.waited(told.registered()), leaving)
    return report, call, told.sent(world.maker(), leaving)


def hand(leaving: int, *takers: int, by: int | None = None, close: bool = False, key: str = "k") -> int:
    world.fresh()
    with transaction():
        people = [accounts.person(one) for one in takers]
        made = outreach.hand_over(accounts.person(leaving), people, key, close=close, by=reader(by or takers[0]))
        return made.reports + made.calls + made.referrals


def reader(person_id: int) -> Reader:
    return Reader(accounts.person(person_id), tuple(accounts.grants_of(person_id)))


def owners(report: int, call: int, referral: int) -> list[int | None]:
    world.fresh()
    owned = session().scalar(text("SELECT owner_id FROM outreach_task WHERE id = :one").bindparams(one=call))
    return [support.obstacle(report).owner_id, owned, outreach.referral(referral, None).owner_id]


def test_everything_open_goes_to_another_and_each_thing_has_one_more_step():
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    things = busy(leaving)
    moved = hand(leaving, taker)

    assert moved == 3
    assert owners(*things) == [taker] * 3
    assert outreach.open_of(leaving, reader(taker)).count == 0
    assert [one.by_id for one in states.history("referral", things[2])][-1] == taker
    assert [one.became for one in states.history("obstacle", things[0])][-2:] == ["taken", "taken"]


def test_it_is_shared_evenly_among_several():
    leaving, one, other = (world.official(Role.STAFF) for _ in range(3))
    things = busy(leaving)
    for _ in range(3):
        told.sent(world.maker(), leaving)
    hand(leaving, one, other)

    assert set(owners(*things)) <= {one, other}
    assert (outreach.open_of(one, reader(one)).count, outreach.open_of(other, reader(one)).count) == (3, 3)


def test_where_somebody_may_not_take_it_nothing_moves():
    leaving, far = world.official(Role.STAFF), world.official(Role.STAFF, county=ELSEWHERE)
    things = busy(leaving)
    with pytest.raises(NobodyMayTake) as refused:
        hand(leaving, far)

    assert refused.value.left == 3
    assert owners(*things) == [leaving] * 3


def test_a_complaint_goes_only_to_somebody_who_may_read_it():
    leaving = world.official(Role.OFFICER, body=Body.ACECR)
    colleague, staff = world.official(Role.OFFICER, body=Body.ACECR), world.official(Role.STAFF)
    complaint = reports.complaint(world.person_of(world.maker()), reports.of(world.official(Role.STAFF)))
    with transaction():
        support.take(support.obstacle(complaint), today(), leaving)
    with pytest.raises(NobodyMayTake):
        hand(leaving, staff, by=colleague)
    hand(leaving, staff, colleague, by=colleague)

    assert reports.seen(complaint).owner_id == colleague


def test_nobody_takes_over_from_herself_or_closes_her_own_account():
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    with pytest.raises(NotOneself):
        hand(leaving, leaving)
    with pytest.raises(NotOneself):
        hand(leaving, taker, by=leaving, close=True)


def test_her_roles_are_taken_and_she_comes_in_no_more():
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    busy(leaving)
    hand(leaving, taker, close=True)
    world.fresh()

    assert accounts.grants_of(leaving) == []
    assert not accounts.person(leaving).active


def test_whoever_is_a_mentor_too_stays_one():
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    with transaction():
        accounts.give_role(accounts.person(leaving), Role.MENTOR, by=None, county_code=HOME)
    hand(leaving, taker, close=True)
    world.fresh()

    assert [one.role for one in accounts.grants_of(leaving)] == [Role.MENTOR]
    assert accounts.person(leaving).active


def test_pressed_twice_it_is_one_and_stays():
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    busy(leaving)

    assert hand(leaving, taker) == hand(leaving, taker) == 3
    assert len(outreach.hand_overs_of(leaving)) == 1
    with pytest.raises(DatabaseError), transaction():
        session().execute(text("UPDATE hand_over SET reports = 9"))
