"""«می‌خواهم بفروشم»: a guest asks to take part."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, places, programme
from app.programme import Stage
from app.shared.database import is_postgres
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import (
    ask_for_code,
    code_sent,
    faults_of,
    form_of,
    logged_in,
    messages_to,
    press,
    words_of,
    write_code,
)

RIGHT = {
    "given_name": "زهرا",
    "family_name": "تنگستانی",
    "national_code": "۰۰۸۴۵۷۵۹۴۸",
    "county": "1801",
    "place": "",
    "trade": "mats",
}


def apply(browser: TestApp, **changes: object) -> TestResponse:
    form = form_of(browser.get("/apply"), having="national_code")
    for name, value in (RIGHT | changes).items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


def applicant(app: Flask) -> tuple[TestApp, int]:
    person = world.person("", "")
    return logged_in(app, person), person


def test_a_guest_proves_her_number_and_applies(app):
    cohort, mobile, browser = world.cohort(), world.mobile_number(), browser_of(app)
    start = browser.get("/sell").click(href="/apply")
    form = form_of(start.follow(), "/login")
    form["mobile"] = mobile
    form.submit(status=303)

    arrived = write_code(browser, code_sent(app, mobile))
    page = apply(browser, cohort=str(cohort)).follow()

    assert arrived.headers["Location"] == "/apply"
    assert "درخواستتان ثبت شد" in words_of(page)
    trainee = programme.trainee_of(accounts.accounts_on(mobile)[0].id)
    assert [(one.cohort_id, one.state) for one, _ in programme.engagements_of(trainee.id)] == [(cohort, Stage.APPLIED)]


def test_every_fault_is_told_at_its_field_and_nothing_typed_is_lost(app):
    browser, person = applicant(app)
    wrong = {"national_code": "1234567890", "county": "9999", "trade": "", "given_name": " ", "place": "تنگک"}

    page = apply(browser, **wrong)

    assert page.status_code == 422
    assert set(faults_of(page)) == {"given_name", "national_code", "county", "trade"}
    form = form_of(page, having="national_code")
    kept = [form[name].value for name in ("national_code", "family_name", "place")]
    assert kept == ["1234567890", "تنگستانی", "تنگک"]
    assert programme.trainee_of(person) is None


def test_a_place_and_a_code_that_are_wrong_are_told_with_all_else(app):
    browser, _ = applicant(app)
    other, _ = applicant(app)
    apply(other)

    page = apply(browser, place="پاریس", given_name="")

    assert set(faults_of(page)) == {"given_name", "place", "national_code"}


@pytest.mark.parametrize("place", ["بوشهر", "شهر بوشهر", "شهرِ بوشهر"])
def test_a_town_is_known_with_the_word_for_its_kind(app, place):
    browser, person = applicant(app)

    apply(browser, place=place)

    town = programme.trainee_of(person).locality_code
    assert places.locality(town).name == "بوشهر"


def test_a_village_that_is_not_in_the_county_is_told(app):
    browser, person = applicant(app)

    page = apply(browser, place="پاریس")

    assert "این شهر یا روستا را در شهرستان نیافتیم" in faults_of(page)["place"]
    assert programme.trainee_of(person) is None


def test_a_national_code_of_another_is_told_at_its_field(app):
    first, _ = applicant(app)
    apply(first)
    second, person = applicant(app)

    page = apply(second)

    assert "پیش‌تر برای حسابِ دیگری ثبت شده است" in faults_of(page)["national_code"]
    assert programme.trainee_of(person) is None


def test_applying_twice_shows_where_she_stands(app):
    browser, _ = applicant(app)
    form = form_of(browser.get("/apply"), having="national_code")
    for name, value in RIGHT.items():
        form[name].force_value(value)
    form.submit(status=303)

    again = form.submit(status=303)

    assert again.headers["Location"] == "/sell"
    assert "ثبت‌نام کرده‌اید" in words_of(again.follow())


def test_a_cohort_that_is_none_is_not_there(app):
    world.cohort()
    browser, person = applicant(app)

    for cohort in ("999999", str(10**25)):
        assert apply(browser, cohort=cohort).status_code == 404
    assert programme.trainee_of(person) is None


def test_her_national_code_is_nowhere_in_clear(app, store):
    browser, _ = applicant(app)
    apply(browser)
    world.fresh()

    if not is_postgres():
        data = b"".join(file.read_bytes() for file in store.folder.glob("shop.sqlite3*"))
        assert b"0084575948" not in data
    assert "0084575948" not in browser.get("/account").text


def test_from_application_to_an_own_workshop(app):
    browser, person = applicant(app)
    apply(browser, cohort=str(world.cohort()))
    trainee = programme.trainee_of(person)
    staff = logged_in(app, world.official(accounts.Role.STAFF))
    engagement = programme.engagements_of(trainee.id)[0][0].id
    before = browser.get("/workshop/", expect_errors=True).status_code

    press(staff.get(f"/staff/trainees/{trainee.id}"), f"/staff/engagements/{engagement}", "do", "accept")

    assert before == 403
    assert browser.get("/workshop/").status_code == 200
    assert any("پذیرفته شدید" in message for message in messages_to(app, accounts.person(person).mobile))


def test_a_guest_who_asks_for_the_form_comes_back_to_it(app, visitor):
    mobile = world.mobile_number()
    visitor.get("/apply", status=303)

    ask_for_code(visitor, mobile, next="/apply")

    assert write_code(visitor, code_sent(app, mobile)).headers["Location"] == "/apply"
