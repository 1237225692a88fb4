"""The demo's reports: some answered, some risen, complaints behind their shield, a meeting with something overdue."""

from __future__ import annotations

import pytest

from app import support
from app.accounts import Body, Role
from app.demo.diary import Diary
from app.demo.reporting import Reporting
from app.shared import clock
from app.support import Level, MeetingState, ObstacleState
from tests import world
from tests.support import told

pytestmark = pytest.mark.usefixtures("app")


def test_every_desk_has_something_to_do():
    counties = ("1801", "1803", "1805")
    mentors = {county: world.mentor(county) for county in counties}
    makers = {county: [world.maker(county) for _ in range(2)] for county in counties}
    staff, diary, now = [world.official(Role.STAFF) for _ in range(2)], Diary(), clock.now()

    Reporting(diary, mentors, makers, staff, now).plan()
    diary.live(now)

    world.fresh()
    every = support.every_one(None)
    assert {one.state for one in every} == {ObstacleState.OPEN, ObstacleState.SOLVED, ObstacleState.DECLINED}
    assert Level.GROUP in {one.level for one in every}
    officer, executor = world.official(Role.OFFICER, body=Body.ACECR), staff[0]
    assert support.count_complaints(told.reader(officer)) == 2
    assert support.count_complaints(told.reader(executor)) == 1
    assert {one.state for one in support.meetings()[1]} == {MeetingState.HELD, MeetingState.PLANNED}
    assert support.count_overdue() == 1
