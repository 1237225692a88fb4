"""The page of indicators: each figure with what it is made of, cut by group, and the same as a sheet."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from webtest import TestApp

from app.accounts import Role
from app.impact import Measure
from app.shared import clock
from tests import world
from tests.web.browsing import deliver, logged_in, words_of
from tests.web.test_livelihood import over, steady


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def rows_of(page: TestApp, caption: str) -> dict[str, list[str]]:
    """Cells of a table by the name of each row."""
    [table] = [one for one in page.html.find_all("table") if caption in one.caption.get_text()]
    return {
        row.th.get_text().strip(): [cell.get_text().strip() for cell in row.find_all("td")]
        for row in table.select("tbody tr")
    }


def test_each_figure_stands_with_its_parts_and_its_definition(officer):
    steady("1801")
    with clock.at(over(3).starts):
        world.maker("1803")
    deliver()

    page = officer.get("/office/indicators?of=sustained&by=county")
    every, counties = rows_of(page, "همهٔ شاخص‌ها"), rows_of(page, "معیشتِ پایدار")

    assert len(every) == len(Measure)
    assert every["معیشتِ پایدار"][:2] == ["۵۰٪", "۱ از ۲"]
    assert "از همهٔ جاگرفته‌ها" in every["معیشتِ پایدار"][2]
    assert counties == {"بوشهر": ["۱۰۰٪", "۱ از ۱", "۱"], "دشتستان": ["۰٪", "۰ از ۱", "۱"]}
    assert every["میانهٔ درآمد"][0] == "—"


def test_the_sheet_has_every_indicator_of_the_whole_and_of_each_group(officer):
    steady("1803")
    answer = officer.get("/office/indicators.csv?by=county")

    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert {row["group"] for row in rows} == {"", "1803"}
    assert len(rows) == 2 * len(Measure)
    [told] = [row for row in rows if row["group"] == "1803" and row["indicator"] == "sustained"]
    assert (told["numerator"], told["denominator"], told["value"], told["unit"]) == ("1", "1", "100", "percent")
    assert told["definition"]
    assert told["month"] == str(over())


def test_an_officer_of_a_county_has_figures_of_that_county_alone(app):
    steady("1801")
    steady("1803")
    officer = logged_in(app, world.official(Role.OFFICER, county="1803"))

    page = officer.get("/office/indicators")

    assert rows_of(page, "همهٔ شاخص‌ها")["جاگرفته در دوره"][0] == "۱ نفر"
    assert "1801" not in officer.get("/office/indicators.csv").text


@pytest.mark.parametrize("address", ["?month=1405-13", "?month=1300-01&by=x&of=y", "?of=median&by=cohort"])
def test_nonsense_and_emptiness_are_answered(officer, address):
    assert "کسی در دوره‌ای جا نگرفته" in words_of(officer.get(f"/office/indicators{address}"))
    steady()
    assert officer.get(f"/office/indicators{address}").status_code == 200
    assert officer.get(f"/office/indicators.csv{address}").status_code == 200
