"""The demo's published figures: each month's, a few days after it has ended, and one that had to be corrected."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app import impact
from app.demo.diary import Diary
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import transaction
from app.shared.errors import Refusal

_LATE = "دو فروش دیر به دفترِ حساب رسیده بود."


def plan(diary: Diary, start: datetime, now: datetime, staff: int, head: int) -> None:
    """Staff prepare each month on the fifth day after it, the head signs on the sixth."""
    months = months_between(JalaliMonth.of(start), JalaliMonth.of(now).plus(-1))
    for month in months:
        diary.write(month.ends + timedelta(days=5, hours=6), partial(_publish, month, staff, head, ""))
    for month in months[-2:-1]:
        diary.write(month.ends + timedelta(days=12, hours=7), partial(_publish, month, staff, head, _LATE))


def _publish(month: JalaliMonth, staff: int, head: int, reason: str) -> None:
    try:
        with transaction():
            found = impact.prepare(month, f"demo {month} {reason[:20]}", staff, reason)
            impact.sign(found.id, head)
    except Refusal:
        return  # too few people yet
