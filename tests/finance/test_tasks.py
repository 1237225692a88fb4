"""The finance desk: what lies on it, and since when it does not."""

import pytest
from sqlalchemy.exc import IntegrityError

from app import finance
from app.accounts import Role
from app.finance import Task, TaskKind
from app.shared import audit
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def put(kind: TaskKind = TaskKind.BOOKS, ref: str = "check") -> int:
    with transaction():
        return finance.open_task(kind, ref, "R2 escrow.differs").id


def close(task_id: int, note: str, by: int | None = None) -> None:
    with transaction():
        finance.close_task(task_id, note, by)


def test_the_same_thing_lies_on_the_desk_once_while_it_is_open():
    first = put()

    assert put() == first
    assert put(ref="another") != first
    assert put(TaskKind.LATE_PAYMENT) != first
    assert finance.open_count() == 3
    assert [task.id for task in finance.open_tasks()] == sorted(task.id for task in finance.open_tasks())


def test_what_was_done_about_it_is_written_down_with_who_and_when():
    by = world.official(Role.FINANCE)
    task_id = put()

    close(task_id, "  با بانک حرف زدم\u202e ", by)

    world.fresh()
    task = session().get_one(Task, task_id)
    assert (task.note, task.closed_by) == ("با بانک حرف زدم", by)
    assert task.closed_at is not None
    assert finance.open_count() == 0
    assert [row.act for row in audit.of("finance_task", task_id)] == ["finance_task_closed"]


def test_what_is_closed_is_not_closed_again_with_other_words():
    task_id = put()
    close(task_id, "first")

    close(task_id, "second")

    world.fresh()
    assert session().get_one(Task, task_id).note == "first"


def test_what_comes_back_is_a_new_task():
    first = put()
    close(first, "done")

    assert put() != first
    assert finance.open_count() == 1


def test_a_task_that_is_not_there_is_not_closed():
    with pytest.raises(NotFound):
        close(10**6, "done")


def test_everything_open_about_a_thing_is_closed_and_nothing_else():
    put(TaskKind.LATE_PAYMENT, "attempt:1")
    other = put(TaskKind.LATE_PAYMENT, "attempt:11")

    with transaction():
        finance.close_about(TaskKind.LATE_PAYMENT, "attempt:1", "refunded")

    world.fresh()
    assert [task.id for task in finance.open_tasks()] == [other]


def test_two_who_put_the_same_thing_on_the_desk_at_once_put_it_there_once(app):
    outcomes = world.at_once(app, put, put, put)

    assert {outcome for outcome in outcomes if not isinstance(outcome, IntegrityError)} == {finance.open_tasks()[0].id}
    assert finance.open_count() == 1
