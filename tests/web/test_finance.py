"""The finance desk: payouts by two persons, files for the bank, the books."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import accounts, finance, ledger, payouts, programme
from app.accounts import Role
from app.finance import TaskKind
from app.ledger import chart
from app.payouts import BatchState, ItemState
from app.shared import audit, rulebook
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.world import Ware


@pytest.fixture
def one(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@pytest.fixture
def other(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@pytest.fixture
def maker(app: Flask, bank: FakeBank) -> int:
    """A maker to whom 430,000 toman are owed, her account checked."""
    maker_id = world.maker()
    world.bank_account(maker_id)
    world.sold(bank, {world.variant(maker_id, Ware(price=4_000_000)): 1})
    return maker_id


def build(browser: TestApp) -> str:
    """Press «build a batch»; its address."""
    return str(form_of(browser.get("/finance/payouts"), "/finance/payouts").submit(status=303).headers["Location"])


def act(browser: TestApp, batch: str, do: str) -> TestResponse:
    form = form_of(browser.get(batch), "", having="do")
    return form.submit("do", value=do, expect_errors=True)


def insist(browser: TestApp, batch: str, do: str) -> TestResponse:
    """Send a step for which the page has no button."""
    token = form_of(browser.get(batch), "/theme")["csrf_token"].value
    return browser.post(batch, {"csrf_token": token, "do": do}, expect_errors=True)


def exported(one: TestApp, other: TestApp) -> str:
    batch = build(one)
    act(other, batch, "approve")
    act(one, batch, "export")
    return batch


def batch_of(address: str) -> payouts.Batch:
    world.fresh()
    return payouts.batch(int(address.rpartition("/")[2]))


def test_two_persons_pay_a_maker_out(one, other, maker):
    batch = build(one)
    first = words_of(one.get(batch))
    act(other, batch, "approve")
    act(one, batch, "export")
    item = payouts.items_of(batch_of(batch).id)[0].id
    form = form_of(one.get(batch), f"{batch}/items")
    form[f"do-{item}"], form[f"tracking-{item}"] = "paid", "۱۲۳۴۵۶"

    page = form.submit(status=303).follow()

    assert "نفرِ دومی باید این دسته را تأیید کند" in first
    assert "۴۳۰٬۰۰۰ تومان" in first
    assert batch_of(batch).state is BatchState.CLOSED
    assert "واریز شد" in words_of(page)
    assert ledger.owed_to([maker]).get(maker, 0) == 0
    assert world.broken_promises() == []


def test_who_built_it_does_not_approve_it(one, maker):
    batch = build(one)

    page = insist(one, batch, "approve")

    assert page.status_code == 422
    assert "نفرِ دوم باید ببیند" in words_of(page)
    assert batch_of(batch).state is BatchState.DRAFT


def test_nothing_goes_to_the_bank_unapproved(one, maker):
    batch = build(one)

    page = insist(one, batch, "export")

    assert page.status_code == 422
    assert batch_of(batch).state is BatchState.DRAFT
    token = form_of(one.get(batch), "/theme")["csrf_token"].value
    one.post(f"{batch}/file/csv", {"csrf_token": token}, status=404)


def test_a_step_twice_is_told_and_changes_nothing(one, other, maker):
    batch = build(one)
    form = form_of(other.get(batch), "", having="do")
    form.submit("do", value="approve", status=303)

    page = form.submit("do", value="approve", status=422)

    assert "وضعش عوض شده است" in words_of(page)
    assert batch_of(batch).state is BatchState.APPROVED


def test_two_exports_at_the_same_moment_pay_once(app, one, other, maker):
    batch = build(one)
    act(other, batch, "approve")
    form = form_of(one.get(batch), "", having="do")

    answers = world.at_once(app, *[lambda: form.submit("do", value="export", expect_errors=True)] * 2)

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert world.broken_promises() == []


def test_two_batches_at_the_same_moment_hold_a_maker_once(app, one, other, maker):
    forms = [form_of(browser.get("/finance/payouts"), "/finance/payouts") for browser in (one, other)]

    world.at_once(app, *[lambda form=form: form.submit(expect_errors=True) for form in forms])

    items = [item for batch in payouts.batches() for item in payouts.items_of(batch.id)]
    assert len(items) == 1


def test_with_nobody_to_pay_it_is_said(one):
    token = form_of(one.get("/finance/payouts"), "/theme")["csrf_token"].value

    page = one.post("/finance/payouts", {"csrf_token": token}, status=303).follow()

    assert "کسی نیست که بتوان به او پرداخت" in words_of(page)


def test_the_banks_file_holds_each_payment_once_and_leaves_a_trace(one, other, maker):
    batch = exported(one, other)
    page = one.get(batch)

    sheet = form_of(page, f"{batch}/file/csv").submit()
    again = form_of(page, f"{batch}/file/csv").submit()
    book = openpyxl.load_workbook(io.BytesIO(form_of(page, f"{batch}/file/xlsx").submit().body))

    rows = list(csv.reader(io.StringIO(sheet.body.decode("utf-8-sig"))))
    detail = accounts.bank_detail(world.person_of(maker))
    assert sheet.body == again.body
    assert "attachment" in sheet.headers["Content-Disposition"]
    assert len(rows) == 2
    assert rows[1][2].endswith(detail.last4)
    assert rows[1][3] == "4300000"
    assert [cell.value for cell in list(book.active.rows)[1]][2:4] == [rows[1][2], 4_300_000]
    assert [row.act for row in audit.of("person", world.person_of(maker))].count("sheba_shown") >= 3


def test_no_page_shows_a_whole_sheba(one, other, maker):
    batch = exported(one, other)
    sheba = form_of(one.get(batch), f"{batch}/file/csv").submit().text.split("IR")[1][:24]

    for address in ("/finance/", "/finance/payouts", batch, "/finance/books"):
        assert sheba not in one.get(address).text


def test_a_name_of_an_account_cannot_become_a_formula(one, other, bank):
    maker_id = world.maker()
    with transaction():
        person = accounts.person(world.person_of(maker_id))
        accounts.change_names(person, '=HYPERLINK("x")', "+1")
    world.bank_account(maker_id)
    world.sold(bank, {world.variant(maker_id): 1})
    batch = exported(one, other)

    sheet = form_of(one.get(batch), f"{batch}/file/csv").submit()

    rows = list(csv.reader(io.StringIO(sheet.body.decode("utf-8-sig"))))
    assert not rows[1][1].startswith(("=", "+"))


def test_a_payment_that_the_bank_sent_back_is_hers_again(one, other, maker):
    batch = exported(one, other)
    item = payouts.items_of(batch_of(batch).id)[0].id

    form = form_of(one.get(batch), f"{batch}/items")
    form[f"do-{item}"], form[f"why-{item}"] = "returned", "حساب بسته است"
    form.submit(status=303)

    assert payouts.item(item).why == "حساب بسته است"
    assert payouts.item(item).state is ItemState.RETURNED
    assert ledger.owed_to([maker])[maker] == 4_300_000
    assert world.broken_promises() == []


def test_paid_without_a_number_is_told(one, other, maker):
    batch = exported(one, other)
    item = payouts.items_of(batch_of(batch).id)[0].id

    form = form_of(one.get(batch), f"{batch}/items")
    form[f"do-{item}"] = "paid"
    page = form.submit(status=422)

    assert "کدِ پیگیریِ بانک را بنویسید" in words_of(page)
    assert form_of(page, f"{batch}/items")[f"do-{item}"].value == "paid"


def results_file(*rows: tuple[str, str, str]) -> bytes:
    """The bank's CSV about a batch: our reference, its word, its number."""
    lines = ["شناسه,وضعیت,کد پیگیری", *(",".join(row) for row in rows)]
    return "\n".join(lines).encode("utf-8-sig")


def upload(browser: TestApp, batch: str, content: bytes, status: int = 200) -> TestResponse:
    form = form_of(browser.get(batch), f"{batch}/results")
    form["results"] = Upload("results.csv", content)
    return form.submit(status=status)


def test_the_bank_s_file_fills_in_what_a_person_then_confirms(one, other, maker):
    batch = exported(one, other)
    item = payouts.items_of(batch_of(batch).id)[0]

    mine, strange = (payouts.reference(item), "موفق", "۷۷۸۸۹۹"), ("P000009999999", "موفق", "1")

    read = upload(one, batch, results_file(mine, strange))

    assert "۱ ردیف خوانده شد" in words_of(read)
    assert "۱ ردیف را نشناختیم" in words_of(read)
    assert payouts.item(item.id).state is ItemState.EXPORTED
    form_of(read, f"{batch}/items").submit(status=303)
    world.fresh()
    assert (payouts.item(item.id).state, payouts.item(item.id).tracking_no) == (ItemState.PAID, "778899")
    assert world.broken_promises() == []


def test_what_the_bank_s_file_does_not_name_is_listed(bank, one, other, maker):
    silent = world.maker(name="گلنار")
    world.bank_account(silent)
    world.sold(bank, {world.variant(silent): 1})
    batch = exported(one, other)
    items = {item.maker_id: item for item in payouts.items_of(batch_of(batch).id)}

    read = upload(one, batch, results_file((payouts.reference(items[maker]), "موفق", "778899")))

    listed = [row.get_text() for row in read.html.select("#unnamed li")]
    assert len(listed) == 1
    assert programme.trainee(silent).display_name in listed[0]
    assert not one.get(batch).html.select("#unnamed")


def test_a_file_about_something_else_writes_nothing(one, other, maker):
    batch = exported(one, other)

    strange = upload(one, batch, "الف,ب\n۱,۲\n".encode(), 422)
    broken = upload(one, batch, b"\x00\x01", 422)

    assert "ردیفی از این دسته نیافتیم" in words_of(strange)
    assert "فهرستِ CSV یا XLSX نیست" in words_of(broken)
    assert payouts.items_of(batch_of(batch).id)[0].state is ItemState.EXPORTED


def test_the_paya_file_asks_for_our_own_account_first_and_is_then_the_same_every_time(one, other, maker):
    batch = exported(one, other)

    without = form_of(one.get(batch), f"{batch}/file/ccti").submit(status=422)
    with transaction():
        rulebook.set_rule(payouts.DEBTOR_NAME, "مرکزِ <نمونه> & همکاران", source="t", by=None)
        rulebook.set_rule(payouts.DEBTOR_SHEBA, "IR062960000000100324200001", source="t", by=None)
    first, second = (form_of(one.get(batch), f"{batch}/file/ccti").submit().body for _ in range(2))

    told = fromstring(first)
    assert "شبای حسابی که از آن پرداخت می‌شود" in words_of(without)
    assert first == second
    assert told.findtext(".//GrpHdr/CtrlSum") == told.findtext(".//InstdAmt") == "4300000"
    assert told.findtext(".//GrpHdr/MsgId", "").startswith("IR062960000000100324200001")
    assert len(told.findtext(".//GrpHdr/MsgId", "")) == 35
    assert told.findtext(".//Dbtr/Nm") == "مرکزِ <نمونه> & همکاران"
    assert re.fullmatch(r"14\d\d-\d\d-\d\dT\d\d:\d\d:\d\d", told.findtext(".//CreDtTm", ""))
    assert told.findtext(".//CdtrAcct/Id/IBAN", "").startswith("IR")


def test_a_batch_is_called_off(one, other, maker):
    batch = build(one)

    act(other, batch, "cancel")

    assert batch_of(batch).state is BatchState.CANCELLED
    assert build(one) != batch


def test_an_unchecked_account_is_named_and_checked_by_a_person(one, bank):
    maker_id = world.maker()
    world.bank_account(maker_id, verified=False)
    world.sold(bank, {world.variant(maker_id): 1})
    person = world.person_of(maker_id)
    page = one.get("/finance/payouts")

    form_of(page, f"/finance/sheba/{person}").submit(status=303)

    assert "شبا هنوز بررسی نشده است" in words_of(page)
    assert accounts.bank_detail(person).verified_at is not None
    assert "شبا هنوز بررسی نشده است" not in words_of(one.get("/finance/payouts"))


def test_a_task_is_closed_with_a_word_on_what_was_done(one):
    with transaction():
        task = finance.open_task(TaskKind.BOOKS, "books:1", "x").id
    form = form_of(one.get("/finance/"), f"/finance/tasks/{task}")
    without = form.submit(status=422)
    form["note"] = "با بانک تماس گرفتم"

    page = form.submit(status=303).follow()

    assert "بنویسید چه کردید" in " ".join(faults_of(without).values())
    assert "میز خالی است" in words_of(page)


def settle(one: TestApp, **typed: str) -> TestResponse:
    form = form_of(one.get("/finance/books"), having="reference")
    for name, value in ({"amount": "۱۰۰٬۰۰۰", "fee": "۱۰۰", "reference": "A-1"} | typed).items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


def test_a_transfer_of_the_gateway_is_written_down_once(one, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    settle(one)
    settle(one)

    assert ledger.balance(chart.BANK) == 1_000_000
    assert world.broken_promises() == []


def test_no_more_comes_from_a_gateway_than_lies_there(one, bank):
    world.paid(bank, {world.variant(world.maker()): 1})

    page = settle(one, amount="۴۵۰٬۰۰۰", fee="۱")

    assert "۴۵۰٬۰۰۰" in faults_of(page)["amount"]
    assert ledger.balance(chart.BANK) == 0


def test_a_transfer_that_was_written_down_wrongly_is_undone_by_another_person(app, one, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    settle(one)
    told = one.get(one.get("/finance/books").html.select_one('a[href="/finance/journals/gateway/0"]')["href"])
    action = told.html.select_one('form[action^="/finance/settlements/"]')["action"]

    assert "نفرِ دوم باید ببیند" in words_of(form_of(told, action).submit(status=303).follow())
    assert ledger.balance(chart.BANK) == 1_000_000

    other = logged_in(app, world.official(Role.FINANCE))
    form = form_of(other.get("/finance/journals/gateway/0"), action)
    form["why"] = "صفرِ زیادی"
    form.submit(status=303)
    again = form.submit(status=303).follow()

    world.fresh()
    assert "پیش‌تر برگردانده شده" in words_of(again)
    assert (ledger.balance(chart.BANK), ledger.balance(chart.gateway("sandbox"))) == (0, 4_500_000)
    assert not other.get("/finance/journals/gateway/0").html.select('form[action^="/finance/settlements/"]')
    assert world.broken_promises() == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "0", "fee": ""}, "amount"),
        ({"amount": "x"}, "amount"),
        ({"fee": "x"}, "fee"),
        ({"reference": ""}, "reference"),
        ({"reference": "ن" * 61}, "reference"),
    ],
)
def test_a_faulty_transfer_is_told_at_its_field(one, typed, field):
    page = settle(one, **typed)

    assert page.status_code == 422
    assert field in faults_of(page)


def test_the_same_number_with_another_amount_is_refused_in_words(one, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    settle(one)

    page = settle(one, amount="200000")

    assert page.status_code == 422
    assert "reference" in faults_of(page)
    assert form_of(page, having="reference")["amount"].value == "200000"


@pytest.mark.parametrize("gateway", ["goldbank", "", "x" * 300])
def test_a_transfer_of_a_gateway_that_is_none_is_refused(one, gateway):
    page = settle(one, gateway=gateway)

    assert 400 <= page.status_code < 500
    assert ledger.trial_balance() == []
