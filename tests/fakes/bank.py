"""The sandbox bank with a bad character on demand: dies before or after acting, talks nonsense, lies."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import Any

import httpx

from app.sandbox import create_bank
from app.sandbox.book import Book
from tests.fakes.serving import Served


class Mischief(Enum):
    """What may go wrong with a call."""

    NONE = "answers as it should"
    DEAD_BEFORE = "fails before it did anything"
    DEAD_AFTER = "does it, and loses the answer"
    NONSENSE = "answers with a page instead of JSON"
    EMPTY = "answers with an empty object"
    OTHER_PAYMENT = "answers about another payment"


class FakeBank(Served):
    """The bank as a server. `calls` is what the shop asked; `mischief` what happens to the paths it names."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dastsaz-bank-"))
        self.bank = create_bank(self.folder)
        self.book = Book(self.folder / "sandbox-bank.sqlite3")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.mischief: dict[str, Mischief] = {}
        self._buyer = httpx.Client(verify=False)  # one for all: making one reads every certificate of the machine
        super().__init__(self._answer)

    def __exit__(self, *trouble: object) -> None:
        self._buyer.close()
        super().__exit__(*trouble)
        shutil.rmtree(self.folder, ignore_errors=True)

    def behave(self) -> None:
        """Forget the mischief and the calls."""
        self.mischief.clear()
        self.calls.clear()

    def act(self, authority: str, act: str) -> httpx.Response:
        """What a buyer does on the bank's page: pay, cancel or pay_close."""
        return self._buyer.post(f"{self.url}/pay/{authority}", data={"act": act}, follow_redirects=False)

    def asked(self, act: str) -> int:
        """How often the shop made a call."""
        return sum(name == act for name, _ in self.calls)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        act = path.removeprefix("/api/")
        if not path.startswith("/api/"):
            return self.bank(environ, start)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.calls.append((act, json.loads(body or b"{}")))
        environ["wsgi.input"] = io.BytesIO(body)
        wrong = self.mischief.get(act, Mischief.NONE)
        if wrong is Mischief.NONE:
            return self.bank(environ, start)
        if wrong is not Mischief.DEAD_BEFORE:
            acted = b"".join(self.bank(environ, lambda *_: None))
        answers = {
            Mischief.DEAD_BEFORE: ("502 Bad Gateway", b"<h1>502</h1>"),
            Mischief.DEAD_AFTER: ("504 Gateway Timeout", b""),
            Mischief.NONSENSE: ("200 OK", b"<html>welcome</html>"),
            Mischief.EMPTY: ("200 OK", b"{}"),
        }
        if wrong is Mischief.OTHER_PAYMENT:
            told = json.loads(acted) | {"authority": "S" + "0" * 34}
            status, content = "200 OK", json.dumps(told).encode()
        else:
            status, content = answers[wrong]
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]
