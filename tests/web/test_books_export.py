"""The books as spreadsheets: to the rial what the ledger has, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, ledger, orders, payouts, programme
from app.accounts import Role
from app.ledger import chart
from app.shared import audit, clock
from app.shared.calendar import JalaliMonth, jalali
from app.shared.database import transaction
from app.web.finance.books import HEADINGS
from app.words import formats
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import form_of, logged_in, token_of
from tests.world import Ware

FORMULA = '=HYPERLINK("http://127.0.0.1","x")'
NOW, BEFORE = JalaliMonth(1405, 8), JalaliMonth(1405, 7)


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@dataclass(frozen=True)
class Year:
    """Makers with sales in two months, refunds before and after the release, one of them paid out."""

    makers: tuple[int, ...]

    @property
    def names(self) -> dict[str, int]:
        return {programme.trainee(one).display_name: one for one in self.makers}


@pytest.fixture
def year(app: Flask, bank: FakeBank) -> Year:
    makers = tuple(world.maker(name=name) for name in ("زهرا", "مریم", "سکینه"))
    variants = [world.variant(one, Ware(price=999_983, on_hand=100)) for one in makers]
    world.bank_account(makers[0], days_ago=400)
    for month in (BEFORE, NOW):
        with clock.at(month.starts.replace(hour=9)), world.later(days=9):
            for place, variant in enumerate(variants, start=1):
                order = world.sold(bank, {variant: place + 1})
                world.refund(world.lines(order)[0].id, quantity=1, rials=999_983 - place)
            early = world.paid(bank, dict.fromkeys(variants, 1))
            world.refund(world.lines(early)[0].id, rials=1_001)
    with clock.at(NOW.starts), world.later(days=20):
        _paid_out()
    world.fresh()
    return Year(makers)


def _paid_out() -> None:
    builder, approver = world.official(Role.FINANCE), world.official(Role.FINANCE)
    with transaction():
        batch = payouts.build(builder)
        payouts.approve(batch, approver)
        payouts.export(batch, approver)
        payouts.confirm(payouts.items_of(batch.id)[0], "778899", builder)


def asked(browser: TestApp, what: str, kind: str = "csv", month: object = NOW, status: int = 200) -> TestResponse:
    fields = {"csrf_token": token_of(browser), "month": str(month)}
    return browser.post(f"/finance/books/{what}.{kind}", fields, status=status)


def rows_of(answer: TestResponse) -> list[list[str]]:
    """The rows of a CSV below its heading."""
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))[1:]


def by_maker(rows: list[list[str]]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(row)
    return found


# ---- to the rial ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", [BEFORE, NOW, NOW.plus(1)])
def test_every_maker_s_statement_is_the_ledger_s_to_the_rial(finance, year, month):
    told = by_maker(rows_of(asked(finance, "statements", month=month)))

    assert set(told) == set(year.names)
    for name, maker in year.names.items():
        found = ledger.statement(maker, month)
        assert int(told[name][0][9]) == found.opening
        assert [int(row[8]) for row in told[name][1:]] == [line.amount for line in found.lines]
        assert int(told[name][-1][9]) == found.closing
        assert all(int(row[6]) - int(row[7]) in {int(row[8]), 0} for row in told[name][1:])
        for row, before in zip(told[name][1:], told[name], strict=False):
            assert int(row[9]) == int(before[9]) + int(row[8])


def test_the_last_month_s_end_is_what_the_ledger_owes_every_maker(finance, year):
    told = by_maker(rows_of(asked(finance, "statements")))

    owed = ledger.owed_to(year.makers)
    assert {name: int(rows[-1][9]) for name, rows in told.items()} == {
        name: int(owed[maker]) for name, maker in year.names.items()
    }
    assert {name: int(rows[-1][9]) for name, rows in told.items()} == {
        name: -ledger.balance(chart.maker(maker)) for name, maker in year.names.items()
    }


def test_what_a_trainee_reads_is_what_the_ledger_has(app, year):
    for maker in year.makers:
        browser = logged_in(app, world.person_of(maker))
        for month in (BEFORE, NOW):
            page = BeautifulSoup(browser.get("/workshop/money", {"month": str(month)}).text, "html.parser")
            rows = page.find("caption", string="ریزِ حساب").find_parent("table").find("tbody").find_all("tr")
            found = ledger.statement(maker, month)
            told = [found.opening, *(line.amount for line in found.lines), found.closing]
            assert [row.find_all(["td", "th"])[-1].get_text() for row in rows] == [formats.toman(one) for one in told]


def test_a_sale_stands_before_and_after_its_commission(bank, finance):
    maker = world.maker()
    order_id = world.sold(bank, {world.variant(maker, Ware(price=4_000_000)): 2})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)

    rows = rows_of(asked(finance, "statements", month=JalaliMonth.current()))[1:]

    assert [tuple(map(int, row[6:9])) for row in rows if int(row[7])] == [
        (8_000_000, 400_000, 7_600_000),
        (-4_000_000, -200_000, -3_800_000),
    ]


def test_every_order_in_a_statement_is_that_maker_s(finance, year):
    rows = rows_of(asked(finance, "statements"))

    for row in rows:
        if row[5]:
            order = orders.all_orders(None, None, row[5], 1).orders[0]
            assert year.names[row[1]] in {world.parcel(one).maker_id for one in world.parcels(order.id)}
    assert any(row[5] for row in rows)


def test_every_journal_is_even_and_all_of_the_month_are_there(finance, year):
    sums: dict[str, int] = defaultdict(int)
    debit, credit = 0, 0
    for row in rows_of(asked(finance, "journals")):
        sums[row[0]] += int(row[9]) - int(row[10])
        debit, credit = debit + int(row[9]), credit + int(row[10])
        assert min(int(row[9]), int(row[10])) == 0 < max(int(row[9]), int(row[10]))
        assert row[8] == "IRR"

    assert set(sums.values()) == {0}
    assert debit == credit > 0
    assert len(sums) == len({line.number for line in ledger.journal_lines(NOW.starts, NOW.ends)})


def test_two_months_of_journals_make_the_trial_balance(finance, year):
    left: dict[str, int] = defaultdict(int)
    for month in (BEFORE, NOW):
        for row in rows_of(asked(finance, "journals", month=month)):
            left[row[6]] += int(row[9]) - int(row[10])

    trial = {row[0]: int(row[3]) - int(row[4]) for row in rows_of(asked(finance, "trial"))}
    assert trial == dict(left)
    assert trial == {code: int(amount) for code, amount in ledger.trial_balance()}
    assert sum(trial.values()) == 0


# ---- how they are written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", HEADINGS)
def test_a_csv_begins_with_a_mark_that_it_is_utf_8_and_has_its_headings(finance, year, what):
    answer = asked(finance, what)

    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert answer.body[3:].decode().splitlines()[0] == ",".join(HEADINGS[what])
    assert answer.content_type == "text/csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{what}-{NOW}.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert {len(row) for row in rows_of(answer)} == {len(HEADINGS[what])}


@pytest.mark.parametrize("what", HEADINGS)
def test_a_workbook_says_the_same_from_right_to_left_with_numbers_as_numbers(finance, year, what):
    table, answer = rows_of(asked(finance, what)), asked(finance, what, "xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == HEADINGS[what]
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == table
    assert sheet.sheet_view.rightToLeft
    assert {type(row[-1]) for row in rows} == {int}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert answer.body == asked(finance, what, "xlsx").body


@pytest.mark.parametrize("what", ["journals", "statements"])
def test_days_are_jalali_and_gregorian_side_by_side(finance, year, what):
    place = HEADINGS[what].index("تاریخ شمسی")
    for row in rows_of(asked(finance, what)):
        jalali_day, on = row[place], date.fromisoformat(row[place + 1])
        assert jalali_day == "{:04d}-{:02d}-{:02d}".format(*jalali(on))
        assert jalali_day.startswith(str(NOW))


def test_a_name_is_no_formula_in_either_file(app, bank, finance):
    maker = world.maker()
    with transaction():
        accounts.change_names(accounts.person(world.person_of(maker)), FORMULA, "+1")
        programme.trainee(maker).display_name = FORMULA
    world.sold(bank, {world.variant(maker): 1})
    month = JalaliMonth.current()

    rows = rows_of(asked(finance, "statements", month=month))
    sheet = openpyxl.load_workbook(io.BytesIO(asked(finance, "statements", "xlsx", month).body)).active

    assert {row[1] for row in rows} == {f"'{FORMULA}"}
    assert {(cell.value, cell.data_type) for cell in sheet["B"][1:]} == {(FORMULA, "s")}


def test_a_memo_is_no_formula(finance, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    form = form_of(finance.get("/finance/books"), having="reference")
    form["amount"], form["fee"], form["reference"] = "۱۰۰٬۰۰۰", "۱۰۰", "@SUM(1)"
    form.submit(status=303)

    rows = rows_of(asked(finance, "journals", month=JalaliMonth.current()))

    assert "'@SUM(1)" in {row[5] for row in rows}
    assert "@SUM(1)" not in {row[5] for row in rows}


def test_no_number_is_marked_as_text(finance, year):
    negative = [row[8] for row in rows_of(asked(finance, "statements")) if int(row[8]) < 0]

    assert negative
    assert all(figure.startswith("-") for figure in negative)


# ---- who, and what else ---------------------------------------------------------------------------------------


def test_who_took_the_books_is_written_down(app, year):
    by = world.official(Role.FINANCE)

    asked(logged_in(app, by), "statements", "xlsx")

    rows = [row for row in audit.of("books", 0) if row.act == "books_exported"]
    assert [row.by_id for row in rows] == [by]
    assert "statements" in rows[0].facts
    assert str(NOW) in rows[0].facts


@pytest.mark.parametrize("address", ["trial.pdf", "trial.xls", "secrets.csv", "journals.CSV"])
def test_what_is_no_book_is_not_there(finance, address):
    finance.post(f"/finance/books/{address}", {"csrf_token": token_of(finance)}, status=404)

    assert audit.of("books", 0) == []


@pytest.mark.parametrize("month", ["", "x", "1405-13", "9999-01", "1405-08'--"])
def test_a_month_that_is_none_is_the_current_one(finance, month):
    answer = asked(finance, "journals", month=month)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="journals-{JalaliMonth.current()}.csv"'


def test_books_in_which_nothing_stands_are_empty_files(finance):
    for what in HEADINGS:
        assert rows_of(asked(finance, what)) == []
        assert openpyxl.load_workbook(io.BytesIO(asked(finance, what, "xlsx").body)).active.max_row == 1


def test_makers_of_one_name_are_told_apart(bank, finance):
    makers = [world.maker() for _ in range(2)]
    with transaction():
        for maker in makers:
            programme.trainee(maker).display_name = "زهرا دشتی"
    for maker in makers:
        world.sold(bank, {world.variant(maker): 1})

    rows = rows_of(asked(finance, "statements", month=JalaliMonth.current()))

    assert len({tuple(row[:1]) for row in rows}) == 2


def test_the_page_offers_each_book_as_both_files(finance):
    page = finance.get("/finance/books")

    for what in HEADINGS:
        form = form_of(page, f"/finance/books/{what}.xlsx")
        assert form.submit().content_type.endswith("sheet")
        assert f"/finance/books/{what}.csv" in page.text
