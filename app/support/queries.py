"""Reading reports. Who may see which is in the queries; another's is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true

from app import programme
from app.accounts import Role
from app.programme import Mentor
from app.shared import clock, rulebook, states
from app.shared.calendar import start_of, today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.states import Move
from app.support.models import Level, Matter, Obstacle, ObstacleState, Topic
from app.support.rules import OLD_DAYS
from app.support.shield import Reader, readable
from app.support.standstill import put_off

PAGE = 20
OPEN_STATES = (ObstacleState.OPEN, ObstacleState.TAKEN)


@dataclass(frozen=True)
class Listed:
    """A page of reports, and how many there are."""

    total: int
    found: list[Obstacle]


@dataclass(frozen=True)
class Wanted:
    """Which part of a list; `counties` are those of the reader's role (None: all), `county` is one that she chose."""

    counties: frozenset[str] | None
    county: str | None = None
    topic: Topic | None = None
    level: Level | None = None
    state: ObstacleState | None = None
    late: bool = False

    def within(self) -> ColumnElement[bool]:
        inside = _inside(self.counties)
        for column, value in (
            (Obstacle.county_code, self.county),
            (Obstacle.topic, self.topic),
            (Obstacle.level, self.level),
            (Obstacle.state, self.state),
        ):
            inside &= true() if value is None else column == value
        return inside & _late() if self.late else inside


def _inside(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if counties is None else Obstacle.county_code.in_(counties)


def _open() -> ColumnElement[bool]:
    return Obstacle.state.in_(OPEN_STATES)


def _late() -> ColumnElement[bool]:
    return _open() & (Obstacle.due_on < today())


def _plain() -> ColumnElement[bool]:
    """All but complaints, which are nowhere but behind their shield."""
    return Obstacle.matter != Matter.COMPLAINT


def _page(query: Select[Obstacle], page: int, *order: Any) -> Listed:
    rows = query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return Listed(count_of(query), list(session().scalars(rows)))


def _one(number: int, rule: ColumnElement[bool]) -> Obstacle:
    found = session().scalar(select(Obstacle).where(Obstacle.id == number, rule))
    if found is None:
        raise NotFound
    return found


def obstacle(number: int) -> Obstacle:
    """For whoever asks in nobody's name. Raises NotFound."""
    return _one(number, true())


def reported_by(person_id: int, page: int = 1) -> Listed:
    """What somebody reported herself, or through another, newest first."""
    return _page(select(Obstacle).where(Obstacle.reporter_id == person_id), page, Obstacle.id.desc())


def of_trainee(trainee_id: int, counties: frozenset[str] | None) -> list[Obstacle]:
    """A trainee's reports that staff of these counties may read, complaints excepted: newest first."""
    query = select(Obstacle).where(Obstacle.trainee_id == trainee_id, _plain(), _inside(counties))
    return list(session().scalars(query.order_by(Obstacle.id.desc()).limit(50)))


def open_by_topic(trainee_id: int, counties: frozenset[str] | None) -> dict[Topic, int]:
    """How much stands in a trainee's way, by topic, of what these counties may read: counts alone, no complaint."""
    query = select(Obstacle.topic, func.count()).where(
        Obstacle.trainee_id == trainee_id, _plain(), _inside(counties), _open()
    )
    rows = session().execute(query.group_by(Obstacle.topic).order_by(Obstacle.topic))
    return {row[0]: row[1] for row in rows}


def own(number: int, person_id: int) -> Obstacle:
    """Raises NotFound for what another reported."""
    return _one(number, Obstacle.reporter_id == person_id)


def _before(mentor: Mentor) -> ColumnElement[bool]:
    """Trainees' obstacles of her county that are at her level, and those that she has made her own."""
    hers = (Obstacle.county_code == mentor.county_code) & (Obstacle.level == Level.MENTOR)
    hers &= Obstacle.reporter_id != mentor.person_id
    return (Obstacle.matter == Matter.OBSTACLE) & (hers | (Obstacle.owner_id == mentor.person_id))


def before_mentor(mentor: Mentor, page: int = 1, *, answered: bool = False) -> Listed:
    """What waits before a mentor, the earliest day first; or what she has answered, newest first."""
    query = select(Obstacle).where(_before(mentor))
    if answered:
        mine = ~_open() & (Obstacle.owner_id == mentor.person_id)
        return _page(query.where(mine), page, Obstacle.id.desc())
    return _page(query.where(_open()), page, Obstacle.due_on, Obstacle.id)


def mentors_obstacle(number: int, mentor: Mentor) -> Obstacle:
    """Raises NotFound for what is not before her."""
    return _one(number, _before(mentor))


def for_staff(wanted: Wanted, page: int = 1) -> Listed:
    """Reports of these counties, complaints excepted: what is open first, the earliest day first."""
    shut = Obstacle.state.in_((ObstacleState.SOLVED, ObstacleState.DECLINED))
    query = select(Obstacle).where(_plain(), wanted.within())
    if wanted.late and programme.anything_paused():
        query = query.where(Obstacle.id.not_in(_late_on_paper(query)))
    return _page(query, page, shut, Obstacle.due_on, Obstacle.id)


def _late_on_paper(query: Select[Obstacle]) -> list[int]:
    """Those of these late ones whose day, put off by the days that stood still, has not passed."""
    found = list(session().scalars(query))
    return [number for number, moved in put_off(found).items() if not moved.late]


def staffs_obstacle(number: int, counties: frozenset[str] | None) -> Obstacle:
    """Raises NotFound for a complaint, and for another county's."""
    return _one(number, _plain() & _inside(counties))


def count_open(counties: frozenset[str] | None) -> int:
    """How many reports, complaints excepted, nobody has answered."""
    return count_of(select(Obstacle.id).where(_plain(), _open(), _inside(counties)))


def count_before_mentor(mentor: Mentor) -> int:
    return count_of(select(Obstacle.id).where(_before(mentor), _open()))


def complaints_for(reader: Reader, page: int = 1) -> Listed:
    """Complaints that this reader may read: those that wait first, the oldest first."""
    shut = Obstacle.state.in_((ObstacleState.SOLVED, ObstacleState.DECLINED))
    return _page(select(Obstacle).where(readable(reader)), page, shut, Obstacle.due_on, Obstacle.id)


def complaint_for(number: int, reader: Reader) -> Obstacle:
    """Raises NotFound for one that this reader may not read."""
    return _one(number, readable(reader))


def count_complaints(reader: Reader) -> int:
    """How many complaints wait that this reader may read."""
    return count_of(select(Obstacle.id).where(readable(reader), _open()))


def complaints_veiled_from(reader: Reader) -> list[int]:
    """Numbers of complaints that this reader may not read: nothing else tells her of them either."""
    query = select(Obstacle.id).where(Obstacle.matter == Matter.COMPLAINT, Obstacle.id.not_in(_readable_ids(reader)))
    return list(session().scalars(query))


def _readable_ids(reader: Reader) -> Select[int]:
    return select(Obstacle.id).where(readable(reader))


def moves(found: Obstacle) -> list[Move]:
    """Every step of a report, oldest first."""
    return states.history(Obstacle.__tablename__, found.id)


def due_to_rise() -> list[int]:
    """Reports whose day has passed, with the days that stood still, and above whose level somebody is."""
    top = ((Obstacle.matter == Matter.COMPLAINT) & (Obstacle.level == Level.OFFICERS)) | (Obstacle.level == Level.GROUP)
    late = list(session().scalars(select(Obstacle).where(_late(), ~top).order_by(Obstacle.id)))
    moved = put_off(late)
    return [one.id for one in late if one.id not in moved or moved[one.id].late]


@dataclass(frozen=True)
class Counted:
    """Reports of one topic in one county, complaints excepted."""

    topic: Topic
    county_code: str | None
    open: int
    old: int
    solved: int
    declined: int


def counted(counties: frozenset[str] | None) -> list[Counted]:
    """By topic and county: open, open longer than the rule says, solved and declined."""
    before = start_of(today()) - timedelta(days=rulebook.number(OLD_DAYS))

    def how_many(rule: ColumnElement[bool]) -> Any:
        return func.count().filter(rule)

    query = (
        select(
            Obstacle.topic,
            Obstacle.county_code,
            how_many(_open()),
            how_many(_open() & (Obstacle.told_at < before)),
            how_many(Obstacle.state == ObstacleState.SOLVED),
            how_many(Obstacle.state == ObstacleState.DECLINED),
        )
        .where(_plain(), _inside(counties))
        .group_by(Obstacle.topic, Obstacle.county_code)
        .order_by(Obstacle.topic, Obstacle.county_code)
    )
    return [Counted(*row) for row in session().execute(query)]


def old_ones(counties: frozenset[str] | None, page: int = 1) -> Listed:
    """Open longer than the rule says, the oldest first."""
    before = start_of(today()) - timedelta(days=rulebook.number(OLD_DAYS))
    query = select(Obstacle).where(_plain(), _inside(counties), _open(), Obstacle.told_at < before)
    return _page(query, page, Obstacle.told_at, Obstacle.id)


def declined(counties: frozenset[str] | None, page: int = 1) -> Listed:
    """What was refused, with its reason, newest first."""
    query = select(Obstacle).where(_plain(), _inside(counties), Obstacle.state == ObstacleState.DECLINED)
    return _page(query, page, Obstacle.answered_at.desc(), Obstacle.id.desc())


def every_one(counties: frozenset[str] | None) -> list[Obstacle]:
    """All reports of these counties, complaints excepted, oldest first: for a table to keep."""
    return list(session().scalars(select(Obstacle).where(_plain(), _inside(counties)).order_by(Obstacle.id)))


def by_ids(ids: Iterable[int]) -> dict[int, Obstacle]:
    rows = session().scalars(select(Obstacle).where(Obstacle.id.in_(set(ids)), _plain()))
    return {row.id: row for row in rows}


def before_group(counties: frozenset[str] | None) -> list[Obstacle]:
    """What is open before the working group, the oldest first."""
    query = select(Obstacle).where(_plain(), _inside(counties), _open(), Obstacle.level == Level.GROUP)
    return list(session().scalars(query.order_by(Obstacle.told_at, Obstacle.id)))


def days_open(found: Obstacle) -> int:
    """Whole days since it was told."""
    return (clock.now() - found.told_at).days


def taken_by(person_id: int) -> list[Obstacle]:
    """What somebody has made her own and not answered yet, complaints too."""
    query = select(Obstacle).where(Obstacle.owner_id == person_id, Obstacle.state == ObstacleState.TAKEN)
    return list(session().scalars(query.order_by(Obstacle.id)))


def may_take(reader: Reader, ids: Iterable[int]) -> frozenset[int]:
    """Which of these reports she may make her own: as staff of their county, and complaints that she may read."""
    hers = _plain() & _inside(reader.counties(Role.STAFF)) if reader.acts_as(Role.STAFF) else false()
    query = select(Obstacle.id).where(Obstacle.id.in_(set(ids)), hers | readable(reader))
    return frozenset(session().scalars(query))
