"""Money for an order that nobody waits for any more."""

from app import orders, payments
from app.orders import OrderState
from app.payments import AttemptState
from app.shared.database import transaction
from tests import world
from tests.payments.scene import (
    PAID,
    TOTAL,
    at_bank,
    attempt,
    expire,
    given_back,
    in_the_books,
    on_the_desk,
    paid_at,
    standing,
)


def test_money_for_an_order_that_lapsed_buys_the_goods_if_they_are_there(app, bank):
    there = paid_at(bank)
    expire(there.order_id)

    world.settle(there.attempt_id)

    assert standing(there) == PAID
    assert in_the_books() == TOTAL
    assert world.broken_promises() == []


def test_money_for_an_order_whose_goods_are_gone_is_left_to_return_by_itself(app, bank):
    there = paid_at(bank, on_hand=1)
    expire(there.order_id)
    world.place({world.lines(there.order_id)[0].variant_id: 1})

    world.settle(there.attempt_id)

    assert standing(there) == (AttemptState.ABANDONED, OrderState.EXPIRED)
    assert bank.book.find(there.authority).state == "paid"
    assert in_the_books() == 0
    assert world.broken_promises() == []


def test_money_for_an_order_that_was_cancelled_is_left_to_return_by_itself(app, bank):
    there = at_bank()
    with transaction():
        orders.cancel_order(orders.order(there.order_id), None)
    bank.act(there.authority, "pay")

    world.settle(there.attempt_id)

    assert standing(there) == (AttemptState.ABANDONED, OrderState.CANCELLED)
    assert bank.book.find(there.authority).state == "paid"
    assert in_the_books() == 0


def test_a_second_payment_of_a_paid_order_is_left_to_return_by_itself(app, bank):
    first = at_bank()
    second = world.to_bank(first.order_id)
    for there in (first, second):
        bank.act(there.authority, "pay")
        world.settle(there.attempt_id)

    assert standing(first) == PAID
    assert attempt(second) is AttemptState.ABANDONED
    assert bank.book.find(second.authority).state == "paid"
    assert in_the_books() == TOTAL


def test_money_that_was_taken_for_a_paid_order_goes_back_and_the_desk_knows_of_it(app, bank):
    first = at_bank()
    second = world.to_bank(first.order_id)
    for there in (first, second):
        bank.act(there.authority, "pay")
    with transaction():
        claims = [orders.claim(there.attempt_id) for there in (first, second)]
    for claimed in claims:
        answer = payments.ask(claimed)
        with transaction():
            orders.settle(claimed, answer)

    assert standing(first) == PAID
    assert attempt(second) is AttemptState.LATE_PAID
    assert in_the_books() == 2 * TOTAL
    assert world.broken_promises() == []
    world.work()
    assert given_back(bank, second.authority) == [TOTAL]
    assert given_back(bank, first.authority) == []
    assert in_the_books() == TOTAL
    assert on_the_desk() == []
    assert world.broken_promises() == []
