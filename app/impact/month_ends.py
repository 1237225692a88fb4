"""Goals on what a month's end tells: the indicators' own figures of their scopes, read for all of them together.

A figure here is that of the indicators' page: the same rows, and the same words for what is of too few to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, exists, func, literal, null, select, true, union_all
from sqlalchemy.orm import aliased

from app import ledger
from app.impact.counting import Group, may_count, standing_after
from app.impact.cuts import Cut, groups
from app.impact.indicators import INDICATORS, UNITS, Basket, Figure, Measure, Unit, basket_counts, how_many
from app.impact.models import Goal, Indicator
from app.impact.months import first_places, places_by
from app.impact.register import came_by, registered_by, value_of
from app.impact.rules import MINIMUM_WAGE
from app.impact.services import Served, served_in
from app.impact.trainee_month import GROUP, TraineeMonth
from app.programme import Engagement, Sex
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session

# Group of a trainee, by cut.
Groups = Mapping[Cut, str]
# A month's end, and the cohorts that are told of (none: everybody is, whatever her cohorts).
_Scope = tuple[JalaliMonth, Sequence[int]]
_OF_PERIOD = frozenset({Indicator.INCOME, Indicator.SELLING, Indicator.EARNING, Indicator.SUSTAINED})
_OF_PEOPLE = frozenset({Indicator.SELLING, Indicator.EARNING, Indicator.SUSTAINED, Indicator.TRAINED})
_REGISTER = frozenset({Indicator.REGISTERED, Indicator.TRAINED})
_SELLERS = frozenset({Indicator.MEDIAN, Indicator.FULL_TIME})
NO_COHORT = cast(null(), BigInteger)
_CUTS = (Cut.COUNTY, Cut.TRADE, Cut.PLACE, Cut.SEX, Cut.HEAD)


def of_month_end(indicator: Indicator) -> bool:
    """Whether it is told at a month's end, and not of a period's months together."""
    return indicator not in _OF_PERIOD


def unit_of(indicator: Indicator) -> Unit:
    """In what its goals are written and its figures told."""
    return Unit.PEOPLE if indicator in _OF_PEOPLE else UNITS.get(Measure(indicator.value), Unit.PERCENT)


def told_in(one: Goal) -> JalaliMonth | None:
    """The month whose end tells a goal's figure: its last, or while it runs the last that is over.

    What needs no month of trainees (who is registered, taught, placed) is known as of now. None before any.
    """
    now = JalaliMonth.current()
    end = min(one.last, now if one.indicator.activity else now.plus(-1))
    return end if end >= one.first else None


def is_of(one: Goal, group: Groups) -> bool:
    """Whether a group of trainees is in a goal's scope, its cohort aside."""
    there = one.county_code is None or group[Cut.COUNTY] == one.county_code
    return there and (one.cut is None or group[one.cut] == one.value)


def number_of(indicator: Indicator, figure: Figure | None) -> int | None:
    """What a figure says of a goal; None where it says nothing, or is of too few to be told."""
    if figure is None:
        return None
    return figure.numerator if indicator is Indicator.TRAINED else figure.value


def is_trace(indicator: Indicator, figure: Figure | None) -> bool:
    """Whether what a figure says of a goal is rounded to nothing though there is something."""
    return figure is not None and number_of(indicator, figure) == 0 and bool(figure.numerator)


class MonthEnds:
    """What goals of this kind need, read together: no more questions for many than for one of each kind.

    Rows of single trainees (what they kept, when they first sold) are of the months that goals end in, of those who
    sold in them or by then, and of the goals' counties where each is of one.
    """

    def __init__(self, wanted: Iterable[Goal]) -> None:
        ends = [(one, told_in(one)) for one in wanted if of_month_end(one.indicator)]
        self._goals = [one for one, end in ends if end is not None]
        self._ends = {id(one): end for one, end in ends if end is not None}
        self._baskets: dict[tuple[JalaliMonth, int | None], dict[tuple[Any, ...], tuple[Groups, Basket]]] = {}
        self._cohorts = sorted({one.cohort_id for one in self._goals if one.cohort_id is not None})
        self._count(self._scopes(_is_counted))
        self._keep(self._scopes(lambda one: one in _SELLERS))
        self._wait(self._scopes(lambda one: one is Indicator.FIRST_SALE))
        self._register(self._scopes(lambda one: one in _REGISTER))
        shop = {one.indicator for one in self._goals if one.indicator.of_shop}
        told = {end for end, _ in self._scopes(lambda one: one in shop)}
        self._services = served_in(sorted(told), None, shop)

    def figure(self, one: Goal) -> Figure | None:
        """A goal's figure; None where nothing tells it (yet)."""
        end = self._ends.get(id(one))
        if end is None or (one.indicator.of_shop and (one.cohort_id, one.cut) != (None, None)):
            return None
        wage = rulebook.number(MINIMUM_WAGE, min(end.ends, clock.now()))
        here = self._baskets.get((end, one.cohort_id), {}).values()
        basket = _together((basket for group, basket in here if is_of(one, group)), wage)
        if one.indicator.of_shop:
            basket.served = self._services[end].get(one.county_code or "", Served())
        return INDICATORS[Measure(one.indicator.value)](basket)

    def _scopes(self, kind: Callable[[Indicator], bool]) -> list[_Scope]:
        """The months that goals of a kind end in, for those of no cohort and for those of cohorts."""
        found = {(self._ends[id(one)], one.cohort_id is not None) for one in self._goals if kind(one.indicator)}
        return [(end, self._cohorts if in_cohorts else ()) for end, in_cohorts in sorted(found)]

    def _there(self, kinds: Collection[Indicator]) -> ColumnElement[bool]:
        """Rows of the counties that goals of these kinds are of; all, if one of them is of no county."""
        counties = {one.county_code for one in self._goals if one.indicator in kinds}
        return true() if None in counties else TraineeMonth.county_code.in_(counties)

    def _basket(self, end: JalaliMonth, cohort_id: int | None, group: Sequence[Any]) -> Basket:
        found = self._baskets.setdefault((end, cohort_id), {})
        return found.setdefault(tuple(group), (groups(*group), Basket()))[1]

    def _count(self, scopes: Sequence[_Scope]) -> None:
        # Who never sold is looked for in everybody's months: only where a goal is about it.
        ever = any(one.indicator is Indicator.NO_SALE for one in self._goals)
        names = [name for name in basket_counts(JalaliMonth.current()) if ever or name != "ever_sold"]
        conditions = lru_cache(basket_counts)

        def query(end: JalaliMonth, cohorts: Sequence[int]) -> Select[Any]:
            there = _Members(end, cohorts)
            sums = [how_many(conditions(end)[name]) for name in names]
            found = there.of(*GROUP, TraineeMonth.livelihood, func.count(), *sums)
            return found.group_by(*there.grouped, *GROUP, TraineeMonth.livelihood)

        for end, cohort_id, *row in _at_ends(scopes, query):
            basket, (state, people, *counts) = self._basket(end, cohort_id, row[:5]), row[5:]
            basket.people += people
            basket.states[state] += people
            for name, count in zip(names, counts, strict=True):
                setattr(basket, name, getattr(basket, name) + int(count or 0))

    def _keep(self, scopes: Sequence[_Scope]) -> None:
        kept, there = TraineeMonth.income_rial - TraineeMonth.cost_rial, self._there(_SELLERS)

        def query(end: JalaliMonth, cohorts: Sequence[int]) -> Select[Any]:
            return _Members(end, cohorts).of(*GROUP, kept).where(TraineeMonth.sold_rial > 0, there)

        for end, cohort_id, *row in _at_ends(scopes, query):
            self._basket(end, cohort_id, row[:5]).kept.append(int(row[5]))

    def _wait(self, scopes: Sequence[_Scope]) -> None:
        if not scopes:
            return
        newest = min(max(end for end, _ in scopes).ends, clock.now())
        sold, placed = ledger.first_sales(newest), first_places(newest)
        here, earlier = self._there({Indicator.FIRST_SALE}), aliased(TraineeMonth)

        def query(end: JalaliMonth, cohorts: Sequence[int]) -> Select[Any]:
            hers = earlier.trainee_id == TraineeMonth.trainee_id
            by_then = exists().where(hers, earlier.month <= str(end), earlier.sold_rial > 0)
            return _Members(end, cohorts).of(*GROUP, TraineeMonth.trainee_id).where(by_then, here)

        for end, cohort_id, *row in _at_ends(scopes, query):
            days = _days_until(sold.get(row[5]), placed.get(row[5]), end)
            if days is not None:
                self._basket(end, cohort_id, row[:5]).first_sale_days.append(days)

    def _register(self, scopes: Sequence[_Scope]) -> None:
        values = [value_of(one) for one in _CUTS]

        def query(end: JalaliMonth, cohorts: Sequence[int]) -> Select[Any]:
            cut = Cut.COHORT if cohorts else None
            key: list[Any] = [Engagement.cohort_id] if cohorts else []
            sums = func.count(), how_many(came_by(end, cut))
            columns = [*(key or [NO_COHORT]), *values, *sums]
            found = registered_by(Group(end, None, cut), *columns)
            return (found.where(Engagement.cohort_id.in_(cohorts)) if cohorts else found).group_by(*key, *values)

        for end, cohort_id, county, trade, place, sex, head, people, trained in _at_ends(scopes, query):
            group = (county, trade or None, place == "village", Sex(sex) if sex else None, head == "head")
            basket = self._basket(end, cohort_id, group)
            basket.registered += people
            basket.trained += int(trained or 0)


def _is_counted(indicator: Indicator) -> bool:
    return not indicator.of_shop and indicator not in _SELLERS | _REGISTER | {Indicator.FIRST_SALE}


class _Members:
    """Whoever stood there after a month and may be counted; of cohorts, each place in one of them."""

    def __init__(self, end: JalaliMonth, cohorts: Sequence[int]) -> None:
        self._end, self._cohorts = end, cohorts
        self._places = places_by(min(end.ends, clock.now())).subquery() if cohorts else None

    @property
    def grouped(self) -> list[ColumnElement[Any]]:
        """What tells cohorts apart, where they are asked for."""
        return [] if self._places is None else [self._places.c.cohort_id]

    def of(self, *columns: Any) -> Select[Any]:
        """The cohort (none without), and these columns."""
        query = select(*(self.grouped or [NO_COHORT]), *columns).select_from(TraineeMonth)
        if self._places is not None:
            query = query.join(self._places, self._places.c.trainee_id == TraineeMonth.trainee_id)
            query = query.where(self._places.c.cohort_id.in_(self._cohorts))
        return query.where(standing_after(self._end), may_count())


def _at_ends(
    scopes: Sequence[_Scope], query: Callable[[JalaliMonth, Sequence[int]], Select[Any]]
) -> list[tuple[Any, ...]]:
    """The rows of a query of each of these months and cohorts, with the month before them; one statement."""
    parts = [query(*scope).add_columns(literal(place).label("place")) for place, scope in enumerate(scopes)]
    rows: Iterable[Any] = session().execute(union_all(*parts)) if parts else []
    return [(scopes[row[-1]][0], *row[:-1]) for row in rows]


def _days_until(sold: datetime | None, placed: datetime | None, end: JalaliMonth) -> int | None:
    """Days from her place to her first money, if she had both by a month's end."""
    if sold is None or placed is None or max(sold, placed) >= end.ends:
        return None
    return max(0, (sold - placed).days)


_NUMBERS = ("people", "selling", "ever_sold", "earning", "rural", "women", "heads", "insured", "registered", "trained")


def _together(parts: Iterable[Basket], wage: int) -> Basket:
    whole = Basket(wage=wage)
    for one in parts:
        for name in _NUMBERS:
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        whole.states.update(one.states)
        whole.kept.extend(one.kept)
        whole.first_sale_days.extend(one.first_sale_days)
    return whole
