"""The shelf: held for a buyer, given back, sold, returned, counted anew; never more than there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import catalogue
from app.catalogue import NotForSale, OutOfStock, Shelf, StockMode, Variant
from app.catalogue.models import StockMove
from app.shared import clock
from app.shared.database import session, transaction
from tests import world


def later() -> object:
    return clock.now() + timedelta(minutes=20)


def reserve(holder: str, **wanted: int) -> None:
    """Hold so many of each variant, by `v` and its number."""
    with transaction():
        catalogue.reserve(holder, {int(name[1:]): quantity for name, quantity in wanted.items()}, later())


def shelf(variant_id: int) -> tuple[int, int]:
    """On hand, and of that held for somebody."""
    world.fresh()
    found = session().get_one(Variant, variant_id)
    return found.on_hand, found.reserved


def count(variant_id: int, on_hand: int, mode: StockMode = StockMode.COUNTED, lead_days: int = 0) -> None:
    with transaction():
        variant = session().get_one(Variant, variant_id)
        catalogue.set_stock(variant, mode, on_hand=on_hand, lead_days=lead_days, by=None)


def broken() -> list[str]:
    world.fresh()
    return [name for name, figure in catalogue.invariants() if figure]


def test_what_is_held_is_not_there_for_others(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    reserve("one", **{f"v{variant}": 2})

    with pytest.raises(OutOfStock) as refused:
        reserve("other", **{f"v{variant}": 2})

    assert (refused.value.variant_id, refused.value.left) == (variant, 1)
    assert shelf(variant) == (3, 2)
    assert catalogue.is_held("one")
    assert not catalogue.is_held("other")


def test_holding_is_all_or_nothing(app):
    maker = world.maker()
    plenty, scarce = world.variant(maker), world.variant(maker, world.Ware(on_hand=1))

    with pytest.raises(OutOfStock):
        reserve("one", **{f"v{plenty}": 2, f"v{scarce}": 2})

    assert shelf(plenty) == (10, 0)
    assert not catalogue.is_held("one")


def test_what_is_given_back_is_there_again_and_only_once(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    reserve("one", **{f"v{variant}": 2})

    for _ in range(2):
        with transaction():
            catalogue.release("one")

    assert shelf(variant) == (3, 0)


def test_what_is_sold_leaves_the_shelf_and_only_once(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    reserve("one", **{f"v{variant}": 2})

    for _ in range(2):
        with transaction():
            catalogue.consume("one")
    with transaction():
        catalogue.release("one")

    assert shelf(variant) == (1, 0)
    assert broken() == []


def test_what_was_given_back_can_be_held_again_while_it_is_there(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=2))
    reserve("slow", **{f"v{variant}": 2})
    with transaction():
        catalogue.release("slow")
    with transaction():
        catalogue.reserve_again("slow", later())
    held_again = shelf(variant)
    with transaction():
        catalogue.release("slow")
    reserve("quick", **{f"v{variant}": 1})

    with pytest.raises(OutOfStock), transaction():
        catalogue.reserve_again("slow", later())

    assert held_again == (2, 2)
    assert shelf(variant) == (2, 1)


@pytest.mark.parametrize("became", [Shelf.PAUSED, Shelf.ARCHIVED])
def test_what_is_off_sale_cannot_be_held(app, became: Shelf):
    product = world.product(world.maker())
    variant = catalogue.variants_of([product])[product][0].id
    with transaction():
        catalogue.shelve(catalogue.product(product), became, None)

    with pytest.raises(NotForSale):
        reserve("one", **{f"v{variant}": 1})


def test_what_was_never_on_sale_or_never_was_cannot_be_held(app):
    draft = catalogue.version(world.draft(world.maker()))
    variant = catalogue.variants_of([draft.product_id])[draft.product_id][0].id

    for unknown in (variant, 999_999):
        with pytest.raises(NotForSale):
            reserve("one", **{f"v{unknown}": 1})


@pytest.mark.parametrize("quantity", [0, -2])
def test_nobody_holds_nothing_or_less(app, quantity: int):
    variant = world.variant(world.maker())

    with pytest.raises((IntegrityError, OutOfStock)):
        reserve("one", **{f"v{variant}": quantity})

    assert shelf(variant) == (10, 0)


def test_goods_made_to_order_are_never_out_of_stock_and_never_counted(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=0, lead_days=5))
    reserve("one", **{f"v{variant}": 50})

    with transaction():
        catalogue.consume("one")
    with transaction():
        catalogue.restock({variant: 50}, None)

    assert shelf(variant) == (0, 0)
    assert broken() == []


def test_returned_goods_come_back_to_the_shelf(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    reserve("one", **{f"v{variant}": 3})
    with transaction():
        catalogue.consume("one")

    with transaction():
        catalogue.restock({variant: 2}, None)

    assert shelf(variant) == (2, 0)
    reasons = session().scalars(select(StockMove.reason).where(StockMove.variant_id == variant).order_by(StockMove.id))
    assert reasons.all() == ["counted", "sold", "returned"]


@pytest.mark.parametrize(("counted", "kept"), [(1, 2), (0, 2), (-5, 2), (7, 7)])
def test_counting_anew_leaves_buyers_what_is_held_for_them(app, counted: int, kept: int):
    variant = world.variant(world.maker(), world.Ware(on_hand=3))
    reserve("one", **{f"v{variant}": 2})

    count(variant, counted)

    assert shelf(variant) == (kept, 2)
    assert broken() == []


def test_changing_to_made_to_order_keeps_what_is_held_and_no_more(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=5))
    reserve("one", **{f"v{variant}": 2})

    count(variant, 9, StockMode.MADE_TO_ORDER, 0)
    changed = shelf(variant)
    with transaction():
        catalogue.consume("one")

    assert changed == (2, 2)
    assert shelf(variant) == (0, 0)
    assert session().get_one(Variant, variant).lead_days == 1
    assert broken() == []


def test_the_database_itself_refuses_to_hold_more_than_there_are(app):
    variant = world.variant(world.maker(), world.Ware(on_hand=1))

    for wrong in ({"reserved": 2}, {"reserved": -1}, {"on_hand": -1}):
        with pytest.raises(IntegrityError), transaction():
            session().execute(update(Variant).where(Variant.id == variant).values(**wrong))


def test_moves_of_the_shelf_cannot_be_rewritten(app):
    variant = world.variant(world.maker())

    with pytest.raises(IntegrityError), transaction():
        session().execute(update(StockMove).where(StockMove.variant_id == variant).values(delta=99))
