"""The books of a gateway that knows no rial: euros stand apart from rials, and their transfer is told in both."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import ledger
from app.accounts import Role
from app.ledger import JournalKind, Posting, chart
from app.payments.stripe_checkout import StripeGateway, StripeKeys
from app.shared import running
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, token_of, words_of

RIALS, CENTS = 71_500_000, 6_096
HELD = "asset:gateway:stripe:eur"


@pytest.fixture
def one(app: Flask) -> TestApp:
    """Finance, where Stripe has taken 60.96 euros."""
    stripe = StripeGateway(StripeKeys("sk_test_x", "http://127.0.0.1:9", "eur"))
    running.put("gateways", {"stripe": stripe})
    rials = {chart.FX_RIAL: RIALS, chart.UNAPPLIED: -RIALS}
    with transaction():
        ledger.post(Posting(key="pay:1", kind=JournalKind.LATE_PAYMENT, about=("attempt", 1), legs=rials))
        cents = {HELD: CENTS, chart.fx("EUR"): -CENTS}
        ledger.post(Posting(key="pay_fx:1", kind=JournalKind.FX, about=("attempt", 1), legs=cents))
    return logged_in(app, world.official(Role.FINANCE))


def rows_of(one: TestApp, what: str) -> dict[str, list[str]]:
    """The rows of a CSV by their account."""
    fields = {"csrf_token": token_of(one), "month": str(JalaliMonth.current())}
    text = one.post(f"/finance/books/{what}.csv", fields, status=200).body.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return {row[heading.index("حساب")]: row for row in rows}


def told(one: TestApp, **typed: str) -> TestResponse:
    form = form_of(one.get("/finance/books"), "/finance/books/abroad")
    for name, value in ({"left": "۲۰٫۹۶", "fee": "0.5", "amount": "۲٬۳۰۰٬۰۰۰", "reference": "A-1"} | typed).items():
        form[f"abroad-{name}"].force_value(value)
    return form.submit(expect_errors=True)


def test_euros_stand_apart_from_the_sum_of_rials(one):
    page = one.get("/finance/books")

    assert "60.96 EUR" in words_of(page)
    assert "نزدِ درگاهِ کارتِ بین‌المللی، به ارز" in words_of(page)
    rials, euros = page.html.find_all("table")
    assert HELD not in rials.get_text()
    assert rials.find_all("tr")[-1].find_all("td")[-1].get_text() == "۰"
    assert [row.find("td").get_text() for row in euros.find("tbody").find_all("tr")] == ["60.96 EUR", "-60.96 EUR"]
    assert euros.find("bdi", dir="ltr", string="60.96 EUR") is not None


def test_what_stands_there_reads_left_to_right_in_the_list_of_gateways_too(one):
    option = form_of(one.get("/finance/books"), "/finance/books/abroad").html.select_one("option")

    assert "\u206660.96 EUR\u2069" in option.get_text()


def test_a_journal_s_page_tells_euros_as_euros(one):
    page = one.get("/finance/journals/attempt/1")

    assert "60.96 EUR" in words_of(page)
    assert "۶٬۰۹۶" not in words_of(page)


@pytest.mark.parametrize("what", ["journals", "trial"])
def test_a_spreadsheet_names_the_currency_of_every_amount(one, what):
    rows = rows_of(one, what)

    assert rows[HELD][-3:] == ["EUR", "60.96", "0"]
    assert rows["fx:eur"][-3:] == ["EUR", "0", "60.96"]
    assert rows["fx:irr"][-3:] == ["IRR", str(RIALS), "0"]


def test_euros_are_numbers_in_a_workbook(one):
    fields = {"csrf_token": token_of(one)}
    sheet = openpyxl.load_workbook(io.BytesIO(one.post("/finance/books/trial.xlsx", fields).body)).active

    assert [row[2:] for row in sheet.iter_rows(values_only=True) if row[0] == HELD] == [("EUR", 60.96, 0)]


def test_the_form_for_rials_does_not_offer_stripe_and_refuses_it_in_words(one):
    form = form_of(one.get("/finance/books"), having="reference")
    assert form["gateway"].options == []

    form["gateway"].force_value("stripe")
    form["amount"], form["reference"] = "100", "A-1"
    page = form.submit(expect_errors=True)

    assert page.status_code == 409
    assert "پولِ این درگاه ریال نیست" in words_of(page)
    assert ledger.balance(chart.gateway("stripe")) == 0


def test_a_transfer_is_told_in_euros_and_in_what_came_of_it(one):
    page = told(one).follow()
    told(one, reference="A-2", left="40", fee="", amount="4700000")

    assert "ثبت شد" in words_of(page)
    assert {code: int(ledger.balance(code)) for code in (HELD, "fx:eur", chart.FX_RIAL)} == {
        HELD: 0,
        "fx:eur": 0,
        chart.FX_RIAL: 0,
    }
    assert ledger.balance(chart.BANK) == 70_000_000
    fee = RIALS * 2_096 // CENTS * 50 // 2_096
    assert ledger.balance(chart.GATEWAY_FEE) == fee
    assert ledger.balance(chart.EXCHANGE) == RIALS - 70_000_000 - fee
    assert world.broken_promises() == []
    assert "abroad-left" not in one.get("/finance/books").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"left": ""}, "abroad-left"),
        ({"left": "0"}, "abroad-left"),
        ({"left": "20,96"}, "abroad-left"),
        ({"left": "1.234"}, "abroad-left"),
        ({"left": "60.97"}, "abroad-left"),
        ({"fee": "x"}, "abroad-fee"),
        ({"fee": "20.96"}, "abroad-fee"),
        ({"amount": "0"}, "abroad-amount"),
        ({"reference": ""}, "abroad-reference"),
    ],
)
def test_a_faulty_transfer_is_told_at_its_field_and_moves_nothing(one, typed, field):
    page = told(one, **typed)

    assert page.status_code == 422
    assert field in faults_of(page)
    assert ledger.balance(HELD) == CENTS


def test_the_same_number_with_another_sum_is_refused_in_words(one):
    told(one)

    page = told(one, left="1")

    assert page.status_code == 422
    assert "abroad-reference" in faults_of(page)


@pytest.mark.parametrize("where", ["", "goldbank:EUR", "stripe", "stripe:euro"])
def test_a_transfer_of_a_gateway_that_is_none_is_refused(one, where):
    form = form_of(one.get("/finance/books"), "/finance/books/abroad")
    form["abroad"].force_value(where)
    form["abroad-left"], form["abroad-amount"], form["abroad-reference"] = "1", "100", "A-1"

    assert form.submit(expect_errors=True).status_code == 409


def test_another_person_undoes_a_transfer_with_its_euros(app, one):
    told(one)
    other = logged_in(app, world.official(Role.FINANCE))
    page = other.get("/finance/journals/gateway/0")

    form_of(page, page.html.select_one('form[action^="/finance/settlements/"]')["action"]).submit(status=303)

    world.fresh()
    assert (ledger.balance(HELD), ledger.balance(chart.FX_RIAL), ledger.balance(chart.BANK)) == (CENTS, RIALS, 0)
    assert ledger.balance(chart.GATEWAY_FEE) == ledger.balance(chart.EXCHANGE) == 0
