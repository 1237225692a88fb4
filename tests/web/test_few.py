"""A sum of rials of so few that it is nearly somebody's own: seen with leave, kept for her, and on no paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, impact, offshop, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.offshop import NewSale, SaleKind
from app.shared import audit, clock
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.impact.scene import earn
from tests.web.browsing import deliver, form_of, logged_in, words_of
from tests.web.test_livelihood import over
from tests.web.test_papers import rendered

MONTH_PAGES = ["", "sales.csv", "counties/1801", "counties/1801/county.csv"]
GOAL_PAGES = ["goals", "goals.csv", "goals/{goal}", "scorecard", "scorecard/{year}/scorecard.csv", "cohorts/{cohort}"]


def earners(county: str, amounts: Sequence[int]) -> list[int]:
    """Makers of a county who earned so much in the last month that is over."""
    with clock.at(over(3).starts):
        found = [world.maker(county) for _ in amounts]
    for maker_id, rials in zip(found, amounts, strict=True):
        earn(maker_id, rials, over().starts)
    deliver()
    return found


def goal(cohort: int | None = None) -> int:
    with transaction():
        aim = Aim(Indicator.INCOME, 5, over(), JalaliMonth.current())
        aim = replace(aim, cohort_id=cohort) if cohort else replace(aim, county_code="1801")
        return impact.set_goal(aim, None).id


def kept(maker_id: int) -> list[str]:
    return [row.act for row in audit.of("trainee", maker_id) if row.act == "few_seen"]


@pytest.fixture
def official(app: Flask) -> int:
    return world.official(Role.OFFICER)


@pytest.fixture
def officer(app: Flask, official: int) -> TestApp:
    return logged_in(app, official)


@pytest.mark.parametrize("where", [*MONTH_PAGES, *GOAL_PAGES])
def test_a_sum_of_two_is_a_look_at_both_and_a_sum_of_five_at_nobody(officer, where):
    few, many = earners("1801", [3_000_000, 4_000_000]), earners("1803", [2_000_000] * 5)
    course = programme.engagements_of(few[0])[0][0].cohort_id
    number = goal(course if "cohort" in where else None)
    address = where.format(goal=number, year=JalaliMonth.current().year, cohort=course)
    before = [kept(one) for one in (*few, *many)]

    for _ in range(2):
        officer.get(f"/office/{address}", {"month": str(over())})

    assert before == [[]] * 7
    assert [kept(one) for one in few] == [["few_seen"], [] if "cohort" in where else ["few_seen"]]
    assert [kept(one) for one in many] == [[]] * 5


@pytest.mark.parametrize("where", ["villages", "villages.csv"])
@pytest.mark.parametrize("others", [1, 4])
def test_villages_are_one_group_however_many_counties(officer, where, others):
    makers = [*earners("1801", [3_000_000]), *earners("1803", [2_000_000] * others)]

    officer.get(f"/office/{where}", {"month": str(over())})

    assert [kept(one) for one in makers] == [["few_seen"] if others == 1 else []] * len(makers)


@pytest.mark.parametrize(("makers", "looks"), [(4, ["few_seen"]), (5, [])])
@pytest.mark.parametrize("where", ["outside", "counties/1801", ""])
def test_outside_the_shop_a_grade_of_evidence_is_a_group(officer, where, makers, looks):
    found = [world.maker("1801") for _ in range(makers)]
    for one in found:
        with transaction():
            sold = NewSale(SaleKind.FAIR, "پنج زنبیل", today(), 5, Rial(2_000_000), f"k{one}")
            offshop.record(one, sold, world.person_of(one))
    deliver()

    officer.get(f"/office/{where}")

    assert [kept(one) for one in found] == [looks] * makers


def test_she_reads_in_her_record_who_saw_such_a_sum(app, officer, official):
    maker_id = earners("1801", [3_000_000])[0]
    name = accounts.person(official).name
    hers = logged_in(app, world.person_of(maker_id))
    before = words_of(hers.get("/workshop/record"))
    officer.get("/office/counties/1801", {"month": str(over())})

    page = words_of(hers.get("/workshop/record"))

    assert name not in before
    assert page.count(name) == 1
    assert "یا جمعِ درآمدی را که شما یکی از چند نفرِ آن‌اید" in page


def test_paper_tells_no_sum_of_few_nor_one_that_would_tell_it(app, officer):
    earners("1801", [31_000_000, 42_000_000])
    earners("1803", [20_000_000] * 5)
    earners("1804", [30_000_000] * 6)
    goal()
    with rendered(app) as pages:
        officer.get("/office/brief.pdf", {"month": str(over())})
        officer.get(f"/office/scorecard/{over().year}/scorecard.pdf")

    assert "۷٬۳۰۰٬۰۰۰" not in pages[0]
    assert "۱۰٬۰۰۰٬۰۰۰" not in pages[0]  # with the whole it would tell the two
    assert "۱۸٬۰۰۰٬۰۰۰" in pages[0]
    assert "۳۵ میلیون تومان" in pages[0]
    assert "۷٬۳۰۰٬۰۰۰" not in pages[1]


def test_neither_the_brief_nor_a_new_years_goal_says_how_far_a_sum_of_few_got(app, officer):
    makers, now = earners("1801", [31_000_000, 42_000_000]), JalaliMonth.current()
    with transaction():
        aim = Aim(Indicator.INCOME, 730_000_000, over(11), now, county_code="1801")
        impact.set_goal(aim, None).set_at = over(12).starts
    staff = logged_in(app, world.official(Role.STAFF))
    with rendered(app) as pages:
        officer.get("/office/brief.pdf")
    before = [kept(one) for one in makers]
    page = staff.get("/staff/cycles/copy")
    form_of(page, having="year").submit()

    assert "عقب است" not in pages[0]
    assert before == [[]] * 2
    assert [kept(one) for one in makers] == [["few_seen"]] * 2
    assert [one.note for one in impact.goals() if one.last > now] == [""]


def test_how_far_a_county_of_few_fell_is_told_to_nobody(officer):
    few, many = earners("1801", [3_000_000]), earners("1803", [3_000_000] * 5)
    for one in (*few, *many):
        earn(one, 9_000_000, over(1).starts)
    deliver()

    page = words_of(officer.get("/office/"))

    assert "دیر: رسیده به سازندگان" in page or "کمتر از ماهِ پیشش بود" in page
    assert page.count("کمتر از ماهِ پیشش بود") == 1
