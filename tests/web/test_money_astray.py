"""What goes wrong between gateways, hands and desk: money that comes late, twice, by another way, or not at all."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing

import pytest

from app import orders, payments
from app.accounts import Role
from app.finance import TaskKind
from app.orders import OrderState
from app.payments import AttemptState, Outcome, RefundState
from app.payments.port import OutcomeUnknown
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zibal import ZibalGateway
from tests import world
from tests.fakes.bank import Mischief, refused
from tests.fakes.serving import Served
from tests.payments.scene import on_the_desk
from tests.payments.test_zarinpal_gateway import AMOUNT, MERCHANT, taken, whole
from tests.web.browsing import deliver, form_of, logged_in, token_of, words_of
from tests.web.test_checkout import act_at_bank, the_order
from tests.web.test_gateways import (
    all_ways,
    by_hand,
    choose,
    decide,
    page_of,
    review,
    set_up,
    try_,
    write_slip,
)
from tests.world import Ware


@pytest.fixture(scope="module")
def adapters(bank):
    return all_ways(bank.url)


@pytest.fixture(autouse=True)
def every_way(app, bank, adapters):
    bank.behave()
    set_up(bank, adapters)


@pytest.fixture
def zarinpal(bank):
    return ZarinpalGateway(bank.url, MERCHANT)


@pytest.fixture
def desk(app):
    return logged_in(app, world.official(Role.FINANCE))


def test_an_order_that_a_bank_has_paid_does_not_ask_for_money_by_hand(visitor, bank):
    to_bank = choose(review(visitor), "zarinpal")
    form = form_of(page_of(visitor), f"/o/{the_order().token}/pay")
    form["gateway"] = "card"
    form.submit(status=303)

    page = visitor.get(act_at_bank(bank, to_bank, "pay"), status=303).follow()

    assert the_order().state is OrderState.PAID
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert "منتظرِ پولِ شماست" not in words_of(page)
    assert "۶۰۳۷" not in words_of(page)


def test_a_cancelled_order_does_not_ask_for_money_by_hand(visitor):
    page = by_hand(visitor)

    form_of(page, f"/o/{the_order().token}/cancel").submit(status=303)

    assert the_order().state is OrderState.CANCELLED
    assert "۶۰۳۷" not in words_of(page_of(visitor))


@pytest.mark.parametrize("mischief", [Mischief.EMPTY, Mischief.NO_DATA, Mischief.TOO_MANY, refused(-52)])
def test_while_the_inquiry_says_nothing_people_do_not_pay_what_may_be_reversed(zarinpal, bank, mischief):
    authority = taken(zarinpal, bank)
    zarinpal.refund(whole(authority))
    bank.mischief["inquiry"] = mischief

    with pytest.raises(OutcomeUnknown):
        zarinpal.refund(whole(authority))


@pytest.mark.parametrize("code", [-12, -52, -63])
def test_a_reversal_whose_answer_was_lost_is_looked_for_whatever_is_said_the_second_time(zarinpal, bank, code):
    authority = taken(zarinpal, bank)
    bank.mischief["reverse"] = Mischief.DEAD_AFTER
    with pytest.raises(OutcomeUnknown):
        zarinpal.refund(whole(authority))

    bank.mischief["reverse"] = refused(code)

    assert zarinpal.refund(whole(authority)) == f"reverse-{authority[-12:]}"


def test_money_that_came_after_the_order_lapsed_can_be_seen_by_the_desk(app, visitor):
    by_hand(visitor, ware=Ware(on_hand=1))
    attempt_id, order_id = try_().id, the_order().id
    with world.later(hours=25):
        world.work()
        world.place({world.lines(order_id)[0].variant_id: 1})

        desk = logged_in(app, world.official(Role.FINANCE))
        form = form_of(desk.get("/finance/"), f"/finance/by-hand/{attempt_id}")
        form["tracking_no"] = "777"
        form.submit("do", value="seen", status=303)
        world.work()

    back = payments.refunds_of(order_id)[0]
    assert back.state is RefundState.MANUAL


def test_a_number_that_another_payment_has_is_told_to_the_desk(visitor, desk):
    by_hand(visitor, "counter")
    decide(desk, "seen", "1")
    order_id = world.place({world.variant(world.maker()): 1})
    second = world.to_bank(order_id, "counter")

    form = form_of(desk.get("/finance/"), f"/finance/by-hand/{second.attempt_id}")
    form["tracking_no"] = "1"
    page = form.submit("do", value="seen", expect_errors=True)

    assert page.status_code in {409, 422}
    assert payments.attempt(second.attempt_id).state is AttemptState.REDIRECTED


def test_an_authority_that_the_gateway_has_given_before_begins_nothing(visitor, bank):
    bank.mischief["request"] = {"result": 100, "trackId": 5}
    world.to_bank(world.place({world.variant(world.maker()): 1}), "zibal")
    world.fresh()
    order = orders.order(world.place({world.variant(world.maker()): 1}))
    form = form_of(visitor.get(f"/o/{order.token}"), f"/o/{order.token}/pay")
    form["gateway"] = "zibal"

    page = form.submit(status=303).follow()

    assert "درگاهِ بانک پاسخ نداد" in words_of(page)


def test_a_payment_that_is_none_is_nowhere(desk):
    desk.post("/finance/by-hand/1000000", {"csrf_token": token_of(desk), "do": "seen", "tracking_no": "7"}, status=404)


def test_a_gateway_that_drips_does_not_hold_a_worker():
    def drip(server: socket.socket) -> None:
        one, _ = server.accept()
        with one:
            one.recv(65536)
            one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n")
            for _ in range(30):
                time.sleep(1)
                try:
                    one.sendall(b" ")
                except OSError:
                    return

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        dripping = threading.Thread(target=drip, args=(server,), daemon=True)
        dripping.start()
        gateway = ZarinpalGateway(f"http://127.0.0.1:{server.getsockname()[1]}", MERCHANT)
        start = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            gateway.inquire("S" + "0" * 35, AMOUNT)
        assert time.monotonic() - start < 15
        dripping.join(5)


def test_taken_before_is_not_believed_of_an_inquiry_that_was_refused(bank):
    bank.behave()
    bank.mischief.update(
        verify={"result": 201}, inquiry={"result": 102, "status": 1, "amount": 4_500_000, "refNumber": 7}
    )

    assert ZibalGateway(bank.url, "m").verify("15966442233", AMOUNT).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("answer", [b"[" * 200_000, b'{"data": ' * 50_000])
def test_json_too_deep_to_read_is_no_answer(answer):
    def deep(environ, start):
        start("200 OK", [("Content-Type", "application/json")])
        return [answer]

    with Served(deep) as server, pytest.raises(OutcomeUnknown):
        ZarinpalGateway(server.url, MERCHANT).inquire("S" + "0" * 35, AMOUNT)


@pytest.mark.parametrize(
    "told",
    [{"card_pan": "6037-99**-****-1404 (Melli)"}, {"fee": 10**20}, {"fee": "1e9"}, {"card_pan": "6037991234561404"}],
)
def test_a_strange_card_or_fee_does_not_stop_money_from_being_written_down(bank, told):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}), "zarinpal")
    bank.act(there.authority, "pay")
    bank.mischief["verify"] = {"data": {"code": 100, "ref_id": 5, **told}, "errors": []}

    world.settle(there.attempt_id)

    world.fresh()
    assert payments.attempt(there.attempt_id).state is AttemptState.PAID
    assert "123456" not in (payments.attempt(there.attempt_id).card_mask or "")


def test_choosing_by_hand_again_does_not_hold_the_goods_for_ever(visitor):
    by_hand(visitor)
    for hours in (20, 40, 60):
        with world.later(hours=hours):
            form = form_of(page_of(visitor), f"/o/{the_order().token}/pay")
            form["gateway"].force_value("card")
            form.submit(expect_errors=True)
            world.work()

    assert the_order().state is OrderState.EXPIRED


def test_choosing_the_same_way_again_is_the_same_payment(visitor, desk):
    page = by_hand(visitor)
    form = form_of(page, f"/o/{the_order().token}/pay")
    form["gateway"] = "card"
    form.submit(status=303)

    assert len(payments.by_hand()) == 1


def test_whoever_has_paid_from_card_to_card_may_write_the_slip_after_looking_at_a_bank(visitor, bank):
    page = by_hand(visitor)
    form = form_of(page, f"/o/{the_order().token}/pay")
    form["gateway"] = "zibal"
    visitor.get(act_at_bank(bank, form.submit(status=303), "cancel"), status=303)

    page = page_of(visitor)

    assert [one for one in page.forms.values() if one.action.endswith("/slip")]


def test_the_task_of_a_slip_stays_until_somebody_has_looked(visitor, bank, desk):
    to_bank = choose(review(visitor), "zarinpal")
    form = form_of(page_of(visitor), f"/o/{the_order().token}/pay")
    form["gateway"] = "card"
    form.submit(status=303)
    write_slip(visitor, "123")
    visitor.get(act_at_bank(bank, to_bank, "pay"), status=303)
    deliver()

    assert [kind for kind, _ in on_the_desk()] == [TaskKind.SLIP]
    decide(desk, "seen")
    deliver()
    assert TaskKind.SLIP not in [kind for kind, _ in on_the_desk()]
