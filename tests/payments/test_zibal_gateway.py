"""What the adapter says to Zibal, to the letter, and what it makes of every answer."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable

import pytest

from app.payments import Outcome, Start
from app.payments.port import GatewayDown, GiveBack, OutcomeUnknown, RefundRefused
from app.payments.zibal import ZibalGateway
from app.shared.money import Rial
from tests.fakes.bank import FakeBank, Mischief

AMOUNT = Rial(4_500_000)
MERCHANT = "merchant-of-the-programme"
BACK = "http://127.0.0.1:8000/pay/return/zibal"
START = Start("BU-1-1", AMOUNT, BACK, "سفارشِ BU-1", "09121234567")
SILENT = [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.BROKEN, Mischief.LIST]
RECEIPT = {"result": 100, "status": 1, "amount": 4_500_000, "refNumber": 77, "cardNumber": "603799******1404"}
RESULTS = [102, 103, 104, 105, 106, 113, 114, 202, 0, -1, 999]


@pytest.fixture(scope="module")
def adapter(bank: FakeBank) -> ZibalGateway:
    return ZibalGateway(bank.url, MERCHANT)


@pytest.fixture
def gateway(adapter: ZibalGateway, bank: FakeBank) -> ZibalGateway:
    bank.behave()
    return adapter


def begin(gateway: ZibalGateway) -> str:
    return gateway.start(START).authority


def paid(gateway: ZibalGateway, bank: FakeBank) -> str:
    track = begin(gateway)
    bank.act(track, "pay")
    return track


def taken(gateway: ZibalGateway, bank: FakeBank) -> str:
    track = paid(gateway, bank)
    assert gateway.verify(track, AMOUNT).outcome is Outcome.PAID
    return track


# ---- what is sent ---------------------------------------------------------------------------------------------


def test_a_payment_begins_with_rials(gateway, bank):
    started = gateway.start(START)

    assert bank.paths == ["/v1/request"]
    assert bank.calls == [
        (
            "request",
            {
                "merchant": MERCHANT,
                "amount": 4_500_000,
                "callbackUrl": BACK,
                "description": "سفارشِ BU-1",
                "orderId": "BU-1-1",
                "mobile": "09121234567",
            },
        )
    ]
    assert started.redirect == f"{bank.url}/start/{started.authority}"
    assert bank.book.find(started.authority).amount == 4_500_000


@pytest.mark.parametrize("act", ["verify", "inquiry"])
def test_later_calls_name_the_merchant_and_the_payment_s_number_and_no_amount(gateway, bank, act):
    track = paid(gateway, bank)
    bank.behave()

    {"verify": gateway.verify, "inquiry": gateway.inquire}[act](track, AMOUNT)

    assert bank.paths == [f"/v1/{act}"]
    assert bank.calls == [(act, {"merchant": MERCHANT, "trackId": int(track)})]


@pytest.mark.parametrize(
    ("written", "read"), [("123", "123"), ("۱۲۳", "123"), (" 123 ", "123"), ("", ""), ("no number", "")]
)
def test_the_browser_s_word_is_read_as_zibal_writes_it(gateway, written, read):
    assert gateway.authority_in({"trackId": written, "success": "1", "status": "2"}) == read


# ---- beginning ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", [*SILENT, Mischief.EMPTY])
def test_without_a_proper_answer_nothing_begins(gateway, bank, mischief):
    bank.mischief["request"] = mischief

    with pytest.raises(GatewayDown):
        begin(gateway)


@pytest.mark.parametrize("result", [*RESULTS, "102", None])
def test_a_refusal_begins_nothing(gateway, bank, result):
    bank.mischief["request"] = {"result": result, "trackId": 5}

    with pytest.raises(GatewayDown):
        begin(gateway)


@pytest.mark.parametrize("track", [0, -5, "", "abc", "../start", None, [5], 1.5])
def test_a_number_that_is_none_begins_nothing(gateway, bank, track):
    bank.mischief["request"] = {"result": 100, "trackId": track}

    with pytest.raises(GatewayDown):
        begin(gateway)


def test_numbers_written_as_text_begin_it_all_the_same(gateway, bank):
    bank.mischief["request"] = {"result": "100", "trackId": "15966442233"}

    assert begin(gateway) == "15966442233"


# ---- taking ---------------------------------------------------------------------------------------------------


def test_what_was_paid_is_taken(gateway, bank):
    answer = gateway.verify(paid(gateway, bank), AMOUNT)

    assert (answer.outcome, answer.raw) == (Outcome.PAID, "verify 100")
    assert answer.card_mask == "603799******1404"
    assert answer.reference


def test_taken_before_without_an_amount_is_looked_up(gateway, bank):
    track = paid(gateway, bank)
    first = gateway.verify(track, AMOUNT)
    bank.behave()

    second = gateway.verify(track, AMOUNT)

    assert (second.outcome, second.reference, second.raw) == (Outcome.PAID, first.reference, "verify 201")
    assert [act for act, _ in bank.calls] == ["verify", "inquiry"]


@pytest.mark.parametrize("mischief", [Mischief.TEN_TIMES, Mischief.NO_AMOUNT])
def test_taken_before_with_another_amount_or_none_is_suspicious(gateway, bank, mischief):
    track = taken(gateway, bank)
    bank.mischief["inquiry"] = mischief

    assert gateway.verify(track, AMOUNT).outcome is Outcome.SUSPICIOUS


@pytest.mark.parametrize("status", [-2, -1, 2, 3, 15, 18, None, "x"])
def test_taken_before_is_not_believed_where_the_inquiry_says_otherwise(gateway, bank, status):
    bank.mischief.update(verify={"result": 201}, inquiry=RECEIPT | {"status": status})

    assert gateway.verify("15966442233", AMOUNT).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("mischief", SILENT)
def test_taken_before_and_then_silence_leaves_the_outcome_open(gateway, bank, mischief):
    track = taken(gateway, bank)
    bank.mischief["inquiry"] = mischief

    with pytest.raises(OutcomeUnknown):
        gateway.verify(track, AMOUNT)


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("form", [int, str])
def test_no_refusal_to_take_is_called_a_failure(gateway, bank, result, form):
    bank.mischief["verify"] = RECEIPT | {"result": form(result)}

    assert gateway.verify("15966442233", AMOUNT).outcome is Outcome.UNKNOWN


def test_a_number_that_zibal_never_had_is_suspicious(gateway):
    assert gateway.verify("15966442233", AMOUNT).outcome is Outcome.SUSPICIOUS
    assert gateway.inquire("15966442233", AMOUNT).outcome is Outcome.SUSPICIOUS


def test_the_order_that_a_receipt_names_is_passed_on(gateway, bank):
    bank.mischief["verify"] = RECEIPT | {"orderId": "BU-1-1"}

    assert gateway.verify("15966442233", AMOUNT).names == "BU-1-1"


@pytest.mark.parametrize("amount", [450_000, 45_000_000, 4_500_001, "4500001", None, "", 0, -4_500_000])
def test_another_amount_is_suspicious(gateway, bank, amount):
    bank.mischief["verify"] = RECEIPT | {"amount": amount}

    assert gateway.verify("15966442233", AMOUNT).outcome is Outcome.SUSPICIOUS


@pytest.mark.parametrize("mischief", [Mischief.CODES_AS_TEXT, Mischief.AMOUNTS_AS_TEXT])
def test_numbers_may_be_written_as_text(gateway, bank, mischief):
    track = paid(gateway, bank)
    bank.mischief.update(verify=mischief, inquiry=mischief)

    assert gateway.inquire(track, AMOUNT).outcome is Outcome.PAID
    assert gateway.verify(track, AMOUNT).outcome is Outcome.PAID
    assert gateway.verify(track, AMOUNT).outcome is Outcome.PAID
    assert gateway.inquire(track, AMOUNT).outcome is Outcome.TAKEN


# ---- looking --------------------------------------------------------------------------------------------------

STANDINGS = {
    -2: Outcome.UNKNOWN,
    -1: Outcome.WAITING,
    1: Outcome.TAKEN,
    2: Outcome.PAID,
    3: Outcome.CANCELLED,
    **dict.fromkeys(range(4, 13), Outcome.FAILED),
    15: Outcome.FAILED,
    16: Outcome.FAILED,
    18: Outcome.FAILED,
    99: Outcome.UNKNOWN,
    None: Outcome.UNKNOWN,
    "۲": Outcome.PAID,
}


@pytest.mark.parametrize(("status", "outcome"), STANDINGS.items())
def test_where_a_payment_stands(gateway, bank, status, outcome):
    bank.mischief["inquiry"] = RECEIPT | {"status": status}

    assert gateway.inquire("15966442233", AMOUNT).outcome is outcome


@pytest.mark.parametrize("result", RESULTS)
def test_no_refusal_to_tell_is_called_a_failure(gateway, bank, result):
    bank.mischief["inquiry"] = {"result": result, "status": 7}

    assert gateway.inquire("15966442233", AMOUNT).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("status", [1, 2])
def test_another_amount_is_seen_before_anything_is_taken(gateway, bank, status):
    bank.mischief["inquiry"] = RECEIPT | {"status": status, "amount": 45_000_000}

    assert gateway.inquire("15966442233", AMOUNT).outcome is Outcome.SUSPICIOUS


def test_looking_does_not_take(gateway, bank):
    track = begin(gateway)
    assert gateway.inquire(track, AMOUNT).outcome is Outcome.WAITING
    assert gateway.verify(track, AMOUNT).outcome is Outcome.UNKNOWN

    bank.act(track, "pay")

    assert gateway.inquire(track, AMOUNT).outcome is Outcome.PAID
    assert bank.book.find(track).state == "paid"


# ---- silence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", SILENT)
@pytest.mark.parametrize("act", ["verify", "inquiry"])
def test_silence_and_nonsense_leave_the_outcome_open(gateway, bank, act, mischief):
    track = paid(gateway, bank)
    bank.mischief[act] = mischief

    with pytest.raises(OutcomeUnknown):
        {"verify": gateway.verify, "inquiry": gateway.inquire}[act](track, AMOUNT)


def test_an_empty_answer_leaves_the_outcome_open(gateway, bank):
    track = paid(gateway, bank)
    bank.mischief.update(verify=Mischief.EMPTY, inquiry=Mischief.EMPTY)

    assert gateway.verify(track, AMOUNT).outcome is Outcome.UNKNOWN
    assert gateway.inquire(track, AMOUNT).outcome is Outcome.UNKNOWN


def test_a_gateway_that_can_not_be_reached_leaves_the_outcome_open():
    nowhere = ZibalGateway("http://127.0.0.1:9", MERCHANT)

    with pytest.raises(OutcomeUnknown):
        nowhere.inquire("5", AMOUNT)
    with pytest.raises(GatewayDown):
        begin(nowhere)


# ---- giving back, and secrets ---------------------------------------------------------------------------------


def test_money_goes_back_by_hand_and_zibal_is_not_asked(gateway, bank):
    track = taken(gateway, bank)
    bank.behave()

    with pytest.raises(RefundRefused):
        gateway.refund(GiveBack(track, AMOUNT, "key", AMOUNT))

    assert bank.calls == []


@pytest.mark.parametrize("mischief", [*SILENT, Mischief.EMPTY])
def test_the_merchant_s_name_is_in_no_log_and_no_fault(gateway, bank, caplog, mischief):
    caplog.set_level(logging.DEBUG)
    track = taken(gateway, bank)
    bank.mischief = dict.fromkeys(("request", "verify", "inquiry"), mischief)
    acts: list[Callable[[], object]] = [
        lambda: gateway.start(START),
        lambda: gateway.verify(track, AMOUNT),
        lambda: gateway.inquire(track, AMOUNT),
    ]
    told = []
    for act in acts:
        try:
            told.append(repr(act()))
        except (GatewayDown, OutcomeUnknown) as fault:
            told.append("".join(traceback.format_exception(fault)))

    logged = [json.dumps(vars(record), default=repr) for record in caplog.records]

    assert not [text for text in (*told, *logged, caplog.text) if MERCHANT in text]
