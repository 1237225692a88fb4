"""The pretend bank in Stripe's dress: keys used again, authorising and capturing, what it tells by itself."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from webtest import TestApp
from werkzeug import Request, Response

from app.payments.stripe_checkout import ForgedHook, read_hook
from app.sandbox import create_bank
from app.sandbox.book import AUTHORISED_SECONDS, Book
from tests.fakes.serving import Served
from tests.sandbox.test_bank import age

SECRET = "whsec_here"


class Shop(Served):
    """Where webhooks come in."""

    def __init__(self) -> None:
        self.came: queue.Queue[tuple[bytes, str]] = queue.Queue()
        super().__init__(Request.application(self._hook))

    def _hook(self, request: Request) -> Response:
        assert request.path == "/pay/hook/stripe"
        self.came.put((request.get_data(), request.headers["Stripe-Signature"]))
        return Response("")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as listening:
        yield listening


@pytest.fixture
def bank(tmp_path: Path) -> TestApp:
    return TestApp(create_bank(tmp_path, SECRET))


@pytest.fixture
def book(bank: TestApp, tmp_path: Path) -> Book:
    return Book(tmp_path / "sandbox-bank.sqlite3")


def post(bank: TestApp, path: str, key: str, status: int = 200, **form: object) -> dict[str, object]:
    return bank.post(f"/v1/{path}", form, {"Idempotency-Key": key}, status=status).json


def wish(amount: int = 400, callback: str = "http://127.0.0.1:1/back", seconds: int = 1_860) -> dict[str, object]:
    return {
        "line_items[0][price_data][unit_amount]": amount,
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][product_data][name]": "BU-1",
        "success_url": f"{callback}?sid={{CHECKOUT_SESSION_ID}}",
        "expires_at": int(time.time()) + seconds,
    }


def opened(bank: TestApp, callback: str = "http://127.0.0.1:1/back") -> str:
    return str(post(bank, "checkout/sessions", "k1", **wish(callback=callback))["id"])


def session(bank: TestApp, session_id: str) -> dict[str, object]:
    return bank.get(f"/v1/checkout/sessions/{session_id}").json


def test_a_key_that_is_used_again_gives_the_same_session_and_refuses_another_wish(bank):
    asked = wish()
    first = post(bank, "checkout/sessions", "k1", **asked)

    assert post(bank, "checkout/sessions", "k1", **asked)["id"] == first["id"]
    told = post(bank, "checkout/sessions", "k1", status=400, **{**asked, "expires_at": 1})
    assert told["error"]["type"] == "idempotency_error"
    assert post(bank, "checkout/sessions", "k2", **asked)["id"] != first["id"]


def test_a_session_that_would_end_too_soon_or_costs_nothing_is_refused(bank):
    post(bank, "checkout/sessions", "k1", status=400, **wish(seconds=60))
    post(bank, "checkout/sessions", "k2", status=400, **{**wish(), "line_items[0][price_data][unit_amount]": "x"})


def test_a_card_is_authorised_then_captured_once_and_given_back_within_it(bank, book):
    session_id = opened(bank)
    assert session(bank, session_id)["payment_intent"] is None

    page = bank.get(f"/pay/{session_id}")
    assert "4.00 EUR" in page.text
    back = page.form.submit("act", value="pay")
    assert back.location.endswith(f"?sid={session_id}")
    intent = session(bank, session_id)["payment_intent"]
    assert (intent["status"], intent["amount_received"]) == ("requires_capture", 0)

    captured = post(bank, f"payment_intents/{intent['id']}/capture", "c1")
    assert (captured["status"], captured["amount_received"]) == ("succeeded", 400)
    assert post(bank, f"payment_intents/{intent['id']}/capture", "c1") == captured
    post(bank, f"payment_intents/{intent['id']}/capture", "c2", status=400)

    back_id = post(bank, "refunds", "r1", payment_intent=intent["id"], amount=150)["id"]
    assert post(bank, "refunds", "r1", payment_intent=intent["id"], amount=150)["id"] == back_id
    post(bank, "refunds", "r2", status=400, payment_intent=intent["id"], amount=251)
    assert book.given_back(session_id) == 150


def test_going_back_leaves_the_session_open_until_its_time_is_over(bank, book):
    session_id = opened(bank)
    bank.get(f"/pay/{session_id}").form.submit("act", value="cancel")
    assert session(bank, session_id)["status"] == "open"

    with book._open() as rows:
        rows.execute("UPDATE payment SET until = ?", (time.time() - 1,))
    assert session(bank, session_id)["status"] == "expired"
    assert "<form" not in bank.get(f"/pay/{session_id}").text


def test_what_is_not_captured_in_a_week_is_let_go(bank, book):
    session_id = opened(bank)
    bank.get(f"/pay/{session_id}").form.submit("act", value="pay_close")
    age(book, session_id, AUTHORISED_SECONDS + 1)

    assert session(bank, session_id)["payment_intent"]["status"] == "canceled"


@pytest.mark.parametrize(("button", "times"), [("pay", 1), ("pay_close", 1), ("hook_twice", 2), ("hook_lies", 1)])
def test_it_tells_the_shop_by_itself_signed_over_the_body(bank, shop, button, times):
    session_id = opened(bank, callback=f"{shop.url}/back")

    bank.get(f"/pay/{session_id}").form.submit("act", value=button)

    hints = [read_hook(*shop.came.get(timeout=5), SECRET) for _ in range(times)]
    assert {(one.kind, one.about) for one in hints} == {("checkout.session.completed", session_id)}
    assert len({one.id for one in hints}) == 1
    assert session(bank, session_id)["status"] == ("open" if button == "hook_lies" else "complete")


def test_somebody_else_s_signature_is_not_its_own(bank, shop):
    session_id = opened(bank, callback=f"{shop.url}/back")

    bank.get(f"/pay/{session_id}").form.submit("act", value="hook_forged")

    with pytest.raises(ForgedHook):
        read_hook(*shop.came.get(timeout=5), SECRET)


def test_the_card_s_owner_may_dispute_what_was_captured(bank, shop):
    session_id = opened(bank, callback=f"{shop.url}/back")
    bank.get(f"/pay/{session_id}").form.submit("act", value="pay")
    shop.came.get(timeout=5)
    post(bank, f"payment_intents/{session(bank, session_id)['payment_intent']['id']}/capture", "c1")

    bank.get(f"/pay/{session_id}").form.submit("act", value="dispute")

    assert read_hook(*shop.came.get(timeout=5), SECRET).kind == "charge.dispute.created"


@pytest.mark.parametrize(("button", "status"), [("lost", 504), ("page", 502)])
def test_an_answer_gets_lost_once_and_the_deed_is_done(bank, button, status):
    session_id = opened(bank)
    bank.get(f"/pay/{session_id}").form.submit("act", value=button)
    intent_id = session(bank, session_id)["payment_intent"]["id"]

    bank.post(f"/v1/payment_intents/{intent_id}/capture", {}, {"Idempotency-Key": "c1"}, status=status)

    assert post(bank, f"payment_intents/{intent_id}/capture", "c1")["status"] == "succeeded"


def test_an_open_session_is_expired_once_and_no_card_pays_it_then(bank, book):
    session_id = opened(bank)

    told = post(bank, f"checkout/sessions/{session_id}/expire", "x1")
    assert (told["status"], told["payment_intent"]) == ("expired", None)
    assert post(bank, f"checkout/sessions/{session_id}/expire", "x1") == told
    again = post(bank, f"checkout/sessions/{session_id}/expire", "x2", status=400)
    assert "status of `expired`" in again["error"]["message"]

    book.pay(session_id)
    assert session(bank, session_id)["status"] == "expired"
    assert "<form" not in bank.get(f"/pay/{session_id}").text
    post(bank, "checkout/sessions/cs_test_none/expire", "x3", status=404)


def test_a_session_that_was_paid_is_not_expired_and_its_authorisation_is_cancelled_once(bank, book):
    session_id = opened(bank)
    book.pay(session_id)
    intent_id = session(bank, session_id)["payment_intent"]["id"]

    told = post(bank, f"checkout/sessions/{session_id}/expire", "x1", status=400)
    assert "status of `complete`" in told["error"]["message"]

    left = post(bank, f"payment_intents/{intent_id}/cancel", "c1")
    assert (left["status"], left["amount_received"]) == ("canceled", 0)
    assert post(bank, f"payment_intents/{intent_id}/cancel", "c1") == left
    assert bank.get(f"/v1/payment_intents/{intent_id}").json == left
    for act in ("cancel", "capture"):
        told = post(bank, f"payment_intents/{intent_id}/{act}", f"{act}2", status=400)
        assert told["error"]["code"] == "payment_intent_unexpected_state"


def test_what_was_captured_is_not_cancelled(bank, book):
    session_id = opened(bank)
    book.pay(session_id)
    book.verify(session_id)
    intent_id = session(bank, session_id)["payment_intent"]["id"]

    post(bank, f"payment_intents/{intent_id}/cancel", "c1", status=400)
    assert session(bank, session_id)["payment_intent"]["status"] == "succeeded"
    post(bank, "payment_intents/pi_none/cancel", "c2", status=404)


def test_money_that_the_bank_gives_back_by_itself_is_listed_and_told(bank, shop):
    session_id = opened(bank, callback=f"{shop.url}/back")
    bank.get(f"/pay/{session_id}").form.submit("act", value="pay")
    shop.came.get(timeout=5)
    intent_id = session(bank, session_id)["payment_intent"]["id"]
    post(bank, f"payment_intents/{intent_id}/capture", "c1")
    post(bank, "refunds", "r1", payment_intent=intent_id, amount=150)

    bank.get(f"/pay/{session_id}").form.submit("act", value="give_back")

    hints = [read_hook(*shop.came.get(timeout=5), SECRET) for _ in range(2)]
    assert {(one.kind, one.about) for one in hints} == {("refund.created", intent_id), ("charge.refunded", intent_id)}
    told = bank.get("/v1/refunds", {"payment_intent": intent_id}).json["data"]
    assert [one["amount"] for one in told] == [250, 150]
    assert {one["id"][:3] for one in told} == {"re_"}
