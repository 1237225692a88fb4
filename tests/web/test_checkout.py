"""From the basket to the bank and back, over HTTP."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from webtest import Form, TestApp, TestResponse

from app import accounts, orders
from app.orders import OrderState
from app.shared.database import session
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import (
    faults_of,
    form_of,
    logged_in,
    messages_to,
    press,
    put_in_basket,
    ready_to_pay,
    to_review,
    words_of,
)
from tests.world import Ware

RIGHT = {
    "mobile": "۰۹۱۲ ۱۲۳ ۴۵۶۷",
    "name": "سارا احمدی",
    "area": "1801",
    "city": "بوشهر",
    "address": "خیابان سنگی، پلاک ۷",
    "postcode": "۷۵۱۴۷ ۶۳۴۴۸",
}


def three_makers(browser: TestApp) -> None:
    for county, name in (("1801", "خاتون"), ("1802", "گلناز"), ("1803", "صنم")):
        put_in_basket(browser, world.product(world.maker(county, name=name), Ware(price=4_000_000)))


def write_address(browser: TestApp, **changes: str) -> TestResponse:
    world.tariffs()
    form = form_of(browser.get("/checkout"), "/checkout")
    for name, value in (RIGHT | changes).items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


def count_orders() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(orders.Order)) or 0


def the_order() -> orders.Order:
    world.fresh()
    return session().scalars(select(orders.Order)).one()


def authority_of(redirect: TestResponse) -> str:
    return redirect.headers["Location"].rpartition("/")[2]


def act_at_bank(bank: FakeBank, redirect: TestResponse, act: str) -> str:
    """What the buyer does on the bank's page; where the bank sends her back to, without our origin."""
    answer = bank.act(authority_of(redirect), act)
    return answer.headers.get("location", "").removeprefix("http://127.0.0.1:8000")


def test_three_makers_are_three_parcels_in_one_paid_order(visitor, bank):
    three_makers(visitor)
    review = to_review(visitor)

    to_bank = ready_to_pay(review).submit(status=303)
    page = visitor.get(act_at_bank(bank, to_bank, "pay"), status=303).follow()

    assert to_bank.headers["Location"].startswith(f"{bank.url}/pay/")
    assert "سفارشتان ثبت و پرداخت شد" in words_of(page)
    assert len(page.html.select("section[id^=parcel-]")) == 3
    assert the_order().state is OrderState.PAID
    assert "سبدتان خالی است" in words_of(visitor.get("/basket"))
    assert world.broken_promises() == []


def test_the_review_shows_every_cost_and_the_bank_asks_for_the_sum(visitor, bank):
    three_makers(visitor)

    review = to_review(visitor)
    ready_to_pay(review).submit(status=303)

    total = next(body["amount"] for act, body in bank.calls if act == "request")
    assert total == 3 * (4_000_000 + 500_000)
    assert "۱٬۳۵۰٬۰۰۰" in words_of(review)
    assert the_order().total_rial == total


def test_another_way_of_sending_costs_what_it_costs(visitor):
    put_in_basket(visitor, world.product(world.maker(), Ware(price=4_000_000)))
    form = form_of(to_review(visitor), "/checkout/pay")
    form[way_of(form)] = "courier"

    ready_to_pay(form.submit("do", value="price")).submit(status=303)

    assert the_order().delivery_rial == 300_000


def way_of(form: Form) -> str:
    """The field that says how the only parcel is sent."""
    return next(name for name in form.fields if name and name.startswith("send-"))


def test_asking_what_another_way_costs_keeps_what_was_ticked_and_buys_nothing(visitor):
    put_in_basket(visitor, world.product(world.maker(), Ware(price=4_000_000)))
    form = ready_to_pay(to_review(visitor))
    form[way_of(form)] = "courier"

    page = form.submit("do", value="price", status=200)

    asked = form_of(page, "/checkout/pay")
    assert asked[way_of(asked)].value == "courier"
    assert page.html.select_one(".ack input").has_attr("checked")
    assert "۴۳۰٬۰۰۰" in words_of(page)
    assert count_orders() == 0


def test_without_a_script_a_way_chosen_at_the_last_moment_is_told_with_its_price_before_it_is_paid(visitor):
    put_in_basket(visitor, world.product(world.maker(), Ware(price=4_000_000)))
    form = ready_to_pay(to_review(visitor))
    form[way_of(form)] = "courier"

    page = form.submit(status=422)

    assert "راهِ فرستادن را عوض کردید" in words_of(page)
    assert "پرداختِ ۴۳۰٬۰۰۰ تومان" in words_of(page)
    assert count_orders() == 0
    form_of(page, "/checkout/pay").submit(status=303)
    assert the_order().delivery_rial == 300_000


@pytest.mark.parametrize(("language", "name"), [("en", "Isfahan"), ("ar", "أصفهان"), ("fa", "اصفهان")])
def test_provinces_are_named_in_the_readers_language(visitor, language, name):
    press(visitor.get("/badges"), "/language", "language", language)
    put_in_basket(visitor, world.product(world.maker()))

    options = visitor.get("/checkout").html.select("#area option")

    assert name in {option.get_text() for option in options}
    assert next(option["value"] for option in options if option.get_text() == name) == "10"


def test_what_people_wrote_keeps_its_direction_on_an_english_page(visitor):
    put_in_basket(visitor, world.product(world.maker(name="خاتون"), Ware(title="زنبیل", differs="دسته کج است")))
    press(visitor.get("/badges"), "/language", "language", "en")

    page = to_review(visitor)

    tick = [one.get_text() for one in page.html.select(".ack bdi[lang=fa]")]
    assert len(tick) == 2
    assert "زنبیل" in tick[0]
    assert "دسته کج است" in tick[1]
    assert "× 1 — 400,000 toman" in words_of(page)
    assert page.html.select_one("h2 bdi[lang=fa]").get_text() == "سارا احمدی"


FAULTS = [
    ("mobile", "", "شمارهٔ همراه را بنویسید"),
    ("mobile", "۰۹۱۲", "شمارهٔ همراه را کامل بنویسید"),
    ("name", "   ", "نامِ گیرنده را بنویسید"),
    ("name", "س" * 121, "کوتاه‌تر بنویسید"),
    ("area", "", "استان یا شهرستان را برگزینید"),
    ("area", "9999", "استان یا شهرستان را برگزینید"),
    ("city", "", "نامِ شهر یا روستا را بنویسید"),
    ("address", "", "نشانی را بنویسید"),
    ("address", "ک" * 501, "کوتاه‌تر بنویسید"),
    ("postcode", "۱۲۳", "۱۰ رقم بنویسید"),
]


def test_a_faulty_address_is_told_at_its_field_and_keeps_all_that_was_typed(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    for field, typed, words in FAULTS:
        page = write_address(visitor, **{field: typed})

        assert page.status_code == 422
        assert list(faults_of(page)) == [field]
        assert words in faults_of(page)[field]
        assert words in page.html.find(id=field).find_parent(class_="field").get_text()
        form = form_of(page, "/checkout")
        kept = {name: form[name].value for name in RIGHT if name != "area"}
        assert kept == {name: (RIGHT | {field: typed.strip()})[name] for name in kept}


def test_every_fault_is_told_at_once(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    page = write_address(visitor, **dict.fromkeys(RIGHT, ""))

    assert set(faults_of(page)) == {"mobile", "name", "area", "city", "address"}
    assert page.html.title.get_text().startswith("خطا:")


def test_the_address_is_cleaned_of_invisible_mischief(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    write_address(visitor, name="سارا\u202e احمدی\u200f", address="كوچهٔ\u00a0يک")
    page = words_of(visitor.get("/checkout/review"))

    assert "سارا احمدی" in page
    assert "کوچهٔ یک" in page


def test_the_address_is_known_when_she_comes_back_to_it(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    write_address(visitor)

    form = form_of(visitor.get("/checkout"), "/checkout")

    assert (form["name"].value, form["area"].value, form["mobile"].value) == ("سارا احمدی", "1801", "09121234567")


def test_a_person_who_is_logged_in_is_known(app):
    person = world.person("مریم", "تنگستانی")
    browser = logged_in(app, person)
    put_in_basket(browser, world.product(world.maker()))

    form = form_of(browser.get("/checkout"), "/checkout")

    assert form["name"].value == "مریم تنگستانی"
    assert form["mobile"].value == accounts.person(person).mobile


def test_her_order_stands_in_her_account(app, bank):
    browser = logged_in(app, world.person())
    put_in_basket(browser, world.product(world.maker()))
    ready_to_pay(to_review(browser)).submit(status=303)

    assert the_order().code in words_of(browser.get("/account"))


def test_unread_differences_stop_the_payment_in_words(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    form = form_of(to_review(visitor), "/checkout/pay")

    page = form.submit(status=422)

    assert "تفاوت‌های کالاهای غیراستاندارد را بخوانید و تیک بزنید" in words_of(page)
    assert count_orders() == 0
    ready_to_pay(page).submit(status=303)
    assert count_orders() == 1


def test_without_tariffs_nothing_can_be_sent_and_it_is_said(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    form = form_of(visitor.get("/checkout"), "/checkout")
    for name, value in RIGHT.items():
        form[name].force_value(value)

    page = form.submit(status=303).follow()

    assert "راهی به این نشانی نداریم" in words_of(page)
    assert "پرداختِ" not in words_of(page)


@pytest.mark.parametrize("address", ["/checkout", "/checkout/review"])
def test_checkout_without_a_basket_goes_to_the_basket(visitor, address):
    assert visitor.get(address, status=303).headers["Location"] == "/basket"


def test_review_before_the_address_asks_for_it(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    assert visitor.get("/checkout/review", status=303).headers["Location"] == "/checkout"


def test_a_maker_does_not_buy_from_herself(app):
    maker = world.maker()
    browser = logged_in(app, world.person_of(maker))
    put_in_basket(browser, world.product(maker))

    page = ready_to_pay(to_review(browser)).submit(status=409)

    assert "کالای خودتان را نمی‌توانید بخرید" in words_of(page)
    assert count_orders() == 0


def test_the_sms_leads_to_the_order(app, visitor, bank):
    put_in_basket(visitor, world.product(world.maker()))
    to_bank = ready_to_pay(to_review(visitor, "09127654321")).submit(status=303)
    visitor.get(act_at_bank(bank, to_bank, "pay"), status=303)

    link = re.search(r"http://127\.0\.0\.1:8000(/o/\S+)", messages_to(app, "09127654321")[0])

    assert link is not None
    assert the_order().code in words_of(visitor.get(link[1]))


def test_odd_fields_in_the_last_form_are_answered(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    form = ready_to_pay(to_review(visitor))
    odd = [("send-", "x"), ("send-" + "9" * 5000, "x"), ("ack-x", "y"), ("ack-" + "9" * 5000, "y")]

    visitor.post("/checkout/pay", [*form.submit_fields(), *odd], status=303)

    assert count_orders() == 1
