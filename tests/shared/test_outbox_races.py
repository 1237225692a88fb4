"""Several workers at one outbox, and a worker that is really killed."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.shared import audit, clock, outbox, running, schedule
from app.shared.database import session, transaction
from app.shared.outbox import LEASE, OutboxRow
from config import ROOT
from tests import world
from tests.shared.listening import BellRang, BookBegun, Doings, LetterWritten, doings, happened, row, written

KILLED_WORKER = """
import os, signal
from app import create_app
from app.shared import outbox
from tests.shared.listening import doings

doings.after = lambda: os.kill(os.getpid(), signal.SIGKILL)
with create_app().app_context():
    outbox.drain()
"""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    vars(doings).update(vars(Doings()))
    yield
    vars(doings).update(vars(Doings()))


def later() -> int:
    world.fresh()
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        return outbox.drain()


def test_two_workers_at_once_deliver_everything_once(app: Flask):
    for number in range(15):
        happened(BellRang(number))
        happened(LetterWritten(number))

    tried = world.at_once(app, outbox.drain, outbox.drain)

    assert sum(tried) == 30
    assert (written("rang"), written("sent")) == (15, 15)
    assert len(doings.outside) == len(set(doings.outside)) == 15


def test_workers_that_claim_nothing_would_deliver_twice(app: Flask):
    for number in range(5):
        happened(BellRang(number))
    both_read = threading.Barrier(2, timeout=10)

    def careless_worker() -> None:
        due = select(OutboxRow.id).where(OutboxRow.delivered_at.is_(None), OutboxRow.reaction == "test.count_bell")
        ids = session().scalars(due).all()
        both_read.wait()
        for row_id in ids:
            with transaction():
                session().get_one(OutboxRow, row_id).delivered_at = clock.now()
                audit.note("rang", "bell", row_id, None)

    world.at_once(app, careless_worker, careless_worker)

    assert written("rang") == 10


def test_a_worker_slower_than_its_lease_does_not_write_a_second_time(app: Flask):
    happened(LetterWritten(1))
    others = [later]
    doings.after = lambda: world.at_once(app, others.pop()) if others else None

    outbox.drain()

    assert doings.outside == [row().key] * 2
    assert written("sent") == 1


def lapse() -> None:
    """The time of a lease passes; and a moment more, in which the worker may renew it."""
    with transaction():
        row().lease_until = clock.now()
    until = time.monotonic() + 3
    while time.monotonic() < until and (row().lease_until or clock.now()) <= clock.now():
        time.sleep(0.02)


def test_what_takes_longer_than_a_lease_is_begun_by_no_second_worker_who_sees_that_the_first_lives(app, monkeypatch):
    monkeypatch.setattr(outbox, "RENEW_EVERY", timedelta(milliseconds=50))
    happened(BookBegun(1))
    second: list[object] = []

    def at_work() -> None:
        lapse()
        second.extend(world.at_once(app, outbox.drain))

    doings.before = at_work
    outbox.drain()

    assert second == [0]
    assert (len(doings.outside), written("written"), row().attempts) == (1, 1, 1)
    assert schedule.last_beat() is not None


def test_what_never_ends_is_given_to_another_at_last(app, monkeypatch):
    monkeypatch.setattr(outbox, "RENEW_EVERY", timedelta(milliseconds=50))
    monkeypatch.setattr(outbox, "SLOWEST", timedelta(milliseconds=50))
    happened(BookBegun(1))
    acts = [lambda: (lapse(), time.sleep(0.1), lapse(), world.at_once(app, outbox.drain))]
    doings.before = lambda: acts.pop()() if acts else None

    outbox.drain()

    assert (len(doings.outside), written("written"), row().attempts) == (2, 1, 2)


def test_the_errands_that_take_minutes_are_known_to_be_slow():
    slow = {name for name, one in vars(outbox)["_listeners"].items() if one.slow}

    assert {"statements.make", "finance.check_books"} <= slow


@pytest.mark.usefixtures("app")
def test_a_worker_killed_in_a_reaction_leaves_it_to_the_next():
    happened(BellRang(1))
    world.fresh()

    ended = subprocess.run([sys.executable, "-c", KILLED_WORKER], check=False, cwd=ROOT, env=environment())
    left = (ended.returncode, written("rang"), row().attempts)
    later()

    assert left == (-9, 0, 1)
    assert written("rang") == 1


def environment() -> dict[str, str]:
    """What a program of its own needs to find this test's database."""
    settings = running.settings()
    return {**os.environ, "DATABASE_URL": settings.database_url, "DATA_DIR": str(settings.data_dir)}
