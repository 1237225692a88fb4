"""Meetings: what is open leads to an agenda, decisions are owed by a day, what is overdue leads the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import support
from app.accounts import Role
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from app.support import CommitmentState, Decision, MeetingState
from tests import world
from tests.support import told

HOME, ELSEWHERE = "1801", "1805"


def hers(county: str = HOME) -> int:
    return world.person_of(world.maker(county))


def held(number: int, by: int) -> None:
    with transaction():
        support.hold(support.meeting(number), by)
    world.fresh()


@pytest.mark.usefixtures("app")
def test_the_agenda_is_what_is_open_before_the_group_the_oldest_first():
    by, below = world.official(Role.STAFF), told.obstacle(hers())
    first, far = told.obstacle(hers()), told.obstacle(hers(ELSEWHERE))
    for number in (first, far):
        told.before_group(number)
    found = told.meeting(by)
    world.fresh()
    agenda = support.agenda(support.meeting(found), None)

    assert [one.id for one in agenda.obstacles] == [first, far]
    assert below not in {one.id for one in agenda.obstacles}
    assert [one.id for one in support.agenda(support.meeting(found), frozenset({ELSEWHERE})).obstacles] == [far]


@pytest.mark.usefixtures("app")
def test_an_overdue_commitment_leads_the_next_agenda_until_it_is_done():
    by = world.official(Role.STAFF)
    first = told.meeting(by)
    late, due_later = told.decision(first, by, in_days=2), told.decision(first, by, in_days=90)
    held(first, by)
    with world.later(days=20):
        coming = told.meeting(by)
        world.fresh()
        before = [one.id for one in support.agenda(support.meeting(coming), None).overdue]
        overdue = support.count_overdue()
        with transaction():
            support.fulfil(support.commitment(late), "نامه رفت", by)
        world.fresh()
        after = support.agenda(support.meeting(coming), None).overdue

    assert (before, overdue, after) == ([late], 1, [])
    assert support.commitment(due_later).state is CommitmentState.OPEN


@pytest.mark.usefixtures("app")
def test_what_was_before_a_meeting_that_was_held_stays_as_it_was():
    by, number = world.official(Role.STAFF), told.obstacle(hers())
    told.before_group(number)
    meeting = told.meeting(by)
    held(meeting, by)
    with transaction():
        support.solve(support.obstacle(number), "حل شد", by)
    world.fresh()

    assert [one.id for one in support.agenda(support.meeting(meeting), None).obstacles] == [number]
    for statement in ("UPDATE agenda_item SET position = 9", "DELETE FROM agenda_item", "DELETE FROM meeting"):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(statement))


@pytest.mark.usefixtures("app")
def test_a_meeting_is_not_held_before_its_day_nor_called_off_without_a_reason():
    by = world.official(Role.STAFF)
    meeting = told.meeting(by, in_days=3)

    with pytest.raises(support.TooEarly):
        held(meeting, by)
    with pytest.raises(support.AnswerMissing), transaction():
        support.cancel(support.meeting(meeting), " ", by)
    with transaction():
        support.cancel(support.meeting(meeting), "استاندار سفر است", by)
    assert support.meeting(meeting).state is MeetingState.CANCELLED
    with pytest.raises(MoveRefused):
        told.decision(meeting, by)
    with pytest.raises(support.DecisionIncomplete):
        told.meeting(by, in_days=-1)


@pytest.mark.usefixtures("app")
def test_a_decision_says_what_who_and_by_when_and_is_about_what_was_before_the_meeting():
    by, number = world.official(Role.STAFF), told.obstacle(hers())
    told.before_group(number)
    meeting, elsewhere = told.meeting(by), told.obstacle(hers())
    about = told.decision(meeting, by, about=number)
    tomorrow = today() + timedelta(days=1)

    assert [one.id for one in support.decided_of(number)] == [about]
    with pytest.raises(NotFound):
        told.decision(meeting, by, about=elsewhere)
    for wrong in (Decision("", "بانک", tomorrow, "a"), Decision("نامه", " ", tomorrow, "b")):
        with pytest.raises(support.DecisionIncomplete), transaction():
            support.decide(support.meeting(meeting), wrong, by)
    with pytest.raises(support.DecisionIncomplete):
        told.decision(meeting, by, in_days=-1)


@pytest.mark.usefixtures("app")
def test_a_commitment_is_dropped_for_a_reason_and_ends_once():
    by = world.official(Role.STAFF)
    number = told.decision(told.meeting(by), by)
    with pytest.raises(support.AnswerMissing), transaction():
        support.drop(support.commitment(number), "", by)
    with transaction():
        support.drop(support.commitment(number), "بانک بسته شد", by)

    assert support.commitment(number).ended_words == "بانک بسته شد"
    with pytest.raises(MoveRefused), transaction():
        support.fulfil(support.commitment(number), "", by)
    with pytest.raises(DatabaseError), transaction():
        session().execute(text("UPDATE commitment SET due_on = '2030-01-01'"))


@pytest.mark.usefixtures("app")
def test_the_same_form_is_the_same_decision():
    by = world.official(Role.STAFF)
    meeting = told.meeting(by)
    new = Decision("نامه", "بانک", today(), "twice")
    numbers = set()
    for _ in range(2):
        with transaction():
            numbers.add(support.decide(support.meeting(meeting), new, by).id)

    assert len(numbers) == 1
