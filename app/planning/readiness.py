"""Whether a year can begin: what the program sees for itself, and what somebody has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select

from app import accounts, funding, impact, lending, programme, support
from app.accounts import Body, Role, RoleGrant
from app.catalogue import Permit, PermitState
from app.planning.errors import MissingInWords
from app.planning.figures import days_of
from app.planning.models import ByHand, ReadinessAnswer
from app.planning.network import Network, network
from app.programme import Cohort, CohortState
from app.shared import clock, rulebook, text
from app.shared.calendar import local_date, today
from app.shared.database import session, take_turns

LAPSE_DAYS = rulebook.define("readiness.lapse_days", 60, "days", "a paper of health takes about two months", least=1)
_TWO_HANDS = 2


class Check(StrEnum):
    """What the program sees for itself."""

    MENTORS = "mentors"
    TRADES = "trades"
    STAFF = "staff"
    BUDGET = "budget"
    CREDIT = "credit"
    OBSTACLES = "obstacles"
    WAGE = "wage"
    GOALS = "goals"
    COHORTS = "cohorts"
    HELD = "held"
    PERMITS = "permits"


class Ready(StrEnum):
    READY = "ready"
    MISSING = "missing"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Checked:
    """`count`: how many are missing, or (goals, cohorts, budgets) there.

    `where`: codes of counties, roles, or names of courses.
    """

    check: Check
    ready: Ready
    count: int
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaidByHand:
    item: ByHand
    ready: Ready
    last: ReadinessAnswer | None


@dataclass(frozen=True)
class Readiness:
    year: int
    checked: tuple[Checked, ...]
    said: tuple[SaidByHand, ...]

    @property
    def missing(self) -> int:
        states = [one.ready for one in self.checked] + [one.ready for one in self.said]
        return sum(one is not Ready.READY for one in states)

    @property
    def whole(self) -> int:
        return len(self.checked) + len(self.said)


def readiness(year: int) -> Readiness:
    """The list of a year, as it stands now."""
    found, cohorts = network(None), _cohorts(year)
    goals = sum(one.first.year == year and not one.indicator.activity for one in impact.goals())
    checked = (
        _mentors(found, cohorts),
        _trades(found),
        _staff(),
        _there(Check.BUDGET, _budgets(year)),
        _there(Check.CREDIT, _credit(year)),
        _none(Check.OBSTACLES, sum(one.old for one in support.counted(None))),
        _there(Check.WAGE, _wages(year)),
        _there(Check.GOALS, goals),
        _there(Check.COHORTS, len(cohorts)),
        _held(cohorts),
        _none(Check.PERMITS, _lapsing()),
    )
    last = _last_words(year)
    return Readiness(year, checked, tuple(_by_hand(item, last.get(item)) for item in ByHand))


def _there(check: Check, count: int) -> Checked:
    return Checked(check, Ready.READY if count else Ready.MISSING, count)


def _none(check: Check, count: int, where: tuple[str, ...] = ()) -> Checked:
    return Checked(check, Ready.MISSING if count else Ready.READY, count, where)


def _cohorts(year: int) -> list[Cohort]:
    """Those that begin in the year and are not called off."""
    first, last = days_of(year)
    return [
        one for one in programme.cohorts() if first <= one.starts_on <= last and one.state is not CohortState.CANCELLED
    ]


def _mentors(found: Network, cohorts: list[Cohort]) -> Checked:
    """Counties whose mentors have less room than there are trainees without one and places to come."""
    coming = {
        hub.county_code: sum(one.capacity for one in cohorts if one.county_code == hub.county_code)
        for hub in found.hubs
    }
    short = tuple(hub.county_code for hub in found.hubs if hub.room < hub.alone + coming[hub.county_code])
    return _none(Check.MENTORS, len(short), short)


def _held(cohorts: list[Cohort]) -> Checked:
    """Courses that no mentor is to hold, or one who has gone."""
    mentors = programme.mentors(one.mentor_id for one in cohorts if one.mentor_id is not None)
    there = {number for number, one in mentors.items() if one.left_at is None}
    alone = tuple(one.name for one in cohorts if one.mentor_id not in there)
    return _none(Check.HELD, len(alone), alone)


def _trades(found: Network) -> Checked:
    where = tuple(hub.county_code for hub in found.hubs if hub.unmentored)
    return _none(Check.TRADES, sum(len(hub.unmentored) for hub in found.hubs), where)


def _staff() -> Checked:
    """Roles that nobody has; money wants two pairs of hands, and figures somebody who signs them."""
    columns = RoleGrant.role, RoleGrant.body
    open_ones = select(*columns, func.count(RoleGrant.person_id.distinct())).where(RoleGrant.ended_at.is_(None))
    people = {(role, body): number for role, body, number in session().execute(open_ones.group_by(*columns))}
    wanted = {
        "staff": people.get((Role.STAFF, None), 0) >= 1,
        "finance": people.get((Role.FINANCE, None), 0) >= _TWO_HANDS,
        "labour": people.get((Role.OFFICER, Body.LABOUR), 0) >= 1,
        "acecr": people.get((Role.OFFICER, Body.ACECR), 0) >= 1,
    }
    lacking = tuple(name for name, there in wanted.items() if not there)
    return _none(Check.STAFF, len(lacking), lacking)


def _budgets(year: int) -> int:
    """Budgets that still have something when the year begins."""
    first, _ = days_of(year)
    return sum(one.first_day <= first <= one.last_day and one.left > 0 for one in funding.budgets())


def _credit(year: int) -> int:
    """Credit lines whose window is open on the first day of the year, with something left."""
    first, _ = days_of(year)
    return sum(
        lending.in_force(one.asks.first_day, one.asks.last_day, first) and one.row.left > 0 for one in lending.lines()
    )


def _wages(year: int) -> int:
    first, last = days_of(year)
    return sum(first <= local_date(row.valid_from) <= last for row in rulebook.rows_of(impact.MINIMUM_WAGE))


def _lapsing() -> int:
    """Papers that hold today and end within the rule's days."""
    until = today() + timedelta(days=rulebook.number(LAPSE_DAYS))
    query = select(func.count()).where(
        Permit.state == PermitState.ACCEPTED, Permit.expires_on >= today(), Permit.expires_on < until
    )
    return session().scalar(query) or 0


def _last_words(year: int) -> dict[ByHand, ReadinessAnswer]:
    rows = session().scalars(select(ReadinessAnswer).where(ReadinessAnswer.year == year).order_by(ReadinessAnswer.id))
    return {row.item: row for row in rows}


def _by_hand(item: ByHand, last: ReadinessAnswer | None) -> SaidByHand:
    if last is None:
        return SaidByHand(item, Ready.UNSAID, None)
    return SaidByHand(item, Ready.READY if last.ready else Ready.MISSING, last)


@dataclass(frozen=True)
class Word:
    """What somebody says of an item; `form_key` writes it once."""

    item: ByHand
    ready: bool
    words: str
    form_key: str


def say_ready(year: int, word: Word, by: int) -> ReadinessAnswer:
    """Write it down; the same form key is the same word. Raises MissingInWords."""
    take_turns(f"ready:{word.form_key}")
    known = session().scalar(select(ReadinessAnswer).where(ReadinessAnswer.form_key == word.form_key))
    if known is not None:
        return known
    words = text.clean(word.words)[:300]
    if not word.ready and not words:
        raise MissingInWords
    made = ReadinessAnswer(
        form_key=word.form_key,
        year=year,
        item=word.item,
        ready=word.ready,
        words=words,
        said_by=by,
        said_at=clock.now(),
    )
    session().add(made)
    session().flush()
    return made


def names_of_those_who_said(found: Readiness) -> dict[int, str]:
    return accounts.names(one.last.said_by for one in found.said if one.last is not None)
