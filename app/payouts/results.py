"""The bank's word on a batch: its file is read and laid beside the items; people confirm what is then written down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.payouts.files import reference
from app.payouts.models import Batch, Item, ItemState
from app.payouts.queries import items_of
from app.shared import sheets, text

_REFERENCE = re.compile(r"P\d{12}")
_NUMBER = re.compile(r"[0-9A-Za-z-]{4,40}")
_GOOD = {
    "موفق",
    "انجامشد",
    "انجامشده",
    "واریزشد",
    "تسویهشد",
    "پرداختشد",
    "success",
    "successful",
    "paid",
    "done",
    "settled",
    "ok",
}
_BAD = {"ناموفق", "برگشت", "برگشتی", "برگشتخورده", "رد", "ردشده", "failed", "returned", "rejected", "error"}
_TRACKING = {
    "پیگیری",
    "کدپیگیری",
    "شمارهپیگیری",
    "کدرهگیری",
    "مرجع",
    "شمارهمرجع",
    "tracking",
    "reference",
    "trackingno",
    "ref",
}
_WHY = {"علت", "دلیل", "شرحخطا", "توضیح", "reason", "why", "description"}


@dataclass(frozen=True)
class Result:
    """What the bank says of one item: paid under a number, or sent back for a reason."""

    item: Item
    paid: bool
    tracking_no: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What was understood of the bank's file, and how many of its rows were not."""

    results: dict[int, Result]
    unknown: int


def read_results(batch: Batch, content: bytes) -> Reading:
    """Rows of the bank's CSV or XLSX that name an item of this batch. Nothing changes. Raises UnreadableList.

    A row is known by our reference in any of its cells. It counts as paid or returned only by a word that says so.
    """
    waiting = {reference(item): item for item in items_of(batch.id) if item.state is ItemState.EXPORTED}
    rows = iter(sheets.read(content))
    heading = [text.match_key(cell) for cell in next(rows, [])]
    results: dict[int, Result] = {}
    unknown = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        named = _named(row)
        item = waiting.get(named)
        result = None if item is None else _result(item, heading, row)
        if result is None:
            unknown += 1
        else:
            results[result.item.id] = result
    return Reading(results, unknown)


def _named(row: list[str]) -> str:
    for cell in row:
        found = _REFERENCE.search(text.ascii_digits(cell))
        if found is not None:
            return found[0]
    return ""


def _result(item: Item, heading: list[str], row: list[str]) -> Result | None:
    words = {text.match_key(cell) for cell in row}
    paid, back = bool(words & _GOOD), bool(words & _BAD)
    if paid == back:
        return None
    number = text.reference(_cell(heading, row, _TRACKING))
    if paid and not _NUMBER.fullmatch(number):
        return None
    return Result(item, paid, number if paid else "", text.clean(_cell(heading, row, _WHY))[:300])


def _cell(heading: list[str], row: list[str], names: set[str]) -> str:
    return next((cell for name, cell in zip(heading, row, strict=False) if name in names), "")
