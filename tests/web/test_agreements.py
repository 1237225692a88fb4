"""Contracts, levels, what is due and the register from page to page: staff write, officials read."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app import agreements
from app.accounts import Role
from app.shared import printing
from app.shared.calendar import jalali
from tests import world
from tests.agreements import told
from tests.support import told as reports
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.web.test_papers import paper

HOME = "1801"


def written(form, name, day):
    for part, value in zip(("year", "month", "day"), jalali(day), strict=True):
        form[f"{name}-{part}"] = str(value)


def main_of(page):
    return page.text.split("<main")[1].split("</main")[0]


def test_from_a_contract_to_a_service_that_was_done_late(app):
    staff, officer = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.official(Role.OFFICER))
    form = form_of(staff.get("/office/agreements"), having="parties")
    form["title"], form["parties"] = "تفاهم‌نامهٔ ملی", "وزارت و جهاد"
    for name in ("signed_on", "valid_from"):
        written(form, name, told.ago(90))
    page = form.submit(status=303).follow()
    contract = page.request.path
    assert form.submit(status=303).follow().request.path == contract
    form = form_of(page, having="what")
    form["what"], form["timing"] = "پرداختِ هزینهٔ آموزش", "undefined"
    form.submit(status=303)
    seen = words_of(officer.get("/office/agreements"))
    assert "خدمتِ بی‌سطح ۱" in seen
    assert "سطحی تعریف نشده پرداختِ هزینهٔ آموزش" in seen
    level = agreements.undefined()[0][0].id
    form = form_of(staff.get(f"/office/levels/{level}"), having="timing")
    form["timing"], form["days"], form["cause"] = "after", "۱۰", "رسیدنِ فهرست"
    form["owed_by"], form["owed_to"] = "ادارهٔ کار", "جهاد"
    written(form, "valid_from", told.ago(30))
    page = form.submit(status=303).follow()
    assert "تا ۱۰ روز پس از رسیدنِ فهرست" in words_of(page)
    form = form_of(page, having="about")
    form["about"] = "نوبتِ سوم"
    written(form, "caused_on", told.ago(17))
    form.submit(status=303)
    assert "۷ روز دیر" in words_of(officer.get("/office/agreements"))
    due = agreements.dues_of(level)[0].id
    form = form_of(staff.get(f"/office/dues/{due}"), having="words")
    assert "words" in faults_of(form.submit("do", value="done", status=422))
    form["words"] = "نامهٔ ۱۲"
    written(form, "done_on", told.ago(5))
    form.submit("do", value="done", status=303)

    assert "۲ روز دیر: نامهٔ ۱۲" in words_of(officer.get(f"/office/dues/{due}"))
    assert "نامهٔ ۱۲" not in words_of(officer.get("/office/agreements"))


def test_a_question_goes_through_the_register(app):
    by = world.official(Role.STAFF)
    staff, officer = logged_in(app, by), logged_in(app, world.official(Role.OFFICER))
    level = told.level(told.contract(by), by, told.undefined())
    form = form_of(staff.get(f"/office/ambiguities?about=l-{level}"), having="question")
    form["question"] = "هزینهٔ رفت‌وآمد با کیست؟"
    written(form, "raised_on", told.ago(9))
    form.submit(status=303)
    number = agreements.ambiguities().found[0].id
    form = form_of(staff.get(f"/office/ambiguities/{number}"), having="body")
    written(form, "asked_on", told.ago(20))
    form["body"] = "وزارت"
    assert "asked_on" in faults_of(form.submit("do", value="ask", status=422))
    written(form, "asked_on", told.ago(4))
    form.submit("do", value="ask", status=303)
    assert "۹ روز" in words_of(officer.get("/office/ambiguities"))
    form = form_of(staff.get(f"/office/ambiguities/{number}"), having="source")
    form["words"], form["source"], form["level"] = "با مجری است", "نامهٔ ۳۳", str(level)
    form.submit("do", value="answer", status=303)

    page = words_of(officer.get(f"/office/ambiguities/{number}"))
    assert "پاسخ گرفت" in page
    assert "نامهٔ ۳۳" in page
    assert "این را عوض کرد: بررسیِ فهرست" in page


def test_bad_input_is_told_at_its_field(app):
    by = world.official(Role.STAFF)
    staff, contract = logged_in(app, by), told.contract(by)
    form = form_of(staff.get("/office/agreements"), having="parties")
    assert set(faults_of(form.submit(status=422))) == {"title", "parties"}
    form = form_of(staff.get(f"/office/agreements/{contract}"), having="what")
    form["what"], form["timing"] = "گزارش", "monthly"
    assert set(faults_of(form.submit(status=422))) == {"owed_by"}
    form["owed_by"], form["owed_to"] = "جهاد", "اداره"
    assert set(faults_of(form.submit(status=422))) == {"month_day"}
    form["month_day"] = "۴۰"
    assert set(faults_of(form.submit(status=422))) == {"month_day"}
    number = told.question(by)
    form = form_of(staff.get(f"/office/ambiguities/{number}"), having="why")
    assert set(faults_of(form.submit("do", value="close", status=422))) == {"why"}


@pytest.mark.parametrize("who", ["officer", "staff of a county"])
def test_others_read_and_do_not_write(app, who):
    keeper = world.official(Role.STAFF)
    contract = told.contract(keeper)
    level = told.level(contract, keeper)
    due, question = told.due(level, keeper), told.question(keeper, contract_id=contract)
    role = Role.OFFICER if who == "officer" else Role.STAFF
    browser = logged_in(app, world.official(role, county=None if who == "officer" else HOME))

    for address in (
        "agreements",
        f"agreements/{contract}",
        f"levels/{level}",
        f"dues/{due}",
        "ambiguities",
        f"ambiguities/{question}",
    ):
        assert 'method="post"' not in main_of(browser.get(f"/office/{address}"))


def test_what_is_overdue_is_before_the_next_meeting(app):
    by = world.official(Role.STAFF)
    told.due(told.level(told.contract(by), by), by, caused=40)
    meeting = reports.meeting(by)
    officer = logged_in(app, world.official(Role.OFFICER))

    assert "خدمت‌هایی که روزشان گذشته بررسیِ فهرست" in words_of(officer.get(f"/office/meetings/{meeting}"))
    if printing.possible():
        assert officer.get(f"/office/meetings/{meeting}/agenda.pdf").body.startswith(b"%PDF")


def test_a_meetings_agenda_has_services_without_a_level_and_questions_without_an_answer(app):
    staff = world.official(Role.STAFF)
    with world.later(days=-40):
        contract = told.contract(staff)
        told.level(contract, staff, told.undefined(), "هزینهٔ آموزش")
        told.question(staff, contract_id=contract)
    told.question(staff, contract_id=contract)
    meeting = reports.meeting(staff)
    officer = logged_in(app, world.official(Role.OFFICER))

    page = officer.get(f"/office/meetings/{meeting}")

    text = words_of(page)
    assert "خدمت‌هایی که سطحی ندارند" in text
    assert "پرسش‌هایی که بی‌پاسخ مانده‌اند" in text
    printed = paper(app, officer, f"/office/meetings/{meeting}/agenda.pdf")
    for heads in (page.html.find_all("h2"), BeautifulSoup(printed, "html.parser").find_all("h2")):
        numbers = [one.get_text().split(". ")[0] for one in heads if ". " in one.get_text()]
        assert numbers == ["۱", "۲", "۳", "۴"]
    assert len(page.html.select('a[href^="/office/ambiguities/"]')) == 1
    assert officer.get(f"/office/meetings/{meeting}/agenda.pdf").body.startswith(b"%PDF")
