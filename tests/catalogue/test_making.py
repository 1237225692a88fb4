"""What is made to order: when it is ready, and never more in a week than its maker can make."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import catalogue, orders
from app.catalogue import MakingWeek, NewLeave
from app.catalogue.rules import begins_on, counts_from, first_working, ready_on, spread, week_of
from app.shared import clock
from app.shared.calendar import TEHRAN, add_working_days, is_working
from app.shared.database import session, transaction
from tests import world
from tests.world import Ware

SATURDAY = date(2026, 12, 5)
WEEK = timedelta(days=7)
MADE = Ware(lead_days=3, on_hand=0)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TEHRAN).astimezone(UTC)


@pytest.fixture
def variant(app: Flask) -> Iterator[int]:
    """On a Saturday morning: five pieces a week, three working days each."""
    with clock.at(at(SATURDAY)):
        made = world.variant(world.maker(), MADE)
        bound(made, capacity=5)
        yield made


@pytest.fixture
def made_now(app: Flask) -> int:
    """The same today: those who come at once go by the real clock."""
    made = world.variant(world.maker(), MADE)
    bound(made, capacity=5)
    return made


def bound(variant_id: int, *, hour: int | None = None, capacity: int | None = None) -> None:
    with transaction():
        catalogue.set_making(session().get_one(catalogue.Variant, variant_id), hour, capacity, None)


def reserving(holder: str, wanted: dict[int, int]) -> Callable[[], object]:
    def act() -> object:
        with transaction():
            catalogue.reserve(holder, wanted, clock.now() + timedelta(minutes=20))
        return "held"

    return act


def releasing(holder: str) -> Callable[[], object]:
    def act() -> object:
        with transaction():
            catalogue.release(holder)
        return "let go"

    return act


def booked(variant_id: int) -> dict[date, int]:
    world.fresh()
    rows = session().execute(select(MakingWeek.starts_on, MakingWeek.booked).where(MakingWeek.variant_id == variant_id))
    return {week: pieces for week, pieces in rows if pieces}


def ready(variant_id: int, pieces: int = 1) -> date:
    world.fresh()
    return catalogue.ready_if({variant_id: pieces})[variant_id]


def broken() -> list[str]:
    world.fresh()
    return [name for name, figure in catalogue.invariants() if figure]


# ---- the day ----------------------------------------------------------------------------------------------------


def test_after_the_hour_an_order_counts_from_the_next_working_day():
    thursday = SATURDAY + timedelta(days=5)

    assert counts_from(at(SATURDAY, 11), 12, frozenset()) == SATURDAY
    assert counts_from(at(SATURDAY, 12), 12, frozenset()) == SATURDAY + timedelta(days=1)
    assert counts_from(at(thursday, 20), 12, frozenset()) == SATURDAY + WEEK
    assert counts_from(at(thursday + timedelta(days=1), 8), 12, frozenset()) == SATURDAY + WEEK
    assert counts_from(at(SATURDAY, 23), None, frozenset()) == SATURDAY


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
holidays = st.sets(st.integers(0, 70), max_size=25)
rooms = st.dictionaries(st.integers(0, 8), st.integers(0, 12), max_size=6)


@dataclass(frozen=True)
class Case:
    """A workshop and an order: what bounds the making, and how full its weeks are."""

    hour: int | None
    capacity: int | None
    lead: int
    pieces: int

    def promised(self, moment: datetime, closed: set[date], taken: dict[date, int]) -> tuple[date, dict[date, int]]:
        start = counts_from(moment, self.hour, closed)
        if self.capacity is None:
            return ready_on(start, self.lead, closed), {}
        start = add_working_days(start, 0, closed)
        weeks = spread(start, self.pieces, self.capacity, taken, closed)
        return ready_on(begins_on(start, weeks, closed), self.lead, closed), weeks


cases = st.builds(
    Case,
    st.one_of(st.none(), st.integers(1, 23)),
    st.one_of(st.none(), st.integers(1, 6)),
    st.integers(1, 12),
    st.integers(1, 14),
)


@settings(max_examples=150, deadline=None)
@given(days, st.tuples(st.integers(0, 400), st.integers(0, 400)), cases, holidays, rooms)
def test_a_promise_is_a_working_day_within_the_room_and_never_earlier_for_a_later_order(
    first, hours, case, closed_after, fullness
):
    closed = {first + timedelta(days=step) for step in closed_after}
    taken = {week_of(first) + step * WEEK: number for step, number in fullness.items()}
    sooner, later = (at(first, 0) + timedelta(hours=step) for step in sorted(hours))

    day, weeks = case.promised(sooner, closed, taken)
    after, _ = case.promised(later, closed, taken)

    assert is_working(day, closed)
    assert day <= after
    if case.capacity is not None:
        assert sum(weeks.values()) == case.pieces
        assert all(number > 0 and number + taken.get(week, 0) <= case.capacity for week, number in weeks.items())
        assert all(first_working(week, closed) for week in weeks)
        fuller = {week: taken.get(week, 0) + weeks.get(week, 0) for week in {*taken, *weeks}}
        assert replace(case, pieces=1).promised(later, closed, fuller)[0] >= day


# ---- the room ---------------------------------------------------------------------------------------------------


def test_when_a_week_is_full_the_promise_moves_to_the_first_week_with_room(variant):
    assert ready(variant) == SATURDAY + timedelta(days=3)
    reserving("one", {variant: 4})()

    assert ready(variant) == SATURDAY + timedelta(days=3)
    assert ready(variant, 2) == SATURDAY + WEEK + timedelta(days=3)
    reserving("two", {variant: 2})()

    assert booked(variant) == {SATURDAY: 5, SATURDAY + WEEK: 1}
    assert catalogue.ready_days("one") == {variant: SATURDAY + timedelta(days=3)}
    assert catalogue.ready_days("two") == {variant: SATURDAY + WEEK + timedelta(days=3)}
    assert broken() == []


def test_what_is_let_go_gives_its_room_back_once(variant):
    reserving("one", {variant: 4})()
    reserving("two", {variant: 3})()

    for _ in range(3):
        releasing("two")()

    assert booked(variant) == {SATURDAY: 4}
    assert broken() == []
    with transaction():
        catalogue.reserve_again("two", clock.now())
    assert booked(variant) == {SATURDAY: 5, SATURDAY + WEEK: 2}
    assert broken() == []


def test_a_cancelled_order_gives_its_room_back_and_a_sent_one_does_not(variant, bank):
    cancelled, sent = world.paid(bank, {variant: 3}), world.paid(bank, {variant: 4})
    assert booked(variant) == {SATURDAY: 5, SATURDAY + WEEK: 2}
    line = world.lines(sent)[0]

    world.refund(line.id, quantity=1, rials=4_000_000)
    assert booked(variant) == {SATURDAY: 5, SATURDAY + WEEK: 1}
    with transaction():
        orders.cancel_order(orders.order(cancelled), None)
    assert booked(variant) == {SATURDAY: 2, SATURDAY + WEEK: 1}
    world.send(world.parcels(sent)[0])
    world.refund(line.id, quantity=1, rials=4_000_000)

    assert booked(variant) == {SATURDAY: 2, SATURDAY + WEEK: 1}
    assert world.broken_promises() == []


def test_less_than_is_booked_already_makes_the_week_full_and_no_fault(variant):
    reserving("one", {variant: 5})()

    bound(variant, capacity=2)
    assert ready(variant) == SATURDAY + WEEK + timedelta(days=3)
    releasing("one")()

    reserving("two", {variant: 5})()
    assert booked(variant) == {SATURDAY: 2, SATURDAY + WEEK: 2, SATURDAY + 2 * WEEK: 1}
    assert broken() == []


def test_days_off_and_a_closed_week_are_skipped(variant):
    maker_id = catalogue.product(session().get_one(catalogue.Variant, variant).product_id).maker_id
    with transaction():
        catalogue.take_leave(maker_id, NewLeave(SATURDAY + WEEK, SATURDAY + WEEK + timedelta(days=6)), None)
    reserving("one", {variant: 5})()

    assert ready(variant) == SATURDAY + 2 * WEEK + timedelta(days=3)


# ---- at the same moment -----------------------------------------------------------------------------------------


def test_buyers_at_the_same_moment_never_exceed_the_week(app: Flask, made_now: int):
    outcomes = world.at_once(app, *[reserving(f"buyer {number}", {made_now: 2}) for number in range(6)])

    assert outcomes == ["held"] * 6
    assert list(booked(made_now).values()) == [5, 5, 2]
    assert broken() == []


def test_taking_and_giving_back_at_once_stays_true(app: Flask, made_now: int):
    reserving("one", {made_now: 4})()

    world.at_once(
        app, releasing("one"), reserving("two", {made_now: 3}), releasing("one"), reserving("three", {made_now: 3})
    )

    assert sum(booked(made_now).values()) == 6
    assert max(booked(made_now).values()) <= 5
    assert broken() == []


def test_who_reads_the_room_first_and_writes_afterwards_is_stopped_by_the_database_alone(app: Flask, made_now: int):
    reserving("one", {made_now: 4})()
    both_have_read = threading.Barrier(2, timeout=10)

    def read_then_write() -> object:
        row = session().execute(select(MakingWeek.booked, MakingWeek.capacity)).one()
        session().rollback()
        both_have_read.wait()
        if row.booked >= row.capacity:
            return "full"
        with transaction():
            session().execute(update(MakingWeek).values(booked=MakingWeek.booked + 1))
        return "held"

    outcomes = world.at_once(app, read_then_write, read_then_write)

    assert sorted("held" if one == "held" else type(one).__name__ for one in outcomes) == [
        IntegrityError.__name__,
        "held",
    ]
    seen = "SELECT capacity - booked AS left_over FROM making_week"
    with transaction():
        session().execute(update(MakingWeek).values(booked=4))
    assert world.unguarded(app, seen) < 0
