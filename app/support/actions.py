"""What people do with reports: tell, take, answer, pass on, say that it is not solved.

A report's row is held while it is judged, so that of two who act at the same moment one waits and then sees what the
other did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app import accounts, programme
from app.accounts import Person
from app.programme import Trainee
from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound
from app.shared.outbox import announce
from app.shared.states import MoveRefused
from app.support import rules, shield
from app.support.errors import (
    AnswerMissing,
    AtTheTop,
    DayOutOfRange,
    NotItsOwner,
    ReopenedAlready,
    ReportIncomplete,
)
from app.support.events import ObstacleMoved
from app.support.models import Level, Matter, Obstacle, ObstacleState, Topic
from app.support.standstill import still_in_time

LONGEST = 2000


@dataclass(frozen=True)
class Accused:
    """Whom a complaint is about: a person of the programme, or only the words for one."""

    words: str
    person_id: int | None = None


@dataclass(frozen=True)
class NewReport:
    """What somebody tells; the same form key is the same report. A trainee's county and trade are her own.

    `past_mentor`: she would rather not have her county's mentor read it.
    """

    matter: Matter
    topic: Topic
    words: str
    form_key: str
    county_code: str | None = None
    parties: tuple[str, str] = ("", "")
    accused: Accused | None = None
    name_hidden: bool = False
    past_mentor: bool = False


def tell(new: NewReport, reporter: Person, entered_by: int) -> Obstacle:
    """Keep a report of somebody, entered by herself or by whoever she told it. Raises ReportIncomplete."""
    take_turns(f"obstacle:{new.form_key}")
    known = session().scalar(select(Obstacle).where(Obstacle.form_key == new.form_key))
    if known is not None:
        return known
    words, parties, accused = _checked(new, reporter)
    hers = programme.trainee_of(reporter.id)
    accused_id = None if accused is None else accused.person_id
    level = rules.first_level(
        new.matter,
        mentored=hers is not None and not new.past_mentor and _mentored(hers),
        staff_may_read=accused_id is not None and not shield.of_a_desk(accused_id),
    )
    made = Obstacle(
        form_key=new.form_key,
        matter=new.matter,
        topic=new.topic,
        words=words,
        county_code=new.county_code if hers is None else hers.county_code,
        trade_code=None if hers is None else hers.trade_code,
        trainee_id=None if hers is None else hers.id,
        reporter_id=reporter.id,
        entered_by=entered_by,
        told_at=clock.now(),
        one_party=parties[0],
        other_party=parties[1],
        accused_id=accused_id,
        accused_words="" if accused is None else accused.words,
        accused_key="" if accused is None else shield.name_key(accused.words)[:160],
        name_hidden=new.name_hidden and accused is not None,
        level=level,
        state=ObstacleState.OPEN,
        due_on=_due(new.matter, level),
    )
    states.begin(made, entered_by)
    return made


def _checked(new: NewReport, reporter: Person) -> tuple[str, tuple[str, str], Accused | None]:
    """The words as they are kept, the two parties, and who is meant."""
    words = text.clean(new.words, lines=True)[:LONGEST]
    if not words:
        raise ReportIncomplete("words")
    if new.matter is Matter.CONFLICT:
        one, other = (text.clean(party)[:120] for party in new.parties)
        if not one or not other:
            raise ReportIncomplete("parties")
        return words, (one, other), None
    if new.matter is Matter.OBSTACLE:
        return words, ("", ""), None
    return words, ("", ""), _accused(new.accused, reporter)


def _accused(told: Accused | None, reporter: Person) -> Accused:
    """Who is meant: chosen from a list, or by a name, which identifies nobody until those who read it say who it is."""
    name = text.clean(told.words)[:120] if told is not None else ""
    if told is None or not name or told.person_id == reporter.id:
        raise ReportIncomplete("accused")
    return Accused(name, told.person_id)


def _mentored(hers: Trainee) -> bool:
    """Whether a mentor of her county, other than herself, can answer."""
    return any(
        one.left_at is None and one.person_id != hers.person_id for one in programme.mentors_of(hers.county_code)
    )


def _due(matter: Matter, level: Level) -> date:
    return rules.due(today(), rulebook.number(rules.days_at(matter, level)))


def _hold(found: Obstacle) -> None:
    session().refresh(found, with_for_update=LOCK)


def last_day() -> date:
    """The farthest day that an owner may name."""
    return rules.due(today(), rulebook.number(rules.PROMISE_DAYS))


def take(found: Obstacle, until: date, by: int) -> None:
    """She makes it her own and says by when she answers. Raises DayOutOfRange, MoveRefused."""
    _hold(found)
    if not today() <= until <= last_day():
        raise DayOutOfRange(last_day())
    if found.state is ObstacleState.TAKEN:
        raise MoveRefused("obstacle", found.state.value, ObstacleState.TAKEN.value)
    found.move_to(ObstacleState.TAKEN, by, owner_id=by, due_on=until)
    announce(ObstacleMoved(found.id, "taken"))


def solve(found: Obstacle, words: str, by: int) -> None:
    """It is solved, and how; of two at odds: what came of it. Raises AnswerMissing, NotItsOwner, MoveRefused."""
    _answer(found, ObstacleState.SOLVED, words, by)


def decline(found: Obstacle, why: str, by: int) -> None:
    """It will not be done, for a written reason. Raises AnswerMissing, NotItsOwner, MoveRefused."""
    _answer(found, ObstacleState.DECLINED, why, by)


def _answer(found: Obstacle, became: ObstacleState, told: str, by: int) -> None:
    words = _said(told)
    _hold(found)
    _only_its_owner(found, by)
    found.move_to(became, by, words, answer=words, owner_id=by, answered_at=clock.now())
    announce(ObstacleMoved(found.id, became.value))


def _said(told: str) -> str:
    words = text.clean(told, lines=True)[:LONGEST]
    if not words:
        raise AnswerMissing
    return words


def _only_its_owner(found: Obstacle, by: int) -> None:
    if found.state is ObstacleState.TAKEN and found.owner_id != by:
        raise NotItsOwner


def let_go(found: Obstacle, by: int, *, for_another: bool = False) -> None:
    """Nobody's again, at the same level, until the day that was named or the level's own.

    By its owner, or by whoever may do so for another; once its day has passed, by anybody who may act on it. Raises
    NotItsOwner, MoveRefused.
    """
    _hold(found)
    if not for_another and not found.late:
        _only_its_owner(found, by)
    if found.state is not ObstacleState.TAKEN:
        raise MoveRefused("obstacle", found.state.value, ObstacleState.OPEN.value)
    day = min(found.due_on, _due(found.matter, found.level))
    found.move_to(ObstacleState.OPEN, by, owner_id=None, due_on=day)


def hand_on(found: Obstacle, to: int, by: int) -> None:
    """Whoever took it leaves: it is another's, with the day that was named. Raises MoveRefused."""
    _hold(found)
    if found.state is not ObstacleState.TAKEN:
        raise MoveRefused("obstacle", found.state.value, ObstacleState.TAKEN.value)
    found.owner_id = to
    states.record(found, ObstacleState.TAKEN, ObstacleState.TAKEN, by)


def pass_up(found: Obstacle, why: str, by: int) -> None:
    """It is beyond her: it goes to whoever is next, with her words. Raises AnswerMissing, NotItsOwner, AtTheTop."""
    words = _said(why)
    _hold(found)
    _only_its_owner(found, by)
    _rise(found, by, words)


def rise(found: Obstacle) -> None:
    """Nobody answered in time: it is somebody else's turn. Does nothing where somebody has, or nobody is above."""
    _hold(found)
    if found.late and rules.level_above(found.matter, found.level) is not None and not still_in_time(found):
        _rise(found, None, None)


def _rise(found: Obstacle, by: int | None, why: str | None) -> None:
    above = rules.level_above(found.matter, found.level)
    if not found.open:
        raise MoveRefused("obstacle", found.state.value, "risen")
    if above is None:
        raise AtTheTop
    was, day = found.level, _due(found.matter, above)
    if found.state is ObstacleState.TAKEN:
        found.move_to(ObstacleState.OPEN, by, owner_id=None, due_on=day, level=above)
    else:
        found.level, found.due_on = above, day
    states.record(found, was, above, by, why)
    announce(ObstacleMoved(found.id, "risen"))


def say_unsolved(found: Obstacle, why: str, by: int) -> None:
    """Its reporter says, once, that it is not solved: it opens again, before whoever is next, where there is one.

    Raises ReopenedAlready, MoveRefused.
    """
    _hold(found)
    if found.open:
        raise MoveRefused("obstacle", found.state.value, ObstacleState.OPEN.value)
    if not found.may_be_reopened:
        raise ReopenedAlready
    was = found.level
    level = rules.level_above(found.matter, was) or was
    facts = {"answer": "", "answered_at": None, "reopened_at": clock.now()}
    words = text.clean(why, lines=True)[:LONGEST]
    found.move_to(ObstacleState.OPEN, by, words, owner_id=None, level=level, due_on=_due(found.matter, level), **facts)
    if level is not was:
        states.record(found, was, level, by)


def identify(found: Obstacle, person_id: int | None, by: int) -> None:
    """Say who is meant by a complaint's words: somebody of the programme, or (None) somebody outside it.

    Raises MoveRefused once somebody has said so, and NotFound for whoever told it.
    """
    _hold(found)
    if person_id == found.reporter_id:
        raise NotFound
    if found.matter is not Matter.COMPLAINT or found.accused_id is not None or found.accused_outside:
        raise MoveRefused("obstacle", "identified", "identified")
    if person_id is None:
        found.accused_outside = True
    else:
        found.accused_id = accounts.person(person_id).id
    audit.note("complaint_identified", "obstacle", found.id, by, person=person_id)


def read_complaint(found: Obstacle, by: int) -> None:
    """Somebody has read a complaint, with or without the name of whoever told it."""
    audit.note("complaint_seen", "obstacle", found.id, by, named=int(found.names_reporter_to(by)))
