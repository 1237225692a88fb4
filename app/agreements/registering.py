"""The register of what nobody is sure of: a question is raised, asked of somebody, answered or closed unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from app.agreements import queries
from app.agreements.errors import DayWrong, WordsMissing
from app.agreements.models import Ambiguity, AmbiguityState
from app.shared import rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound

LONGEST = 2000
PAGE = 20
FARTHEST = timedelta(days=3650)
UNANSWERED_DAYS = rulebook.define(
    "ambiguity.unanswered_days", 30, "days", "a month is long enough for a body to answer", least=1
)
_OPEN = (AmbiguityState.OPEN, AmbiguityState.ASKED)


@dataclass(frozen=True)
class NewQuestion:
    """What is not clear, and of which contract or level; the same form key is the same question."""

    question: str
    raised_on: date
    form_key: str
    contract_id: int | None = None
    level_id: int | None = None


@dataclass(frozen=True)
class AskedOf:
    """A body, the number of the letter, and its day."""

    body: str
    letter: str
    asked_on: date


@dataclass(frozen=True)
class Answered:
    """What came back and where it stands; which level or rule it changed, where it did."""

    words: str
    answered_on: date
    source: str
    changed_level_id: int | None = None
    changed_rule: str = ""


@dataclass(frozen=True)
class Questions:
    total: int
    found: Sequence[Ambiguity]


def ask_about(new: NewQuestion, by: int) -> Ambiguity:
    """Write a question into the register. A level's contract is its own. Raises WordsMissing, DayWrong, NotFound."""
    take_turns(f"ambiguity:{new.form_key}")
    known = session().scalar(select(Ambiguity).where(Ambiguity.form_key == new.form_key))
    if known is not None:
        return known
    question = text.clean(new.question, lines=True)[:LONGEST]
    if not question:
        raise WordsMissing
    _within(today() - FARTHEST, new.raised_on)
    contract_id = new.contract_id
    if new.level_id is not None:
        contract_id = queries.level(new.level_id).contract_id
    elif contract_id is not None:
        queries.contract(contract_id)
    made = Ambiguity(
        form_key=new.form_key,
        question=question,
        contract_id=contract_id,
        level_id=new.level_id,
        raised_on=new.raised_on,
        raised_by=by,
        state=AmbiguityState.OPEN,
    )
    states.begin(made, by)
    return made


def ask(found: Ambiguity, whom: AskedOf, by: int) -> None:
    """It was asked of a body by a letter. Raises WordsMissing, DayWrong, MoveRefused."""
    body = text.clean(whom.body)[:120]
    if not body:
        raise WordsMissing
    _within(found.raised_on, whom.asked_on)
    letter = text.clean(whom.letter)[:80]
    _hold(found)
    found.move_to(AmbiguityState.ASKED, by, body, asked_of=body, letter=letter, asked_on=whom.asked_on)


def answer(found: Ambiguity, told: Answered, by: int) -> None:
    """The answer and where it stands. Raises WordsMissing, DayWrong, MoveRefused, NotFound."""
    words, source = text.clean(told.words, lines=True)[:LONGEST], text.clean(told.source)[:300]
    if not words or not source:
        raise WordsMissing
    _hold(found)
    _within(found.asked_on or found.raised_on, told.answered_on)
    if told.changed_level_id is not None:
        queries.level(told.changed_level_id)
    rule = told.changed_rule if told.changed_rule in {one.name for one in rulebook.all_rules()} else ""
    found.move_to(
        AmbiguityState.ANSWERED,
        by,
        words,
        ended_words=words,
        ended_on=told.answered_on,
        source=source,
        changed_level_id=told.changed_level_id,
        changed_rule=rule,
    )


def close(found: Ambiguity, why: str, by: int) -> None:
    """No answer is waited for any more, and why. Raises WordsMissing, MoveRefused."""
    words = text.clean(why, lines=True)[:LONGEST]
    if not words:
        raise WordsMissing
    _hold(found)
    found.move_to(AmbiguityState.UNANSWERED, by, words, ended_words=words, ended_on=today())


def _within(first: date, day: date) -> None:
    if not first <= day <= today():
        raise DayWrong(first, today())


def _hold(found: Ambiguity) -> None:
    session().refresh(found, with_for_update=LOCK)


def ambiguity(number: int) -> Ambiguity:
    """Raises NotFound."""
    found = session().get(Ambiguity, number)
    if found is None:
        raise NotFound
    return found


def ambiguities(page: int = 1, *, contract_id: int | None = None) -> Questions:
    """What is open first, the oldest first."""
    query = select(Ambiguity)
    if contract_id is not None:
        query = query.where(Ambiguity.contract_id == contract_id)
    shut = Ambiguity.state.not_in(_OPEN)
    rows = query.order_by(shut, Ambiguity.raised_on, Ambiguity.id).limit(PAGE).offset((page - 1) * PAGE)
    return Questions(count_of(query), list(session().scalars(rows)))


def unanswered_on(day: date) -> list[Ambiguity]:
    """Questions that had no answer on a day although the rule's days had gone by, the oldest first."""
    before = day - timedelta(days=rulebook.number(UNANSWERED_DAYS))
    query = select(Ambiguity).where(
        Ambiguity.raised_on <= before, or_(Ambiguity.ended_on.is_(None), Ambiguity.ended_on > day)
    )
    return list(session().scalars(query.order_by(Ambiguity.raised_on, Ambiguity.id)))


def count_unanswered() -> int:
    """How many questions wait."""
    return count_of(select(Ambiguity.id).where(Ambiguity.state.in_(_OPEN)))
