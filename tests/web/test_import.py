"""The registration list over HTTP: looked at first, then applied, as often as one presses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import TestApp, TestResponse, Upload

from app import programme
from app.accounts import Role
from app.programme import Stage, Trainee
from app.shared import clock, storage
from app.shared.database import session
from tests import world
from tests.web.browsing import form_of, logged_in, token_of, words_of

HEAD = "نام,نام خانوادگی,کد ملی,شماره همراه,شهرستان\n"
GOOD = "زهرا,دشتی,84575948,9171112233,بوشهر\nمریم,تنگسیری,۰۰۱۲۳۴۵۶۷۹,09172223344,دشتستان\n"
BAD = "سارا,خراب,1234567890,0917,ناکجا\n"


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def look_at(staff: TestApp, content: bytes, name: str = "list.csv", cohort: str = "") -> TestResponse:
    form = form_of(staff.get("/staff/import"), having="list")
    form["list"] = Upload(name, content, "text/csv")
    form["cohort"].force_value(cohort)
    return form.submit(expect_errors=True)


def count_trainees() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Trainee)) or 0


def test_a_look_writes_nothing_and_names_every_bad_row(staff):
    page = look_at(staff, (HEAD + GOOD + BAD).encode()).follow()

    told = words_of(page)
    assert "شهرستانِ «ناکجا» از ده شهرستانِ استان نیست" in told
    assert "کد ملی «1234567890» درست نیست" in told
    assert "سارا خراب" in told
    assert "۲ نفر را ثبت کن" in told
    assert count_trainees() == 0


def test_applying_registers_the_good_rows_into_the_cohort(staff):
    cohort = world.cohort()
    page = look_at(staff, (HEAD + GOOD + BAD).encode(), cohort=str(cohort)).follow()

    page = form_of(page, f"{page.request.path}/apply").submit(status=303).follow()

    assert "۲ نفر ثبت شدند" in words_of(page)
    assert "ثبت شد: ۲ نفر تازه" in words_of(page)
    assert count_trainees() == 2
    assert programme.cohort_counts()[cohort] == {Stage.APPLIED: 2}


def test_applying_twice_registers_once(staff):
    page = look_at(staff, (HEAD + GOOD).encode()).follow()
    form = form_of(page, f"{page.request.path}/apply")
    form.submit(status=303)

    form.submit(status=303)

    assert count_trainees() == 2


def test_two_presses_at_the_same_moment_register_once(app, staff):
    page = look_at(staff, (HEAD + GOOD).encode()).follow()
    form = form_of(page, f"{page.request.path}/apply")

    answers = world.at_once(app, *[lambda: form.submit(expect_errors=True)] * 2)

    assert {answer.status_code for answer in answers} <= {303, 409}
    assert count_trainees() == 2


def test_the_same_list_again_finds_nobody_new(staff):
    first = look_at(staff, (HEAD + GOOD).encode()).follow()
    form_of(first, f"{first.request.path}/apply").submit(status=303)

    again = look_at(staff, (HEAD + GOOD).encode()).follow()

    assert "نفر را ثبت کن" not in words_of(again)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "پرونده خالی است"),
        (b"%PDF-1.7\n\x00\x01", "فهرستِ CSV یا XLSX نیست"),
        (b"PK\x03\x04 not a workbook", "فهرستِ CSV یا XLSX نیست"),
        ("نام,نام خانوادگی,شهرستان\nزهرا,دشتی,بوشهر\n".encode(), "این ستون‌ها در فهرست نیستند"),
        (b"a,b\n1,2\n", "ردیفِ عنوان‌ها را نیافتیم"),
        (b"x" * (5 * 1024 * 1024 + 1), "سنگین‌تر از اندازه است"),
    ],
    ids=["empty", "pdf", "zip", "columns", "no heading", "heavy"],
)
def test_a_file_that_is_no_list_is_told_in_words(staff, content, words):
    page = look_at(staff, content)

    assert page.status_code == 422
    assert words in words_of(page)


def test_no_file_at_all_is_told(staff):
    page = form_of(staff.get("/staff/import"), having="list").submit(status=422)

    assert "پرونده خالی است" in words_of(page)


def test_a_list_that_nobody_applied_is_forgotten_after_a_day(staff):
    page = look_at(staff, (HEAD + GOOD).encode()).follow()
    with clock.at(clock.now() + timedelta(hours=25)):
        world.work()

    assert "پس از یک روز پاک شده است" in words_of(staff.get(page.request.path))
    assert not list((storage.root() / "imports").rglob("*.bin"))


def test_the_kept_list_is_not_readable_on_disk(staff):
    look_at(staff, (HEAD + GOOD).encode())

    kept = b"".join(file.read_bytes() for file in (storage.root() / "imports").rglob("*.bin"))

    assert kept
    assert "زهرا".encode() not in kept


def test_a_name_from_a_list_cannot_become_markup(staff):
    page = look_at(staff, (HEAD + '<script>alert(1)</script>,"=cmd()",1,2,3\n').encode(), "<b>.csv").follow()

    assert "<script>alert" not in page.text
    assert "<b>.csv" not in page.text


def test_lists_are_for_staff_of_the_whole_province(app, staff):
    page = look_at(staff, (HEAD + GOOD).encode()).follow()
    local = logged_in(app, world.official(Role.STAFF, county="1801"))

    local.get("/staff/import", status=404)
    local.get(page.request.path, status=404)
    local.post(f"{page.request.path}/apply", {"csrf_token": token_of(local)}, status=404)

    assert count_trainees() == 0
