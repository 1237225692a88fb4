"""Calling a gateway: JSON there and back. What is no JSON object is no answer, whatever its status says."""

from __future__ import annotations

from typing import Any

import httpx

from app.payments.port import OutcomeUnknown

TIMEOUT = httpx.Timeout(10, connect=5)


class Caller:
    """One gateway's address. Nothing is tried twice here: the poller tries again, when it is certain what happened."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    def post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        """The answer's object. Raises OutcomeUnknown, in words that hold neither key nor card."""
        try:
            response = self._client.post(f"{self.base_url}{path}", json=body)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as fault:
            raise OutcomeUnknown(f"{path}: {type(fault).__name__}") from fault
        if not isinstance(answer, dict):
            raise OutcomeUnknown(f"{path}: status {response.status_code}")
        return answer


def whole(value: object) -> int:
    """A number that may come as a number or as text; 0 for nonsense."""
    try:
        return int(str(value))
    except ValueError:
        return 0


def words(value: object) -> str | None:
    """A short text, or nothing."""
    return None if value is None else str(value)[:80]
