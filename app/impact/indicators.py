"""Indicators, each defined once: from the kept months of a group, with numerator, denominator and n.

Money is what a trainee keeps of a month (net of fees, refunds and the stated costs), in rials. What would tell the
income of fewer than five people is not said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median, quantiles

from sqlalchemy import ColumnElement, case, func, select, true

from app import ledger, livings
from app.impact.counting import Counties, Group, Wanted
from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood, last_moment
from app.impact.months import completed_by, first_places
from app.impact.register import registered
from app.impact.rules import MINIMUM_WAGE, percent
from app.impact.services import Served, served
from app.impact.suppression import with_the_smallest
from app.impact.trainee_month import TraineeMonth
from app.programme import Sex
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session

FEWEST_INCOMES, RIALS_A_TOMAN = 5, 10
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

    REGISTERED = "registered"
    TRAINED = "trained"
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
    UPHELD = "upheld"
    PAYOUT = "payout"
    RETURNING = "returning"
    INSURED = "insured"


UNITS = {
    Measure.REGISTERED: Unit.PEOPLE,
    Measure.PLACED: Unit.PEOPLE,
    Measure.INCOME: Unit.RIAL,
    Measure.LOWER_QUARTILE: Unit.RIAL,
    Measure.MEDIAN: Unit.RIAL,
    Measure.UPPER_QUARTILE: Unit.RIAL,
    Measure.FULL_TIME: Unit.TENTHS,
    Measure.FIRST_SALE: Unit.DAYS,
    Measure.REVIEW: Unit.HOURS,
    Measure.PAYOUT: Unit.DAYS,
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
    insured: int = 0
    states: Counter[Livelihood] = field(default_factory=Counter)
    kept: list[int] = field(default_factory=list)
    income: int = 0
    wage: int = 0
    first_sale_days: list[int] = field(default_factory=list)
    registered: int = 0
    trained: int = 0
    served: Served = field(default_factory=Served)
    stayed: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def _share(measure: Measure, part: int, whole: int) -> Figure:
    return Figure(measure, percent(part, whole) if whole else None, whole, part, whole)


def _middle(measure: Measure, of: Sequence[int], fewest: int = 1) -> Figure:
    return Figure(measure, _whole(measure, median(of)) if len(of) >= max(1, fewest) else None, len(of))


def _quartile(measure: Measure, kept: Sequence[int], which: int) -> Figure:
    told = len(kept) >= FEWEST_INCOMES
    value = _whole(measure, quantiles(kept, n=4, method="inclusive")[which]) if told else None
    return Figure(measure, value, len(kept))


def _whole(measure: Measure, number: float) -> int:
    """In whole units, money in whole toman; what is over is left off."""
    step = RIALS_A_TOMAN if UNITS.get(measure) is Unit.RIAL else 1
    return int(number // step) * step


def _top_tenth(basket: Basket) -> Figure:
    """What the tenth who earn most have of all; only where that is five people or more."""
    earned = sorted((one for one in basket.kept if one > 0), reverse=True)
    top, whole = earned[: -(-len(earned) // 10)], sum(earned)
    value = percent(sum(top), whole) if len(top) >= FEWEST_INCOMES and whole else None
    return Figure(Measure.TOP_TENTH, value, len(earned))


def _full_time(basket: Basket) -> Figure:
    """Months of a minimum wage that were kept, nobody for more than one; in tenths."""
    worked = sum(max(0, min(one, basket.wage)) for one in basket.kept)
    told = basket.wage and (not basket.kept or len(basket.kept) >= FEWEST_INCOMES)
    return Figure(Measure.FULL_TIME, 10 * worked // basket.wage if told else None, len(basket.kept))


def _income(basket: Basket) -> Figure:
    told = len(basket.kept) >= FEWEST_INCOMES or not (basket.kept or basket.income)
    return Figure(Measure.INCOME, basket.income if told else None, len(basket.kept))


def _in_state(state: Livelihood, measure: Measure) -> Callable[[Basket], Figure]:
    return lambda one: _share(measure, one.states[state], one.people)


def _stayed(measure: Measure, months: int) -> Callable[[Basket], Figure]:
    return lambda one: _share(measure, *one.stayed.get(months, (0, 0)))


INDICATORS: Mapping[Measure, Callable[[Basket], Figure]] = {
    Measure.REGISTERED: lambda one: Figure(Measure.REGISTERED, one.registered, one.registered),
    Measure.TRAINED: lambda one: _share(Measure.TRAINED, one.trained, one.registered),
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
    Measure.MEDIAN: lambda one: _middle(Measure.MEDIAN, one.kept, FEWEST_INCOMES),
    Measure.UPPER_QUARTILE: lambda one: _quartile(Measure.UPPER_QUARTILE, one.kept, 2),
    Measure.TOP_TENTH: _top_tenth,
    Measure.FULL_TIME: _full_time,
    Measure.RURAL: lambda one: _share(Measure.RURAL, one.rural, one.selling),
    Measure.WOMEN: lambda one: _share(Measure.WOMEN, one.women, one.selling),
    Measure.HEADS: lambda one: _share(Measure.HEADS, one.heads, one.selling),
    Measure.FIRST_SALE: lambda one: _middle(Measure.FIRST_SALE, one.first_sale_days),
    Measure.KEPT_HALF_YEAR: _stayed(Measure.KEPT_HALF_YEAR, HALF_YEAR),
    Measure.KEPT_YEAR: _stayed(Measure.KEPT_YEAR, YEAR),
    Measure.REVIEW: lambda one: _middle(Measure.REVIEW, one.served.review_hours),
    Measure.UPHELD: lambda one: _share(Measure.UPHELD, *one.served.claims),
    Measure.PAYOUT: lambda one: _middle(Measure.PAYOUT, one.served.payout_days),
    Measure.RETURNING: lambda one: _share(Measure.RETURNING, *one.served.buyers),
    Measure.INSURED: lambda one: _share(Measure.INSURED, one.insured, one.people),
}


Told = dict[str, dict[Measure, Figure]]


def figures(month: JalaliMonth, cut: Cut | None = None, counties: Counties = None) -> Told:
    """Every indicator of a month for each group of a cut; without one, of all under ''. See `figures_by`."""
    return figures_by(month, [cut], counties)[cut]


def figures_by(month: JalaliMonth, cuts: Sequence[Cut | None], counties: Counties = None) -> dict[Cut | None, Told]:
    """Every indicator of a month by each of these cuts (None: all under ''). Ten queries, and three for each cut.

    How people were served (reviews, claims, payouts, buyers who return) is known by county alone.
    """
    services = served(month, counties) if {None, Cut.COUNTY} & set(cuts) else {}
    around = _Around(month, services)
    found: dict[Cut | None, Told] = {}
    for cut in cuts:
        baskets = _baskets(Group(month, counties, cut), around)
        untold = _untold(baskets)
        found[cut] = {
            value: {
                measure: replace(one, value=None) if value in untold and measure in _SUMS else one
                for measure, one in ((measure, told(basket)) for measure, told in INDICATORS.items())
            }
            for value, basket in baskets.items()
        }
    return found


# What of all groups together is what of each: a hidden one could be computed from the rest and the whole.
_SUMS = (Measure.INCOME, Measure.FULL_TIME)


def _untold(baskets: Mapping[str, Basket]) -> set[str]:
    return untold_sums({value: len(one.kept) for value, one in baskets.items()})


def untold_sums(earners: Mapping[str, int]) -> set[str]:
    """Groups whose sums are not told: those of few who earned, and as many of the smallest others as hide them."""
    return with_the_smallest({value: count for value, count in earners.items() if count}, FEWEST_INCOMES)


class _Around:
    """What is known of each trainee beside her months, and of reviews, read once for all cuts."""

    def __init__(self, month: JalaliMonth, services: Mapping[str, Served]) -> None:
        self.services = services
        end = min(month.ends, clock.now())
        self.wage = rulebook.number(MINIMUM_WAGE, last_moment(month))
        sold, placed = ledger.first_sales(end), first_places(end)
        # Days from her first place to the first time that money of a sale was hers.
        self.first_sale_days = {one: max(0, (at - placed[one]).days) for one, at in sold.items() if one in placed}
        # Who finished in the year that ended so many months ago; and whether she earned so many months after.
        lasts = {months: month.plus(-months) for months in (HALF_YEAR, YEAR)}
        exits = completed_by(lasts[YEAR].plus(1 - YEAR), lasts[HALF_YEAR])
        self.marks = {
            months: {
                one: str(JalaliMonth.of_day(day).plus(months))
                for one, day in exits.items()
                if last.plus(1 - YEAR) <= JalaliMonth.of_day(day) <= last
            }
            for months, last in lasts.items()
        }
        rows = session().execute(
            select(TraineeMonth.month, TraineeMonth.trainee_id).where(
                TraineeMonth.month.in_({mark for marks in self.marks.values() for mark in marks.values()}),
                TraineeMonth.livelihood.in_([Livelihood.SUSTAINED, Livelihood.EMERGING]),
            )
        )
        self.earned = {(row[0], row[1]) for row in rows}


def _baskets(group: Group, around: _Around) -> dict[str, Basket]:
    found = _counts(group, around.wage)
    _add_members(group, around, found)
    for value, (registered_then, trained) in registered(group.month, group.cut, group.counties).items():
        basket = found.setdefault(value, Basket(wage=around.wage))
        basket.registered, basket.trained = registered_then, trained
    for value, basket in found.items():
        if group.cut is Cut.COUNTY or (group.cut is None and value == ""):
            basket.served = around.services.get(value, Served())
    return found


def counted(month: JalaliMonth) -> dict[Measure, ColumnElement[bool]]:
    """Which of a month's rows are in a numerator, of those figures that count people and need no look at each."""
    sold = select(TraineeMonth.trainee_id).where(TraineeMonth.month <= str(month), TraineeMonth.sold_rial > 0)
    sells = TraineeMonth.sold_rial > 0
    known = {one for one in Livelihood if one.value in {*Measure}}
    found: dict[Measure, ColumnElement[bool]] = {Measure(one.value): TraineeMonth.livelihood == one for one in known}
    found |= {
        Measure.PLACED: true(),
        Measure.SELLING: sells,
        Measure.NO_SALE: TraineeMonth.trainee_id.not_in(sold),
        Measure.EARNING: TraineeMonth.reached.is_(True),
        Measure.RURAL: sells & TraineeMonth.village,
        Measure.WOMEN: sells & (TraineeMonth.sex == Sex.FEMALE),
        Measure.HEADS: sells & TraineeMonth.head,
        Measure.INSURED: TraineeMonth.trainee_id.in_(livings.insured_numbers(month)),
    }
    return found


def basket_counts(month: JalaliMonth) -> dict[str, ColumnElement[bool]]:
    """Which of a month's rows each count of a basket is made of, by its name there."""
    of = counted(month)
    return {
        "selling": of[Measure.SELLING],
        "ever_sold": ~of[Measure.NO_SALE],
        "earning": of[Measure.EARNING],
        "rural": of[Measure.RURAL],
        "women": of[Measure.WOMEN],
        "heads": of[Measure.HEADS],
        "insured": of[Measure.INSURED],
    }


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group are so."""
    return func.sum(case((condition, 1), else_=0))


def _counts(group: Group, wage: int) -> dict[str, Basket]:
    """Whoever can be counted without looking at each."""
    wanted, conditions = Wanted(group), basket_counts(group.month)
    sums = [how_many(condition) for condition in conditions.values()]
    query = wanted.of(wanted.value, TraineeMonth.livelihood, func.count(), *sums)
    found: dict[str, Basket] = {}
    for value, state, people, *counts in session().execute(query.group_by(wanted.value, TraineeMonth.livelihood)):
        basket = found.setdefault(str(value), Basket(wage=wage))
        basket.people += people
        basket.states[state] += people
        for name, count in zip(conditions, counts, strict=True):
            setattr(basket, name, getattr(basket, name) + int(count or 0))
    return found


def _add_members(group: Group, around: _Around, found: dict[str, Basket]) -> None:
    """What needs each one: what she kept, how long she waited for her first sale, and whether she stayed."""
    wanted = Wanted(group)
    kept = TraineeMonth.income_rial - TraineeMonth.cost_rial
    stayed = {(value, months): [0, 0] for value in found for months in around.marks}
    for value, one, rials, sold in session().execute(
        wanted.of(wanted.value, TraineeMonth.trainee_id, kept, TraineeMonth.sold_rial)
    ):
        basket = found[str(value)]
        # What went back to buyers counts against the whole, also of who sold nothing else in the month.
        basket.income += int(rials)
        if sold > 0:
            basket.kept.append(int(rials))
        if one in around.first_sale_days:
            basket.first_sale_days.append(around.first_sale_days[one])
        for months, marks in around.marks.items():
            if one in marks:
                stayed[str(value), months][0] += (marks[one], one) in around.earned
                stayed[str(value), months][1] += 1
    for (value, months), (part, whole) in stayed.items():
        found[value].stayed = {**found[value].stayed, months: (part, whole)}
