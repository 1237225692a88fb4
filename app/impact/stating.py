"""Statements: officials ask for a month as it was known on a day, the worker computes it once, nothing changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import defer

from app import consent
from app.consent import Purpose
from app.impact.errors import DayOutside, MonthNotOver, TooManyWait
from app.impact.events import StatementAsked
from app.impact.months import all_kept
from app.impact.stated import Reading, Stated, same, state
from app.impact.statement import Statement
from app.impact.trainee_month import TraineeMonth
from app.shared import audit, clock
from app.shared.calendar import JalaliMonth, local_date, start_of, today
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound
from app.shared.outbox import announce

MOST_WAITING, MOST_CHECKED = 10, 2
# What was written up to a moment is certain so long after it: no transaction is open for longer.
SETTLED = timedelta(minutes=2)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def known_on(month: JalaliMonth, day: date) -> datetime:
    """The moment up to which everything was known on a day: its end; on this one, now.

    Raises MonthNotOver for a month that runs, and DayOutside for a day before the month's last one or to come.
    """
    now = clock.now()
    if month.ends > now:
        raise MonthNotOver(str(month))
    last = local_date(month.ends - _DAY)
    if not last <= day <= today():
        raise DayOutside(last, today())
    moment = start_of(day + _DAY)
    return min(moment, now)


def ask(month: JalaliMonth, day: date, by: int) -> Statement:
    """A month as it was known on a day; who asks for the same gets the same. The worker computes it in some minutes.

    Raises MonthNotOver, DayOutside, TooManyWait.
    """
    take_turns("statement")
    as_of = known_on(month, day)
    known = _known(month, as_of)
    if known is not None:
        return known
    if waiting() >= MOST_WAITING:
        raise TooManyWait(MOST_WAITING)
    found = Statement(month=str(month), as_of=as_of, asked_by=by, asked_at=clock.now())
    session().add(found)
    session().flush()
    announce(StatementAsked(found.id), after=as_of + SETTLED)
    audit.note("statement_asked", "statement", found.id, by, month=str(month), as_of=as_of.isoformat())
    return found


def _known(month: JalaliMonth, as_of: datetime) -> Statement | None:
    """A statement of that moment; of this day, one that is being computed will do."""
    of_month = select(Statement).where(Statement.month == str(month)).order_by(Statement.id.desc())
    same_moment = session().scalar(of_month.where(Statement.as_of == as_of).limit(1))
    if same_moment is not None and not overtaken(same_moment):
        return same_moment
    if as_of == month.ends:
        return None
    unmade = of_month.where(Statement.made_at.is_(None), Statement.as_of >= start_of(today())).limit(1)
    one = session().scalar(unmade) if local_date(as_of) == today() else None
    return None if one is None or overtaken(one) else one


def make(statement_id: int) -> Callable[[], None]:
    """Compute a statement; what is returned writes it down, once.

    While somebody's month is not kept yet, her groups could still change: it is tried again in a minute.
    """
    found = statement(statement_id)
    if not all_kept(found.of_month):
        return partial(announce, StatementAsked(statement_id), after=clock.now() + _MINUTE)
    return partial(_keep, statement_id, state(found.of_month, found.as_of, found.asked_at))


def _keep(statement_id: int, figures: Stated) -> None:
    found = session().get_one(Statement, statement_id, with_for_update=LOCK, populate_existing=True)
    if found.made_at is None:
        found.figures, found.made_at = json.dumps(figures, ensure_ascii=False, sort_keys=True), clock.now()


# ---- reading --------------------------------------------------------------------------------------------------


def statement(statement_id: int) -> Statement:
    """Raises NotFound."""
    found = session().get(Statement, statement_id)
    if found is None:
        raise NotFound
    return found


def overtaken(found: Statement) -> bool:
    """Whether somebody of its month has said since that she may or may not be counted: it is told no more.

    Beside one that is asked for now it would tell what she earned and where she stood. It is kept, and can be asked for
    anew; nobody else's numbers are other in that one.
    """
    changed = consent.refused(Purpose.FIGURES, found.asked_at) ^ consent.refused(Purpose.FIGURES)
    hers = TraineeMonth.month == found.month, TraineeMonth.trainee_id.in_(changed)
    return bool(changed) and session().scalar(select(TraineeMonth.trainee_id).where(*hers).limit(1)) is not None


def statements(limit: int, offset: int = 0) -> list[Statement]:
    """What was asked for, the last first, without the figures."""
    query = select(Statement).options(defer(Statement.figures)).order_by(Statement.id.desc())
    return list(session().scalars(query.limit(limit).offset(offset)))


def statements_counted() -> int:
    return count_of(select(Statement.id))


def waiting() -> int:
    """How many are not computed yet."""
    return count_of(select(Statement.id).where(Statement.made_at.is_(None)))


def read(found: Statement, counties: Collection[str] | None) -> Reading | None:
    """A statement as it is read by who may look into some counties (None: all).

    None while it is computed, and once it is `overtaken`.
    """
    return None if found.figures is None or overtaken(found) else Reading(json.loads(found.figures), counties)


def statements_of_turn() -> list[int]:
    """Statements to be checked on this day, at most `MOST_CHECKED`: each day the next ones, and then all over again."""
    made = _made()
    first = today().toordinal() * MOST_CHECKED
    return sorted({made[(first + step) % len(made)] for step in range(MOST_CHECKED)}) if made else []


def differing_statements(of: Collection[int] | None = None) -> list[int]:
    """Statements (of these; None: of all) that books and register do not bear out any more. Minutes for each."""
    return [one for one in (_made() if of is None else of) if not _holds(statement(one))]


def _made() -> list[int]:
    return list(session().scalars(select(Statement.id).where(Statement.made_at.is_not(None)).order_by(Statement.id)))


def _holds(found: Statement) -> bool:
    again: Stated = json.loads(json.dumps(state(found.of_month, found.as_of, found.asked_at)))
    return same(json.loads(found.figures or "{}"), again)
