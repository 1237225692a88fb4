"""What people do with ideas: begin, write on, send; answer, take further, set aside with a kind reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app import programme
from app.accounts import Person
from app.ideas.errors import IdeaIncomplete, WordMissing
from app.ideas.models import Further, Idea, IdeaState, IdeaWord
from app.programme import HelpKind
from app.shared import clock, states, text
from app.shared.database import LOCK, session, take_turns
from app.shared.states import MoveRefused

LONGEST = 1500


@dataclass(frozen=True)
class NewIdea:
    """A name, and what she says to the three prompts, each of which may be left empty while it is a draft."""

    title: str
    making: str = ""
    for_whom: str = ""
    lacking: str = ""


def start(new: NewIdea, whose: Person, entered_by: int, form_key: str) -> Idea:
    """Keep a draft; the same form key is the same one. Raises IdeaIncomplete."""
    take_turns(f"idea:{form_key}")
    known = session().scalar(select(Idea).where(Idea.form_key == form_key))
    if known is not None:
        return known
    hers, mentor = programme.trainee_of(whose.id), programme.mentor_of(whose.id)
    county = hers.county_code if hers is not None else mentor.county_code if mentor is not None else None
    made = Idea(
        form_key=form_key,
        person_id=whose.id,
        entered_by=entered_by,
        trainee_id=None if hers is None else hers.id,
        county_code=county,
        title=_title(new),
        state=IdeaState.DRAFT,
        begun_at=clock.now(),
    )
    _write(made, new)
    states.begin(made, entered_by)
    return made


def _title(new: NewIdea) -> str:
    title = text.clean(new.title)[:120]
    if not title:
        raise IdeaIncomplete
    return title


def _write(idea: Idea, new: NewIdea) -> None:
    idea.title = _title(new)
    idea.making, idea.for_whom, idea.lacking = (
        text.clean(one, lines=True)[:LONGEST] for one in (new.making, new.for_whom, new.lacking)
    )


def _hold(found: Idea) -> None:
    session().refresh(found, with_for_update=LOCK)


def keep(found: Idea, new: NewIdea) -> None:
    """Write on at a draft. Raises IdeaIncomplete, MoveRefused once it is sent."""
    _hold(found)
    if found.state is not IdeaState.DRAFT:
        raise MoveRefused("idea", found.state.value, IdeaState.DRAFT.value)
    _write(found, new)
    session().flush()


def send(found: Idea, by: int) -> None:
    """From now on her mentor and the staff read it, and it stays as it is. Raises IdeaIncomplete, MoveRefused."""
    _hold(found)
    if not found.making:
        raise IdeaIncomplete
    found.move_to(IdeaState.SENT, by, sent_at=clock.now())


def discard(found: Idea, by: int) -> None:
    """She thinks better of a draft. Raises MoveRefused."""
    _hold(found)
    found.move_to(IdeaState.DISCARDED, by)


def say(found: Idea, words: str, form_key: str, by: int) -> None:
    """A word to somebody's idea; the same form key is said once. Raises WordMissing, MoveRefused for a draft."""
    _hold(found)
    if found.sent_at is None:
        raise MoveRefused("idea", found.state.value, "answered")
    _said(found, words, form_key, by)


def take_further(found: Idea, way: Further, words: str, form_key: str, by: int) -> None:
    """Something comes of it; of a trainee's it may become a need, which mentors of her county then see.

    Raises WordMissing, MoveRefused.
    """
    _hold(found)
    need_id = None
    if way is Further.NEED and found.trainee_id is not None and found.may_become(IdeaState.FURTHER):
        told = f"{found.title}: {found.lacking or found.making}"
        need_id = programme.tell_need(programme.trainee(found.trainee_id), HelpKind.ADVICE, told, by).id
    _said(found, words, form_key, by)
    found.move_to(IdeaState.FURTHER, by, words, way=way, need_id=need_id)


def set_aside(found: Idea, why: str, form_key: str, by: int) -> None:
    """Not now, and kindly why. Raises WordMissing, MoveRefused."""
    _hold(found)
    _said(found, why, form_key, by)
    found.move_to(IdeaState.ASIDE, by, why)


def _said(found: Idea, told: str, form_key: str, by: int) -> None:
    words = text.clean(told, lines=True)[:LONGEST]
    if not words:
        raise WordMissing
    if session().scalar(select(IdeaWord.id).where(IdeaWord.form_key == form_key)) is None:
        session().add(IdeaWord(form_key=form_key, idea_id=found.id, said_by=by, said_at=clock.now(), words=words))
        session().flush()
