"""The sandbox bank: four calls for the shop and a page for the buyer, as its documentation says."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app.sandbox import create_bank
from app.sandbox.book import UNVERIFIED_SECONDS, Book

CALLBACK = "http://127.0.0.1:8000/pay/return/sandbox"


@pytest.fixture
def bank(tmp_path: Path) -> Flask:
    return create_bank(tmp_path)


@pytest.fixture
def book(bank: Flask, tmp_path: Path) -> Book:
    return Book(tmp_path / "sandbox-bank.sqlite3")


@pytest.fixture
def shop(bank: Flask) -> TestApp:
    return TestApp(bank)


def request(shop: TestApp, amount: object = 500_000, callback: str = CALLBACK, **more: object) -> dict[str, object]:
    return shop.post_json("/api/request", {"amount": amount, "callback": callback, **more}).json


def opened(shop: TestApp, amount: int = 500_000) -> str:
    return str(request(shop, amount)["authority"])


def act(shop: TestApp, authority: str, button: str) -> TestResponse:
    """What the buyer presses on the bank's page."""
    return shop.get(f"/pay/{authority}").form.submit("act", value=button)


def verify(shop: TestApp, authority: str, amount: object = 500_000) -> dict[str, object]:
    return shop.post_json("/api/verify", {"authority": authority, "amount": amount}).json


def standing(shop: TestApp, authority: str) -> str:
    return str(shop.post_json("/api/inquiry", {"authority": authority}).json["status"])


def refund(shop: TestApp, authority: str, amount: object, key: str) -> dict[str, object]:
    return shop.post_json("/api/refund", {"authority": authority, "amount": amount, "key": key}).json


def age(book: Book, authority: str, seconds: float) -> None:
    """Let a payment have been made so long ago."""
    with book._open() as rows:
        rows.execute("UPDATE payment SET paid_at = ? WHERE authority = ?", (time.time() - seconds, authority))


def test_a_payment_is_opened_paid_and_verified(shop):
    authority = opened(shop)
    before = standing(shop, authority)
    act(shop, authority, "pay")
    paid = standing(shop, authority)
    receipt = verify(shop, authority)

    assert (before, paid, standing(shop, authority)) == ("IN_BANK", "PAID", "VERIFIED")
    assert receipt["code"] == 100
    assert receipt["authority"] == authority
    assert receipt["reference"]
    assert "*" in str(receipt["card_mask"])
    assert receipt["fee"] == 5_000


def test_verifying_again_says_so_with_the_same_receipt(shop):
    authority = opened(shop)
    act(shop, authority, "pay")
    first = verify(shop, authority)

    again = verify(shop, authority)

    assert again["code"] == 101
    assert again["reference"] == first["reference"]


@pytest.mark.parametrize("amount", [500_001, 5_000_000, 50_000, "500000", None])
def test_another_amount_is_not_verified(shop, amount):
    authority = opened(shop)
    act(shop, authority, "pay")

    assert verify(shop, authority, amount)["code"] == -50
    assert standing(shop, authority) == "PAID"


def test_what_was_not_paid_is_not_verified(shop):
    authority = opened(shop)

    assert verify(shop, authority)["code"] == -51


def test_what_the_bank_never_had_is_unknown(shop):
    assert verify(shop, "S" + "0" * 34)["code"] == -54
    assert standing(shop, "S" + "0" * 34) == "FAILED"
    shop.get("/pay/unknown", status=404)
    shop.post("/pay/unknown", {"act": "pay"}, status=404)


def test_an_unverified_payment_returns_to_the_buyer_after_half_an_hour(shop, book):
    authority = opened(shop)
    act(shop, authority, "pay")
    age(book, authority, UNVERIFIED_SECONDS - 60)
    in_time = standing(shop, authority)
    age(book, authority, UNVERIFIED_SECONDS + 1)

    assert UNVERIFIED_SECONDS == 30 * 60
    assert in_time == "PAID"
    assert standing(shop, authority) == "REVERSED"
    assert verify(shop, authority)["code"] == -51


def test_a_verified_payment_stays(shop, book):
    authority = opened(shop)
    act(shop, authority, "pay")
    verify(shop, authority)
    age(book, authority, UNVERIFIED_SECONDS * 10)

    assert standing(shop, authority) == "VERIFIED"


def test_a_cancelled_payment_can_neither_be_verified_nor_paid(shop):
    authority = opened(shop)
    act(shop, authority, "cancel")
    shop.post(f"/pay/{authority}", {"act": "pay"})

    assert standing(shop, authority) == "CANCELLED"
    assert verify(shop, authority)["code"] == -51


@pytest.mark.parametrize(("button", "status"), [("pay", "OK"), ("cancel", "NOK")])
def test_the_buyer_goes_back_to_the_shop_with_the_number(shop, button, status):
    authority = opened(shop)

    answer = act(shop, authority, button)

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{CALLBACK}?authority={authority}&status={status}"


def test_a_callback_with_a_question_keeps_it(shop):
    authority = str(request(shop, callback=f"{CALLBACK}?order=7")["authority"])

    assert act(shop, authority, "pay").headers["Location"].startswith(f"{CALLBACK}?order=7&authority=")


def test_pay_and_close_pays_and_leads_nowhere(shop):
    authority = opened(shop)

    page = act(shop, authority, "pay_close")

    assert page.status_code == 200
    assert "Location" not in page.headers
    assert standing(shop, authority) == "PAID"


def test_the_page_shows_the_sum_in_toman_and_what_it_is_for(shop):
    authority = str(request(shop, 1_234_560, description="سفارشِ BU-1 <b>")["authority"])

    page = shop.get(f"/pay/{authority}")

    assert "۱۲۳٬۴۵۶" in page.text
    assert "سفارشِ BU-1" in page.text
    assert "<b>" not in page.text
    assert {button.value_if_submitted() for button in page.form.fields["act"]} == {
        "pay", "cancel", "pay_close", "lost", "page", "amount", "say_cancelled", "say_paid",
    }  # fmt: skip


def test_a_finished_payment_offers_no_button(shop):
    authority = opened(shop)
    act(shop, authority, "pay")

    page = shop.get(f"/pay/{authority}")

    assert not page.forms
    assert "پیش‌تر به پایان رسیده است" in page.text


@pytest.mark.parametrize(
    ("amount", "callback"),
    [(9_999, CALLBACK), (0, CALLBACK), (-5, CALLBACK), ("500000", CALLBACK), (None, CALLBACK), (1.5, CALLBACK),
     (500_000, ""), (500_000, "javascript:alert(1)"), (500_000, "ftp://x")],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused(shop, amount, callback):
    assert request(shop, amount, callback) == {"code": -9}


@pytest.mark.parametrize("call", ["request", "verify", "inquiry", "refund"])
def test_nonsense_is_answered(shop, call):
    for body in (b"", b"not json", b"[]", b"7", b"null"):
        answer = shop.post(f"/api/{call}", body, content_type="application/json", status=200)

        assert answer.json.get("code", -1) < 0 or answer.json.get("status") == "FAILED"


def test_there_are_four_calls_and_no_more(shop):
    shop.post_json("/api/empty-the-vault", {}, status=404)
    shop.get("/api/request", status=405)


def test_refunds_go_back_once_for_each_key_and_never_more_than_was_taken(shop):
    authority = opened(shop)
    act(shop, authority, "pay")
    verify(shop, authority)

    first, again = refund(shop, authority, 300_000, "a"), refund(shop, authority, 300_000, "a")
    too_much, rest = refund(shop, authority, 300_000, "b"), refund(shop, authority, 200_000, "c")

    assert first["code"] == again["code"] == rest["code"] == 100
    assert first["reference"] == again["reference"] != rest["reference"]
    assert too_much == {"code": -61}


@pytest.mark.parametrize("amount", [0, -1, "1000", None, 1.5])
def test_a_refund_that_makes_no_sense_is_refused(shop, amount):
    authority = opened(shop)
    act(shop, authority, "pay")
    verify(shop, authority)

    assert refund(shop, authority, amount, "a") == {"code": -61}


def test_what_was_not_taken_is_not_refunded(shop):
    authority = opened(shop)
    act(shop, authority, "pay")

    assert refund(shop, authority, 100_000, "a") == {"code": -61}
    assert refund(shop, "unknown", 100_000, "a") == {"code": -61}


def test_the_same_key_for_another_payment_is_another_refund(shop, book):
    authorities = []
    for _ in range(2):
        authority = opened(shop)
        act(shop, authority, "pay")
        verify(shop, authority)
        authorities.append(authority)

    answers = [refund(shop, authority, 300_000, "a") for authority in authorities]

    with book._open() as rows:
        gone = rows.execute("SELECT authority, amount FROM refund ORDER BY at").fetchall()
    assert [answer["code"] for answer in answers] == [100, 100]
    assert [row[0] for row in gone] == authorities


def test_refunds_at_the_same_moment_stay_within_what_was_taken(shop, book):
    authority = opened(shop)
    act(shop, authority, "pay")
    verify(shop, authority)
    start, answers = threading.Barrier(4, timeout=10), []

    def back(key: str) -> None:
        start.wait()
        answers.append(book.refund(authority, 300_000, key))

    threads = [threading.Thread(target=back, args=(key,)) for key in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len([answer for answer in answers if answer]) == 1


def test_the_page_is_strict_and_kept_by_nobody(shop):
    page = shop.get(f"/pay/{opened(shop)}")

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert shop.get("/bank.css").content_type == "text/css"
