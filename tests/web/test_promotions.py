"""Codes on the review page, where the money goes, credit and cash on the order's page, and the rooms that set them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from webtest import Form, TestApp, TestResponse

from app import orders, payments, programme, promotions
from app.accounts import Role
from app.orders import OrderState, ParcelState
from app.payments import RefundState
from app.payments.by_hand import ByHand
from app.shared import rulebook, running
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.orders.test_promotions import coupon, subsidy
from tests.web.browsing import (
    faults_of,
    form_of,
    logged_in,
    messages_to,
    put_in_basket,
    ready_to_pay,
    to_review,
    token_of,
    words_of,
)
from tests.web.test_checkout import act_at_bank, count_orders, the_order, way_of
from tests.web.test_commissions import on
from tests.world import Ware


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


def review(visitor: TestApp, price: int = 4_000_000, maker_id: int | None = None) -> TestResponse:
    put_in_basket(visitor, world.product(maker_id or world.maker(), Ware(price=price)))
    return to_review(visitor)


def ask(page: TestResponse, **codes: str) -> TestResponse:
    """Type codes and press «work it out»."""
    form = form_of(page, "/checkout/pay")
    for name, value in codes.items():
        form[name] = value
    return form.submit("do", value="price", expect_errors=True)


def goodwill(order_id: int, rials: int) -> str:
    by = world.official(Role.FINANCE)
    with transaction():
        return payments.shown_code(payments.give_goodwill(order_id, Rial(rials), "دیر رسید", "form", by))


# ---- the buyer --------------------------------------------------------------------------------------------------


def test_a_coupon_and_a_fund_stand_in_the_sum_and_are_paid(visitor, bank):
    coupon()
    subsidy()

    page = ask(review(visitor), coupon="eid")

    assert "عیدی از صندوقِ بازار" in words_of(page)
    assert "پرداختِ ۳۸۵٬۰۰۰ تومان" in words_of(page)
    to_bank = ready_to_pay(page).submit(status=303)
    paid = visitor.get(act_at_bank(bank, to_bank, "pay"), status=303).follow()
    told = words_of(paid)
    assert the_order().total_rial == 3_850_000
    assert "کارمزدِ بازار ۲۰٬۰۰۰" in told
    assert "از صندوقِ بازار \u200e−۶۵٬۰۰۰" in told
    assert world.broken_promises() == []


def test_where_the_money_goes_sums_to_what_is_paid(visitor, bank):
    coupon()
    subsidy()
    to_bank = ready_to_pay(ask(review(visitor), coupon="EID")).submit(status=303)

    page = visitor.get(act_at_bank(bank, to_bank, "pay"), status=303).follow()

    for table in page.html.select("dl.sum"):
        figures = [number(one.get_text()) for one in table.select("dd")]
        assert sum(figures[:-1]) == figures[-1] == 385_000


def number(words: str) -> int:
    """What stands there in Persian digits."""
    sign = -1 if "−" in words else 1
    return sign * int("".join(one for one in words if one.isdigit()))


@pytest.mark.parametrize("field", ["coupon", "credit"])
def test_a_code_that_nobody_knows_is_told_at_its_field_and_kept(visitor, field):
    page = ask(review(visitor), **{field: "NEVER-7"})

    assert page.status_code == 422
    assert "نمی‌شناسیم" in page.html.select_one(f"#{field}-err").get_text()
    assert page.html.select_one(f"#{field}")["value"] == "NEVER-7"
    assert count_orders() == 0


def test_pressed_without_a_look_a_code_is_worked_out_and_shown_before_it_is_paid(visitor):
    coupon()
    form = ready_to_pay(review(visitor))
    form["coupon"] = "EID"

    page = form.submit(expect_errors=True)

    assert page.status_code == 409
    assert "پرداختِ ۴۱۰٬۰۰۰ تومان" in words_of(page)
    assert count_orders() == 0
    form_of(page, "/checkout/pay").submit(status=303)
    assert the_order().discount_rial == 400_000


def test_a_coupon_that_was_used_up_meanwhile_buys_nothing_at_another_price(visitor):
    coupon(most_uses=1)
    page = ask(review(visitor), coupon="EID")
    world.place({world.variant(world.maker()): 1}, codes=orders.Codes("EID"), recipient=world.recipient("09120000009"))

    answer = ready_to_pay(page).submit(expect_errors=True)

    assert answer.status_code == 422
    assert "تمام شده است" in answer.html.select_one("#coupon-err").get_text()
    assert count_orders() == 1


def test_guessing_codes_is_slowed_down(visitor):
    page = review(visitor)
    for guess in range(31):
        page = ask(page, credit=f"GUESS{guess}")

    assert "چند دقیقهٔ دیگر" in page.html.select_one("#credit-err").get_text()


def test_credit_that_pays_all_needs_no_bank_and_no_second_press(visitor, bank):
    code = goodwill(world.paid(bank, {world.variant(world.maker()): 1}), 5_000_000)

    page = ask(review(visitor), credit=code)
    assert "ثبتِ سفارش با اعتبار" in words_of(page)
    form = ready_to_pay(page)
    first, second = form.submit(status=303), form.submit(status=303)

    assert first.headers["Location"] == second.headers["Location"]
    assert "سفارشتان ثبت و پرداخت شد" in words_of(first.follow())
    assert count_orders() == 2
    assert world.broken_promises() == []


def by_hand(*names: str) -> None:
    running.put("gateways", {**payments.gateways(), **{name: ByHand(name) for name in names}})
    with transaction():
        rulebook.set_rule(payments.COD_MOST, 20_000_000, source="test", by=None)


def test_cash_on_delivery_is_chosen_told_to_both_and_counted_when_it_is_handed_in(app, visitor, finance):
    by_hand("cod")
    maker_id = world.maker()
    page = review(visitor, maker_id=maker_id)
    assert "نقدی هنگامِ تحویل" not in words_of(page)
    form: Form = form_of(page, "/checkout/pay")
    form[way_of(form)] = "courier"
    form = ready_to_pay(form.submit("do", value="price"))
    form["gateway"] = "cod"

    placed = form.submit(status=303).follow()

    assert "۴۳۰٬۰۰۰ تومان را هنگامِ تحویل بپردازید" in words_of(placed)
    order = the_order()
    assert order.state is OrderState.CASH_DUE
    assert "هنگامِ تحویل بپردازید" in messages_to(app, order.mobile)[0]
    maker = logged_in(app, world.person_of(maker_id))
    parcel_id = world.parcels(order.id)[0]
    assert "به دفترِ برنامه برسد" in words_of(maker.get(f"/workshop/orders/{parcel_id}"))
    assert order.code in words_of(maker.get("/workshop/orders"))
    visitor.post(f"/o/{order.token}/slip", {"csrf_token": token_of(visitor), "slip": "77"}, status=404)
    world.send(parcel_id)
    attempt_id = payments.attempts_of(order.id)[-1].id
    form = form_of(finance.get("/finance/"), f"/finance/by-hand/{attempt_id}", having="tracking_no")
    form["tracking_no"] = "R-17"
    form.submit("do", value="seen", status=303)
    world.fresh()
    assert orders.order(order.id).state is OrderState.PAID
    assert world.broken_promises() == []


def test_a_buyer_takes_credit_in_place_of_a_transfer_and_sees_its_code(visitor):
    by_hand("counter")
    order_id = world.place({world.variant(world.maker()): 1})
    there, by = world.to_bank(order_id, "counter"), world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(there.attempt_id, "R-17", by)
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()
    token, back = orders.order(order_id).token, payments.refunds_of(order_id)[0]

    page = form_of(visitor.get(f"/o/{token}"), f"/o/{token}/refunds/{back.id}/credit").submit(status=303).follow()

    world.fresh()
    (note,) = payments.notes_of(order_id)
    assert payments.refund_by_id(back.id).state is RefundState.DONE
    assert payments.shown_code(note) in words_of(page)
    order = orders.order(order_id)
    found = form_of(visitor.get("/track"), having="mobile")
    found["code"], found["mobile"] = order.code, order.mobile
    assert payments.shown_code(note) not in found.submit().text


# ---- those who set them -----------------------------------------------------------------------------------------


def fill(page: TestResponse, having: str, **typed: str) -> TestResponse:
    form = form_of(page, having=having)
    for name, value in typed.items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


COUPON = {"code": "عید۱۴۰۶", "title": "عیدی", "percent": "۱۰", "budget": "۵۰۰٬۰۰۰", "source": "مصوبهٔ ۱۲"}


def test_finance_sets_a_coupon_and_ends_it(finance):
    page = fill(finance.get("/finance/promotions/coupon"), "percent", **COUPON).follow()

    (row,) = promotions.coupons(None)
    assert (row.coupon.code, row.coupon.bps, row.coupon.budget_rial) == ("عید1406", 1_000, 5_000_000)
    assert "عیدی" in words_of(page)
    finance.post(f"/finance/promotions/coupon/{row.coupon.id}/end", {"csrf_token": token_of(finance)}, status=303)
    world.fresh()
    assert promotions.coupons(None)[0].coupon.over


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "a b!"}, "code"),
        ({"percent": "۹۱"}, "percent"),
        ({"percent": ""}, "amount"),
        ({"amount": "۱۰۰۰"}, "amount"),
        ({"budget": ""}, "budget"),
        (on(-1), "valid_from"),
        ({"source": ""}, "source"),
    ],
)
def test_what_is_wrong_with_a_coupon_is_told_at_its_field_and_kept(finance, changes, field):
    page = fill(finance.get("/finance/promotions/coupon"), "percent", **{**COUPON, **changes})

    assert page.status_code == 422
    assert field in faults_of(page)
    assert form_of(page, having="percent")["title"].value == "عیدی"
    assert promotions.coupons(None) == []


def test_two_coupons_do_not_have_one_code(finance):
    fill(finance.get("/finance/promotions/coupon"), "percent", **COUPON)

    assert "code" in faults_of(fill(finance.get("/finance/promotions/coupon"), "percent", **COUPON))


def test_a_fund_pays_and_shows_what_it_has_spent_by_the_books(finance, bank):
    typed = {"title": "یارانهٔ روستا", "percent": "۵۰", "most": "۲۰٬۰۰۰", "budget": "۵۰۰٬۰۰۰", "source": "مصوبهٔ ۱۲"}
    fill(finance.get("/finance/promotions/subsidy"), "most", **typed)

    world.paid(bank, {world.variant(world.maker()): 1})

    assert "۲۰٬۰۰۰ تومان از ۵۰۰٬۰۰۰ تومان" in words_of(finance.get("/finance/promotions"))


def test_a_group_is_set_and_each_mistake_is_told(finance):
    seller, member = programme.trainee(world.maker()), programme.trainee(world.maker())
    typed = {"maker": f"/m/{quote(seller.slug)}", "own": "۶۰", "members-0-who": member.slug, "source": "توافق"}

    short = fill(finance.get("/finance/promotions/shares"), "own", **typed, **{"members-0-percent": "۳۰"})
    nobody = fill(
        finance.get("/finance/promotions/shares"), "own", **{**typed, "members-0-who": "x", "members-0-percent": "۴۰"}
    )
    done = fill(finance.get("/finance/promotions/shares"), "own", **typed, **{"members-0-percent": "۴۰"})

    assert (short.status_code, list(faults_of(short))) == (422, ["own"])
    assert (nobody.status_code, list(faults_of(nobody))) == (422, ["members-0-who"])
    assert done.status_code == 303
    world.fresh()
    assert [sharing.parts for sharing in orders.sharings()] == [((seller.id, 6_000), (member.id, 4_000))]


def test_no_goodwill_for_what_nobody_paid(app, finance):
    code = orders.order(world.place({world.variant(world.maker()): 1})).code

    page = fill(finance.get("/finance/promotions/goodwill"), "why", code=code, amount="۵۰٬۰۰۰", why="دیر رسید")

    assert "پولی پرداخت نشده" in faults_of(page)["code"]


def test_goodwill_is_given_once_and_not_beyond_the_rule(app, finance, bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    code, mobile = orders.order(order_id).code, orders.order(order_id).mobile
    form = form_of(finance.get("/finance/promotions/goodwill"), having="why")
    form["code"], form["amount"], form["why"] = code.lower(), "۵۰٬۰۰۰", "دیر رسید"

    form.submit(status=303)
    form.submit(status=303)
    beyond = fill(finance.get("/finance/promotions/goodwill"), "why", code=code, amount="۴۵۰٬۰۰۱", why="باز")
    unknown = fill(finance.get("/finance/promotions/goodwill"), "why", code="BU-1", amount="۱", why="x")

    world.fresh()
    assert [int(note.amount_rial) for note in payments.notes_of(order_id)] == [500_000]
    assert "اعتبارِ خرید گرفتید" in messages_to(app, mobile)[0]
    assert list(faults_of(beyond)) == ["amount"]
    assert list(faults_of(unknown)) == ["code"]


def test_a_maker_gives_her_own_coupon_and_nobody_elses_ends(app):
    maker_id = world.maker()
    hers, other = logged_in(app, world.person_of(maker_id)), logged_in(app, world.person_of(world.maker()))

    fill(hers.get("/workshop/coupons"), "percent", code="HERS", title="مشتری", amount="۳۰٬۰۰۰").follow()

    (row,) = promotions.coupons(maker_id)
    assert (row.coupon.maker_id, row.coupon.amount_rial) == (maker_id, 300_000)
    ending = f"/workshop/coupons/{row.coupon.id}/end"
    other.post(ending, {"csrf_token": token_of(other)}, status=404)
    press_end = hers.post(ending, {"csrf_token": token_of(hers)}, status=303)
    assert press_end.headers["Location"].endswith("/workshop/coupons")
    world.fresh()
    assert promotions.coupons(maker_id)[0].coupon.over
