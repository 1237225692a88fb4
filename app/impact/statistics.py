"""A month in the terms of the ministry's statistics centre: people and sums by county, sex, place, kind of work, trade.

From the kept months and what was told of each one's work alone. Groups of few are told together with others of their
county, or of the province, so that no row is of fewer than `FEWEST` people; within a row what is of few is not told.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from app import livings
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
    helpers: int = 0
    tellers: int = 0
    sold: int = 0
    income: int = 0

    def add(self, other: _Sum) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class StatisticsRow:
    """A group in a month. A number that would tell of few is None. Rials."""

    cell: Cell
    people: int
    selling: int | None
    earning: int | None
    sustained: int | None
    insured: int | None
    helpers: int | None
    sold: int | None
    income: int | None


@dataclass(frozen=True)
class Statistics:
    """The rows of a month; `left_over`: people in none, as they would be found out; `fewest`: the least of a row."""

    month: JalaliMonth
    rows: tuple[StatisticsRow, ...]
    left_over: int
    fewest: int


def statistics(month: JalaliMonth, counties: Counties = None) -> Statistics:
    """The month's rows, by county, and within one the largest first. Two queries."""
    fewest = rulebook.number(FEWEST)
    cells = _cells(month, counties)
    told = gathered(cells, fewest)
    sums: dict[Cell, _Sum] = {}
    for cell, one in cells.items():
        sums.setdefault(told.get(cell, Cell(together=True)), _Sum()).add(one)
    fit = {cell: one for cell, one in sums.items() if one.people >= fewest}
    open_sums = with_open_sums({cell: one.selling for cell, one in fit.items()}, fewest)
    rows = _hidden_twice([_row(cell, one, fewest, sums_told=cell in open_sums) for cell, one in fit.items()])
    rows.sort(key=_place)
    whole = sum(one.people for one in sums.values())
    return Statistics(month, tuple(rows), whole - sum(row.people for row in rows), fewest)


_COUNTS = ("selling", "earning", "sustained", "insured")


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
                found[place] = replace(found[place], **hidden_too)
    return found


def _place(row: StatisticsRow) -> tuple[bool, str, bool, int]:
    """Where a row stands: by county, those told together after the others."""
    return row.cell.county_code is None, row.cell.county_code or "", row.cell.together, -row.people


def _cells(month: JalaliMonth, counties: Counties) -> dict[Cell, _Sum]:
    """Every group, however small."""
    day = local_date(min(month.ends - timedelta(microseconds=1), clock.now()))
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
        one.helpers if one.tellers == 0 or one.tellers >= fewest else None,
        one.sold if money else None,
        one.income if money else None,
    )
