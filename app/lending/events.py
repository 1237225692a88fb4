"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class LoanFileMoved(Event):
    """A file went to the bank, or an answer came: `became` is referred, granted or refused."""

    file_id: int
    became: str
