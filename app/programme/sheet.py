"""Reading a registration list: CSV in any of the encodings that offices use, or XLSX. Bounded in size and rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import openpyxl

from app.programme.errors import UnreadableList

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 16 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60


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
