"""The demo's cooperatives: one had its grant and sells on, two wait for those who decide."""

from datetime import timedelta

import pytest

from app import funding
from app.accounts import Role
from app.demo.branding import Branding
from app.demo.diary import Diary
from app.funding import FundState
from app.shared import clock
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def test_one_grant_is_paid_and_two_applications_wait():
    makers = {"1801": [world.maker(), world.maker()], "1802": [world.maker("1802")], "1803": [world.maker("1803")]}
    staff, finance = ([world.official(role) for _ in range(2)] for role in (Role.STAFF, Role.FINANCE))
    diary, now = Diary(), clock.now()

    Branding(diary, makers, staff, finance, world.official(Role.OFFICER), now).plan(now - timedelta(days=180))
    diary.live(now)

    world.fresh()
    told = {one.state: one for one in funding.totals(None)}
    assert {state.value: one.count for state, one in told.items() if one.count} == {
        "submitted": 1,
        "first_ok": 1,
        "paid": 1,
    }
    assert told[FundState.PAID].grants == 100_000_000
    assert [len(funding.members_of(one.id)) for one in funding.every(None)] == [2, 1, 1]
    assert world.broken_promises() == []
