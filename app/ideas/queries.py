"""Reading ideas. Whose they are and who may answer is in the queries; a draft is seen by whose it is alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, true

from app import programme
from app.ideas.models import Idea, IdeaState, IdeaWord
from app.programme import Mentor
from app.shared.database import count_of, session
from app.shared.errors import NotFound

PAGE = 20
_UNSENT = (IdeaState.DRAFT, IdeaState.DISCARDED)


@dataclass(frozen=True)
class Box:
    """A page of ideas, and how many there are."""

    total: int
    found: list[Idea]


def _page(query: Select[Idea], page: int) -> Box:
    waiting = Idea.state != IdeaState.SENT
    rows = query.order_by(waiting, Idea.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Box(count_of(query), list(session().scalars(rows)))


def _one(number: int, rule: ColumnElement[bool]) -> Idea:
    found = session().scalar(select(Idea).where(Idea.id == number, rule))
    if found is None:
        raise NotFound
    return found


def of_person(person_id: int, page: int = 1) -> Box:
    """Somebody's own, drafts too, the newest first."""
    query = select(Idea).where(Idea.person_id == person_id, Idea.state != IdeaState.DISCARDED)
    rows = query.order_by(Idea.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Box(count_of(query), list(session().scalars(rows)))


def own(number: int, person_id: int) -> Idea:
    """Raises NotFound for another's."""
    return _one(number, (Idea.person_id == person_id) & (Idea.state != IdeaState.DISCARDED))


def _before(mentor: Mentor) -> ColumnElement[bool]:
    """Ideas of trainees that she cares for, once they are sent."""
    cared_for = [care.trainee.id for care in programme.cases_of(mentor.id)]
    return Idea.trainee_id.in_(cared_for) & Idea.state.not_in(_UNSENT)


def for_mentor(mentor: Mentor, page: int = 1) -> Box:
    """What waits for a word first, then the newest."""
    return _page(select(Idea).where(_before(mentor)), page)


def mentors_idea(number: int, mentor: Mentor) -> Idea:
    """Raises NotFound for an idea of somebody that another mentor cares for."""
    return _one(number, _before(mentor))


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    sent = Idea.state.not_in(_UNSENT)
    return sent & (true() if counties is None else Idea.county_code.in_(counties))


def for_staff(counties: frozenset[str] | None, page: int = 1) -> Box:
    return _page(select(Idea).where(_within(counties)), page)


def staffs_idea(number: int, counties: frozenset[str] | None) -> Idea:
    """Raises NotFound for another county's."""
    return _one(number, _within(counties))


def count_waiting(counties: frozenset[str] | None) -> int:
    """How many nobody has taken further or set aside."""
    return count_of(select(Idea.id).where(_within(counties), Idea.state == IdeaState.SENT))


def words_of(ids: Iterable[int]) -> dict[int, list[IdeaWord]]:
    """What was said to each idea, oldest first."""
    found: dict[int, list[IdeaWord]] = {}
    query = select(IdeaWord).where(IdeaWord.idea_id.in_(set(ids))).order_by(IdeaWord.id)
    for one in session().scalars(query):
        found.setdefault(one.idea_id, []).append(one)
    return found
