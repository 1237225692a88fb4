"""The tables and charts of the officials' pages as sheets to keep: a row for each number, with its definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from werkzeug.wrappers import Response

from app import impact
from app.impact import Actual, CountyFigures, Figure, Indicator, Livelihood, Measure, Outside, Tally, Unit
from app.shared.calendar import JalaliMonth
from app.shared.sheets import Cell
from app.web.pages import csv_answer
from app.words import formula, gettext, goal_meaning, name_of

HEADINGS = [
    "as_of", "month", "table", "group", "name", "measure", "title", "value", "unit", "numerator", "denominator",
    "definition",
]  # fmt: skip
COUNT = "count"


@dataclass(frozen=True)
class Place:
    """Where a number stands on its page: the table, its month (or year), and the group with its name."""

    table: str
    month: JalaliMonth | int
    group: str = ""
    name: str = ""


@dataclass(frozen=True)
class Number:
    """One number of a page; `value` None where it is not told."""

    measure: str
    title: str
    value: int | None
    unit: str
    definition: str = ""
    parts: tuple[int | None, int | None] = (None, None)


Row = tuple[Place, Number]


def sheet(name: str, as_of: datetime, rows: Iterable[Row]) -> Response:
    """The rows as a CSV; money in rials."""
    when = as_of.isoformat(timespec="seconds")
    return csv_answer(name, HEADINGS, ((when, *_cells(place), *_told(number)) for place, number in rows))


def _cells(place: Place) -> tuple[Cell, ...]:
    return (str(place.month), place.table, place.group, place.name)


def _told(one: Number) -> tuple[Cell, ...]:
    numbers = ["" if number is None else number for number in (one.value, *one.parts)]
    return (one.measure, one.title, numbers[0], one.unit, *numbers[1:], one.definition)


def of_figure(one: Figure) -> Number:
    """An indicator's figure."""
    parts = (one.numerator, one.denominator)
    return Number(one.measure.value, name_of(one.measure), one.value, one.unit.value, formula(one.measure), parts)


def of_states(tally: Tally | None) -> list[Number]:
    """How many stand where; nobody, without a tally."""
    told = tally or Tally({})
    people = Unit.PEOPLE.value
    return [
        *(Number(one.value, name_of(one), told.of(one), people, state_meaning(one)) for one in Livelihood),
        Number("people", gettext("همه"), told.people, people, formula(Measure.PLACED)),
    ]


def state_meaning(state: Livelihood) -> str:
    """Who stands there."""
    own: Mapping[Livelihood, str] = {
        Livelihood.ACTIVE: gettext("کسانی که به‌تازگی فروخته‌اند و ماه‌های درآمدشان هنوز بس نیست."),
        Livelihood.NOT_YET: gettext("کسانی که هنوز نفروخته‌اند، یا کمتر و دیرتر از آن که چیزی بتوان گفت."),
    }
    return own[state] if state in own else formula(Measure(state.value))


def of_county(one: CountyFigures) -> list[Number]:
    """A county in a month."""
    people, rials = Unit.PEOPLE.value, Unit.RIAL.value
    return [
        Number("income", gettext("رسیده به سازندگان"), int(one.income), rials, goal_meaning(Indicator.INCOME)),
        Number("sales", gettext("فروش"), int(one.sales), rials, gettext("آنچه خریداران پرداختند، پیش از کارمزد.")),
        Number("trainees", name_of(Measure.PLACED), one.trainees, people, formula(Measure.PLACED)),
        Number("selling", name_of(Measure.SELLING), one.selling, people, formula(Measure.SELLING)),
        Number("earning", name_of(Measure.EARNING), one.earning, people, formula(Measure.EARNING)),
    ]


def of_outside(one: Outside) -> list[Number]:
    """What was told of sales outside the shop, of one grade of evidence."""
    meaning = gettext("بیرون از بازار است و در هیچ عددِ دیگری نیست.")
    return [
        Number("sales", gettext("فروش"), one.sales, COUNT, meaning),
        Number("makers", gettext("سازنده"), one.makers, Unit.PEOPLE.value, meaning),
        Number("income", name_of(Indicator.INCOME), int(one.income), Unit.RIAL.value, meaning),
    ]


def of_goal(one: Actual) -> list[Number]:
    """How far a goal is, in its own unit; an activity is called one in its title."""
    indicator = one.goal.indicator
    unit, title, meaning = impact.unit_of(indicator).value, name_of(indicator), goal_meaning(indicator, one.limits)
    return [
        Number(f"{indicator.value}_target", title, one.goal.target, unit, meaning),
        Number(f"{indicator.value}_reached", title, one.numerator if one.known else None, unit, meaning),
        Number(f"{indicator.value}_percent", title, one.percent if one.known else None, Unit.PERCENT.value, meaning),
    ]
