"""Whatever people do to a shelf, in any order: never below nothing, never more held than there is, every piece told."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app import catalogue
from app.catalogue import NewVariant, OutOfStock, StockMode, Variant
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world

_numbers = itertools.count()


class ShelfLife(RuleBasedStateMachine):
    """One variant, beside a plain reckoning of it."""

    product: ClassVar[int]

    @initialize(on_hand=st.integers(0, 6))
    def begin(self, on_hand: int) -> None:
        with transaction():
            wanted = NewVariant(f"گونهٔ {next(_numbers)}", Rial(4_000_000), on_hand)
            self.variant = catalogue.add_variant(catalogue.product(self.product), wanted, None).id
        self.on_hand, self.held, self.given_back = on_hand, dict[str, int](), dict[str, int]()

    @property
    def free(self) -> int:
        return self.on_hand - sum(self.held.values())

    def reserve(self, holder: str, quantity: int) -> None:
        with transaction():
            catalogue.reserve(holder, {self.variant: quantity}, clock.now() + timedelta(minutes=20))

    def reserve_again(self, holder: str) -> None:
        with transaction():
            catalogue.reserve_again(holder, clock.now() + timedelta(minutes=20))

    @rule(quantity=st.integers(1, 4))
    def hold(self, quantity: int) -> None:
        holder = f"holder {next(_numbers)}"
        if quantity > self.free:
            with pytest.raises(OutOfStock) as refused:
                self.reserve(holder, quantity)
            assert refused.value.left == self.free
        else:
            self.reserve(holder, quantity)
            self.held[holder] = quantity

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.held)))
        with transaction():
            catalogue.release(holder)
        self.given_back[holder] = self.held.pop(holder)

    @precondition(lambda self: self.given_back)
    @rule(data=st.data())
    def hold_again(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.given_back)))
        if self.given_back[holder] > self.free:
            with pytest.raises(OutOfStock):
                self.reserve_again(holder)
        else:
            self.reserve_again(holder)
            self.held[holder] = self.given_back.pop(holder)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def sell(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.held)))
        with transaction():
            catalogue.consume(holder)
        self.on_hand -= self.held.pop(holder)

    @rule(quantity=st.integers(0, 3))
    def take_back(self, quantity: int) -> None:
        with transaction():
            catalogue.restock({self.variant: quantity}, None)
        self.on_hand += quantity

    @rule(on_hand=st.integers(-1, 9))
    def count_anew(self, on_hand: int) -> None:
        with transaction():
            variant = session().get_one(Variant, self.variant)
            catalogue.set_stock(variant, StockMode.COUNTED, on_hand=on_hand, lead_days=0, by=None)
        self.on_hand = max(on_hand, sum(self.held.values()))

    @invariant()
    def adds_up(self) -> None:
        world.fresh()
        found = session().get_one(Variant, self.variant)
        assert (found.on_hand, found.reserved) == (self.on_hand, sum(self.held.values()))
        assert 0 <= found.reserved <= found.on_hand

    def teardown(self) -> None:
        world.fresh()
        assert [name for name, figure in catalogue.invariants() if figure] == []


def test_a_whole_life_of_the_shelf_adds_up(app):
    class Life(ShelfLife):
        product = world.product(world.maker())

    run_state_machine_as_test(Life, settings=settings(deadline=None, max_examples=12, stateful_step_count=15))
