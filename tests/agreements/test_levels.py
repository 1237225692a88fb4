"""What contracts owe: undefined is a state, terms are dated, what is due is done, waived or overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app import agreements
from app.accounts import Role
from app.agreements import DueState, NewTerm, Timing
from app.shared import schedule
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.agreements import told

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def by(app) -> int:
    return world.official(Role.STAFF)


def test_a_service_without_a_level_is_counted_and_comes_first(by):
    contract = told.contract(by)
    defined, bare = told.level(contract, by), told.level(contract, by, told.undefined())
    told.due(defined, by, caused=50)
    world.fresh()

    lines = agreements.sheet(contract)

    assert [(one.level.id, one.undefined, one.overdue) for one in lines] == [(bare, True, 0), (defined, False, 1)]
    assert [one.id for one, _ in agreements.undefined()] == [bare]
    counts = agreements.counts_of([contract])[contract]
    assert (counts.levels, counts.undefined, counts.open, counts.overdue) == (2, 1, 1, 1)


def test_a_level_that_is_defined_later_is_undefined_until_then_and_the_past_stays(by):
    level = told.level(told.contract(by), by, told.undefined())
    tomorrow = today() + timedelta(days=1)
    with transaction():
        agreements.change(agreements.level(level), NewTerm(tomorrow, Timing.MONTHLY, "جهاد", "اداره", month_day=5), by)
    world.fresh()

    assert [one.id for one, _ in agreements.undefined()] == [level]
    with world.later(days=2):
        assert agreements.undefined() == []
    assert [one.timing for one in agreements.terms_of(level)] == [Timing.MONTHLY, Timing.UNDEFINED]
    with pytest.raises(agreements.TermTooEarly), transaction():
        agreements.change(agreements.level(level), told.after(since=5), by)


def test_what_was_due_under_old_terms_keeps_its_day(by):
    level = told.level(told.contract(by), by, told.after(10))
    first = told.due(level, by, caused=3)
    with transaction():
        agreements.change(agreements.level(level), told.after(30, since=1), by)
    second = told.due(level, by)

    assert told.seen(first).due_on == told.ago(3) + timedelta(days=10)
    assert told.seen(second).due_on == today() + timedelta(days=30)


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        (NewTerm(told.date(2026, 1, 1), Timing.AFTER, "الف", "ب", days=3), "after"),
        (NewTerm(told.date(2026, 1, 1), Timing.MONTHLY, "الف", "ب"), "monthly"),
        (NewTerm(told.date(2026, 1, 1), Timing.FIXED, "الف", "ب", on_day=told.date(2025, 1, 1)), "fixed"),
        (NewTerm(told.date(2026, 1, 1), Timing.MONTHLY, "", "ب", month_day=3), "owed"),
    ],
)
def test_a_term_says_all_that_it_needs(by, term, reason):
    with pytest.raises(agreements.TermIncomplete) as refused:
        told.level(told.contract(by), by, term)

    assert refused.value.reason == reason


def test_days_late_are_of_the_clock_and_stay_as_they_were_when_it_was_done(by):
    level = told.level(told.contract(by), by, told.after(10))
    late, waived = told.due(level, by, caused=17), told.due(level, by, caused=40)
    assert (told.seen(late).late, told.seen(late).days_late) == (True, 7)
    with transaction():
        agreements.finish(agreements.due(late).due, "نامهٔ ۱۲", told.ago(5), by)
        agreements.waive(agreements.due(waived).due, "اداره تعطیل بود", by)

    assert (told.seen(late).state, told.seen(late).days_late, told.seen(late).late) == (DueState.DONE, 2, False)
    assert (told.seen(waived).state, told.seen(waived).days_late) == (DueState.WAIVED, 0)
    with pytest.raises(MoveRefused), transaction():
        agreements.waive(agreements.due(late).due, "باز", by)


def test_nothing_is_done_without_a_proof_nor_before_it_was_caused(by):
    due = told.due(told.level(told.contract(by), by), by, caused=5)

    with pytest.raises(agreements.WordsMissing), transaction():
        agreements.finish(agreements.due(due).due, " ", today(), by)
    with pytest.raises(agreements.WordsMissing), transaction():
        agreements.waive(agreements.due(due).due, "", by)
    for day in (told.ago(6), told.ago(-1)):
        with pytest.raises(agreements.DayWrong), transaction():
            agreements.finish(agreements.due(due).due, "نامه", day, by)
    assert told.seen(due).state is DueState.OPEN


def test_what_is_not_counted_from_a_cause_is_not_opened_by_hand(by):
    contract = told.contract(by)
    for term in (told.monthly(5), told.undefined()):
        with pytest.raises(agreements.NotByTrigger):
            told.due(told.level(contract, by, term), by)
    with pytest.raises(agreements.DayWrong):
        told.due(told.level(contract, by), by, caused=101)


def test_the_clock_opens_each_month_once(by):
    level = told.level(told.contract(by, since=70), by, told.monthly(5, since=70))

    for _ in range(2):
        world.fresh()
        schedule.run_due(now_all=True)
    world.fresh()
    first = {one.period for one in agreements.dues_of(level)}
    with world.later(days=40):
        schedule.run_due(now_all=True)
        world.fresh()
        then = {one.period for one in agreements.dues_of(level)}

    assert len(first) in {3, 4}
    assert first < then


def test_the_same_form_sent_twice_is_one(by):
    level = told.level(told.contract(by), by)
    trigger = agreements.Trigger(today(), "نوبتِ سوم", "same")
    for _ in range(2):
        with transaction():
            agreements.open_due(agreements.level(level), trigger, by)
    world.fresh()

    assert len(agreements.dues_of(level)) == 1


def test_a_meetings_list_has_what_was_overdue_on_its_day(by):
    level = told.level(told.contract(by), by, told.after(10))
    old, done, coming = (told.due(level, by, caused=caused) for caused in (20, 15, 2))
    with transaction():
        agreements.finish(agreements.due(done).due, "نامه", told.ago(1), by)
    world.fresh()

    assert [one.due.id for one in agreements.overdue_on(today())] == [old]
    assert [one.due.id for one in agreements.overdue_on(today() + timedelta(days=30))] == [old, coming]
    with world.later(days=30), transaction():
        agreements.finish(agreements.due(old).due, "نامه", today(), by)
    world.fresh()
    assert [one.due.id for one in agreements.overdue_on(today())] == [old]


def test_the_database_keeps_what_was_agreed(by):
    level = told.level(told.contract(by), by)
    told.due(level, by)
    for statement in (
        "UPDATE contract SET title = 'x'",
        "UPDATE level_term SET days = 99",
        "UPDATE level_due SET due_on = '2030-01-01'",
        "DELETE FROM service_level",
        "DELETE FROM level_due",
    ):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(statement))
    with pytest.raises(IntegrityError), transaction():
        session().execute(text("UPDATE level_due SET state = 'done'"))
