"""What trainees of the demo have said to the use of their income, and what they live from beside the shop."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import consent, livings
from app.consent import Purpose, Told, Way
from app.demo import looking
from app.livings import Beside, Grade, Held, IncomeKind, InsuranceKind, Work, WorkKind
from app.programme import Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import transaction
from app.shared.money import Rial

_DAYS_AGO = 25
_WORKS = (
    (WorkKind.INDEPENDENT, 1), (WorkKind.INDEPENDENT, 0), (WorkKind.COVERED, 0), (WorkKind.COOPERATIVE, 2),
    (WorkKind.INDEPENDENT, 2), (WorkKind.SUPPORTER, 0), (WorkKind.UNPAID, 0),
)  # fmt: skip


def told(now: datetime, staff_id: int) -> None:
    """Most have answered on their phones, some by paper or telephone, some not yet; a few have said no."""
    with clock.at(now - timedelta(days=_DAYS_AGO)), transaction():
        for place, one in enumerate(looking.in_courses()):
            _answers(place, one, staff_id)
            _living(place, one, staff_id)


def _answers(place: int, one: Trainee, staff_id: int) -> None:
    if place % 5 == 4:
        return
    answers = {Purpose.FIGURES: place % 23 != 7, Purpose.NAMED: place % 11 != 3}
    called = place % 4 == 1
    how = Told(Way.CALLED, staff_id) if called else Told(Way.OWN, one.person_id)
    consent.answer_all(one.id, answers, how)


def _living(place: int, one: Trainee, staff_id: int) -> None:
    month = JalaliMonth.of(clock.now())
    kind, helpers = _WORKS[place % len(_WORKS)]
    if place % 3:
        livings.tell_work(one.id, Work(kind, helpers, local_date(clock.now()) - timedelta(days=200)), one.person_id)
    if place % 4 == 0:
        months = [month.plus(-step) for step in range(place % 9)]
        livings.tell_insured(one.id, months, Held(InsuranceKind.SELF, Grade.STATEMENT), staff_id)
    if place % 7 == 2:
        income = Beside(IncomeKind.PIECEWORK, Rial(30_000_000), Grade.DECLARED)
        livings.tell_income(one.id, month.plus(-1), income, one.person_id)
