"""Officials who ask for the same at the same moment, and workers who compute the same."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from flask import Flask

from app import impact
from app.impact import Statement, stating
from app.shared import clock
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from tests import world
from tests.impact.publishing import makers, over, staff

pytestmark = pytest.mark.usefixtures("app")


def ask(by: int) -> None:
    with transaction():
        impact.ask(over(), local_date(over().ends - timedelta(days=1)), by)


def test_of_four_presses_at_once_one_statement_comes(app: Flask):
    makers(2, "1801")
    people = [staff() for _ in range(4)]

    outcomes = world.at_once(app, *[lambda one=one: ask(one) for one in people])

    world.fresh()
    assert outcomes == [None] * 4
    assert impact.statements_counted() == 1


def test_two_workers_who_computed_the_same_write_it_once(app: Flask):
    makers(2, "1801", 6)
    for batch in impact.stale_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
    ask(staff())
    [one] = impact.statements(5)
    number, both_have_computed = one.id, threading.Barrier(2, timeout=20)

    def work() -> None:
        keep = stating.make(number)
        session().rollback()
        both_have_computed.wait()
        with transaction():
            keep()

    outcomes = world.at_once(app, work, work)

    world.fresh()
    assert outcomes == [None, None]
    assert json.loads(impact.statement(number).figures or "")["month"] == str(over())


def test_without_turns_two_who_saw_nothing_both_write(app: Flask):
    """The control: each looks before the other writes, so that no rule finds anything to refuse."""
    both_have_seen, people = threading.Barrier(2, timeout=10), [staff(), staff()]

    def look_then_write(by: int) -> None:
        seen = impact.statements_counted()
        session().rollback()
        both_have_seen.wait()
        with transaction():
            assert not seen
            row = Statement(month=str(over()), as_of=over().ends, asked_by=by, asked_at=clock.now())
            session().add(row)

    outcomes = world.at_once(app, *[lambda one=one: look_then_write(one) for one in people])

    world.fresh()
    assert outcomes == [None, None]
    assert impact.statements_counted() == 2
