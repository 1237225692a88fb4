"""Loans on the pages: from a province's permission to the bank's answer, each room with its own part."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from webtest import TestApp

from app import lending, programme
from app.accounts import Body, Role
from app.lending import LineKind, LoanState, PaperKind
from app.shared import audit
from app.shared.calendar import jalali, today
from app.shared.money import Rial
from tests import world
from tests.lending import scene
from tests.web.browsing import faults_of, form_of, logged_in, press, token_of, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def trainee(app: Flask) -> int:
    return world.maker(name="زهرا")


@pytest.fixture
def hers(app: Flask, trainee: int) -> TestApp:
    return logged_in(app, world.person_of(trainee))


def typed(day: object, name: str) -> dict[str, str]:
    year, month, number = jalali(day)
    return {f"{name}-day": f"{number}", f"{name}-month": f"{month}", f"{name}-year": f"{year}"}


def fill(form: object, words: dict[str, str]) -> object:
    for field, value in words.items():
        form[field] = value
    return form


def test_from_a_permission_to_a_loan_with_persian_digits(staff, hers, trainee):
    page = staff.get("/staff/credit/permissions")
    words = {"source": "نامهٔ ۱۲۰ وزارت", **typed(today(), "first_day")}
    fill(form_of(page, "/staff/credit/permissions"), words).submit().follow()
    form = form_of(staff.get("/staff/credit/lines/new"), having="budget")
    words = {
        "name": "وامِ مشاغلِ خانگی",
        "bank": "بانک توسعه تعاون",
        "budget": "۱٬۰۰۰٬۰۰۰٬۰۰۰",
        "cap": "۲۰۰٬۰۰۰٬۰۰۰",
        "fee": "۴",
        "months": "۶۰",
        "source": "بخشنامهٔ ۴۴",
    }
    fill(form, words).submit().follow()
    line = lending.lines()[0]
    assert (line.terms.fee_bps, line.terms.cap_rial, line.papers) == (400, 2_000_000_000, (PaperKind.NATIONAL_CARD,))

    told = words_of(hers.get("/workshop/credit"))
    assert "وامِ مشاغلِ خانگی" in told
    assert "می‌توانم بخواهم" in told
    page = hers.get(f"/workshop/credit/lines/{line.row.id}", {"amount": "۲۰۰٬۰۰۰٬۰۰۰", "months": "۶۰"})
    assert "برآورد" in words_of(page)
    assert "۳٬۶۸۳٬۳۰۴" in words_of(page)
    form = form_of(page, having="purpose")
    opened = fill(form, {"amount": "۵۰٬۰۰۰٬۰۰۰", "months": "۳۶", "purpose": "چرخِ خیاطی"}).submit().follow()
    assert "در انتظارِ مدارک" in words_of(opened)
    assert "کارتِ ملی" in words_of(opened)

    [file] = lending.files_of(trainee)
    address = f"/staff/credit/files/{file.id}"
    assert address in staff.get("/staff/credit").text
    press(staff.get(address), f"{address}/papers", "do", "see").follow()
    fill(form_of(staff.get(address), address, having="letter_no"), {"letter_no": "ب/۱۲"}).submit().follow()
    assert "بانک توسعه تعاون" in words_of(hers.get(f"/workshop/credit/{file.id}"))
    assert "۹۵۰٬۰۰۰٬۰۰۰" in words_of(staff.get("/staff/credit"))
    form = form_of(staff.get(address), address, having="amount")
    done = fill(form, {"amount": "۴۰٬۰۰۰٬۰۰۰", **typed(today(), "answered_on")}).submit().follow()

    assert "وام داده شد" in words_of(done)
    assert lending.file(file.id, None).granted_rial == 400_000_000
    assert "۴۰٬۰۰۰٬۰۰۰ تومان وام داد" in words_of(hers.get(f"/workshop/credit/{file.id}"))
    assert world.broken_promises() == []


def test_when_the_permission_lapsed_she_reads_since_when_and_no_file_opens(hers, trainee):
    scene.permission()
    line_id = scene.line()
    page = hers.get(f"/workshop/credit/lines/{line_id}")
    form = fill(form_of(page, having="purpose"), {"amount": "1000000", "purpose": "دار"})
    [permission] = lending.permissions()
    scene.end(permission.id, today() - scene.DAY)

    refused = form.submit(expect_errors=True)
    told = words_of(hers.get(f"/workshop/credit/lines/{line_id}"))

    assert refused.status_code == 422
    assert "تمام شده است" in words_of(refused)
    assert lending.files_of(trainee) == []
    assert "استان اجازهٔ پذیرشِ طرح دارد نه" in told
    assert "پرونده باز کن" not in told


def test_staff_end_a_permission_and_it_stays_readable(staff):
    permission_id = scene.permission()
    address = f"/staff/credit/permissions/{permission_id}/end"
    form = form_of(staff.get("/staff/credit/permissions"), address)
    silent = form.submit(expect_errors=True)
    page = fill(form, {"why": "نامهٔ ۹۹ وزارت"}).submit().follow()

    assert "سرچشمه را بنویسید." in faults_of(silent).values()
    assert "نامهٔ ۹۹ وزارت" in words_of(page)
    assert "نامهٔ ۱۲۰" in words_of(page)
    assert lending.permission(permission_id).last_day == today()


def test_each_condition_is_told_with_yes_or_no(hers):
    scene.permission()
    line_id = scene.line(LineKind.RURAL, village_only=True, trades=frozenset({"mats"}))

    told = words_of(hers.get(f"/workshop/credit/lines/{line_id}"))

    assert "در روستا زندگی می‌کنید نه" in told
    assert "رستهٔ شما جزوِ این اعتبار است نه" in told
    assert "در برنامه پذیرفته شده‌اید بله" in told
    assert "اکنون نمی‌شود" in words_of(hers.get("/workshop/credit"))


def test_she_is_told_how_much_she_may_ask_for_and_keeps_what_she_wrote(hers):
    scene.permission()
    line_id = scene.line()
    form = form_of(hers.get(f"/workshop/credit/lines/{line_id}"), having="purpose")

    page = fill(form, {"amount": "۹۰۰٬۰۰۰٬۰۰۰", "purpose": "کارگاهِ بزرگ"}).submit(expect_errors=True)

    assert page.status_code == 422
    assert "تا ۲۰۰٬۰۰۰٬۰۰۰ تومان" in " ".join(faults_of(page).values())
    assert "کارگاهِ بزرگ" in page.text


def test_a_form_sent_twice_opens_one_file(hers, trainee):
    scene.permission()
    line_id = scene.line()
    form = form_of(hers.get(f"/workshop/credit/lines/{line_id}"), having="purpose")
    fill(form, {"amount": "1000000", "purpose": "دار"})

    assert form.submit().location == form.submit().location
    assert len(lending.files_of(trainee)) == 1


def test_she_closes_her_own_file(hers, trainee):
    scene.permission()
    file_id = scene.ask(scene.line(), trainee)

    page = form_of(hers.get(f"/workshop/credit/{file_id}"), f"/workshop/credit/{file_id}/withdraw").submit().follow()

    assert "این پرونده بسته است" in words_of(page)
    assert scene.state_of(file_id) is LoanState.WITHDRAWN


def test_a_refusal_without_a_reason_is_asked_for_one_and_she_reads_it(staff, hers, trainee):
    file_id = scene.complete(trainee_id=trainee)
    address = f"/staff/credit/files/{file_id}"
    form = form_of(staff.get(address), address, having="kind")
    silent = fill(form, {"why": ""}).submit(expect_errors=True)
    fill(form, {"kind": "plan", "why": "هزینه‌ها ننوشته مانده"}).submit().follow()

    assert {"دلیل را بنویسید.", "دلیل را از فهرست برگزینید."} <= set(faults_of(silent).values())
    told = words_of(hers.get(f"/workshop/credit/{file_id}"))
    assert "طرحِ کسب‌وکار پذیرفته نیست" in told
    assert "هزینه‌ها ننوشته مانده" in told


def test_what_cannot_be_lent_is_said_on_the_file(staff):
    line_id = scene.line(budget=scene.LOAN)
    first, second = scene.complete(line_id), scene.complete(line_id)
    scene.step(first, lending.refer, "۱")
    address = f"/staff/credit/files/{second}"

    page = fill(form_of(staff.get(address), address, having="letter_no"), {"letter_no": "۲"}).submit(expect_errors=True)

    assert page.status_code == 422
    assert "تنها ۰ تومان مانده" in words_of(page)
    assert scene.state_of(second) is LoanState.COMPLETE


def test_changed_terms_are_a_new_version_and_what_was_stays_readable(staff):
    line_id = scene.line()
    scene.referred(line_id)
    address = f"/staff/credit/lines/{line_id}"
    form = form_of(staff.get(address), having="budget")
    low = fill(form, {"budget": "۱۰۰", "cap": "۱۰۰", "source": "نامهٔ ۵"}).submit(expect_errors=True)
    words = {"budget": "۲٬۰۰۰٬۰۰۰٬۰۰۰", "cap": "۳۰۰٬۰۰۰٬۰۰۰", "fee": "۱۸", "source": "بخشنامهٔ ۵۰"}
    page = fill(form, words).submit().follow()

    assert "قول داده یا داده شده" in " ".join(faults_of(low).values())
    assert "بخشنامهٔ ۵۰" in words_of(page)
    assert "بخشنامهٔ ۴۴" in words_of(page)
    line = lending.line(line_id)
    assert (line.terms.version, line.terms.fee_bps, line.row.budget_rial) == (2, 1800, 20_000_000_000)


def test_officers_read_sums_and_reasons_of_their_county_without_a_name(app):
    line_id = scene.line()
    scene.granted(line_id, scene.villager())
    scene.refused(line_id)
    scene.bank_refused(line_id, world.maker("1802"))
    province = logged_in(app, world.official(Role.OFFICER))
    county = logged_in(app, world.official(Role.OFFICER, county="1802"))

    told, only = words_of(province.get("/office/credit")), words_of(county.get("/office/credit"))

    assert "طرحِ کسب‌وکار پذیرفته نیست" in told
    assert "سابقهٔ بانکی" in told
    assert "۳۳٪" in told
    assert "زهرا" not in told
    assert "طرحِ کسب‌وکار پذیرفته نیست" not in only
    assert "سابقهٔ بانکی" in only
    rows = province.get("/office/credit.csv").text.splitlines()
    assert len(rows) == 1 + 3 + 2
    assert len(county.get("/office/credit.csv").text.splitlines()) == 1 + 1 + 1


def test_names_are_for_labour_and_acecr_and_each_look_is_kept(app):
    here, there = world.maker(), world.maker("1802")
    line_id = scene.line()
    scene.granted(line_id, here)
    scene.granted(line_id, there)
    labour = world.official(Role.OFFICER, county="1801")
    women = logged_in(app, world.official(Role.OFFICER, body=Body.WOMEN))

    page = words_of(logged_in(app, labour).get("/office/credit/people"))

    assert programme.trainee(here).display_name in page
    assert programme.trainee(there).display_name not in page
    assert [row.by_id for row in audit.of("trainee", here) if row.act == "loan_file_seen"] == [labour]
    assert [row for row in audit.of("trainee", there) if row.act == "loan_file_seen"] == []
    assert women.get("/office/credit").status_code == 200
    assert "/office/credit/people" not in women.get("/office/credit").text
    women.get("/office/credit/people", status=404)


def test_who_works_for_a_county_sets_neither_lines_nor_permissions(app):
    line_id, permission_id = scene.line(), scene.permission()
    browser = logged_in(app, world.official(Role.STAFF, county="1801"))
    token = token_of(browser)

    for address in ("lines/new", f"lines/{line_id}", "permissions"):
        browser.get(f"/staff/credit/{address}", status=404)
    browser.post(f"/staff/credit/permissions/{permission_id}/end", {"csrf_token": token}, status=404)
    assert re.search(r"/staff/credit/lines/", browser.get("/staff/credit").text) is None


def test_the_letter_to_the_bank_is_of_files_that_went_there(staff):
    before, after = scene.complete(), scene.referred(scene.line(cap=Rial(2_000_000_000)))

    staff.get(f"/staff/credit/files/{before}/letter.pdf", status=404)
    letter = staff.get(f"/staff/credit/files/{after}/letter.pdf")

    assert letter.content_type == "application/pdf"
    assert letter.body.startswith(b"%PDF")
