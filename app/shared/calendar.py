"""The Persian calendar: Jalali months in Tehran's time, and working days.

Times are stored in UTC; months, days and working days are those of Asia/Tehran. Weeks begin on Saturday,
Friday is the weekend (rules of the official calendar of Iran).
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from app.shared import clock

TEHRAN = ZoneInfo("Asia/Tehran")
MONTH_NAMES = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_FRIDAY = 4


@dataclass(frozen=True, order=True)
class JalaliMonth:
    """A month of the Jalali year, such as (1405, 8) for Aban 1405."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1200 <= self.year <= 1600):
            raise ValueError(f"no such Jalali month: {self.year}-{self.month}")

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The month in which `moment` (aware) falls in Tehran."""
        jalali = JalaliDate(moment.astimezone(TEHRAN).date())
        return cls(jalali.year, jalali.month)

    @classmethod
    def of_day(cls, day: date) -> Self:
        """The month of a day in Tehran."""
        jalali = JalaliDate(day)
        return cls(jalali.year, jalali.month)

    @classmethod
    def current(cls) -> Self:
        return cls.of(clock.now())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Out of `1405-08`; raises ValueError for anything else."""
        match = re.fullmatch(r"(1[2-5]\d\d)-(\d\d)", text, re.ASCII)
        if match is None:
            raise ValueError(f"not a Jalali month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> JalaliMonth:
        """The month so many months later, or earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return JalaliMonth(year, month + 1)

    @property
    def starts(self) -> datetime:
        """Its first moment, in UTC."""
        first = JalaliDate(self.year, self.month, 1).to_gregorian()
        return datetime.combine(first, time(), TEHRAN).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it, in UTC."""
        return self.plus(1).starts

    @property
    def name(self) -> str:
        return MONTH_NAMES[self.month - 1]


def months_between(first: JalaliMonth, last: JalaliMonth) -> list[JalaliMonth]:
    """All months from `first` to `last`, both included; empty when they are the wrong way round."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [first.plus(step) for step in range(max(0, count))]


def local_date(moment: datetime) -> date:
    """The date in Tehran at `moment` (aware)."""
    return moment.astimezone(TEHRAN).date()


def today() -> date:
    return local_date(clock.now())


def start_of(day: date) -> datetime:
    """Midnight in Tehran, in UTC."""
    return datetime.combine(day, time(), TEHRAN).astimezone(UTC)


def jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of the Jalali calendar."""
    converted = JalaliDate(day)
    return converted.year, converted.month, converted.day


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian date; raises ValueError for a day that the Jalali month does not have."""
    if not 1200 <= year <= 1600:
        raise ValueError(f"no such Jalali year here: {year}")
    converted: date = JalaliDate(year, month, day).to_gregorian()
    return converted


def is_working(day: date, closed: Container[date]) -> bool:
    """Neither a Friday nor one of the `closed` days."""
    return day.weekday() != _FRIDAY and day not in closed


def add_working_days(start: date, days: int, closed: Container[date]) -> date:
    """The date `days` working days after `start`; with 0, the first working day from `start` on."""
    day = start
    while not is_working(day, closed) and days == 0:
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working(day, closed):
            day += timedelta(days=1)
    return day
