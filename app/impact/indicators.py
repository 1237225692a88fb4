"""Indicators, each defined once: from the kept months of a group, with numerator, denominator and n.

Money is what a trainee keeps of a month (net of fees, refunds and the stated costs), in rials. What would tell the
income of fewer than five people is not said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median, quantiles

from sqlalchemy import case, func, select

from app import ledger, vouching
from app.impact.counting import Counties, Group, Wanted
from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood
from app.impact.months import completed_by, first_places
from app.impact.rules import MINIMUM_WAGE, percent
from app.impact.trainee_month import TraineeMonth
from app.programme import Sex
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session

FEWEST = 5
HALF_YEAR, YEAR = 6, 12


class Unit(StrEnum):
    PEOPLE = "people"
    PERCENT = "percent"
    RIAL = "rial"
    TENTHS = "tenths"
    DAYS = "days"
    HOURS = "hours"


class Measure(StrEnum):
    """What is told of a group in a month. Nobody's course or registration is among what is counted as work."""

    PLACED = "placed"
    SELLING = "selling"
    NO_SALE = "no_sale"
    EARNING = "earning"
    SUSTAINED = "sustained"
    EMERGING = "emerging"
    AT_RISK = "at_risk"
    LEFT = "left"
    INCOME = "income"
    LOWER_QUARTILE = "lower_quartile"
    MEDIAN = "median"
    UPPER_QUARTILE = "upper_quartile"
    TOP_TENTH = "top_tenth"
    FULL_TIME = "full_time"
    RURAL = "rural"
    WOMEN = "women"
    HEADS = "heads"
    FIRST_SALE = "first_sale"
    KEPT_HALF_YEAR = "kept_half_year"
    KEPT_YEAR = "kept_year"
    REVIEW = "review"


UNITS = {
    Measure.PLACED: Unit.PEOPLE,
    Measure.INCOME: Unit.RIAL,
    Measure.LOWER_QUARTILE: Unit.RIAL,
    Measure.MEDIAN: Unit.RIAL,
    Measure.UPPER_QUARTILE: Unit.RIAL,
    Measure.FULL_TIME: Unit.TENTHS,
    Measure.FIRST_SALE: Unit.DAYS,
    Measure.REVIEW: Unit.HOURS,
}


@dataclass(frozen=True)
class Figure:
    """`value` in the measure's unit; None where nobody is in it, or too few to be told. `n`: how many it is about."""

    measure: Measure
    value: int | None
    n: int
    numerator: int | None = None
    denominator: int | None = None

    @property
    def unit(self) -> Unit:
        return UNITS.get(self.measure, Unit.PERCENT)


@dataclass
class Basket:
    """A group in a month, as far as its figures need it."""

    people: int = 0
    selling: int = 0
    ever_sold: int = 0
    earning: int = 0
    rural: int = 0
    women: int = 0
    heads: int = 0
    states: Counter[Livelihood] = field(default_factory=Counter)
    kept: list[int] = field(default_factory=list)
    wage: int = 0
    first_sale_days: list[int] = field(default_factory=list)
    review_hours: list[int] = field(default_factory=list)
    stayed: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def _share(measure: Measure, part: int, whole: int) -> Figure:
    return Figure(measure, percent(part, whole) if whole else None, whole, part, whole)


def _middle(measure: Measure, of: Sequence[int], fewest: int = 1) -> Figure:
    return Figure(measure, int(median(of)) if len(of) >= max(1, fewest) else None, len(of))


def _quartile(measure: Measure, kept: Sequence[int], which: int) -> Figure:
    told = len(kept) >= FEWEST
    return Figure(measure, int(quantiles(kept, n=4, method="inclusive")[which]) if told else None, len(kept))


def _top_tenth(basket: Basket) -> Figure:
    """What the tenth who earn most have of all; only where that is five people or more."""
    earned = sorted((one for one in basket.kept if one > 0), reverse=True)
    top, whole = earned[: -(-len(earned) // 10)], sum(earned)
    value = percent(sum(top), whole) if len(top) >= FEWEST and whole else None
    return Figure(Measure.TOP_TENTH, value, len(earned))


def _full_time(basket: Basket) -> Figure:
    """Months of a minimum wage that were kept, nobody for more than one; in tenths."""
    worked = sum(max(0, min(one, basket.wage)) for one in basket.kept)
    return Figure(Measure.FULL_TIME, 10 * worked // basket.wage if basket.wage else None, len(basket.kept))


def _income(basket: Basket) -> Figure:
    told = not basket.kept or len(basket.kept) >= FEWEST
    return Figure(Measure.INCOME, sum(basket.kept) if told else None, len(basket.kept))


def _in_state(state: Livelihood, measure: Measure) -> Callable[[Basket], Figure]:
    return lambda one: _share(measure, one.states[state], one.people)


def _stayed(measure: Measure, months: int) -> Callable[[Basket], Figure]:
    return lambda one: _share(measure, *one.stayed.get(months, (0, 0)))


INDICATORS: Mapping[Measure, Callable[[Basket], Figure]] = {
    Measure.PLACED: lambda one: Figure(Measure.PLACED, one.people, one.people),
    Measure.SELLING: lambda one: _share(Measure.SELLING, one.selling, one.people),
    Measure.NO_SALE: lambda one: _share(Measure.NO_SALE, one.people - one.ever_sold, one.people),
    Measure.EARNING: lambda one: _share(Measure.EARNING, one.earning, one.people),
    Measure.SUSTAINED: _in_state(Livelihood.SUSTAINED, Measure.SUSTAINED),
    Measure.EMERGING: _in_state(Livelihood.EMERGING, Measure.EMERGING),
    Measure.AT_RISK: _in_state(Livelihood.AT_RISK, Measure.AT_RISK),
    Measure.LEFT: _in_state(Livelihood.LEFT, Measure.LEFT),
    Measure.INCOME: _income,
    Measure.LOWER_QUARTILE: lambda one: _quartile(Measure.LOWER_QUARTILE, one.kept, 0),
    Measure.MEDIAN: lambda one: _middle(Measure.MEDIAN, one.kept, FEWEST),
    Measure.UPPER_QUARTILE: lambda one: _quartile(Measure.UPPER_QUARTILE, one.kept, 2),
    Measure.TOP_TENTH: _top_tenth,
    Measure.FULL_TIME: _full_time,
    Measure.RURAL: lambda one: _share(Measure.RURAL, one.rural, one.selling),
    Measure.WOMEN: lambda one: _share(Measure.WOMEN, one.women, one.selling),
    Measure.HEADS: lambda one: _share(Measure.HEADS, one.heads, one.selling),
    Measure.FIRST_SALE: lambda one: _middle(Measure.FIRST_SALE, one.first_sale_days),
    Measure.KEPT_HALF_YEAR: _stayed(Measure.KEPT_HALF_YEAR, HALF_YEAR),
    Measure.KEPT_YEAR: _stayed(Measure.KEPT_YEAR, YEAR),
    Measure.REVIEW: lambda one: _middle(Measure.REVIEW, one.review_hours),
}


def figures(month: JalaliMonth, cut: Cut | None = None, counties: Counties = None) -> dict[str, dict[Measure, Figure]]:
    """Every indicator of a month for each group of a cut; without one, of all under ''. A handful of queries.

    How long reviews took is known by county alone.
    """
    return {
        value: {measure: told(basket) for measure, told in INDICATORS.items()}
        for value, basket in _baskets(Group(month, counties, cut)).items()
    }


def _baskets(group: Group) -> dict[str, Basket]:
    wanted, month = Wanted(group), str(group.month)
    sold = select(TraineeMonth.trainee_id).where(TraineeMonth.month <= month, TraineeMonth.sold_rial > 0)
    ever, sells = TraineeMonth.trainee_id.in_(sold), TraineeMonth.sold_rial > 0
    wage = rulebook.number(MINIMUM_WAGE, min(group.month.ends, clock.now()))
    found: dict[str, Basket] = {}
    columns = (
        func.count(),
        *(
            func.sum(case((condition, 1), else_=0))
            for condition in (
                sells,
                ever,
                TraineeMonth.reached,
                sells & TraineeMonth.village,
                sells & (TraineeMonth.sex == Sex.FEMALE),
                sells & TraineeMonth.head,
            )
        ),
    )
    query = wanted.of(wanted.value, TraineeMonth.livelihood, *columns).group_by(wanted.value, TraineeMonth.livelihood)
    for value, state, people, *counts in session().execute(query):
        basket = found.setdefault(str(value), Basket(wage=wage))
        basket.people += people
        basket.states[state] += people
        numbers = [int(one or 0) for one in counts]
        basket.selling += numbers[0]
        basket.ever_sold += numbers[1]
        basket.earning += numbers[2]
        basket.rural += numbers[3]
        basket.women += numbers[4]
        basket.heads += numbers[5]
    kept = TraineeMonth.income_rial - TraineeMonth.cost_rial
    for value, rials in session().execute(wanted.of(wanted.value, kept).where(sells)):
        found[str(value)].kept.append(int(rials))
    _add_first_sales(wanted, group, found)
    _add_reviews(group, found)
    _add_stayed(wanted, group, found)
    return found


def _add_first_sales(wanted: Wanted, group: Group, found: dict[str, Basket]) -> None:
    """Days from her first place to the first time that money of a sale was hers."""
    end = min(group.month.ends, clock.now())
    sold, placed = ledger.first_sales(end), first_places(end)
    for value, trainee_id in session().execute(wanted.of(wanted.value, TraineeMonth.trainee_id)):
        if trainee_id in sold and trainee_id in placed:
            found[str(value)].first_sale_days.append(max(0, (sold[trainee_id] - placed[trainee_id]).days))


def _add_reviews(group: Group, found: dict[str, Basket]) -> None:
    if group.cut not in {None, Cut.COUNTY}:
        return
    for county, hours in vouching.hours_of_reviews(group.month.starts, group.month.ends):
        if group.counties is None or county in group.counties:
            basket = found.get("" if group.cut is None else county)
            if basket is not None:
                basket.review_hours.append(hours)


def _add_stayed(wanted: Wanted, group: Group, found: dict[str, Basket]) -> None:
    """Who finished in the year that ended so many months ago, and of them who earned so many months after."""
    values: dict[int, set[str]] = {}
    for value, trainee_id in session().execute(wanted.of(wanted.value, TraineeMonth.trainee_id)):
        values.setdefault(trainee_id, set()).add(str(value))
    for months in (HALF_YEAR, YEAR):
        last = group.month.plus(-months)
        exits = completed_by(last.plus(-YEAR + 1).starts, last.ends)
        marks = {trainee_id: str(JalaliMonth.of(at).plus(months)) for trainee_id, at in exits.items()}
        rows = session().execute(
            select(TraineeMonth.month, TraineeMonth.trainee_id).where(
                TraineeMonth.month.in_(set(marks.values())),
                TraineeMonth.livelihood.in_([Livelihood.SUSTAINED, Livelihood.EMERGING]),
            )
        )
        earned = {row[1] for row in rows if marks.get(row[1]) == row[0]}
        for value, basket in found.items():
            members = [one for one in marks if value in values.get(one, ())]
            basket.stayed = {**basket.stayed, months: (sum(one in earned for one in members), len(members))}
