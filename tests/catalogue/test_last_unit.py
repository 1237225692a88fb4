"""Several people at the same moment: the last one is sold once, and the count stays true."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from app import catalogue
from app.catalogue import StockMode, Variant
from app.shared import clock
from app.shared.database import session, transaction
from tests import world


def shelf(variant_id: int) -> tuple[int, int]:
    world.fresh()
    found = session().get_one(Variant, variant_id)
    return found.on_hand, found.reserved


def reserving(holder: str, wanted: dict[int, int]) -> Callable[[], object]:
    def act() -> object:
        with transaction():
            catalogue.reserve(holder, wanted, clock.now() + timedelta(minutes=20))
        return "held"

    return act


def acting(what: Callable[[str], None], holder: str) -> Callable[[], object]:
    def act() -> object:
        with transaction():
            what(holder)
        return "done"

    return act


def counting(variant_id: int, on_hand: int) -> Callable[[], object]:
    def act() -> object:
        with transaction():
            variant = session().get_one(Variant, variant_id)
            catalogue.set_stock(variant, StockMode.COUNTED, on_hand=on_hand, lead_days=0, by=None)
        return "counted"

    return act


def broken() -> list[str]:
    world.fresh()
    return [name for name, figure in catalogue.invariants() if figure]


def test_the_last_one_is_held_for_one_buyer(app: Flask):
    variant = world.variant(world.maker(), world.Ware(on_hand=1))

    outcomes = world.at_once(app, *[reserving(f"buyer {number}", {variant: 1}) for number in range(6)])

    assert sorted(one if one == "held" else type(one).__name__ for one in outcomes) == ["OutOfStock"] * 5 + ["held"]
    assert shelf(variant) == (1, 1)


def test_who_reads_first_and_writes_afterwards_holds_it_for_two(app: Flask):
    variant = world.variant(world.maker(), world.Ware(on_hand=1))
    both_have_read = threading.Barrier(2, timeout=10)

    def read_then_write() -> object:
        row = session().execute(select(Variant.on_hand, Variant.reserved).where(Variant.id == variant)).one()
        session().rollback()
        both_have_read.wait()
        if row.on_hand - row.reserved < 1:
            return "none left"
        with transaction():
            session().execute(update(Variant).where(Variant.id == variant).values(reserved=row.reserved + 1))
        return "held"

    assert world.at_once(app, read_then_write, read_then_write) == ["held", "held"]
    assert shelf(variant) == (1, 1)


def test_baskets_with_the_same_goods_in_another_order_do_not_lock_each_other_out(app: Flask):
    maker = world.maker()
    one, other = world.variant(maker), world.variant(maker)

    outcomes = world.at_once(
        app,
        *[reserving(f"forward {number}", {one: 1, other: 1}) for number in range(3)],
        *[reserving(f"backward {number}", {other: 1, one: 1}) for number in range(3)],
    )

    assert outcomes == ["held"] * 6
    assert (shelf(one), shelf(other)) == ((10, 6), (10, 6))


def test_what_is_given_back_and_sold_at_once_happens_once(app: Flask):
    variant = world.variant(world.maker(), world.Ware(on_hand=60))
    reserving("somebody else", {variant: 20})()

    for number in range(5):
        buyer = f"buyer {number}"
        reserving(buyer, {variant: 2})()
        before = shelf(variant)
        outcomes = world.at_once(app, *[acting(act, buyer) for act in (catalogue.release, catalogue.consume)] * 3)

        assert outcomes == ["done"] * 6
        assert shelf(variant) in {(before[0], 20), (before[0] - 2, 20)}
        assert broken() == []


def test_a_count_during_a_sale_stays_true(app: Flask):
    variant = world.variant(world.maker(), world.Ware(on_hand=30))

    for evening in range(5):
        buyers = [f"evening {evening}, buyer {number}" for number in range(3)]
        for buyer in buyers:
            reserving(buyer, {variant: 1})()
        outcomes = world.at_once(
            app,
            *[acting(catalogue.consume, buyer) for buyer in buyers],
            counting(variant, 20 + evening),
            counting(variant, 30 + evening),
        )

        assert not [one for one in outcomes if isinstance(one, Exception)]
        assert broken() == []
