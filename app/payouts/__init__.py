"""Payouts: what makers have earned goes to their Sheba accounts, in batches that two persons answer for.

Owns `payout_batch`, `payout_item`. Calls claims, ledger, programme, accounts. Announces PayoutPaid, PayoutReturned.
"""

from app.payouts.actions import approve, build, cancel, confirm, export, payable, sent_back
from app.payouts.errors import NothingToPay, SamePerson, TrackingMissing
from app.payouts.events import PayoutPaid, PayoutReturned
from app.payouts.files import csv_file, xlsx_file
from app.payouts.models import Batch, BatchState, Item, ItemState
from app.payouts.queries import batch, batches, invariants, item, item_in, items_of, items_of_maker, sums
from app.payouts.rules import HOLD_HOURS, MINIMUM, Obstacle

__all__ = [
    "HOLD_HOURS",
    "MINIMUM",
    "Batch",
    "BatchState",
    "Item",
    "ItemState",
    "NothingToPay",
    "Obstacle",
    "PayoutPaid",
    "PayoutReturned",
    "SamePerson",
    "TrackingMissing",
    "approve",
    "batch",
    "batches",
    "build",
    "cancel",
    "confirm",
    "csv_file",
    "export",
    "invariants",
    "item",
    "item_in",
    "items_of",
    "items_of_maker",
    "payable",
    "sent_back",
    "sums",
    "xlsx_file",
]
