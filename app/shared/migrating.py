"""Bringing the database to the newest numbered migration, and telling whether it is there."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.shared.database import db
from config import ROOT

_FOLDER: Path = ROOT / "migrations"
_LOCK = 7_405_081_401


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def newest() -> str:
    """The number of the newest migration that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current() -> str:
    """The number of the migration that the database is at; empty for an empty database."""
    with db.engines["read"].connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(to: str = "head") -> None:
    """Bring the database to a migration. Two programs that start at once take turns."""
    config = _config()
    with _file_lock(), db.engines[None].connect() as connection, _turn(connection):
        config.attributes["connection"] = connection
        config.attributes["metadata"] = db.metadata
        command.upgrade(config, to)
        if connection.in_transaction():
            connection.commit()


@contextmanager
def _file_lock() -> Iterator[None]:
    """Alone before SQLite's file is even opened: its DDL commits step by step, and the first opening writes too."""
    url = db.engines[None].url
    if url.get_backend_name() != "sqlite":
        yield
        return
    with Path(f"{url.database}.upgrading").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    """Alone among all programs that upgrade this PostgreSQL database."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        connection.commit()
