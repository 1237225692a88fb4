"""Her own record: her months by the programme's rules, and everybody who has seen her name or income among others."""

from __future__ import annotations

import pytest
from webtest import TestApp

from app import accounts, impact
from app.accounts import Role
from app.impact import Aim, Indicator
from app.shared import audit
from app.shared.database import transaction
from tests import world
from tests.web.browsing import deliver, form_of, logged_in, words_of
from tests.web.test_livelihood import over, steady


def record_of(app: object, maker_id: int) -> str:
    return words_of(logged_in(app, world.person_of(maker_id)).get("/workshop/record"))


def test_she_sees_her_months_and_what_they_come_to(app):
    maker_id = steady()

    page = record_of(app, maker_id)

    assert "پایدار" in page
    assert page.count("۴٬۰۰۰٬۰۰۰ تومان بله") == 6
    assert "با ۶ ماهِ درآمد در ۱۲ ماه" in page
    assert "هنوز هیچ‌کس" in page


def test_until_the_worker_has_counted_it_says_so(app):
    assert "هنوز چیزی شمرده نشده" in record_of(app, world.maker())


@pytest.mark.parametrize("where", ["livelihood/people", "goal", "counties/1801/parcels"])
def test_who_saw_her_name_or_income_is_told_her_once_a_day(app, bank, where):
    maker_id, other = steady("1801"), steady("1803")
    month = over()
    with transaction():
        goal = impact.set_goal(Aim(Indicator.INCOME, 5, month, month, county_code="1801"), None).id
    official = world.official(Role.OFFICER)
    name = accounts.person(official).name
    officer: TestApp = logged_in(app, official)
    address = f"goals/{goal}" if where == "goal" else where
    before = record_of(app, maker_id)
    for _ in range(2):
        officer.get(f"/office/{address}", {"month": str(month)})
    deliver()

    page = record_of(app, maker_id)

    assert name not in before
    assert page.count(name) == 1
    assert "مسئول (" in page
    if where != "livelihood/people":
        assert name not in record_of(app, other)
        assert [row.act for row in audit.of("trainee", maker_id)].count("income_seen") == 1


@pytest.mark.parametrize(("what", "about"), [("wrong", "درست نیست"), ("unwanted", "نمی‌خواهم")])
def test_an_objection_goes_past_the_mentor_to_those_who_answer_and_is_tracked(app, what, about):
    maker_id = steady("1801")
    world.mentor("1801")
    browser = logged_in(app, world.person_of(maker_id))
    form = form_of(browser.get("/workshop/record"), "/workshop/record/object")
    form["what"], form["words"] = what, "فروشِ مهر دو بار آمده است"
    page = form.submit(status=303).follow()
    form.submit(status=303)

    assert page.request.path == "/workshop/obstacles"
    assert words_of(page).count(f"در پروندهٔ درآمدم {about}: فروشِ مهر دو بار آمده است") == 1
    assert "اکنون نزدِ مجریِ برنامه" in words_of(page)
    assert words_of(browser.get("/workshop/obstacles")).count("دو بار آمده است") == 1


def test_an_objection_without_a_word_is_none(app):
    form = form_of(logged_in(app, world.person_of(steady())).get("/workshop/record"), "/workshop/record/object")

    assert "با چند کلمه" in words_of(form.submit(status=303).follow())


def test_nobody_sees_the_record_of_another(app):
    mine = steady("1801")
    steady("1803", name="شهربانو")

    assert "۴٬۰۰۰٬۰۰۰" in record_of(app, mine)
    assert "شهربانو" not in record_of(app, mine)
