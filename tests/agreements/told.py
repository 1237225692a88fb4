"""Contracts, levels and questions for tests. Each call gives a number."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from app import agreements
from app.agreements import LevelDue, NewContract, NewLevel, NewQuestion, NewTerm, Timing, Trigger
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world

_numbers = itertools.count(1)
BUSHEHR = "18"


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def contract(by: int, *, since: int = 100, title: str = "تفاهم‌نامهٔ ملی") -> int:
    new = NewContract(title, "وزارت و جهاد", "۱۲", ago(since), ago(since), None, f"c{next(_numbers)}")
    with transaction():
        return agreements.write_contract(new, by).id


def after(days: int = 10, *, since: int = 100) -> NewTerm:
    """So many days after the list came."""
    return NewTerm(ago(since), Timing.AFTER, "ادارهٔ کار", "جهاد", days=days, cause="رسیدنِ فهرست")


def monthly(day: int, *, since: int = 100) -> NewTerm:
    return NewTerm(ago(since), Timing.MONTHLY, "جهاد", "ادارهٔ کار", month_day=day)


def undefined(*, since: int = 100) -> NewTerm:
    return NewTerm(ago(since), Timing.UNDEFINED)


def level(contract_id: int, by: int, term: NewTerm | None = None, what: str = "بررسیِ فهرست") -> int:
    with transaction():
        new = NewLevel(what, BUSHEHR, f"l{next(_numbers)}")
        return agreements.add_level(agreements.contract(contract_id), new, term or after(), by).id


def due(level_id: int, by: int, *, caused: int = 0, about: str = "نوبتِ سوم") -> int:
    with transaction():
        told = Trigger(ago(caused), about, f"d{next(_numbers)}")
        return agreements.open_due(agreements.level(level_id), told, by).id


def seen(due_id: int) -> LevelDue:
    world.fresh()
    return agreements.due(due_id).due


def question(by: int, *, contract_id: int | None = None, level_id: int | None = None, since: int = 20) -> int:
    new = NewQuestion("هزینه با کیست؟", ago(since), f"q{next(_numbers)}", contract_id, level_id)
    with transaction():
        return agreements.ask_about(new, by).id
