"""What stories refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class StoryIncomplete(Refusal):
    """Something has to be written. `field`: title, words, source or why."""

    field: str


class NotHerOwnWord(Refusal):
    """Only she herself says yes to her story."""
