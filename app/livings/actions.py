"""Telling what somebody lives from. The same once more is not written again; something else is a new row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.livings.errors import MonthOutOfRange
from app.livings.events import LivingTold
from app.livings.models import HomeWork, InsuredMonth, SideIncome, WorkKind
from app.livings.queries import Beside, Held, incomes_of, insured_of, works_of
from app.programme import Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import LOCK, session
from app.shared.outbox import announce

REMEMBERED_MONTHS = 24


def tell_income(trainee_id: int, month: JalaliMonth, told: Beside, by: int | None) -> bool:
    """What she earned of a kind in a month; nought for nothing. Raises MonthOutOfRange. Whether it was news."""
    _in_turn(trainee_id, [month])
    held = incomes_of(trainee_id).get((str(month), told.kind))
    if held is not None and (held.amount_rial, held.grade) == (told.amount, told.grade):
        return False
    row = SideIncome(
        trainee_id=trainee_id,
        month=str(month),
        kind=told.kind,
        amount_rial=told.amount,
        grade=told.grade,
        by_id=by,
        at=clock.now(),
    )
    return _keep(trainee_id, [row])


def tell_insured(trainee_id: int, months: Sequence[JalaliMonth], told: Held, by: int | None) -> bool:
    """By what she was insured in these months (None: she was not). Raises MonthOutOfRange. Whether any was news."""
    _in_turn(trainee_id, months)
    held = insured_of(trainee_id)
    fresh = [
        InsuredMonth(
            trainee_id=trainee_id, month=str(month), kind=told.kind, grade=told.grade, by_id=by, at=clock.now()
        )
        for month in months
        if (str(month) not in held and told.kind is not None) or (str(month) in held and held[str(month)] != told)
    ]
    return _keep(trainee_id, fresh)


@dataclass(frozen=True)
class Work:
    """A kind of home work from a day on, with so many of the family who help unpaid."""

    kind: WorkKind
    helpers: int
    from_day: date


def tell_work(trainee_id: int, told: Work, by: int | None) -> bool:
    """What kind of home worker she is. Whether it was news."""
    _in_turn(trainee_id, [])
    rows = works_of(trainee_id)
    if rows and (rows[0].kind, rows[0].helpers, rows[0].from_day) == (told.kind, told.helpers, told.from_day):
        return False
    row = HomeWork(
        trainee_id=trainee_id,
        kind=told.kind,
        helpers=told.helpers,
        from_day=told.from_day,
        by_id=by,
        at=clock.now(),
    )
    return _keep(trainee_id, [row])


def _in_turn(trainee_id: int, months: Sequence[JalaliMonth]) -> None:
    """Two who tell of the same trainee take turns."""
    now = JalaliMonth.current()
    earliest = now.plus(-REMEMBERED_MONTHS)
    if any(not earliest <= month <= now for month in months):
        raise MonthOutOfRange(earliest)
    session().execute(select(Trainee.id).where(Trainee.id == trainee_id).with_for_update(**LOCK))


def _keep(trainee_id: int, rows: Sequence[SideIncome | InsuredMonth | HomeWork]) -> bool:
    if rows:
        session().add_all(rows)
        session().flush()
        announce(LivingTold(trainee_id))
    return bool(rows)
