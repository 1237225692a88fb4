"""The demo's fairs: one is over, one is full with some who wait; of three stories two are read."""

from datetime import timedelta

import pytest

from app import spaces, stories
from app.accounts import Role
from app.demo.diary import Diary
from app.demo.gatherings import Gatherings
from app.shared import clock
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def test_what_is_offered_was_booked_waited_for_and_over():
    with clock.at(clock.now() - timedelta(days=230)):
        makers = {"1801": [world.maker() for _ in range(6)], "1803": [world.maker("1803") for _ in range(4)]}
        staff = [world.official(Role.STAFF)]
    diary, now = Diary(), clock.now()

    Gatherings(diary, makers, staff, now).plan()
    diary.live(now)

    world.fresh()
    told = {(one.county_code, one.kind.value): one for one in spaces.counted(None)}
    past, full = told["1803", "fair"], told["1801", "fair"]
    assert (past.offered, past.taken, past.came, past.waiting) == (8, 8, 7, 1)
    assert (full.offered, full.taken, full.came, full.waiting) == (6, 6, 0, 3)
    assert [one.kind.value for one in spaces.spaces(None, 1)[1]].count("workshop") == 2
    assert (len(spaces.bazaars()), len(spaces.to_look_again(spaces.bazaars()))) == (6, 2)
    assert stories.published()[0] == 2
