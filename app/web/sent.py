"""What a maker is told when her product lies with the mentors, wherever she sent it from."""

from __future__ import annotations

from app import vouching
from app.shared import rulebook
from app.web.pages import done
from app.words import formats, gettext


def review_hours() -> str:
    """Within how many hours a mentor looks, by the rule of today."""
    return formats.num(rulebook.number(vouching.REVIEW_HOURS))


def told_sent() -> None:
    """Say on the next page that it was sent, and until when she hears of it."""
    done(gettext("فرستاده شد. پیشران تا %(n)s ساعت می‌بیند.", n=review_hours()))
