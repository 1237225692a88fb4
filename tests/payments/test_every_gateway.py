"""The whole chain through each gateway that can be asked: what ends well, what ends badly, and books that hold."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from webtest import TestApp

from app import ledger, orders, payments
from app.finance import TaskKind
from app.ledger import JournalKind, chart
from app.orders import OrderState
from app.payments import AttemptState, RefundState
from app.payments.port import Gateway
from app.payments.sandbox import SandboxGateway
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zibal import ZibalGateway
from app.sandbox.book import Payment
from app.shared import running
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank, Mischief
from tests.payments.scene import PAID, TOTAL, attempt, expire, in_bank_s_book, on_the_desk, order, standing

NAMES = ["sandbox", "zarinpal", "zibal"]
OPEN = (AttemptState.REDIRECTED, OrderState.AWAITING_PAYMENT)
UNKNOWN = (AttemptState.UNKNOWN, OrderState.AWAITING_PAYMENT)
SUSPICIOUS = (AttemptState.SUSPICIOUS, OrderState.AWAITING_PAYMENT)
MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"


@pytest.fixture(scope="module")
def adapters(bank: FakeBank) -> dict[str, Gateway]:
    return {
        "sandbox": SandboxGateway(bank.url),
        "zarinpal": ZarinpalGateway(bank.url, MERCHANT),
        "zibal": ZibalGateway(bank.url, MERCHANT),
    }


@pytest.fixture(autouse=True)
def promises_are_kept(app: Flask, bank: FakeBank, adapters: dict[str, Gateway]) -> Iterator[None]:
    """All gateways are set up; whatever a test does, the books' promises hold at its end."""
    bank.forget()
    running.put("gateways", adapters)
    yield
    assert world.broken_promises() == []


@pytest.fixture(params=NAMES)
def gateway(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def at_bank(gateway: str, on_hand: int = 10) -> world.AtBank:
    """Four million of goods and half a million of postage, on the way to the bank."""
    return world.to_bank(world.place({world.variant(world.maker(), world.Ware(on_hand=on_hand)): 1}), gateway)


def paid_at(bank: FakeBank, gateway: str, on_hand: int = 10) -> world.AtBank:
    """The bank has the buyer's money; the shop has not heard of it."""
    there = at_bank(gateway, on_hand)
    bank.act(there.authority, "pay")
    return there


def sent_back(bank: FakeBank, there: world.AtBank, act: str) -> str:
    """What the buyer does at the bank; the address of ours that the bank sends her back to."""
    address = bank.act(there.authority, act).headers["Location"]
    return address[address.index("/pay/return/") :]


def in_the_books(gateway: str) -> int:
    """What the gateway owes the shop by the shop's books."""
    world.fresh()
    return int(ledger.balance(chart.gateway(gateway)))


def journals(there: world.AtBank) -> list[JournalKind]:
    world.fresh()
    return [journal.kind for journal in ledger.journals_about("attempt", there.attempt_id)]


def taken(bank: FakeBank, there: world.AtBank) -> bool:
    """Whether the bank counts the money as ours; left alone it returns to the buyer."""
    return bank.book.find(there.authority).state == "verified"


# ---- what ends well -------------------------------------------------------------------------------------------


def test_a_buyer_pays_and_comes_back(bank, visitor, gateway):
    there = at_bank(gateway)

    page = visitor.get(sent_back(bank, there, "pay"), status=303).follow()

    assert "سفارشتان ثبت و پرداخت شد" in page.text
    assert standing(there) == PAID
    assert journals(there) == [JournalKind.PAYMENT]
    assert in_the_books(gateway) == TOTAL
    told = payments.attempt(there.attempt_id)
    assert (told.gateway, told.card_mask) == (gateway, "603799******1404")
    assert told.reference


def test_a_buyer_who_cancels_may_try_again(bank, visitor, gateway):
    there = at_bank(gateway)
    page = visitor.get(sent_back(bank, there, "cancel"), status=303).follow()
    assert "پرداخت انجام نشد" in page.text
    assert attempt(there) in {AttemptState.CANCELLED, AttemptState.FAILED}

    again = world.to_bank(there.order_id, gateway)
    visitor.get(sent_back(bank, again, "pay"), status=303)

    assert standing(again) == PAID
    assert in_the_books(gateway) == TOTAL


def test_a_tab_closed_after_paying_is_settled_within_two_minutes(bank, gateway):
    there = at_bank(gateway)
    bank.act(there.authority, "pay_close")

    with world.later(minutes=2):
        world.work()

    assert standing(there) == PAID
    assert in_the_books(gateway) == TOTAL


def test_coming_back_again_and_again_pays_once(app, bank, visitor, gateway):
    there = at_bank(gateway)
    back = sent_back(bank, there, "pay")

    for browser in (visitor, visitor, browser_of(app)):
        browser.get(back, status=303)

    assert bank.asked("verify") == 1
    assert journals(there) == [JournalKind.PAYMENT]
    assert in_the_books(gateway) == TOTAL


def test_coming_back_eight_times_at_once_pays_once(app, bank, gateway):
    there = at_bank(gateway)
    back = sent_back(bank, there, "pay")

    answers = world.at_once(app, *[lambda: browser_of(app).get(back).status_code] * 8)

    assert answers == [303] * 8
    assert bank.asked("verify") == 1
    assert in_the_books(gateway) == TOTAL


@pytest.mark.parametrize("trick", ["lost", "page"])
def test_an_answer_lost_after_the_money_was_taken_is_found_by_the_poller(bank, visitor, gateway, trick):
    there = at_bank(gateway)
    page = visitor.get(sent_back(bank, there, trick), status=303).follow()
    assert taken(bank, there)
    assert standing(there) == UNKNOWN
    assert "پاسخِ بانک هنوز نرسیده است" in page.text

    with world.later(minutes=3):
        world.work()

    assert standing(there) == PAID
    assert in_the_books(gateway) == TOTAL


@pytest.mark.parametrize("mischief", [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.EMPTY])
@pytest.mark.parametrize("act", ["inquiry", "verify"])
def test_whatever_happens_to_the_answer_it_is_unknown_and_paid_later(bank, gateway, act, mischief):
    there = paid_at(bank, gateway)
    bank.mischief[act] = mischief
    world.settle(there.attempt_id)
    assert standing(there) == UNKNOWN
    assert in_the_books(gateway) == 0

    bank.behave()
    with world.later(minutes=3):
        world.work()

    assert standing(there) == PAID
    assert in_the_books(gateway) == TOTAL


@pytest.mark.parametrize("mischief", [Mischief.CODES_AS_TEXT, Mischief.AMOUNTS_AS_TEXT])
def test_numbers_written_as_text_are_numbers(bank, gateway, mischief):
    bank.mischief = dict.fromkeys(("request", "inquiry", "verify"), mischief)
    there = paid_at(bank, gateway)

    world.settle(there.attempt_id)

    assert standing(there) == PAID


def test_zarinpal_asked_too_often_is_asked_later(bank):
    there = paid_at(bank, "zarinpal")
    bank.mischief["inquiry"] = Mischief.TOO_MANY
    world.settle(there.attempt_id)
    assert standing(there) == UNKNOWN

    bank.behave()
    with world.later(minutes=3):
        world.work()

    assert standing(there) == PAID


def test_more_buyers_who_never_came_back_than_the_poller_takes_at_once_are_all_settled(bank):
    variant = world.variant(world.maker(), world.Ware(on_hand=60))
    closed = [world.to_bank(world.place({variant: 1}), "zarinpal") for _ in range(52)]
    for there in closed:
        bank.act(there.authority, "pay_close")

    with world.later(minutes=2):
        world.work()
        world.work()

    assert {standing(there) for there in closed} == {PAID}
    assert in_the_books("zarinpal") == 52 * TOTAL


# ---- what ends badly ------------------------------------------------------------------------------------------


def test_a_forged_success_pays_nothing(bank, visitor, gateway):
    there = at_bank(gateway)

    visitor.get(sent_back(bank, there, "say_paid"), status=303)

    assert standing(there) == OPEN
    assert bank.asked("verify") == 0
    assert in_the_books(gateway) == 0


def test_a_forged_failure_cancels_nothing(bank, visitor, gateway):
    there = at_bank(gateway)

    visitor.get(sent_back(bank, there, "say_cancelled"), status=303)

    assert standing(there) == PAID
    assert in_the_books(gateway) == TOTAL


NAMED = {"sandbox": "authority", "zarinpal": "Authority", "zibal": "trackId"}


@pytest.mark.parametrize("authority", ["", "S" + "9" * 35, "9" * 10, "' OR 1=1 --", "A" * 500, "۱۲۳"])
def test_an_authority_that_we_never_had_is_not_even_asked_about(bank, visitor, gateway, authority):
    there = at_bank(gateway)
    bank.behave()

    visitor.get(f"/pay/return/{gateway}", {NAMED[gateway]: authority, "Status": "OK", "success": "1"}, status=404)

    assert bank.calls == []
    assert standing(there) == OPEN


def test_an_authority_of_another_gateway_is_not_even_asked_about(bank, visitor, gateway):
    other = NAMES[NAMES.index(gateway) - 1]
    there = paid_at(bank, gateway)
    bank.behave()

    visitor.get(f"/pay/return/{other}", {NAMED[other]: there.authority}, status=404)

    assert bank.calls == []
    assert standing(there) == OPEN


def test_persian_digits_and_things_added_on_the_way_do_no_harm(bank, visitor, gateway):
    there = paid_at(bank, gateway)
    written = there.authority.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    visitor.post(f"/pay/return/{gateway}?utm_source=x", {NAMED[gateway]: written, "amount": "1"}, status=303)

    assert standing(there) == PAID


def test_another_amount_goes_to_the_desk_and_pays_nothing(bank, visitor, gateway):
    there = at_bank(gateway)

    visitor.get(sent_back(bank, there, "amount"), status=303)
    world.work()

    assert standing(there) == SUSPICIOUS
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{there.attempt_id}")]
    assert in_the_books(gateway) == 0


@pytest.mark.parametrize("factor", ["* 10", "/ 10"])
def test_toman_taken_for_rials_go_to_the_desk_and_are_not_taken(bank, gateway, factor):
    there = paid_at(bank, gateway)
    in_bank_s_book(bank, f"UPDATE payment SET amount = amount {factor} WHERE authority = ?", there.authority)

    world.settle(there.attempt_id)

    assert standing(there) == SUSPICIOUS
    assert not taken(bank, there)
    assert in_the_books(gateway) == 0


def test_a_payment_that_the_gateway_has_forgotten_is_not_taken_for_paid(bank, gateway):
    there = paid_at(bank, gateway)
    in_bank_s_book(bank, "DELETE FROM payment WHERE authority = ?", there.authority)

    world.settle(there.attempt_id)

    assert attempt(there) in {AttemptState.SUSPICIOUS, AttemptState.FAILED}
    assert order(there) is OrderState.AWAITING_PAYMENT


def test_a_payment_without_the_gateway_s_reference_is_not_believed(bank, gateway):
    there = paid_at(bank, gateway)
    bank.mischief["verify"] = Mischief.NO_REFERENCE

    world.settle(there.attempt_id)

    assert standing(there) == SUSPICIOUS
    assert in_the_books(gateway) == 0


def test_a_reference_given_twice_pays_one_order(bank, gateway):
    first, second = paid_at(bank, gateway), paid_at(bank, gateway)
    bank.mischief["verify"] = Mischief.SAME_REFERENCE

    for there in (first, second):
        world.settle(there.attempt_id)
    world.work()

    assert standing(first) == PAID
    assert standing(second) == SUSPICIOUS
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{second.attempt_id}")]
    assert in_the_books(gateway) == TOTAL


LOOSE = ("zarinpal", 2_000_000, "https://elsewhere.example/back")


def loose(bank: FakeBank, authority: str) -> None:
    """Somebody has paid at our terminal by another program than ours."""
    face, amount, callback = LOOSE
    bank.book.add(Payment(authority, amount, callback, "", face=face))
    bank.book.pay(authority)


def test_a_list_full_of_others_money_does_not_keep_ours_from_being_settled(bank):
    there = paid_at(bank, "zarinpal")
    for number in range(110):
        loose(bank, f"S{number:035d}")

    with world.later(minutes=2):
        world.work()

    assert standing(there) == PAID
    assert len(on_the_desk()) == 100


def test_what_was_left_for_its_buyer_is_not_taken_because_it_stands_on_the_list(bank, visitor):
    first = at_bank("zarinpal")
    second = world.to_bank(first.order_id, "zarinpal")
    for there in (first, second):
        visitor.get(sent_back(bank, there, "pay"), status=303)

    with world.later(minutes=6):
        world.work()

    assert attempt(second) is AttemptState.ABANDONED
    assert not taken(bank, second)
    assert on_the_desk() == []


# ---- what comes late ------------------------------------------------------------------------------------------


def test_money_for_an_order_that_lapsed_buys_the_goods_if_they_are_there(bank, visitor, gateway):
    there = at_bank(gateway)
    back = sent_back(bank, there, "pay")
    expire(there.order_id)

    visitor.get(back, status=303)

    assert standing(there) == PAID
    assert in_the_books(gateway) == TOTAL


def test_money_for_an_order_whose_goods_are_gone_is_not_taken(bank, visitor, gateway):
    there = at_bank(gateway, on_hand=1)
    back = sent_back(bank, there, "pay")
    expire(there.order_id)
    world.place({world.lines(there.order_id)[0].variant_id: 1})

    page = visitor.get(back, status=303).follow()

    assert standing(there) == (AttemptState.ABANDONED, OrderState.EXPIRED)
    assert "بانک آن را برمی‌گرداند" in page.text
    assert not taken(bank, there)
    assert in_the_books(gateway) == 0


def test_of_two_tabs_that_both_paid_one_pays_and_the_other_is_not_taken(bank, visitor, gateway):
    first = at_bank(gateway)
    second = world.to_bank(first.order_id, gateway)

    for there in (first, second):
        visitor.get(sent_back(bank, there, "pay"), status=303)

    assert standing(first) == PAID
    assert attempt(second) is AttemptState.ABANDONED
    assert not taken(bank, second)
    assert in_the_books(gateway) == TOTAL


def test_of_two_gateways_that_were_both_paid_one_pays_and_the_other_is_not_taken(bank, visitor, gateway):
    first = at_bank(gateway)
    second = world.to_bank(first.order_id, NAMES[NAMES.index(gateway) - 1])

    for there in (second, first):
        visitor.get(sent_back(bank, there, "pay"), status=303)

    assert standing(second) == PAID
    assert attempt(first) is AttemptState.ABANDONED
    assert in_the_books(gateway) == 0


def taken_twice(bank: FakeBank, gateway: str) -> tuple[world.AtBank, world.AtBank]:
    """Two payments of one order, both verified before either was written down."""
    first = at_bank(gateway)
    second = world.to_bank(first.order_id, gateway)
    for there in (first, second):
        bank.act(there.authority, "pay")
    with transaction():
        claims = [orders.claim(there.attempt_id) for there in (first, second)]
    for claimed in claims:
        answer = payments.ask(claimed)
        with transaction():
            orders.settle(claimed, answer)
    assert standing(first) == PAID
    assert attempt(second) is AttemptState.LATE_PAID
    assert in_the_books(gateway) == 2 * TOTAL
    return first, second


@pytest.mark.parametrize("gateway", ["sandbox", "zarinpal"], indirect=True)
def test_a_second_payment_that_was_taken_goes_back_by_the_gateway_s_own_way(bank, gateway):
    first, second = taken_twice(bank, gateway)

    world.work()

    assert [back.state for back in payments.refunds_of(second.order_id)] == [RefundState.DONE]
    assert in_the_books(gateway) == TOTAL
    assert taken(bank, first)
    assert on_the_desk() == []


@pytest.mark.parametrize(("gateway", "minutes"), [("zibal", 0), ("zarinpal", 31)], indirect=["gateway"])
def test_a_second_payment_that_the_gateway_does_not_give_back_is_a_task_for_people(bank, gateway, minutes):
    _, second = taken_twice(bank, gateway)

    with world.later(minutes=minutes):
        world.work()

    back = payments.refunds_of(second.order_id)[0]
    assert back.state is RefundState.MANUAL
    assert set(on_the_desk()) == {
        (TaskKind.LATE_PAYMENT, f"attempt:{second.attempt_id}"),
        (TaskKind.REFUND_BY_HAND, f"refund:{back.id}"),
    }
    somebody = world.person()
    with transaction():
        payments.refund_by_hand(payments.refund_by_id(back.id), "123456", somebody)
    world.work()
    assert on_the_desk() == []
    assert ledger.balance(chart.REFUND_PENDING) == 0


def test_a_reversal_whose_answer_was_lost_gives_the_money_back_once(bank):
    _, second = taken_twice(bank, "zarinpal")
    bank.mischief["reverse"] = Mischief.DEAD_AFTER
    world.work()
    assert [back.state for back in payments.refunds_of(second.order_id)] == [RefundState.QUEUED]

    bank.behave()
    with world.later(minutes=2):
        world.work()

    assert [back.state for back in payments.refunds_of(second.order_id)] == [RefundState.DONE]
    assert in_the_books("zarinpal") == TOTAL
    assert on_the_desk() == []


# ---- all at once ----------------------------------------------------------------------------------------------

BUYERS, FORGERS, RETURNS = 60, 10, 10


def test_sixty_payments_that_each_come_back_ten_times_at_once_are_paid_once_each(app, bank):
    variant = world.variant(world.maker(), world.Ware(on_hand=BUYERS + FORGERS))
    there = [world.to_bank(world.place({variant: 1}), NAMES[place % 3]) for place in range(BUYERS + FORGERS)]
    honest, forged = there[:BUYERS], there[BUYERS:]
    backs = [sent_back(bank, one, "pay") for one in honest] + [sent_back(bank, one, "say_paid") for one in forged]
    backs += [f"/pay/return/{name}?{NAMED[name]}=S{place:035d}" for place, name in enumerate(NAMES)]
    returns = backs * RETURNS
    random.Random(20_261_125).shuffle(returns)
    world.fresh()

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(lambda back: _come_back(browser_of(app), back), returns))

    assert Counter(answers) == {303: (BUYERS + FORGERS) * RETURNS, 404: len(NAMES) * RETURNS}
    assert {standing(one) for one in honest} == {PAID}
    assert {standing(one) for one in forged} == {OPEN}
    assert [journals(one) for one in honest] == [[JournalKind.PAYMENT]] * BUYERS
    assert bank.asked("verify") == BUYERS
    assert sum(in_the_books(name) for name in NAMES) == BUYERS * TOTAL


def _come_back(browser: TestApp, address: str) -> int:
    return int(browser.get(address, expect_errors=True).status_code)
