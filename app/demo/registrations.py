"""The registration list of the demo: 1,730 invented people as a workbook, with the faults that real lists have."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter

from app import places, programme
from app.demo.cast import Cast, Somebody
from app.places import LocalityKind

ROWS = 1730
HEADINGS = (
    "ردیف", "نام", "نام خانوادگی", "کد ملی", "تلفن همراه", "شهرستان", "دهستان", "شهر یا روستا", "رسته", "جنسیت",
    "سرپرست خانوار",
)  # fmt: skip
Cell = str | int
_WEIGHTS = {
    "1801": 24, "1802": 12, "1803": 26, "1804": 10, "1805": 8, "1806": 8, "1807": 10, "1808": 6, "1809": 6, "1810": 6,
}  # fmt: skip


def workbook(cast: Cast, dice: random.Random) -> bytes:
    """The list as offices send it: numbers as numbers, so that leading zeros are gone, and some rows spoilt."""
    lists = _Lists.read()
    rows = [_row(number, cast.somebody(), dice, lists) for number in range(1, ROWS + 1)]
    _spoil(rows, dice)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("ثبت‌نام")
    sheet.right_to_left()
    sheet.write_row(0, 0, HEADINGS)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, cell)
    book.close()
    return out.getvalue()


@dataclass(frozen=True)
class _Home:
    """A place to live in, as an office writes it."""

    rural_district: str
    name: str


@dataclass(frozen=True)
class _Lists:
    """The names that offices choose from, by county code where they belong to one."""

    counties: dict[str, str]
    homes: dict[str, list[_Home]]
    trades: list[str]

    @classmethod
    def read(cls) -> _Lists:
        return cls(
            counties={one.code: one.name for one in places.home_counties()},
            homes={code: _settled(code) for code in _WEIGHTS},
            trades=_trade_names(),
        )


def _row(number: int, who: Somebody, dice: random.Random, lists: _Lists) -> list[Cell]:
    county = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    home = dice.choice(lists.homes[county])
    trade = dice.choice(lists.trades)
    code: Cell = int(who.national_code) if dice.random() < 0.7 else who.national_code
    mobile: Cell = int(who.mobile) if dice.random() < 0.6 else who.mobile
    return [
        number, who.given_name, who.family_name, code, mobile,
        f"شهرستان {lists.counties[county]}" if dice.random() < 0.2 else lists.counties[county],
        home.rural_district, home.name, trade, "زن" if who.female else "مرد",
        "بله" if who.female and dice.random() < 0.14 else "",
    ]  # fmt: skip


def _settled(county: str) -> list[_Home]:
    """Places whose name and rural district tell which one is meant; cities weigh as much as ten villages."""
    every = places.localities_of(county)
    seen = Counter(one.match_key for one in every)
    clear = [one for one in every if seen[one.match_key] == 1]
    cities = [one for one in clear if one.kind is LocalityKind.CITY]
    return [_Home(one.rural_district or "", one.name) for one in clear + cities * (10 if len(clear) > 12 else 1)]


def _trade_names() -> list[str]:
    return [name for one in programme.trades() for name in (one.name_fa, *one.synonyms.split("؛")) if name.strip()]


def _spoil(rows: list[list[Cell]], dice: random.Random) -> None:
    """Every kind of fault a few times, each in rows of its own."""
    faults: list[tuple[int, Callable[[list[Cell]], None]]] = [
        (12, _wrong_check_digit),
        (8, lambda row: row.__setitem__(4, "0917123")),
        (6, lambda row: row.__setitem__(4, "")),
        (4, lambda row: row.__setitem__(3, "3.51E+09")),
        (3, lambda row: row.__setitem__(3, "")),
        (5, lambda row: row.__setitem__(5, "شیراز")),
        (6, lambda row: row.__setitem__(7, "ناکجاآباد")),
        (5, lambda row: row.__setitem__(8, "جوشکاری زیر آب")),
        (2, _nameless),
        (20, _arabic_letters),
        (20, _persian_digits),
    ]
    free = list(range(len(rows)))
    dice.shuffle(free)
    for count, fault in faults:
        for _ in range(count):
            fault(rows[free.pop()])
    for _ in range(15):
        rows[free.pop()][3] = rows[free.pop()][3]


def _wrong_check_digit(row: list[Cell]) -> None:
    code = f"{int(str(row[3])):010d}"
    row[3] = code[:-1] + str((int(code[-1]) + 1) % 10)


def _nameless(row: list[Cell]) -> None:
    row[1] = row[2] = ""


def _arabic_letters(row: list[Cell]) -> None:
    row[1] = str(row[1]).replace("ی", "ي").replace("ک", "ك")


def _persian_digits(row: list[Cell]) -> None:
    code = f"{int(str(row[3])):010d}"
    row[3] = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
