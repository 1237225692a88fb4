"""A table of people as officials may read it: no count of few, and nothing from which one could be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.impact.snapshot import FEWEST, TOGETHER
from app.impact.suppression import Key, Told, grid, protect
from app.shared import rulebook


@dataclass(frozen=True)
class SafeTable:
    """What may be told of a table. `pooled`: columns of so few that they stand as one, under TOGETHER."""

    columns: tuple[str, ...]
    pooled: tuple[str, ...]
    told: Told | None

    def shown(self, row: str, column: str = "") -> int | None:
        """A cell, or the whole row; None where it is hidden."""
        return None if self.told is None else self.told.shown((row, column))


def told_safely(counts: Mapping[Key, int], rows: Sequence[str], columns: Sequence[str]) -> SafeTable:
    """People by row and column, small numbers hidden; columns of few people are taken together first."""
    fewest = rulebook.number(FEWEST)
    whole = {one: sum(counts.get((row, one), 0) for row in rows) for one in columns}
    pooled: list[str] = []
    for one in sorted((one for one in columns if whole[one]), key=lambda one: (whole[one], one)):
        if whole[one] >= fewest and (not pooled or sum(whole[other] for other in pooled) >= fewest):
            break
        pooled.append(one)
    kept = [one for one in columns if one not in pooled] + ([TOGETHER] if pooled else [])
    values = {(row, one): counts.get((row, one), 0) for row in rows for one in kept}
    if pooled:
        values |= {(row, TOGETHER): sum(counts.get((row, one), 0) for one in pooled) for row in rows}
    values |= {(row, ""): sum(values[row, one] for one in kept) for row in rows}
    return SafeTable(tuple(kept), tuple(pooled), protect(grid(rows, kept), values, fewest))
