"""Several workers at one outbox, and a worker that is really killed."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.shared import audit, clock, outbox, running
from app.shared.database import session, transaction
from app.shared.outbox import LEASE, OutboxRow
from config import ROOT
from tests import world
from tests.shared.listening import BellRang, Doings, LetterWritten, doings, happened, row, written

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
