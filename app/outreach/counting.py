"""What came of the calls: by who was asked, and by county. Nobody who was called is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from app.outreach.models import CallResult, OutreachCall, OutreachTask, TaskState
from app.shared.calendar import start_of
from app.shared.database import session


@dataclass(frozen=True)
class Tally:
    """What came of the calls of one person, or of one county."""

    asked: int
    called: int
    reached: int
    settled: int
    results: dict[CallResult, int]


@dataclass(frozen=True)
class Counts:
    """Tallies by who was asked, and by county."""

    by_caller: dict[int, Tally]
    by_county: dict[str, Tally]


def counts(counties: frozenset[str] | None, since: date) -> Counts:
    """What was asked from a day on, and what came of it; three queries for each side."""
    where = OutreachTask.assigned_at >= start_of(since)
    where &= true() if counties is None else OutreachTask.county_code.in_(counties)
    return Counts(_tallies(OutreachTask.owner_id, where), _tallies(OutreachTask.county_code, where))


def _tallies(column: Any, where: ColumnElement[bool]) -> dict[Any, Tally]:
    asked = {
        row[0]: (row[1], row[2])
        for row in session().execute(
            select(column, func.count(), func.count().filter(OutreachTask.state == TaskState.DONE))
            .where(where)
            .group_by(column)
        )
    }
    called = {
        row[0]: (row[1], row[2])
        for row in session().execute(
            select(
                column,
                func.count(OutreachCall.task_id.distinct()),
                func.count(OutreachCall.task_id.distinct()).filter(OutreachCall.reached),
            )
            .join(OutreachCall, OutreachCall.task_id == OutreachTask.id)
            .where(where)
            .group_by(column)
        )
    }
    results: dict[Any, dict[CallResult, int]] = {}
    rows = select(column, OutreachCall.result, func.count()).join(OutreachCall, OutreachCall.task_id == OutreachTask.id)
    for one, result, count in session().execute(rows.where(where).group_by(column, OutreachCall.result)):
        results.setdefault(one, {})[result] = count
    return {
        one: Tally(number, *called.get(one, (0, 0)), settled, results.get(one, {}))
        for one, (number, settled) in asked.items()
    }
