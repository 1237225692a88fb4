"""A maker's sheet of products as she typed it: its columns, and what stands in each cell. Pure.

One row per variant. The SKU is the key; a row without one is known by a key of her own (`own_key`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.shared import sheets
from app.shared.money import Rial
from app.shared.sheets import UnreadableList
from app.shared.text import NotANumber, clean, match_key, parse_number, parse_toman, reference

MOST_ROWS = 500


class SheetColumn(StrEnum):
    SKU = "sku"
    OWN_KEY = "own_key"
    TITLE = "title"
    LABEL = "label"
    GOOD = "good"
    DESCRIPTION = "description"
    MATERIALS = "materials"
    SIZE = "size_words"
    WEIGHT = "weight_g"
    CARE = "care"
    STOCK = "stock"
    LEAD_DAYS = "lead_days"
    PRICE = "price"


HEADINGS: Mapping[SheetColumn, tuple[str, ...]] = {
    SheetColumn.SKU: ("کدِ کالا", "sku"),
    SheetColumn.OWN_KEY: ("شناسهٔ خودم", "my key", "own key", "own_key"),
    SheetColumn.TITLE: ("نام", "title", "name"),
    SheetColumn.LABEL: ("گونه", "variant", "label"),
    SheetColumn.GOOD: ("کدِ نوعِ کالا", "good", "kind"),
    SheetColumn.DESCRIPTION: ("شرح", "description"),
    SheetColumn.MATERIALS: ("جنس", "materials"),
    SheetColumn.SIZE: ("اندازه", "size"),
    SheetColumn.WEIGHT: ("وزن (گرم)", "weight", "weight (g)", "weight_g"),
    SheetColumn.CARE: ("نگه‌داری", "care"),
    SheetColumn.STOCK: ("موجودی", "stock"),
    SheetColumn.LEAD_DAYS: ("روزهای ساختن", "lead days", "lead_days"),
    SheetColumn.PRICE: ("قیمت (تومان)", "price", "price (toman)"),
}
_COLUMN_OF = {match_key(name): column for column, names in HEADINGS.items() for name in names}
WORDS = (
    SheetColumn.TITLE, SheetColumn.DESCRIPTION, SheetColumn.MATERIALS, SheetColumn.SIZE, SheetColumn.CARE,
)  # fmt: skip
_LENGTHS = {
    SheetColumn.TITLE: 120, SheetColumn.DESCRIPTION: 3000, SheetColumn.MATERIALS: 300, SheetColumn.SIZE: 120,
    SheetColumn.CARE: 500,
}  # fmt: skip


class CellFault(StrEnum):
    """Why a cell can't be taken."""

    NO_KEY = "no_key"
    UNKNOWN_SKU = "unknown_sku"
    REPEATED = "repeated"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    BAD_NUMBER = "bad_number"
    BAD_PRICE = "bad_price"
    UNKNOWN_GOOD = "unknown_good"
    WITH_MENTOR = "with_mentor"
    FIRST_ROW_ONLY = "first_row_only"
    NOT_COUNTED = "not_counted"
    OUTSIDE_BAND = "outside_band"
    TWO_MENTORS = "two_mentors"
    TOO_DEAR = "too_dear"
    HELD = "held"
    ARCHIVED = "archived"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class BadCell:
    column: SheetColumn
    fault: CellFault
    value: str = ""


@dataclass
class TypedRow:
    """A row by its number in the file (the heading is 1): words and numbers that were typed, and what is wrong.

    A cell that is empty says nothing, and changes nothing.
    """

    number: int
    words: dict[SheetColumn, str] = field(default_factory=dict)
    numbers: dict[SheetColumn, int] = field(default_factory=dict)
    bad: list[BadCell] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.words.get(SheetColumn.SKU, ""), self.words.get(SheetColumn.OWN_KEY, "")


def read_rows(content: bytes) -> list[TypedRow]:
    """What was typed, row by row. Raises UnreadableList."""
    lines = sheets.read(content)
    heading = next(lines, None)
    columns = _columns(heading or [])
    if SheetColumn.SKU not in columns and SheetColumn.OWN_KEY not in columns:
        raise UnreadableList("no_heading")
    rows = [_row(number, cells, columns) for number, cells in enumerate(lines, 2) if any(map(clean, cells))]
    if len(rows) > MOST_ROWS:
        raise UnreadableList("too_many_rows")
    return list(_once(rows))


def _columns(heading: list[str]) -> dict[SheetColumn, int]:
    found: dict[SheetColumn, int] = {}
    for place, name in enumerate(heading):
        column = _COLUMN_OF.get(match_key(name))
        if column is not None:
            found.setdefault(column, place)
    return found


def _row(number: int, cells: list[str], columns: Mapping[SheetColumn, int]) -> TypedRow:
    row = TypedRow(number)
    for column, place in columns.items():
        typed = _plain(cells[place]) if place < len(cells) else ""
        if typed:
            _take(row, column, typed)
    return row


def _plain(cell: str) -> str:
    """The text of a cell: the mark that keeps it from being a formula is no part of it."""
    text = clean(cell, lines=True)
    return text[1:] if text.startswith("'") and text[1:2] in {"=", "+", "-", "@"} else text


def _take(row: TypedRow, column: SheetColumn, typed: str) -> None:
    if column in {SheetColumn.WEIGHT, SheetColumn.STOCK, SheetColumn.LEAD_DAYS, SheetColumn.PRICE}:
        _take_number(row, column, typed)
    elif column in {SheetColumn.SKU, SheetColumn.OWN_KEY, SheetColumn.GOOD}:
        row.words[column] = reference(typed, 40)
    else:
        words = clean(typed, lines=column is SheetColumn.DESCRIPTION)
        if len(words) > _LENGTHS.get(column, 60):
            row.bad.append(BadCell(column, CellFault.TOO_LONG, words[:40]))
        row.words[column] = words


_MOST = {SheetColumn.WEIGHT: 100_000, SheetColumn.STOCK: 9_999, SheetColumn.LEAD_DAYS: 180}


def _take_number(row: TypedRow, column: SheetColumn, typed: str) -> None:
    try:
        if column is SheetColumn.PRICE:
            price = parse_toman(typed)
            if not Rial(10_000) <= price <= Rial(10**11) or price % 1_000:
                raise NotANumber(typed)
            row.numbers[column] = int(price)
            return
        number = parse_number(typed)
        if number > _MOST[column] or (column is not SheetColumn.STOCK and number < 1):
            raise NotANumber(typed)
        row.numbers[column] = number
    except NotANumber:
        fault = CellFault.BAD_PRICE if column is SheetColumn.PRICE else CellFault.BAD_NUMBER
        row.bad.append(BadCell(column, fault, typed[:40]))


def _once(rows: list[TypedRow]) -> Iterator[TypedRow]:
    """Of two rows of one key the later is refused; a row with no key at all is, too."""
    seen: dict[str, int] = {}
    for row in rows:
        sku, own = row.key
        key = f"sku:{sku}" if sku else f"own:{own}"
        if not sku and not own:
            row.bad.append(BadCell(SheetColumn.OWN_KEY, CellFault.NO_KEY))
        elif key in seen:
            column = SheetColumn.SKU if sku else SheetColumn.OWN_KEY
            row.bad.append(BadCell(column, CellFault.REPEATED, str(seen[key])))
        else:
            seen[key] = row.number
        yield row
