"""After how long somebody is to be called, and how long bodies have for an answer."""

from __future__ import annotations

from datetime import date, timedelta

from app.outreach.models import CallResult
from app.shared import rulebook

NO_PRODUCT_DAYS = rulebook.define(
    "outreach.no_product_days", 90, "days", "a place for so long and nothing on sale yet", least=7
)
WAITING_DAYS = rulebook.define("outreach.waiting_days", 14, "days", "applied so long ago without an answer", least=1)
UNPLACED_DAYS = rulebook.define("outreach.unplaced_days", 30, "days", "registered so long ago, never applied", least=1)
PERMIT_DAYS = rulebook.define("outreach.permit_days", 45, "days", "so many days before a paper ends", least=1)
REST_DAYS = rulebook.define("outreach.rest_days", 14, "days", "whoever was called is left alone for so long", least=1)
NO_INTEREST_DAYS = rulebook.define(
    "outreach.no_interest_days", 180, "days", "whoever wants none of it is left alone for so long", least=1
)
FARTHEST_DAYS = rulebook.define("outreach.farthest_days", 60, "days", "the farthest day that is named", least=7)
REPLY_DAYS = rulebook.define("referral.reply_days", 15, "days", "a body's time to answer a letter", least=1)


def rests_until(result: CallResult, day: date, rest: int, no_interest: int) -> date | None:
    """Until when she is on no list again after a call of that day; None while she is still to be called."""
    if result is CallResult.CALL_AGAIN:
        return None
    return day + timedelta(days=no_interest if result is CallResult.NO_INTEREST else rest)
