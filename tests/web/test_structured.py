"""What a product page tells machines is as honest as what it tells people."""

from __future__ import annotations

import json

import pytest

from app import catalogue, opinions, vouching
from app.accounts import Role
from app.opinions import AsTold, HideReason
from app.shared.database import transaction
from app.shared.money import Rial
from app.vouching import DeviationKind, Difference, Grade, Told
from tests import world
from tests.web.browsing import address_of


def sold_as(told: Told, title: str = "زنبیل") -> int:
    maker = world.maker()
    draft = world.draft(maker, world.Ware(title=title))
    with transaction():
        version = catalogue.version(draft)
        vouching.disclose(version, told)
        review = vouching.submit(version, None).id
    world.vouch(review, world.mentor())
    return world.product_of(review)


def data_of(visitor, product: int) -> dict:
    page = visitor.get(address_of(product))
    blocks = page.html.find_all("script", type="application/ld+json")
    assert len(blocks) == 1
    return json.loads(blocks[0].get_text())


@pytest.mark.parametrize(
    ("grade", "condition"),
    [(Grade.SMALL, "NewCondition"), (Grade.VISIBLE, "DamagedCondition"), (Grade.SECONDS, "DamagedCondition")],
)
def test_the_condition_and_every_difference_are_told(visitor, grade, condition):
    photo = world.ready_picture()
    difference = Difference(DeviationKind.SHAPE, "لبه‌اش کج است", "تا ۱ سانت", photo)
    product = sold_as(Told(grade, missing_mark="نشانی ندارد", differences=[difference], sound_price=Rial(9_000_000)))

    data = data_of(visitor, product)

    told = {one["name"]: one["value"] for one in data["additionalProperty"]}
    assert data["itemCondition"] == f"https://schema.org/{condition}"
    assert {one["itemCondition"] for one in data["offers"]} == {data["itemCondition"]}
    assert told["deviation:shape"] == "لبه‌اش کج است (تا ۱ سانت)"
    assert told["missing mark"] == "نشانی ندارد"
    assert "لبه‌اش کج است" in data["description"]
    assert data["offers"][0]["availability"] == "https://schema.org/InStock"


def test_what_meets_its_mark_is_new_and_names_it(visitor):
    data = data_of(visitor, sold_as(Told(Grade.CONFORMS, mark="مهرِ اصالت")))

    assert data["itemCondition"] == "https://schema.org/NewCondition"
    assert "مهرِ اصالت" in data["description"]


def test_words_with_signs_do_not_end_the_block(visitor):
    product = sold_as(Told(Grade.SMALL, missing_mark="</script><b>&amp;"), title="</script><script>alert(1)</script>")

    data = data_of(visitor, product)

    assert data["name"].startswith("</script>")
    assert {"@type": "PropertyValue", "name": "missing mark", "value": "</script><b>&amp;"} in data[
        "additionalProperty"
    ]


def test_what_is_recalled_is_not_in_stock_and_the_page_says_why(visitor):
    product = world.product(world.maker())
    world.recalled(product)

    page = visitor.get(address_of(product))

    assert "فراخوان شده است" in page.text
    assert "کپک" in page.text
    assert "نخورید، برگردانید" in page.text
    assert data_of(visitor, product)["offers"][0]["availability"] == "https://schema.org/OutOfStock"


def judged(bank, words: str, marks: tuple[int, ...]) -> tuple[int, list[int]]:
    """A product with opinions of these marks; its number and theirs."""
    maker = world.maker()
    variant = world.variant(maker, world.Ware(on_hand=20))
    lines = [world.lines(world.sold(bank, {variant: 1}))[0] for _ in marks]
    numbers = [world.opinion(line.id, mark, AsTold.YES, words) for line, mark in zip(lines, marks, strict=True)]
    return catalogue.own_variant(maker, variant).product_id, numbers


def test_an_average_is_told_with_what_buyers_said_as_the_page_shows_it(visitor, bank):
    product, _ = judged(bank, "خوش‌بافت است؛ ۰۹۱۷ ۱۲۳ ۴۵ ۶۷", (5, 4, 4))

    data = data_of(visitor, product)

    assert data["aggregateRating"]["ratingValue"] == "4.3"
    assert data["aggregateRating"]["reviewCount"] == 3
    assert [one["reviewRating"]["ratingValue"] for one in data["review"]] == [4, 4, 5]
    assert {one["reviewBody"] for one in data["review"]} == {"خوش‌بافت است؛ •••"}
    assert {one["author"]["name"] for one in data["review"]} == {"سارا"}


def test_too_few_opinions_are_told_to_no_machine(visitor, bank):
    product, numbers = judged(bank, "", (5, 1, 5))
    staff = world.official(Role.STAFF)
    with transaction():
        opinions.hide(opinions.within(numbers[1], None).opinion, HideReason.INSULT, staff)

    data = data_of(visitor, product)

    assert "aggregateRating" not in data
    assert "review" not in data
