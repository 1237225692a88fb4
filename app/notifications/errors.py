"""What notifications refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class UnknownFact(Refusal):
    """A text names, in braces, what this message does not know."""

    name: str


@dataclass(eq=False)
class WordsMissing(Refusal):
    """A text lacks what its reader needs to go on."""

    name: str
