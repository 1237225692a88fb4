"""Every table of the officials' pages is a sheet to keep, which says the same with units, definitions and a moment."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import impact, programme
from app.accounts import Role
from app.impact import Aim, Cut, Indicator, Livelihood
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.impact.scene import counted, earn
from tests.web.browsing import logged_in, words_of
from tests.web.test_livelihood import ENOUGH, over, steady

Rows = list[dict[str, str]]


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def rows_of(officer: TestApp, address: str) -> Rows:
    return list(csv.DictReader(io.StringIO(officer.get(address).body.decode("utf-8-sig"))))


def follow(officer: TestApp, address: str) -> Rows:
    """The sheet to which a page leads."""
    answer = officer.get(address).click("^CSV$")
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def value(rows: Rows, **wanted: str) -> str:
    [found] = [row for row in rows if all(row[name] == told for name, told in wanted.items())]
    return found["value"]


def two_of_a_course() -> int:
    cohort = world.cohort(county="1801")
    with clock.at(over(8).starts):
        makers = [world.maker("1801", into=cohort) for _ in range(2)]
    for back in range(6):
        earn(makers[0], ENOUGH, over(back).starts + timedelta(days=2))
    counted()
    return cohort


def test_a_countys_chart_and_courses_are_a_sheet(officer):
    cohort = two_of_a_course()
    rows = follow(officer, f"/office/counties/1801?month={over()}")
    month = str(over())

    assert value(rows, table="months", month=month, measure="income") == str(ENOUGH)
    assert value(rows, table="months", month=month, measure="trainees") == "2"
    assert value(rows, table="cohorts", group=str(cohort), measure="sustained") == "1"
    assert value(rows, table="cohorts", group=str(cohort), measure="people") == "2"
    assert {row["unit"] for row in rows} == {"rial", "people", "count"}
    assert all(row["as_of"] and row["definition"] and row["title"] for row in rows)


def test_a_courses_indicators_are_a_sheet(officer):
    cohort = two_of_a_course()
    rows = follow(officer, f"/office/cohorts/{cohort}")

    told = impact.figures(over(), Cut.COHORT)[str(cohort)]
    assert value(rows, table="indicators", measure="no_sale") == "50"
    assert value(rows, table="livelihood", measure="sustained") == "1"
    assert value(rows, table="indicators", measure="median") == ""
    assert len([row for row in rows if row["table"] == "indicators"]) == len(told)
    assert len(rows) == len(told) + len(Livelihood) + 1


def test_the_villages_page_is_a_sheet(officer):
    two_of_a_course()
    rows = follow(officer, f"/office/villages?month={over()}")

    placed = next(row for row in rows if row["table"] == "steps" and row["group"] == "placed")
    assert (placed["numerator"], placed["denominator"]) == ("0", "2")
    sales = next(row for row in rows if row["group"] == "sellers" and row["month"] == str(over()))
    assert (sales["numerator"], sales["denominator"]) == ("0", "1")


def test_goals_are_a_sheet_in_their_units_and_an_activity_is_called_one(officer):
    steady()
    now = JalaliMonth.current()
    with transaction():
        for indicator, target in ((Indicator.SUSTAINED, 2), (Indicator.NO_SALE, 20), (Indicator.REGISTERED, 4)):
            impact.set_goal(Aim(indicator, target, over(1), now, baseline=(3, "گزارش")), None)
        impact.set_goal(Aim(Indicator.PAYOUT, 7, over(1), now), None)

    rows = {row["indicator"]: row for row in follow(officer, "/office/goals")}

    told = {name: (row["kind"], row["reached"], row["unit"], row["percent"]) for name, row in rows.items()}
    assert told == {
        "sustained": ("work", "1", "people", "50"),
        "no_sale": ("work", "0", "percent", "100"),
        "registered": ("activity", "1", "people", "25"),
        "payout": ("service", "", "days", ""),
    }
    assert "شغل نیست" in rows["registered"]["definition"]
    assert "نه شغل" in rows["registered"]["title"]
    assert (rows["no_sale"]["less_is_more"], rows["sustained"]["less_is_more"]) == ("1", "0")
    assert (rows["no_sale"]["baseline"], rows["no_sale"]["baseline_source"]) == ("3", "گزارش")


def test_a_scorecard_is_a_sheet_in_which_no_activity_counts_as_work(officer):
    world.applicant()
    counted()
    now = JalaliMonth.current()
    with transaction():
        impact.set_goal(Aim(Indicator.REGISTERED, 1, now, now), None)
        number = impact.set_goal(Aim(Indicator.SELLING, 3, now, now), None).id

    rows = follow(officer, "/office/scorecard")

    assert value(rows, table="verdicts", measure="met") == "0"
    assert value(rows, table="verdicts", measure="running") == "1"
    assert value(rows, table="goals", group=str(number), measure="selling_target") == "3"
    assert value(rows, table="obstacles", measure="told") == "0"
    assert {row["unit"] for row in rows if row["table"] == "loans"} == {"rial", "count"}


@pytest.mark.parametrize("page", ["county", "cohort"])
def test_a_sheet_of_another_county_is_not_there(app, page):
    cohort = two_of_a_course()
    browser = logged_in(app, world.official(Role.OFFICER, county="1803"))
    address = {"county": "/office/counties/1801/county.csv", "cohort": f"/office/cohorts/{cohort}/cohort.csv"}[page]

    browser.get(address, status=404)
    assert "1801" not in browser.get("/office/goals.csv").text


def test_sheets_of_nonsense_are_answered(officer):
    for address in ("counties/1801/county.csv", "villages.csv"):
        assert rows_of(officer, f"/office/{address}?month=1405-13")
    officer.get("/office/counties/9999/county.csv", status=404)
    officer.get("/office/cohorts/999999/cohort.csv", status=404)
    officer.get("/office/scorecard/1200/scorecard.csv", status=404)


def test_what_a_sheet_says_the_page_says(officer):
    cohort = two_of_a_course()
    rows = follow(officer, f"/office/cohorts/{cohort}")
    page = words_of(officer.get(f"/office/cohorts/{cohort}"))

    for row in rows:
        if row["table"] == "indicators":
            assert row["title"] in page
    assert programme.cohort(cohort).name == rows[0]["name"]
