"""What a buyer sees when the way to the bank and back is not smooth. Nothing is lost, nothing is paid twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from webtest import TestApp, TestResponse

from app import catalogue, orders, payments
from app.orders import OrderState
from app.payments import AttemptState
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import Mischief
from tests.web.browsing import form_of, put_in_basket, ready_to_pay, to_review, words_of
from tests.web.test_checkout import act_at_bank, count_orders, the_order
from tests.world import Ware


def at_the_last_form(browser: TestApp, ware: Ware | None = None) -> tuple[int, TestResponse]:
    """A product in the basket and its buyer one press before the bank."""
    product = world.product(world.maker(), ware)
    put_in_basket(browser, product)
    return product, to_review(browser)


def variant_of(product: int) -> catalogue.Variant:
    world.fresh()
    return catalogue.variants_of([product])[product][0]


def sent_to_bank(browser: TestApp) -> TestResponse:
    return ready_to_pay(at_the_last_form(browser)[1]).submit(status=303)


def pay_again(browser: TestApp) -> TestResponse:
    token = the_order().token
    return form_of(browser.get(f"/o/{token}"), f"/o/{token}/pay").submit(expect_errors=True)


def test_a_price_changed_meanwhile_is_told_and_nothing_is_lost(visitor):
    product, review = at_the_last_form(visitor, Ware(price=4_000_000))
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, variant_of(product).id), Rial(4_400_000), None)

    page = ready_to_pay(review).submit(status=409)

    assert "قیمت یا هزینهٔ فرستادن عوض شده است" in words_of(page)
    assert "قیمت از ۴۰۰٬۰۰۰ به ۴۴۰٬۰۰۰ تومان عوض شده است" in words_of(page)
    assert "سارا احمدی" in words_of(page)
    assert count_orders() == 0
    ready_to_pay(page).submit(status=303)
    assert the_order().goods_rial == 4_400_000


def test_what_was_ticked_stays_ticked_when_the_price_changed(visitor):
    product, review = at_the_last_form(visitor)
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, variant_of(product).id), Rial(4_100_000), None)

    form = form_of(ready_to_pay(review).submit(status=409), "/checkout/pay")

    assert form[f"ack-{variant_of(product).id}"].checked


def test_goods_sold_meanwhile_are_told_in_the_basket(visitor, bank):
    product, review = at_the_last_form(visitor, Ware(on_hand=1))
    world.paid(bank, {variant_of(product).id: 1})

    page = ready_to_pay(review).submit(status=409)

    assert "همین حالا تمام شد" in words_of(page)
    assert count_orders() == 1


def test_a_silent_bank_is_told_and_the_order_waits_to_be_paid(visitor, bank):
    bank.mischief["request"] = Mischief.DEAD_BEFORE
    page = sent_to_bank(visitor).follow()

    assert "درگاهِ بانک پاسخ نداد. سفارشتان ثبت است" in words_of(page)
    bank.behave()
    page = visitor.get(act_at_bank(bank, pay_again(visitor), "pay"), status=303).follow()
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert world.broken_promises() == []


@pytest.mark.parametrize("mischief", [Mischief.NONSENSE, Mischief.EMPTY, Mischief.DEAD_AFTER])
def test_a_bank_that_talks_nonsense_is_a_silent_bank(visitor, bank, mischief):
    bank.mischief["request"] = mischief

    page = sent_to_bank(visitor).follow()

    assert "درگاهِ بانک پاسخ نداد" in words_of(page)
    assert the_order().state is OrderState.AWAITING_PAYMENT


def test_a_payment_cancelled_at_the_bank_can_be_tried_again(visitor, bank):
    page = visitor.get(act_at_bank(bank, sent_to_bank(visitor), "cancel"), status=303).follow()

    assert "پرداخت انجام نشد. اگر پولی کم شده، بانک آن را برمی‌گرداند" in words_of(page)
    page = visitor.get(act_at_bank(bank, pay_again(visitor), "pay"), status=303).follow()
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert [one.state for one in payments.attempts_of(the_order().id)] == [AttemptState.CANCELLED, AttemptState.PAID]


def test_a_closed_tab_is_settled_by_the_worker(visitor, bank):
    to_bank = sent_to_bank(visitor)
    act_at_bank(bank, to_bank, "pay_close")

    with clock.at(clock.now() + timedelta(minutes=2)):
        world.work()

    assert "سفارشتان ثبت و پرداخت شد" in words_of(visitor.get(f"/o/{the_order().token}"))
    assert world.broken_promises() == []


def test_an_unanswered_question_is_shown_as_waiting_and_asked_again(visitor, bank):
    to_bank = sent_to_bank(visitor)
    back = act_at_bank(bank, to_bank, "pay")
    bank.mischief["verify"] = bank.mischief["inquiry"] = Mischief.DEAD_BEFORE

    page = visitor.get(back, status=303).follow()

    assert "پاسخِ بانک هنوز نرسیده است. همین‌جا خبر می‌دهیم؛ دوباره نپردازید" in words_of(page)
    assert page.html.find("meta", attrs={"http-equiv": "refresh"}) is not None
    assert not [form for form in page.forms.values() if form.action.endswith("/pay")]
    bank.behave()
    with clock.at(clock.now() + timedelta(minutes=3)):
        world.work()
    assert "سفارشتان ثبت و پرداخت شد" in words_of(visitor.get(f"/o/{the_order().token}"))


def test_the_browsers_word_alone_pays_nothing(visitor, bank):
    to_bank = sent_to_bank(visitor)
    authority = to_bank.headers["Location"].rpartition("/")[2]

    visitor.get("/pay/return/sandbox", {"authority": authority, "status": "OK"}, status=303)

    assert the_order().state is OrderState.AWAITING_PAYMENT
    assert bank.asked("verify") == 0


def test_an_answer_about_another_payment_pays_nothing(visitor, bank):
    back = act_at_bank(bank, sent_to_bank(visitor), "pay")
    bank.mischief["verify"] = Mischief.OTHER_PAYMENT

    visitor.get(back, status=303)

    assert the_order().state is OrderState.AWAITING_PAYMENT
    assert payments.attempts_of(the_order().id)[-1].state is AttemptState.SUSPICIOUS


@pytest.mark.parametrize("authority", ["", "S" + "0" * 34, "x" * 5000, "' OR 1=1", "\x00"])
def test_an_unknown_authority_is_not_even_asked_about(visitor, bank, authority):
    visitor.get("/pay/return/sandbox", {"authority": authority, "status": "OK"}, status=404)

    assert bank.calls == []


def test_an_unknown_bank_is_not_there(visitor):
    visitor.get("/pay/return/goldbank", {"authority": "x"}, status=404)


def test_the_return_in_another_browser_settles_too(app, visitor, bank):
    back = act_at_bank(bank, sent_to_bank(visitor), "pay")

    page = browser_of(app).get(back, status=303).follow()

    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)


def test_the_same_return_twice_pays_once(visitor, bank):
    back = act_at_bank(bank, sent_to_bank(visitor), "pay")

    pages = [visitor.get(back, status=303).follow() for _ in range(3)]

    assert all("سفارشتان ثبت و پرداخت شد" in words_of(page) for page in pages)
    assert bank.asked("verify") == 1


def test_paying_again_while_the_money_lies_at_the_bank_takes_that_money(visitor, bank):
    to_bank = sent_to_bank(visitor)
    act_at_bank(bank, to_bank, "pay_close")

    answer = pay_again(visitor)

    assert answer.headers["Location"] == f"/o/{the_order().token}"
    assert the_order().state is OrderState.PAID
    assert len(payments.attempts_of(the_order().id)) == 1


def test_a_gateway_that_is_off_is_said(visitor):
    token = orders.order(world.place({world.variant(world.maker()): 1})).token
    form = form_of(visitor.get(f"/o/{token}"), f"/o/{token}/pay")
    form["gateway"].force_value("goldbank")

    page = form.submit(status=409)

    assert "این درگاهِ پرداخت روشن نیست" in words_of(page)


def test_a_lapsed_order_frees_its_goods_and_can_still_be_paid_if_they_are_there(visitor, bank):
    sent_to_bank(visitor)
    with clock.at(clock.now() + timedelta(hours=2)):
        world.work()
        page = visitor.get(f"/o/{the_order().token}")

        assert "مهلتِ پرداخت گذشت" in words_of(page)
        answer = pay_again(visitor)
        paid = visitor.get(act_at_bank(bank, answer, "pay"), status=303).follow()

    assert "سفارشتان ثبت و پرداخت شد" in words_of(paid)


def test_asking_the_bank_again_does_not_hold_the_goods_of_a_lapsed_order(visitor):
    product, review = at_the_last_form(visitor, Ware(on_hand=1))
    ready_to_pay(review).submit(status=303)

    for minutes in (45, 110, 180):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            world.work()

    assert the_order().state is OrderState.EXPIRED
    assert variant_of(product).reserved == 0


def test_money_that_comes_when_the_goods_are_gone_goes_back(visitor, bank):
    product, review = at_the_last_form(visitor, Ware(on_hand=1))
    to_bank = ready_to_pay(review).submit(status=303)
    late = the_order().token
    with clock.at(clock.now() + timedelta(hours=2)):
        world.work()
        world.paid(bank, {variant_of(product).id: 1})
        back = act_at_bank(bank, to_bank, "pay")
        page = visitor.get(back, status=303).follow()

    assert page.request.path == f"/o/{late}"
    assert "سفارشتان ثبت و پرداخت شد" not in words_of(page)
    assert "برمی‌گرد" in words_of(page)
    assert world.broken_promises() == []
