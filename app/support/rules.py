"""Whose turn a report is, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

from app.accounts import Body
from app.shared import rulebook
from app.support.models import Level, Matter

MENTOR_DAYS = rulebook.define("obstacle.mentor_days", 7, "days", "the mentor's time to answer", least=1)
EXECUTOR_DAYS = rulebook.define("obstacle.executor_days", 10, "days", "the executor's time to answer", least=1)
GROUP_DAYS = rulebook.define("obstacle.group_days", 30, "days", "a meeting a month", least=1)
COMPLAINT_DAYS = rulebook.define("obstacle.complaint_days", 5, "days", "whoever complains waits least", least=1)
PROMISE_DAYS = rulebook.define("obstacle.promise_days", 60, "days", "the farthest day that an owner may name", least=1)
OLD_DAYS = rulebook.define("obstacle.old_days", 30, "days", "what is open longer is counted apart", least=1)
PER_DAY = rulebook.define("obstacle.per_day", 10, "reports", "so many reports of one person in a day", least=1)

_ABOVE = {Level.MENTOR: Level.EXECUTOR, Level.EXECUTOR: Level.GROUP}
_DAYS = {
    Level.MENTOR: MENTOR_DAYS,
    Level.EXECUTOR: EXECUTOR_DAYS,
    Level.GROUP: GROUP_DAYS,
    Level.OFFICERS: COMPLAINT_DAYS,
}
# Officers of this body look at complaints; of the next one, where somebody of the first is complained of; and so on.
JUDGES = (Body.ACECR, Body.LABOUR, Body.WOMEN)


def first_level(matter: Matter, *, mentored: bool, staff_may_read: bool) -> Level:
    """Where a report begins. `mentored`: a trainee's, in a county with a mentor who can answer."""
    if matter is Matter.COMPLAINT:
        return Level.EXECUTOR if staff_may_read else Level.OFFICERS
    return Level.MENTOR if matter is Matter.OBSTACLE and mentored else Level.EXECUTOR


def level_above(matter: Matter, level: Level) -> Level | None:
    """Whose turn it is next; None at the top."""
    if matter is Matter.COMPLAINT:
        return Level.OFFICERS if level is Level.EXECUTOR else None
    return _ABOVE.get(level)


def days_at(matter: Matter, level: Level) -> rulebook.Rule:
    """How long whoever's turn it is has to answer."""
    return COMPLAINT_DAYS if matter is Matter.COMPLAINT else _DAYS[level]


def due(since: date, days: int) -> date:
    return since + timedelta(days=days)
