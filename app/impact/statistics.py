"""A month in the terms of the ministry's statistics centre: people and sums by county, sex, place, kind of work, trade.

From the kept months and what was told of each one's work alone. Groups of few are told together with others of their
county, or of the province, so that no row is of fewer than `FEWEST` people; within a row what is of few is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from app import catalogue, livings, programme
from app.impact.counting import Counties, Group, Wanted
from app.impact.livelihood import Livelihood
from app.impact.snapshot import FEWEST
from app.impact.suppression import with_the_smallest
from app.impact.trainee_month import TraineeMonth
from app.livings import WorkKind
from app.programme import Sex
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import session

Kind = TypeVar("Kind", bound=Hashable)
# The item of the checklist for which staff see her licence to work.
LICENCE = "licence_seen"


@dataclass(frozen=True)
class Cell:
    """What tells a row from others. None: several, or not told. `county_code` None: of more than one county."""

    county_code: str | None = None
    sex: Sex | None = None
    village: bool | None = None
    work: WorkKind | None = None
    trade_code: str | None = None
    together: bool = False


@dataclass
class _Sum:
    people: int = 0
    selling: int = 0
    earning: int = 0
    sustained: int = 0
    insured: int = 0
    licensed: int = 0
    papers: int = 0
    helpers: int = 0
    tellers: int = 0
    sold: int = 0
    income: int = 0

    def add(self, other: _Sum) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class StatisticsRow:
    """A group in a month. A number that would tell of few is None. Rials.

    `tellers`: how many told of `helpers`; it is told nowhere, and says what a total may tell beside this row.
    """

    cell: Cell
    people: int
    selling: int | None
    earning: int | None
    sustained: int | None
    insured: int | None
    licensed: int | None
    papers: int | None
    helpers: int | None
    sold: int | None
    income: int | None
    tellers: int = 0


@dataclass(frozen=True)
class Statistics:
    """The rows of a month; `left_over`: people in none, as they would be found out; `fewest`: the least of a row.

    `whole`: everybody, where any row is told; `totals`: everybody by one thing that tells people apart.
    """

    month: JalaliMonth
    rows: tuple[StatisticsRow, ...]
    left_over: int
    fewest: int
    whole: StatisticsRow | None = None
    totals: Mapping[By, tuple[StatisticsRow, ...]] = field(default_factory=dict)


def statistics(month: JalaliMonth, counties: Counties = None) -> Statistics:
    """The month's rows, by county, and within one the largest first; and totals. Five queries."""
    fewest = rulebook.number(FEWEST)
    cells = _cells(month, counties)
    rows = rows_of(cells, fewest)
    rows.sort(key=_place)
    left_over = sum(one.people for one in cells.values()) - _people(rows)
    if not rows or left_over:
        return Statistics(month, tuple(rows), left_over, fewest)
    [everybody] = _totals(cells, rows, lambda _: Cell(), fewest)
    totals = {by: totals_of(cells, rows, by, fewest, everybody) for by in By}
    return Statistics(month, tuple(rows), left_over, fewest, everybody, totals)


def rows_of(cells: Mapping[Cell, _Sum], fewest: int) -> list[StatisticsRow]:
    """The rows in which these groups are told."""
    told = gathered(cells, fewest)
    sums: dict[Cell, _Sum] = {}
    for cell, one in cells.items():
        sums.setdefault(told.get(cell, Cell(together=True)), _Sum()).add(one)
    fit = {cell: one for cell, one in sums.items() if one.people >= fewest}
    open_sums = with_open_sums({cell: one.selling for cell, one in fit.items()}, fewest)
    return _hidden_twice([_row(cell, one, fewest, sums_told=cell in open_sums) for cell, one in fit.items()])


_COUNTS = ("selling", "earning", "sustained", "insured", "licensed", "papers")


class By(StrEnum):
    """One thing that tells people apart."""

    COUNTY = "county_code"
    WORK = "work"
    TRADE = "trade_code"
    SEX = "sex"
    PLACE = "village"

    def of(self, cell: Cell) -> Cell:
        """The cell of everybody who is like this in that one thing."""
        only: dict[str, Any] = {self.value: getattr(cell, self.value)}
        return Cell(**only)


def totals_of(
    cells: Mapping[Cell, _Sum], rows: Sequence[StatisticsRow], by: By, fewest: int, everybody: StatisticsRow
) -> tuple[StatisticsRow, ...]:
    """Everybody by one thing, the largest first; small groups are one row together.

    What the rows beside leave of a total is never of few: neither of people nor of a figure that is told. Where one
    total alone hides a figure that is told of everybody, a second hides it too.
    """
    found = _totals(cells, rows, by.of, fewest)
    for name in (*_COUNTS, "helpers", "sold", "income"):
        hidden = [place for place, row in enumerate(found) if getattr(row, name) is None]
        shown = sorted((row.people, place) for place, row in enumerate(found) if getattr(row, name))
        if len(hidden) == 1 and shown and getattr(everybody, name) is not None:
            other: dict[str, Any] = {name: None}
            found[shown[0][1]] = replace(found[shown[0][1]], **other)
    return tuple(sorted(found, key=lambda row: (row.cell.together, -row.people)))


def _totals(
    cells: Mapping[Cell, _Sum], rows: Sequence[StatisticsRow], group: Callable[[Cell], Cell], fewest: int
) -> list[StatisticsRow]:
    sums: dict[Cell, _Sum] = {}
    for cell, one in cells.items():
        sums.setdefault(group(cell), _Sum()).add(one)
    parts = _parts(rows, group, sums)
    # Of whom the rows leave few is told with others, as if she were of few.
    sizes = {
        cell: min(one.people, fewest - 1) if 0 < one.people - _people(parts[cell]) < fewest else one.people
        for cell, one in sums.items()
    }
    few = with_the_smallest(sizes, fewest) if len(sums) > 1 else set()
    told = {cell: one for cell, one in sums.items() if cell not in few}
    if few:
        rest = Cell(together=True)
        told[rest] = _Sum()
        for cell in few:
            told[rest].add(sums[cell])
        parts[rest] = [row for cell in few for row in parts[cell]]
    return [_total(cell, one, parts[cell], fewest) for cell, one in told.items()]


def _parts(
    rows: Sequence[StatisticsRow], group: Callable[[Cell], Cell], sums: Mapping[Cell, _Sum]
) -> dict[Cell, list[StatisticsRow]]:
    """The rows that are surely part of a total. One of several groups together says nothing of its own."""
    parts: dict[Cell, list[StatisticsRow]] = {cell: [] for cell in sums}
    for row in rows:
        cell = group(row.cell)
        if cell in parts and (not row.cell.together or cell != Cell() or len(parts) == 1):
            parts[cell].append(row)
    return parts


def _people(rows: Iterable[StatisticsRow]) -> int:
    return sum(row.people for row in rows)


def _total(cell: Cell, one: _Sum, parts: Sequence[StatisticsRow], fewest: int) -> StatisticsRow:
    """A total without what would tell of few, by itself or by what its parts leave of it."""
    row = _row(cell, one, fewest, sums_told=True)
    hidden: dict[str, Any] = {}
    for name in _COUNTS:
        telling = [part for part in parts if getattr(part, name) is not None]
        count = getattr(one, name) - sum(getattr(part, name) for part in telling)
        people = one.people - _people(telling)
        if any(0 < some < fewest for some in (count, people - count)):
            hidden[name] = None
    if 0 < one.tellers - sum(part.tellers for part in parts if part.helpers is not None) < fewest:
        hidden["helpers"] = None
    sellers = one.selling - sum(part.selling or 0 for part in parts if part.income is not None)
    if row.selling is None or "selling" in hidden or 0 < sellers < fewest:
        hidden |= {"sold": None, "income": None}
    return replace(row, **hidden)


def _hidden_twice(rows: Sequence[StatisticsRow]) -> list[StatisticsRow]:
    """Where one row of a county alone hides a count, the county's own figure would tell it: a second hides with it."""
    found = list(rows)
    for name in _COUNTS:
        for code in {row.cell.county_code for row in found}:
            here = [place for place, row in enumerate(found) if row.cell.county_code == code]
            hidden = [place for place in here if getattr(found[place], name) is None]
            others = sorted((getattr(found[place], name), place) for place in here if getattr(found[place], name))
            if len(hidden) == 1 and others:
                place = others[0][1]
                hidden_too: dict[str, Any] = {name: None}
                if name == "selling":  # or a total less this row would tell what the few of the other earned
                    hidden_too |= {"sold": None, "income": None}
                found[place] = replace(found[place], **hidden_too)
    return found


def _place(row: StatisticsRow) -> tuple[bool, str, bool, int]:
    """Where a row stands: by county, those told together after the others."""
    return row.cell.county_code is None, row.cell.county_code or "", row.cell.together, -row.people


def _cells(month: JalaliMonth, counties: Counties) -> dict[Cell, _Sum]:
    """Every group, however small."""
    end = min(month.ends, clock.now())
    day = local_date(end - timedelta(microseconds=1))
    licensed, papers = programme.seen_by(LICENCE, end), catalogue.holders_on(day)
    works, insured = livings.works_at(day), livings.insured_in(month)
    found: dict[Cell, _Sum] = {}
    for row in session().execute(Wanted(Group(month, counties)).of(*_COLUMNS)):
        work = works.get(row.trainee_id)
        cell = Cell(row.county_code, row.sex, row.village, work.kind if work else None, row.trade_code)
        one = _Sum(
            people=1,
            selling=int(row.sold_rial > 0),
            earning=int(row.reached),
            sustained=int(row.livelihood is Livelihood.SUSTAINED),
            insured=int(row.trainee_id in insured and livings.insured_counts(insured[row.trainee_id])),
            licensed=int(row.trainee_id in licensed),
            papers=int(row.trainee_id in papers),
            helpers=work.helpers if work else 0,
            tellers=int(bool(work and work.helpers)),
            sold=int(row.sold_rial),
            income=int(row.income_rial - row.cost_rial),
        )
        found.setdefault(cell, _Sum()).add(one)
    return found


_COLUMNS = (
    TraineeMonth.trainee_id,
    TraineeMonth.county_code,
    TraineeMonth.sex,
    TraineeMonth.village,
    TraineeMonth.trade_code,
    TraineeMonth.sold_rial,
    TraineeMonth.income_rial,
    TraineeMonth.cost_rial,
    TraineeMonth.reached,
    TraineeMonth.livelihood,
)


# What is left out, step by step, until a group is large enough to be told.
_COARSER = (
    {"trade_code": None},
    {"trade_code": None, "work": None},
    {"trade_code": None, "work": None, "village": None},
    {"trade_code": None, "work": None, "village": None, "sex": None},
)


def gathered(cells: Mapping[Cell, _Sum], fewest: int) -> dict[Cell, Cell]:
    """In which row each group is told: its own, one of several in its county, or of several counties."""
    told: dict[Cell, Cell] = {}
    for code in sorted({cell.county_code or "" for cell in cells}):
        told |= _within({cell: one.people for cell, one in cells.items() if (cell.county_code or "") == code}, fewest)
    everywhere = Cell(together=True)
    if 0 < sum(cells[cell].people for cell, row in told.items() if row == everywhere) < fewest:
        _join_the_smallest(told, {cell: one.people for cell, one in cells.items()}, everywhere)
    return told


def _within(here: Mapping[Cell, int], fewest: int) -> dict[Cell, Cell]:
    """The same for the groups of one county."""
    told = {cell: cell for cell, people in here.items() if people >= fewest}
    for dropped in _COARSER:
        larger: dict[Cell, list[Cell]] = {}
        for cell in here:
            if cell not in told:
                larger.setdefault(replace(cell, together=True, **dropped), []).append(cell)
        for row, parts in larger.items():
            if sum(here[cell] for cell in parts) >= fewest:
                told |= dict.fromkeys(parts, row)
    left = [cell for cell in here if cell not in told]
    if not left:
        return told
    rest = Cell(left[0].county_code if told else None, together=True)
    told |= dict.fromkeys(left, rest)
    if rest.county_code is not None:
        _join_the_smallest(told, here, rest)
    return told


def _join_the_smallest(told: dict[Cell, Cell], people: Mapping[Cell, int], row: Cell) -> None:
    """Few are in a row: the smallest of the others becomes part of it."""
    sizes: dict[Cell, int] = {}
    for cell, other in told.items():
        if other != row:
            sizes[other] = sizes.get(other, 0) + people[cell]
    if sizes:
        smallest = min(sizes, key=lambda other: (sizes[other], repr(other)))
        told |= {cell: row for cell, other in told.items() if other == smallest}


def with_open_sums(sellers: Mapping[Kind, int], fewest: int) -> set[Kind]:
    """Rows whose sums of money are told: of enough sellers, without as many others as hide the hidden ones."""
    hidden = with_the_smallest({one: count for one, count in sellers.items() if count}, fewest)
    if len(hidden) == 1 and len(sellers) > 1:
        others = [one for one, count in sellers.items() if count and one not in hidden]
        hidden |= set(sorted(others, key=lambda one: (sellers[one], repr(one)))[:1])
    return set(sellers) - hidden


def _row(cell: Cell, one: _Sum, fewest: int, *, sums_told: bool) -> StatisticsRow:
    def told(count: int) -> int | None:
        """A part of the people; neither it nor the rest may be of few."""
        return None if any(0 < part < fewest for part in (count, one.people - count)) else count

    money = sums_told and told(one.selling) is not None
    return StatisticsRow(
        cell,
        one.people,
        told(one.selling),
        told(one.earning),
        told(one.sustained),
        told(one.insured),
        told(one.licensed),
        told(one.papers),
        one.helpers if one.tellers == 0 or one.tellers >= fewest else None,
        one.sold if money else None,
        one.income if money else None,
        one.tellers,
    )
