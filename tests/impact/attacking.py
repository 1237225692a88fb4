"""Somebody with a pencil and much patience: every way in which what is hidden could be, given what is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from app.impact.suppression import Key, Told

Filling = dict[Key, int]


def table(cells: Sequence[Sequence[int]]) -> Filling:
    """A table of counts with the totals of its rows."""
    found: Filling = {}
    for place, row in enumerate(cells):
        found |= {(f"r{place}", f"c{column}"): count for column, count in enumerate(row)}
        found[f"r{place}", ""] = sum(row)
    return found


def shape(values: Mapping[Key, int]) -> tuple[list[str], list[str]]:
    rows = sorted({row for row, _ in values})
    return rows, sorted({column for _, column in values if column})


def fillings(told: Told) -> list[Filling]:
    """Every table that agrees with what is told; the totals of the columns are told always."""
    rows, columns = shape(told.values)
    sums = {column: sum(told.values[row, column] for row in rows) for column in columns}
    found: list[tuple[Filling, dict[str, int]]] = [({}, sums)]
    for row in rows:
        last = row == rows[-1]
        found = [
            (filled | more, left)
            for filled, before in found
            for more in _rows(told, row, before, last)
            if min((left := {one: before[one] - more[row, one] for one in columns}).values()) >= 0
        ]
    return [filled for filled, left in found if not any(left.values())]


def _rows(told: Told, row: str, left: Mapping[str, int], last: bool) -> Iterator[Filling]:
    """Every way to fill one row with what is left of the columns."""
    ranges = []
    for column, most in left.items():
        shown = told.shown((row, column))
        low = told.floor if shown is None else shown
        ranges.append(
            range(most, most + 1) if last and shown is None else range(low, (most if shown is None else low) + 1)
        )
    whole = told.shown((row, ""))
    for counts in product(*ranges):
        if any(one < told.floor for one, column in zip(counts, left, strict=True) if told.shown((row, column)) is None):
            continue
        if sum(counts) == whole or (whole is None and sum(counts) >= told.floor):
            yield {(row, column): one for column, one in zip(left, counts, strict=True)} | {(row, ""): sum(counts)}


def possible(told: Told) -> dict[Key, set[int]]:
    """What each hidden number can be, for one who has this edition alone."""
    found = fillings(told)
    return {key: {one[key] for one in found} for key in told.hidden}


def possible_of_two(first: Told, second: Told) -> list[dict[Key, set[int]]]:
    """The same of two editions of one month, for one who is even told which numbers did not change."""
    same = sorted(key for key, value in first.values.items() if second.values[key] == value)
    later: dict[tuple[int, ...], list[Filling]] = {}
    for one in fillings(second):
        later.setdefault(tuple(one[key] for key in same), []).append(one)
    pairs = [(one, other) for one in fillings(first) for other in later.get(tuple(one[key] for key in same), [])]
    return [
        {key: {pair[place][key] for pair in pairs} for key in told.hidden} for place, told in enumerate((first, second))
    ]
