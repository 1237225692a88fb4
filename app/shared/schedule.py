"""Timed work: sweeps that look for what is due and do it, one thing per transaction.

Owns `schedule` (when each sweep ran and runs next) and `heartbeat` (the worker's sign of life). A sweep is safe to
repeat: `due` names the things, `act` looks at each again inside its own transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, Text, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.database import LOCK, Model, UtcDateTime, session, transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    name: str
    every: timedelta
    due: Callable[[], Sequence[int]]
    act: Callable[[int], None]


class ScheduleRow(Model):
    __tablename__ = "schedule"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_count: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Model):
    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


_sweeps: dict[str, Sweep] = {}


def sweep(
    name: str, every: timedelta, due: Callable[[], Sequence[int]]
) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Register `act(id)` to be done about `every` so often for each id that `due()` names."""

    def register(act: Callable[[int], None]) -> Callable[[int], None]:
        _sweeps[name] = Sweep(name, every, due, act)
        return act

    return register


def run_due(*, now_all: bool = False) -> int:
    """Run the sweeps whose time has come (or all of them); how many things were done. Opens transactions."""
    return sum(_run(one) for one in _sweeps.values() if _claim(one, now_all=now_all))


_FIRST_TIME = text(
    "INSERT INTO schedule (name, next_at, last_count) VALUES (:name, :next_at, 0) ON CONFLICT (name) DO NOTHING"
).bindparams(bindparam("next_at", type_=UtcDateTime))


def _claim(one: Sweep, *, now_all: bool) -> bool:
    now = clock.now()
    row = session().get(ScheduleRow, one.name, populate_existing=True)
    if row is not None and row.next_at > now and not now_all:
        return False
    with transaction():
        session().execute(_FIRST_TIME, {"name": one.name, "next_at": now})
        row = session().get_one(ScheduleRow, one.name, with_for_update=LOCK)
        if row.next_at > now and not now_all:
            return False
        row.next_at, row.last_at = now + one.every, now
    return True


def _run(one: Sweep) -> int:
    done, fault = 0, None
    for thing_id in one.due():
        try:
            with transaction():
                one.act(thing_id)
            done += 1
        except Exception as error:
            log.exception("sweep %s failed for %s", one.name, thing_id)
            fault = f"{thing_id}: {type(error).__name__}: {error}"[:1000]
    if done or fault:
        with transaction():
            row = session().get_one(ScheduleRow, one.name)
            row.last_count, row.last_error = done, fault
    return done


_BEAT = text(
    "INSERT INTO heartbeat (name, at) VALUES (:name, :at) ON CONFLICT (name) DO UPDATE SET at = excluded.at"
).bindparams(bindparam("at", type_=UtcDateTime))


def beat(name: str = "worker") -> None:
    """Note that `name` is alive. Called inside a transaction."""
    session().execute(_BEAT, {"name": name, "at": clock.now()})


def last_beat(name: str = "worker") -> datetime | None:
    return session().scalar(select(Heartbeat.at).where(Heartbeat.name == name))
