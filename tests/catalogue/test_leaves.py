"""Days off: nothing is sold meanwhile, but what lies ready where its maker spares it."""

from datetime import timedelta

import pytest

from app import catalogue, orders
from app.catalogue import LeaveOutOfRange, LeaveOverlaps, MakerAway, NewLeave
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def leave(maker_id: int, first: int, last: int, **more: bool) -> int:
    with transaction():
        days = NewLeave(today() + timedelta(days=first), today() + timedelta(days=last), "سفر", **more)
        return catalogue.take_leave(maker_id, days, None).id


def end(maker_id: int, leave_id: int) -> None:
    with transaction():
        catalogue.end_leave(catalogue.own_leave(maker_id, leave_id), None)


def hold(variant_id: int, holder: str = "somebody") -> None:
    with transaction():
        catalogue.reserve(holder, {variant_id: 1}, clock.now() + timedelta(minutes=20))


def test_nothing_is_held_while_she_is_away_and_again_when_she_is_back():
    maker = world.maker()
    variant = world.variant(maker)
    leave(maker, 1, 3)

    hold(variant, "the day before")
    with world.later(days=1):
        with pytest.raises(MakerAway) as refused:
            hold(variant)
        assert refused.value.back_on == today() + timedelta(days=3)
        with pytest.raises(MakerAway):
            world.basket_of({variant: 1})
    with world.later(days=4):
        hold(variant)


def test_ready_stock_may_be_spared_and_what_is_made_may_not():
    maker = world.maker()
    ready, made = world.variant(maker), world.variant(maker, world.Ware(lead_days=3, on_hand=0))
    leave(maker, 0, 2, spares_ready=True)

    hold(ready)
    with pytest.raises(MakerAway):
        hold(made)


def test_a_basket_from_before_says_so_and_is_no_order():
    maker = world.maker()
    token = world.basket_of({world.variant(maker): 1})
    wish = world.wish(token)
    leave(maker, 0, 0)
    basket = orders.basket_of(token)
    assert basket is not None

    assert [item.problem for item in orders.view(basket).items] == ["away"]
    with pytest.raises(MakerAway), transaction():
        orders.place(orders.basket_of(token) or basket, wish)


def test_what_was_ordered_before_is_paid_though_she_has_left(bank):
    maker = world.maker()
    there = world.to_bank(world.place({world.variant(maker): 1}))
    leave(maker, 0, 5)

    bank.act(there.authority, "pay")
    world.settle(there.attempt_id)

    assert orders.order(there.order_id).state is orders.OrderState.PAID


def test_a_leave_that_is_ended_ends_at_once_and_once():
    maker = world.maker()
    variant = world.variant(maker)
    number = leave(maker, 0, 9)

    end(maker, number)
    end(maker, number)
    hold(variant)

    assert catalogue.leaves_of(maker) == []
    assert leave(maker, 0, 9) != number


def test_leaves_do_not_overlap_but_follow_each_other():
    maker = world.maker()
    leave(maker, 0, 2)

    with pytest.raises(LeaveOverlaps):
        leave(maker, 2, 4)
    leave(maker, 3, 5)
    leave(world.maker(), 1, 1)

    assert catalogue.away([maker])[maker].back_on == today() + timedelta(days=6)


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (0, 200), (400, 401)])
def test_days_that_make_no_sense_are_refused(first, last):
    with pytest.raises(LeaveOutOfRange):
        leave(world.maker(), first, last)


def test_another_makers_leave_is_not_there():
    number = leave(world.maker(), 0, 1)

    with pytest.raises(NotFound):
        catalogue.own_leave(world.maker(), number)


def test_a_promise_skips_days_off_to_come():
    maker = world.maker()
    made, ready = world.variant(maker, world.Ware(lead_days=4, on_hand=0)), world.variant(maker)
    before = catalogue.ready_if({made: 1, ready: 1})

    leave(maker, 1, 30, spares_ready=True)
    after = catalogue.ready_if({made: 1, ready: 1})

    assert after[ready] == before[ready]
    assert after[made] > today() + timedelta(days=30)
