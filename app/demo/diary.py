"""The demo's diary: what happens when."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.shared import clock
from app.shared.database import db

Act = Callable[[], None]


@dataclass
class Diary:
    """What happens when: acts in the order of their moments."""

    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def write(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    def live(self, until: datetime) -> None:
        """Let everything happen that happens before `until`."""
        while self._acts and self._acts[0][0] < until:
            at, _, act = heapq.heappop(self._acts)
            with clock.at(at):
                act()
            db.session.remove()  # as after a request: what one act has read is no burden to the next
