"""The branding fund on the pages: from a cooperative's bills to the bank's payment, each room with its own part."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import consent, funding, ledger, programme
from app.accounts import Body, Role
from app.consent import Purpose, Told, Way
from app.funding import FundState
from app.ledger import chart
from app.shared import rulebook
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.funding import scene
from tests.web.browsing import faults_of, form_of, logged_in, press, token_of, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def colleague(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@pytest.fixture
def labour(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def write_bill(browser: TestApp, application_id: int, **typed: str) -> TestResponse:
    page = browser.get(f"/staff/fund/{application_id}")
    form = form_of(page, f"/staff/fund/{application_id}/invoices")
    year, month, day = jalali(today() - timedelta(days=2))
    words = {"seller": "چاپِ خلیج", "number": "۸۸", "amount": "۱۰٬۰۰۰٬۰۰۰", "issued_on-day": f"{day}"}
    for field, value in {**words, "issued_on-month": f"{month}", "issued_on-year": f"{year}", **typed}.items():
        form[field] = value
    form["scan"] = Upload("bill.jpg", world.jpeg(300, 300), "image/jpeg")
    return form.submit(expect_errors=True)


def send(browser: TestApp, address: str, **typed: str) -> TestResponse:
    return browser.post(address, {"csrf_token": token_of(browser), **typed}, expect_errors=True)


def written(browser: TestApp, whose: int) -> int:
    form = form_of(browser.get(f"/staff/fund/new?cooperative={whose}"), having="purpose")
    assert form["cooperative"].value == str(whose)
    form["purpose"], form["planned"] = "نشانه و برچسب", "۱۲٬۰۰۰٬۰۰۰"
    page = form.submit(status=303)
    again = form.submit(status=303)
    assert page.location == again.location
    return int(re.findall(r"/fund/(\d+)", page.location)[0])


def test_the_whole_way_from_a_draft_to_the_banks_payment(app, staff, colleague, labour, finance):
    whose, budget_id = scene.cooperative("1801", world.maker()), scene.budget(1_000_000_000)
    application_id = written(staff, whose)
    address = f"/fund/{application_id}"
    write_bill(staff, application_id)
    page = write_bill(staff, application_id, seller="استودیو بندر", number="۹", amount="۲٬۰۰۰٬۰۰۰").follow()
    assert "۱۲٬۰۰۰٬۰۰۰ تومان" in words_of(page)
    assert "۷٬۲۰۰٬۰۰۰ تومان" in words_of(page)

    sent = form_of(page, f"/staff{address}/submit")
    sent["type_seen"] = True
    assert "نمی‌تواند دوباره" in words_of(sent.submit().follow())
    press(colleague.get(f"/staff{address}"), f"/staff{address}", "do", "first").follow()
    approved = form_of(labour.get(f"/office{address}"), f"/office{address}", having="budget").submit().follow()
    assert "۷٬۲۰۰٬۰۰۰ تومان" in words_of(approved)
    paid = form_of(finance.get(f"/finance{address}"), f"/finance{address}", having="tracking_no")
    paid["tracking_no"] = "۱۴۰۵۱۲۳۴"
    paid.submit(status=303)
    paid.submit(status=303)

    page = finance.get(f"/finance{address}")
    assert "واریز شد" in words_of(page)
    assert "کمک سببش بود" not in words_of(page)  # finance pays, and needs nobody's income for it
    page = labour.get(f"/office{address}")
    assert "این می‌گوید چه شد، نه این‌که کمک سببش بود" in words_of(page)
    assert "هنوز ماهی به پایان نرسیده است" in words_of(page)
    assert ledger.balance(chart.BANK) == -72_000_000
    assert scene.budget_row(budget_id).spent_rial == 72_000_000
    assert world.broken_promises() == []


def test_one_of_many_members_who_stands_in_no_list_is_not_found_by_the_sum(app, labour):
    members = [world.maker() for _ in range(6)]
    address = f"/office/fund/{scene.paid(100_000_000, cooperative_id=scene.cooperative('1801', *members))}"
    before = words_of(labour.get(address))
    with transaction():
        consent.answer(members[0], Purpose.NAMED, Told(Way.OWN, None), yes=False)

    after = words_of(labour.get(address))

    assert "فروشِ پیش و پس از کمک گفته نمی‌شود" not in before
    assert "این می‌گوید چه شد" in before
    assert "فروشِ پیش و پس از کمک گفته نمی‌شود" in after
    assert "این می‌گوید چه شد" not in after


def test_the_rule_stands_beside_the_figure_with_its_source_as_it_was_on_that_day(app, finance):
    with transaction():
        rulebook.set_rule(funding.TWO_SUPPORTS, 1, source="نامهٔ ۵۵ اداره", by=None)
    application_id = scene.first_ok(500_000_000)
    with world.later(seconds=5), transaction():
        rulebook.set_rule(funding.TWO_SUPPORTS, 0, source="نامهٔ ۷۷ اداره", by=None)

    page = words_of(finance.get(f"/finance/fund/{application_id}"))

    assert "دو کمک، رویِ هم، هرگز بیش از هزینه" in page
    assert "نامهٔ ۵۵ اداره" in page
    assert "نامهٔ ۷۷ اداره" not in page
    assert "۴۰٬۰۰۰٬۰۰۰ تومان" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("seller", "…", "نامِ فروشنده را بنویسید."),
        ("number", "", "شمارهٔ فاکتور را بنویسید."),
        ("amount", "۰", "مبلغ را بنویسید."),
        ("amount", "ده", "مبلغ را با عدد بنویسید"),
        ("issued_on-year", "۱۴۹۹", "این تاریخ هنوز نرسیده است."),
        ("seller_id", "0084575948", "۱۱ رقم"),
        ("seller_id", "10380284791", "۱۱ رقم"),
    ],
)
def test_a_faulty_bill_is_told_at_its_field_and_nothing_typed_is_lost(app, staff, field, typed, sentence):
    application_id = scene.draft()

    page = write_bill(staff, application_id, **{"number": "A-77", field: typed})

    assert page.status_code == 422
    assert sentence in faults_of(page)[field.partition("-")[0]]
    assert "چاپِ خلیج" in page.text or field == "seller"
    assert "A-77" in page.text or field == "number"
    assert funding.invoices_of(application_id) == []


def test_a_bill_that_stands_elsewhere_is_told_at_its_number(app, staff):
    scene.bill(scene.draft(), seller="چاپ خلیج", number="88")
    application_id = scene.draft()

    page = write_bill(staff, application_id)

    assert page.status_code == 422
    assert "در درخواستِ دیگری هست" in faults_of(page)["number"]
    assert funding.invoices_of(application_id) == []


def test_a_bill_without_its_scan_or_with_something_else_is_not_taken(app, staff):
    application_id = scene.draft()
    form = form_of(staff.get(f"/staff/fund/{application_id}"), f"/staff/fund/{application_id}/invoices")

    none = form.submit(expect_errors=True)
    form["seller"], form["number"], form["amount"] = "چاپ", "7", "100"
    form["issued_on-day"], form["issued_on-month"], form["issued_on-year"] = "1", "1", "1405"
    form["scan"] = Upload("bill.pdf", b"%PDF-1.7", "application/pdf")
    other = form.submit(expect_errors=True)

    assert "عکسِ فاکتور را بگذارید" in faults_of(none)["scan"]
    assert "این پرونده عکس نیست" in faults_of(other)["scan"]
    assert funding.invoices_of(application_id) == []


def test_a_bill_can_be_taken_out_of_a_draft_and_not_out_of_what_was_sent(app, staff):
    application_id = scene.draft()
    invoice_id = scene.bill(application_id)
    address = f"/staff/fund/{application_id}/invoices/{invoice_id}/drop"
    other = scene.submitted()
    sent = funding.invoices_of(other)[0].id

    assert send(staff, address).status_code == 303
    refused = send(staff, f"/staff/fund/{other}/invoices/{sent}/drop")

    world.fresh()
    assert funding.invoices_of(application_id) == []
    assert refused.status_code == 409
    assert len(funding.invoices_of(other)) == 1


def test_striking_out_wants_a_reason_and_says_it(app, colleague):
    application_id = scene.submitted(100_000_000, 20_000_000)
    second = funding.invoices_of(application_id)[1].id
    address = f"/staff/fund/{application_id}/invoices/{second}"

    silent = send(colleague, address, why=" ")
    page = send(colleague, address, why="لباسِ کار است").follow()

    assert silent.status_code == 422
    assert "دلیل را بنویسید" in faults_of(silent)["why"]
    assert "شمرده نشد لباسِ کار است" in words_of(page)
    assert "۶٬۰۰۰٬۰۰۰ تومان" in words_of(page)


def test_refused_it_says_why_and_its_bills_are_free(app, colleague):
    application_id = scene.submitted()

    silent = send(colleague, f"/staff/fund/{application_id}", do="refuse", why="")
    page = send(colleague, f"/staff/fund/{application_id}", do="refuse", why="برای برند نیست").follow()

    assert "دلیل را بنویسید" in faults_of(silent)["why"]
    assert "برای برند نیست" in words_of(page)
    assert scene.state_of(application_id) is FundState.REFUSED
    assert not funding.invoices_of(application_id)[0].holds


def test_an_amount_that_changed_since_it_was_seen_is_shown_again_instead_of_approved(app, finance, colleague):
    application_id, budget_id = scene.first_ok(100_000_000, 50_000_000), scene.budget()
    form = form_of(finance.get(f"/finance/fund/{application_id}"), having="budget")
    invoice_id = funding.invoices_of(application_id)[1].id
    send(colleague, f"/staff/fund/{application_id}/invoices/{invoice_id}", why="نه")

    page = form.submit(expect_errors=True)

    assert page.status_code == 422
    assert "مبلغ عوض شده است: اکنون ۶٬۰۰۰٬۰۰۰ تومان" in words_of(page)
    assert scene.budget_row(budget_id).committed_rial == 0


def test_a_budget_that_has_less_says_that_it_gives_less(app, finance):
    application_id = scene.first_ok(100_000_000)
    scene.budget(40_000_000)

    page = finance.get(f"/finance/fund/{application_id}")

    assert "کمتر از آنچه قاعده می‌گوید (۶٬۰۰۰٬۰۰۰ تومان)" in words_of(page)
    form_of(page, having="budget").submit(status=303)
    assert scene.found(application_id).grant_rial == 40_000_000


@pytest.mark.parametrize(
    ("role", "body", "room", "what"),
    [
        (Role.STAFF, None, "office", "second"),
        (Role.STAFF, None, "staff", "second"),
        (Role.STAFF, None, "staff", "pay"),
        (Role.OFFICER, Body.WOMEN, "office", "second"),
        (Role.OFFICER, Body.ACECR, "office", "refuse"),
        (Role.OFFICER, Body.LABOUR, "office", "pay"),
        (Role.FINANCE, None, "finance", "first"),
    ],
)
def test_nobody_has_a_word_that_is_not_hers(app, role, body, room, what):
    application_id, budget_id = scene.first_ok(), scene.budget()
    browser = logged_in(app, world.official(role, body=body))

    page = send(browser, f"/{room}/fund/{application_id}", do=what, why="x", budget=f"{budget_id}", tracking_no="1")

    assert page.status_code in {403, 404}
    assert scene.state_of(application_id) is FundState.FIRST_OK


def test_an_official_without_a_word_reads_and_finds_no_button(app):
    application_id = scene.first_ok()
    scene.budget()
    women = logged_in(app, world.official(Role.OFFICER, body=Body.WOMEN))

    page = women.get(f"/office/fund/{application_id}")

    invoice_id = funding.invoices_of(application_id)[0].id
    assert not page.html.select("#decision")
    assert not page.html.select("#invoices img, #invoices .wait")
    women.get(f"/office/fund/{application_id}/invoices/{invoice_id}/photo", status=404)
    assert "در انتظارِ تأییدِ دوم" in words_of(page)


def test_the_offices_list_has_its_sums_and_a_file_in_rials(app, labour):
    scene.budget()
    scene.paid(100_000_000)
    scene.submitted(50_000_000)

    page = words_of(labour.get("/office/fund"))
    rows = labour.get("/office/fund.csv").text.splitlines()

    assert "واریز شد ۱، ۶٬۰۰۰٬۰۰۰ تومان" in page
    assert "در انتظارِ تأییدِ نخست ۱" in page
    assert len(rows) == 3
    assert ",paid," in rows[1]
    assert ",60000000," in rows[1]
    only = words_of(labour.get("/office/fund?state=submitted"))
    assert "۵٬۰۰۰٬۰۰۰" in only
    assert only.count("تعاونیِ نخل") == 1


def test_a_county_limits_what_staff_and_officers_see(app):
    scene.submitted(cooperative_id=scene.cooperative("1805"))
    here = scene.submitted(cooperative_id=scene.cooperative("1801"))
    for role, room in ((Role.STAFF, "staff"), (Role.OFFICER, "office")):
        browser = logged_in(app, world.official(role, county="1801"))

        page = browser.get(f"/{room}/fund")

        assert f"/{room}/fund/{here}" in page.text
        assert len(page.html.select("table a")) == 1


def test_finance_opens_a_budget_once_with_persian_digits(app, finance):
    form = form_of(finance.get("/finance/fund/budgets/new"), having="amount")
    year, month, day = jalali(today() + timedelta(days=90))
    empty = form.submit(expect_errors=True)
    form["name"], form["source"], form["amount"] = "برند", "نامهٔ ۱", "۵۰٬۰۰۰٬۰۰۰"
    form["last_day-day"], form["last_day-month"], form["last_day-year"] = f"{day}", f"{month}", f"{year}"

    form.submit(status=303)
    form.submit(status=303)

    assert {"name", "source", "amount", "last_day"} <= set(faults_of(empty))
    assert [(one.amount_rial, one.first_day) for one in funding.budgets()] == [(500_000_000, today())]
    assert "۵۰٬۰۰۰٬۰۰۰" in words_of(finance.get("/finance/fund"))


def test_a_budget_that_would_be_over_already_is_told_at_its_day(app, finance):
    form = form_of(finance.get("/finance/fund/budgets/new"), having="amount")
    form["name"], form["source"], form["amount"] = "برند", "نامهٔ ۱", "۵۰"
    form["first_day-year"], form["last_day-year"] = "1404", "1404"
    form["last_day-day"], form["last_day-month"] = "1", "12"

    page = form.submit(expect_errors=True)

    assert "last_day" in faults_of(page)
    assert funding.budgets() == []


def test_paying_wants_the_banks_number_and_a_day_that_can_be(app, finance):
    application_id = scene.approved()
    address = f"/finance/fund/{application_id}"
    year, month, day = jalali(today() - timedelta(days=30))
    form = form_of(finance.get(address), having="tracking_no")

    missing = form.submit(expect_errors=True)
    form["tracking_no"] = "123456"
    form["paid_on-day"], form["paid_on-month"], form["paid_on-year"] = f"{day}", f"{month}", f"{year}"
    early = form.submit(expect_errors=True)

    assert "کدِ پیگیریِ بانک را بنویسید" in faults_of(missing)["tracking_no"]
    assert "روزِ واریز از روزِ تأییدِ دوم" in faults_of(early)["paid_on"]
    assert "123456" in early.text
    assert scene.state_of(application_id) is FundState.APPROVED


def test_a_scan_is_seen_by_who_judges_it_alone(app, staff):
    application_id = scene.draft()
    invoice_id = scene.bill(application_id)
    world.work()
    address = f"/staff/fund/{application_id}/invoices/{invoice_id}/photo"

    seen = staff.get(address)

    assert seen.content_type == "image/jpeg"
    assert "no-store" in seen.headers["Cache-Control"]
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))
    elsewhere.get(address, status=404)
    logged_in(app, world.person_of(world.maker())).get(address, status=403)


def test_a_cooperatives_page_puts_right_its_numbers_and_knows_its_members(app, staff):
    hers = world.maker("1801")
    with transaction():
        one = programme.add_cooperative("تعاونیِ نخل", "77", "10380284791", "1801", None).id
    page = staff.get(f"/staff/cooperatives/{one}")
    assert "درست نیست" in words_of(page)

    facts = form_of(page, "", having="national_id")
    still = facts.submit(expect_errors=True)
    facts["national_id"] = "۱۰۳۸۰۲۸۴۷۹۰"
    facts.submit(status=303)
    nobody = send(staff, f"/staff/cooperatives/{one}/members", who="https://example.com/nobody")
    joined = send(staff, f"/staff/cooperatives/{one}/members", who=f"http://x/staff/trainees/{hers}").follow()
    world.fresh()
    assert programme.trainee(hers).cooperative_id == one
    send(staff, f"/staff/cooperatives/{one}/members/{hers}/leave")

    assert "national_id" in faults_of(still)
    assert "نیافتیم" in faults_of(nobody)["who"]
    assert programme.trainee(hers).display_name in words_of(joined)
    world.fresh()
    assert programme.trainee(hers).cooperative_id is None
    assert programme.cooperative(one).national_id == "10380284790"


def test_what_is_missing_of_a_cooperative_is_told_before_anything_is_written(app, staff):
    with transaction():
        one = programme.add_cooperative("تعاونیِ نخل", "77", "10380284791", "1801", None).id
    form = form_of(staff.get(f"/staff/fund/new?cooperative={one}"), having="purpose")
    form["purpose"], form["planned"] = "نشانه", "۱۲٬۰۰۰٬۰۰۰"

    page = form.submit(expect_errors=True)

    assert "شناسهٔ ملیِ این تعاونی درست نیست" in faults_of(page)["cooperative"]
    assert "۱۲٬۰۰۰٬۰۰۰" in page.text
    assert funding.every(None) == []


def test_where_one_budget_is_spent_the_next_is_offered_and_where_all_are_it_is_said(app, finance):
    application_id = scene.first_ok(100_000_000)
    spent = scene.budget(10_000_000, days=10)
    scene.approved(100_000_000, budget_id=spent)
    address = f"/finance/fund/{application_id}"

    none = finance.get(address)
    left = scene.budget(900_000_000, days=200)
    form = form_of(finance.get(address), having="budget")

    assert "در بودجه‌های باز پولی نمانده است" in words_of(none)
    assert "تأییدِ دوم؛ این مبلغ داده شود" not in words_of(none)
    assert form["budget"].value == str(left)
    form.submit(status=303)
    assert scene.budget_row(left).committed_rial == 60_000_000


def test_whoever_agreed_second_finds_no_form_to_pay_and_reads_why(app):
    application_id, by = scene.first_ok(), world.official(Role.FINANCE)
    scene.approve(application_id, scene.budget(), by=by)
    address = f"/finance/fund/{application_id}"

    hers, others = (logged_in(app, one).get(address) for one in (by, world.official(Role.FINANCE)))

    assert "tracking_no" not in hers.text
    assert "نمی‌تواند دوباره دربارهٔ آن تصمیم بگیرد" in words_of(hers)
    assert "tracking_no" in others.text
    assert "نمی‌تواند دوباره" not in words_of(others)
