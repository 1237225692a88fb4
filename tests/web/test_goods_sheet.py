"""All of a maker's products in one sheet: out, and in after a look at what each row would do."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from webtest import TestApp, Upload

from app import catalogue, programme, vouching
from app.catalogue import StockMode, VersionState
from app.shared import rulebook
from app.shared.database import transaction
from app.shared.money import Rial
from app.vouching.rules import SECOND_PRICE
from tests import world
from tests.web.browsing import form_of, logged_in, words_of
from tests.world import Ware

SKU, OWN, TITLE, STOCK, PRICE = "کدِ کالا", "شناسهٔ خودم", "نام", "موجودی", "قیمت (تومان)"


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker("1801")


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def table(browser: TestApp) -> list[dict[str, str]]:
    content = browser.get("/workshop/products.csv").body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def written(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def brought(browser: TestApp, content: bytes):
    """The page that shows what a sheet would do."""
    form = form_of(browser.get("/workshop/sheet"), "", having="sheet")
    form["sheet"] = Upload("goods.csv", content, "text/csv")
    answer = form.submit(expect_errors=True)
    return answer.follow() if answer.status_code == 303 else answer


def pressed(page) -> str:
    return words_of(form_of(page, "").submit(status=303).follow())


def has_button(page) -> bool:
    return "ردیف را ثبت کن" in words_of(page)


def variant_of(product_id: int) -> catalogue.Variant:
    world.fresh()
    return catalogue.variants_of([product_id])[product_id][0]


def newest(maker: int, product_id: int) -> catalogue.Version:
    world.fresh()
    return next(one.newest for one in catalogue.of_maker(maker) if one.product.id == product_id)


def test_what_goes_out_comes_in_again_and_changes_nothing(browser, maker):
    world.product(maker)
    world.draft(maker)
    world.product(maker, Ware(lead_days=5))

    page = brought(browser, browser.get("/workshop/products.csv").body)

    assert len(table(browser)) == 3
    assert "چیزی برای عوض کردن نیست" in words_of(page)
    assert not has_button(page)


def test_stock_and_a_near_price_change_at_once_and_the_rest_waits_for_a_mentor(browser, maker):
    near, far = world.product(maker), world.product(maker)
    rows = {row[SKU]: row for row in table(browser)}
    rows[variant_of(near).sku] |= {STOCK: "۱۷", PRICE: "۴۴۰٬۰۰۰"}
    rows[variant_of(far).sku] |= {TITLE: "زنبیلِ تازه", PRICE: "900,000"}

    page = brought(browser, written(list(rows.values())))
    untouched = variant_of(near).on_hand, newest(maker, far).state
    pressed(page)

    assert untouched == (10, VersionState.PUBLISHED)
    assert "موجودی: «۱۰» می‌شود «۱۷»؛ همان لحظه" in words_of(page)
    assert "پس از دیدنِ پیشران" in words_of(page)
    assert (variant_of(near).on_hand, int(variant_of(near).price_rial)) == (17, 4_400_000)
    staged = newest(maker, far)
    assert (staged.state, staged.title, int(staged.price_rial)) == (VersionState.DRAFT, "زنبیلِ تازه", 9_000_000)
    assert int(variant_of(far).price_rial) == 4_000_000
    assert vouching.disclosure_of(staged.id) is not None


def test_the_same_file_twice_changes_nothing_the_second_time(browser, maker):
    product = world.product(maker)
    rows = table(browser)
    rows[0] |= {STOCK: "5", TITLE: "نامِ دیگر", PRICE: "900000"}
    rows.append({SKU: "", OWN: "k1", TITLE: "سبدِ نو", STOCK: "2", PRICE: "300000"})
    content = written(rows)
    pressed(brought(browser, content))
    moves = table(browser)

    again = brought(browser, content)

    assert not has_button(again)
    assert table(browser) == moves
    assert len(catalogue.of_maker(maker)) == 2
    assert newest(maker, product).title == "نامِ دیگر"


def test_a_row_of_her_own_key_becomes_a_draft_to_be_finished_in_the_wizard(browser, maker):
    heading = "شناسهٔ خودم;نام;جنس;وزن (گرم);روزهای ساختن;قیمت (تومان);کدِ نوعِ کالا"
    sheet = f"{heading}\r\nک-۱;كيسهٔ حصيري;برگِ نخل;۱٬۲۰۰;۷;۲۵۰٬۰۰۰;B001\r\n"

    pressed(brought(browser, sheet.encode()))

    line = catalogue.of_maker(maker)[0]
    version, variant = line.newest, line.variants[0]
    assert (version.state, version.title, version.weight_g) == (VersionState.DRAFT, "کیسهٔ حصیری", 1200)
    assert (int(version.price_rial), version.good_id, variant.mode) == (2_500_000, "B001", StockMode.MADE_TO_ORDER)
    assert line.product.own_key == "ک-1"


def test_pressed_twice_is_done_once(browser, maker):
    page = brought(browser, "my key\tname\tstock\nk1\tBasket\t3\n".encode("utf-16"))
    form = form_of(page, "")

    form.submit(status=303)
    form.submit(status=303)

    assert len(catalogue.of_maker(maker)) == 1


def test_what_changed_since_it_was_shown_is_shown_again_and_not_done(browser, maker):
    product = world.product(maker)
    rows = table(browser)
    rows[0][STOCK] = "3"
    page = brought(browser, written(rows))
    with transaction():
        variant = catalogue.variants_of([product])[product][0]
        catalogue.set_stock(variant, variant.mode, on_hand=8, lead_days=0, by=None)

    answer = pressed(page)

    assert "در این میان چیزی عوض شده است" in answer or "«۸» می‌شود «۳»" in answer
    assert variant_of(product).on_hand == 8


BAD = {
    "کدِ کالا,نام\nX-99,سبد\n": "کالایی با کدِ «X-99» ندارید",
    "شناسهٔ خودم,نام\nk1,\n": "نامِ کالا نوشته نشده است",
    "شناسهٔ خودم,نام\nk1,سبد\nk1,سبدِ دیگر\n": "همین کد در ردیفِ 2 هم هست",
    "شناسهٔ خودم,نام\n,سبد\n": "شناسه‌ای از خودتان بنویسید",
    "شناسهٔ خودم,نام,قیمت (تومان)\nk1,سبد,گران\n": "قیمتِ «گران» درست نیست",
    "شناسهٔ خودم,نام,موجودی\nk1,سبد,-3\n": "عددی نیست",
    "شناسهٔ خودم,نام,کدِ نوعِ کالا\nk1,سبد,Z9\n": "کدِ نوعِ «Z9» را نمی‌شناسیم",
}


@pytest.mark.parametrize(("sheet", "words"), BAD.items())
def test_a_bad_cell_is_named_with_its_reason(browser, maker, sheet, words):
    page = brought(browser, sheet.encode())

    assert words in words_of(page).replace("۲", "2")
    if sheet.count("k1") < 2:
        assert not has_button(page)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02,\x00", "نه جدول".encode(), "رنگ,بو\nسرخ,خوش\n".encode()])
def test_what_is_no_sheet_is_refused_in_words(browser, content):
    page = brought(browser, content or b" ")

    assert page.status_code == 422
    assert page.html.find(role="alert") is not None


def test_nothing_that_she_wrote_becomes_a_formula_and_it_comes_back_as_it_was(browser, maker):
    version_id = world.draft(maker)
    with transaction():
        catalogue.write(catalogue.version(version_id), catalogue.Facts(title="=1+1", care="@SUM(A1)"))

    row = table(browser)[0]
    page = brought(browser, browser.get("/workshop/products.csv").body)

    assert (row[TITLE], row["نگه‌داری"]) == ("'=1+1", "'@SUM(A1)")
    assert "چیزی برای عوض کردن نیست" in words_of(page)


def test_anothers_product_and_sheet_are_not_hers(app, browser, maker):
    other = world.maker("1801")
    sku = variant_of(world.product(other)).sku
    hers = logged_in(app, world.person_of(other))
    sheet = brought(hers, f"{SKU},{STOCK}\n{sku},1\n".encode()).request.path

    page = brought(browser, f"{SKU},{STOCK}\n{sku},1\n".encode())

    assert "ندارید" in words_of(page)
    browser.get(sheet, status=404)


def test_a_product_that_lies_with_a_mentor_keeps_its_words(browser, maker):
    world.submitted(maker)
    rows = table(browser)
    rows[0][TITLE] = "نامِ دیگر"

    page = brought(browser, written(rows))

    assert "نزدِ پیشران است" in words_of(page)
    assert not has_button(page)


@pytest.fixture
def limit(app: Flask) -> int:
    """At 4,200,000 rials two mentors are asked."""
    with transaction():
        rulebook.set_rule(SECOND_PRICE, 4_200_000, source="test", by=None)
    return 4_200_000


def test_a_near_price_that_asks_for_two_mentors_waits_in_a_draft_and_spoils_no_other_row(browser, maker, limit):
    dear, other = world.product(maker), world.product(maker)
    rows = {row[SKU]: row for row in table(browser)}
    rows[variant_of(dear).sku][PRICE] = "420000"
    rows[variant_of(other).sku] |= {PRICE: "410000", STOCK: "3"}

    page = brought(browser, written(list(rows.values())))
    pressed(page)

    assert "پس از دیدنِ پیشران" in words_of(page)
    assert int(variant_of(dear).price_rial) == 4_000_000
    staged = newest(maker, dear)
    assert (staged.state, int(staged.price_rial)) == (VersionState.DRAFT, limit)
    assert (int(variant_of(other).price_rial), variant_of(other).on_hand) == (4_100_000, 3)


def test_what_two_mentors_have_seen_takes_a_near_price_at_once(browser, maker, limit):
    review = world.submitted(maker, Ware(price=4_300_000))
    first = world.mentor()
    with transaction():
        one = programme.mentor(first)
        vouching.vouch(vouching.open_review(review, one, None), one, world.look(review), world.UNKNOWN)
    world.vouch(review, world.mentor())
    product = world.product_of(review)
    rows = table(browser)
    rows[0][PRICE] = "440000"

    pressed(brought(browser, written(rows)))

    assert int(variant_of(product).price_rial) == 4_400_000


@pytest.mark.usefixtures("limit")
def test_another_size_at_such_a_price_is_told_at_its_field_and_the_rest_is_done(browser, maker):
    product = world.product(maker)
    with transaction():
        wanted = catalogue.NewVariant("بزرگ", Rial(4_000_000), 5)
        vouching.add_variant(catalogue.product(product), wanted, None)
    rows = table(browser)
    rows[0][STOCK] = "7"
    rows[1][PRICE] = "430000"

    page = brought(browser, written(rows))
    pressed(page)

    assert "دو پیشران باید کالا را ببینند" in words_of(page)
    assert variant_of(product).on_hand == 7
    world.fresh()
    assert [int(one.price_rial) for one in catalogue.variants_of([product])[product]] == [4_000_000] * 2
