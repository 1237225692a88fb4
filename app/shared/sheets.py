"""Spreadsheets. Reading: CSV in any of the encodings that offices use, or XLSX, bounded in size and rows.

Writing: CSV in UTF-8 with a BOM and XLSX from right to left; nothing that anybody wrote becomes a formula.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from app.shared.errors import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 16 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
Cell = str | int | Decimal
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(eq=False)
class UnreadableList(Refusal):
    """The file is no list that can be read. `reason`: empty, too_heavy, not_a_list, too_many_rows, no_heading, columns,
    bad_amount.

    For `columns`, `missing` names the columns that the list lacks.
    """

    reason: str
    missing: tuple[str, ...] = ()


def read(content: bytes) -> Iterator[list[str]]:
    """Rows of text, the heading first. Raises UnreadableList."""
    if not content.strip():
        raise UnreadableList("empty")
    if len(content) > MOST_BYTES:
        raise UnreadableList("too_heavy")
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise UnreadableList("too_many_rows")
        yield row


def _xlsx(content: bytes) -> Iterator[list[str]]:
    import openpyxl  # brings numpy along: a tenth of a second of every start, for what few processes ever read

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableList("too_heavy")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 2, values_only=True):
            yield [_cell(value) for value in row]
    except UnreadableList:
        raise
    except Exception as fault:
        raise UnreadableList("not_a_list") from fault


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableList("not_a_list")
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=heading.count)
    if not heading.count(delimiter):
        raise UnreadableList("not_a_list")
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield row[:MOST_COLUMNS]
    except csv.Error as fault:
        raise UnreadableList("not_a_list") from fault


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1256"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableList("not_a_list")


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV. Text that begins like a formula is marked as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def xlsx_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], created: datetime) -> bytes:
    """A table as a workbook of one sheet; see `workbook`."""
    return workbook([(name, headings, rows)], created)


Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def workbook(tables: Iterable[Sheet], created: datetime) -> bytes:
    """Tables as the sheets of a workbook; numbers are numbers, text stays text. The same input gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    for name, headings, rows in tables:
        sheet = book.add_worksheet(name)
        sheet.right_to_left()
        for line, row in enumerate([headings, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, int | Decimal):
                    sheet.write_number(line, column, cell)
                else:
                    sheet.write_string(line, column, cell)
    book.close()
    return out.getvalue()
