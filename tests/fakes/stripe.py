"""The sandbox bank in Stripe's dress, with a memory of what it was asked; it loses answers on demand."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.sandbox import create_bank
from app.sandbox import stripe_face as face
from app.sandbox.book import Book, Payment
from tests.fakes.serving import Served

SECRET = "whsec_test"


class FakeStripe(Served):
    """`calls` is what was asked, with its idempotency key; `lose` names paths whose answer gets lost once."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dastsaz-stripe-"))
        self.bank = create_bank(self.folder)
        self.book = Book(self.folder / "sandbox-bank.sqlite3")
        self.calls: list[tuple[str, str]] = []
        self.lose: set[str] = set()
        super().__init__(self._answer)

    def __exit__(self, *trouble: object) -> None:
        super().__exit__(*trouble)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"]).removeprefix("/v1/")
        self.calls.append((f"{environ['REQUEST_METHOD']} {path}", environ.get("HTTP_IDEMPOTENCY_KEY", "")))
        last = path.split("/")[-1]
        if last not in self.lose:
            return self.bank(environ, start)
        self.lose.discard(last)
        list(self.bank(environ, lambda *_: lambda _: None))
        start("500 Internal Server Error", [("Content-Length", "0")])
        return [b""]

    def session(self, session_id: str) -> Payment:
        found = self.book.find(session_id)
        assert found is not None
        return found

    def pay(self, session_id: str) -> None:
        """The buyer's card was authorised."""
        self.book.pay(session_id)

    def refunds(self, session_id: str) -> list[int]:
        return [amount for _, amount in self.book.refunds(session_id)]


def signed(kind: str, about: str, *, secret: str = SECRET, age: int = 0, **more: str) -> tuple[bytes, str]:
    """A webhook's body and its signature, `age` seconds old."""
    return face.signed(kind, {"id": about, "object": "x", **more}, secret, at=time.time() - age)
