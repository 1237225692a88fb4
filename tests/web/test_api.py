"""Products for programs, as the documentation promises them."""

from __future__ import annotations

import pytest

from app import catalogue, programme
from app.catalogue import Shelf
from app.shared.database import transaction
from tests import world
from tests.web.browsing import address_of, deliver
from tests.world import Ware

PROMISED = {"sku", "title", "price", "maker", "county", "grade", "vouched"}


def stock_the_shelf() -> dict[str, int]:
    """A basket in Bushehr, a kilim made to order in Dashtestan."""
    here, there = world.maker("1801", name="خاتون"), world.maker("1802")
    made = {
        "زنبیل": world.product(here, Ware(title="زنبیل", price=4_000_000)),
        "گلیم": world.product(there, Ware(good="B012", title="گلیم", price=90_000_000, lead_days=14)),
    }
    deliver()
    return made


def test_the_list_counts_and_describes(visitor):
    made = stock_the_shelf()

    told = visitor.get("/api/v1/products", {"county": "1801"}).json
    item = told["items"][0]

    assert (told["total"], told["page"], told["pages"]) == (1, 1, 1)
    assert set(item) >= PROMISED
    assert item["sku"].startswith("B001-")
    assert item["title"].startswith("زنبیل")
    assert (item["price"], item["currency"]) == (4_000_000, "IRR")
    assert item["maker"].startswith("خاتون")
    assert (item["county"], item["county_code"]) == ("بوشهر", "1801")
    assert (item["grade"], item["vouched"]) == ("small", True)
    assert item["url"] == f"http://127.0.0.1:8000{address_of(made['زنبیل'])}"


def test_the_list_filters(visitor):
    stock_the_shelf()
    wanted = [({}, 2), ({"q": "گلیم"}, 1), ({"category": "rug"}, 1), ({"county": "1802"}, 1), ({"county": "1810"}, 0)]

    told = [(asked, visitor.get("/api/v1/products", asked).json) for asked, _ in wanted]

    assert [(asked, page["total"]) for asked, page in told] == wanted
    assert [(asked, len(page["items"])) for asked, page in told] == wanted


@pytest.mark.parametrize("county", ["1802", "تنگستان", "Tangestan", "tangestan", ""])
def test_a_county_is_asked_for_by_code_or_name(visitor, county):
    stock_the_shelf()

    titles = [item["title"] for item in visitor.get("/api/v1/products", {"county": county}).json["items"]]

    assert any("گلیم" in title for title in titles)
    assert any("زنبیل" in title for title in titles) is (county == "")


@pytest.mark.parametrize("category", ["woven", "rug", "گبه و بافته", "Gabbeh, kilim and rugs", ""])
def test_a_category_is_asked_for_by_code_name_or_group(visitor, category):
    stock_the_shelf()

    titles = [item["title"] for item in visitor.get("/api/v1/products", {"category": category}).json["items"]]

    assert any("گلیم" in title for title in titles)
    assert any("زنبیل" in title for title in titles) is (category == "")


@pytest.mark.parametrize("asked", [{"county": "تهران"}, {"county": "9999"}, {"category": "gold"}])
def test_what_is_unknown_is_a_problem_and_not_an_empty_list(visitor, asked):
    answer = visitor.get("/api/v1/products", asked, status=400)

    assert answer.content_type == "application/problem+json"
    assert answer.json["title"]
    assert {"1801", "rug"} & set(answer.json["known"])


def test_a_page_beyond_the_last_is_empty_and_still_counts(visitor):
    stock_the_shelf()

    told = visitor.get("/api/v1/products", {"page": "9"}).json

    assert (told["total"], told["page"], told["pages"], told["items"]) == (2, 9, 1, [])


@pytest.mark.parametrize("code", ["B012", "b012", "B۰۱۲"])
def test_a_product_is_found_by_the_code_of_its_good(visitor, code):
    stock_the_shelf()

    items = visitor.get("/api/v1/products", {"q": code}).json["items"]

    assert [item["sku"].partition("-")[0] for item in items] == ["B012"]


def test_a_product_is_found_by_the_code_that_its_page_shows(visitor):
    product = stock_the_shelf()["زنبیل"]
    sku = catalogue.product(product).sku

    items = visitor.get("/api/v1/products", {"q": sku}).json["items"]

    assert [item["sku"] for item in items] == [sku]


def test_the_list_has_pages(visitor):
    stock_the_shelf()

    pages = [visitor.get("/api/v1/products", {"per_page": "1", "page": page}).json for page in ("1", "2")]

    assert [page["pages"] for page in pages] == [2, 2]
    assert len({page["items"][0]["sku"] for page in pages}) == 2


@pytest.mark.parametrize(("asked", "given"), [("", 24), ("0", 1), ("9999999", 100), ("ten", 24)])
def test_a_page_holds_at_most_a_hundred(visitor, asked, given):
    assert visitor.get("/api/v1/products", {"per_page": asked}).json["per_page"] == given


def test_one_product_tells_all_that_its_page_does(visitor):
    product = stock_the_shelf()["زنبیل"]

    told = visitor.get(address_of(product).replace("/p/", "/api/v1/products/")).json

    assert set(told) >= PROMISED
    assert told["on_sale"] is True
    assert told["disclosure"]["missing_mark"] == "نشانِ استانداردِ ملی ندارد"
    assert told["disclosure"]["deviations"] == [{"kind": "size", "words": "اندازه یکی نیست", "amount": ""}]
    assert told["vouch"]["basis"] == "in_person"
    assert told["pictures"][0]["url"].startswith("http://127.0.0.1:8000/media/")
    assert told["weight_g"] == 600


def test_no_telephone_or_home_is_told(visitor):
    maker = world.maker(mobile="09170009988")
    world.product(maker)
    deliver()

    told = visitor.get("/api/v1/products").text

    assert "0009988" not in told


def test_a_product_off_sale_says_so(visitor):
    product = stock_the_shelf()["زنبیل"]
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)
    deliver()

    assert visitor.get("/api/v1/products").json["total"] == 1
    assert visitor.get(address_of(product).replace("/p/", "/api/v1/products/")).json["on_sale"] is False


@pytest.mark.parametrize("address", ["/api/v1/products/no-such", "/api/v1/products/%00", "/api/v2/products", "/api/"])
def test_what_is_not_there_is_a_problem_in_json(visitor, address):
    answer = visitor.get(address, status=404)

    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 404
    assert answer.json["title"]


def test_a_wrong_method_is_a_problem_in_json(visitor):
    answer = visitor.post("/api/v1/products", status=405)

    assert answer.content_type == "application/problem+json"


def test_maker_addresses_open(visitor):
    product = stock_the_shelf()["زنبیل"]

    told = visitor.get(address_of(product).replace("/p/", "/api/v1/products/")).json

    assert visitor.get(told["maker_url"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert programme.trainee(catalogue.product(product).maker_id).display_name == told["maker"]
