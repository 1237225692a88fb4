"""A product that begins as another one stands; photos in the order that she wants."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import catalogue, vouching
from app.catalogue import Shelf, VersionState
from app.shared.database import transaction
from tests import world
from tests.web.browsing import form_of, logged_in
from tests.world import Ware


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def copied(browser: TestApp, product: int) -> catalogue.Version:
    page = browser.get(f"/workshop/products/{product}")
    answer = form_of(page, f"/workshop/products/{product}/copy").submit()
    world.fresh()
    return catalogue.version(int(answer.location.split("/drafts/")[1].split("/")[0]))


def test_all_that_was_told_comes_along_but_neither_stock_nor_vouch(browser, maker):
    product = world.product(maker, Ware(lead_days=0, on_hand=7))
    old = catalogue.newest_version(product)

    draft = copied(browser, product)

    assert draft.product_id != product
    assert draft.state is VersionState.DRAFT
    for name in ("title", "description", "materials", "size_words", "care", "weight_g", "price_rial", "good_id"):
        assert getattr(draft, name) == getattr(old, name), name
    shown = catalogue.pictures_of([old.id, draft.id])
    assert [one.picture.id for one in shown[draft.id]] == [one.picture.id for one in shown[old.id]]
    assert [one.alt for one in shown[draft.id]] == [one.alt for one in shown[old.id]]
    assert [one.words for one in vouching.deviations_of(draft.id)] == ["اندازه یکی نیست"]
    fresh = catalogue.variants_of([draft.product_id])[draft.product_id][0]
    assert (fresh.on_hand, fresh.offered) == (0, False)
    assert vouching.statements([draft.id])[draft.id].vouch is None
    assert catalogue.product(draft.product_id).state is Shelf.UNLISTED
    assert world.broken_promises() == []


def test_what_is_made_to_order_stays_so_with_its_room(browser, maker):
    product = world.product(maker, Ware(lead_days=6, on_hand=0))
    variant = catalogue.variants_of([product])[product][0]
    with transaction():
        catalogue.set_making(catalogue.own_variant(maker, variant.id), 12, 4, None)

    draft = copied(browser, product)

    fresh = catalogue.variants_of([draft.product_id])[draft.product_id][0]
    assert (fresh.lead_days, fresh.cut_off_hour, fresh.weekly_capacity) == (6, 12, 4)


def test_a_paper_comes_along_only_while_it_runs(browser, maker):
    product = world.product(maker, Ware(good=world.TAHINI, title="ارده"))

    assert copied(browser, product).permit_number is not None
    with world.later(days=366), transaction():
        draft = catalogue.copy_of(catalogue.newest_version(product), None)
        assert draft.permit_number is None


def order_of(browser: TestApp, version_id: int) -> list[tuple[int, str]]:
    world.fresh()
    return [(one.picture.id, one.alt) for one in catalogue.pictures_of([version_id])[version_id]]


def test_photos_change_places_by_buttons_and_their_words_follow(browser, maker):
    draft = world.draft(maker)
    one, two, three = (world.ready_picture() for _ in range(3))
    with transaction():
        catalogue.set_pictures(catalogue.version(draft), [(one, "یک"), (two, "دو"), (three, "سه")])

    for press, expected in (
        (f"forward-{three}", [(one, "یک"), (three, "سه"), (two, "دو")]),
        (f"back-{one}", [(three, "سه"), (one, "یک"), (two, "دو")]),
        (f"first-{two}", [(two, "دو"), (three, "سه"), (one, "یک")]),
        (f"remove-{three}", [(two, "دو"), (one, "یک")]),
    ):
        form = form_of(browser.get(f"/workshop/drafts/{draft}/photo"), "", having="do")
        form.submit("do", value=press, expect_errors=True)
        assert order_of(browser, draft) == expected
