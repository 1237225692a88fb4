"""The books are looked at every night and by hand; a broken promise is a task until it is kept again."""

from __future__ import annotations

import json

from sqlalchemy import select, text

from app import finance
from app.accounts import Role
from app.finance import TaskKind
from app.shared import outbox, schedule
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from app.shared.schedule import ScheduleRow
from tests import world
from tests.finance.reports import csv_of, imported, payments_made, rows, told

BROKEN = "R3 gateway.report"
# What the specification's list of nightly checks (payments.md, 3.9) is called here.
WANTED = {"R3 gateway.report", "R5 refunds.older_than_3_days", "R9 payments.late_without_refund", "D1 documents.gaps"}


def check(by: int | None = None) -> None:
    """Somebody asks, and the worker looks."""
    world.fresh()
    with transaction():
        finance.ask_for_check(by)
    deliver()


def deliver() -> None:
    world.fresh()
    while outbox.drain():
        pass
    world.fresh()


def tasks() -> list[finance.Task]:
    world.fresh()
    return [task for task in finance.open_tasks() if task.kind is TaskKind.BOOKS]


def broken() -> int:
    """A report with a row that nobody knows; its number."""
    return imported(csv_of([["1405/01/05", "NOBODY", "4500000", "0", "x"]]))


def explained(report_id: int) -> None:
    row_id, by = rows(report_id)[0].id, world.official(Role.FINANCE)
    with transaction():
        finance.explain(row_id, "x", by)


def test_healthy_books_open_no_task(app, bank):
    world.sold(bank, {world.variant(world.maker()): 1})

    check()

    assert tasks() == []
    assert [name for name, figure in finance.figures() if figure] == []


def test_every_promise_has_a_name_of_its_own(app):
    names = [name for name, _ in finance.figures()]

    assert len(set(names)) == len(names) > 20
    assert set(names) >= WANTED
    assert max(len(name) for name in names) <= 60


def test_a_broken_promise_opens_a_task_with_its_figure(app):
    broken()

    check()

    assert [(task.ref, task.facts) for task in tasks()] == [(BROKEN, f"{BROKEN} = 1")]


def test_a_promise_that_stays_broken_is_one_task(app):
    broken()

    check()
    check()

    assert len(tasks()) == 1


def test_a_promise_that_is_kept_again_closes_its_task(app):
    report = broken()
    check()
    task = tasks()[0].id
    explained(report)

    check()

    closed = session().get_one(finance.Task, task)
    assert tasks() == []
    assert (closed.note, closed.closed_by) == ("kept again", None)


def test_a_task_that_a_person_closed_too_early_opens_again(app):
    broken()
    check()
    by, task = world.official(Role.FINANCE), tasks()[0].id
    with transaction():
        finance.close_task(task, "دیدم", by)

    check()

    assert [one.ref for one in tasks()] == [BROKEN]
    assert tasks()[0].id != task


def test_a_promise_without_anything_to_compare_with_is_no_task(app, bank):
    payments_made(bank, 1)

    check()

    assert dict(finance.figures())[BROKEN] is None
    assert tasks() == []


def test_a_report_that_matches_is_no_task(app, bank):
    imported(csv_of([told(attempt) for attempt in payments_made(bank, 2)]))

    check()

    assert dict(finance.figures())[BROKEN] == 0
    assert tasks() == []


def test_the_books_are_looked_at_once_a_day_by_themselves(app):
    broken()
    world.work()
    first = session().get_one(ScheduleRow, "finance.check_books")
    asked, due = len(asks()), first.next_at

    with world.later(hours=23):
        schedule.run_due()
    world.fresh()
    in_between = len(asks())
    with world.later(hours=24, minutes=1):
        schedule.run_due()
    world.fresh()

    assert (asked, in_between, len(asks())) == (1, 1, 2)
    assert due is not None
    assert [one.ref for one in tasks()] == [BROKEN]


def asks() -> list[OutboxRow]:
    return list(session().scalars(select(OutboxRow).where(OutboxRow.event == "BooksCheckDue")))


def test_who_asked_can_be_seen(app):
    by = world.official(Role.FINANCE)

    check(by)

    assert [json.loads(row.payload or "") for row in asks()] == [{"asked_by": by}]


def test_a_payment_that_somebody_bent_behind_our_back_is_found(app, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        session().execute(text("UPDATE payment_attempt SET state = 'failed' WHERE state = 'paid'"))

    check()

    assert "R4 payments.journal_without_paid" in [task.ref for task in tasks()]
