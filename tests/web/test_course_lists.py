"""The list of courses over HTTP: looked at first, then planned, as often as one presses."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import programme
from app.accounts import Role
from app.shared import audit
from tests import world
from tests.web.browsing import form_of, logged_in, token_of, words_of

HEAD = "نام دوره,شهرستان,پیشران,ظرفیت,شروع,پایان\n"
GOOD = "حصیرِ بهار,بوشهر,,۲۰,1405/10/01,1405/12/20\n"
BAD = "حصیرِ تابستان,بوشهر,,هیچ,1405/10/01,1405/12/20\n"


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def look_at(browser: TestApp, rows: str) -> TestResponse:
    form = form_of(browser.get("/staff/import/courses"), having="list")
    form["list"] = Upload("courses.csv", (HEAD + rows).encode(), "text/csv")
    return form.submit(expect_errors=True)


def test_a_look_names_bad_rows_and_pressing_twice_plans_once(staff):
    page = look_at(staff, GOOD + BAD).follow()
    before = len(programme.cohorts())
    form = form_of(page, f"{page.request.path}/apply")

    told = words_of(form.submit(status=303).follow())
    form.submit(status=303)

    assert "گنجایشِ «هیچ» را نمی‌فهمیم" in words_of(page)
    [row] = page.html.find("caption", string="دوره‌هایی که ساخته می‌شوند").parent.select("tbody tr")
    assert row.th.get_text() == "حصیرِ بهار"
    assert before == 0
    assert "۱ دوره در برنامه آمد" in told
    world.fresh()
    assert [one.name for one in programme.cohorts()] == ["حصیرِ بهار"]
    assert "حصیرِ بهار" in words_of(staff.get("/staff/cohorts"))
    number = int(page.request.path.rsplit("/", 1)[1])
    assert [one.act for one in audit.of("import_run", number)] == ["list_imported"]


def test_missing_columns_are_named(staff):
    form = form_of(staff.get("/staff/import/courses"), having="list")
    form["list"] = Upload("x.csv", "دوره,شهرستان,رسته\nx,بوشهر,\n".encode(), "text/csv")

    assert "این ستون‌ها در فهرست نیستند: گنجایش، آغاز، پایان" in words_of(form.submit(status=422))


def test_staff_of_a_county_see_their_own_lists_alone_and_plan_for_their_county(app, staff):
    whole = look_at(staff, GOOD).follow().request.path
    here = logged_in(app, world.official(Role.STAFF, county="1801"))
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))

    for browser in (here, elsewhere):
        browser.get(whole, status=404)
        browser.post(f"{whole}/apply", {"csrf_token": token_of(browser)}, status=404)

    assert "مجریِ همان‌جا یا استان می‌نویسد" in words_of(look_at(elsewhere, GOOD).follow())
    page = look_at(here, GOOD).follow()
    form_of(page, f"{page.request.path}/apply").submit(status=303)
    assert len(programme.cohorts()) == 1


def test_who_holds_a_course_is_chosen_where_it_is_planned_by_hand(staff):
    mentor = world.mentor()
    form = form_of(staff.get("/staff/cohorts"), having="capacity")
    form["name"], form["capacity"], form["mentor"] = "بهار", "۱۲", str(mentor)
    for field, month in (("starts_on", "1"), ("ends_on", "3")):
        form[f"{field}-day"], form[f"{field}-month"], form[f"{field}-year"] = "1", month, "1406"

    page = words_of(form.submit(status=303).follow())

    assert programme.mentor(mentor).display_name in page


def test_the_list_is_taken_by_command_too(command, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes((HEAD + GOOD + BAD).encode())

    looked = command("programme", "import-courses", str(file))
    first = command("programme", "import-courses", str(file), "--apply")
    again = command("programme", "import-courses", str(file), "--apply")

    assert "rows 2, new 1, known 0, refused 1" in looked.output
    assert "ردیف 3" in looked.output
    assert "planned 1" in first.output
    assert "planned 0" in again.output
