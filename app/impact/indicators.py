"""Indicators, each defined once: from the kept months of a group, with numerator, denominator and n.

Money is what a trainee keeps of a month (net of fees, refunds and the stated costs), in rials. What would tell the
income of fewer than five people is not said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median, quantiles
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
    true,
    type_coerce,
    union_all,
)

from app import ledger, livings, programme
from app.impact.counting import Counties, Group, Wanted
from app.impact.cuts import Cut, groups
from app.impact.livelihood import Livelihood, last_moment
from app.impact.months import placed_and_completed
from app.impact.register import came_by, registered_by, value_of
from app.impact.rules import MINIMUM_WAGE, percent
from app.impact.services import Served, served
from app.impact.suppression import with_the_smallest
from app.impact.trainee_month import GROUP, TraineeMonth, month_as_it_lies
from app.programme import Sex, Trainee
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


OF_EVERYBODY = frozenset({Measure.REGISTERED, Measure.TRAINED, Measure.REVIEW})
"""Of no income: those who do not let theirs be counted are in these as anybody else."""

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
    stayed: dict[int, tuple[int, int]] = field(default_factory=dict)


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
    """Every indicator of a month by each of these cuts (None: all under ''). A dozen queries, however many cuts.

    How people were served (reviews, claims, payouts, buyers who return) is known by county alone.
    """
    services = served(month, counties) if {None, Cut.COUNTY} & set(cuts) else {}
    read = _Baskets(month, cuts, counties, _Around(month, services))
    found: dict[Cut | None, Told] = {}
    for cut, baskets in read.found.items():
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
        lasts = {months: month.plus(-months) for months in (HALF_YEAR, YEAR)}
        sold = ledger.first_sales(end)
        placed, exits = placed_and_completed(end, lasts[YEAR].plus(1 - YEAR), lasts[HALF_YEAR])
        # Days from her first place to the first time that money of a sale was hers.
        self.first_sale_days = {one: max(0, (at - placed[one]).days) for one, at in sold.items() if one in placed}
        # Who finished in the year that ended so many months ago; and whether she earned so many months after.
        self.marks = {
            months: {
                one: str(JalaliMonth.of_day(day).plus(months))
                for one, day in exits.items()
                if last.plus(1 - YEAR) <= JalaliMonth.of_day(day) <= last
            }
            for months, last in lasts.items()
        }
        self.earned = _earning_at({mark for marks in self.marks.values() for mark in marks.values()})


def _earning_at(months: Collection[str]) -> set[tuple[str, int]]:
    """Who earned a living in which of these months; one query, or none."""
    living = TraineeMonth.livelihood.in_([Livelihood.SUSTAINED, Livelihood.EMERGING])
    query = select(TraineeMonth.month, TraineeMonth.trainee_id).where(TraineeMonth.month.in_(months), living)
    return {(row[0], row[1]) for row in session().execute(query)} if months else set()


class _Baskets:
    """A basket of each group of some cuts; three queries, however many cuts.

    Groups that are told apart by what is kept of everybody are read at once; cohorts are not, as some are in several.
    """

    def __init__(self, month: JalaliMonth, cuts: Sequence[Cut | None], counties: Counties, around: _Around) -> None:
        self._month, self._around = month, around
        self._plain = [cut for cut in cuts if cut is not Cut.COHORT]
        scopes = [Group(month, counties)] if self._plain else []
        self._scopes = [*scopes, *([Group(month, counties, Cut.COHORT)] if Cut.COHORT in cuts else [])]
        self.found: dict[Cut | None, dict[str, Basket]] = {cut: {} for cut in cuts}
        self._count()
        self._add_members()
        self._add_registered()
        for cut in {None, Cut.COUNTY} & self.found.keys():
            for value, basket in self.found[cut].items():
                basket.served = around.services.get(value, Served())

    def _rows(self, query: Callable[[Group], Select[Any]]) -> Iterator[tuple[list[Basket], Sequence[Any]]]:
        """The rows of a query of each scope, in one statement: which baskets each belongs to, and what follows them.

        The query begins with the scope's own value and what tells the groups of the other cuts apart.
        """
        parts = [query(scope).add_columns(literal(place).label("place")) for place, scope in enumerate(self._scopes)]
        seen: dict[tuple[Any, ...], list[Basket]] = {}
        for row in session().execute(union_all(*parts)) if parts else ():
            key = (row[-1], *row[:6])
            if key not in seen:
                seen[key] = self._baskets_of(self._scopes[row[-1]], row[0], groups(*row[1:6]))
            yield seen[key], row[6:-1]

    def _baskets_of(self, scope: Group, cohort: str, group: Mapping[Cut, str]) -> list[Basket]:
        if scope.cut is Cut.COHORT:
            return [self._basket(Cut.COHORT, cohort or "")]
        return [self._basket(cut, "" if cut is None else group[cut]) for cut in self._plain]

    def _basket(self, cut: Cut | None, value: str) -> Basket:
        return self.found[cut].setdefault(value, Basket(wage=self._around.wage))

    def _count(self) -> None:
        """Whoever can be counted without looking at each."""
        names, conditions = zip(*basket_counts(self._month).items(), strict=True)

        def query(scope: Group) -> Select[Any]:
            wanted, sums = Wanted(scope), [how_many(condition) for condition in conditions]
            columns = wanted.of(_text(wanted.value), *GROUP, TraineeMonth.livelihood, func.count(), *sums)
            return columns.group_by(wanted.value, *GROUP, TraineeMonth.livelihood)

        for baskets, (state, people, *counts) in self._rows(query):
            for basket in baskets:
                basket.people += people
                basket.states[state] += people
                for name, count in zip(names, counts, strict=True):
                    setattr(basket, name, getattr(basket, name) + int(count or 0))

    def _add_members(self) -> None:
        """What needs each one: what she kept, how long she waited for her first sale, and whether she stayed."""
        kept = type_coerce(TraineeMonth.income_rial - TraineeMonth.cost_rial, BigInteger)
        sold = type_coerce(TraineeMonth.sold_rial, BigInteger)

        def query(scope: Group) -> Select[Any]:
            wanted = Wanted(scope)
            return wanted.of(_text(wanted.value), *GROUP, TraineeMonth.trainee_id, kept, sold)

        days = self._around.first_sale_days
        for baskets, (one, rials, sales) in self._rows(query):
            for basket in baskets:
                # What went back to buyers counts against the whole, also of who sold nothing else in the month.
                basket.income += rials
                if sales > 0:
                    basket.kept.append(rials)
                if one in days:
                    basket.first_sale_days.append(days[one])
            self._see_who_stayed(one, baskets)

    def _see_who_stayed(self, one: int, baskets: Sequence[Basket]) -> None:
        for months, marks in self._around.marks.items():
            if one in marks:
                earned = (marks[one], one) in self._around.earned
                for basket in baskets:
                    part, whole = basket.stayed.get(months, (0, 0))
                    basket.stayed[months] = (part + earned, whole + 1)

    def _add_registered(self) -> None:
        values = [value_of(one) for one in (Cut.COUNTY, Cut.TRADE)]

        def query(scope: Group) -> Select[Any]:
            key, facts = (
                value_of(scope.cut),
                (*values, programme.lives_in_village(), Trainee.sex, Trainee.heads_household),
            )
            sums = func.count(), how_many(came_by(scope.month, scope.cut))
            return registered_by(scope, _text(key), *facts, *sums).group_by(key, *facts)

        for baskets, (people, trained) in self._rows(query):
            for basket in baskets:
                basket.registered += people
                basket.trained += int(trained or 0)


def _text(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """What tells a scope's groups apart, as it is written."""
    return cast(value, String)


def counted(month: JalaliMonth) -> dict[Measure, ColumnElement[bool]]:
    """Which of a month's rows are in a numerator, of those figures that count people and need no look at each."""
    sold = select(TraineeMonth.trainee_id).where(month_as_it_lies() <= str(month), TraineeMonth.sold_rial > 0)
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
