"""Days that stand still, of a county, a course, a phase or one trainee, put off calls and the answers of bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app import outreach, programme
from app.accounts import Role
from app.outreach import CallResult, WantedReferrals
from app.programme import NewPause, Phase
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world
from tests.outreach import told
from tests.web.browsing import logged_in, words_of

pytestmark = pytest.mark.usefixtures("app")
HOME = "1801"
DAY = timedelta(days=1)


def pause(first: date, last: date | None, **whom: object) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        programme.pause(NewPause("سیل", first, last, f"k{staff}", **whom), staff)  # type: ignore[arg-type]


Whom = Callable[[int], dict[str, object]]
ALIKE: list[Whom] = [
    lambda _: {"county_code": HOME},
    lambda hers: {"cohort_id": programme.engagements_of(hers)[0][1].id},
    lambda _: {"phase": Phase.MARKET},
    lambda hers: {"trainee_id": hers},
]


def late_call(hers: int, caller: int) -> int:
    """She was to be called within a week, ten days ago."""
    with world.later(days=-10):
        return told.asked(hers, caller)


def enrolled() -> int:
    """Somebody with a place whom nobody has seen for long."""
    with world.later(days=-90):
        return world.cared_for(world.mentor(HOME))


@pytest.mark.parametrize("whom", ALIKE, ids=["county", "course", "phase", "trainee"])
def test_a_pause_of_any_kind_puts_off_the_day_of_a_call_and_of_an_answer(whom):
    caller, hers = world.official(Role.STAFF), enrolled()
    task = late_call(hers, caller)
    with world.later(days=-20):
        reply = told.sent(hers, caller)
    before = outreach.count_late(None)

    pause(today() - 9 * DAY, today() - 5 * DAY, **whom(hers))

    world.fresh()
    found = outreach.own_task(task, caller)
    assert outreach.calls_put_off([found]) == {task: today() + 2 * DAY}
    one = outreach.referral(reply, None)
    assert outreach.replies_put_off([one])[reply] == one.due_on + 5 * DAY
    assert (before, outreach.count_late(None)) == (1, 0)
    assert outreach.referrals(WantedReferrals(None, late=True), 1) == (0, [])
    assert next(row.late for row in outreach.by_body(None) if row.body.id == told.body()) == 0


def test_a_pause_of_another_county_moves_nothing_and_one_that_is_over_only_by_its_days():
    caller, hers = world.official(Role.STAFF), enrolled()
    task = late_call(hers, caller)
    with world.later(days=-20):
        told.sent(hers, caller)
    pause(today() - 9 * DAY, None, county_code="1805")

    assert outreach.calls_put_off([outreach.own_task(task, caller)]) == {}
    assert outreach.count_late(None) == 1
    pause(today() - 18 * DAY, today() - 17 * DAY, county_code=HOME)
    world.fresh()
    assert outreach.calls_put_off([outreach.own_task(task, caller)]) == {}
    assert outreach.count_late(None) == 1


def test_a_day_that_was_said_anew_is_put_off_by_what_stood_still_since(app):
    caller, hers = world.official(Role.STAFF), enrolled()
    task = late_call(hers, caller)
    pause(today() - 9 * DAY, today() - 5 * DAY, trainee_id=hers)

    told.called(task, caller, told.call(CallResult.CALL_AGAIN, again=today() + 3 * DAY))

    world.fresh()
    assert outreach.calls_put_off([outreach.own_task(task, caller)]) == {}


def test_whoever_is_to_call_reads_the_day_and_why_it_moved(app):
    caller, hers = world.official(Role.STAFF), enrolled()
    task = late_call(hers, caller)
    browser = logged_in(app, caller)
    before = words_of(browser.get("/staff/calls"))

    pause(today() - 9 * DAY, today() - 5 * DAY, trainee_id=hers)

    after, page = words_of(browser.get("/staff/calls")), words_of(browser.get(f"/staff/calls/{task}"))
    assert "دیر شده" in before
    assert "دیر شده" not in after
    assert "به سببِ توقف" in after
    assert "به سببِ توقف از" in page


def test_the_end_of_a_course_that_stands_still_is_told_where_courses_are(app):
    cohort = world.cohort(county=HOME)
    before = programme.cohort(cohort).ends_on
    staff = logged_in(app, world.official(Role.STAFF))
    plain = words_of(staff.get("/staff/cohorts"))

    pause(today() - 2 * DAY, today() + DAY, cohort_id=cohort)
    pause(today() - 2 * DAY, today(), phase=Phase.TRAINING)

    world.fresh()
    halt = programme.halted([programme.cohort(cohort)])[cohort]
    assert halt.ends_on == before + 4 * DAY
    assert [one.reason for one in halt.now] == ["سیل"]
    assert "ایستاده است" not in plain
    assert "ایستاده است سیل" in words_of(staff.get("/staff/cohorts"))
