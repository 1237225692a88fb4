"""Who can be paid, and why not."""

from __future__ import annotations

from dataclasses import dataclass
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


DEBTOR_NAME = rulebook.define("payout.debtor_name", "", "name", "holder of the account that makers are paid from")
DEBTOR_SHEBA = rulebook.define("payout.debtor_sheba", "", "Sheba", "the account from which makers are paid")
BANK_TEMPLATE = rulebook.define(
    "payout.bank_template", "plain", "plain, remittance or pain001", "the bank's own sample of a Paya file decides"
)


@dataclass(frozen=True)
class BankTemplate:
    """In what banks differ about a file of Paya transfers."""

    xmlns: str = ""
    creditor_id: bool = True
    remittance: bool = False


TEMPLATES = {
    "plain": BankTemplate(),
    "remittance": BankTemplate(remittance=True),
    "pain001": BankTemplate("urn:iso:std:iso:20022:tech:xsd:pain.001.001.03", creditor_id=False, remittance=True),
}


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
