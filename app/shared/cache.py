"""Small things that hardly ever change, kept in the process for a while: lists of categories, counties, tariffs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, cast

from app.shared import running

Kept = TypeVar("Kept")


def kept(name: str, seconds: float, make: Callable[[], Kept]) -> Kept:
    """What `make` gave at most `seconds` ago. Only plain values: nothing that belongs to a session."""
    store = running.once("kept", dict[str, tuple[float, object]])
    found = store.get(name)
    now = time.monotonic()
    if found is not None and now - found[0] < seconds:
        return cast(Kept, found[1])
    made = make()
    store[name] = (now, made)
    return made


def forget() -> None:
    """Make everything anew when it is asked for next."""
    running.drop("kept")
