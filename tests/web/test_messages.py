"""Staff read and write the texts of messages."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import notifications
from app.accounts import Role
from app.notifications import SAMPLES
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, messages_to, statements, words_of

LIST = "/staff/messages"
ORDER_PAID = f"{LIST}/order_paid/fa"
LANGUAGES = {"fa": "دستتان درد نکند", "en": "Thank you", "ar": "أهلًا"}


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def write(browser: TestApp, body: str, address: str = ORDER_PAID, status: int = 303) -> TestResponse:
    form = form_of(browser.get(address), having="body")
    form["body"] = body
    page = form.submit(status=status)
    return page.follow() if status == 303 else page


def preview(page: TestResponse) -> str:
    return str(page.html.find("pre", class_="message").get_text())


def test_every_text_is_shown_as_its_reader_sees_it(staff):
    page = staff.get(LIST)

    shown = [one.get_text() for one in page.html.find_all("pre", class_="message")]
    assert len(shown) == len(SAMPLES)
    assert [text for text in shown if not text.strip() or "{" in text or "%(" in text] == []
    assert len({link["href"] for link in page.html.select("main a[href*='/staff/messages/']")}) == 3 * len(SAMPLES)


def test_every_text_is_called_by_whom_and_what_it_is_about(staff):
    headings = [one.get_text() for one in staff.get(LIST).html.select("section.panel h2")]

    assert len(set(headings)) == len(headings) == len(SAMPLES)
    assert [one for one in headings if not one.startswith("به ") or re.search("[a-z_]", one)] == []
    assert "به خریدار: سفارش پرداخت شد" in words_of(staff.get(ORDER_PAID))


def test_the_list_asks_little_however_much_is_written(staff):
    staff.get(LIST)
    counts = []
    for variant in ("order_paid", "refunded"):
        write(staff, "{code} {link}", f"{LIST}/{variant}/fa")
        with statements() as sent:
            page = staff.get(LIST)
        counts.append(len(sent))

    assert max(counts) < 12
    assert counts[0] == counts[1]
    assert page.text.count("✓") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", ["order_paid", "claim_buyer.granted", "decided.refused", "payout_paid"])
def test_a_text_has_a_page_in_every_language(staff, variant, language):
    page = staff.get(f"{LIST}/{variant}/{language}")

    shown = page.html.find("pre", class_="message")
    facts = [one.get_text() for one in page.html.select("main code")]
    assert (shown["lang"], bool(shown.get_text().strip())) == (language, True)
    assert facts == [f"{{{name}}}" for name in notifications.facts_of(variant)]


@pytest.mark.parametrize(("language", "words"), LANGUAGES.items())
def test_what_staff_write_is_shown_with_made_up_facts_and_marked(staff, language, words):
    address = f"{LIST}/order_paid/{language}"

    page = write(staff, f"{words}؛ {{code}}\n{{link}}", address)

    code, _, link = preview(page).partition("؛ ")[2].partition("\n")
    assert preview(page).startswith(words)
    assert (code, link) == (SAMPLES["order_paid"]["code"], "http://127.0.0.1:8000/o/t")
    assert form_of(page, having="body")["body"].value.startswith(words)
    assert "✓" in staff.get(LIST).html.find("a", href=address).get_text()


def test_the_buyer_gets_what_was_written(app, bank, staff):
    write(staff, "دستتان درد نکند {code}\n{link}")

    world.paid(bank, {world.variant(world.maker()): 1})

    assert any(text.startswith("دستتان درد نکند BU-") for text in messages_to(app, "09121234567"))


@pytest.mark.parametrize("body", ["{mobile} {link}", "{code} {amount} {link}", "{ {link}", "{} {link}"])
def test_an_unknown_fact_is_told_and_nothing_is_kept(staff, body):
    page = write(staff, body, status=422)

    assert "body" in faults_of(page)
    assert form_of(page, having="body")["body"].value == body
    assert notifications.own_text("order_paid", "fa") is None


def test_a_missing_link_is_told_and_nothing_is_kept(staff):
    page = write(staff, "پرداخت شد {code}", status=422)

    assert "body" in faults_of(page)
    assert notifications.own_text("order_paid", "fa") is None


def test_a_text_that_is_too_long_is_told(staff):
    page = write(staff, "ن" * 601 + " {link}", status=422)

    assert "body" in faults_of(page)


def test_an_empty_text_brings_the_built_in_one_back(staff):
    before = preview(staff.get(ORDER_PAID))
    write(staff, "دستتان درد نکند {link}")

    page = write(staff, "")

    assert preview(page) == before
    assert "✓" not in words_of(staff.get(LIST))


def test_a_text_cannot_become_a_page(staff):
    page = write(staff, "<script>alert(1)</script> {link}")

    assert "<script>alert(1)</script>" not in page.text
    assert preview(page).startswith("<script>alert(1)</script>")


@pytest.mark.parametrize("address", ["code/fa", "order_paid/xx", "nothing/fa", "claim_buyer/fa", "claim_buyer.x/fa"])
def test_a_text_that_is_none_is_not_found(staff, address):
    staff.get(f"{LIST}/{address}", status=404)


def test_staff_of_a_county_do_not_write_for_the_province(app):
    browser = logged_in(app, world.official(Role.STAFF, county="1801"))
    token = form_of(browser.get("/staff/"), "/theme")["csrf_token"].value

    for address in (LIST, ORDER_PAID):
        browser.get(address, status=404)
    browser.post(ORDER_PAID, {"csrf_token": token, "body": "x {link}"}, status=404)
    assert notifications.own_text("order_paid", "fa") is None


@pytest.mark.parametrize("role", [Role.FINANCE, Role.OFFICER])
def test_others_do_not_come_in(app, role):
    browser = logged_in(app, world.official(role))

    assert browser.get(LIST, expect_errors=True).status_code in {403, 404}
    assert browser.get(ORDER_PAID, expect_errors=True).status_code in {403, 404}
