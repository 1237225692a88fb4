"""What is refused of ideas."""

from __future__ import annotations

from app.shared.errors import Refusal


class IdeaIncomplete(Refusal):
    """An idea has a name; one that is sent says what is to be made or done."""


class WordMissing(Refusal):
    """Whoever answers, takes further or sets aside says so in words."""
