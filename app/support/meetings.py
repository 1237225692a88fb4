"""Meetings of the working group: the agenda is made from what is open, decisions are dated commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.shared import audit, clock, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from app.support import queries
from app.support.errors import AnswerMissing, DecisionIncomplete, TooEarly
from app.support.models import (
    AgendaItem,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingState,
    Obstacle,
)

PAGE = 20


@dataclass(frozen=True)
class Agenda:
    """What a meeting has before it: commitments that are overdue first, then obstacles, the oldest first."""

    overdue: list[Commitment]
    obstacles: list[Obstacle]


@dataclass(frozen=True)
class Decision:
    """What was decided, who owes it (a body or a person, in words), by when, and of which obstacle."""

    what: str
    owed_by: str
    due_on: date
    form_key: str
    obstacle_id: int | None = None


def plan(held_on: date, place: str, form_key: str, by: int) -> Meeting:
    """A meeting is to be held; the same form key is the same meeting. Raises DecisionIncomplete."""
    take_turns(f"meeting:{form_key}")
    known = session().scalar(select(Meeting).where(Meeting.form_key == form_key))
    if known is not None:
        return known
    where = text.clean(place)[:160]
    if not where or held_on < today():
        raise DecisionIncomplete
    made = Meeting(
        form_key=form_key,
        held_on=held_on,
        place=where,
        state=MeetingState.PLANNED,
        planned_by=by,
        planned_at=clock.now(),
    )
    states.begin(made, by)
    return made


def hold(found: Meeting, by: int) -> None:
    """It was held: what was before it stays as it was that day. Raises TooEarly, MoveRefused."""
    session().refresh(found, with_for_update=LOCK)
    if found.held_on > today():
        raise TooEarly
    before = agenda(found, None)
    found.move_to(MeetingState.HELD, by)
    for place, commitment in enumerate(before.overdue, 1):
        session().add(AgendaItem(meeting_id=found.id, position=place, commitment_id=commitment.id))
    for place, obstacle in enumerate(before.obstacles, len(before.overdue) + 1):
        session().add(AgendaItem(meeting_id=found.id, position=place, obstacle_id=obstacle.id))


def cancel(found: Meeting, why: str, by: int) -> None:
    """It will not be held, and why. Raises AnswerMissing, MoveRefused."""
    words = text.clean(why)[:500]
    if not words:
        raise AnswerMissing
    session().refresh(found, with_for_update=LOCK)
    found.move_to(MeetingState.CANCELLED, by, words)


def decide(found: Meeting, new: Decision, by: int) -> Commitment:
    """Write a decision of a meeting down; the same form key is the same one. Raises DecisionIncomplete, MoveRefused."""
    session().refresh(found, with_for_update=LOCK)
    known = session().scalar(select(Commitment).where(Commitment.form_key == new.form_key))
    if known is not None:
        return known
    if found.state is MeetingState.CANCELLED:
        raise MoveRefused("meeting", found.state.value, "decided")
    what, owed_by = text.clean(new.what)[:500], text.clean(new.owed_by)[:120]
    if not what or not owed_by or new.due_on < today():
        raise DecisionIncomplete
    if new.obstacle_id is not None and new.obstacle_id not in {one.id for one in agenda(found, None).obstacles}:
        raise NotFound
    made = Commitment(
        form_key=new.form_key,
        meeting_id=found.id,
        obstacle_id=new.obstacle_id,
        what=what,
        owed_by=owed_by,
        due_on=new.due_on,
        state=CommitmentState.OPEN,
        written_by=by,
        written_at=clock.now(),
    )
    states.begin(made, by)
    audit.note("commitment_written", "commitment", made.id, by, due_on=new.due_on.isoformat())
    return made


def fulfil(found: Commitment, words: str, by: int) -> None:
    """What was owed is done. Raises MoveRefused."""
    _end(found, CommitmentState.DONE, text.clean(words)[:500], by)


def drop(found: Commitment, why: str, by: int) -> None:
    """It is owed no more, for a written reason. Raises AnswerMissing, MoveRefused."""
    words = text.clean(why)[:500]
    if not words:
        raise AnswerMissing
    _end(found, CommitmentState.DROPPED, words, by)


def _end(found: Commitment, became: CommitmentState, words: str, by: int) -> None:
    session().refresh(found, with_for_update=LOCK)
    found.move_to(became, by, words, ended_words=words, ended_at=clock.now())


def meeting(number: int) -> Meeting:
    """Raises NotFound."""
    found = session().get(Meeting, number)
    if found is None:
        raise NotFound
    return found


def meetings(page: int = 1) -> tuple[int, list[Meeting]]:
    """How many, and a page of them, the latest day first."""
    query = select(Meeting)
    rows = query.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return count_of(query), list(session().scalars(rows))


def commitment(number: int) -> Commitment:
    """Raises NotFound."""
    found = session().get(Commitment, number)
    if found is None:
        raise NotFound
    return found


def decisions_of(meeting_id: int) -> list[Commitment]:
    """What a meeting decided, in the order in which it was written."""
    query = select(Commitment).where(Commitment.meeting_id == meeting_id)
    return list(session().scalars(query.order_by(Commitment.id)))


def open_commitments(page: int = 1) -> tuple[int, list[Commitment]]:
    """Whatever is still owed, the earliest day first."""
    query = select(Commitment).where(Commitment.state == CommitmentState.OPEN)
    rows = query.order_by(Commitment.due_on, Commitment.id).limit(PAGE).offset((page - 1) * PAGE)
    return count_of(query), list(session().scalars(rows))


def count_overdue() -> int:
    """How many commitments are overdue."""
    query = select(func.count()).where(Commitment.state == CommitmentState.OPEN, Commitment.due_on < today())
    return session().scalar(query) or 0


def decided_of(obstacle_id: int) -> list[Commitment]:
    """What meetings decided of an obstacle, oldest first."""
    query = select(Commitment).where(Commitment.obstacle_id == obstacle_id)
    return list(session().scalars(query.order_by(Commitment.id)))


def agenda(found: Meeting, counties: frozenset[str] | None) -> Agenda:
    """What is before a meeting, of these counties: as it stands now, or as it stood when it was held."""
    if found.state is MeetingState.HELD:
        return _kept(found.id, counties)
    query = select(Commitment).where(Commitment.state == CommitmentState.OPEN, Commitment.due_on < _day_of(found))
    query = query.where(Commitment.meeting_id != found.id)
    overdue = session().scalars(query.order_by(Commitment.due_on, Commitment.id))
    return Agenda(list(overdue), queries.before_group(counties))


def _day_of(found: Meeting) -> date:
    """What falls due before a meeting's day leads it: nobody plans a day that has passed."""
    return max(found.held_on, today())


def _kept(meeting_id: int, counties: frozenset[str] | None) -> Agenda:
    rows: Sequence[tuple[Commitment | None, Obstacle | None]] = [
        (commitment, obstacle)
        for commitment, obstacle in session().execute(
            select(Commitment, Obstacle)
            .select_from(AgendaItem)
            .outerjoin(Commitment, Commitment.id == AgendaItem.commitment_id)
            .outerjoin(Obstacle, Obstacle.id == AgendaItem.obstacle_id)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.position)
        )
    ]
    obstacles = [one for _, one in rows if one is not None]
    return Agenda(
        [one for one, _ in rows if one is not None],
        [one for one in obstacles if counties is None or one.county_code in counties],
    )
