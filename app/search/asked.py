"""What the shop is asked for: words by day and county, how often, and how much there was. Nobody's name is near it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import Category
from app.shared import rulebook, text
from app.shared.calendar import today
from app.shared.database import Model, session, take_turns

FEWEST_DAYS = rulebook.define(
    "search.fewest_days", 5, "days", "what was searched for on fewer days could be one person's", least=2
)
FORGET_DAYS = rulebook.define(
    "search.forget_days", 90, "days", "words that nobody else has looked for in a season are let go", least=7
)
LONGEST = 40
# A telephone number, a postcode or a code of an order is somebody's; four digits of a size or a year are nobody's.
_NUMBER_LIKE = re.compile(r"(\d[^\w]*){5}|@")


class SearchCount(Model):
    """How often words were searched for on a day. `county_code`: where the basket was to go; '' where that is unknown.

    `words` are '' for what is not kept as text. `found` is what the last search of that day had found; `trade_code`
    the trade of most of what is called so, '' where nothing is.
    """

    __tablename__ = "search_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    county_code: Mapped[str] = mapped_column(String(4), primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    trade_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int]
    found: Mapped[int]


def plain_words(typed: str) -> str:
    """What was typed, as it is counted; nothing for what is long, or looks like somebody's number or address."""
    words = " ".join(text.fold(text.clean(typed)).replace(text.ZWNJ, " ").split())
    return "" if len(words) > LONGEST or _NUMBER_LIKE.search(words) else words


def count_search(typed: str, found: int, by_category: Mapping[str, int], county_code: str | None) -> None:
    """Count a search of today. `by_category`: how many of each category it found by their names (`named`)."""
    trade = _trade_of(by_category) if found else ""
    _add(SearchCount(day=today(), county_code=county_code or "", words=plain_words(typed), trade_code=trade), 1, found)


def _add(row: SearchCount, times: int, found: int) -> None:
    """So many searches more of what `row` says."""
    take_turns(f"search:{row.county_code}:{row.words}")
    here = (
        SearchCount.day == row.day,
        SearchCount.county_code == row.county_code,
        SearchCount.words == row.words,
        SearchCount.trade_code == row.trade_code,
    )
    values = {"times": SearchCount.times + times, "found": found}
    counted = session().execute(update(SearchCount).where(*here).values(values))
    if not getattr(counted, "rowcount", 0):
        row.times, row.found = times, found
        session().add(row)
        session().flush()


def days_to_forget() -> list[int]:
    """Days, by their number, that are older than the rule says and still hold words of few days."""
    before = today() - timedelta(days=rulebook.number(FORGET_DAYS))
    query = select(SearchCount.day).where(SearchCount.day < before, _rare()).distinct().order_by(SearchCount.day)
    return [day.toordinal() for day in session().scalars(query)]


def forget_words(day: date) -> None:
    """Keep the counts of a day and let go of the words that too few days have; the counts stay."""
    for row in list(session().scalars(select(SearchCount).where(SearchCount.day == day, _rare()))):
        times, found = row.times, row.found
        plain = SearchCount(day=day, county_code=row.county_code, words="", trade_code=row.trade_code)
        session().delete(row)
        session().flush()
        _add(plain, times, found)


def _rare() -> ColumnElement[bool]:
    common = (
        select(SearchCount.words)
        .group_by(SearchCount.words)
        .having(func.count(SearchCount.day.distinct()) >= rulebook.number(FEWEST_DAYS))
    )
    return (SearchCount.words != "") & SearchCount.words.not_in(common)


def _trade_of(by_category: Mapping[str, int]) -> str:
    """The trade of the category that most of what is called so is of."""
    most = max(sorted(by_category), key=lambda code: by_category[code], default=None)
    kind = session().get(Category, most) if most else None
    return kind.trade_code if kind is not None else ""


def searches_by_trade(first: date, last: date) -> dict[tuple[str, str], int]:
    """How often things of each trade were searched for in these days, by county ('' unknown) and trade ('' nothing)."""
    rows = session().execute(
        select(SearchCount.county_code, SearchCount.trade_code, func.sum(SearchCount.times))
        .where(SearchCount.day.between(first, last))
        .group_by(SearchCount.county_code, SearchCount.trade_code)
    )
    return {(county, trade): int(times) for county, trade, times in rows}


@dataclass(frozen=True)
class Asked:
    """Words, how often and on how many days they were searched for, and what the trade of the results was."""

    words: str
    times: int
    days: int
    trade_code: str


def most_asked(
    first: date, last: date, counties: Collection[str] | None = None, *, in_vain: bool = False, count: int = 20
) -> list[Asked]:
    """What was searched for most, of these counties (None: everywhere); `in_vain`: what the shop had nothing of.

    Words of fewer days than the rule asks are not told.
    """
    days = func.count(SearchCount.day.distinct())
    query = (
        select(SearchCount.words, func.sum(SearchCount.times), days, func.max(SearchCount.trade_code))
        .where(SearchCount.day.between(first, last), SearchCount.words != "")
        .group_by(SearchCount.words)
        .having(days >= rulebook.number(FEWEST_DAYS))
        .order_by(func.sum(SearchCount.times).desc(), SearchCount.words)
        .limit(count)
    )
    if counties is not None:
        query = query.where(SearchCount.county_code.in_(counties))
    if in_vain:
        query = query.where(SearchCount.found == 0)
    return [Asked(words, int(times), int(days), trade) for words, times, days, trade in session().execute(query)]
