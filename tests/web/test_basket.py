"""The basket over HTTP: quantities as people type them, goods that change under the buyer's hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from webtest import TestApp, TestResponse

from app import catalogue, orders
from app.catalogue import Shelf
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import address_of, form_of, put_in_basket, token_of, words_of
from tests.world import Ware


def variant_of(product_id: int) -> int:
    world.fresh()
    return catalogue.variants_of([product_id])[product_id][0].id


def quantity_in(browser: TestApp) -> int:
    """How many pieces the head of a page counts."""
    counted = browser.get("/badges").html.find(attrs={"data-count": True}).get_text()
    return int(counted.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")))


def change(browser: TestApp, quantity: str) -> TestResponse:
    form = form_of(browser.get("/basket"), "/basket/change")
    form["quantity"].force_value(quantity)
    return form.submit(expect_errors=True)


def test_an_empty_basket_says_so(visitor):
    assert "سبدتان خالی است" in words_of(visitor.get("/basket"))


def test_goods_of_three_makers_lie_in_three_parts(visitor):
    for county, name in (("1801", "خاتون"), ("1802", "گلناز"), ("1803", "صنم")):
        put_in_basket(visitor, world.product(world.maker(county, name=name), Ware(price=4_000_000)))

    page = visitor.get("/basket")

    headings = [heading.get_text() for heading in page.html.select("section h2")]
    assert [name for name in ("خاتون", "گلناز", "صنم") if not any(name in heading for heading in headings)] == []
    assert "۱٬۲۰۰٬۰۰۰ تومان" in words_of(page)
    assert "هزینهٔ فرستادن را پس از نشانی می‌بینید" in words_of(page)


QUANTITIES = {"۳": 3, "٣": 3, " 3 ": 3, "۱۲": 10, "10": 10, "0": 1}


def test_quantities_are_read_in_any_digits(app):
    product = world.product(world.maker(), Ware(on_hand=10))
    address = address_of(product)
    lies = {}
    for typed in QUANTITIES:
        browser = browser_of(app)
        form = form_of(browser.get(address), "/basket/add")
        form["quantity"].force_value(typed)
        form.submit(status=303)
        lies[typed] = quantity_in(browser)

    assert lies == QUANTITIES


@pytest.mark.parametrize("typed", ["abc", "-4", "۲٫۵", "", "1e9", str(10**20), "9" * 4000])
def test_a_quantity_that_is_no_number_is_told_and_changes_nothing(visitor, typed):
    product = world.product(world.maker(), Ware(on_hand=10))
    put_in_basket(visitor, product, 2)
    form = form_of(visitor.get(address_of(product)), "/basket/add")
    form["quantity"].force_value(typed)

    pages = [form.submit(status=422), change(visitor, typed)]

    assert all("تعداد را با عدد بنویسید" in words_of(page) for page in pages)
    assert quantity_in(visitor) == 2


def test_a_number_beyond_all_there_is_becomes_what_there_is(visitor):
    put_in_basket(visitor, world.product(world.maker(), Ware(on_hand=10)), 2)

    change(visitor, "۹۹۹۹۹۹۹۹۹")

    assert quantity_in(visitor) == 10


def test_more_than_there_is_becomes_what_there_is(visitor):
    product = world.product(world.maker(), Ware(on_hand=3))

    page = put_in_basket(visitor, product, 9)

    assert "بیش از ۳ عدد نمانده است" in words_of(page)
    assert quantity_in(visitor) == 3


def test_adding_again_adds_up(visitor):
    product = world.product(world.maker())
    put_in_basket(visitor, product, 2)

    put_in_basket(visitor, product, 3)

    assert quantity_in(visitor) == 5


@pytest.mark.parametrize(("typed", "lies"), [("۴", 4), ("1", 1), ("0", 0)])
def test_a_quantity_can_be_changed(visitor, typed, lies):
    put_in_basket(visitor, world.product(world.maker()), 2)

    change(visitor, typed)

    assert quantity_in(visitor) == lies


def test_a_thing_can_be_taken_out(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    page = form_of(visitor.get("/basket"), "/basket/remove").submit(status=303).follow()

    assert "از سبد برداشته شد" in words_of(page)
    assert "سبدتان خالی است" in words_of(page)


@pytest.mark.parametrize("variant", ["", "abc", "0", "-1", "99999999", str(10**20)])
def test_what_is_not_for_sale_cannot_be_added(visitor, variant):
    token = token_of(visitor)

    page = visitor.post("/basket/add", {"csrf_token": token, "variant": variant}, status=409)

    assert "دیگر فروخته نمی‌شود" in words_of(page)
    assert quantity_in(visitor) == 0


def test_a_draft_cannot_be_added(visitor):
    version = world.draft(world.maker())
    variant = variant_of(catalogue.version(version).product_id)

    visitor.post("/basket/add", {"csrf_token": token_of(visitor), "variant": str(variant)}, status=409)


def test_a_changed_price_is_said_in_the_basket(visitor):
    product = world.product(world.maker(), Ware(price=4_000_000))
    put_in_basket(visitor, product)
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, variant_of(product)), Rial(4_400_000), None)

    page = words_of(visitor.get("/basket"))

    assert "قیمت از ۴۰۰٬۰۰۰ به ۴۴۰٬۰۰۰ تومان عوض شده است" in page


def test_the_last_one_bought_by_another_is_said_and_stops_the_way(visitor, bank):
    product = world.product(world.maker(), Ware(on_hand=1))
    put_in_basket(visitor, product)
    world.paid(bank, {variant_of(product): 1})

    page = visitor.get("/basket")

    assert "همین حالا تمام شد؛ از سبد بردارید" in words_of(page)
    assert page.html.find("a", href="/checkout") is None
    assert visitor.get("/checkout", status=303).headers["Location"] == "/basket"


def test_what_is_gone_is_not_counted_in_the_sum(visitor, bank):
    gone = world.product(world.maker(), Ware(on_hand=1, price=9_000_000))
    put_in_basket(visitor, gone)
    put_in_basket(visitor, world.product(world.maker(), Ware(price=4_000_000)))
    world.paid(bank, {variant_of(gone): 1})

    sums = visitor.get("/basket").html.select_one("aside dl").get_text()

    assert "۴۰۰٬۰۰۰ تومان" in sums


def test_fewer_than_wanted_is_said(visitor, bank):
    product = world.product(world.maker(), Ware(on_hand=5))
    put_in_basket(visitor, product, 5)
    world.paid(bank, {variant_of(product): 3})

    assert "فقط ۲ عدد مانده؛ تعداد را کم کنید" in words_of(visitor.get("/basket"))
    change(visitor, "2")
    assert visitor.get("/basket").html.find("a", href="/checkout") is not None


def test_a_product_withdrawn_meanwhile_is_said(visitor):
    product = world.product(world.maker())
    put_in_basket(visitor, product)
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    assert "این کالا دیگر فروخته نمی‌شود؛ از سبد بردارید" in words_of(visitor.get("/basket"))


def test_two_browsers_have_two_baskets(app, visitor):
    put_in_basket(visitor, world.product(world.maker()))

    assert quantity_in(browser_of(app)) == 0


def test_a_script_adds_without_leaving_the_page(visitor):
    product = world.product(world.maker())
    fields = {"csrf_token": token_of(visitor), "variant": str(variant_of(product)), "quantity": "2"}

    answer = visitor.post("/basket/add", fields, headers={"X-Requested-With": "fetch"})

    assert answer.json == {"sentence": "به سبد افزوده شد.", "count": "۲"}


def test_a_script_is_told_when_there_is_none_left(visitor, bank):
    product = world.product(world.maker(), Ware(on_hand=1))
    world.paid(bank, {variant_of(product): 1})
    fields = {"csrf_token": token_of(visitor), "variant": str(variant_of(product))}

    answer = visitor.post("/basket/add", fields, headers={"X-Requested-With": "fetch"}, status=409)

    assert "تمام شد" in answer.json["sentence"]


def test_an_old_basket_is_forgotten_with_its_address(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    with clock.at(clock.now() + timedelta(days=31)):
        world.work()

    assert session().scalar(select(func.count()).select_from(orders.Basket)) == 0
    assert "سبدتان خالی است" in words_of(visitor.get("/basket"))


def test_several_sizes_of_a_product_are_chosen_on_its_page(visitor):
    product = world.product(world.maker(), Ware(price=4_000_000))
    with transaction():
        wanted = catalogue.NewVariant("بزرگ", Rial(6_000_000), 2)
        big = catalogue.add_variant(catalogue.product(product), wanted, None).id
    form = form_of(visitor.get(address_of(product)), "/basket/add")
    form["variant"] = str(big)

    page = form.submit(status=303).follow()

    assert "(بزرگ)" in words_of(page)
    assert "۶۰۰٬۰۰۰" in words_of(page)
