"""The outbox: what happened is told to whoever lives higher, once, after it is certain.

Owns `outbox`: one row per event and reaction, written in the transaction of the facts. Two kinds of listeners:

- a *reaction* changes the database. It runs in the transaction that marks its row delivered, so it happens once.
- an *errand* does something outside (sends a message, asks a bank, renders a picture) with no transaction open, and
  returns what is to be written down. It may repeat after a crash, so it carries the row's key as idempotency key.

A row is claimed with a lease; while a `slow` errand works, the lease is renewed and the worker gives signs of life. A
listener that fails is tried again after 10 s · 2^n, and after 12 tries it is dead and waits on a staff page.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar, copy_context
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from flask import current_app
from flask.ctx import AppContext
from sqlalchemy import Index, ScalarSelect, Select, String, Text, delete, func, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock, schedule, vault
from app.shared.database import LOCK, Model, UtcDateTime, is_postgres, key, session, transaction

log = logging.getLogger(__name__)

MOST_TRIES = 12
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=10)
# How often a slow errand's lease is renewed, and for how long: what takes longer hangs, and another may try.
RENEW_EVERY = timedelta(seconds=15)
SLOWEST = timedelta(minutes=30)


@dataclass(frozen=True)
class Event:
    """A fact in the past tense. Fields are numbers, strings, or None; `SECRET` ones are encrypted at rest."""

    SECRET: ClassVar[bool] = False


Record = Callable[[], None]


@dataclass(frozen=True)
class Listener:
    """`prepare` does an errand's outside work, or nothing; what it returns is done in the marking transaction."""

    name: str
    event: type[Event]
    prepare: Callable[[Any, str], Record | None]
    module: str
    slow: bool = False


_listeners: dict[str, Listener] = {}
_events: dict[str, type[Event]] = {}


_UNDONE = text("delivered_at IS NULL AND dead_at IS NULL")
KEPT = timedelta(days=30)


class OutboxRow(Model):
    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "next_try_at", postgresql_where=_UNDONE, sqlite_where=_UNDONE),)

    id: Mapped[int] = key()
    event: Mapped[str] = mapped_column(String(60))
    reaction: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    payload: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


def reaction(kind: type[Event], name: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register a reaction to `kind` under a stable `name`: it changes the database, exactly once."""

    def register(act: Callable[[Any], None]) -> Callable[[Any], None]:
        _add(Listener(name, kind, lambda event, _key: partial(act, event), act.__module__))
        return act

    return register


def errand(
    kind: type[Event], name: str, *, slow: bool = False
) -> Callable[[Callable[[Any, str], Record | None]], Callable[[Any, str], Record | None]]:
    """Register an errand for `kind`: `act(event, key)` works outside and returns what to write down, if anything.

    `slow`: it may work for longer than a lease, up to `SLOWEST`; nobody else begins it meanwhile.
    """

    def register(act: Callable[[Any, str], Record | None]) -> Callable[[Any, str], Record | None]:
        _add(Listener(name, kind, act, act.__module__, slow))
        return act

    return register


def _add(listener: Listener) -> None:
    known = _listeners.get(listener.name)
    if known is not None and known.module != listener.module:
        raise ValueError(f"two listeners are named {listener.name}")
    _listeners[listener.name] = listener
    _events[listener.event.__name__] = listener.event


_deaf: ContextVar[tuple[str, ...]] = ContextVar("deaf", default=())


@contextmanager
def without(*prefixes: str) -> Iterator[None]:
    """Within the block, listeners whose names begin so are not told: a made-up past sends nobody a message."""
    token = _deaf.set(prefixes)
    try:
        yield
    finally:
        _deaf.reset(token)


def announce(event: Event, *, after: datetime | None = None) -> None:
    """Tell everybody who listens to this kind of event, once the open transaction is kept; not before `after`."""
    _events.setdefault(type(event).__name__, type(event))
    now = clock.now()
    for listener in _listeners.values():
        if listener.event is type(event) and not listener.name.startswith(_deaf.get() or ("\0",)):
            row_key = secrets.token_hex(16)
            payload = json.dumps(asdict(event), ensure_ascii=False)
            session().add(
                OutboxRow(
                    event=type(event).__name__,
                    reaction=listener.name,
                    key=row_key,
                    payload=vault.seal_text(payload, f"outbox:payload:{row_key}") if event.SECRET else payload,
                    created_at=now,
                    next_try_at=max(now, after or now),
                )
            )


def drain(most: int = 1000) -> int:
    """Deliver what is due, up to `most` rows; how many were tried. A door of its own: it opens transactions."""
    done = 0
    while done < most:
        with transaction():
            claimed = _claim(1)
        if not claimed:
            break
        for row_id in claimed:
            _deliver(row_id)
        done += len(claimed)
    return done


def _urgent() -> list[str]:
    """Events that somebody waits for in front of a page: codes. They go before everything else."""
    return [name for name, kind in _events.items() if kind.SECRET]


def _claim(most: int) -> list[int]:
    now = clock.now()
    due = (
        select(OutboxRow.id)
        .where(
            OutboxRow.delivered_at.is_(None),
            OutboxRow.dead_at.is_(None),
            OutboxRow.next_try_at <= now,
            or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < now),
        )
        .order_by(OutboxRow.event.in_(_urgent()).desc(), OutboxRow.id)
        .limit(most)
    )
    if is_postgres():
        due = due.with_for_update(skip_locked=True, **LOCK)
    ids = list(session().scalars(due))
    session().execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids))
        .values(lease_until=now + LEASE, attempts=OutboxRow.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    return ids


def _deliver(row_id: int) -> None:
    row = session().get_one(OutboxRow, row_id, populate_existing=True)
    try:
        listener = _listeners[row.reaction]
        with _held(row_id) if listener.slow else nullcontext():
            record = listener.prepare(_event_of(row), row.key)
        with transaction():
            if _mark_delivered(row_id) and record is not None:
                record()
    except Exception as fault:
        log.exception("outbox row %s (%s) failed", row_id, row.reaction)
        with transaction():
            _mark_failed(row_id, fault)


@contextmanager
def _held(row_id: int) -> Iterator[None]:
    """Within the block the row's lease does not run out and the worker is alive, whatever it is busy with."""
    over = threading.Event()
    work = partial(_renew_until, over, row_id, current_app.app_context)
    keeper = threading.Thread(target=copy_context().run, args=(work,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew_until(over: threading.Event, row_id: int, inside: Callable[[], AppContext]) -> None:
    for _ in range(SLOWEST // RENEW_EVERY):
        if over.wait(RENEW_EVERY.total_seconds()):
            return
        with inside():
            _renew(row_id)


def _renew(row_id: int) -> None:
    """What cannot be written now is written the next time; the lease outlasts several."""
    try:
        with transaction():
            schedule.beat()
            session().execute(update(OutboxRow).where(OutboxRow.id == row_id).values(lease_until=clock.now() + LEASE))
    except Exception:
        log.exception("the lease of outbox row %s could not be renewed", row_id)


def _event_of(row: OutboxRow) -> Event:
    kind = _events[row.event]
    payload = row.payload or "{}"
    if kind.SECRET:
        payload = vault.open_text(payload, f"outbox:payload:{row.key}")
    return kind(**json.loads(payload))


def _mark_delivered(row_id: int) -> bool:
    row = session().get_one(OutboxRow, row_id, with_for_update=LOCK)
    if row.delivered_at is not None:
        return False
    row.delivered_at = clock.now()
    row.last_error = None
    if _events[row.event].SECRET:
        row.payload = None
    return True


def _mark_failed(row_id: int, fault: Exception) -> None:
    row = session().get_one(OutboxRow, row_id)
    row.last_error = f"{type(fault).__name__}: {fault}"[:1000]
    row.lease_until = None
    row.next_try_at = clock.now() + FIRST_WAIT * 2 ** min(row.attempts - 1, 10)
    if row.attempts >= MOST_TRIES:
        row.dead_at = clock.now()


def tries_of(row_key: str) -> int:
    """How often the row of this key was tried, this time included."""
    return session().scalar(select(OutboxRow.attempts).where(OutboxRow.key == row_key)) or 1


def begun_at(row_key: str) -> datetime:
    """When the row of this key was written; now, if there is none any more."""
    return session().scalar(select(OutboxRow.created_at).where(OutboxRow.key == row_key)) or clock.now()


def delivered(ids: Iterable[int]) -> list[int]:
    """Those of these rows that have been delivered."""
    query = select(OutboxRow.id).where(OutboxRow.id.in_(list(ids)), OutboxRow.delivered_at.is_not(None))
    return list(session().scalars(query))


def stuck(prefix: str, tries: int) -> list[int]:
    """Rows of listeners whose names begin so that were tried this often, and are not delivered."""
    query = select(OutboxRow.id).where(
        OutboxRow.reaction.startswith(prefix), OutboxRow.delivered_at.is_(None), OutboxRow.attempts >= tries
    )
    return list(session().scalars(query.order_by(OutboxRow.id).limit(200)))


def untold_since(prefix: str) -> datetime | None:
    """When the oldest thing happened that a listener with such a name is yet to hear of; None if it knows all.

    What was given up waits for nobody: it lies on the staff's page.
    """
    return session().scalar(select(oldest_untold(prefix)))


def oldest_untold(prefix: str) -> ScalarSelect[datetime]:
    """The same, to be asked for in one statement with other things."""
    undone = OutboxRow.reaction.startswith(prefix), OutboxRow.delivered_at.is_(None), OutboxRow.dead_at.is_(None)
    return select(func.min(OutboxRow.created_at)).where(*undone).scalar_subquery()


def dead_letters() -> list[OutboxRow]:
    """Rows that were given up, newest first."""
    return list(
        session().scalars(
            select(OutboxRow).where(OutboxRow.dead_at.is_not(None)).order_by(OutboxRow.id.desc()).limit(200)
        )
    )


def waiting() -> int:
    """How many rows are neither delivered nor dead."""
    return (
        session().scalar(select(func.count()).where(OutboxRow.delivered_at.is_(None), OutboxRow.dead_at.is_(None))) or 0
    )


def revive(row_id: int) -> None:
    """Try a dead letter again from the start."""
    row = session().get(OutboxRow, row_id)
    if row is not None and row.dead_at is not None:
        row.dead_at, row.attempts, row.lease_until, row.next_try_at = None, 0, None, clock.now()


def listeners_of(kind: type[Event]) -> list[str]:
    """Names of all who listen to `kind`."""
    return [listener.name for listener in _listeners.values() if listener.event is kind]


def _old() -> Select[int]:
    return select(OutboxRow.id).where(OutboxRow.delivered_at < clock.now() - KEPT)


def stale() -> list[int]:
    """[0] when there are delivered rows older than a month, else nothing: what the sweep asks."""
    return [0] if session().scalar(_old().limit(1)) is not None else []


def forget(_: int = 0) -> None:
    """Drop rows that were delivered more than a month ago."""
    session().execute(delete(OutboxRow).where(OutboxRow.id.in_(_old().limit(5000))))
