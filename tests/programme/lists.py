"""Registration lists as offices send them."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Sequence

import xlsxwriter

HEADING = ("نام", "نام خانوادگی", "کد ملی", "شماره همراه", "شهرستان", "دهستان", "شهر یا روستا", "رسته")
SESSIONS = "دوره,جلسه,روز,کد ملی,حضور\nدوره,رنگرزی,1404/05/12,0084575948,حاضر\n"
COURSES = "دوره,شهرستان,گنجایش,آغاز,پایان\nحصیرِ بهار,بوشهر,20,1405/10/01,1405/12/20\n"
_codes = itertools.count(10_000)


def national_code(*, begins_with_nought: bool = False) -> str:
    """A valid one; each call gives another."""
    nine = f"{next(_codes) * 7919 % 10 ** (8 if begins_with_nought else 9):09d}"
    rest = sum((10 - place) * int(digit) for place, digit in enumerate(nine)) % 11
    return f"{nine}{rest if rest < 2 else 11 - rest}"


def row(**changes: object) -> list[object]:
    """A sound row; `changes` by the names below."""
    sound: dict[str, object] = {
        "given": "زهرا",
        "family": "دشتی",
        "code": national_code(),
        "mobile": "09171234567",
        "county": "بوشهر",
        "district": "",
        "place": "بوشهر",
        "trade": "خیاطی",
    }
    return list({**sound, **changes}.values())


def csv_of(rows: Iterable[Sequence[object]], *, heading: Sequence[str] = HEADING, between: str = ",") -> bytes:
    lines = [between.join(str(cell) for cell in one) for one in (heading, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def xlsx_of(rows: Iterable[Sequence[object]], *, heading: Sequence[str] = HEADING) -> bytes:
    """A workbook in which numbers are numbers, as Excel keeps what was typed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("ثبت‌نام")
    for number, one in enumerate((heading, *rows)):
        sheet.write_row(number, 0, one)
    book.close()
    return out.getvalue()
