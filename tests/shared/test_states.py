"""State machines: the table of moves is the law, every step leaves a trace."""

import threading
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.payouts import Batch, BatchState
from app.shared import clock, states
from app.shared.database import session, transaction
from app.shared.states import MoveRefused, Stateful
from tests import world

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def batch(state: BatchState = BatchState.DRAFT) -> int:
    """A payout batch with its second person, so that no CHECK stands in the way of a move."""
    builder, approver = world.person(), world.person()
    with clock.at(NOW), transaction():
        made = Batch(state=state, created_by=builder, approved_by=approver, created_at=NOW)
        states.begin(made, builder, "built")
        return made.id


def move(batch_id: int, became: BatchState, by: int | None = None, note: str | None = None) -> None:
    with clock.at(NOW), transaction():
        session().get_one(Batch, batch_id).move_to(became, by, note)


def steps(batch_id: int) -> list[tuple[str | None, str]]:
    world.fresh()
    return [(one.was, one.became) for one in states.history("payout_batch", batch_id)]


def machines() -> list[type[Stateful]]:
    return sorted(Stateful.__subclasses__(), key=lambda kind: kind.__tablename__)


def states_of(kind: type[Stateful]) -> type[StrEnum]:
    return kind.__table__.c.state.type.enum_class  # type: ignore[attr-defined]


@pytest.mark.usefixtures("app")
def test_a_new_thing_and_its_moves_are_traced_with_when_who_and_why():
    by, batch_id = world.person(), batch()

    move(batch_id, BatchState.APPROVED, by, "seen")

    first, second = states.history("payout_batch", batch_id)
    assert (first.was, first.became, first.note) == (None, "draft", "built")
    assert (second.was, second.became, second.by_id, second.note, second.at) == ("draft", "approved", by, "seen", NOW)


@pytest.mark.usefixtures("app")
def test_a_move_that_the_table_does_not_have_changes_and_traces_nothing():
    batch_id = batch()

    with pytest.raises(MoveRefused) as refused:
        move(batch_id, BatchState.CLOSED)

    assert vars(refused.value) == {"thing": "payout_batch", "was": "draft", "wanted": "closed"}
    assert steps(batch_id) == [(None, "draft")]
    assert session().get_one(Batch, batch_id).state is BatchState.DRAFT


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(list(BatchState)), max_size=6))
def test_only_walks_along_the_table_are_possible(app: Flask, wanted: list[BatchState]):
    batch_id = batch()
    expected: list[BatchState] = [BatchState.DRAFT]

    for became in wanted:
        try:
            move(batch_id, became)
        except MoveRefused:
            assert became not in Batch.MOVES.get(expected[-1], frozenset())
        else:
            assert became in Batch.MOVES[expected[-1]]
            expected.append(became)

    walked = [became for _, became in steps(batch_id)]
    assert walked == expected
    assert session().get_one(Batch, batch_id).state is expected[-1]


@pytest.mark.usefixtures("app")
def test_a_move_that_is_not_kept_leaves_no_trace():
    batch_id = batch()

    with pytest.raises(ZeroDivisionError), transaction():
        session().get_one(Batch, batch_id).move_to(BatchState.APPROVED, None, str(1 // 0))

    assert steps(batch_id) == [(None, "draft")]


@pytest.mark.usefixtures("app")
def test_may_become_says_what_move_to_would_do():
    found = session().get_one(Batch, batch())

    assert [became for became in BatchState if found.may_become(became)] == [BatchState.APPROVED, BatchState.CANCELLED]


def test_of_two_who_decide_at_once_one_is_refused(app: Flask):
    batch_id = batch(BatchState.APPROVED)

    outcomes = world.at_once(
        app, lambda: move(batch_id, BatchState.EXPORTED), lambda: move(batch_id, BatchState.CANCELLED)
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MoveRefused", "NoneType"]
    assert len(steps(batch_id)) == 2


@pytest.mark.usefixtures("app")
def test_a_step_from_a_state_that_is_no_longer_true_is_refused():
    batch_id = batch(BatchState.APPROVED)

    with transaction():
        found = session().get_one(Batch, batch_id)
        assert found.state is BatchState.APPROVED
        session().execute(text("UPDATE payout_batch SET state = 'cancelled'"))
        with pytest.raises(MoveRefused):
            found.move_to(BatchState.EXPORTED, None)

    assert len(steps(batch_id)) == 1


def test_a_move_that_does_not_look_again_would_be_made_twice(app: Flask):
    batch_id = batch(BatchState.APPROVED)
    both_read = threading.Barrier(2, timeout=10)

    def decide(became: BatchState) -> None:
        was = session().get_one(Batch, batch_id).state
        both_read.wait()
        with transaction():
            found = session().get_one(Batch, batch_id)
            session().execute(text("UPDATE payout_batch SET state = :became"), {"became": became.value})
            states.record(found, was, became, None)

    world.at_once(app, lambda: decide(BatchState.EXPORTED), lambda: decide(BatchState.CANCELLED))

    assert len(steps(batch_id)) == 3


def test_every_table_of_moves_speaks_of_its_own_states():
    assert len(machines()) >= 8
    for kind in machines():
        known = set(states_of(kind))
        named = set(kind.MOVES) | {became for many in kind.MOVES.values() for became in many}
        assert named == known, kind.__tablename__


def test_no_table_of_moves_lets_a_thing_become_what_it_is():
    assert not [kind for kind in machines() for was, many in kind.MOVES.items() if was in many]


@pytest.mark.usefixtures("app")
def test_the_database_refuses_a_state_that_nobody_has_heard_of():
    batch()

    with pytest.raises(DBAPIError, match="state"), transaction():
        session().execute(text("UPDATE payout_batch SET state = 'lost'"))
