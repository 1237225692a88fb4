"""From when on a yes is needed, and which sentences are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.shared import rulebook

NEEDED = rulebook.define(
    "consent.needed",
    0,
    "yes or no",
    "the shop's own rule: who had a place before it says yes was told on paper, until she answers herself",
)

# Raised whenever the sentences of `words/consent.py` are others; a test holds them to it.
WORDING = 2


def needed_since(set_rows: Iterable[tuple[datetime, int]]) -> datetime | None:
    """Since when a yes has been needed without a break, by rows of (from when, 1 or 0), oldest first; None: it is not.

    Who was given a place before that moment counts as told.
    """
    since: datetime | None = None
    for start, value in set_rows:
        since = (since or start) if value else None
    return since
