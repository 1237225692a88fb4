"""What she lives from beside the shop, told on her own page and by staff; and the statistics centre's sheet."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import consent, livings
from app.accounts import Role
from app.consent import Purpose, Told, Way
from app.livings import Grade, IncomeKind, InsuranceKind, WorkKind
from app.shared import audit, clock
from app.shared.calendar import JalaliMonth, jalali, today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import deliver, faults_of, logged_in, token_of, words_of
from tests.web.test_livelihood import over

NOW = JalaliMonth.current()


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def tell(browser: TestApp, address: str, **facts: str) -> TestResponse:
    return browser.post(address, {"csrf_token": token_of(browser), **facts}, expect_errors=True)


def test_she_tells_of_other_income_as_her_own_word_and_may_say_otherwise(app):
    maker_id = world.maker()
    browser = logged_in(app, world.person_of(maker_id))
    facts = {"do": "income", "month": str(over()), "kind": "wage", "grade": "statement"}
    for amount in ("۲۰۰٬۰۰۰", "۲۰۰٬۰۰۰", "٣٠٠٠٠٠"):
        assert tell(browser, "/workshop/living", amount=amount, **facts).status_code == 303

    page = words_of(browser.get("/workshop/record"))

    assert "۳۰۰٬۰۰۰ تومان گفتهٔ خودش" in page
    assert "۲۰۰٬۰۰۰" not in page
    [held] = livings.incomes_of(maker_id).values()
    assert (held.kind, held.amount_rial, held.grade) == (IncomeKind.WAGE, 3_000_000, Grade.DECLARED)


def test_staff_write_insured_months_with_the_paper_they_saw_and_the_look_is_kept(app, staff):
    maker_id = world.maker()
    page = staff.get(f"/staff/trainees/{maker_id}").click("درآمدِ دیگر، بیمه و گونهٔ کار")
    form = next(one for one in page.forms.values() if "months" in one.fields)
    form["month"], form["months"], form["kind"], form["grade"] = str(over(2)), "۳", "self", "statement"
    told = form.submit(status=303).follow()

    assert words_of(told).count("گواهیِ بانک یا بیمه") >= 3
    assert {one.kind for one in livings.insured_of(maker_id).values()} == {InsuranceKind.SELF}
    assert len(livings.insured_of(maker_id)) == 3
    assert [row.act for row in audit.of("trainee", maker_id)].count("income_seen") == 1


def test_the_kind_of_work_is_told_with_its_day_and_helpers_without_names(app):
    maker_id = world.maker()
    year, month, day = jalali(today() - timedelta(days=5))
    since = {"from_day-day": str(day), "from_day-month": str(month), "from_day-year": str(year)}
    browser = logged_in(app, world.person_of(maker_id))

    tell(browser, "/workshop/living", do="work", kind="covered", helpers="۲", **since)

    [held] = livings.works_of(maker_id)
    assert (held.kind, held.helpers) == (WorkKind.COVERED, 2)
    assert "شاغلِ تحتِ پوشش" in words_of(browser.get("/workshop/record"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"do": "income", "month": str(NOW), "kind": "wage", "amount": "زیاد"}, "amount"),
        ({"do": "income", "month": str(NOW.plus(1)), "kind": "wage", "amount": "1"}, "month"),
        ({"do": "income", "month": "x", "kind": "wage", "amount": "1"}, "month"),
        ({"do": "insured", "month": str(NOW), "months": "2", "kind": "self"}, "month"),
        ({"do": "insured", "month": str(NOW), "months": "1", "kind": "none of these"}, "kind"),
        ({"do": "work", "kind": "covered", "helpers": "21"}, "helpers"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(app, facts, field):
    maker_id = world.maker()

    page = tell(logged_in(app, world.person_of(maker_id)), "/workshop/living", **facts)

    assert page.status_code == 422
    assert field in faults_of(page)
    assert (livings.incomes_of(maker_id), livings.insured_of(maker_id)) == ({}, {})


def test_staff_see_no_income_of_who_did_not_want_it(app, staff):
    maker_id = world.maker()
    facts = {"do": "income", "month": str(over()), "kind": "wage", "amount": "200000"}
    tell(logged_in(app, world.person_of(maker_id)), "/workshop/living", **facts)
    with transaction():
        consent.answer(maker_id, Purpose.NAMED, Told(Way.OWN, None), yes=False)

    page = words_of(staff.get(f"/staff/trainees/{maker_id}/living"))

    assert "۲۰۰٬۰۰۰" not in page
    assert "رضایت نداده است که درآمد و بیمه‌اش" in page
    assert "income_seen" not in [row.act for row in audit.of("trainee", maker_id)]


def test_the_statistics_centre_gets_a_sheet_with_its_dictionary(app):
    with clock.at(over(3).starts):
        makers = [world.maker("1803") for _ in range(5)]
    deliver()
    officer = logged_in(app, world.official(Role.OFFICER))

    page = officer.get("/office/indicators").click("به اصطلاحِ مرکزِ آمار")
    [heading, row] = csv.reader(io.StringIO(page.click("CSV").body.decode("utf-8-sig")))
    book = openpyxl.load_workbook(io.BytesIO(page.click("XLSX").body))

    told = dict(zip(heading, row, strict=True))
    assert (told["county_code"], told["people"], told["selling"]) == ("1803", str(len(makers)), "0")
    assert [sheet.title for sheet in book] == ["figures", "totals", "dictionary"]
    assert [one.value for one in book["figures"][1]] == heading
    assert {one.value for one in book["dictionary"]["A"]} >= set(heading)
    assert "دست‌کم ۵ نفر" in words_of(page)
    assert officer.get("/office/statistics.pdf", expect_errors=True).status_code == 404


def test_an_officer_of_a_county_gets_that_county_alone(app):
    with clock.at(over(3).starts):
        for county in ("1801", "1803"):
            for _ in range(5):
                world.maker(county)
    deliver()
    officer = logged_in(app, world.official(Role.OFFICER, county="1803"))

    assert "1801" not in officer.get("/office/statistics.csv").text
