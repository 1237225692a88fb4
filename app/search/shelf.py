"""The shelf in memory: a column per thing that can be filtered, so that each count of a list is exact and cheap.

Each process keeps a copy and follows the database's rows by their `seq`. A copy is never changed; a new one is made.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from app.search.models import ShelfRow, ShelfSeq
from app.shared import rulebook, running
from app.shared.database import session
from app.vouching import DeviationKind

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_COLUMNS = (
    ShelfRow.product_id,
    ShelfRow.seq,
    ShelfRow.listed,
    ShelfRow.category_code,
    ShelfRow.group,
    ShelfRow.county_code,
    ShelfRow.maker_id,
    ShelfRow.grade,
    ShelfRow.vouched,
    ShelfRow.permit,
    ShelfRow.price_rial,
    ShelfRow.left,
    ShelfRow.published_at,
    ShelfRow.differs,
    ShelfRow.rural,
)
CODED = ("category", "group", "county", "maker", "grade")
_A_DAY = 86_400
_AHEAD = rulebook.define(
    "shop.rural_head_start_days", 3, "days", "villages first: the programme's own priority, bounded and shown"
)
# A head start, not a reign: two weeks are as long as something is new.
RURAL_AHEAD = rulebook.cap(_AHEAD, 14)
DIFFERS = {kind.value: f"differs in {kind.value}" for kind in DeviationKind}


@dataclass(frozen=True)
class Shelf:
    """Products on sale as columns; `names[c]` tells which value each number of a coded column stands for.

    `orders` holds all places once for each way of sorting; products of villages were put `ahead` days forward in it.
    """

    seq: int = -1
    ahead: int = 0
    ids: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    columns: Mapping[str, Ints] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    orders: Mapping[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def places_of(self, product_ids: Ints) -> Ints:
        """Where these products stand; unknown ones are left out."""
        if not len(self.ids):
            return np.zeros(0, np.int64)
        places = np.minimum(np.searchsorted(self.ids, product_ids), len(self.ids) - 1)
        found: Ints = places[self.ids[places] == product_ids]
        return found

    def having(self, column: str, values: frozenset[str]) -> Mask:
        """Which products have one of these values in a coded column."""
        wanted = [number for number, name in enumerate(self.names.get(column, ())) if name in values]
        return np.isin(self.columns[column], wanted)

    def counts(self, column: str, mask: Mask) -> dict[str, int]:
        """How many of the masked products have each value of a coded column."""
        names = self.names.get(column, ())
        found = np.bincount(self.columns[column][mask], minlength=len(names))
        return {name: int(found[number]) for number, name in enumerate(names)}


class Follower:
    """Keeps the newest shelf of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[int, tuple[Any, ...]] = {}
        self.shelf = Shelf()

    def newest(self) -> Shelf:
        """The shelf as of now: one small query, and one more for what has changed."""
        seq = session().scalar(select(ShelfSeq.value).where(ShelfSeq.id == 1)) or 0
        ahead = rulebook.number(RURAL_AHEAD)
        if (seq, ahead) != (self.shelf.seq, self.shelf.ahead):
            with self._lock:
                if (seq, ahead) != (self.shelf.seq, self.shelf.ahead):
                    self._follow(seq, ahead)
        return self.shelf

    def _follow(self, seq: int, ahead: int) -> None:
        if seq < self.shelf.seq:
            self._rows.clear()
        known = self.shelf.seq if self._rows else -1
        for row in session().execute(select(*_COLUMNS).where(ShelfRow.seq > known)):
            if row[2]:
                self._rows[row[0]] = tuple(row)
            else:
                self._rows.pop(row[0], None)
        self.shelf = _columns(seq, ahead, self._rows)


def _columns(seq: int, ahead: int, rows: Mapping[int, tuple[Any, ...]]) -> Shelf:
    ordered = [rows[product_id] for product_id in sorted(rows)]
    names: dict[str, tuple[str, ...]] = {}
    columns: dict[str, Ints] = {}
    for column, place in zip(CODED, (3, 4, 5, 6, 7), strict=True):
        values = [str(row[place]) for row in ordered]
        names[column] = tuple(sorted(set(values)))
        number = {name: code for code, name in enumerate(names[column])}
        columns[column] = np.array([number[value] for value in values], np.int64)
    columns["vouched"] = np.array([int(row[8]) for row in ordered], np.int64)
    columns["permit"] = np.array([int(bool(row[9])) for row in ordered], np.int64)
    columns["nonstandard"] = np.array([int(row[7] != "conforms") for row in ordered], np.int64)
    columns["price"] = np.array([int(row[10]) for row in ordered], np.int64)
    columns["made"] = np.array([int(row[11] is None) for row in ordered], np.int64)
    columns["ready"] = np.array([int(row[11] is not None and row[11] > 0) for row in ordered], np.int64)
    columns["gone"] = 1 - np.maximum(columns["made"], columns["ready"])
    for kind, column in DIFFERS.items():
        columns[column] = np.array([int(kind in row[13].split()) for row in ordered], np.int64)
    columns["published"] = np.array([int(row[12].timestamp()) for row in ordered], np.int64)
    columns["rural"] = np.array([int(row[14]) for row in ordered], np.int64)
    return Shelf(seq, ahead, np.array([row[0] for row in ordered], np.int64), columns, names, _orders(columns, ahead))


def _orders(columns: Mapping[str, Ints], ahead: int) -> dict[str, Ints]:
    """Newest, cheapest and dearest first; among equals the newest, then the one that was listed last.

    What is sold out comes after everything that can be bought. Among the newest, what villages make counts as so many
    days newer than it is; "unhelped" is the same order without that.
    """
    gone, newest, last = columns["gone"], -columns["published"], -np.arange(len(columns["published"]))
    return {
        "newest": np.lexsort((last, newest - columns["rural"] * ahead * _A_DAY, gone)),
        "unhelped": np.lexsort((last, newest, gone)),
        "cheapest": np.lexsort((last, newest, columns["price"], gone)),
        "dearest": np.lexsort((last, newest, -columns["price"], gone)),
    }


def newest() -> Shelf:
    """The shelf of this process, as of now."""
    follower = running.once("shelf", Follower)
    return follower.newest()
