"""Refunds by ZarinPal's panel: after half an hour and of parts; never twice, whatever happens to an answer."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import timedelta

import pytest
from flask import Flask

from app import ledger, orders, payments
from app.finance import TaskKind
from app.ledger import chart
from app.orders import ParcelState
from app.payments import Outcome, RefundState, Start
from app.payments.port import GiveBack, OutcomeUnknown, RefundRefused
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zarinpal_refunds import ZarinpalRefunds
from app.shared import clock, running
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank, Mischief, fault
from tests.payments.scene import given_back, on_the_desk

AMOUNT = Rial(4_500_000)
PART = Rial(1_000_000)
MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"
TOKEN = "the-owner-s-own-token"
TERMINAL = "445566"
START = Start("BU-1-1", AMOUNT, "http://127.0.0.1:8000/pay/return/zarinpal", "سفارشِ BU-1", "09121234567")
SILENT = [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.BROKEN, Mischief.LIST, Mischief.EMPTY]
LONG_AGO = timedelta(hours=3)


@pytest.fixture(scope="module")
def adapter(bank: FakeBank) -> ZarinpalGateway:
    return ZarinpalGateway(bank.url, MERCHANT, ZarinpalRefunds(f"{bank.url}/api/v4", TOKEN, TERMINAL))


@pytest.fixture
def gateway(adapter: ZarinpalGateway, bank: FakeBank) -> ZarinpalGateway:
    bank.behave()
    return adapter


@pytest.fixture
def taken(gateway: ZarinpalGateway, bank: FakeBank) -> tuple[str, str]:
    """A payment that was verified: its authority and its reference."""
    authority = gateway.start(START).authority
    bank.act(authority, "pay")
    answer = gateway.verify(authority, AMOUNT)
    assert answer.outcome is Outcome.PAID
    bank.behave()
    return authority, str(answer.reference)


def asked(taken: tuple[str, str], amount: Rial = PART, **changes: object) -> GiveBack:
    """A refund of a payment that is hours old."""
    old = {"paid": AMOUNT, "taken_at": clock.now() - LONG_AGO, "reference": taken[1]}
    return GiveBack(taken[0], amount, "k", **(old | changes))  # type: ignore[arg-type]


def again(taken: tuple[str, str], amount: Rial = PART, **changes: object) -> GiveBack:
    """The same, asked for before, long enough ago to have settled."""
    return asked(taken, amount, **{"first_asked_at": clock.now() - LONG_AGO, **changes})


# ---- what is sent ---------------------------------------------------------------------------------------------


def test_a_part_goes_back_by_the_session_that_the_reference_leads_to(gateway, bank, taken):
    reference = gateway.refund(asked(taken))

    assert [act for act, _ in bank.calls] == ["Session", "AddRefund"]
    assert bank.calls[0][1] == {"terminal_id": TERMINAL, "reference_id": taken[1]}
    sent = bank.calls[1][1]
    assert (sent["amount"], sent["method"], sent["reason"]) == (1_000_000, "PAYA", "CUSTOMER_REQUEST")
    assert sent["session_id"] not in {*taken, ""}
    assert bank.tokens == [f"Bearer {TOKEN}"] * 2
    assert given_back(bank, taken[0]) == [1_000_000]
    assert reference == bank.book.refunds(taken[0])[0][0]


def test_a_whole_payment_after_half_an_hour_goes_back_too(gateway, bank, taken):
    gateway.refund(asked(taken, AMOUNT))

    assert [act for act, _ in bank.calls] == ["inquiry", "Session", "AddRefund"]
    assert given_back(bank, taken[0]) == [AMOUNT]


def test_a_young_whole_payment_is_reversed_and_the_panel_is_not_asked(gateway, bank, taken):
    gateway.refund(asked(taken, AMOUNT, taken_at=clock.now()))

    assert [act for act, _ in bank.calls] == ["reverse"]
    assert given_back(bank, taken[0]) == []


def test_where_reversing_is_refused_the_panel_gives_it_back(gateway, bank, taken):
    bank.mischief["reverse"] = {"data": [], "errors": {"code": -62, "message": "ip", "validations": []}}

    gateway.refund(asked(taken, AMOUNT, taken_at=clock.now()))

    assert [act for act, _ in bank.calls] == ["reverse", "inquiry", "Session", "AddRefund"]


def test_while_nobody_says_whether_it_was_reversed_the_panel_is_not_asked(gateway, bank, taken):
    bank.mischief.update(reverse=Mischief.DEAD_AFTER, inquiry=Mischief.DEAD_AFTER)

    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            gateway.refund(asked(taken, AMOUNT, taken_at=clock.now()))

    assert bank.asked("AddRefund") == 0


def test_less_than_twenty_thousand_rials_go_by_hand_and_nobody_is_asked(gateway, bank, taken):
    with pytest.raises(RefundRefused):
        gateway.refund(asked(taken, Rial(19_999)))

    assert bank.calls == []
    gateway.refund(asked(taken, Rial(20_000)))
    assert given_back(bank, taken[0]) == [20_000]


def test_parts_go_one_after_the_other(gateway, bank, taken):
    gateway.refund(asked(taken))
    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken, Rial(500_000), before=Rial(0), in_turn=False))

    gateway.refund(asked(taken, Rial(500_000), before=PART))
    gateway.refund(asked(taken, Rial(700_000), before=Rial(1_500_000)))

    assert given_back(bank, taken[0]) == [1_000_000, 500_000, 700_000]


# ---- lost answers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", SILENT)
def test_an_ask_whose_answer_was_lost_is_looked_for_and_made_once(gateway, bank, taken, mischief):
    bank.mischief["AddRefund"] = mischief
    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken))

    bank.behave()
    reference = gateway.refund(again(taken))

    assert given_back(bank, taken[0]) == [1_000_000]
    assert reference == bank.book.refunds(taken[0])[0][0]
    assert bank.asked("AddRefund") == (1 if mischief is Mischief.DEAD_BEFORE else 0)


def test_what_may_still_be_on_its_way_is_not_asked_for_again(gateway, bank, taken):
    bank.mischief["AddRefund"] = Mischief.DEAD_BEFORE
    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken))
    bank.behave()

    for minutes in (0, 9.9):
        with pytest.raises(OutcomeUnknown):
            gateway.refund(again(taken, first_asked_at=clock.now() - timedelta(minutes=minutes)))
    assert bank.asked("AddRefund") == 0

    gateway.refund(again(taken, first_asked_at=clock.now() - timedelta(minutes=10)))
    assert given_back(bank, taken[0]) == [1_000_000]


@pytest.mark.parametrize("mischief", [*SILENT, Mischief.NO_ENTRY, Mischief.TOO_MANY])
def test_while_the_refunds_can_not_be_seen_nothing_is_repeated_nor_left_to_people(gateway, bank, taken, mischief):
    bank.mischief["AddRefund"] = Mischief.DEAD_AFTER
    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken))
    bank.behave()
    bank.mischief["Session"] = mischief

    with pytest.raises(OutcomeUnknown):
        gateway.refund(again(taken))

    assert bank.asked("AddRefund") == 0
    assert given_back(bank, taken[0]) == [1_000_000]


def test_a_refund_that_is_there_already_is_not_made_again(gateway, bank, taken):
    bank.book.refund(taken[0], 1_000_000, "made-in-the-panel")

    assert gateway.refund(asked(taken)) == "made-in-the-panel"
    assert bank.asked("AddRefund") == 0


def test_what_the_books_do_not_know_goes_to_people(gateway, bank, taken):
    bank.book.refund(taken[0], 700_000, "somebody-s")

    with pytest.raises(RefundRefused, match="700000"):
        gateway.refund(asked(taken))

    assert bank.asked("AddRefund") == 0


@pytest.mark.parametrize("status", ["FAILED", "canceled", "REVERSED", "Rejected"])
def test_a_refund_that_did_not_go_is_none(gateway, bank, taken, status):
    bank.mischief["Session"] = session(taken, {"id": "7", "instant_payout": {"amount": 1_000_000, "status": status}})

    gateway.refund(asked(taken))

    assert bank.asked("AddRefund") == 1


def session(taken: tuple[str, str], refund: object, **changes: object) -> dict[str, object]:
    number = str(int(taken[0][12:20], 16))
    row = {"id": number, "authority": taken[0], "amount": int(AMOUNT), "status": "VERIFIED", "refund": refund}
    return {"data": {"Session": [row | changes]}}


@pytest.mark.parametrize(
    "refund",
    [{"id": "7"}, {"id": "7", "instant_payout": None}, {"id": "7", "instant_payout": {"amount": 0}}, "yes", ["7"]],
)
def test_a_refund_of_unclear_amount_stops_everything(gateway, bank, taken, refund):
    bank.mischief["Session"] = session(taken, refund)

    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken))

    assert bank.asked("AddRefund") == 0


@pytest.mark.parametrize("change", [{"authority": "A" * 36}, {"amount": 450_000}, {"id": None}])
def test_another_payment_s_session_is_not_touched(gateway, bank, taken, change):
    bank.mischief["Session"] = session(taken, None, **change)

    with pytest.raises(RefundRefused):
        gateway.refund(asked(taken))
    with pytest.raises(OutcomeUnknown):
        gateway.refund(again(taken))

    assert bank.asked("AddRefund") == 0


# ---- refusals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["Session", "AddRefund"])
@pytest.mark.parametrize(
    "refusal", [fault("amount"), fault("Unauthenticated.", "authentication"), Mischief.NO_ENTRY], ids=str
)
def test_a_clear_refusal_goes_to_people(gateway, bank, taken, act, refusal):
    bank.mischief[act] = refusal

    with pytest.raises(RefundRefused):
        gateway.refund(asked(taken))

    assert given_back(bank, taken[0]) == []


def test_more_than_is_left_is_refused_by_the_bank_itself(gateway, bank, taken):
    bank.book.refund(taken[0], 4_000_000, "first")

    with pytest.raises(RefundRefused, match="more than what is left"):
        gateway.refund(asked(taken, before=Rial(4_000_000)))


@pytest.mark.parametrize(
    "unclear",
    [
        fault("Internal server error", "internal"),
        {"errors": [{"message": "Internal server error"}], "data": None},
        {"errors": "no"},
        {"data": {}},
        {"data": {"resource": None}},
        {"data": {"resource": {"id": "7", "timeline": {"refund_amount": 10_000_000}}}},
    ],
    ids=str,
)
def test_a_fault_of_their_own_leaves_the_outcome_open(gateway, bank, taken, unclear):
    bank.mischief["AddRefund"] = unclear

    with pytest.raises(OutcomeUnknown):
        gateway.refund(asked(taken))


@pytest.mark.parametrize("mischief", [*SILENT, Mischief.NO_ENTRY])
def test_the_token_is_in_no_log_and_no_fault(gateway, bank, taken, caplog, mischief):
    caplog.set_level(logging.DEBUG)
    told = []
    for act in ("Session", "AddRefund"):
        bank.mischief = {act: mischief}
        with pytest.raises((OutcomeUnknown, RefundRefused)) as raised:
            gateway.refund(asked(taken))
        told.append("".join(traceback.format_exception(raised.value)))

    logged = [json.dumps(vars(record), default=repr) for record in caplog.records]
    assert not [text for text in (*told, *logged, caplog.text) if TOKEN in text]


# ---- through the shop -----------------------------------------------------------------------------------------


@pytest.fixture
def shop(app: Flask, adapter: ZarinpalGateway, bank: FakeBank) -> Flask:
    bank.behave()
    bank.forget()
    running.put("gateways", {"zarinpal": adapter})
    return app


def called_off(bank: FakeBank) -> tuple[int, int, str]:
    """An order whose one parcel of two was declined hours later: order, refund, authority."""
    one, other = (world.variant(world.maker()) for _ in range(2))
    order_id = world.paid(bank, {one: 1, other: 1}, gateway="zarinpal")
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.fresh()
    authority = payments.attempts_of(order_id)[0].authority or ""
    return order_id, payments.refunds_of(order_id)[0].id, authority


def state(refund_id: int) -> RefundState:
    world.fresh()
    return payments.refund_by_id(refund_id).state


def test_a_declined_parcel_s_money_goes_back_by_the_panel_and_the_books_hold(shop, bank):
    order_id, refund_id, authority = called_off(bank)

    world.work()

    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [4_500_000]
    assert ledger.balance(chart.gateway("zarinpal")) == 4_500_000
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[1]), ParcelState.REJECTED, None)
    world.work()
    assert given_back(bank, authority) == [4_500_000, 4_500_000]
    assert on_the_desk() == []
    assert world.broken_promises() == []


@pytest.mark.parametrize("mischief", [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER])
def test_whatever_happens_to_the_answer_the_buyer_has_it_once(shop, bank, mischief):
    _, refund_id, authority = called_off(bank)
    bank.mischief["AddRefund"] = mischief
    for seconds in (0, 30, 90, 300):
        with world.later(seconds=seconds):
            world.work()
    assert bank.asked("AddRefund") == 1
    # What was made is found at the next look; what was not is asked for again, but not before it would have settled.
    assert (state(refund_id) is RefundState.DONE) == (mischief is Mischief.DEAD_AFTER)

    bank.behave()
    with world.later(minutes=30):
        world.work()

    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [4_500_000]
    assert world.broken_promises() == []


def test_a_token_that_is_not_taken_leaves_it_on_the_desk(shop, bank):
    _, refund_id, authority = called_off(bank)
    bank.mischief["Session"] = Mischief.NO_ENTRY

    world.work()

    assert state(refund_id) is RefundState.MANUAL
    assert on_the_desk() == [(TaskKind.REFUND_BY_HAND, f"refund:{refund_id}")]
    assert given_back(bank, authority) == []
