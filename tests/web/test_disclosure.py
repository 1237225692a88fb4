"""What is not standard about a thing follows it from the list to the parcel's slip, in the same words."""

from __future__ import annotations

from app import catalogue, orders, vouching
from app.shared.database import transaction
from app.vouching import DeviationKind, Difference, Grade, Told
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import (
    address_of,
    deliver,
    home_of,
    logged_in,
    put_in_basket,
    ready_to_pay,
    to_review,
    words_of,
)
from tests.web.test_checkout import act_at_bank, the_order
from tests.world import Ware

BADGE = "غیراستاندارد، با شرح"
WORDS = "دسته‌اش کج است"


def test_the_difference_is_told_on_every_page_of_the_way(app, visitor, bank):
    maker = world.maker()
    product = world.product(maker, Ware(differs=WORDS))
    deliver()
    lists = {address: words_of(visitor.get(address)) for address in ("/", "/products", home_of(maker))}
    pages = {"product": words_of(visitor.get(address_of(product)))}
    pages["basket"] = words_of(put_in_basket(visitor, product))
    review = to_review(visitor)
    pages["review"] = words_of(review)
    back = act_at_bank(bank, ready_to_pay(review).submit(status=303), "pay")
    pages["order"] = words_of(visitor.get(back, status=303).follow())
    pages["tracking"] = words_of(browser_of(app).get(f"/o/{the_order().token}"))
    workshop = logged_in(app, world.person_of(maker))
    parcel = world.parcels(the_order().id)[0]
    pages["parcel"] = words_of(workshop.get(f"/workshop/orders/{parcel}"))
    pages["slip"] = words_of(workshop.get(f"/workshop/orders/{parcel}/slip"))

    assert [name for name, words in (lists | pages).items() if BADGE not in words] == []
    assert [name for name, words in pages.items() if WORDS not in words] == []
    named = {name for name, words in pages.items() if "پیشران فاطمه" in words or "پیشران: فاطمه" in words}
    assert named >= {"product", "basket", "review", "order", "tracking"}, "who answers for it goes with it"


def test_a_card_says_how_bad_a_flaw_is(visitor):
    photo = world.ready_picture()
    draft = world.draft(world.maker())
    flaw = Difference(DeviationKind.FINISH, WORDS, "", photo)
    with transaction():
        vouching.disclose(catalogue.version(draft), Told(Grade.VISIBLE, differences=[flaw]))
    world.vouch(world.into_queue(draft), world.mentor())
    world.product(world.maker(), Ware(differs=WORDS))
    deliver()

    cards = [one.get_text(" ") for one in visitor.get("/products").html.select("li.card")]

    assert sorted("نقصِ پیدا" in card for card in cards) == [False, True]


def test_what_the_buyer_read_is_kept_with_the_order(app, visitor, bank):
    maker = world.maker()
    put_in_basket(visitor, world.product(maker, Ware(differs=WORDS)))
    ready_to_pay(to_review(visitor)).submit(status=303)

    line = world.lines(the_order().id)[0]

    assert WORDS in line.acknowledged
    assert line.vouch_id is not None
    assert line.grade.value == "small"


def test_a_thing_that_meets_its_standard_asks_for_no_tick(visitor):
    put_in_basket(visitor, world.product(world.maker(), Ware(differs="")))

    review = to_review(visitor)

    assert not review.html.select("input[name^=ack-]")
    ready_to_pay(review).submit(status=303)
    assert orders.order(the_order().id)


def test_the_paper_of_a_food_is_shown_with_its_number(visitor):
    maker = world.maker()
    product = world.product(maker, Ware(good=world.TAHINI, title="ارده"))
    deliver()

    number = f"P-{maker}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert number in words_of(visitor.get(address_of(product)))
    assert visitor.get("/api/v1/products").json["items"][0]["permit"]
