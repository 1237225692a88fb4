"""What is searched for is counted by day and county, and nobody is found in it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app import search
from app.search import SearchCount
from app.shared import clock, schedule
from app.shared.calendar import today
from app.shared.database import session, transaction
from tests import world

BASKETS = {"mat_palm": 3, "halva": 1}


def looked_for(words: str, *, days: int = 1, found: int = 4, county: str | None = None) -> None:
    for ago in range(days):
        with clock.at(clock.now() - timedelta(days=ago)), transaction():
            search.count_search(words, found, BASKETS if found else {}, county)


def told(**which: object) -> list[str]:
    return [one.words for one in search.most_asked(today() - timedelta(days=30), today(), **which)]


@pytest.mark.usefixtures("app")
def test_the_same_words_of_a_day_are_one_row_of_their_trade():
    for typed in ("زنبيل  حصيري", "زنبیل حصیری", "زنبیل\u200cحصیری"):
        looked_for(typed, county="1801")

    rows = list(session().scalars(select(SearchCount)))
    assert [(one.words, one.times, one.trade_code, one.county_code) for one in rows] == [
        ("زنبیل حصیری", 3, "mats", "1801")
    ]
    assert search.searches_by_trade(today(), today()) == {("1801", "mats"): 3}


@pytest.mark.parametrize(
    "typed", ["09171234567", "۰۹۱۷ ۱۲۳ ۴۵۶۷", "سبد ۷۵۱۴۶ بوشهر", "me@example.org", "زن " * 30, "D-4 8 1 6 2"]
)
@pytest.mark.usefixtures("app")
def test_what_could_be_somebodys_is_counted_and_not_kept(typed):
    looked_for(typed, days=9)

    assert {one.words for one in session().scalars(select(SearchCount))} == {""}
    assert told() == []
    assert search.searches_by_trade(today(), today()) == {("", "mats"): 1}


@pytest.mark.usefixtures("app")
def test_words_of_few_days_are_not_told_and_empty_handed_ones_are_listed():
    looked_for("زنبیل", days=5)
    looked_for("نامِ کسی", days=4)
    looked_for("قایقِ بادی", days=6, found=0, county="1805")

    assert told() == ["قایق بادی", "زنبیل"]
    assert told(in_vain=True) == ["قایق بادی"]
    assert told(counties={"1801"}) == []
    assert told(counties={"1805"}) == ["قایق بادی"]


@pytest.mark.usefixtures("app")
def test_words_that_nobody_else_looks_for_are_let_go_and_their_counts_stay():
    looked_for("زنبیل", days=5)
    looked_for("نامِ کسی", days=2, county="1801")
    looked_for("09171234567", county="1801")
    with world.later(days=100):
        schedule.run_due(now_all=True)
        world.fresh()

        assert {one.words for one in session().scalars(select(SearchCount))} == {"", "زنبیل"}
        first, last = today() - timedelta(days=200), today()
        assert search.searches_by_trade(first, last) == {("", "mats"): 5, ("1801", "mats"): 3}


def test_a_search_in_the_shop_is_counted_once_and_not_while_it_is_narrowed(app, visitor):
    world.product(world.maker())
    world.work()
    words = quote("زنبیل")
    for query in (f"q={words}", f"q={words}&page=2", f"q={words}&county=1801", "", "q="):
        visitor.get(f"/products?{query}")

    assert [one.times for one in session().scalars(select(SearchCount))] == [1]


@pytest.mark.parametrize(
    ("words", "trade"),
    [("زنبیل حصیری", "mats"), ("زنبیلل", "mats"), ("بوشهر", ""), ("زنبیل پلاستیکی", ""), ("زنبیل", "mats")],
)
def test_a_trade_is_asked_for_by_what_its_goods_are_called_alone(app, visitor, words, trade):
    world.product(world.maker())
    world.work()

    page = visitor.get(f"/products?q={quote(words)}")

    assert "زنبیل حصیری" in page.text  # it is found all the same
    assert [one.trade_code for one in session().scalars(select(SearchCount))] == [trade]
