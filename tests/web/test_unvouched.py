"""A mentor takes her word back, with a reason; a buyer reads it, and calls off what is not sent yet."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask
from webtest import TestApp

from app import catalogue, orders, programme, vouching
from app.catalogue import Shelf
from app.orders import ParcelState
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import form_of, logged_in, words_of
from tests.world import Ware

WHY = "نمونهٔ تازه مثلِ قبل نبود"
NUMBER = "۰۹۱۷۱۲۳۴۵۶۷"
RIGHT = "همهٔ بسته را لغو می‌کنم"


def accepted_order(bank: FakeBank, mentor_id: int, things: int = 1) -> int:
    maker = world.maker()
    products = [world.product(maker, Ware(differs="کج است"), by=mentor_id) for _ in range(things)]
    variants = catalogue.variants_of(products)
    order_id = world.paid(bank, {variants[one][0].id: 1 for one in products})
    with transaction():
        orders.accept(world.parcel(world.parcels(order_id)[0]), None)
    return order_id


def take_back(app: Flask, order_id: int, became: str = "delist") -> TestApp:
    """The mentor takes her word back of the order's first thing, on her desk."""
    given = vouching.vouch_by_id(world.lines(order_id)[0].vouch_id or 0)
    browser = logged_in(app, given.mentor_person_id)
    form = form_of(browser.get(f"/desk/vouches/{given.id}/withdraw"), having="why")
    form["why"], form["became"] = f"{WHY} {NUMBER}", became
    form.submit(status=303)
    world.work()
    return browser


def address(order_id: int) -> str:
    return f"/o/{orders.order(order_id).token}"


def test_the_buyer_reads_why_and_calls_the_accepted_parcel_off(app, bank, visitor):
    order_id = accepted_order(bank, world.mentor())
    before = words_of(visitor.get(address(order_id)))
    take_back(app, order_id)

    page = visitor.get(address(order_id))
    form_of(page, f"{address(order_id)}/unvouched/{world.parcels(order_id)[0]}").submit(status=303)

    assert RIGHT not in before
    assert WHY in words_of(page)
    assert NUMBER not in words_of(page)
    assert RIGHT in words_of(page)
    assert world.parcel(world.parcels(order_id)[0]).state is ParcelState.CANCELLED
    assert RIGHT not in words_of(visitor.get(address(order_id)))


def test_one_thing_alone_can_be_called_off_with_its_own_button(app, bank, visitor):
    order_id = accepted_order(bank, world.mentor(), things=2)
    take_back(app, order_id)
    line = world.lines(order_id)[0]

    form = form_of(visitor.get(address(order_id)), having="line")
    assert form["line"].value == str(line.id)
    form.submit(status=303)

    world.fresh()
    assert [one.refunded_quantity for one in world.lines(order_id)] == [1, 0]
    assert world.parcel(line.parcel_id).state is ParcelState.ACCEPTED


def test_a_parcel_that_was_sent_meanwhile_is_refused_in_words(app, bank, visitor):
    order_id = accepted_order(bank, world.mentor())
    take_back(app, order_id)
    page = visitor.get(address(order_id))
    with transaction():
        orders.send(world.parcel(world.parcels(order_id)[0]), "661810218404", None)

    answer = form_of(page, f"{address(order_id)}/unvouched/{world.parcels(order_id)[0]}").submit(expect_errors=True)

    assert answer.status_code == 409
    assert "فرستاده شده" in words_of(answer)


def test_who_only_looked_the_order_up_may_read_and_not_act(app, bank, visitor):
    order_id = accepted_order(bank, world.mentor())
    take_back(app, order_id)
    form = form_of(visitor.get("/track"), having="code")
    form["code"], form["mobile"] = orders.order(order_id).code, orders.order(order_id).mobile

    page = form.submit()

    assert WHY in words_of(page)
    assert RIGHT not in words_of(page)


def test_the_maker_finds_her_draft_at_the_lower_grade_with_the_reason(app, bank):
    order_id = accepted_order(bank, world.mentor())
    take_back(app, order_id, "seconds")
    maker = world.parcel(world.parcels(order_id)[0]).maker_id
    product = catalogue.version(world.lines(order_id)[0].version_id).product_id
    hers = logged_in(app, world.person_of(maker))

    page = hers.get(f"/workshop/products/{product}")
    draft = hers.get(f"/workshop/drafts/{catalogue.of_maker(maker)[0].newest.id}/standard")

    assert catalogue.product(product).state is Shelf.WITHDRAWN
    assert WHY in words_of(page)
    assert "درجهٔ دو" in words_of(page)
    assert WHY in words_of(draft)
    assert draft.html.find("input", {"name": "grade", "value": "seconds"}).has_attr("checked")


def test_withdrawing_without_a_reason_is_asked_for_it_and_nothing_happens(app, bank):
    order_id = accepted_order(bank, world.mentor())
    given = vouching.vouch_by_id(world.lines(order_id)[0].vouch_id or 0)
    browser = logged_in(app, given.mentor_person_id)
    form = form_of(browser.get(f"/desk/vouches/{given.id}/withdraw"), having="why")

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    assert "دلیل را بنویسید" in words_of(answer)
    world.fresh()
    assert vouching.vouch_by_id(given.id).withdrawn_at is None


def test_what_was_taken_back_stays_on_the_pages_of_maker_product_and_mentor(app, bank, visitor):
    mentor = world.mentor()
    order_id = accepted_order(bank, mentor)
    line = world.lines(order_id)[0]
    product = catalogue.version(line.version_id).product_id
    other = world.product(line.maker_id, by=world.mentor())
    take_back(app, order_id)
    named = programme.mentor(mentor)

    pages = [
        words_of(visitor.get(f"/p/{quote(world.slug(product))}")),
        words_of(visitor.get(f"/m/{quote(programme.trainee(line.maker_id).slug)}")),
        words_of(visitor.get(f"/mentors/{quote(named.slug)}")),
    ]

    assert [named.display_name in page and "پس گرفت" in page for page in pages] == [True] * 3
    assert all(line.title in page for page in pages)
    assert "پس گرفت" not in words_of(visitor.get(f"/p/{quote(world.slug(other))}"))


def test_the_mentors_page_shows_no_rate_of_few_and_never_a_telephone(app, bank, visitor):
    number = world.mobile_number()
    mentor = world.mentor(mobile=number)
    world.product(world.maker(), by=mentor)
    world.work()

    page = visitor.get(f"/mentors/{quote(programme.mentor(mentor).slug)}")

    assert "هنوز کم است" in words_of(page)
    assert number not in page.text
    assert number[1:] not in page.text
    assert visitor.get("/mentors/nobody", expect_errors=True).status_code == 404


def test_her_own_desk_shows_the_same_figures_with_the_rows_behind(app, bank):
    mentor = world.mentor()
    order_id = accepted_order(bank, mentor)
    browser = take_back(app, order_id)

    page = words_of(browser.get("/desk/figures"))

    assert WHY in page
    assert world.lines(order_id)[0].title in page
