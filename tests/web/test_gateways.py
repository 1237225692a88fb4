"""Several ways of paying side by side: the buyer chooses, staff order and switch them, money by hand is confirmed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from bs4 import Tag
from flask import Flask
from webtest import Form, TestApp, TestResponse

from app import catalogue, finance, ledger, orders, payments
from app.accounts import Role
from app.finance import TaskKind
from app.ledger import chart
from app.orders import OrderState
from app.payments import AttemptState, Choice, RefundState
from app.payments.by_hand import ByHand
from app.payments.port import Gateway
from app.payments.sandbox import SandboxGateway
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zibal import ZibalGateway
from app.shared import audit, rulebook, running
from app.shared.database import session, transaction
from app.vouching.rules import SECOND_PRICE
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.payments.scene import on_the_desk
from tests.web.browsing import (
    deliver,
    faults_of,
    form_of,
    logged_in,
    messages_to,
    put_in_basket,
    ready_to_pay,
    shop_with,
    to_review,
    token_of,
    words_of,
)
from tests.web.test_checkout import act_at_bank, count_orders, the_order
from tests.web.test_headers import policy_of
from tests.world import Ware

CARD, HOLDER, OFFICE = "6037991234567890", "تعاونیِ زنانِ بوشهر", "بوشهر، خیابان لیان، ۹ تا ۱۳"
ALL = ["sandbox", "zarinpal", "zibal", "card", "counter"]


def all_ways(url: str) -> dict[str, Gateway]:
    merchant = "1344b5d4-0048-11e8-94db-005056a205be"
    return {
        "sandbox": SandboxGateway(url),
        "zarinpal": ZarinpalGateway(url, merchant),
        "zibal": ZibalGateway(url, merchant),
        "card": ByHand("card"),
        "counter": ByHand("counter"),
    }


@pytest.fixture(scope="module")
def adapters(bank: FakeBank) -> dict[str, Gateway]:
    return all_ways(bank.url)


@pytest.fixture(autouse=True)
def every_way(app: Flask, bank: FakeBank, adapters: dict[str, Gateway]) -> None:
    """All ways are set up, and buyers can be told where to pay by hand."""
    set_up(bank, adapters)


def set_up(bank: FakeBank, adapters: dict[str, Gateway]) -> None:
    bank.forget()
    running.put("gateways", adapters)
    with transaction():
        rules = {payments.CARD_NUMBER: CARD, payments.CARD_HOLDER: HOLDER, payments.COUNTER: OFFICE}
        for rule, value in rules.items():
            rulebook.set_rule(rule, value, source="test", by=None)


@pytest.fixture
def desk(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


def review(browser: TestApp, ware: Ware | None = None) -> TestResponse:
    put_in_basket(browser, world.product(world.maker(), ware))
    return to_review(browser)


def choose(page: TestResponse, gateway: str) -> TestResponse:
    """Press «pay» on the last page before the bank, by this way."""
    form = ready_to_pay(page)
    form["gateway"].force_value(gateway)
    return form.submit(expect_errors=True)


def by_hand(browser: TestApp, way: str = "card", ware: Ware | None = None) -> TestResponse:
    """An order that is to be paid by hand; its page."""
    return choose(review(browser, ware), way).follow()


def page_of(browser: TestApp) -> TestResponse:
    return browser.get(f"/o/{the_order().token}")


def write_slip(browser: TestApp, slip: str) -> TestResponse:
    form = form_of(page_of(browser), f"/o/{the_order().token}/slip")
    form["slip"] = slip
    return form.submit(status=303).follow()


def try_() -> payments.Attempt:
    """The newest try to pay the only order."""
    return payments.attempts_of(the_order().id)[-1]


def decide(desk: TestApp, do: str, number: str | None = None) -> TestResponse:
    """Press one of the two buttons beside the newest payment by hand."""
    form = form_of(desk.get("/finance/"), f"/finance/by-hand/{try_().id}")
    if number is not None:
        form["tracking_no"] = number
    return form.submit("do", value=do, expect_errors=True)


def switch(*, off: Sequence[str]) -> None:
    somebody = world.person()
    with transaction():
        payments.set_choices([(name, "", name not in off) for name in ALL], somebody)


def radios(page: TestResponse) -> dict[str, str]:
    """Ways of paying that a page offers, in its order, by what they are called."""
    return {
        one["value"]: next(one.find_parent("label").stripped_strings)
        for one in page.html.find_all("input", attrs={"type": "radio", "name": "gateway"})
    }


# ---- choosing -------------------------------------------------------------------------------------------------


def test_the_buyer_chooses_among_all_ways_and_the_first_one_is_marked(visitor):
    page = review(visitor)

    assert list(radios(page)) == ALL
    assert ready_to_pay(page)["gateway"].value == "sandbox"


@pytest.mark.parametrize(
    ("gateway", "door"), [("sandbox", "/pay/"), ("zarinpal", "/pg/StartPay/"), ("zibal", "/start/")]
)
def test_the_chosen_gateway_is_the_one_she_goes_to(visitor, bank, gateway, door):
    to_bank = choose(review(visitor), gateway)

    assert to_bank.headers["Location"].startswith(bank.url + door)
    page = visitor.get(act_at_bank(bank, to_bank, "pay"), status=303).follow()
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert try_().gateway == gateway
    assert world.broken_promises() == []


def test_whoever_failed_at_one_gateway_may_pay_at_another(visitor, bank):
    visitor.get(act_at_bank(bank, choose(review(visitor), "zarinpal"), "cancel"), status=303)
    form = form_of(page_of(visitor), f"/o/{the_order().token}/pay")
    form["gateway"] = "zibal"

    visitor.get(act_at_bank(bank, form.submit(status=303), "pay"), status=303)

    tries = payments.attempts_of(the_order().id)
    assert [(one.gateway, one.state) for one in tries] == [
        ("zarinpal", AttemptState.FAILED),
        ("zibal", AttemptState.PAID),
    ]


@pytest.mark.parametrize("gateway", ["goldbank", "", "stripe", "x" * 300, "card'--"])
def test_a_way_that_is_none_is_told_and_nothing_is_ordered(visitor, gateway):
    page = choose(review(visitor), gateway)

    assert page.status_code == 409
    assert "این درگاهِ پرداخت روشن نیست" in words_of(page)
    assert count_orders() == 0


def test_a_way_that_was_switched_off_meanwhile_is_told_and_nothing_is_ordered(visitor):
    page = review(visitor)
    switch(off=("zarinpal",))

    page = choose(page, "zarinpal")

    assert page.status_code == 409
    assert "این درگاهِ پرداخت روشن نیست" in words_of(page)
    assert count_orders() == 0


def test_with_every_way_off_it_is_said_and_nothing_can_be_pressed(visitor):
    page = review(visitor)
    switch(off=ALL)

    assert "اکنون هیچ درگاهِ پرداختی روشن نیست" in words_of(visitor.get("/checkout/review"))
    assert choose(page, "sandbox").status_code == 409
    assert count_orders() == 0


def test_each_way_says_what_happens_then(visitor):
    page = review(visitor)

    told = {one.find("input")["value"]: one.find("small").get_text() for one in ways_of(page)}
    assert {way for way, words in told.items() if "به صفحهٔ بانک می‌روید" in words} == {"sandbox", "zarinpal", "zibal"}
    assert "شمارهٔ رسید" in told["card"]
    assert "دفتر" in told["counter"]
    assert "صفحهٔ بانک" not in page.html.select(".aside .hint")[-1].get_text()


def test_the_only_way_says_what_happens_then(visitor):
    running.put("gateways", {"counter": ByHand("counter")})

    words = words_of(review(visitor))

    assert "نشانیِ دفتر را نشان می‌دهیم" in words
    assert "صفحهٔ بانک" not in words


def ways_of(page: TestResponse) -> list[Tag]:
    return [one for one in page.html.select("label.pick") if one.find("input", attrs={"name": "gateway"})]


def test_a_gateway_is_not_offered_what_it_does_not_take(visitor):
    with transaction():
        rulebook.set_rule(SECOND_PRICE, 10**12, source="test", by=None)
    page = review(visitor, Ware(price=1_100_000_000))

    assert list(radios(page)) == ["sandbox", "card", "counter"]
    assert choose(page, "zibal").status_code == 409


@pytest.mark.parametrize(("rule", "way"), [(payments.CARD_NUMBER, "card"), (payments.COUNTER, "counter")])
def test_a_way_by_hand_is_not_offered_before_it_is_told_where_to_pay(visitor, desk, rule, way):
    with transaction():
        rulebook.set_rule(rule, "", source="test", by=None)

    assert list(radios(review(visitor))) == [one for one in ALL if one != way]
    assert "شمارهٔ کارت یا نشانی گذاشته نشده" in words_of(desk.get("/finance/gateways"))


# ---- by hand: the buyer ---------------------------------------------------------------------------------------


def test_from_card_to_card_the_page_tells_where_to_and_how_much(visitor):
    page = by_hand(visitor)

    number = page.html.find("bdi", class_="card-no")
    assert [group.get_text() for group in number.find_all("span")] == ["۶۰۳۷", "۹۹۱۲", "۳۴۵۶", "۷۸۹۰"]
    assert number.get_text() == "۶۰۳۷۹۹۱۲۳۴۵۶۷۸۹۰"
    assert HOLDER in words_of(page)
    assert "۴۵۰٬۰۰۰ تومان" in words_of(page)
    assert "منتظرِ پولِ شماست" in words_of(page)
    assert (try_().state, the_order().state) == (AttemptState.REDIRECTED, OrderState.AWAITING_PAYMENT)


def test_at_the_counter_the_page_tells_where_it_is(visitor):
    page = by_hand(visitor, "counter")

    assert OFFICE in words_of(page)
    assert "۶۰۳۷" not in words_of(page)


def test_who_looked_the_order_up_is_not_told_how_to_pay(visitor):
    by_hand(visitor)
    form = form_of(visitor.get("/track"), having="code")
    form["code"], form["mobile"] = the_order().code, "09121234567"

    page = form.submit()

    assert the_order().code in page.text
    assert "۶۰۳۷" not in page.text
    assert not [one for one in page.forms.values() if one.action.endswith("/slip")]


def test_a_slip_is_kept_in_ascii_digits_and_the_desk_is_told(visitor, desk):
    by_hand(visitor)

    page = write_slip(visitor, "  ۱۲۳۴۵۶ ")
    deliver()

    assert "رسیدتان را داریم" in words_of(page)
    assert "۱۲۳۴۵۶" in words_of(page)
    assert (try_().slip, try_().state) == ("123456", AttemptState.UNKNOWN)
    assert on_the_desk() == [(TaskKind.SLIP, f"attempt:{try_().id}")]
    assert "۱۲۳۴۵۶" in words_of(desk.get("/finance/"))


@pytest.mark.parametrize("slip", ["", "   ", "\u200f", "\u200c\u200c"])
def test_an_empty_slip_is_told_and_changes_nothing(visitor, slip):
    by_hand(visitor)

    page = write_slip(visitor, slip)

    assert "شمارهٔ پیگیری را از رسید بنویسید" in page.text
    assert (try_().slip, try_().state) == ("", AttemptState.REDIRECTED)


@pytest.mark.parametrize("slip", ["9" * 500, "<script>alert(1)</script>", "=1+1", "کارتِ خواهرم، ۱۲ آذر"])
def test_whatever_is_written_as_a_slip_is_shown_as_it_is(visitor, desk, slip):
    by_hand(visitor)

    write_slip(visitor, slip)

    assert len(try_().slip) <= 60
    for page in (page_of(visitor), desk.get("/finance/")):
        assert "<script>alert" not in page.text
        assert page.status_code == 200


def test_a_second_slip_takes_the_place_of_the_first_and_is_no_second_task(visitor, desk):
    first = form_of(by_hand(visitor), f"/o/{the_order().token}/slip")
    for slip in ("111", "۲۲۲"):
        first["slip"] = slip
        first.submit(status=303)
        deliver()

    assert try_().slip == "222"
    assert [task.facts for task in finance.open_tasks()] == ["222"]
    assert len(payments.by_hand()) == len(on_the_desk()) == 1


def test_a_slip_says_nothing_of_another_s_order(visitor, bank):
    by_hand(visitor)
    other = orders.order(world.paid(bank, {world.variant(world.maker()): 1}))
    csrf = token_of(visitor)

    for token, status in ((other.token, 404), ("0" * len(other.token), 404)):
        visitor.post(f"/o/{token}/slip", {"csrf_token": csrf, "slip": "123"}, status=status)

    assert [one.slip for one in payments.by_hand()] == [""]


def test_a_slip_for_an_order_that_is_at_a_bank_is_nowhere(visitor):
    choose(review(visitor), "zarinpal")

    visitor.post(f"/o/{the_order().token}/slip", {"csrf_token": token_of(visitor), "slip": "123"}, status=404)

    assert try_().slip == ""


def test_whoever_has_written_a_slip_can_not_pay_again_meanwhile(visitor):
    by_hand(visitor)
    page = write_slip(visitor, "123")

    answer = visitor.post(
        f"/o/{the_order().token}/pay", {"csrf_token": token_of(visitor), "gateway": "sandbox"}, status=409
    )

    assert not [one for one in page.forms.values() if one.action.endswith("/pay")]
    assert "دوباره نپردازید" in words_of(answer)
    assert len(payments.attempts_of(the_order().id)) == 1


def test_a_buyer_who_chose_by_hand_may_go_to_a_bank_instead(visitor, bank):
    page = by_hand(visitor)
    form = form_of(page, f"/o/{the_order().token}/pay")
    form["gateway"] = "zarinpal"

    page = visitor.get(act_at_bank(bank, form.submit(status=303), "pay"), status=303).follow()

    assert the_order().state is OrderState.PAID
    assert "۶۰۳۷" not in words_of(page)


def test_no_bank_is_asked_about_money_that_comes_by_hand(visitor, bank):
    by_hand(visitor)
    bank.behave()

    for minutes in (3, 60, 600):
        with world.later(minutes=minutes):
            world.work()

    assert bank.asked("inquiry") == bank.asked("verify") == 0
    assert try_().state is AttemptState.REDIRECTED
    visitor.get("/pay/return/card", {"authority": try_().authority}, status=404)


# ---- by hand: time --------------------------------------------------------------------------------------------


def reserved() -> int:
    world.fresh()
    return session().query(catalogue.Variant).one().reserved


def test_goods_are_held_a_day_for_a_payment_by_hand_and_then_let_go(visitor):
    by_hand(visitor)

    with world.later(hours=23, minutes=50):
        world.work()
        assert (the_order().state, reserved()) == (OrderState.AWAITING_PAYMENT, 1)

    with world.later(hours=24, minutes=1):
        world.work()
        assert (the_order().state, reserved()) == (OrderState.EXPIRED, 0)
        assert "۶۰۳۷" not in words_of(page_of(visitor))
    assert try_().state is AttemptState.ABANDONED
    assert payments.by_hand() == []
    assert world.broken_promises() == []


def test_the_staff_s_rule_says_how_long_goods_are_held(visitor):
    with transaction():
        rulebook.set_rule(payments.HAND_HOURS, 3, source="test", by=None)
    by_hand(visitor)

    with world.later(hours=3, minutes=1):
        world.work()

    assert the_order().state is OrderState.EXPIRED


def test_an_order_whose_slip_nobody_has_looked_at_does_not_lapse(visitor):
    by_hand(visitor)
    write_slip(visitor, "123456")

    with world.later(days=3):
        world.work()

    assert (the_order().state, reserved()) == (OrderState.AWAITING_PAYMENT, 1)


# ---- by hand: the desk ----------------------------------------------------------------------------------------

MONEY = [("card", chart.BANK), ("counter", chart.CASH)]


@pytest.mark.parametrize(("way", "account"), MONEY)
def test_the_desk_has_seen_the_money_and_the_order_is_paid(app, visitor, desk, way, account):
    by_hand(visitor, way)

    page = decide(desk, "seen", "۷۷۷ ۱").follow()

    assert "ثبت شد" in page.text
    assert (try_().state, try_().reference, the_order().state) == (AttemptState.PAID, "777 1", OrderState.PAID)
    assert ledger.balance(account) == 4_500_000
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page_of(visitor))
    assert any(the_order().code in body for body in messages_to(app, "09121234567"))
    assert [row.act for row in audit.of("payment_attempt", try_().id)] == ["payment_seen"]
    assert world.broken_promises() == []


def test_the_slip_s_number_stands_ready_and_its_task_is_closed(visitor, desk):
    by_hand(visitor)
    write_slip(visitor, "۱۲۳۴۵۶")

    decide(desk, "seen")
    deliver()

    assert try_().reference == "123456"
    assert on_the_desk() == []


def test_seen_twice_pays_once(visitor, desk):
    by_hand(visitor)
    form = form_of(desk.get("/finance/"), f"/finance/by-hand/{try_().id}")
    form["tracking_no"] = "777"
    form.submit("do", value="seen", status=303)

    page = form.submit("do", value="seen", status=409)

    assert "وضعش عوض شده است" in words_of(page)
    assert ledger.balance(chart.BANK) == 4_500_000


def test_two_of_the_desk_at_the_same_moment_pay_once(app, visitor, desk):
    by_hand(visitor)
    other = logged_in(app, world.official(Role.FINANCE))
    forms = [form_of(one.get("/finance/"), f"/finance/by-hand/{try_().id}") for one in (desk, other)]
    for form in forms:
        form["tracking_no"] = "777"

    answers = world.at_once(
        app, *[lambda form=form: form.submit("do", value="seen", expect_errors=True).status_code for form in forms]
    )

    assert sorted(answers) == [303, 409]
    assert ledger.balance(chart.BANK) == 4_500_000
    assert world.broken_promises() == []


@pytest.mark.parametrize("number", ["", "  ", "\u200f", "9" * 41])
def test_money_is_not_seen_without_a_number(visitor, desk, number):
    by_hand(visitor)

    page = decide(desk, "seen", number)

    assert page.status_code == 422
    assert "tracking_no" in faults_of(page)
    assert the_order().state is OrderState.AWAITING_PAYMENT


def test_money_that_never_came_is_said_and_the_order_may_be_paid_otherwise(app, visitor, desk, bank):
    by_hand(visitor)
    write_slip(visitor, "123")

    decide(desk, "never").follow()
    deliver()

    assert (try_().state, the_order().state) == (AttemptState.FAILED, OrderState.AWAITING_PAYMENT)
    assert on_the_desk() == []
    assert "پرداخت انجام نشد" in words_of(page_of(visitor))
    assert any(the_order().code in body for body in messages_to(app, "09121234567"))
    form = form_of(page_of(visitor), f"/o/{the_order().token}/pay")
    form["gateway"] = "sandbox"
    visitor.get(act_at_bank(bank, form.submit(status=303), "pay"), status=303)
    assert the_order().state is OrderState.PAID


def test_money_that_never_came_leaves_an_order_that_lapses(visitor, desk):
    by_hand(visitor)
    write_slip(visitor, "123")
    decide(desk, "never")

    with world.later(hours=25):
        world.work()

    assert (the_order().state, reserved()) == (OrderState.EXPIRED, 0)


@pytest.mark.parametrize("do", ["", "maybe", "SEEN"])
def test_a_button_that_is_none_decides_nothing(visitor, desk, do):
    by_hand(visitor)

    assert decide(desk, do, "777").status_code == 404
    assert try_().state is AttemptState.REDIRECTED


def test_a_payment_at_a_bank_can_not_be_confirmed_by_hand(visitor, desk):
    choose(review(visitor), "zarinpal")
    csrf = token_of(desk)

    for do in ("seen", "never"):
        told = {"csrf_token": csrf, "do": do, "tracking_no": "777"}
        desk.post(f"/finance/by-hand/{try_().id}", told, status=404)

    assert try_().state is AttemptState.REDIRECTED


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICER])
def test_only_finance_confirms_and_switches(app, visitor, role):
    by_hand(visitor)
    browser = logged_in(app, world.official(role))
    csrf = token_of(browser)

    browser.post(f"/finance/by-hand/{try_().id}", {"csrf_token": csrf, "do": "seen", "tracking_no": "7"}, status=403)
    browser.post("/finance/gateways", {"csrf_token": csrf}, status=403)

    assert try_().state is AttemptState.REDIRECTED
    assert [one.enabled for one in payments.choices()] == [True] * len(ALL)


def test_money_seen_for_an_order_that_was_cancelled_goes_back_by_hand(visitor, desk):
    by_hand(visitor)
    form_of(page_of(visitor), f"/o/{the_order().token}/cancel").submit(status=303)

    decide(desk, "seen", "777")
    world.work()

    back = payments.refunds_of(the_order().id)[0]
    assert (the_order().state, try_().state) == (OrderState.CANCELLED, AttemptState.LATE_PAID)
    assert (back.state, back.amount_rial) == (RefundState.MANUAL, 4_500_000)
    assert (TaskKind.REFUND_BY_HAND, f"refund:{back.id}") in on_the_desk()
    assert world.broken_promises() == []
    form = form_of(desk.get("/finance/"), f"/finance/refunds/{back.id}")
    form["tracking_no"] = "۸۸۸"
    form.submit(status=303)
    deliver()
    assert on_the_desk() == []
    assert ledger.balance(chart.BANK) == 0
    assert world.broken_promises() == []


def test_money_seen_for_an_order_that_a_bank_has_paid_meanwhile_goes_back_by_hand(visitor, desk, bank):
    page = by_hand(visitor)
    form = form_of(page, f"/o/{the_order().token}/pay")
    form["gateway"] = "sandbox"
    visitor.get(act_at_bank(bank, form.submit(status=303), "pay"), status=303)
    hand = payments.attempts_of(the_order().id)[0]

    form = form_of(desk.get("/finance/"), f"/finance/by-hand/{hand.id}")
    form["tracking_no"] = "777"
    form.submit("do", value="seen", status=303)
    world.work()

    backs = payments.refunds_of(the_order().id)
    assert [(back.attempt_id, back.state) for back in backs] == [(hand.id, RefundState.MANUAL)]
    assert the_order().state is OrderState.PAID
    assert world.broken_promises() == []


# ---- ordering, naming, switching ------------------------------------------------------------------------------


def settings_form(desk: TestApp) -> Form:
    return form_of(desk.get("/finance/gateways"), having="place-card")


def test_the_desk_orders_names_and_switches_what_buyers_see(visitor, desk):
    form = settings_form(desk)
    form["place-zibal"], form["place-card"], form["place-sandbox"] = "۱", "0", "٩"
    form["title-zibal"] = "  زیبال\u200f  (شتاب) "
    form["on-counter"] = False
    form["on-sandbox"] = False

    page = form.submit(status=303).follow()

    assert payments.choices()[:2] == [Choice("card", "", True, True), Choice("zibal", "زیبال (شتاب)", True, True)]
    shown = radios(review(visitor))
    assert list(shown) == ["card", "zibal", "zarinpal"]
    assert shown["zibal"] == "زیبال (شتاب)"
    assert settings_form(desk)["title-zibal"].value == "زیبال (شتاب)"
    assert "ثبت شد" in page.text


def test_what_is_sent_back_unchanged_changes_nothing(desk):
    before = payments.choices()

    settings_form(desk).submit(status=303)
    settings_form(desk).submit(status=303)

    world.fresh()
    assert payments.choices() == before


def test_every_change_leaves_a_trace(desk):
    form = settings_form(desk)
    form["on-sandbox"] = False
    form.submit(status=303)

    (row,) = audit.of("gateway", 0)

    assert row.act == "gateways_set"
    assert "zarinpal,zibal,card,counter" in str(row.facts)
    assert "sandbox" not in str(row.facts)


@pytest.mark.parametrize("place", ["", "x", "-1", "۹۹۹۹۹۹۹۹۹۹۹۹۹۹", "1.5", "\u200f"])
def test_a_place_that_is_none_is_somewhere(desk, place):
    form = settings_form(desk)
    form["place-card"] = place

    form.submit(status=303)

    assert sorted(one.name for one in payments.choices()) == sorted(ALL)
    assert all(one.enabled for one in payments.choices())


@pytest.mark.parametrize("title", ["<b>x</b>", "ن" * 500, "\u202e\u200f", "'; DROP TABLE gateway_choice; --"])
def test_any_name_is_shown_and_nothing_more(visitor, desk, title):
    form = settings_form(desk)
    form["title-zarinpal"] = title
    form.submit(status=303)

    shown = radios(review(visitor))["zarinpal"]

    assert 0 < len(shown) <= 60
    assert "<b>x</b>" not in review(visitor).text


def test_ways_that_the_operator_has_not_set_up_can_not_be_switched_on(desk):
    told = {"csrf_token": token_of(desk), "on-goldbank": "y", "place-goldbank": "0", "title-goldbank": "x"}

    desk.post("/finance/gateways", told, status=303)

    assert sorted(one.name for one in payments.choices()) == sorted(ALL)
    with pytest.raises(payments.UnknownGateway), transaction():
        payments.set_choices([("goldbank", "", True)], 1)


def test_a_way_that_is_switched_off_still_settles_who_is_on_the_way_there(visitor, bank):
    back = act_at_bank(bank, choose(review(visitor), "zibal"), "pay")
    switch(off=("zibal",))

    visitor.get(back, status=303)

    assert the_order().state is OrderState.PAID


def test_the_page_says_why_stripe_is_off(desk):
    assert "خاستگاهش ایران باشد نمی‌پذیرد" in words_of(desk.get("/finance/gateways"))


# ---- where forms may go ---------------------------------------------------------------------------------------


def test_forms_may_go_to_the_pages_of_enabled_gateways_and_of_the_banks_behind_them(store):
    with shop_with(
        store,
        GATEWAYS="zarinpal,zibal,card",
        ZARINPAL_BASE_URL="https://payment.zarinpal.example/",
        ZIBAL_BASE_URL="https://gateway.zibal.example",
        SANDBOX_BASE_URL="https://sandbox.example",
        BANK_ORIGINS="https://bpm.example https://sep.example/OnlinePG/x https://bpm.example",
    ) as shop:
        allowed = policy_of(browser_of(shop).get("/badges"))["form-action"]

    assert allowed == [
        "'self'",
        "https://payment.zarinpal.example",
        "https://gateway.zibal.example",
        "https://bpm.example",
        "https://sep.example",
    ]
