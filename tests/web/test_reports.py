"""The finance desk reads reports, explains their rows, follows them to the journal, and asks for a check."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import finance, payments
from app.accounts import Role
from app.finance import Match, TaskKind
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.finance.reports import csv_of, matches, payments_made, rows, told, xlsx_of
from tests.web.browsing import deliver, faults_of, form_of, logged_in, words_of

REPORTS = "/finance/reports"
NOBODYS = ["1405/01/05", "NOBODY-1", "۴٬۵۰۰٬۰۰۰", "0", "<b>خرید</b>"]


@pytest.fixture
def desk(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


def upload(
    browser: TestApp, content: bytes, *, source: str = "sandbox", name: str = "آبان.csv", status: int = 303
) -> TestResponse:
    form = form_of(browser.get(REPORTS), having="report")
    form["source"] = source
    form["report"] = Upload(name, content)
    page = form.submit(status=status)
    return page.follow() if status == 303 else page


def number_of(page: TestResponse) -> int:
    return int(page.request.path.rpartition("/")[2])


def test_a_report_that_matches_is_read_and_listed(desk, bank):
    made = payments_made(bank, 2)

    page = upload(desk, csv_of(told(attempt) for attempt in made))

    assert matches(number_of(page)) == [Match.MATCHED] * 2
    listed = desk.get(REPORTS).html.select_one("main tbody tr")
    assert [cell.get_text(strip=True) for cell in listed.select("td.num")] == ["۲", "۰"]
    assert "آبان.csv" in listed.get_text()


def test_a_workbook_is_read_too(desk, bank):
    page = upload(desk, xlsx_of([told(payments_made(bank, 1)[0])]), name="آبان.xlsx")

    assert matches(number_of(page)) == [Match.MATCHED]


def test_what_does_not_match_stands_first_and_what_is_missing_above_it(desk, bank):
    made = payments_made(bank, 2)

    page = upload(desk, csv_of([told(made[0]), NOBODYS]))

    shown = [row.get_text(" ", strip=True) for row in page.html.select("main tbody tr")]
    assert "NOBODY-1" in shown[0]
    assert str(made[0].reference) in shown[1]
    assert "در دفترِ ما هست و در گزارش نیست" in words_of(page)
    assert page.html.select_one(f"main a[href='/finance/journals/attempt/{made[1].id}']") is not None


def test_words_of_a_report_do_not_become_a_page(desk):
    page = upload(desk, csv_of([NOBODYS]), name="<i>x</i>.csv")

    assert "<b>خرید</b>" not in page.text
    assert "<i>x</i>" not in page.text
    assert "<b>خرید</b>" in words_of(page)


def test_one_click_leads_to_the_journal_with_both_its_sides(desk, bank):
    attempt = payments_made(bank, 1)[0]
    page = upload(desk, csv_of([told(attempt)]))

    journal = desk.get(page.html.select_one("main tbody a[href*='/finance/journals/']")["href"])

    amounts = [cell.get_text(strip=True) for cell in journal.html.select("td.num") if cell.get_text(strip=True)]
    assert amounts.count("۴٬۵۰۰٬۰۰۰") >= 1
    assert "بدهکار" in words_of(journal)


def test_a_settlement_is_found_by_its_number_and_shown(desk, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        payments.settled_to_bank("sandbox", Rial(1_000_000), Rial(0), key="778899", by=None)
    page = upload(desk, csv_of([["1405/08/30", "778899", "1000000", "0", "x"]]), source="bank")

    journal = desk.get(page.html.select_one("main tbody a[href*='/finance/journals/journal/']")["href"])

    assert "778899" in words_of(journal)


@pytest.mark.parametrize("address", ["journal/999999", "attempt/999999", "nothing/1", "<script>/1"])
def test_a_journal_that_is_none_is_not_found(desk, address):
    desk.get(f"/finance/journals/{address}", status=404)


def test_a_row_is_explained_in_place(desk):
    page = upload(desk, csv_of([NOBODYS]))
    report = number_of(page)
    form = form_of(page, having="note")
    form["note"] = "کارمزدِ ماهانه"

    page = form.submit(status=303).follow()

    assert matches(report) == [Match.EXPLAINED]
    assert "کارمزدِ ماهانه" in words_of(page)
    assert finance.unmatched() == 0


def test_a_row_without_a_reason_is_told_and_stays(desk):
    page = upload(desk, csv_of([NOBODYS]))

    answer = form_of(page, having="note").submit(status=422)

    assert faults_of(answer)
    assert matches(number_of(page)) == [Match.UNMATCHED]


def test_a_row_of_another_report_is_not_explained_here(desk):
    first = number_of(upload(desk, csv_of([NOBODYS])))
    page = upload(desk, csv_of([NOBODYS, NOBODYS]))
    form = form_of(page, having="note")
    form["row"].force_value(str(rows(first)[0].id))
    form["note"] = "x"

    form.submit(status=404)

    assert matches(first) == [Match.UNMATCHED]


def test_a_report_is_laid_beside_the_books_again(desk, bank):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(there.authority, "pay")
    page = upload(desk, csv_of([[there.authority, "4500000"]], ("مرجع", "مبلغ")))
    before = matches(number_of(page))
    world.settle(there.attempt_id)

    again(desk, page)

    assert (before, matches(number_of(page))) == ([Match.UNMATCHED], [Match.MATCHED])


def again(desk: TestApp, page: TestResponse) -> TestResponse:
    token = form_of(page, "/theme")["csrf_token"].value
    return desk.post(page.request.path, {"csrf_token": token}, status=303).follow()


def test_the_same_file_twice_is_told(desk):
    content = csv_of([NOBODYS])
    upload(desk, content)

    page = upload(desk, content, status=422)

    assert "همین پرونده پیش‌تر خوانده شده است" in words_of(page)
    assert len(finance.reports()) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"%PDF-1.7", b"PK\x03\x04x", "الف,ب\n1,2\n".encode(), "تاریخ,مبلغ\n1,2\n".encode()]
)
def test_what_is_no_report_is_told_at_its_field(desk, content):
    page = upload(desk, content, status=422)

    assert list(faults_of(page)) == ["report"]
    assert finance.reports() == []


def test_a_form_without_a_file_is_told(desk):
    token = form_of(desk.get(REPORTS), "/theme")["csrf_token"].value

    page = desk.post(REPORTS, {"csrf_token": token, "source": "bank"}, status=422)

    assert list(faults_of(page)) == ["report"]
    assert form_of(page, having="report")["source"].value == "bank"


@pytest.mark.parametrize("source", ["goldbank", "", "card", "BANK"])
def test_a_source_that_is_none_is_not_found(desk, source):
    token = form_of(desk.get(REPORTS), "/theme")["csrf_token"].value

    desk.post(REPORTS, {"csrf_token": token, "source": source}, status=404)


def test_a_report_that_is_none_is_not_found(desk):
    desk.get(f"{REPORTS}/999", status=404)


def test_a_check_by_hand_puts_what_is_broken_on_the_desk(desk):
    upload(desk, csv_of([NOBODYS]))
    token = form_of(desk.get("/finance/"), "/theme")["csrf_token"].value

    told_so = desk.post("/finance/check", {"csrf_token": token}, status=303).follow()
    deliver()

    assert "دفترها را می‌بینیم" in words_of(told_so)
    assert [(task.kind, task.ref) for task in finance.open_tasks()] == [(TaskKind.BOOKS, "R3 gateway.report")]
    assert "دفترها با هم نمی‌خوانند" in words_of(desk.get("/finance/"))


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICER])
def test_others_do_not_come_in(app, desk, role):
    report = number_of(upload(desk, csv_of([NOBODYS])))
    browser = logged_in(app, world.official(role))

    for address in (REPORTS, f"{REPORTS}/{report}", "/finance/journals/journal/1"):
        assert browser.get(address, expect_errors=True).status_code in {403, 404}
