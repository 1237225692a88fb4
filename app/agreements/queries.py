"""Reading contracts, their sheets and what is due of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.agreements import rules
from app.agreements.models import Contract, DueState, LevelDue, LevelTerm, ServiceLevel, Timing
from app.shared.calendar import start_of, today
from app.shared.database import count_of, session
from app.shared.errors import NotFound

PAGE = 20
# How far back the clock opens what nobody opened, and how long before its day.
_BACK, _AHEAD = timedelta(days=366), timedelta(days=31)


@dataclass(frozen=True)
class Line:
    """A line of a sheet: the term that holds today, those that come, and how many times it is owed and overdue."""

    level: ServiceLevel
    term: LevelTerm | None
    coming: Sequence[LevelTerm]
    open: int
    overdue: int

    @property
    def undefined(self) -> bool:
        return self.term is None or self.term.timing is Timing.UNDEFINED


@dataclass(frozen=True)
class Counts:
    """Of one contract: lines, those without a level, what is owed and overdue."""

    levels: int = 0
    undefined: int = 0
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class DueLine:
    """A time that something is due, with what, by which term, and of which contract."""

    due: LevelDue
    level: ServiceLevel
    term: LevelTerm
    contract: Contract


def contract(number: int) -> Contract:
    """Raises NotFound."""
    found = session().get(Contract, number)
    if found is None:
        raise NotFound
    return found


def contracts(page: int = 1) -> tuple[int, list[Contract]]:
    """How many, and a page of them, the newest signature first."""
    query = select(Contract)
    rows = query.order_by(Contract.signed_on.desc(), Contract.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return count_of(query), list(session().scalars(rows))


def every_contract() -> list[Contract]:
    return list(session().scalars(select(Contract).order_by(Contract.signed_on.desc(), Contract.id.desc())))


def every_level() -> list[ServiceLevel]:
    return list(session().scalars(select(ServiceLevel).order_by(ServiceLevel.contract_id, ServiceLevel.id)))


def level(number: int) -> ServiceLevel:
    """Raises NotFound."""
    found = session().get(ServiceLevel, number)
    if found is None:
        raise NotFound
    return found


def terms_of(level_id: int) -> list[LevelTerm]:
    """All terms of a level, the latest first."""
    return _terms([level_id]).get(level_id, [])


def _terms(level_ids: Iterable[int]) -> dict[int, list[LevelTerm]]:
    found: dict[int, list[LevelTerm]] = {}
    query = select(LevelTerm).where(LevelTerm.level_id.in_(set(level_ids))).order_by(LevelTerm.valid_from.desc())
    for one in session().scalars(query):
        found.setdefault(one.level_id, []).append(one)
    return found


def sheet(contract_id: int) -> list[Line]:
    """A contract's lines: those without a level first, then the overdue, then as they were written."""
    query = select(ServiceLevel).where(ServiceLevel.contract_id == contract_id).order_by(ServiceLevel.id)
    levels = list(session().scalars(query))
    terms, owed = _terms(one.id for one in levels), _owed(one.id for one in levels)
    lines = [_line(one, terms.get(one.id, []), owed.get(one.id, (0, 0))) for one in levels]
    return sorted(lines, key=lambda one: (not one.undefined, -one.overdue, one.level.id))


def _line(one: ServiceLevel, terms: Sequence[LevelTerm], owed: tuple[int, int]) -> Line:
    day = today()
    return Line(one, rules.in_force(terms, day), [term for term in terms if term.valid_from > day], *owed)


def _owed(level_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    late = func.count().filter(LevelDue.due_on < today())
    query = select(LevelDue.level_id, func.count(), late).where(LevelDue.state == DueState.OPEN)
    query = query.where(LevelDue.level_id.in_(set(level_ids))).group_by(LevelDue.level_id)
    return {row[0]: (row[1], row[2]) for row in session().execute(query)}


def counts_of(contract_ids: Iterable[int]) -> dict[int, Counts]:
    """How the sheets of these contracts stand."""
    query = select(ServiceLevel).where(ServiceLevel.contract_id.in_(set(contract_ids)))
    levels = list(session().scalars(query))
    terms, owed = _terms(one.id for one in levels), _owed(one.id for one in levels)
    found: dict[int, Counts] = {}
    for one in levels:
        line, was = _line(one, terms.get(one.id, []), owed.get(one.id, (0, 0))), found.get(one.contract_id, Counts())
        found[one.contract_id] = Counts(
            was.levels + 1, was.undefined + line.undefined, was.open + line.open, was.overdue + line.overdue
        )
    return found


def last_terms(level_ids: Iterable[int]) -> dict[int, LevelTerm]:
    """The latest term of each level, whether it has begun or not."""
    return {level_id: terms[0] for level_id, terms in _terms(level_ids).items()}


def undefined(on: date | None = None) -> list[tuple[ServiceLevel, Contract]]:
    """Lines of contracts that hold on a day (None: today) for which no level is defined, the oldest first."""
    day = on or today()
    begun = select(LevelTerm.level_id, func.max(LevelTerm.valid_from).label("since")).where(LevelTerm.valid_from <= day)
    newest = begun.group_by(LevelTerm.level_id).subquery()
    term = and_(LevelTerm.level_id == newest.c.level_id, LevelTerm.valid_from == newest.c.since)
    query = (
        select(ServiceLevel, Contract)
        .join(Contract, Contract.id == ServiceLevel.contract_id)
        .outerjoin(newest, newest.c.level_id == ServiceLevel.id)
        .outerjoin(LevelTerm, term)
        .where(or_(LevelTerm.id.is_(None), LevelTerm.timing == Timing.UNDEFINED), _holds(day))
        .where(ServiceLevel.written_at < start_of(day + timedelta(days=1)))
        .order_by(ServiceLevel.written_at, ServiceLevel.id)
    )
    return [(row[0], row[1]) for row in session().execute(query)]


def _holds(day: date) -> ColumnElement[bool]:
    return and_(Contract.valid_from <= day, or_(Contract.valid_to.is_(None), Contract.valid_to >= day))


def _lines() -> Select[LevelDue, ServiceLevel, LevelTerm, Contract]:
    return (
        select(LevelDue, ServiceLevel, LevelTerm, Contract)
        .join(ServiceLevel, ServiceLevel.id == LevelDue.level_id)
        .join(LevelTerm, LevelTerm.id == LevelDue.term_id)
        .join(Contract, Contract.id == ServiceLevel.contract_id)
    )


def dues_of(level_id: int) -> list[LevelDue]:
    """Each time that a level was due, what is owed first, the latest day first."""
    query = select(LevelDue).where(LevelDue.level_id == level_id)
    ended = LevelDue.state != DueState.OPEN
    return list(session().scalars(query.order_by(ended, LevelDue.due_on.desc(), LevelDue.id.desc())))


def due(number: int) -> DueLine:
    """Raises NotFound."""
    row = session().execute(_lines().where(LevelDue.id == number)).first()
    if row is None:
        raise NotFound
    return DueLine(*row)


def overdue_on(day: date) -> list[DueLine]:
    """What was owed before a day and still owed on it, as far as was known then; the longest overdue first."""
    query = _lines().where(
        LevelDue.due_on < day,
        LevelDue.opened_at < start_of(day + timedelta(days=1)),
        or_(LevelDue.ended_on.is_(None), LevelDue.ended_on >= day),
    )
    return [DueLine(*row) for row in session().execute(query.order_by(LevelDue.due_on, LevelDue.id))]


def due_between(first: date, last: date) -> list[LevelDue]:
    """Whatever was or will be due on these days, by any contract."""
    query = select(LevelDue).where(LevelDue.due_on.between(first, last))
    return list(session().scalars(query.order_by(LevelDue.due_on, LevelDue.id)))


def missing(found: ServiceLevel) -> list[rules.Occurrence]:
    """What falls due by itself about now and is not open yet."""
    whose = contract(found.contract_id)
    first, last = max(whose.valid_from, today() - _BACK), today() + _AHEAD
    last = last if whose.valid_to is None else min(last, whose.valid_to)
    query = select(LevelDue.period).where(LevelDue.level_id == found.id)
    known = set(session().scalars(query))
    return [one for one in rules.occurrences(terms_of(found.id), first, last) if one.period not in known]


def with_missing() -> list[int]:
    """Levels of contracts that hold today of which something is to be opened."""
    recurring = select(LevelTerm.level_id).where(LevelTerm.timing.in_((Timing.MONTHLY, Timing.FIXED)))
    query = select(ServiceLevel).join(Contract, Contract.id == ServiceLevel.contract_id)
    levels = session().scalars(query.where(ServiceLevel.id.in_(recurring), _holds(today())).order_by(ServiceLevel.id))
    return [one.id for one in levels if missing(one)]
