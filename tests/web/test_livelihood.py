"""The page of livelihood: counts of everybody with what they mean, revisions, and who is behind them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import programme
from app.accounts import Role
from app.shared import audit, clock
from app.shared.calendar import JalaliMonth
from tests import world
from tests.impact.scene import correct, earn
from tests.web.browsing import deliver, logged_in, words_of

ENOUGH = 40_000_000


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def over(back: int = 0) -> JalaliMonth:
    """The last month that is over, or so many before it."""
    return JalaliMonth.current().plus(-1 - back)


def steady(county: str = "1801", name: str = "گلنار") -> int:
    """A maker with six income months to the end of the last month."""
    with clock.at(over(20).starts):
        maker_id = world.maker(county, name=name)
    for back in range(6):
        earn(maker_id, ENOUGH, over(back).starts + timedelta(days=2))
    deliver()
    return maker_id


def tile(page: TestApp, name: str) -> str:
    """What stands in the tile of a standing."""
    found = [one for one in page.html.select(".tile") if one.select_one(".k").get_text() == name]
    return found[0].select_one(".v").get_text().strip()


def test_an_official_sees_who_earns_a_living_and_what_that_means(officer):
    steady()
    with clock.at(over(3).starts):
        world.maker("1803")
    deliver()

    page = officer.get("/office/livelihood")

    assert tile(page, "پایدار") == "۱ از ۲"
    assert tile(page, "هنوز نه") == "۱ از ۲"
    assert "دست‌کم ۶ ماهِ درآمد از ۱۲ ماه" in words_of(page)
    assert "شغل شمرده نمی‌شود" in words_of(page)


@pytest.mark.parametrize("cut", ["county", "trade", "cohort", "place", "sex", "head", "nonsense"])
def test_every_cut_adds_up_to_the_whole(officer, cut):
    for county in ("1801", "1803", "1801"):
        steady(county)

    page = officer.get(f"/office/livelihood?by={cut}")

    sums = [int(row.find_all("td")[0].get_text()) for row in page.html.select("section.panel tbody tr")]
    assert sum(sums) == 3


def test_what_was_mended_after_the_month_is_said(officer):
    maker_id = steady()
    earn(maker_id, -ENOUGH, over().ends + timedelta(minutes=5))  # another month's: no revision
    deliver()
    page = officer.get(f"/office/livelihood?month={over()}")
    assert "آن روز" not in words_of(page)

    correct(maker_id, -ENOUGH, happened=over().starts + timedelta(days=2), posted=clock.now())
    deliver()
    page = officer.get(f"/office/livelihood?month={over()}")

    assert tile(page, "رو به پایداری") == "۱ از ۱"
    before = {one.select_one(".k").get_text(): one.select_one(".d").get_text() for one in page.html.select(".tile")}
    assert "آن روز ۱" in before["پایدار"]
    assert "آن روز ۰" in before["رو به پایداری"]


def test_who_is_behind_a_figure_is_seen_without_her_income_and_the_look_is_kept(officer):
    maker_id = steady(name="گلنار")
    page = officer.get("/office/livelihood")
    shown = page.click(href="state=sustained")

    told = words_of(shown)
    assert "گلنار" in told
    assert "تومان" not in told
    world.fresh()
    assert [row.act for row in audit.of("trainee", maker_id)].count("livelihood_seen") == 1


def test_an_officer_of_a_county_sees_that_county_alone(app):
    steady("1801", "گلنار")
    steady("1803", "شهربانو")
    officer = logged_in(app, world.official(Role.OFFICER, county="1803"))

    page = officer.get("/office/livelihood")
    people = words_of(officer.get("/office/livelihood/people?by=county&of=1801"))

    assert tile(page, "پایدار") == "۱ از ۱"
    assert "گلنار" not in people
    assert "شهربانو" in words_of(officer.get("/office/livelihood/people"))
    assert "1801" not in officer.get("/office/livelihood.csv").text


@pytest.mark.parametrize("address", ["?month=1405-13", "?month=9999-01", "?month=1300-01&by=x", "?of=x&state=y&page=9"])
def test_nonsense_in_the_address_is_answered(officer, address):
    steady()

    for page in ("livelihood", "livelihood/people", "livelihood.csv"):
        assert officer.get(f"/office/{page}{address}").status_code == 200


def test_the_export_is_a_sheet_that_excel_reads(officer):
    steady("1803")
    answer = officer.get("/office/livelihood.csv?by=county")

    [heading, row] = csv.reader(io.StringIO(answer.body.decode("utf-8-sig")))
    told = dict(zip(heading, row, strict=True))
    assert (told["county"], told["sustained"], told["people"]) == ("1803", "1", "1")
    assert told["month"] == str(over())


def test_an_official_of_a_county_reads_no_trade_of_few(app):
    """In the whole province a trade is of many counties: there nothing is left out."""
    world.maker("1801")
    for _ in range(5):
        steady("1801")
    hers = logged_in(app, world.official(Role.OFFICER, county="1801"))
    over_all = logged_in(app, world.official(Role.OFFICER))
    groups = "tbody th a[href*='livelihood/people']"
    trades = hers.get("/office/livelihood?by=trade").html.select(groups)
    with clock.at(over(3).starts):
        rare = world.maker("1801")
    with world.transaction():
        programme.trainee(rare).trade_code = "mats"
    deliver()

    page = hers.get("/office/livelihood?by=trade")

    assert len(trades) == 1
    assert page.html.select(groups) == []  # all but the one would tell the one
    assert "۲ گروه جدا گفته نمی‌شود" in words_of(page)
    hers.get("/office/livelihood/people?by=trade&of=mats", status=404)
    hers.get("/office/indicators/people?by=trade&group=mats&of=placed", status=404)
    assert "mats" not in hers.get("/office/indicators.csv?by=trade").text
    assert "جدا گفته نمی‌شود" not in words_of(over_all.get("/office/livelihood?by=trade"))
