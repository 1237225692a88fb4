"""A real database for every test: SQLite, or PostgreSQL where TEST_POSTGRES says where databases may be made.

The database is set up once a process, migrations and official lists included, and put back as it was for each test.
"""

from __future__ import annotations

import base64
import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import psycopg
import pytest
from click.testing import Result
from flask import Flask, has_app_context
from flask.cli import ScriptInfo
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from webtest import TestApp
from werkzeug.wsgi import ClosingIterator

import config
from app import create_app
from app.cli.running import prepare
from app.shared import rulebook, running
from app.shared.database import db, transaction
from config import Settings
from tests import sentences
from tests.fakes.bank import FakeBank
from tests.fakes.sms import FakeKavenegar

# A busy machine is no fault of the program: how long a draw takes is not judged.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")

_STORES = {"store", "empty"}  # every fixture that gives a database stands on one of these
_MADE_ONCE = ("kept", "shelf", "search", "vocabulary")
_FAST = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None


def secret(letter: str) -> str:
    """A key of 32 bytes that is not the demo's."""
    return base64.b64encode(letter.encode() * 32).decode()


def environment_for(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a shop that lives in `folder`."""
    return {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "a secret for tests alone",
        "FIELD_KEYS": f"t1:{secret('f')}",
        "INDEX_KEY": secret("i"),
        "GATEWAYS": "sandbox",
        **more,
    }


def settings_for(folder: Path, **more: str) -> Settings:
    """Settings of a shop that lives in `folder`."""
    return config.read(environment_for(folder, **more))


def pytest_configure(config: pytest.Config) -> None:
    if (folder := os.environ.get("SENTENCES")) and not os.environ.get("TEST_POSTGRES"):
        config.pluginmanager.register(sentences.Noting(Path(folder)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks for no database: it was tested on SQLite and would do the very same.

    Where SENTENCES says what tests sent to SQLite, what sends nothing that others don't is left out, too.
    """
    if not os.environ.get("TEST_POSTGRES"):
        return
    tests = sentences.noted(Path(folder)) if (folder := os.environ.get("SENTENCES")) else {}
    unneeded = tests.keys() - sentences.chosen(tests)
    without = {
        item for item in items if item.nodeid in unneeded or _STORES.isdisjoint(getattr(item, "fixturenames", ()))
    }
    config.hook.pytest_deselected(items=sorted(without, key=lambda item: item.nodeid))
    items[:] = [item for item in items if item not in without]


class Store:
    """Where tests keep their data, and how to put it back as it was."""

    def __init__(self, worker: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"dastsaz-{worker}-", dir=_FAST))
        self.server = os.environ.get("TEST_POSTGRES", "")
        self.name = f"dastsaz_test_{os.getpid()}_{worker}"
        self._copied = ""

    @property
    def url(self) -> str:
        if not self.server:
            return f"sqlite:///{self.folder / 'shop.sqlite3'}"
        return f"{self.server.rpartition('/')[0]}/{self.name}"

    def create(self) -> None:
        if self.server:
            self._order(f'CREATE DATABASE "{self.name}"')

    def keep(self) -> None:
        """What is there now is what every test begins with."""
        if self.server:
            self._order(f'CREATE DATABASE "{self.name}_kept" TEMPLATE "{self.name}"')
            self._copied = self._copying()
            return
        with closing(sqlite3.connect(self.folder / "shop.sqlite3")) as shop:
            shop.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.folder / "shop.sqlite3", self.folder / "kept.sqlite3")

    def put_back(self) -> None:
        for name in ("files", "index", "outbox"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / "audit-heads.log").unlink(missing_ok=True)
        if self.server:
            self._order(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            self._order(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.name}_kept" {self._copied}')
            return
        for end in ("", "-wal", "-shm"):
            (self.folder / f"shop.sqlite3{end}").unlink(missing_ok=True)
        shutil.copy(self.folder / "kept.sqlite3", self.folder / "shop.sqlite3")

    def drop(self) -> None:
        if self.server:
            self._order(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            self._order(f'DROP DATABASE IF EXISTS "{self.name}_kept" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def _copying(self) -> str:
        """How a copy is quickest: file by file where the server does not wait for its disk, and can be told so."""
        with psycopg.connect(self.server) as server:
            row = server.execute("SELECT current_setting('fsync')").fetchone()
            return "STRATEGY FILE_COPY" if row == ("off",) and server.info.server_version >= 150000 else ""

    def _order(self, sentence: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sentence.encode())


@pytest.fixture(scope="session")
def bank() -> Iterator[FakeBank]:
    """The bank on a port of its own; `bank.mischief` makes it misbehave."""
    with FakeBank() as open_bank:
        yield open_bank


@pytest.fixture(scope="session")
def kavenegar() -> Iterator[FakeKavenegar]:
    """The SMS provider on a port of its own."""
    with FakeKavenegar() as open_provider:
        yield open_provider


@pytest.fixture(scope="session")
def store(worker_id: str) -> Iterator[Store]:
    made = Store(worker_id)
    made.create()
    yield made
    made.drop()


@pytest.fixture(scope="session")
def program(store: Store, bank: FakeBank) -> Iterator[Flask]:
    """The whole program, on a database that has the official lists and nothing else."""
    app = new_shop(store, bank)
    # What the program and the tests consist of stays: it is not gone through for rubbish again and again.
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    yield app
    with app.app_context():
        _let_go(app)


def new_shop(store: Store, bank: FakeBank) -> Flask:
    """The whole program; how its database is now is what everything begins with."""
    app = create_app(settings_for(store.folder, DATABASE_URL=store.url, SANDBOX_BASE_URL=bank.url))
    with app.app_context():
        prepare()
        _no_quiet_hours()
        _let_go(app)
    store.keep()
    return app


def _no_quiet_hours() -> None:
    """Messages go out at once, whatever the hour at which tests run."""
    quiet = [rule for rule in rulebook.all_rules() if rule.name in {"message.quiet_from", "message.quiet_until"}]
    with transaction():
        for rule in quiet:
            rulebook.set_rule(rule, 0, source="tests", by=None)


def _let_go(app: Flask) -> None:
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    for name in _MADE_ONCE:
        running.drop(name)


@pytest.fixture
def app(program: Flask, store: Store, bank: FakeBank) -> Iterator[Flask]:
    """The program on a fresh database, its context open."""
    with afresh(program, store, bank):
        yield program


@contextmanager
def afresh(program: Flask, store: Store, bank: FakeBank) -> Iterator[None]:
    """Within the block the program's context is open, on a fresh database."""
    bank.behave()
    things = dict(program.extensions)
    with program.app_context():
        store.put_back()
        try:
            yield
        finally:
            # What a test puts in another's place (`running.put`) goes with the test.
            program.extensions.clear()
            program.extensions.update(things)
            _let_go(program)


@pytest.fixture
def visitor(app: Flask) -> TestApp:
    """A browser without JavaScript, of somebody who has never been here."""
    return browser_of(app)


def browser_of(app: Flask) -> TestApp:
    """A fresh browser with its own cookies. It reads forms as they were sent, hidden fields included."""

    def serve(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        # A context of its own, as under a server: nothing that one request knows is left for the next.
        with app.app_context(), closing(ClosingIterator(app(environ, start))) as body:
            answer = list(body)
        if has_app_context():
            db.session.rollback()  # what the test has read until now is old
        return answer

    return TestApp(serve, extra_environ={"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"})


@pytest.fixture
def command(app: Flask) -> Callable[..., Result]:
    """Run `flask …` as the operator would."""

    def run(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=list(words), obj=ScriptInfo(create_app=lambda: app))

    return run
