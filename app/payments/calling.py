"""Calling a gateway: JSON there and back. What is no JSON object is no answer, whatever its status says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpx

from app.payments.port import OutcomeUnknown
from app.shared.text import ascii_digits

SILENCE_SECONDS, CONNECT_SECONDS = 8, 4
WHOLE_SECONDS = 10
LONGEST_ANSWER = 1_000_000
# A call that begins just before the time is up may still wait so long: to connect, and for one more piece.
OVERTIME_SECONDS = CONNECT_SECONDS + SILENCE_SECONDS

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All calls in the block share these seconds: none begins after them, and none outlives them by `OVERTIME_SECONDS`.

    For whoever asks several times in a row while holding a lease.
    """
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def _seconds_left() -> float:
    until = _until.get()
    return WHOLE_SECONDS if until is None else min(WHOLE_SECONDS, until - time.monotonic())


class Caller:
    """One gateway's address. Nothing is tried twice here: the poller tries again, when it is certain what happened."""

    def __init__(self, base_url: str, headers: Mapping[str, str] | None = None) -> None:
        self.base_url = base_url
        self._client = httpx.Client(follow_redirects=False, headers=headers)

    def __del__(self) -> None:
        self._client.close()

    def post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        """The answer's object. Raises OutcomeUnknown, in words that hold neither key nor card."""
        return self.answer(path, body)[1]

    def answer(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
        """The answer's status and its object. Raises OutcomeUnknown, in words that hold neither key nor card."""
        try:
            status, text = self._fetch(path, body)
            answer = json.loads(text)
        except (httpx.HTTPError, ValueError, RecursionError) as fault:
            raise OutcomeUnknown(f"{path}: {type(fault).__name__}") from fault
        if not isinstance(answer, dict):
            raise OutcomeUnknown(f"{path}: status {status}")
        return status, answer

    def _fetch(self, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        """The status and the body, within ten seconds in all: an answer that drips or floods is none."""
        left = _seconds_left()
        if left <= 0:
            raise OutcomeUnknown(f"{path}: no time left to ask")
        until, text = time.monotonic() + left, bytearray()
        patience = httpx.Timeout(min(SILENCE_SECONDS, left), connect=min(CONNECT_SECONDS, left))
        with self._client.stream("POST", f"{self.base_url}{path}", json=body, timeout=patience) as response:
            for part in response.iter_bytes():
                text += part
                if time.monotonic() > until or len(text) > LONGEST_ANSWER:
                    raise OutcomeUnknown(f"{path}: too slow or too long")
        return response.status_code, bytes(text)


def whole(value: object) -> int:
    """A number that may come as a number or as text; 0 for nonsense."""
    try:
        return int(str(value))
    except ValueError:
        return 0


def words(value: object) -> str | None:
    """A short text, or nothing."""
    return None if value is None else str(value)[:80]


def masked(card: str | None) -> str | None:
    """A card number as it may be kept: its first six and last four figures, whatever a gateway sends."""
    if card is None:
        return None
    kept = "".join(sign for sign in ascii_digits(card) if sign.isdigit() or sign in "*xX•")
    bare = "".join(sign for sign in kept if sign.isdigit())
    if len(bare) > 10:
        return f"{bare[:6]}******{bare[-4:]}"
    return kept[:20] or None
