"""What impact announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class StatementAsked(Event):
    """A month is to be told as it was known on a day."""

    statement_id: int
