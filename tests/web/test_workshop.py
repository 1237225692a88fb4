"""The maker's workshop: today, stock and price, parcels, money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, catalogue, programme, vouching
from app.catalogue import Shelf
from app.orders import ParcelState
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.web.browsing import (
    address_of,
    deliver,
    faults_of,
    form_of,
    logged_in,
    messages_to,
    press,
    token_of,
    words_of,
)
from tests.world import Ware


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def variant_of(product: int) -> catalogue.Variant:
    world.fresh()
    return catalogue.variants_of([product])[product][0]


def write(browser: TestApp, product: int, what: str, field: str, typed: str) -> TestResponse:
    page = browser.get(f"/workshop/products/{product}")
    form = form_of(page, f"/workshop/variants/{variant_of(product).id}/{what}")
    form[field] = typed
    return form.submit(expect_errors=True)


def test_the_first_day_has_one_thing_to_do(browser):
    page = browser.get("/workshop/")

    assert "هنوز کالایی ندارید. با یک عکس آغاز کنید" in words_of(page)
    assert len(page.html.select("section.next a.btn")) == 1


def test_a_new_order_comes_before_everything(browser, maker, bank):
    world.draft(maker)
    world.paid(bank, {world.variant(maker): 1})

    assert "سفارشِ تازه دارید" in words_of(browser.get("/workshop/"))


@pytest.mark.parametrize(("typed", "kept"), [("۷", 7), ("0", 0), (" 1 2 ", 12), ("9999", 9999)])
def test_stock_is_counted_anew_at_once(browser, maker, typed, kept):
    product = world.product(maker)

    assert write(browser, product, "stock", "number", typed).status_code == 303
    assert variant_of(product).on_hand == kept


def test_a_number_that_is_too_large_is_told_and_not_cut(browser, maker):
    counted, made = world.product(maker, Ware(on_hand=5)), world.product(maker, Ware(lead_days=4))

    shelf, days, none = (
        write(browser, product, "stock", "number", typed)
        for product, typed in ((counted, "99999"), (made, "500"), (made, "0"))
    )

    assert "از ۰ تا ۹٬۹۹۹ می‌شود" in words_of(shelf)
    assert "از ۱ تا ۱۸۰ می‌شود" in words_of(days)
    assert "از ۱ تا ۱۸۰ می‌شود" in words_of(none)
    assert (variant_of(counted).on_hand, variant_of(made).lead_days) == (5, 4)


@pytest.mark.parametrize("typed", ["", "هفت", "-3", str(10**20)])
def test_a_stock_that_is_no_number_is_told_and_nothing_changes(browser, maker, typed):
    product = world.product(maker, Ware(on_hand=5))

    page = write(browser, product, "stock", "number", typed)

    assert page.status_code == 422
    assert "با عدد بنویسید" in words_of(page)
    assert variant_of(product).on_hand == 5


def test_a_small_change_of_price_is_hers_and_a_big_one_the_mentors(browser, maker):
    product = world.product(maker, Ware(price=4_000_000))

    small = write(browser, product, "price", "price", "۴۴۰٬۰۰۰")
    big = write(browser, product, "price", "price", "۹۰۰٬۰۰۰")
    nonsense = write(browser, product, "price", "price", "گران")

    assert small.status_code == 303
    assert (big.status_code, nonsense.status_code) == (422, 422)
    assert "قیمتِ تازه باید میانِ" in words_of(big)
    assert "قیمت را با عدد بنویسید" in words_of(nonsense)
    assert variant_of(product).price_rial == 4_400_000


def test_another_size_is_added_and_the_same_name_twice_is_told(browser, maker):
    product = world.product(maker, Ware(price=4_000_000))
    address = f"/workshop/products/{product}/variants"

    def add(label: str, price: str) -> TestResponse:
        form = form_of(browser.get(f"/workshop/products/{product}"), address)
        form["label"], form["price"], form["on_hand"] = label, price, "۲"
        return form.submit(expect_errors=True)

    added, twice, far = add("بزرگ", "۶۰۰٬۰۰۰"), add("بزرگ", "۶۰۰٬۰۰۰"), add("کوچک", "۹")

    assert added.status_code == 303
    assert "گونه‌ای به نامِ «بزرگ» دارد" in faults_of(twice)["label"]
    assert "price" in faults_of(far)
    assert len(catalogue.variants_of([product])[product]) == 2


def test_another_size_of_what_is_on_sale_is_sold_once_a_mentor_has_seen_it(app, browser, maker):
    product = world.product(maker, Ware(price=4_000_000))
    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/variants")
    form["label"], form["price"], form["on_hand"] = "درجهٔ یکِ صادراتی", "۹۰۰٬۰۰۰", "۲"
    told = form.submit(status=303).follow()
    world.work()
    shown = words_of(browser.get(address_of(product)))

    line = next(one for one in catalogue.of_maker(maker) if one.product.id == product)
    again = words_of(form.submit(expect_errors=True))
    with transaction():
        review = vouching.submit(line.newest, None).id
    while_it_lies = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/variants")
    while_it_lies["label"], while_it_lies["price"], while_it_lies["on_hand"] = "میانی", "۵۰۰٬۰۰۰", "۱"
    refused = while_it_lies.submit(expect_errors=True)
    seen = words_of(logged_in(app, programme.mentor(world.mentor()).person_id).get(f"/desk/review/{review}"))
    world.vouch(review, world.mentor())
    world.work()

    assert "پس از آنکه پیشران دید فروخته می‌شود" in words_of(told)
    assert "صادراتی" not in shown
    assert "دارد" in again
    assert "نزدِ پیشران است" in faults_of(refused)["label"]
    assert "درجهٔ یکِ صادراتی: ۹۰۰٬۰۰۰ تومان تازه" in seen
    assert "صادراتی" in words_of(browser.get(address_of(product)))


def test_a_sale_is_paused_taken_up_again_and_archived(browser, maker):
    product = world.product(maker)
    address = f"/workshop/products/{product}"
    states = []
    for act in ("pause", "offer", "archive"):
        press(browser.get(address), f"{address}/shelf", "do", act)
        world.fresh()
        states.append(catalogue.product(product).state)

    assert states == [Shelf.PAUSED, Shelf.ON_SALE, Shelf.ARCHIVED]
    browser.get(address, status=404)


def test_an_edit_leaves_on_sale_what_the_mentor_has_seen(app, browser, maker):
    product = world.product(maker, Ware(title="زنبیل"))
    deliver()
    form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/edit").submit(status=303)

    page = words_of(browser.get(f"/workshop/products/{product}"))

    assert "خریدار همان نسخهٔ تأییدشده را می‌بیند" in page
    assert "زنبیل" in words_of(browser.get("/products"))


def test_an_edit_is_laid_aside_and_the_product_is_as_it_was(browser, maker):
    product = world.product(maker, Ware(title="زنبیل"))
    deliver()
    address = f"/workshop/products/{product}"
    title = catalogue.version(catalogue.product(product).live_version_id or 0).title
    form_of(browser.get(address), f"{address}/edit").submit(status=303)
    world.fresh()
    draft = catalogue.newest_version(product)
    draft_id = draft.id
    with transaction():
        catalogue.write(draft, catalogue.Facts(title="نامِ تازه", materials="پیش", weight_g=5))

    page, listed = browser.get(address), words_of(browser.get("/workshop/products"))
    drop = form_of(page, f"{address}/drop")
    told, again = drop.submit(status=303).follow(), drop.submit(status=422)

    assert page.html.h1.get_text() == title
    assert "نام در ویرایش: نامِ تازه" in words_of(page)
    assert title in listed
    assert "نامِ تازه" not in listed
    assert "کالا همان است که بود" in words_of(told)
    assert "نمی‌شود کنار گذاشت" in words_of(again)
    assert catalogue.newest_version(product).title == title
    assert "ویرایش می‌کنم" in words_of(browser.get(address))
    browser.get(f"/workshop/drafts/{draft_id}/name", status=404)
    form_of(browser.get(address), f"{address}/edit").submit(status=303)
    world.fresh()
    assert catalogue.newest_version(product).id > draft_id  # no other draft is ever reached by its address


def test_what_was_sent_or_never_stood_or_has_a_new_size_in_it_is_not_laid_aside(browser, maker):
    product = world.product(maker, Ware(price=4_000_000))
    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/variants")
    form["label"], form["price"], form["on_hand"] = "بزرگ", "۶۰۰٬۰۰۰", "۲"
    form.submit(status=303)
    first = catalogue.version(world.draft(maker)).product_id
    sent = world.product(maker)
    with transaction():
        vouching.submit(vouching.open_draft(catalogue.newest_version(sent), None), None)

    for one in (product, first, sent):
        assert "این ویرایش را نمی‌خواهم" not in words_of(browser.get(f"/workshop/products/{one}"))
        page = browser.post(f"/workshop/products/{one}/drop", {"csrf_token": token_of(browser)}, status=422)
        assert "نمی‌شود کنار گذاشت" in words_of(page)
        assert catalogue.newest_version(one) is not None


def test_a_product_whose_paper_ran_out_says_so_and_leads_to_a_new_one(app, browser, maker):
    product = world.product(maker, Ware(good="B060", title="ارده"))
    with clock.at(clock.now() + timedelta(days=400)):
        world.work()
        told = messages_to(app, accounts.person(world.person_of(maker)).mobile)
    browser = logged_in(app, world.person_of(maker))
    page = browser.get(f"/workshop/products/{product}")
    form = next(one for one in page.forms.values() if "part" in one.fields)

    step = form.submit("part", value="standard", status=303)

    assert any("زمانِ پروانهٔ «ارده" in one and f"/workshop/products/{product}" in one for one in told)
    assert "زمانِ پروانه‌اش گذشت" in words_of(page)
    assert "این‌ها همان لحظه عوض می‌شوند" not in words_of(page)
    assert "خریدار همان نسخهٔ تأییدشده را می‌بیند" not in words_of(browser.get(f"/workshop/products/{product}"))
    assert step.location.endswith("/standard")


def test_she_accepts_and_sends_and_the_buyer_is_told(app, browser, maker, bank):
    order = world.paid(bank, {world.variant(maker): 1})
    parcel = world.parcels(order)[0]
    address = f"/workshop/orders/{parcel}"
    form_of(browser.get(address), f"{address}/accept").submit(status=303)
    form = form_of(browser.get(address), f"{address}/send")
    without = form.submit(status=422)
    form["tracking_no"] = "۱۲۳۴۵۶۷۸۹۰"

    page = form.submit(status=303).follow()

    assert "کدِ رهگیریِ پست را بنویسید" in faults_of(without)["tracking_no"]
    assert "به خریدار خبر دادیم" in words_of(page)
    assert "1234567890" in messages_to(app, "09121234567")[0]
    assert world.parcel(parcel).state is ParcelState.SENT


@pytest.mark.parametrize("act", ["accept", "send"])
def test_the_same_button_twice_is_told_in_words(browser, maker, bank, act):
    parcel = world.parcels(world.paid(bank, {world.variant(maker): 1}))[0]
    address = f"/workshop/orders/{parcel}"
    form = form_of(browser.get(address), f"{address}/accept")
    form.submit(status=303)
    if act == "send":
        form = form_of(browser.get(address), f"{address}/send")
        form["tracking_no"] = "123"
        form.submit(status=303)

    page = form.submit(status=409)

    assert "وضعش عوض شده است" in words_of(page)


def test_she_declines_with_a_reason_and_the_money_goes_back(app, browser, maker, bank):
    order = world.paid(bank, {world.variant(maker): 1})
    parcel = world.parcels(order)[0]
    form = form_of(browser.get(f"/workshop/orders/{parcel}"), f"/workshop/orders/{parcel}/decline")
    without = form.submit(status=422)
    form["why"] = "بیمارم"

    form.submit(status=303)
    messages = messages_to(app, "09121234567")

    assert "دلیل را بنویسید" in faults_of(without)["why"]
    assert world.parcel(parcel).state is ParcelState.REJECTED
    assert any("به شما برگشت" in message for message in messages)
    assert world.broken_promises() == []


def test_her_money_page_tells_what_is_held_and_what_is_hers(browser, maker, bank):
    variant = world.variant(maker, Ware(price=4_000_000))
    world.sold(bank, {variant: 1})
    world.paid(bank, {variant: 1})

    page = words_of(browser.get("/workshop/money"))

    assert "۳۸۰٬۰۰۰" in page
    assert "۴۰۰٬۰۰۰" in page


def test_a_month_that_makes_no_sense_is_this_month(browser):
    for month in ("1405-13", "0000-00", "9999-99", "1599-12", "1200-01", "abc", "۱۴۰۵-۰۸", "1405-08'"):
        browser.get("/workshop/money", {"month": month}, status=200)


def test_her_sheba_is_kept_told_by_sms_and_held_back(app, browser, maker):
    mobile = accounts.person(world.person_of(maker)).mobile
    form = form_of(browser.get("/workshop/sheba"), having="sheba")
    sheba = world.valid_sheba()
    form["sheba"], form["holder"] = f"{sheba[:4]} {sheba[4:]}", "خاتون دشتی"

    page = form.submit(status=303).follow()

    assert "از ۷۲ ساعتِ دیگر آغاز می‌شود" in words_of(page)
    assert sheba[-4:] in messages_to(app, mobile)[0]
    assert sheba[5:20] not in page.text


@pytest.mark.parametrize("typed", ["", "IR12", "IR000000000000000000000000", "۱" * 24, "x" * 4000])
def test_a_sheba_with_a_wrong_check_is_told_and_kept(browser, typed):
    form = form_of(browser.get("/workshop/sheba"), having="sheba")
    form["sheba"] = typed

    page = form.submit(status=422)

    assert "sheba" in faults_of(page)
    assert form_of(page, having="sheba")["sheba"].value == typed


def test_silence_for_two_days_cancels_and_refunds(app, browser, maker, bank):
    order = world.paid(bank, {world.variant(maker): 1})
    with clock.at(clock.now() + timedelta(hours=49)):
        world.work()

        assert "پاسخ ندادید" in words_of(browser.get(f"/workshop/orders/{world.parcels(order)[0]}"))
    assert any("لغو شد" in message for message in messages_to(app, "09121234567"))


def test_she_says_what_a_piece_costs_her_and_sees_what_remains(browser, maker, bank):
    product = world.product(maker)
    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/cost")
    form["cost-material"], form["cost-packing"] = "۱۰۰٬۰۰۰", "۲۰۰۰۰"
    assert form.submit().status_code == 303
    world.sold(bank, {variant_of(product).id: 1})

    money = words_of(browser.get("/workshop/money"))

    assert "۳۸۰٬۰۰۰ ۱۲۰٬۰۰۰ ۲۶۰٬۰۰۰" in money


def test_a_cost_that_is_no_number_is_refused_at_its_field(browser, maker):
    product = world.product(maker)
    form = form_of(browser.get(f"/workshop/products/{product}"), f"/workshop/products/{product}/cost")
    form["cost-material"] = "زیاد"

    page = form.submit(expect_errors=True)

    assert page.status_code == 422
    assert "cost-material" in faults_of(page)
    assert "زیاد" in page.text


def test_the_price_step_tells_what_remains_after_her_cost(browser, maker):
    draft = world.draft(maker)
    form = form_of(browser.get(f"/workshop/drafts/{draft}/price"), having="price")
    form["price"], form["material"], form["other"] = "۴۰۰٬۰۰۰", "۱۰۰٬۰۰۰", "۵۰٬۰۰۰"

    page = form.submit("do", value="words")

    assert "هزینهٔ خودتان: ۱۵۰٬۰۰۰ تومان" in words_of(page)
    assert "می‌ماند: ۲۵۰٬۰۰۰ تومان" in words_of(page)
