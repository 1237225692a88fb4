"""Who can be paid, and why not."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from app.accounts import BankDetail
from app.shared import rulebook

MINIMUM = rulebook.define("payout.minimum_rial", 500_000, "rial", "below that the bank's fee eats too much of it")
HOLD_HOURS = rulebook.define(
    "payout.sheba_hold_hours", 72, "hours", "against stolen phones: a changed Sheba waits", least=24
)

DEBT_LIMIT = rulebook.define(
    "maker.debt_limit_rial", 20_000_000, "rial", "a maker who owes more needs a talk, not a text"
)


class Obstacle(StrEnum):
    UNDER_CLAIM = "under_claim"
    BELOW_MINIMUM = "below_minimum"
    NO_SHEBA = "no_sheba"
    UNVERIFIED_SHEBA = "unverified_sheba"
    FRESH_SHEBA = "fresh_sheba"


def obstacle(balance: int, detail: BankDetail | None, now: datetime, minimum: int, hold_hours: int) -> Obstacle | None:
    """Why a balance in rials is not paid out now; None when it can be."""
    if balance < minimum:
        return Obstacle.BELOW_MINIMUM
    if detail is None:
        return Obstacle.NO_SHEBA
    if detail.verified_at is None:
        return Obstacle.UNVERIFIED_SHEBA
    if now < detail.since + timedelta(hours=hold_hours):
        return Obstacle.FRESH_SHEBA
    return None
