"""Asking somebody to call, writing a call down, and counting what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from app import accounts, programme, support
from app.accounts import Role, RoleGrant
from app.outreach import rules
from app.outreach.errors import CallIncomplete, DueOutOfRange, MayNotCall
from app.outreach.models import CallResult, OutreachCall, OutreachTask, TaskState, Way
from app.outreach.signs import Line, Which, signs_of
from app.programme import Case, Mentor
from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from app.support import Matter, NewReport, Topic

PAGE = 20
LONGEST = 2000
_CALLERS = (Role.STAFF, Role.OFFICER)


# ---- asking ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """How many were given to somebody to call, and how many were not: no longer on the list, or without a mentor."""

    given: int
    left: int


def last_day() -> date:
    """The farthest day by which somebody is asked to call."""
    return today() + timedelta(days=rulebook.number(rules.FARTHEST_DAYS))


def ask(trainee_ids: Iterable[int], caller: int | None, due_on: date, which: Which, by: int) -> Asked:
    """Ask `caller` (None: each one's own mentor) to call these people by a day; pressed twice, it is done once.

    Only those on the list of `which` who are nobody's to call yet. Raises DueOutOfRange, and MayNotCall where the
    caller works for none of their counties.
    """
    if not today() <= due_on <= last_day():
        raise DueOutOfRange(last_day())
    wanted = sorted(set(trainee_ids))
    take_turns("outreach:ask")
    known = signs_of(which)
    asked = set(session().scalars(select(OutreachTask.trainee_id).where(OutreachTask.state == TaskState.OPEN)))
    resting = set(session().scalars(select(OutreachTask.trainee_id).where(OutreachTask.quiet_until > today())))
    lines = [known[number] for number in wanted if number in known.keys() - asked - resting]
    callers = _callers(lines, caller)
    if lines and not callers and caller is not None:
        raise MayNotCall
    for line in lines:
        if line.trainee_id in callers:
            _begin(line, callers[line.trainee_id], due_on, by)
    return Asked(len(callers), len(wanted) - len(callers))


def _callers(lines: Sequence[Line], caller: int | None) -> dict[int, int]:
    """Who is to call each of them: the one who was named, where she may, or the mentor who cares for her."""
    mentors = _mentors_of([one.trainee_id for one in lines])
    if caller is None:
        return mentors
    grants = accounts.grants_of(caller)
    return {
        one.trainee_id: caller
        for one in lines
        if works_for(grants, one.county_code) or mentors.get(one.trainee_id) == caller
    }


def works_for(grants: Iterable[RoleGrant], county_code: str) -> bool:
    """Whether somebody of these roles calls people of a county: staff and officers of it, or of the province."""
    return any(one.role in _CALLERS and one.county_code in {None, county_code} for one in grants)


def _mentors_of(trainee_ids: Sequence[int]) -> dict[int, int]:
    """The person of the mentor in whose care each one is."""
    query = select(Case.trainee_id, Mentor.person_id).join(Mentor, Mentor.id == Case.mentor_id)
    rows = session().execute(query.where(Case.ended_at.is_(None), Case.trainee_id.in_(trainee_ids)))
    return {row[0]: row[1] for row in rows}


def _begin(line: Line, owner_id: int, due_on: date, by: int) -> None:
    made = OutreachTask(
        trainee_id=line.trainee_id,
        county_code=line.county_code,
        signs=" ".join(one.sign.value for one in line.seen),
        owner_id=owner_id,
        due_on=due_on,
        state=TaskState.OPEN,
        assigned_by=by,
        assigned_at=clock.now(),
    )
    states.begin(made, by)


def callers(counties: frozenset[str] | None) -> list[accounts.Person]:
    """Staff and officers who can be asked to call people of these counties, by name."""
    people = {one.id: one for role in _CALLERS for one in accounts.people_with(role)}
    grants = accounts.desks_of(people)
    return [
        one
        for one in people.values()
        if any(
            grant.role in _CALLERS and (counties is None or grant.county_code is None or grant.county_code in counties)
            for grant in grants.get(one.id, ())
        )
    ]


# ---- calling ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewCall:
    """A call as whoever made it tells it; the same form key is the same call. `topic` is for an obstacle alone."""

    called_on: date
    way: Way
    reached: bool
    result: CallResult
    words: str
    form_key: str
    again_on: date | None = None
    topic: Topic | None = None


def _owned(person_id: int, states: Iterable[TaskState] = (TaskState.OPEN,)) -> ColumnElement[bool]:
    """Somebody's own, open, and of a mentor only while the trainee is in her care: with the case goes the number."""
    mentors = select(Mentor.person_id).where(Mentor.person_id == person_id)
    cared_for = select(Case.trainee_id).join(Mentor, Mentor.id == Case.mentor_id)
    cared_for = cared_for.where(Case.ended_at.is_(None), Mentor.person_id == person_id)
    calls_for_county = [one for one in accounts.desks_of([person_id]).get(person_id, []) if one.role in _CALLERS]
    mine = (OutreachTask.owner_id == person_id) & OutreachTask.state.in_(states)
    if calls_for_county:
        return mine
    return mine & or_(OutreachTask.owner_id.not_in(mentors), OutreachTask.trainee_id.in_(cared_for))


def own_task(task_id: int, person_id: int) -> OutreachTask:
    """Somebody's own to call. Raises NotFound."""
    return _one(task_id, _owned(person_id))


def called_task(task_id: int, person_id: int) -> OutreachTask:
    """The same, settled too: what is pressed twice is told once. Raises NotFound."""
    return _one(task_id, _owned(person_id, TaskState))


def _one(task_id: int, rule: ColumnElement[bool]) -> OutreachTask:
    found = session().scalar(select(OutreachTask).where(OutreachTask.id == task_id, rule))
    if found is None:
        raise NotFound
    return found


def own_tasks(person_id: int, page: int) -> tuple[int, list[OutreachTask]]:
    """How many are somebody's to call, and a page of them, the earliest day first."""
    query = select(OutreachTask).where(_owned(person_id)).order_by(OutreachTask.due_on, OutreachTask.id)
    found = session().scalars(query.limit(PAGE).offset((page - 1) * PAGE))
    return count_tasks(person_id), list(found)


def count_tasks(person_id: int) -> int:
    """How many are somebody's to call."""
    return session().scalar(select(func.count()).select_from(OutreachTask).where(_owned(person_id))) or 0


def calls_to(trainee_id: int) -> list[OutreachCall]:
    """Every call to her, newest first."""
    query = select(OutreachCall).where(OutreachCall.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(OutreachCall.called_on.desc(), OutreachCall.id.desc()).limit(50)))


def write_call(task: OutreachTask, told: NewCall, by: int) -> OutreachCall:
    """Keep a call. An obstacle becomes a report in her name; all but «call again» settles it.

    Raises CallIncomplete, MoveRefused.
    """
    session().refresh(task, with_for_update=LOCK)
    known = session().scalar(select(OutreachCall).where(OutreachCall.form_key == told.form_key))
    if known is not None:
        return known
    if task.state is not TaskState.OPEN:
        raise MoveRefused("outreach_task", task.state.value, "called")
    words = _checked(told)
    made = OutreachCall(
        form_key=told.form_key,
        task_id=task.id,
        trainee_id=task.trainee_id,
        called_on=told.called_on,
        way=told.way,
        reached=told.reached,
        result=told.result,
        words=words,
        again_on=told.again_on if told.result is CallResult.CALL_AGAIN else None,
        obstacle_id=_report(task, told, words, by) if told.result is CallResult.OBSTACLE else None,
        by_id=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    _settle(task, made, by)
    return made


def _checked(told: NewCall) -> str:
    words = text.clean(told.words, lines=True)[:LONGEST]
    if not today() >= told.called_on > today() - timedelta(days=rulebook.number(rules.FARTHEST_DAYS)):
        raise CallIncomplete("called_on")
    if told.reached == (told.result is CallResult.WRONG_NUMBER) and told.result is not CallResult.CALL_AGAIN:
        raise CallIncomplete("reached")
    if told.result is CallResult.CALL_AGAIN and (told.again_on is None or not today() < told.again_on <= last_day()):
        raise CallIncomplete("again_on")
    if told.result in {CallResult.NO_INTEREST, CallResult.OBSTACLE, CallResult.WANTS_HELP} and not words:
        raise CallIncomplete("words")
    if told.result is CallResult.OBSTACLE and told.topic is None:
        raise CallIncomplete("topic")
    return words


def _report(task: OutreachTask, told: NewCall, words: str, by: int) -> int:
    """What she said stands in her way, reported in her name; both names stay."""
    person = accounts.person(programme.trainee(task.trainee_id).person_id)
    past_mentor = _mentors_of([task.trainee_id]).get(task.trainee_id) != by
    key = f"call:{told.form_key}"[:48]
    new = NewReport(Matter.OBSTACLE, told.topic or Topic.OTHER, words, key, past_mentor=past_mentor)
    return support.tell(new, person, by).id


def _settle(task: OutreachTask, call: OutreachCall, by: int) -> None:
    rest, no_interest = rulebook.number(rules.REST_DAYS), rulebook.number(rules.NO_INTEREST_DAYS)
    until = rules.rests_until(call.result, call.called_on, rest, no_interest)
    if until is None:
        task.due_on = call.again_on or task.due_on
    else:
        task.move_to(TaskState.DONE, by, quiet_until=until)


def end_if_gone(task_id: int) -> None:
    """Nothing is left to call her for: what was seen of her has ended."""
    task = session().get_one(OutreachTask, task_id, with_for_update=LOCK, populate_existing=True)
    if task.state is TaskState.OPEN and not signs_of(Which(None, trainee_id=task.trainee_id)):
        task.move_to(TaskState.ENDED, None)


def gone() -> list[int]:
    """Open tasks of people who bear no sign any more."""
    known = signs_of(Which(None))
    query = select(OutreachTask.id, OutreachTask.trainee_id).where(OutreachTask.state == TaskState.OPEN)
    return [
        number for number, trainee_id in session().execute(query.order_by(OutreachTask.id)) if trainee_id not in known
    ]


def look(trainee_ids: Iterable[int], by: int | None, **facts: str) -> None:
    """Somebody has read these names."""
    audit.note_looks("outreach_seen", "trainee", trainee_ids, by, **facts)
