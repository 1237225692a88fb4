"""The sandbox bank with a bad character on demand: dies before or after acting, talks nonsense, lies.

It does so in each of its faces: its own, ZarinPal's and Zibal's.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

import httpx

from app.sandbox import create_bank
from app.sandbox.book import Book
from tests.fakes.serving import Served

Told = dict[str, Any]
CALL = re.compile(r"/api/(\w+)|/pg/v4/payment/(\w+)\.json|/v1/(\w+)|/api/v4/(graphql)/")
_CODES = {"code", "result", "status"}
_AMOUNTS = {"amount", "fee"}
_REFERENCES = {"reference", "ref_id", "refNumber"}


class Mischief(Enum):
    """What may go wrong with a call."""

    NONE = "answers as it should"
    DEAD_BEFORE = "fails before it did anything"
    DEAD_AFTER = "does it, and loses the answer"
    NONSENSE = "answers with a page instead of JSON"
    BROKEN = "answers with JSON that is cut off"
    LIST = "answers with a list"
    EMPTY = "answers with an empty object"
    NO_DATA = "answers with empty lists where data and errors belong"
    TOO_MANY = "was asked too often, and does nothing (ZarinPal's -12)"
    OTHER_PAYMENT = "answers about another payment"
    CODES_AS_TEXT = "writes its codes as text"
    AMOUNTS_AS_TEXT = "writes amounts as text"
    ERRORS_BY_FIELD = "tells each fault by its field, in a list that ends with the code"
    TEN_TIMES = "speaks of ten times the amount"
    NO_AMOUNT = "leaves the amount out"
    NO_REFERENCE = "leaves its reference out"
    SAME_REFERENCE = "gives every payment the same reference"
    NO_ENTRY = "does not take the token (401)"
    SLOW = "takes a second for its answer"


def refused(code: int | str) -> Told:
    """How ZarinPal refuses."""
    return {"data": [], "errors": {"code": code, "message": "no", "validations": []}}


def fault(message: str, category: str = "validation") -> Told:
    """How ZarinPal's panel tells a fault: by GraphQL, with status 200."""
    return {"errors": [{"message": message, "extensions": {"category": category}}], "data": {"resource": None}}


def _through(told: Any, change: Callable[[str, Any], Any]) -> Any:
    """`told` with every field changed, however deep; a field that becomes None is gone."""
    if not isinstance(told, dict):
        return told
    changed = {name: _through(change(name, value), change) for name, value in told.items()}
    return {name: value for name, value in changed.items() if value is not None}


def _by_field(told: Told) -> Told:
    errors = told.get("errors")
    if not isinstance(errors, dict) or "code" not in errors:
        return told
    return {"data": [], "errors": {"authority": [errors.get("message", ""), str(errors["code"])]}}


_LIES: dict[Mischief, Callable[[Told], Any]] = {
    Mischief.LIST: lambda told: [told],
    Mischief.EMPTY: lambda _: {},
    Mischief.NO_DATA: lambda _: {"data": [], "errors": []},
    Mischief.OTHER_PAYMENT: lambda told: told | {"authority": "S" + "0" * 34},
    Mischief.CODES_AS_TEXT: lambda told: _through(told, lambda name, it: str(it) if name in _CODES else it),
    Mischief.AMOUNTS_AS_TEXT: lambda told: _through(told, lambda name, it: str(it) if name in _AMOUNTS else it),
    Mischief.ERRORS_BY_FIELD: _by_field,
    Mischief.TEN_TIMES: lambda told: _through(told, lambda name, it: it * 10 if name == "amount" else it),
    Mischief.NO_AMOUNT: lambda told: _through(told, lambda name, it: None if name == "amount" else it),
    Mischief.NO_REFERENCE: lambda told: _through(told, lambda name, it: None if name in _REFERENCES else it),
    Mischief.SAME_REFERENCE: lambda told: _through(told, lambda name, it: 4711 if name in _REFERENCES else it),
}
_WITHOUT_ACTING = {Mischief.DEAD_BEFORE, Mischief.TOO_MANY, Mischief.NO_ENTRY}


class FakeBank(Served):
    """The bank as a server. `calls` is what the shop asked; `mischief` what happens to the acts it names.

    An act is `request`, `verify`, `inquiry`, `refund`, `reverse` or `unVerified`, whichever face is asked, and in
    ZarinPal's panel `Session` or `AddRefund`. In a mischief's place may stand an answer, given without acting.
    `seconds`: how long it takes to answer once it has acted.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dastsaz-bank-"))
        self.bank = create_bank(self.folder)
        self.book = Book(self.folder / "sandbox-bank.sqlite3")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.paths: list[str] = []
        self.tokens: list[str] = []
        self.mischief: dict[str, Mischief | Told] = {}
        self.seconds = 0.0
        self._buyer = httpx.Client(verify=False)  # one for all: making one reads every certificate of the machine
        super().__init__(self._answer)

    def __exit__(self, *trouble: object) -> None:
        self._buyer.close()
        super().__exit__(*trouble)
        shutil.rmtree(self.folder, ignore_errors=True)

    def behave(self) -> None:
        """Forget the mischief and the calls."""
        self.mischief.clear()
        self.seconds = 0.0
        self.calls.clear()
        self.paths.clear()
        self.tokens.clear()

    def forget(self) -> None:
        """Begin a new book: what earlier tests paid and nobody took is not ours."""
        with closing(sqlite3.connect(self.book.file)) as book, book:
            book.execute("DELETE FROM payment")
            book.execute("DELETE FROM refund")

    def act(self, authority: str, act: str) -> httpx.Response:
        """What a buyer does on the bank's page: pay, cancel or pay_close."""
        return self._buyer.post(f"{self.url}/pay/{authority}", data={"act": act}, follow_redirects=False)

    def asked(self, act: str) -> int:
        """How often the shop made a call."""
        return sum(name == act for name, _ in self.calls)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        call = CALL.fullmatch(path)
        if call is None:
            return self.bank(environ, start)
        act = next(filter(None, call.groups()))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        asked = json.loads(body or b"{}")
        if act == "graphql":
            act, asked = "AddRefund" if "AddRefund(" in asked["query"] else "Session", asked["variables"]
            self.tokens.append(str(environ.get("HTTP_AUTHORIZATION", "")))
        self.calls.append((act, asked))
        self.paths.append(path)
        environ["wsgi.input"] = io.BytesIO(body)
        wrong = self.mischief.get(act, Mischief.NONE)
        if wrong is Mischief.NONE:
            answer = self.bank(environ, start)
            time.sleep(self.seconds)
            return answer
        status, content = self._told(wrong, environ)
        time.sleep(self.seconds)
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]

    def _told(self, wrong: Mischief | Told, environ: dict[str, Any]) -> tuple[str, bytes]:
        if isinstance(wrong, dict):
            return "200 OK", json.dumps(wrong).encode()
        if wrong is Mischief.SLOW:
            time.sleep(1)
            return "200 OK", b"".join(self.bank(environ, lambda *_: None))
        acted = b"" if wrong in _WITHOUT_ACTING else b"".join(self.bank(environ, lambda *_: None))
        silences = {
            Mischief.DEAD_BEFORE: ("502 Bad Gateway", b"<h1>502</h1>"),
            Mischief.DEAD_AFTER: ("504 Gateway Timeout", b""),
            Mischief.NONSENSE: ("200 OK", b"<html>welcome</html>"),
            Mischief.BROKEN: ("200 OK", acted[: len(acted) // 2]),
            Mischief.NO_ENTRY: ("401 Unauthorized", json.dumps({"message": "Unauthenticated."}).encode()),
            Mischief.TOO_MANY: ("429 Too Many Requests", json.dumps(refused(-12)).encode()),
        }
        return silences.get(wrong) or ("200 OK", json.dumps(_LIES[wrong](json.loads(acted))).encode())
