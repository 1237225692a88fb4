"""Timed work."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.shared import audit, clock, schedule
from app.shared.database import session, transaction
from app.shared.schedule import ScheduleRow
from tests import world
from tests.shared.listening import written

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAME = "test.wind_clocks"
unwound: list[int] = []


def wind(clock_id: int) -> None:
    audit.note("wound", "clock", clock_id, None)
    session().flush()
    if clock_id == 13:
        raise OSError("the spring is broken")


@pytest.fixture(autouse=True)
def _winding(app: Flask) -> Iterator[None]:
    """A sweep that is there for one test."""
    schedule.sweep(NAME, HOUR, lambda: list(unwound))(wind)
    unwound[:] = [1, 2]
    yield
    unwound.clear()
    del schedule._sweeps[NAME]


def run_at(moment: datetime) -> int:
    world.fresh()
    with clock.at(moment):
        return schedule.run_due()


def line() -> ScheduleRow:
    world.fresh()
    return session().get_one(ScheduleRow, NAME)


def test_a_sweep_runs_when_its_time_has_come_and_not_before():
    before = written("wound")
    run_at(NOW)
    first = written("wound") - before

    run_at(NOW + HOUR - timedelta(seconds=1))
    early = written("wound")
    run_at(NOW + HOUR)

    assert (first, early, written("wound")) == (2, 2, 4)
    assert (line().last_at, line().next_at, line().last_count) == (NOW + HOUR, NOW + 2 * HOUR, 2)


def test_all_sweeps_can_be_run_right_away():
    run_at(NOW)

    with clock.at(NOW):
        schedule.run_due(now_all=True)

    assert written("wound") == 4


def test_one_thing_that_fails_is_noted_and_the_others_are_done():
    unwound[:] = [1, 13, 2]

    assert run_at(NOW) >= 2

    done = session().scalars(text("SELECT subject_id FROM audit WHERE act = 'wound' ORDER BY id")).all()
    assert done == [1, 2]
    assert line().last_error == "13: OSError: the spring is broken"
    assert line().last_count == 2


def test_a_sweep_that_works_again_forgets_its_fault():
    unwound[:] = [13]
    run_at(NOW)

    unwound[:] = [1]
    run_at(NOW + HOUR)

    assert line().last_error is None


def test_two_workers_that_start_at_once_share_the_sweeps(app: Flask):
    outcomes = world.at_once(app, schedule.run_due, schedule.run_due)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert written("wound") == 2


def test_two_workers_whose_time_comes_at_once_share_the_sweeps(app: Flask):
    run_at(NOW)

    world.at_once(app, schedule.run_due, schedule.run_due)

    assert written("wound") == 4


def test_a_worker_gives_signs_of_life(app: Flask):
    assert schedule.last_beat() is None

    for moment in (NOW, NOW + HOUR):
        with clock.at(moment), transaction():
            schedule.beat()

    assert schedule.last_beat() == NOW + HOUR
    assert schedule.last_beat("another") is None


def test_two_workers_that_start_at_once_both_give_signs_of_life(app: Flask):
    def beat() -> None:
        with transaction():
            schedule.beat()

    outcomes = world.at_once(app, beat, beat, beat, beat)

    assert outcomes == [None] * 4
