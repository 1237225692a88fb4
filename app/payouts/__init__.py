"""Payouts: what makers have earned goes to their Sheba accounts, in batches that two persons answer for.

Owns `payout_batch`, `payout_item`. Calls claims, ledger, programme, accounts. Announces PayoutPaid, PayoutReturned.
"""

from app.payouts.actions import approve, build, cancel, confirm, export, payable, sent_back
from app.payouts.debts import debts, write_off
from app.payouts.errors import DebtorMissing, DebtTooSmall, NothingToPay, SamePerson, TrackingMissing
from app.payouts.events import PayoutPaid, PayoutReturned
from app.payouts.files import FILES, ccti_file, csv_file, reference, xlsx_file
from app.payouts.models import Batch, BatchState, Item, ItemState
from app.payouts.queries import (
    batch,
    batches,
    by_tracking,
    invariants,
    item,
    item_in,
    items_of,
    items_of_maker,
    paid_by,
    sums,
)
from app.payouts.results import Reading, Result, read_results
from app.payouts.rules import BANK_TEMPLATE, DEBTOR_NAME, DEBTOR_SHEBA, HOLD_HOURS, MINIMUM, TEMPLATES, Obstacle

__all__ = [
    "BANK_TEMPLATE",
    "DEBTOR_NAME",
    "DEBTOR_SHEBA",
    "FILES",
    "HOLD_HOURS",
    "MINIMUM",
    "TEMPLATES",
    "Batch",
    "BatchState",
    "DebtTooSmall",
    "DebtorMissing",
    "Item",
    "ItemState",
    "NothingToPay",
    "Obstacle",
    "PayoutPaid",
    "PayoutReturned",
    "Reading",
    "Result",
    "SamePerson",
    "TrackingMissing",
    "approve",
    "batch",
    "batches",
    "build",
    "by_tracking",
    "cancel",
    "ccti_file",
    "confirm",
    "csv_file",
    "debts",
    "export",
    "invariants",
    "item",
    "item_in",
    "items_of",
    "items_of_maker",
    "paid_by",
    "payable",
    "read_results",
    "reference",
    "sent_back",
    "sums",
    "write_off",
    "xlsx_file",
]
