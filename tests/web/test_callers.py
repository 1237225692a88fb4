"""Anybody reports by telephone: staff find who calls by her number, or make her an account, and both names stay."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, programme, support
from app.accounts import Role
from app.shared import audit
from app.support import Matter
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def find(browser: TestApp, mobile: str) -> TestApp:
    form = form_of(browser.get("/staff/callers"), having="mobile")
    form["mobile"] = mobile
    return form.submit(expect_errors=True)


def report(page: TestApp, words: str) -> None:
    form = form_of(page, having="words")
    form["topic"], form["words"] = "market", words
    form.submit(status=303)
    form.submit(status=303)


def reported(person: int) -> list[support.Obstacle]:
    world.fresh()
    return list(support.reported_by(person, 1).found)


def test_a_buyer_who_has_an_account_is_found_and_her_report_is_hers(staff):
    buyer = world.person()
    page = find(staff, accounts.person(buyer).mobile).click(href=f"/staff/callers/{buyer}/report")

    report(page, "بسته نرسیده است")

    [one] = reported(buyer)
    assert (one.reporter_id, one.entered_by != buyer, one.matter) == (buyer, True, Matter.OBSTACLE)


def test_a_mentor_complains_by_telephone_too(staff):
    mentor = programme.mentor(world.mentor()).person_id
    page = find(staff, accounts.person(mentor).mobile).click(href=f"/staff/callers/{mentor}/report")
    form = form_of(page.click(href="which=complaint"), having="words")
    form["accused_name"], form["words"] = "کسی", "بدقولی"

    form.submit(status=303)

    assert [one.matter for one in reported(mentor)] == [Matter.COMPLAINT]


def test_whoever_has_no_account_gets_one_once_and_reports(staff):
    mobile = world.mobile_number()
    form = form_of(find(staff, mobile), having="given_name")
    nameless = form.submit("do", value="new", expect_errors=True)
    form["given_name"], form["family_name"] = "گوهر", "دیری"

    page = form.submit("do", value="new", status=303).follow()
    form.submit("do", value="new", status=303)
    report(page, "کسی پاسخ نمی‌دهد")

    assert list(faults_of(nameless)) == ["given_name"]
    [one] = accounts.accounts_on(mobile)
    assert one.name == "گوهر دیری"
    assert [row.words for row in reported(one.id)] == ["کسی پاسخ نمی‌دهد"]


def test_whose_number_was_not_looked_up_here_is_nobody_and_a_look_is_kept(app, staff):
    one, other, by = world.person("گوهر", "دیری"), world.person(), world.official(Role.STAFF)
    page, write = f"/staff/callers/{one}/report", {"topic": "market", "words": "نه"}
    find(staff, accounts.person(other).mobile)

    unknown = staff.get(page, status=404)
    token = form_of(staff.get("/staff/callers"), having="mobile")["csrf_token"].value
    staff.post(page, {"csrf_token": token, **write}, status=404)
    before = [row.act for row in audit.of("person", one)]
    find(staff, accounts.person(one).mobile)
    with world.later(days=1):
        found = logged_in(app, by)
        find(found, accounts.person(one).mobile)
        shown = found.get(page)

    assert "گوهر" not in words_of(unknown)
    assert (before.count("caller_looked_up"), reported(one)) == (0, [])
    assert "گوهر دیری" in words_of(shown)
    assert [row.act for row in audit.of("person", one)].count("caller_looked_up") == 2


def test_a_bad_number_is_told_at_its_field(staff):
    assert list(faults_of(find(staff, "۱۲"))) == ["mobile"]


def test_staff_of_a_county_write_for_a_trainee_of_theirs_alone(app):
    here = logged_in(app, world.official(Role.STAFF, county="1801"))
    hers, other = world.person_of(world.maker("1801")), world.person_of(world.maker("1805"))
    for one in (hers, other):
        find(here, accounts.person(one).mobile)

    assert "می‌نویسید" in words_of(here.get(f"/staff/callers/{hers}/report"))
    here.get(f"/staff/callers/{other}/report", status=404)
