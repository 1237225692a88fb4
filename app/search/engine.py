"""Engines that find products by words, behind one interface. All of them see the same terms.

An engine is a cache of the database: it can be thrown away and rebuilt at any time.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import text
from whoosh import fields, index, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer

from app.search.models import ShelfRow
from app.shared import running
from app.shared.database import is_postgres, session


@dataclass(frozen=True)
class Document:
    product_id: int
    title: str
    body: str


Hits = dict[int, float]


class SearchBackend(Protocol):
    name: str

    def ready(self) -> bool:
        """Whether there is an index to ask."""

    def find(self, groups: Sequence[Sequence[str]]) -> Hits:
        """Scores by product id: each group of alternatives must be met by one of its terms."""

    def update(self, gone: Iterable[int], documents: Iterable[Document]) -> None:
        """Make these the documents of their products; `gone` ones have none any more."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Start over with exactly these documents."""


class WhooshBackend:
    """The embedded engine: an index in a folder, written by one process at a time, read by all."""

    name = "whoosh"
    _FRESH_SECONDS = 0.5

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._searcher: Any = None
        self._looked_at = 0.0

    def _schema(self) -> Any:
        words = SpaceSeparatedTokenizer()
        return fields.Schema(
            key=fields.ID(unique=True),
            pid=fields.NUMERIC(int, bits=64, sortable=True),
            title=fields.TEXT(analyzer=words, phrase=False, field_boost=4.0),
            body=fields.TEXT(analyzer=words, phrase=False),
        )

    def _index(self) -> Any:
        if not index.exists_in(str(self.folder)):
            self.folder.mkdir(parents=True, exist_ok=True)
            return index.create_in(str(self.folder), self._schema())
        return index.open_dir(str(self.folder))

    def _current(self) -> Any:
        """A searcher no older than half a second. A commit may pull a file away while opening: that is tried again."""
        with self._lock:
            now = time.monotonic()
            if self._searcher is None or now - self._looked_at > self._FRESH_SECONDS:
                for attempt in range(4):
                    try:
                        self._searcher = self._refreshed()
                        break
                    except (FileNotFoundError, index.EmptyIndexError):
                        time.sleep(0.02 * (attempt + 1))
                        self._searcher = None
                self._looked_at = now
            return self._searcher

    def _refreshed(self) -> Any:
        if self._searcher is None:
            return self._index().searcher(weighting=scoring.TF_IDF())
        return self._searcher.refresh()

    def ready(self) -> bool:
        return bool(index.exists_in(str(self.folder)))

    def find(self, groups: Sequence[Sequence[str]]) -> Hits:
        searcher = self._current()
        if searcher is None or not groups or not searcher.doc_count_all():
            return {}
        asked = query.And(
            [query.Or([query.Term(name, term) for term in group for name in ("title", "body")]) for group in groups]
        )
        results = searcher.search(asked, limit=None)
        ids = searcher.reader().column_reader("pid")
        return {int(ids[number]): float(score) for score, number in results.top_n}

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """A writer, committed at the end. One that failed lets its lock go for the next: Whoosh would keep it."""
        writer = self._index().writer(timeout=60)
        try:
            yield writer
            writer.commit()
        except BaseException:
            with suppress(Exception):
                writer.cancel()
            if writer.writelock.fd is not None:
                writer.writelock.release()
            raise

    def update(self, gone: Iterable[int], documents: Iterable[Document]) -> None:
        with self._writing() as writer:
            for product_id in gone:
                writer.delete_by_term("key", str(product_id))
            for one in documents:
                writer.update_document(key=str(one.product_id), pid=one.product_id, title=one.title, body=one.body)

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self._lock:
            self._searcher = None
            shutil.rmtree(self.folder, ignore_errors=True)
            with self._writing() as writer:
                for one in documents:
                    writer.add_document(key=str(one.product_id), pid=one.product_id, title=one.title, body=one.body)


class PostgresBackend:
    """PostgreSQL's full text search over the same terms; its index is the table's, so there is nothing to update."""

    name = "postgresql"
    _FIND = text(
        "SELECT product_id, ts_rank('{0.1, 0.2, 0.4, 1.0}', "
        "setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', body_terms), 'D'), q) "
        "FROM shelf_row, to_tsquery('simple', :asked) q WHERE listed AND "
        "(setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', body_terms), 'D')) @@ q"
    )

    def ready(self) -> bool:
        return True

    def find(self, groups: Sequence[Sequence[str]]) -> Hits:
        if not groups:
            return {}
        asked = " & ".join("(" + " | ".join(f"'{term}'" for term in group if term.isalnum()) + ")" for group in groups)
        return {int(row[0]): float(row[1]) for row in session().execute(self._FIND, {"asked": asked})}

    def update(self, gone: Iterable[int], documents: Iterable[Document]) -> None:
        """Nothing to do: the row is the document."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Nothing to do: the row is the document."""


def backend() -> SearchBackend:
    """The engine of this program: PostgreSQL's where that is the database, else the embedded one."""
    return running.once("search", _suitable)


def _suitable() -> SearchBackend:
    return PostgresBackend() if is_postgres() else WhooshBackend(running.settings().data_dir / "index")


def document(row: ShelfRow) -> Document:
    return Document(row.product_id, row.title_terms, row.body_terms)
