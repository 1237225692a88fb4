"""A shop to drill on, and the programs that serve it, started as for real, each in a process group of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from flask import Flask

from app import create_app
from app.cli.running import gunicorn
from app.shared.database import db
from config import ROOT, Settings
from tests.conftest import Store, afresh, environment_for, new_shop, settings_for
from tests.drill import careless
from tests.fakes.bank import FakeBank
from tests.fakes.serving import Served

# Below the ports that the system gives to calls going out: none of those may take ours while a program is down.
_PORTS = range(20_000, 30_000)
START_SECONDS = 60


@dataclass
class Program:
    """One program of the shop; its master starts working processes, and starts them again when they fall."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env={**os.environ, **self.environment, "REDIS_URL": ""},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def working(self) -> list[int]:
        """The numbers of its working processes."""
        assert self.process is not None
        master = self.process.pid
        try:
            return [int(one) for one in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def kill_working(self) -> int:
        """`kill -9` of all its working processes at the same moment; how many there were."""
        found = self.working()
        for one in found:
            os.kill(one, signal.SIGKILL)
        return len(found)

    def kill(self) -> None:
        """`kill -9` of the whole group, the master too."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and see that nothing of it is left."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass(frozen=True)
class Ground:
    """The shop's data, the program on it for arranging and counting, and the bank.

    `swift`: starts are spared. Where nothing is to be killed, threads of this process serve the shop.
    """

    program: Flask
    store: Store
    bank: FakeBank
    swift: bool

    @property
    def database(self) -> str:
        return "PostgreSQL" if self.store.server else "SQLite"

    @contextmanager
    def served(self, *, guarded: bool = True) -> Iterator[str]:
        """The shop at an address, for as long as the block lasts; unguarded, it is the control of its races."""
        if self.swift:
            with self._served_here(guarded) as address:
                yield address
            return
        web = self.web() if guarded else self.web("tests.drill.careless:app")
        web.start()
        address = address_of(web)
        try:
            await_true(lambda: answers(address))
            yield address
        finally:
            web.stop()

    @contextmanager
    def _served_here(self, guarded: bool) -> Iterator[str]:
        with careless.guards_off() if not guarded else _nothing():
            app = create_app(self._settings())
            if not guarded:
                careless.open_doors(app)
            with Served(app) as server:
                yield server.url
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()

    def _settings(self) -> Settings:
        return settings_for(self.store.folder, **self._where())

    def _where(self) -> dict[str, str]:
        return {"DATABASE_URL": self.store.url, "SANDBOX_BASE_URL": self.bank.url}

    def web(self, target: str = "wsgi:app") -> Program:
        """The web program, as `flask serve` starts it, but loaded once: what falls is there again at once."""
        port = free_port()
        environment = environment_for(self.store.folder, **self._where(), PORT=str(port))
        command = [*gunicorn(target, "127.0.0.1", port, 2), "--preload"]
        return Program(command, environment, self.store.folder / "web.log")

    def worker(self, *, guarded: bool = True) -> Program:
        """The worker, under a master that starts it again when it falls."""
        environment = environment_for(self.store.folder, **self._where())
        command = ["-m", "tests.drill.forking", *([] if guarded else ["careless"])]
        return Program(command, environment, self.store.folder / "worker.log")


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def laid_out(postgres: str) -> Iterator[Ground]:
    """A ground of its own: on SQLite, or where `postgres` says that databases may be made."""
    os.environ["TEST_POSTGRES"] = postgres
    store = Store("drill")
    store.create()
    try:
        with FakeBank() as bank:
            yield Ground(new_shop(store, bank), store, bank, swift=False)
    finally:
        store.drop()


@contextmanager
def fresh(ground: Ground) -> Iterator[None]:
    """Within the block the ground is as new."""
    ground.bank.forget()
    with afresh(ground.program, ground.store, ground.bank):
        yield


def address_of(web: Program) -> str:
    return f"http://127.0.0.1:{web.environment['PORT']}"


def answers(address: str) -> bool:
    """Whether the shop answers there."""
    try:
        return httpx.get(f"{address}/healthz", timeout=2, verify=False).status_code == 200
    except httpx.HTTPError:
        return False


def await_true(true: Callable[[], bool], seconds: float = START_SECONDS) -> float:
    """Wait until it is so; the seconds that it took. Fails when it does not come."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() < begun + seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - begun


def free_port() -> int:
    """A port on which nobody listens."""
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
