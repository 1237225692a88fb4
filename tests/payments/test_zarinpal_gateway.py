"""What the adapter says to ZarinPal, to the letter, and what it makes of every answer."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.payments import Outcome, Start
from app.payments.port import GatewayDown, GiveBack, OutcomeUnknown, RefundRefused
from app.payments.zarinpal import ZarinpalGateway
from app.shared import clock
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank, Mischief, refused

AMOUNT = Rial(4_500_000)
MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"
BACK = "http://127.0.0.1:8000/pay/return/zarinpal"
START = Start("BU-1-1", AMOUNT, BACK, "سفارشِ BU-1", "09121234567")
SILENT = [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.BROKEN, Mischief.LIST]
SAYS_NOTHING = [Mischief.EMPTY, Mischief.NO_DATA, Mischief.TOO_MANY]
CODES = [
    -9,
    -10,
    -11,
    -12,
    -13,
    -14,
    -15,
    -16,
    -17,
    -18,
    -19,
    *range(-41, -29),
    *range(-55, -49),
    *range(-63, -59),
    0,
    7,
]


@pytest.fixture(scope="module")
def adapter(bank: FakeBank) -> ZarinpalGateway:
    return ZarinpalGateway(bank.url, MERCHANT)


@pytest.fixture
def gateway(adapter: ZarinpalGateway, bank: FakeBank) -> ZarinpalGateway:
    bank.behave()
    return adapter


def begin(gateway: ZarinpalGateway) -> str:
    return gateway.start(START).authority


def paid(gateway: ZarinpalGateway, bank: FakeBank) -> str:
    authority = begin(gateway)
    bank.act(authority, "pay")
    return authority


def taken(gateway: ZarinpalGateway, bank: FakeBank) -> str:
    authority = paid(gateway, bank)
    assert gateway.verify(authority, AMOUNT).outcome is Outcome.PAID
    return authority


def whole(authority: str, **changes: object) -> GiveBack:
    """Give back all of a payment that was taken just now."""
    asked = {"authority": authority, "amount": AMOUNT, "key": "k", "paid": AMOUNT, "taken_at": clock.now()}
    return GiveBack(**(asked | changes))


# ---- what is sent ---------------------------------------------------------------------------------------------


def test_a_payment_begins_with_rials_that_are_called_rials(gateway, bank):
    started = gateway.start(START)

    assert bank.paths == ["/pg/v4/payment/request.json"]
    assert bank.calls == [
        (
            "request",
            {
                "merchant_id": MERCHANT,
                "amount": 4_500_000,
                "currency": "IRR",
                "description": "سفارشِ BU-1",
                "callback_url": BACK,
                "metadata": {"mobile": "09121234567", "order_id": "BU-1-1", "auto_verify": False},
            },
        )
    ]
    assert started.redirect == f"{bank.url}/pg/StartPay/{started.authority}"


def test_the_bank_knows_the_payment_by_the_same_rials(gateway, bank):
    assert bank.book.find(begin(gateway)).amount == 4_500_000


def test_a_long_description_is_cut_where_zarinpal_cuts_it(gateway, bank):
    gateway.start(Start("BU-1-1", AMOUNT, BACK, "س" * 600, "09121234567"))

    assert bank.calls[0][1]["description"] == "س" * 500


@pytest.mark.parametrize(
    ("act", "more"), [("verify", {"amount": 4_500_000}), ("inquiry", {}), ("reverse", {})], ids=str
)
def test_later_calls_name_the_merchant_and_the_payment_and_no_currency(gateway, bank, act, more):
    authority = taken(gateway, bank)
    bank.behave()
    acts: dict[str, Callable[[], object]] = {
        "verify": lambda: gateway.verify(authority, AMOUNT),
        "inquiry": lambda: gateway.inquire(authority, AMOUNT),
        "reverse": lambda: gateway.refund(whole(authority)),
    }

    acts[act]()

    assert bank.paths == [f"/pg/v4/payment/{act}.json"]
    assert bank.calls == [(act, {"merchant_id": MERCHANT, "authority": authority, **more})]


def test_the_browser_s_word_is_read_as_zarinpal_writes_it(gateway):
    assert gateway.authority_in({"Authority": "A0", "Status": "OK"}) == "A0"
    assert gateway.authority_in({"authority": "A0"}) == ""


# ---- beginning ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", [*SILENT, *SAYS_NOTHING])
def test_without_a_proper_answer_nothing_begins(gateway, bank, mischief):
    bank.mischief["request"] = mischief

    with pytest.raises(GatewayDown):
        begin(gateway)


@pytest.mark.parametrize("code", [-9, -10, -11, -12, -13, -14, -15, -41, "-9", 0])
def test_a_refusal_begins_nothing(gateway, bank, code):
    bank.mischief["request"] = refused(code)

    with pytest.raises(GatewayDown):
        begin(gateway)


@pytest.mark.parametrize("authority", ["", "A123", "S" + "0" * 36, "X" + "0" * 35, "A" + "0" * 34 + "/", None, 7])
def test_an_authority_that_looks_like_none_begins_nothing(gateway, bank, authority):
    bank.mischief["request"] = {"data": {"code": 100, "authority": authority}, "errors": []}

    with pytest.raises(GatewayDown):
        begin(gateway)


@pytest.mark.parametrize("mischief", [Mischief.CODES_AS_TEXT, Mischief.AMOUNTS_AS_TEXT])
def test_numbers_written_as_text_begin_it_all_the_same(gateway, bank, mischief):
    bank.mischief["request"] = mischief

    assert bank.book.find(begin(gateway))


def test_a_merchant_id_of_the_wrong_length_is_refused(bank):
    with pytest.raises(GatewayDown):
        begin(ZarinpalGateway(bank.url, "short"))


# ---- taking ---------------------------------------------------------------------------------------------------


def test_taking_twice_is_told_as_paid_both_times_with_one_reference(gateway, bank):
    authority = paid(gateway, bank)

    first, second = gateway.verify(authority, AMOUNT), gateway.verify(authority, AMOUNT)

    assert (first.outcome, first.raw) == (Outcome.PAID, "verify 100")
    assert (second.outcome, second.raw) == (Outcome.PAID, "verify 101")
    assert first.reference == second.reference
    assert (first.card_mask, first.fee) == ("603799******1404", 40_000)


def test_the_order_that_a_receipt_names_is_passed_on(gateway, bank):
    bank.mischief["verify"] = {"data": {"code": 100, "ref_id": 7, "fee": 0, "order_id": "BU-1-1"}, "errors": []}

    assert gateway.verify("A" + "0" * 35, AMOUNT).names == "BU-1-1"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", [int, str])
def test_no_refusal_to_take_is_called_a_failure(gateway, bank, code, form):
    bank.mischief["verify"] = refused(form(code))
    contradicts = code in {-50, -53, -54, -55}

    answer = gateway.verify("S" + "0" * 35, AMOUNT)

    assert answer.outcome is (Outcome.SUSPICIOUS if contradicts else Outcome.UNKNOWN)
    assert answer.reference is None


def test_faults_told_by_field_are_read_as_well(gateway, bank):
    authority = paid(gateway, bank)
    bank.mischief["verify"] = Mischief.ERRORS_BY_FIELD

    assert gateway.verify(authority, AMOUNT + 1).outcome is Outcome.SUSPICIOUS
    assert gateway.verify("S" + "0" * 35, AMOUNT).outcome is Outcome.SUSPICIOUS


@pytest.mark.parametrize("code", [100, "100", 101, "101"])
def test_codes_may_be_numbers_or_text(gateway, bank, code):
    bank.mischief["verify"] = {"data": {"code": code, "ref_id": 201, "fee": "3500"}, "errors": []}

    answer = gateway.verify("S" + "0" * 35, AMOUNT)

    assert (answer.outcome, answer.reference, answer.fee) == (Outcome.PAID, "201", 3_500)


@pytest.mark.parametrize("amount", [AMOUNT + 1, AMOUNT * 10, AMOUNT // 10])
def test_another_amount_is_suspicious_and_is_not_taken(gateway, bank, amount):
    authority = paid(gateway, bank)

    assert gateway.verify(authority, Rial(amount)).outcome is Outcome.SUSPICIOUS
    assert bank.book.find(authority).state == "paid"


def test_a_negative_fee_is_none(gateway, bank):
    bank.mischief["verify"] = {"data": {"code": 100, "ref_id": 1, "fee": -5}, "errors": []}

    assert gateway.verify("S" + "0" * 35, AMOUNT).fee == 0


# ---- looking --------------------------------------------------------------------------------------------------

STANDINGS = {
    "IN_BANK": Outcome.WAITING,
    "PAID": Outcome.PAID,
    "VERIFIED": Outcome.TAKEN,
    "FAILED": Outcome.FAILED,
    "REVERSED": Outcome.FAILED,
    "SOMETHING_NEW": Outcome.UNKNOWN,
    "": Outcome.UNKNOWN,
}


@pytest.mark.parametrize(("status", "outcome"), STANDINGS.items())
def test_where_a_payment_stands(gateway, bank, status, outcome):
    bank.mischief["inquiry"] = {"data": {"code": "100", "status": status}, "errors": []}

    assert gateway.inquire("S" + "0" * 35, AMOUNT).outcome is outcome


@pytest.mark.parametrize("code", CODES)
def test_no_refusal_to_tell_is_called_a_failure(gateway, bank, code):
    bank.mischief["inquiry"] = refused(code)
    contradicts = code in {-50, -53, -54, -55}

    answer = gateway.inquire("S" + "0" * 35, AMOUNT)

    assert answer.outcome is (Outcome.SUSPICIOUS if contradicts else Outcome.UNKNOWN)


def test_looking_does_not_take(gateway, bank):
    authority = begin(gateway)
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.WAITING
    assert gateway.verify(authority, AMOUNT).outcome is Outcome.UNKNOWN

    bank.act(authority, "pay")

    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.PAID
    assert bank.book.find(authority).state == "paid"
    gateway.verify(authority, AMOUNT)
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.TAKEN


def test_a_buyer_who_cancels_has_not_paid(gateway, bank):
    authority = begin(gateway)
    bank.act(authority, "cancel")

    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.FAILED


def test_what_nobody_has_verified_is_listed_with_its_rials(gateway, bank):
    bank.forget()
    authority = paid(gateway, bank)
    begin(gateway)
    taken(gateway, bank)
    bank.behave()

    listed = gateway.unverified()

    assert listed == [(authority, AMOUNT)]
    assert bank.paths == ["/pg/v4/payment/unVerified.json"]
    assert bank.calls == [("unVerified", {"merchant_id": MERCHANT})]


@pytest.mark.parametrize(
    "listed", [None, [], "x", {}, [7, None, "x"], [{"authority": "A0", "amount": "4500000"}], [{"authority": "A0"}]]
)
def test_a_list_of_any_shape_is_read_as_far_as_it_makes_sense(gateway, bank, listed):
    bank.mischief["unVerified"] = {"data": {"code": "100", "authorities": listed}, "errors": []}

    assert all(authority == "A0" and amount in {0, AMOUNT} for authority, amount in gateway.unverified())


# ---- silence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", SILENT)
@pytest.mark.parametrize("act", ["verify", "inquiry", "reverse"])
def test_silence_and_nonsense_leave_the_outcome_open(gateway, bank, act, mischief):
    authority = taken(gateway, bank)
    bank.mischief[act] = mischief
    acts: dict[str, Callable[[], object]] = {
        "verify": lambda: gateway.verify(authority, AMOUNT),
        "inquiry": lambda: gateway.inquire(authority, AMOUNT),
        "reverse": lambda: gateway.refund(whole(authority)),
    }

    with pytest.raises(OutcomeUnknown):
        acts[act]()


@pytest.mark.parametrize("mischief", SAYS_NOTHING)
def test_an_answer_that_says_nothing_leaves_the_outcome_open(gateway, bank, mischief):
    authority = paid(gateway, bank)
    bank.mischief.update(verify=mischief, inquiry=mischief)

    assert gateway.verify(authority, AMOUNT).outcome is Outcome.UNKNOWN
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.UNKNOWN


def test_a_gateway_that_can_not_be_reached_leaves_the_outcome_open():
    nowhere = ZarinpalGateway("http://127.0.0.1:9", MERCHANT)

    with pytest.raises(OutcomeUnknown):
        nowhere.verify("S" + "0" * 35, AMOUNT)
    with pytest.raises(GatewayDown):
        begin(nowhere)


# ---- giving back ----------------------------------------------------------------------------------------------


def test_a_whole_young_payment_is_reversed(gateway, bank):
    authority = taken(gateway, bank)

    reference = gateway.refund(whole(authority))

    assert reference == f"reverse-{authority[-12:]}"
    assert bank.book.find(authority).state == "reversed"


@pytest.mark.parametrize("amount", [AMOUNT - 1, AMOUNT // 2, 1])
def test_a_part_is_not_reversed(gateway, bank, amount):
    authority = taken(gateway, bank)

    with pytest.raises(RefundRefused):
        gateway.refund(whole(authority, amount=Rial(amount)))

    assert bank.asked("reverse") == 0
    assert bank.book.find(authority).state == "verified"


@pytest.mark.parametrize("age", [timedelta(minutes=30), timedelta(minutes=31), timedelta(days=3), None])
def test_after_half_an_hour_nothing_is_reversed(gateway, bank, age):
    authority = taken(gateway, bank)

    with pytest.raises(RefundRefused):
        gateway.refund(whole(authority, taken_at=None if age is None else clock.now() - age))

    assert bank.asked("reverse") == 0


def test_a_reversal_whose_answer_was_lost_is_not_paid_a_second_time_by_hand(gateway, bank):
    authority = taken(gateway, bank)
    bank.mischief["reverse"] = Mischief.DEAD_AFTER
    with pytest.raises(OutcomeUnknown):
        gateway.refund(whole(authority))

    bank.behave()
    reference = gateway.refund(whole(authority))

    assert reference == f"reverse-{authority[-12:]}"
    assert [act for act, _ in bank.calls] == ["reverse", "inquiry"]


def test_a_reversal_whose_answer_was_lost_is_found_after_half_an_hour_too(gateway, bank):
    authority = taken(gateway, bank)
    asked = whole(authority)
    bank.mischief["reverse"] = Mischief.DEAD_AFTER
    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked)

    bank.behave()
    with world.later(minutes=45):
        reference = gateway.refund(asked)

    assert reference == f"reverse-{authority[-12:]}"
    assert bank.asked("reverse") == 0


@pytest.mark.parametrize("mischief", SILENT)
def test_while_nobody_says_whether_it_was_reversed_people_do_not_pay_it(gateway, bank, mischief):
    authority = taken(gateway, bank)
    gateway.refund(whole(authority))
    bank.mischief["inquiry"] = mischief

    with pytest.raises(OutcomeUnknown):
        gateway.refund(whole(authority))


def test_money_that_was_never_taken_is_not_reversed(gateway, bank):
    with pytest.raises(RefundRefused):
        gateway.refund(whole(paid(gateway, bank)))


@pytest.mark.parametrize("code", [-60, -62, -63, "-62"])
def test_where_the_bank_can_not_reverse_people_must(gateway, bank, code):
    authority = taken(gateway, bank)
    bank.mischief["reverse"] = refused(code)

    with pytest.raises(RefundRefused):
        gateway.refund(whole(authority))


@pytest.mark.parametrize("mischief", [Mischief.EMPTY, Mischief.NO_DATA])
def test_an_empty_answer_to_a_reversal_is_no_refusal(gateway, bank, mischief):
    authority = taken(gateway, bank)
    bank.mischief["reverse"] = mischief

    with pytest.raises(OutcomeUnknown):
        gateway.refund(whole(authority))


# ---- secrets --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", [*SILENT, *SAYS_NOTHING])
def test_the_merchant_id_is_in_no_log_and_no_fault(gateway, bank, caplog, mischief):
    caplog.set_level(logging.DEBUG)
    authority = taken(gateway, bank)
    bank.mischief = dict.fromkeys(("request", "verify", "inquiry", "reverse"), mischief)
    acts: list[Callable[[], object]] = [
        lambda: gateway.start(START),
        lambda: gateway.verify(authority, AMOUNT),
        lambda: gateway.inquire(authority, AMOUNT),
        lambda: gateway.refund(whole(authority)),
    ]
    told = []
    for act in acts:
        try:
            told.append(repr(act()))
        except (GatewayDown, OutcomeUnknown, RefundRefused) as fault:
            told.append("".join(traceback.format_exception(fault)))

    logged = [json.dumps(vars(record), default=repr) for record in caplog.records]

    assert not [text for text in (*told, *logged, caplog.text) if MERCHANT in text]
