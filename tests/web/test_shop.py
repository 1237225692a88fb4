"""The storefront: home, list, product, maker."""

from __future__ import annotations

import pytest
from webtest import TestApp

from app import catalogue, programme
from app.catalogue import Shelf
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.vouching import DeviationKind
from app.words import formats
from tests import world
from tests.web.browsing import address_of, deliver, form_of, home_of, press, words_of
from tests.world import Ware


def titles(browser: TestApp, address: str = "/products", **asked: str) -> list[str]:
    """Titles on a list, in its order, without the number that keeps test titles apart."""
    cards = browser.get(address, asked).html.select("ul.grid h3")
    return [card.get_text().strip().rpartition(" ")[0] for card in cards]


def stock_the_shelf() -> None:
    """A basket and a jar in Bushehr, a kilim made to order in Dashtestan."""
    here, there = world.maker("1801"), world.maker("1802")
    world.product(here, Ware(title="زنبیل", price=4_000_000))
    world.product(here, Ware(good="B038", title="کوزه", price=9_000_000, differs=""))
    world.product(there, Ware(good="B012", title="گلیم", price=90_000_000, lead_days=14))
    deliver()


def test_an_empty_shop_says_so(visitor):
    assert "هنوز کالایی روی بازار نیست" in words_of(visitor.get("/"))
    assert "با این پالایش‌ها چیزی نیست" in words_of(visitor.get("/products"))


def test_home_shows_what_is_new_with_maker_county_price_and_truth(visitor):
    maker = world.maker("1801", name="خاتون")
    world.product(maker, Ware(title="زنبیل", price=4_000_000))
    deliver()

    card = " ".join(visitor.get("/").html.find("li", class_="card").get_text(" ").split())

    assert "زنبیل" in card
    assert "خاتون" in card
    assert "بوشهر" in card
    assert "۴۰۰٬۰۰۰ تومان" in card
    assert "غیراستاندارد، با شرح" in card
    assert "تأییدِ پیشران" in card


def test_a_product_that_meets_its_standard_carries_no_warning(visitor):
    world.product(world.maker(), Ware(differs=""))
    deliver()

    assert "غیراستاندارد" not in visitor.get("/").html.find("li", class_="card").get_text()


def test_what_differs_is_a_filter_with_its_count(visitor):
    maker = world.maker()
    world.product(maker, Ware(title="زنبیل", kinds=(DeviationKind.SIZE,)))
    world.product(maker, Ware(title="گبه", good="B012", kinds=(DeviationKind.COLOUR, DeviationKind.SIZE)))
    world.product(maker, Ware(title="کوزه", good="B038", differs=""))
    deliver()

    page = visitor.get("/products", {"differs": "colour"})

    assert titles(visitor, differs="colour") == ["گبه"]
    boxes = page.html.select("[name=differs][type=checkbox]")
    assert {box["value"]: box.find_parent("label").find(class_="c").text for box in boxes} == {
        "size": "۲",
        "colour": "۱",
    }
    assert "تفاوت در رنگ" in page.html.find("a", class_="chip-on").text
    assert len(titles(visitor, differs="nonsense")) == 3


LISTS: list[tuple[dict[str, str], list[str]]] = [
    ({"q": "زنبیل"}, ["زنبیل"]),
    ({"q": "زنبيل"}, ["زنبیل"]),
    ({"county": "1802"}, ["گلیم"]),
    ({"category": "pottery"}, ["کوزه"]),
    ({"group": "woven"}, ["گلیم"]),
    ({"grade": "conforms"}, ["کوزه"]),
    ({"badge": "nonstandard", "sort": "cheapest"}, ["زنبیل", "گلیم"]),
    ({"ready": "made"}, ["گلیم"]),
    ({"ready": "ready", "sort": "dearest"}, ["کوزه", "زنبیل"]),
    ({"min": "۵۰۰٬۰۰۰", "max": "1,000,000"}, ["کوزه"]),
    ({"max": "٤٠٠٠٠٠"}, ["زنبیل"]),
    ({"sort": "dearest"}, ["گلیم", "کوزه", "زنبیل"]),
    ({"county": "1801", "category": "rug"}, []),
    ({"min": "900000", "max": "100"}, []),
]


def test_the_list_shows_what_was_asked_for(visitor):
    stock_the_shelf()

    shown = [(asked, titles(visitor, **asked)) for asked, _ in LISTS]

    assert shown == LISTS


def test_the_counts_beside_the_filters_are_true(visitor):
    stock_the_shelf()

    page = visitor.get("/products", {"county": "1801"})
    counts = {label.input["name"] + "=" + label.input["value"]: label.find(class_="c").get_text()
              for label in page.html.select("form.filters label.opt")}  # fmt: skip

    assert counts["county=1801"] == "۲"
    assert counts["county=1802"] == "۱"
    assert counts["category=pottery"] == "۱"
    assert counts["category=rug"] == "۰"
    assert counts["badge=vouched"] == "۲"


def test_a_filter_can_be_taken_off_again(visitor):
    stock_the_shelf()
    page = visitor.get("/products", {"county": "1801", "category": "pottery"})

    chips = page.html.find_all("a", class_="chip-on")
    wider = sorted(titles(visitor, chip["href"], sort="cheapest") for chip in chips)

    assert wider == [["زنبیل", "کوزه"], ["کوزه"]]


def test_the_filters_form_works_without_script(visitor):
    stock_the_shelf()
    form = visitor.get("/products").forms["filters"]
    form.fields["county"][0].checked = True

    assert form.submit().status_code == 200


def test_a_long_list_has_pages_that_miss_nothing_and_repeat_nothing(visitor):
    maker = world.maker()
    for number in range(26):
        world.product(maker, Ware(title=f"زنبیل {number}"))
    deliver()

    first = visitor.get("/products")
    second = visitor.get(first.html.find("a", rel="next")["href"])
    shown = [card.get_text() for page in (first, second) for card in page.html.select("ul.grid h3")]

    assert len(shown) == len(set(shown)) == 26
    assert second.html.find("a", rel="prev") is not None
    assert second.html.find("a", rel="next") is None


NONSENSE = [
    {"page": "۰"},
    {"page": "-1"},
    {"page": str(10**9)},
    {"page": "٢"},
    {"page": "abc"},
    {"page": ""},
    {"category": "no-such"},
    {"county": "abc"},
    {"grade": "<script>"},
    {"badge": "gold"},
    {"ready": "never"},
    {"sort": "sideways"},
    {"min": "ten", "max": "۱۰^۵"},
    {"min": "-5", "max": "9" * 400},
    {"min": "1e400", "max": "NaN"},
    {"q": "س" * 10_000},
    {"q": "\u202e\ufeff"},
    {"q": "' OR 1=1 --"},
    {"q": "*:* AND ("},
    {"q": "%" * 50},
    {"q": "\u200c \u200c"},
]


@pytest.mark.parametrize("address", ["/products", "/api/v1/products", "/makers"])
def test_nonsense_in_the_address_is_answered_with_a_list(visitor, address):
    stock_the_shelf()

    pages = [(asked, visitor.get(address, asked, expect_errors=True)) for asked in NONSENSE]

    fine = {200, 400} if address.startswith("/api/") else {200}
    assert [asked for asked, page in pages if page.status_code not in fine or "<script>" in page.text] == []


def test_a_filter_without_a_value_filters_nothing(visitor):
    stock_the_shelf()

    assert len(titles(visitor, county="", category="", q="")) == 3


def test_a_sold_out_product_promises_no_delivery(visitor, bank):
    maker = world.maker()
    gone = world.product(maker, Ware(title="زنبیل", on_hand=1))
    world.product(maker, Ware(title="سفره"))
    world.paid(bank, {catalogue.variants_of([gone])[gone][0].id: 1})
    deliver()

    page = words_of(visitor.get(address_of(gone)))

    assert "تمام شد. اگر باز ساخت، همین‌جا می‌بینید." in page
    assert "عدد آماده است" not in page
    assert "روزِ کاری، از" not in page
    assert titles(visitor) == ["سفره", "زنبیل"]


def test_a_phone_is_offered_small_pictures_in_lists(visitor):
    world.product(world.maker())
    deliver()

    phone = visitor.get("/products").html.select_one("li.card source[media]")

    assert phone["media"] == "(max-width:47.99rem)"
    assert phone["srcset"].endswith("-320.avif 320w")
    assert "," not in phone["srcset"]


def test_a_makers_first_month_is_of_the_readers_calendar(visitor):
    maker = world.maker()
    world.product(maker)
    deliver()
    registered = programme.trainee(maker).registered_at

    here = words_of(visitor.get(home_of(maker)))
    press(visitor.get("/badges"), "/language", "language", "en")
    there = words_of(visitor.get(home_of(maker)))

    assert formats.month(JalaliMonth.of(registered)) in here
    assert f"{registered:%B %Y}" in there


def test_a_makers_name_says_its_language_on_an_english_page(visitor):
    maker = world.maker(name="خاتون")
    product = world.product(maker)
    deliver()
    press(visitor.get("/badges"), "/language", "language", "en")

    names = [
        visitor.get(address).html.select("bdi[lang=fa]") for address in ("/products", address_of(product), "/makers")
    ]

    assert [any("خاتون" in one.get_text() for one in found) for found in names] == [True, True, True]


def test_a_page_beyond_the_last_shows_the_last(visitor):
    stock_the_shelf()

    assert len(titles(visitor, page="99999")) == 3


def test_the_same_filter_a_thousand_times_is_one_filter(visitor):
    stock_the_shelf()

    assert visitor.get("/products?" + "&".join(["county=1802"] * 200)).status_code == 200


def test_a_search_that_finds_nothing_says_what_was_searched(visitor):
    stock_the_shelf()

    page = words_of(visitor.get("/products", {"q": "هواپیمای جت"}))

    assert "هواپیمای جت" in page
    assert "چیزی نیافتیم" in page


def test_what_was_searched_is_shown_as_text(visitor):
    page = visitor.get("/products", {"q": '"><img src=x onerror=alert(1)>'})

    assert "<img src=x" not in page.text


def test_a_product_tells_everything_before_the_price_is_paid(visitor):
    maker = world.maker("1801", name="خاتون")
    product = world.product(maker, Ware(title="زنبیل", differs="دسته‌اش کج است"))
    deliver()

    page = words_of(visitor.get(address_of(product)))

    told = ("زنبیل", "خاتون", "دسته‌اش کج است", "نشانِ استانداردِ ملی ندارد", "بافت و دسته را دیدم", "فاطمه", "۶۰۰ گرم")
    assert [words for words in told if words not in page] == []


def test_a_product_that_is_paused_cannot_be_put_in_the_basket(visitor):
    product = world.product(world.maker())
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)
    deliver()

    page = visitor.get(address_of(product))

    assert "این کالا اکنون فروخته نمی‌شود" in words_of(page)
    assert "/basket/add" not in [form.action for form in page.forms.values()]
    assert titles(visitor) == []


def test_what_no_mentor_has_seen_is_not_in_the_shop(visitor):
    maker = world.maker()
    world.draft(maker)
    world.submitted(maker)
    deliver()

    assert titles(visitor) == []
    visitor.get(home_of(maker), status=404)


def test_a_sold_out_product_says_so(visitor, bank):
    maker = world.maker()
    product = world.product(maker, Ware(on_hand=1))
    world.paid(bank, {catalogue.variants_of([product])[product][0].id: 1})
    deliver()

    assert "تمام شد" in words_of(visitor.get(address_of(product)))
    assert "تمام شد" in words_of(visitor.get("/products"))


def test_a_makers_page_shows_her_work_and_who_stands_for_it(visitor):
    maker = world.maker("1801", name="خاتون")
    world.product(maker, Ware(title="زنبیل"))
    deliver()

    page = words_of(visitor.get(home_of(maker)))

    assert "خاتون" in page
    assert "زنبیل" in page
    assert "فاطمه" in page


def test_makers_can_be_looked_for_by_county(visitor):
    stock_the_shelf()

    assert len(visitor.get("/makers", {"county": "1802"}).html.select("main li a[href^='/m/']")) == 1
    assert len(visitor.get("/makers").html.select("main li a[href^='/m/']")) == 2


@pytest.mark.parametrize("address", ["/p/no-such", "/p/%00", "/m/no-such", "/m/%00", "/category/no-such",
                                     "/category/%00", "/p/" + "x" * 3000])  # fmt: skip
def test_what_is_not_there_is_said_in_words(visitor, address):
    assert "این صفحه را نیافتیم" in words_of(visitor.get(address, status=404))


def test_a_category_has_a_short_address(visitor):
    assert visitor.get("/category/pottery", status=301).headers["Location"] == "/products?category=pottery"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/badges", "هر کالا یکی از این درجه‌ها را دارد"),
        ("/badges", "درجهٔ دو"),
        ("/help", "تا ۷ روزِ کاری"),
        ("/sell", "می‌خواهم بفروشم"),
    ],
)
def test_explanations_are_there(visitor, address, words):
    assert words in words_of(visitor.get(address))


def test_a_title_cannot_become_markup(visitor):
    product = world.product(world.maker(), Ware(title="زنبیل <script>alert(1)</script> {{ 7*7 }}"))
    deliver()

    for address in ("/", "/products", address_of(product)):
        page = visitor.get(address)
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in words_of(page)


def test_search_from_the_head_of_any_page(visitor):
    stock_the_shelf()
    form = form_of(visitor.get("/badges"), "/products")
    form["q"] = "کوزه"

    assert [card.get_text().split()[0] for card in form.submit().html.select("ul.grid h3")] == ["کوزه"]
