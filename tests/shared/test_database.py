"""Reading and writing apart; what is kept together; columns that keep their meaning."""

import traceback
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Enum, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.accounts import Person
from app.orders import Order
from app.shared import audit
from app.shared.database import NoTransaction, after_commit, db, outside, session, transaction, writing
from app.shared.money import Rial
from app.shared.schedule import ScheduleRow
from tests import world
from tests.shared.listening import written

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime(2026, 11, 1, 9, 30, 15, 123456, tzinfo=UTC)


def test_all_is_kept_together_or_not_at_all():
    with suppress(ZeroDivisionError), transaction():
        audit.note("first", "thing", 1, None)
        session().flush()
        raise ZeroDivisionError
    with transaction():
        audit.note("second", "thing", 1, None)

    assert (written("first"), written("second")) == (0, 1)


def test_a_transaction_is_not_opened_inside_another():
    with transaction(), pytest.raises(NoTransaction, match="already open"), transaction():
        pass

    assert not writing()


def test_a_change_outside_a_transaction_is_refused():
    audit.note("stray", "thing", 1, None)

    with pytest.raises(NoTransaction, match="outside a transaction"):
        session().flush()
    session().rollback()

    assert written("stray") == 0


def test_the_reading_engine_can_not_write():
    for statement in ("DELETE FROM heartbeat", "UPDATE person SET language = 'en'", "DROP TABLE rule"):
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            session().execute(text(statement))
        session().rollback()


def test_slow_work_is_refused_while_a_transaction_is_open():
    with transaction(), pytest.raises(NoTransaction, match="slow work"), outside():
        pass
    with outside():
        assert not writing()


def test_what_was_read_before_is_read_again_inside():
    person_id = world.person()
    person = session().get_one(Person, person_id)
    with db.engines[None].begin() as another:
        another.execute(text("UPDATE person SET given_name = 'مینا'"))

    with transaction():
        assert person.given_name == "مینا"


def test_what_is_to_be_done_afterwards_is_done_once_it_is_kept():
    done: list[str] = []

    with transaction():
        after_commit(lambda: done.append(f"kept, writing: {writing()}"))
        audit.note("kept", "thing", 1, None)
        assert done == []
    with transaction():
        audit.note("kept", "thing", 2, None)

    assert done == ["kept, writing: False"]


def test_what_is_to_be_done_afterwards_is_never_done_when_it_is_not_kept():
    done: list[str] = []

    with suppress(ZeroDivisionError), transaction():
        after_commit(lambda: done.append("kept"))
        raise ZeroDivisionError
    with transaction():
        audit.note("another", "thing", 1, None)

    assert done == []


def kept_at(moment: datetime) -> datetime:
    with transaction():
        session().add(ScheduleRow(name="test.kept_at", next_at=moment, last_count=0))
    world.fresh()
    return session().get_one(ScheduleRow, "test.kept_at").next_at


def test_a_moment_comes_back_aware_in_utc_to_the_microsecond():
    in_tehran = NOW.astimezone(ZoneInfo("Asia/Tehran"))

    found = kept_at(in_tehran)

    assert found == NOW
    assert found.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(StatementError, match="without a time zone"):
        kept_at(NOW.replace(tzinfo=None))


def test_moments_are_compared_as_moments():
    for name, moment in (("test.early", NOW), ("test.late", NOW + timedelta(minutes=1))):
        with transaction():
            session().add(ScheduleRow(name=name, next_at=moment.astimezone(ZoneInfo("Asia/Tehran")), last_count=0))

    names = session().query(ScheduleRow.name).filter(ScheduleRow.next_at <= NOW, ScheduleRow.name.like("test.%"))

    assert [name for (name,) in names] == ["test.early"]


def test_money_comes_back_as_rials():
    order_id = world.place({world.variant(world.maker()): 2})
    world.fresh()

    found = session().get_one(Order, order_id).total_rial

    assert type(found) is Rial
    assert found > 8_000_000


def test_every_choice_is_guarded_by_the_database():
    choices = [
        column for table in db.metadata.tables.values() for column in table.columns if isinstance(column.type, Enum)
    ]

    assert len(choices) > 20
    assert not [str(column) for column in choices if not column.type.create_constraint]


@pytest.mark.parametrize(
    "wrong",
    [
        'UPDATE "order" SET total_rial = -1',
        'INSERT INTO "order" SELECT * FROM "order"',
    ],
)
def test_what_the_database_refuses_is_told_without_what_stands_in_the_row(wrong):
    world.place({world.variant(world.maker()): 1})

    with pytest.raises(IntegrityError) as refused, transaction():
        session().execute(text(wrong))
    order = session().query(Order).one()

    told = "".join(traceback.format_exception(refused.value))
    assert "onstraint" in told
    assert not [one for one in (order.name, order.mobile, order.address, order.token) if one in told]


def test_sqlite_waits_for_its_lock_checks_its_keys_and_loses_nothing(app: Flask):
    if db.engines[None].dialect.name != "sqlite":
        pytest.skip("a promise of SQLite's engine")

    with db.engines[None].connect() as connection:
        kept = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous", "query_only")
        }

    assert kept == {
        "journal_mode": "wal", "busy_timeout": 20000, "foreign_keys": 1, "synchronous": 2, "query_only": 0,
    }  # fmt: skip
