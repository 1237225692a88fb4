"""Goals on the dashboard: those of a year around, read together; and what is said of a figure that is not told."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from webtest import TestApp

from app import impact
from app.accounts import Role
from app.impact import Indicator
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.web.office.ruling import rules_beside
from app.words import name_of
from tests import world
from tests.impact.scene import goal
from tests.web.browsing import logged_in, words_of
from tests.web.test_livelihood import over, steady
from tests.web.test_queries import asked

# Who asks and what she may see; and what the dashboard reads beside.
MOST_OF_WHO_SHE_IS, MOST_OF_FIGURES = 5, 15
PAGES = ["/office/", "/office/goals"]


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def test_pages_ask_no_more_for_goals_that_end_in_more_months(officer):
    steady()
    without = asked(officer, PAGES)
    goal(Indicator.REVIEW, 20, first=over(8), last=over())
    one = asked(officer, PAGES)

    for back in range(1, 6):
        goal(Indicator.REVIEW, 20, first=over(8), last=over(back))
    six = asked(officer, PAGES)

    assert six == one
    assert one["/office/"] == without["/office/"] + 1
    assert six["/office/"] <= MOST_OF_WHO_SHE_IS + MOST_OF_FIGURES


def test_goals_of_every_kind_and_many_months_are_read_with_one_reading_of_each(officer):
    steady()

    def more(backs: range) -> None:
        for back in backs:
            for indicator in Indicator:
                goal(indicator, 20, first=over(8), last=over(back))

    more(range(1))
    one = asked(officer, PAGES)
    more(range(1, 6))

    assert asked(officer, PAGES) == one


def test_a_goal_that_ended_long_ago_is_on_the_page_of_goals_alone(officer):
    steady()
    goal(Indicator.SELLING, 77, first=over(15), last=over(13))
    goal(Indicator.SELLING, 88, first=over(15), last=over(11))

    assert "۷۷" not in words_of(officer.get("/office/"))
    assert "۸۸" in words_of(officer.get("/office/"))
    assert "۷۷" in words_of(officer.get("/office/goals"))
    assert "۷۷" in words_of(officer.get(f"/office/?month={over(13)}"))


def row(officer: TestApp) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(officer.get("/office/goals.csv").text.lstrip("\ufeff"))))


def test_of_a_figure_of_too_few_it_is_not_told_of_how_few(officer):
    steady()
    number = goal(Indicator.MEDIAN, 20, first=over(), last=over())

    found = row(officer)
    tiles = officer.get(f"/office/goals/{number}").html.select(".tile .v")

    assert (found["reached"], found["of"], found["percent"]) == ("", "", "")
    assert tiles[-1].get_text() == "—"
    cells = officer.get("/office/goals").html.select("tbody td.num")
    assert [one.get_text() for one in cells][1:3] == ["—", "—"]


def test_what_a_goal_counts_is_said_with_the_rule_of_its_months(officer):
    steady()
    goal(Indicator.EARNING, 20, first=over(), last=over())
    assert "دست‌کم ۳ ماه" in row(officer)["definition"]

    with transaction():
        rulebook.set_rule(impact.MONTHS_NEEDED, 4, source="نامهٔ ۵", by=None, valid_from=over().starts)
    world.fresh()

    assert "دست‌کم ۴ ماه" in row(officer)["definition"]


@pytest.mark.usefixtures("app")
def test_what_stands_in_a_line_is_picked_from_the_table_of_all_rules():
    month = over(2)
    with transaction():
        rulebook.set_rule(impact.MINIMUM_WAGE, 110_000_000, source="مصوبه", by=None, valid_from=month.starts)

    told = rules_beside(month)

    assert told[0]["name"] == impact.MINIMUM_WAGE.name
    assert told[0]["value"] == "110000000"
    assert all(one in impact.rules_of(month) for one in told)


def test_what_has_not_begun_is_told_so_and_stands_on_no_dashboard(officer):
    steady()
    goal(Indicator.SUSTAINED, 1, first=JalaliMonth.current().plus(3), last=JalaliMonth.current().plus(9))

    told = words_of(officer.get("/office/goals"))
    front = words_of(officer.get("/office/"))

    assert "هنوز آغاز نشده" in told
    assert "به هدف رسید" not in told
    assert name_of(Indicator.SUSTAINED) in told
    assert "همهٔ هدف‌ها" not in front
