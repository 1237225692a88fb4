"""A running shop, its worker and its bank, and Chromium to go there. Screenshots are left in tests/out."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

import config
from app import accounts, create_app
from app.cli.running import prepare
from app.shared.database import transaction
from config import ROOT
from tests.conftest import secret

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = ROOT / "tests" / "out"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class RunningShop:
    """Where the shop and the bank are, and the program on the same database for arranging things."""

    url: str
    bank_url: str
    program: Flask


def _free_ports() -> int:
    """A port that is free, and the one after it too; not of those that the system gives to whoever calls out."""
    while True:
        port = random.randrange(20_000, 30_000, 2)
        with socket.socket() as one, socket.socket() as next_one:
            try:
                one.bind(("127.0.0.1", port))
                next_one.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """`flask serve` on an empty shop: web, worker and bank as programs of their own, the bank on another host name."""
    folder: Path = tmp_path_factory.mktemp("shop")
    port = _free_ports()
    environment = {
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "SECRET_KEY": "a secret for tests alone",
        "FIELD_KEYS": f"t1:{secret('f')}",
        "INDEX_KEY": secret("i"),
        "SANDBOX_BASE_URL": f"http://localhost:{port + 1}",
    }
    program = create_app(config.read(environment))
    with program.app_context():
        prepare()
    log = (folder / "serve.log").open("wb")
    serving = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=ROOT,
        env={**os.environ, **environment, "REDIS_URL": ""},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    running = RunningShop(f"http://127.0.0.1:{port}", f"http://localhost:{port + 1}", program)
    try:
        await_true(lambda: _answers(f"{running.url}/readyz"), 90)
        with program.app_context():
            yield running
    finally:
        serving.terminate()
        serving.wait(20)
        log.close()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def await_true(true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until it is so; fail when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


expect.set_options(timeout=30_000)  # machines of tests are busy


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"no Chromium at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}; apt install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Somebody:
    """One person at one device. Whatever the browser complains of (scripts, policies, lost files) is kept."""

    def __init__(self, browser: Browser, shop: RunningShop, size: dict[str, int], **how: object) -> None:
        self.shop = shop
        self.context: BrowserContext = browser.new_context(viewport=size, locale="fa-IR", base_url=shop.url, **how)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"{said.text} {said.location.get('url', '')} on {self.page.url}")

    def log_in(self, person_id: int) -> None:
        with transaction():
            token = accounts.make_login_link(accounts.person(person_id))
        self.go(f"/dev/login/{token}")

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)

    def press(self, words: str) -> None:
        """Press a button or follow a link by its words."""
        self.page.locator(f"button:visible:has-text('{words}'), a:visible:has-text('{words}')").first.click()

    def fill(self, **typed: str) -> None:
        """Type into fields by their names."""
        for name, value in typed.items():
            self.page.locator(f"[name='{name}']").first.fill(value)

    def choose(self, **values: str) -> None:
        """Choose in lists by their names."""
        for name, value in values.items():
            self.page.locator(f"select[name='{name}']").select_option(value)

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).locator("visible=true").first.wait_for()

    def photograph(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def somebody(chromium: Browser, shop: RunningShop) -> Iterator[Callable[..., Somebody]]:
    """Make people at devices; their browsers close at the end, and none may have complained."""
    made: list[Somebody] = []

    def make(size: dict[str, int] = PHONE, **how: object) -> Somebody:
        made.append(Somebody(chromium, shop, size, **how))
        return made[-1]

    yield make
    for number, one in enumerate(made):
        one.photograph(f"last-{number}")
        one.context.close()
    assert [complaint for one in made for complaint in one.complaints] == []
