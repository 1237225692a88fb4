"""Which counts of people must be hidden, so that nobody small can be read off or computed back.

Pure. A table counts people by group and column. Its column totals and the number of all are told always, and every
published table shares them; so what can be computed in one table needs no other, and none helps another.

What is promised, with `fewest` = 5. Of every hidden number at least four values are possible for somebody who

- knows every figure that is shown, that a hidden one is not below the floor of its table, and can solve the system of
  rows, columns and totals exactly;
- holds all editions of the same month side by side, and even knows which numbers are the same in two of them.

Not promised: that a change of a shown figure from month to month, or from edition to edition, tells nothing; that
somebody who knows the others of a group from elsewhere learns nothing; that a group of which all stand at the same
place hides where they stand.

A table is a network: a cell leads from its row to its column, a total of a row into it. What can be true besides the
truth is the truth and flows along closed ways of hidden numbers; so what a hidden number can be is a maximal flow.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Key = tuple[str, str]
Kind = TypeVar("Kind", bound=Hashable)
Ends = tuple[str, str]
_NO_LIMIT = 10**12
_WHOLE = "all"
# Hiding a row's total costs more than hiding a cell: it says how large the group is.
_CELL_COST, _TOTAL_COST = 8, 60


@dataclass(frozen=True)
class Network:
    """Numbers of a table by key, as arcs. A total is an arc too; what is no arc is always told."""

    arcs: Mapping[Key, Ends]


def grid(rows: Sequence[str], columns: Sequence[str]) -> Network:
    """Rows by columns: cells are (row, column), the total of a row is (row, "")."""
    cells = {(row, column): (f"row {row}", f"column {column}") for row in rows for column in columns}
    totals = {(row, ""): (_WHOLE, f"row {row}") for row in rows}
    return Network(cells | totals)


def single(columns: Sequence[str]) -> Network:
    """Column totals alone, ("", column), under the number of all, which is told."""
    return Network({("", column): (_WHOLE, "end") for column in columns})


@dataclass(frozen=True)
class Told:
    """What is true, and which of it is hidden. `floor`: what a hidden number is at least, as everybody may know.

    With the floor 1 every nought is shown; with 0 none is.
    """

    values: Mapping[Key, int]
    hidden: frozenset[Key]
    floor: int = 1

    def shown(self, key: Key) -> int | None:
        return None if key in self.hidden else self.values.get(key, 0)


def small(values: Mapping[Key, int], fewest: int) -> frozenset[Key]:
    """Numbers of few people: not nought, and below `fewest`."""
    return frozenset(key for key, value in values.items() if 0 < value < fewest)


def protect(network: Network, values: Mapping[Key, int], fewest: int, earlier: Sequence[Told] = ()) -> Told | None:
    """Hide what is small and as much more as it needs; None where that cannot be promised, and nothing may be told.

    `earlier`: how the same numbers stood and were told in editions of the same month.
    """
    floors = {one.floor for one in earlier} or {1, 0}
    if earlier and len(floors) > 1:
        return None
    for floor in sorted(floors, reverse=True):
        found = _Search(network, Told(values, _first(values, fewest, earlier, floor), floor), earlier, fewest).run()
        if found is not None:
            return found
    return None


def hidden_beside(values: Mapping[str, int], fewest: int) -> frozenset[str]:
    """Which of these numbers stay untold, where their sum is told; all of them where hiding some cannot be enough."""
    told = protect(single(list(values)), {("", key): value for key, value in values.items()}, fewest)
    return frozenset(values) if told is None else frozenset(column for _, column in told.hidden)


def with_the_smallest(sizes: Mapping[Kind, int], fewest: int) -> set[Kind]:
    """Those of fewer than `fewest`, and as many of the smallest others as make them as many together."""
    few = {one for one, size in sizes.items() if 0 < size < fewest}
    count = sum(sizes[one] for one in few)
    for one in sorted(sizes, key=lambda one: (sizes[one], repr(one))):
        if not few or count >= fewest:
            break
        if one not in few:
            few.add(one)
            count += sizes[one]
    return few


def _first(values: Mapping[Key, int], fewest: int, earlier: Sequence[Told], floor: int) -> frozenset[Key]:
    """What is hidden in any case: small numbers, what was hidden before, and every nought where none is shown."""
    before = {key for one in earlier for key in one.hidden if values.get(key, 0) >= max(floor, 1)}
    noughts = {key for key, value in values.items() if value == 0} if floor == 0 else set()
    return small(values, fewest) | before | noughts


@dataclass(frozen=True)
class _Family:
    """Numbers that can move together: each by how much at most downwards. Upwards nothing limits them."""

    room: Mapping[Key, int]


@dataclass
class _Search:
    """Looks for more to hide until every hidden number can be `fewest` - 1 different ones."""

    network: Network
    told: Told
    earlier: Sequence[Told]
    fewest: int
    ways: list[_Family] = field(default_factory=list)

    @property
    def needed(self) -> int:
        return max(2, self.fewest - 1) - 1

    def run(self) -> Told | None:
        waiting = sorted(self.told.hidden)
        while waiting:
            more = self._settle(waiting.pop(0))
            if more is None:
                return None
            waiting.extend(sorted(more))
        if all(self._safe(one, key) for one in self.earlier for key in sorted(one.hidden)):
            return self.told
        return None

    def _settle(self, key: Key) -> set[Key] | None:
        """Hide more until this number is safe; what was hidden for it, or None where nothing helps."""
        added: set[Key] = set()
        while not self._safe(self.told, key):
            more = self._cheapest(key)
            if not more:
                return None
            added |= more
            self.told = Told(self.told.values, self.told.hidden | more, self.told.floor)
        return added

    def _safe(self, edition: Told, key: Key) -> bool:
        if _known_elsewhere(edition, key, [*self.earlier, self.told]):
            return True
        families = (self._common(), self._alone(edition))
        return any(spread(self.network, one.room, key, self.needed) >= self.needed for one in families if one)

    def _common(self) -> _Family | None:
        """Numbers that are hidden in every edition move in all of them alike: who holds two learns nothing."""
        editions = [*self.earlier, self.told]
        keys = frozenset.intersection(*(one.hidden for one in editions))
        return _Family({key: min(one.values.get(key, 0) - one.floor for one in editions) for key in keys})

    def _alone(self, edition: Told) -> _Family | None:
        """Numbers that are not the same in any other edition can move in this one alone."""
        if not self.earlier:
            return None
        free = self._changed(edition, edition.hidden)
        return _Family({key: edition.values.get(key, 0) - edition.floor for key in free})

    def _changed(self, edition: Told, keys: Iterable[Key]) -> set[Key]:
        others = [one for one in [*self.earlier, self.told] if one is not edition]
        return {key for key in keys if all(one.values.get(key, 0) != edition.values.get(key, 0) for one in others)}

    def _cheapest(self, key: Key) -> set[Key]:
        """The least that must be hidden besides, so that this number can be one more or one less."""
        shown = {one for one, value in self.told.values.items() if value > 0 and one not in self.told.hidden}
        family = self._alone(self.told) or self._common()
        if family is None or key not in family.room:
            return set()
        candidates = self._changed(self.told, shown) if self.earlier else shown
        room = dict(family.room) | {one: self.told.values[one] - self.told.floor for one in candidates}

        def cost(one: Key) -> int:
            if one not in candidates:
                return 0
            return self.told.values[one] + (_CELL_COST if one[1] else _TOTAL_COST)

        return self._further(key, family.room, room, cost)

    def _further(
        self, key: Key, room: Mapping[Key, int], wider: Mapping[Key, int], cost: Callable[[Key], int]
    ) -> set[Key]:
        """What of `wider` and not of `room` lies on the cheapest way for this number to go further than it can."""
        tail, head = self.network.arcs[key]
        found = []
        for start, end, most in ((head, tail, self.needed), (tail, head, min(self.needed, room[key]))):
            flow, narrow = _Flow(self.network, wider, key), _Flow(self.network, room, key)
            if narrow.push(start, end, most) < most:
                flow.left |= narrow.left
                way = flow.cheapest(start, end, cost)
                if way is not None:
                    found.append((way[0], sorted({one for one, _ in way[1] if one not in room})))
        return set(min(found)[1]) if found else set()


def _known_elsewhere(edition: Told, key: Key, editions: Iterable[Told]) -> bool:
    """Another edition shows this very number: to hide it now is in vain, and nothing small was ever shown."""
    value = edition.values.get(key, 0)
    return any(key not in one.hidden and one.values.get(key, 0) == value for one in editions if one is not edition)


def spread(network: Network, room: Mapping[Key, int], key: Key, enough: int) -> int:
    """By how much a hidden number may differ from the truth, up and down together; `enough` and no more is counted."""
    if key not in room:
        return 0
    tail, head = network.arcs[key]
    up = _Flow(network, room, key).push(head, tail, enough)
    down = _Flow(network, room, key).push(tail, head, min(enough, room[key]))
    return min(enough, up + down)


class _Flow:
    """What can still move along hidden numbers, without the one that is asked about."""

    def __init__(self, network: Network, room: Mapping[Key, int], without: Key) -> None:
        self.left: dict[tuple[Key, bool], int] = {}
        self.ways: dict[str, list[tuple[str, Key, bool]]] = {}
        for key, down in room.items():
            if key == without:
                continue
            tail, head = network.arcs[key]
            self.left[key, True], self.left[key, False] = _NO_LIMIT, max(0, down)
            self.ways.setdefault(tail, []).append((head, key, True))
            self.ways.setdefault(head, []).append((tail, key, False))

    def push(self, start: str, end: str, most: int) -> int:
        """Send as much as goes from `start` to `end`, at most `most`."""
        sent = 0
        while sent < most:
            way = self._way(start, end)
            if not way:
                break
            amount = min(most - sent, *(self.left[step] for step in way))
            for key, forward in way:
                self.left[key, forward] -= amount
                self.left[key, not forward] += amount
            sent += amount
        return sent

    def _way(self, start: str, end: str) -> list[tuple[Key, bool]]:
        came: dict[str, tuple[str, tuple[Key, bool]]] = {}
        line = deque([start])
        while line and end not in came:
            here = line.popleft()
            for there, key, forward in self.ways.get(here, ()):
                if there != start and there not in came and self.left[key, forward] > 0:
                    came[there] = here, (key, forward)
                    line.append(there)
        return _back(came, start, end)

    def cheapest(self, start: str, end: str, cost: Callable[[Key], int]) -> tuple[int, list[tuple[Key, bool]]] | None:
        """The way from `start` to `end` that costs least."""
        best, came = {start: 0}, dict[str, tuple[str, tuple[Key, bool]]]()
        line = [(0, start)]
        while line:
            spent, here = heapq.heappop(line)
            if here == end:
                return spent, _back(came, start, end)
            if spent > best[here]:
                continue
            for there, key, forward in self.ways.get(here, ()):
                price = spent + cost(key)
                if self.left[key, forward] > 0 and price < best.get(there, _NO_LIMIT):
                    best[there], came[there] = price, (here, (key, forward))
                    heapq.heappush(line, (price, there))
        return None


def _back(came: Mapping[str, tuple[str, tuple[Key, bool]]], start: str, end: str) -> list[tuple[Key, bool]]:
    if end not in came:
        return []
    steps, here = [], end
    while here != start:
        here, step = came[here]
        steps.append(step)
    return steps
