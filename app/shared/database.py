"""The database: two engines, one session, and the only place where anything is committed.

Reading happens on an engine that can't write; `transaction()` moves the session to the engine that can.
On SQLite a writing transaction begins IMMEDIATE, because a reader that turns writer is refused at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Enum, Integer, MetaData, SelectBase, event, func, select
from sqlalchemy.engine import URL, Connection, ExceptionContext, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, SessionTransaction, mapped_column, registry, scoped_session
from sqlalchemy.orm import Session as PlainSession
from sqlalchemy.types import TypeDecorator

from app.shared.money import Rial

_WRITING = "writing"
_AFTERWARDS = "afterwards"
_SNAPSHOT = "snapshot"
T = TypeVar("T")
READ = "read"


# How a row is locked while it is judged and changed: two that do so take turns. Rows that refer to it may be written
# meanwhile ("for no key update"); the stronger lock would deadlock two that have each written such a row already.
LOCK: dict[str, Any] = {"key_share": True}

BigKey = BigInteger().with_variant(Integer, "sqlite")


_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables. Numbers are 64 bits wide everywhere."""

    registry = registry(metadata=MetaData(naming_convention=_NAMES), type_annotation_map={int: BigKey})


class RoutingSession(Session):
    """Reads on the reading engine; inside `transaction()` everything goes to the writing one."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Engine | Connection:
        if bind is not None:
            chosen: Engine | Connection = bind
            return chosen
        return db.engines[None if self.info.get(_WRITING) else READ]


db = SQLAlchemy(model_class=Base, session_options={"class_": RoutingSession})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class NoTransaction(RuntimeError):
    """Something was to be written, or sent out, on the wrong side of a transaction. A fault of the program."""


def session() -> scoped_session[Session]:
    """The session of this request, command or job."""
    return db.session


@contextmanager
def transaction() -> Iterator[None]:
    """All that is written inside is kept together or not at all. Opened by doors only, never nested.

    What was read before belongs to an older moment: it is loaded again when touched inside.
    """
    current = db.session()
    if current.info.get(_WRITING):
        raise NoTransaction("a transaction is already open")
    current.rollback()
    current.info[_WRITING], current.info[_AFTERWARDS] = True, []
    try:
        yield
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info[_WRITING] = False
        current.info.pop("rules", None)
        afterwards: list[Callable[[], None]] = current.info.pop(_AFTERWARDS)
    for act in afterwards:
        act()


def writing() -> bool:
    """Whether a transaction is open."""
    return bool(db.session().info.get(_WRITING))


@contextmanager
def outside() -> Iterator[None]:
    """For slow work (HTTP, pictures): no transaction may be open, and the read snapshot is let go."""
    if writing():
        raise NoTransaction("slow work inside a transaction")
    db.session.rollback()
    yield


def after_commit(act: Callable[[], None]) -> None:
    """Do `act` once the open transaction is kept; never when it is not."""
    db.session().info[_AFTERWARDS].append(act)


def kept_in_snapshot(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` reads, read once for as long as the session looks at one state of the database."""
    known: dict[Hashable, T] = db.session().info.setdefault(_SNAPSHOT, {})
    if key not in known:
        known[key] = make()
    return known[key]


@event.listens_for(PlainSession, "after_transaction_end")
def _forget_snapshot(current: PlainSession, ended: SessionTransaction) -> None:
    if ended.parent is None:
        current.info.pop(_SNAPSHOT, None)


@event.listens_for(PlainSession, "before_flush")
def _refuse_stray_writes(current: PlainSession, *_: object) -> None:
    if isinstance(current, RoutingSession) and not current.info.get(_WRITING):
        raise NoTransaction("a change outside a transaction")


def take_turns(name: str) -> None:
    """Of two transactions that name the same thing the second waits here until the first is over.

    For what no row stands for yet. On SQLite all who write take turns anyway.
    """
    if is_postgres():
        session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def count_of(query: SelectBase) -> int:
    """How many rows a query has."""
    return session().scalar(select(func.count()).select_from(query.subquery())) or 0


# ---- columns --------------------------------------------------------------------------------------------------


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class RialColumn(TypeDecorator[Rial]):
    """An amount of rials."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Rial | None, dialect: Dialect) -> int | None:
        return None if value is None else int(Rial(value))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Rial | None:
        return None if value is None else Rial(int(value))


def key() -> Mapped[int]:
    """The row's own number; never shown to the public."""
    return mapped_column(BigKey, primary_key=True)


def one_of(kind: type[StrEnum], name: str) -> Enum:
    """A column type for `kind`: text, with a CHECK that refuses anything else."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


# ---- engines --------------------------------------------------------------------------------------------------


def configure(app: Flask, url: str) -> None:
    """Give `app` the writing and the reading engine of the database at `url`."""
    options: dict[str, Any] = {"hide_parameters": True}  # what is asked for may be a telephone number
    if _is_postgres(url):
        options["pool_pre_ping"] = True
    read_options = dict(options)
    if _is_postgres(url):
        read_options["execution_options"] = {"postgresql_readonly": True}
    app.config["SQLALCHEMY_ENGINES"] = None
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    app.config["SQLALCHEMY_BINDS"] = {READ: {"url": url, **read_options}}
    db.init_app(app)
    with app.app_context():
        if not _is_postgres(url):
            prepare_sqlite(db.engines[None], writing=True)
            prepare_sqlite(db.engines[READ], writing=False)
        for engine in db.engines.values():
            event.listen(engine, "handle_error", _first_line_alone)


def _first_line_alone(told: ExceptionContext) -> None:
    """PostgreSQL's further lines tell what stands in the row, which may be a name and an address: not for a log."""
    for fault in (told.original_exception, told.sqlalchemy_exception):
        if fault is not None and fault.args:
            fault.args = (str(fault.args[0]).partition("\n")[0], *fault.args[1:])


def _is_postgres(url: str | URL) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def is_postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return db.engines[None].dialect.name == "postgresql"


def prepare_sqlite(engine: Engine, *, writing: bool) -> None:
    """WAL, foreign keys, a long wait for the lock, and no acknowledged write lost at a power cut."""

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=20000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        # REPLACE deletes rows, and tells the guards so only with this.
        connection.execute("PRAGMA recursive_triggers=ON")
        if not writing:
            connection.execute("PRAGMA query_only=ON")

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
