"""What time brings: words that nobody else has looked for are let go."""

from __future__ import annotations

from datetime import date, timedelta

from app.search.asked import days_to_forget, forget_words
from app.shared.schedule import sweep


@sweep("search.forget_words", timedelta(hours=24), days_to_forget)
def _forget(day: int) -> None:
    forget_words(date.fromordinal(day))
