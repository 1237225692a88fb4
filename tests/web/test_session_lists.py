"""The list of who came and how courses ended, over HTTP: looked at first, then applied, as often as one presses."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import TestApp, TestResponse, Upload

from app import accounts, programme
from app.accounts import Role
from app.programme import Attendance, Mark, Stage
from app.shared import audit
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import form_of, logged_in, token_of, words_of

HEAD = "دوره,عنوان جلسه,تاریخ,نوع,کد ملی,شماره همراه,حضور,نتیجه,دلیل\n"
CODE = "0084575948"


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def hers() -> tuple[int, int]:
    """The course of somebody with that code, and her place in it."""
    cohort = world.cohort()
    engagement = world.applicant(into=cohort)
    with transaction():
        programme.accept(programme.engagement(engagement), None)
        trainee = programme.trainee(programme.engagement(engagement).trainee_id)
        accounts.set_national_code(accounts.person(trainee.person_id), CODE)
    return cohort, engagement


def good(cohort: int) -> str:
    return f"{cohort},رنگرزی,۱۴۰۴/۰۵/۱۲,کارگاه,۰۰۸۴۵۷۵۹۴۸,,حاضر,قبول,\n"


def look_at(browser: TestApp, rows: str) -> TestResponse:
    form = form_of(browser.get("/staff/import/sessions"), having="list")
    form["list"] = Upload("sessions.csv", (HEAD + rows).encode(), "text/csv")
    return form.submit(expect_errors=True)


def count_marks() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Attendance)) or 0


def test_a_look_writes_nothing_and_names_every_bad_row(staff, hers):
    cohort, _ = hers
    bad = f"{cohort},رنگرزی,۱۴۰۴/۱۳/۱۲,,{CODE},,شاید,,\nناکجا,رنگرزی,1404/5/12,,{CODE},,حاضر,,\n"

    told = words_of(look_at(staff, good(cohort) + bad).follow())

    assert "روزِ «۱۴۰۴/۱۳/۱۲» را نمی‌فهمیم" in told or "«شاید» را نمی‌فهمیم" in told
    assert "دورهٔ «ناکجا» را نمی‌شناسیم" in told
    assert "۱ ردیف را ثبت کن" in told
    assert count_marks() == 0


def test_applying_marks_her_and_ends_her_course_and_twice_is_once(staff, hers):
    cohort, engagement = hers
    page = look_at(staff, good(cohort)).follow()
    form = form_of(page, f"{page.request.path}/apply")

    told = words_of(form.submit(status=303).follow())
    form.submit(status=303)

    assert "۱ ردیف ثبت شد" in told
    assert "ثبت شد: ۱ ردیفِ تازه" in told
    assert count_marks() == 1
    assert session().scalars(select(Attendance.mark)).one() is Mark.PRESENT
    assert programme.engagement(engagement).state is Stage.COMPLETED
    again = words_of(look_at(staff, good(cohort)).follow())
    assert "ردیف را ثبت کن" not in again


def test_whoever_failed_is_told_so_on_her_page(staff, hers):
    cohort, engagement = hers
    page = look_at(staff, f"{cohort},,,,{CODE},,,مردود,\n").follow()
    form_of(page, f"{page.request.path}/apply").submit(status=303)

    trainee = programme.engagement(engagement).trainee_id
    assert "در این دوره قبول نشد" in words_of(staff.get(f"/staff/trainees/{trainee}"))


def test_missing_columns_are_named(staff):
    form = form_of(staff.get("/staff/import/sessions"), having="list")
    form["list"] = Upload("x.csv", "دوره,حضور,نتیجه\n۱,حاضر,\n".encode(), "text/csv")

    told = words_of(form.submit(status=422))

    assert "این ستون‌ها در فهرست نیستند: کد ملی، عنوانِ جلسه، روز" in told


def test_staff_of_a_county_take_their_own_county_and_see_their_own_lists_alone(app, staff, hers):
    cohort, _ = hers
    whole = look_at(staff, good(cohort)).follow().request.path
    here = logged_in(app, world.official(Role.STAFF, county="1801"))
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))

    for browser in (here, elsewhere):
        browser.get(whole, status=404)
        browser.post(f"{whole}/apply", {"csrf_token": token_of(browser)}, status=404)
    not_hers = look_at(elsewhere, good(cohort)).follow()
    page = look_at(here, good(cohort)).follow()
    form_of(page, f"{page.request.path}/apply").submit(status=303)

    assert "فراگیری با این کد ملی یا شماره نیافتیم" in words_of(not_hers)
    assert count_marks() == 1
    number = int(page.request.path.rsplit("/", 1)[1])
    assert [one.act for one in audit.of("import_run", number)] == ["list_imported"]


def test_a_list_of_registrations_is_no_list_of_sessions(staff, hers):
    page = look_at(staff, good(hers[0])).follow()

    staff.get(page.request.path.replace("/sessions", ""), status=404)


def test_the_list_is_taken_by_command_too(command, tmp_path, hers):
    cohort, _ = hers
    file = tmp_path / "list.csv"
    file.write_bytes((HEAD + good(cohort) + good("ناکجا")).encode())

    looked = command("programme", "import-attendance", str(file))
    before = count_marks()
    first = command("programme", "import-attendance", str(file), "--apply")
    again = command("programme", "import-attendance", str(file), "--apply")

    assert "rows 2, new 1, known 0, refused 1" in looked.output
    assert "ردیف 3" in looked.output
    assert before == 0
    assert "written 1" in first.output
    assert "written 0" in again.output
    assert count_marks() == 1
