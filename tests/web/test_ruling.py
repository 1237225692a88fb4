"""Beside each figure stand the rules it is counted with: their value, since when and on whose word."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from webtest import TestApp

from app import impact
from app.accounts import Role
from app.impact import Aim, Indicator
from app.shared import clock, rulebook
from app.shared.database import transaction
from app.words import formats
from tests import world
from tests.web.browsing import logged_in
from tests.web.test_livelihood import over, steady
from tests.web.test_papers import paper

DECREE = "مصوبهٔ شورای عالیِ کار، شمارهٔ ۲۲"


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def decree(wage: int, back: int = 4) -> str:
    """A minimum wage that was set so many months ago; the day, as it is read."""
    with clock.at(over(back).starts), transaction():
        rulebook.set_rule(impact.MINIMUM_WAGE, wage, source=DECREE, by=None)
    return formats.day(over(back).starts)


def goal(indicator: Indicator) -> int:
    with transaction():
        return impact.set_goal(Aim(indicator, 5, over(2), over()), None).id


def line(page: TestApp) -> str:
    found = page.html.select_one(".rules")
    return "" if found is None else re.sub(r"\s+", " ", found.get_text())


def test_the_wage_stands_beside_figures_with_its_day_and_source(officer):
    steady()
    day = decree(120_000_000)
    pages = ["", "counties/1801", f"cohorts/{a_course()}", f"goals/{goal(Indicator.EARNING)}"]

    for address in (f"/office/{one}" for one in pages):
        told = line(officer.get(address))
        assert f"۱۲٬۰۰۰٬۰۰۰ تومان (از {day}، {DECREE})" in told, address
        assert officer.get(address).html.select_one(".rules a")["href"].startswith("/office/livelihood")


def a_course() -> int:
    with clock.at(over(8).starts):
        return world.cohort()


def test_an_old_months_page_tells_the_rule_of_that_month(officer):
    steady()
    decree(120_000_000, back=4)
    decree(150_000_000, back=1)

    assert "۱۵٬۰۰۰٬۰۰۰ تومان" in line(officer.get("/office/"))
    assert "۱۲٬۰۰۰٬۰۰۰ تومان" in line(officer.get(f"/office/?month={over(3)}"))


def test_what_nobody_has_set_is_told_with_where_the_default_is_from(officer):
    told = line(officer.get("/office/"))

    assert "(پیش‌فرض، پیشنهادِ برنامه: شش ماه از دوازده ماه)" in told


@pytest.mark.parametrize(
    ("indicator", "named"),
    [
        (Indicator.SUSTAINED, True), (Indicator.AT_RISK, True), (Indicator.FULL_TIME, True),
        (Indicator.INCOME, False), (Indicator.REGISTERED, False), (Indicator.PAYOUT, False),
    ],
)  # fmt: skip
def test_a_goal_names_the_rules_of_its_own_figure_alone(officer, indicator, named):
    page = officer.get(f"/office/goals/{goal(indicator)}")

    assert ("مزدِ ماهانه" in line(page)) is named


def test_the_printed_brief_names_them_too(app, officer):
    day = decree(120_000_000)
    printed = re.sub(r"<[^>]+>", "", paper(app, officer, f"/office/brief.pdf?month={over()}"))

    assert f"از {day}، {DECREE}" in printed
