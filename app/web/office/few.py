"""Sums of rials of so few people that a look at one is a look at what they earned: kept for each, once a day."""

from __future__ import annotations

from collections.abc import Iterable

from app.shared import audit
from app.shared.database import transaction
from app.web.access import my_id


def keep_looks(*groups: Iterable[int]) -> None:
    """Write into the record of each of these that the visitor saw the sum. After the page is drawn: it commits."""
    seen = {one for group in groups for one in group}
    by = my_id()
    if seen and audit.unseen("few_seen", "trainee", seen, by):
        with transaction():
            audit.note_looks("few_seen", "trainee", seen, by)
