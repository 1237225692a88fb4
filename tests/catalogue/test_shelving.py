"""Pausing, offering again, archiving: at once, traced, and never without a version."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import catalogue
from app.catalogue import Shelf
from app.shared import states
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world


@pytest.mark.parametrize("became", [Shelf.PAUSED, Shelf.ARCHIVED])
def test_pausing_and_archiving_are_at_once_and_traced(app, became: Shelf):
    product = world.product(world.maker())

    with transaction():
        catalogue.shelve(catalogue.product(product), became, None)

    assert catalogue.product(product).state is became
    assert [step.became for step in states.history("product", product)] == ["unlisted", "on_sale", became.value]


def test_a_paused_product_keeps_its_page_and_an_archived_one_does_not(app):
    product = world.product(world.maker())
    slug = world.slug(product)

    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)
    assert catalogue.on_sale_by_slug(slug)[0].state is Shelf.PAUSED
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.ARCHIVED, None)

    with pytest.raises(NotFound):
        catalogue.on_sale_by_slug(slug)


def test_an_archived_product_stays_archived(app):
    product = world.product(world.maker())
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.ARCHIVED, None)

    with pytest.raises(MoveRefused), transaction():
        catalogue.shelve(catalogue.product(product), Shelf.ON_SALE, None)


def test_nothing_is_on_sale_without_a_version(app):
    draft = catalogue.version(world.draft(world.maker()))

    with pytest.raises(IntegrityError), transaction():
        session().execute(text("UPDATE product SET state = 'on_sale' WHERE id = :id"), {"id": draft.product_id})
