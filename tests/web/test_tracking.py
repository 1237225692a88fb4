"""An order's own page: who opens it, what it tells, what the buyer can do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from webtest import TestApp, TestResponse

from app import orders, payments, vouching
from app.orders import OrderState, ParcelState
from app.shared import clock
from app.shared.database import session, transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.world import Ware

WRONG_PAIR = "سفارشی با این شماره و این همراه نیافتیم"


def look_up(browser: TestApp, code: str, mobile: str) -> TestResponse:
    form = form_of(browser.get("/track"), having="code")
    form["code"], form["mobile"] = code, mobile
    return form.submit(expect_errors=True)


def page_of(browser: TestApp, order_id: int) -> TestResponse:
    return browser.get(f"/o/{orders.order(order_id).token}")


def paid_order(bank: FakeBank, **ware: object) -> int:
    return world.paid(bank, {world.variant(world.maker(), Ware(**ware)): 1})


def test_an_order_is_found_by_its_number_and_the_buyers_mobile_to_be_looked_at(visitor, bank):
    order = orders.order(paid_order(bank))
    world.send(world.parcels(order.id)[0])

    page = look_up(visitor, f" {order.code.lower()} ", "۰۹۱۲۱۲۳۴۵۶۷")

    assert page.status_code == 200
    assert order.code in words_of(page)
    assert order.token not in page.text
    assert not [form for form in page.forms.values() if form.action.startswith("/o/")]


def test_who_looks_an_order_up_learns_that_a_claim_is_open_and_not_what_it_says(visitor, bank):
    order = orders.order(world.sold(bank, {world.variant(world.maker()): 1, world.variant(world.maker()): 1}))
    one, other = world.parcels(order.id)
    world.complain(one, words="بوی نا می‌دهد", photos=[world.jpeg()])
    disputed = world.dispute(other)
    world.work()
    world.decide(disputed, world.verdict(words="عکس‌ها را دیدم"))

    found, hers = look_up(visitor, order.code, order.mobile), page_of(visitor, order.id)

    private = ("بوی نا می‌دهد", "این آن نیست که نوشته بود", "همان است که نوشته بودم", "عکس‌ها را دیدم")
    assert [words for words in private if words not in words_of(hers)] == []
    assert [words for words in private if words in words_of(found)] == []
    assert hers.html.select(".claim .shots")
    assert not found.html.select(".claim .shots")
    assert words_of(found).count("مشکلی که ثبت کردید") == 2


def test_any_wrong_pair_is_answered_alike(visitor, bank):
    order = orders.order(paid_order(bank))

    wrong_mobile = look_up(visitor, order.code, "09120000000")
    wrong_number = look_up(visitor, "BU-0509-AAAAAA", "09121234567")

    assert wrong_mobile.status_code == wrong_number.status_code == 422
    assert WRONG_PAIR in words_of(wrong_mobile)
    assert WRONG_PAIR in words_of(wrong_number)
    assert form_of(wrong_mobile, having="code")["code"].value == order.code


def test_looking_for_orders_by_trying_is_slowed_down(visitor, bank):
    order = orders.order(paid_order(bank))
    with clock.at(clock.now().replace(minute=1)):
        for number in range(10):
            look_up(visitor, order.code, f"0912000000{number}")

        answer = look_up(visitor, order.code, order.mobile)

    assert answer.status_code == 429
    assert "دقیقهٔ دیگر دوباره بیازمایید" in words_of(answer)


def test_an_empty_look_up_names_both_fields(visitor):
    page = look_up(visitor, "", "")

    assert set(faults_of(page)) == {"code", "mobile"}


def test_the_page_tells_the_difference_and_who_stands_for_it(visitor, bank):
    page = words_of(page_of(visitor, paid_order(bank, differs="دسته‌اش کج است")))

    assert "غیراستاندارد، با شرح" in page
    assert "دسته‌اش کج است" in page
    assert "پیشران فاطمه" in page


def test_the_steps_of_a_parcel_are_shown_as_they_happen(visitor, bank):
    order = paid_order(bank)
    parcel = world.parcels(order)[0]
    steps = []
    for act in (lambda: None, lambda: world.send(parcel), lambda: world.receive(parcel)):
        act()
        steps.append(len(page_of(visitor, order).html.select("ol.track li.on")))

    assert steps == sorted(steps)
    assert steps[0] == 1
    assert steps[-1] == 4


def test_what_has_come_is_not_called_freshly_paid(visitor, bank):
    order = paid_order(bank)
    before = words_of(page_of(visitor, order))
    world.send(world.parcels(order)[0])
    world.receive(world.parcels(order)[0])

    after = words_of(page_of(visitor, order))

    assert "پیوندِ همین صفحه را پیامک کردیم" in before
    assert "پیوندِ همین صفحه را پیامک کردیم" not in after


def test_the_buyer_says_it_has_come(visitor, bank):
    order = paid_order(bank)
    parcel = world.parcels(order)[0]
    world.send(parcel)
    page = page_of(visitor, order)
    form = next(form for form in page.forms.values() if "/received/" in form.action)

    answer = form.submit(status=303).follow()
    again = form.submit(expect_errors=True)

    assert "پولِ سازنده آزاد شد" in words_of(answer)
    assert again.status_code == 409
    assert world.parcel(parcel).state is ParcelState.COMPLETED
    assert world.broken_promises() == []


def test_what_was_not_sent_cannot_have_come(visitor, bank):
    order = paid_order(bank)
    token, parcel = orders.order(order).token, world.parcels(order)[0]
    csrf = form_of(page_of(visitor, order), "/theme")["csrf_token"].value

    page = visitor.post(f"/o/{token}/received/{parcel}", {"csrf_token": csrf}, status=409)

    assert "دیگر شدنی نیست" in words_of(page)
    assert world.parcel(parcel).state is ParcelState.NEW


def test_the_buyer_cancels_before_the_maker_has_accepted(visitor, bank):
    order = paid_order(bank)
    token = orders.order(order).token
    form = form_of(page_of(visitor, order), f"/o/{token}/cancel")

    page = form.submit(status=303).follow()
    world.work()

    assert "لغو شد. اگر پولی داده باشید، به شما برمی‌گردد" in words_of(page)
    assert [back.state.value for back in payments.refunds_of(order)] == ["done"]
    assert world.broken_promises() == []


def test_what_the_maker_has_accepted_is_not_cancelled(visitor, bank):
    order = paid_order(bank)
    token = orders.order(order).token
    form = form_of(page_of(visitor, order), f"/o/{token}/cancel")
    with transaction():
        orders.accept(world.parcel(world.parcels(order)[0]), None)

    page = form.submit(status=409)

    assert "دیگر پرداختنی یا لغوشدنی نیست" in words_of(page)
    assert payments.refunds_of(order) == []


def test_an_unpaid_order_can_be_cancelled(visitor):
    order = world.place({world.variant(world.maker()): 1})
    token = orders.order(order).token

    form_of(page_of(visitor, order), f"/o/{token}/cancel").submit(status=303)

    world.fresh()
    assert orders.order(order).state is OrderState.CANCELLED


def test_a_part_given_back_is_shown(visitor, bank):
    order = paid_order(bank)
    world.refund(world.lines(order)[0].id, rials=1_000_000)
    world.work()

    page = words_of(page_of(visitor, order))

    assert "۱۰۰٬۰۰۰ تومان پس داده شد" in page
    assert "بازپرداختِ ۱۰۰٬۰۰۰ تومان" in page


def test_the_page_is_for_no_search_engine(visitor, bank):
    page = page_of(visitor, paid_order(bank))

    assert page.html.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_mentor_who_took_her_word_back_is_named(visitor, bank):
    order = paid_order(bank)
    with transaction():
        given = session().get_one(vouching.Vouch, world.lines(order)[0].vouch_id)
        vouching.withdraw_vouch(given, "دیگر نه", given.mentor_person_id)

    assert "دیگر پاسخگوی این کالا نیست" in words_of(page_of(visitor, order))


def test_the_slip_for_the_parcel_tells_the_same_differences(app, bank):
    maker = world.maker()
    order = world.paid(bank, {world.variant(maker, Ware(differs="دسته‌اش کج است")): 1})
    parcel = world.parcels(order)[0]

    slip = words_of(logged_in(app, world.person_of(maker)).get(f"/workshop/orders/{parcel}/slip"))

    assert "دسته‌اش کج است" in slip
    assert orders.order(order).code in slip
    assert "خیابان سنگی" in slip


@pytest.mark.parametrize("hours", [1, 47])
def test_the_promised_day_stands_until_it_has_come(visitor, bank, hours):
    order = paid_order(bank)

    with clock.at(clock.now() + timedelta(hours=hours)):
        assert "وعدهٔ رسیدن" in words_of(page_of(visitor, order))
