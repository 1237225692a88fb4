"""How often somebody may try."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import redis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.shared import clock, running, throttle
from app.shared.database import session, transaction
from app.shared.throttle import Limit, ThrottleRow
from tests import world
from tests.conftest import settings_for

REDIS = "redis://127.0.0.1:6379/0"
NOBODY = "redis://127.0.0.1:1/0"
START = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)
FIVE = Limit(5, 300)


@contextmanager
def counting_in(app: Flask, url: str) -> Iterator[redis.Redis]:
    store = throttle.connect(settings_for(running.settings().data_dir, REDIS_URL=url))
    assert store is not None
    running.put("redis", store)
    yield store
    running.put("redis", None)
    store.close()


@pytest.fixture(params=["database", "redis"])
def counted(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """The same promises hold wherever the counts live."""
    if request.param == "database":
        yield "database"
        return
    with counting_in(app, REDIS) as store:
        try:
            store.ping()
        except redis.RedisError:
            if os.environ.get("REQUIRE_REDIS"):
                pytest.fail("no Redis answers, and it is required")
            pytest.skip("no Redis answers on this machine")
        yield "redis"


def hit_at(second: float, who: str, *limits: Limit) -> int:
    with clock.at(START + timedelta(seconds=second)), transaction():
        return throttle.hit("try", who, *limits)


@pytest.mark.usefixtures("counted")
def test_so_many_tries_go_on_and_the_next_has_to_wait():
    who = secrets.token_hex(8)

    waits = [hit_at(second, who, FIVE) for second in range(6)]

    assert waits[:5] == [0] * 5
    assert 0 < waits[5] <= 600


@pytest.mark.usefixtures("counted")
def test_another_person_and_another_act_are_counted_apart():
    one, other = secrets.token_hex(8), secrets.token_hex(8)
    for second in range(6):
        hit_at(second, one, FIVE)

    assert hit_at(7, other, FIVE) == 0
    with clock.at(START), transaction():
        assert throttle.hit("other act", one, FIVE) == 0


@pytest.mark.usefixtures("counted")
def test_the_window_slides_over_its_border():
    who = secrets.token_hex(8)
    for second in range(290, 295):
        assert hit_at(second, who, FIVE) == 0

    assert hit_at(301, who, FIVE) > 0


@pytest.mark.usefixtures("counted")
def test_the_strictest_limit_speaks():
    who = secrets.token_hex(8)
    limits = (Limit(5, 300), Limit(8, 3600))
    waits = [hit_at(second, who, *limits) for second in (0, 1, 2, 3, 4, 601, 602, 603, 604)]

    assert waits[:8] == [0] * 8
    assert waits[8] > 300


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 6), st.sampled_from([10, 60, 300]), st.lists(st.integers(0, 90), min_size=2, max_size=12), st.data()
)
def test_who_waits_as_long_as_told_may_go_on(app: Flask, hits: int, seconds: int, gaps: list[int], data):
    who, moment = secrets.token_hex(8), data.draw(st.integers(0, seconds))
    limit = Limit(hits, seconds)
    wait = 0

    for gap in gaps:
        moment += gap
        wait = hit_at(moment, who, limit)

    if wait:
        assert hit_at(moment + wait, who, limit) == 0


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 5), st.lists(st.integers(0, 40), min_size=2, max_size=25))
def test_no_stretch_of_the_window_lets_through_much_more_than_the_limit(app: Flask, hits: int, gaps: list[int]):
    who, moment, passed = secrets.token_hex(8), 0, []
    for gap in gaps:
        moment += gap
        if hit_at(moment, who, Limit(hits, 60)) == 0:
            passed.append(moment)

    most = max((sum(start <= one < start + 60 for one in passed) for start in passed), default=0)
    assert most <= 2 * hits


@pytest.mark.parametrize("url", [NOBODY])
def test_when_redis_is_dead_the_database_counts_on(app: Flask, url: str, caplog):
    who = secrets.token_hex(8)

    with counting_in(app, url):
        waits = [hit_at(second, who, FIVE) for second in range(6)]

    assert waits[:5] == [0] * 5
    assert waits[5] > 0
    assert "the database counts" in caplog.text


def test_a_program_without_redis_has_no_client(app: Flask):
    assert throttle.connect(running.settings()) is None


def test_the_database_does_not_say_who_tried(app: Flask):
    hit_at(0, "09171234567", FIVE)
    world.fresh()

    buckets = session().scalars(select(ThrottleRow.bucket)).all()

    assert len(buckets) == 1
    assert "0917" not in buckets[0]


def test_counts_that_no_limit_looks_at_are_forgotten(app: Flask):
    hit_at(0, "old", FIVE)
    world.fresh()

    with clock.at(START + timedelta(days=1)):
        assert throttle.stale() == []
    with clock.at(START + timedelta(days=3)):
        assert throttle.stale() == [0]
        with transaction():
            throttle.forget()
        assert throttle.stale() == []


def test_tries_at_the_same_moment_are_all_counted(app: Flask):
    def attempt() -> int:
        return hit_at(0, "everybody at once", FIVE)

    waits = world.at_once(app, *[attempt] * 12)

    assert sum(wait == 0 for wait in waits) == 5


def test_counting_by_reading_first_would_lose_tries(app: Flask):
    hit_at(0, "everybody at once", FIVE)
    read = threading.Barrier(6, timeout=10)

    def attempt() -> None:
        seen = session().scalars(select(ThrottleRow.hits)).one()
        read.wait()
        with transaction():
            session().execute(update(ThrottleRow).values(hits=seen + 1))

    world.at_once(app, *[attempt] * 6)

    assert session().scalars(select(ThrottleRow.hits)).one() < 7
