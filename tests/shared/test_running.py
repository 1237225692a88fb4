"""What the program makes once and keeps, and the clock."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.shared import cache, clock, running
from tests.shared.bare import bare

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _program(tmp_path: Path) -> Iterator[None]:
    with bare(tmp_path).app_context():
        yield


def counter() -> Iterator[int]:
    yield from range(1, 100)


def test_a_thing_is_made_once_until_it_is_dropped():
    made = counter()

    first, again = running.once("thing", lambda: next(made)), running.once("thing", lambda: next(made))
    running.drop("thing")
    running.drop("nothing of that name")

    assert (first, again, running.once("thing", lambda: next(made))) == (1, 1, 2)


def test_a_thing_can_be_put_in_its_place():
    running.put("thing", "mine")

    assert running.once("thing", lambda: "made") == "mine"


def test_two_programs_do_not_share_their_things(tmp_path):
    running.put("thing", "mine")

    with bare(tmp_path).app_context():
        assert running.once("thing", lambda: "its own") == "its own"


def test_a_list_is_kept_for_a_while_and_then_made_anew():
    made = counter()

    kept = [cache.kept("list", 60, lambda: next(made)) for _ in range(3)]
    stale = cache.kept("list", 0, lambda: next(made))

    assert kept == [1, 1, 1]
    assert stale == 2
    assert cache.kept("another list", 60, lambda: "another") == "another"


def test_lists_are_forgotten_together():
    made = counter()
    cache.kept("list", 60, lambda: next(made))

    cache.forget()

    assert cache.kept("list", 60, lambda: next(made)) == 2


def test_the_clock_says_what_it_is_told_within_the_block_and_in_utc():
    tehran = timezone(timedelta(hours=3, minutes=30))

    with clock.at(NOW.astimezone(tehran)):
        told = clock.now()
        with clock.at(NOW + timedelta(days=1)):
            inner = clock.now()

    assert (told, told.tzinfo, inner) == (NOW, UTC, NOW + timedelta(days=1))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_another_thread_has_its_own_clock():
    heard: list[datetime] = []

    with clock.at(NOW):
        other = threading.Thread(target=lambda: heard.append(clock.now()))
        other.start()
        other.join()

    assert abs(heard[0] - datetime.now(UTC)) < timedelta(seconds=5)
