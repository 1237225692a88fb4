"""Which tests run on PostgreSQL where not all of them do: enough that it hears every sentence that SQLite heard.

What can be otherwise there is the database. So while all tests run on SQLite with SENTENCES=<folder>, each of them
notes the kinds of SQL sentences that it sends, and which of them the database refuses. On PostgreSQL, with the same
SENTENCES, those tests run that

- send sentences from several threads at once: how locks are waited for is each database's own;
- send each kind of sentence, twice where two tests do, the quickest that do it;
- were not noted.

Left out is what sends nothing that others don't; without SENTENCES nothing is (`make test-postgres`).
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

TWICE = 2
_VALUES = re.compile(r"\((?:\s*\?\s*,?)+\)(?:\s*,\s*\((?:\s*\?\s*,?)+\))*")


def kind_of(sentence: str) -> str:
    """The same of two sentences that differ in how many values they carry and in nothing else."""
    return hashlib.sha256(_VALUES.sub("(?)", sentence).encode()).hexdigest()[:16]


@dataclass
class Sent:
    """What one test sent: its kinds of sentences, whether from several threads, and how many seconds it took."""

    kinds: set[str] = field(default_factory=set)
    threads: bool = False
    seconds: float = 0.0


class Noting:
    """Notes what each test sends, and writes it into the folder: a file for each process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tests: dict[str, Sent] = {}
        self._now: Sent | None = None
        event.listen(Engine, "before_cursor_execute", self._heard)
        event.listen(Engine, "handle_error", self._refused)

    def close(self) -> None:
        """Hear nothing more."""
        event.remove(Engine, "before_cursor_execute", self._heard)
        event.remove(Engine, "handle_error", self._refused)

    def note(self, sent: Sent | None) -> None:
        """What is sent from now on is noted there."""
        self._now = sent

    def _heard(self, connection: object, cursor: object, sentence: str, *_: object) -> None:
        if self._now is not None:
            self._now.kinds.add(kind_of(sentence))
            self._now.threads |= threading.current_thread() is not threading.main_thread()

    def _refused(self, context: ExceptionContext) -> None:
        if self._now is not None and context.statement:
            self._now.kinds.add(f"refused {kind_of(context.statement)}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        sent = self._tests[item.nodeid] = Sent()
        began = time.perf_counter()
        self.note(sent)
        try:
            return (yield)
        finally:
            self.note(None)
            sent.seconds = time.perf_counter() - began

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self._tests:
            return
        worker = getattr(session.config, "workerinput", {}).get("workerid", "alone")
        self._folder.mkdir(parents=True, exist_ok=True)
        found = {test: [sorted(one.kinds), one.threads, one.seconds] for test, one in self._tests.items()}
        (self._folder / f"{worker}.json").write_text(json.dumps(found))


def noted(folder: Path) -> dict[str, Sent]:
    """What was noted in a folder, by test."""
    found: dict[str, Any] = {}
    for one in sorted(folder.glob("*.json")):
        found |= json.loads(one.read_text())
    return {test: Sent(set(kinds), threads, seconds) for test, (kinds, threads, seconds) in found.items()}


def chosen(tests: Mapping[str, Sent]) -> set[str]:
    """Tests that between them send each kind of sentence twice, where two do; and all that send from threads."""
    found = {test for test, one in tests.items() if one.threads}
    heard = Counter(kind for test in found for kind in tests[test].kinds)
    senders = Counter(kind for one in tests.values() for kind in one.kinds)
    # How many more a second a test brings only ever falls: what was reckoned earlier is the most that it can be.
    waiting = [(-len(one.kinds) / max(one.seconds, 0.01), test) for test, one in tests.items() if test not in found]
    heapq.heapify(waiting)
    while waiting:
        most, test = heapq.heappop(waiting)
        kinds = [kind for kind in tests[test].kinds if heard[kind] < min(TWICE, senders[kind])]
        worth = -len(kinds) / max(tests[test].seconds, 0.01)
        if not kinds:
            continue
        if worth > most and waiting and worth > waiting[0][0]:
            heapq.heappush(waiting, (worth, test))
            continue
        found.add(test)
        heard.update(tests[test].kinds)
    return found
