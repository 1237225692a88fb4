"""Starting: bring the database up to date, serve, work; all together for development, one by one in production."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

import click
import httpx
from flask import current_app
from flask.cli import ScriptInfo, pass_script_info, with_appcontext

from app import catalogue, consent, outreach, places, programme, search, shipping, vouching
from app import demo as demonstration
from app.shared import migrating, outbox, schedule
from app.shared.database import transaction
from config import Settings

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
IDLE_SECONDS = 0.4
STOP_SECONDS = 20
WORKER = ("-m", "flask", "--app", "wsgi", "worker")


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Create or upgrade the database and bring the official lists to what this version's files say. Safe to repeat."""
    prepare()
    load_lists()
    with transaction():
        consent.need_from_now()
    click.echo(f"database at migration {migrating.current()}")


def prepare() -> None:
    """Migrations, reference lists, and the search index where it is missing."""
    if migrating.current() != migrating.newest():
        migrating.upgrade()
    lists = (places.home_counties, catalogue.categories, programme.items, vouching.all_items, vouching.all_choices)
    if not all(one() for one in lists) or not outreach.bodies():
        load_lists()
    search.ensure_index()


def load_lists() -> None:
    """Bring places, trades, goods and services to what the files of this version say."""
    with transaction():
        places.load()
        programme.load_trades()
        programme.load_checklist()
        catalogue.load_goods()
        vouching.load_rubric()
        vouching.load_choices()
        outreach.load_bodies()
        shipping.load_services()


class _Stop:
    """Set by a signal, looked at between two pieces of work."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@pass_script_info
def work(info: ScriptInfo, once: bool) -> None:
    """Deliver the outbox, run timed work, give signs of life."""
    app = info.load_app()
    stop, beaten = _Stop(), 0.0
    while not stop.asked:
        with app.app_context():
            if time.monotonic() - beaten > BEAT_SECONDS:
                with transaction():
                    schedule.beat()
                beaten = time.monotonic()
            done = outbox.drain(most=3) + schedule.run_due()
        if not done:
            if once:
                return
            time.sleep(IDLE_SECONDS)


@dataclass
class _Crew:
    """Child processes that live and stop together."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        self.children[name] = subprocess.Popen([sys.executable, *command], start_new_session=True)

    def fallen(self) -> str | None:
        """The name of a child that has ended by itself."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


@click.command("serve")
@click.option("--demo", is_flag=True, help="Fill an empty shop with the demo first.")
@with_appcontext
def serve(demo: bool) -> None:
    """The shop, its worker and (while it is switched on) the sandbox bank, until Ctrl-C."""
    settings: Settings = current_app.extensions["settings"]
    prepare()
    if demo and demonstration.is_empty():
        demonstration.seed(click.echo)
    crew, stop = _Crew(), _Stop()
    crew.start("web", *gunicorn("wsgi:app", settings.host, settings.port, settings.workers))
    crew.start("worker", *WORKER)
    if "sandbox" in settings.gateways:
        crew.start("bank", *gunicorn("app.sandbox.wsgi:bank", settings.host, settings.port + 1, 1))
    try:
        if _answers(f"http://{settings.host}:{settings.port}/healthz", stop):
            click.echo(f"Dastsaz: {settings.public_url}   (Ctrl-C stops it)")
        while not stop.asked:
            fallen = crew.fallen()
            if fallen == "worker":
                log.warning("the worker has ended; it is started again")
                time.sleep(1)
                crew.start("worker", *WORKER)
            elif fallen is not None:
                raise click.ClickException(f"{fallen} has ended; stopping")
            time.sleep(0.2)
    finally:
        crew.stop()


def gunicorn(target: str, host: str, port: int, workers: int) -> list[str]:
    """The command that serves a WSGI program. No log of addresses is kept: names that were sought stand in them."""
    return [
        "-m", "gunicorn", target, "--no-control-socket", "--worker-class", "gthread", "--workers", str(workers),
        "--threads", "4", "--bind", f"{host}:{port}", "--graceful-timeout", "15", "--timeout", "60",
        "--log-level", "warning",
    ]  # fmt: skip


def _answers(address: str, stop: _Stop) -> bool:
    """Wait until the shop answers; False when it does not within half a minute."""
    for _ in range(150):
        if stop.asked:
            return False
        try:
            return httpx.get(address, timeout=1).status_code == 200
        except httpx.HTTPError:
            time.sleep(0.2)
    return False
