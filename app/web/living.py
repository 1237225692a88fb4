"""What a trainee lives from beside the shop, as she herself and staff tell it: one page with three forms, two doors."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from wtforms import Form

from app import livings
from app.livings import Beside, Grade, Held, IncomeKind, InsuranceKind, Work, WorkKind
from app.programme import Trainee
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.shared.money import Rial
from app.web.access import my_id
from app.web.forms.fields import fault_list
from app.web.forms.living import NOT_INSURED, IncomeForm, InsuredForm, WorkForm
from app.web.pages import Page, done, go
from app.words import gettext, say

FORMS: dict[str, type[Form]] = {"income": IncomeForm, "insured": InsuredForm, "work": WorkForm}


def living_page(trainee: Trainee, door: str, *, by_staff: bool, veiled: bool = False, back: str) -> Page:
    """Show and take what is told. `by_staff`: she may say what paper she has seen; `veiled`: no income is shown."""
    kind = request.form.get("do", "") if request.method == "POST" else ""
    form = FORMS[kind](request.form) if kind in FORMS else None
    fault = ""
    if form is not None and form.validate():
        try:
            with transaction():
                _tell(kind, form, trainee.id, graded=by_staff)
        except livings.MonthOutOfRange as refusal:
            fault = say(refusal).sentence
        else:
            done(gettext("نوشته شد."))
            return go(door, **({"trainee_id": trainee.id} if by_staff else {}))
    shown = {name: form if form is not None and name == kind else one() for name, one in FORMS.items()}
    faults = [("month", fault)] if fault else fault_list(form) if form is not None else []
    page = render_template(
        "living/page.html",
        trainee=trainee,
        forms=shown,
        faults=faults,
        by_staff=by_staff,
        veiled=veiled,
        back=back,
        here=door,
        **choices(),
        **what_is_told(trainee.id),
    )
    return (page, 422) if faults else page


def choices() -> dict[str, Any]:
    now = JalaliMonth.current()
    return {
        "months": [now.plus(-step) for step in range(24)],
        "income_kinds": list(IncomeKind),
        "insurances": list(InsuranceKind),
        "not_insured": NOT_INSURED,
        "works": list(WorkKind),
        "grades": list(Grade),
        "today": today(),
    }


def what_is_told(trainee_id: int) -> dict[str, Any]:
    """Her incomes and insured months, the newest month first, and the kind of her work."""
    incomes = [one for one in livings.incomes_of(trainee_id).values() if one.amount_rial]
    insured = {month: held for month, held in livings.insured_of(trainee_id).items() if held.kind is not None}
    told = {one.month for one in incomes} | set(insured)
    return {
        "incomes": sorted(incomes, key=lambda one: (one.month, one.kind), reverse=True),
        "insured": sorted(insured.items(), reverse=True),
        "month_of_living": {one: JalaliMonth.parse(one) for one in told},
        "home_works": livings.works_of(trainee_id),
    }


def _tell(kind: str, form: Any, trainee_id: int, *, graded: bool) -> None:
    by = my_id()
    if kind == "work":
        told = Work(WorkKind(form.kind.data), form.helpers.data or 0, form.from_day.data)
        livings.tell_work(trainee_id, told, by)
        return
    grade = Grade(form.grade.data) if graded and form.grade.data else Grade.DECLARED
    first = JalaliMonth.parse(str(form.month.data))
    if kind == "income":
        income = Beside(IncomeKind(form.kind.data), Rial(form.amount.data or 0), grade)
        livings.tell_income(trainee_id, first, income, by)
        return
    insurance = None if form.kind.data == NOT_INSURED else InsuranceKind(form.kind.data)
    months = [first.plus(step) for step in range(form.months.data)]
    livings.tell_insured(trainee_id, months, Held(insurance, grade), by)
