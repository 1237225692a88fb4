"""Store credit: chosen by the buyer in place of a transfer, given for goodwill, spent like money, back when lapsed."""

import pytest

from app import orders, payments
from app.accounts import Role
from app.ledger import chart
from app.orders import Codes, OrderState, ParcelState
from app.payments import CreditRefused, RefundState
from app.payments.by_hand import ByHand
from app.shared import running
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.orders.money import GATEWAY, books, sent_back

PRICE, POST = 4_000_000, 500_000


@pytest.fixture
def variant(app: object) -> int:
    return world.variant(world.maker())


def goodwill(order_id: int, rials: int, key: str = "form") -> str:
    """Credit for an order; its code as the buyer reads it."""
    by = world.official(Role.FINANCE)
    with transaction():
        note = payments.give_goodwill(order_id, Rial(rials), "دیر رسید", key, by)
        return payments.shown_code(note)


def credit(bank: object, variant: int, rials: int) -> str:
    return goodwill(world.paid(bank, {variant: 1}), rials)


def left() -> list[int]:
    world.fresh()
    return [int(note.left_rial) for note in session().query(payments.CreditNote).order_by(payments.CreditNote.id)]


def test_goodwill_is_the_shops_cost_and_given_once_for_one_form(bank, variant):
    order_id = world.paid(bank, {variant: 1})

    assert goodwill(order_id, 600_000) == goodwill(order_id, 600_000)

    assert books()[chart.GOODWILL] == 600_000
    assert books()[chart.CREDIT] == -600_000
    assert world.broken_promises() == []


def test_no_more_goodwill_for_one_order_than_the_rule_says(bank, variant):
    order_id = world.paid(bank, {variant: 1})
    goodwill(order_id, 4_000_000, "a")

    with pytest.raises(CreditRefused, match="too_much"):
        goodwill(order_id, 1_000_001, "b")


def test_credit_and_card_pay_together(bank, variant):
    code = credit(bank, variant, 600_000)

    order_id = world.paid(bank, {variant: 1}, codes=Codes(credit=code.lower().replace("-", " ")))

    order = orders.order(order_id)
    assert (order.total_rial, order.credit_rial, order.due_rial) == (4_500_000, 600_000, 3_900_000)
    assert books()[GATEWAY] == 4_500_000 + 3_900_000
    assert chart.CREDIT not in books()
    assert left() == [0]
    assert world.broken_promises() == []


def test_credit_that_pays_all_needs_no_bank(bank, variant):
    first = world.paid(bank, {variant: 1})
    code = goodwill(first, 4_600_000)
    order_id = world.place({variant: 1}, codes=Codes(credit=code))

    with transaction():
        orders.pay_with_credit(orders.order(order_id))
    world.work()

    order = orders.order(order_id)
    assert (order.state, order.due_rial) == (OrderState.PAID, 0)
    assert left() == [100_000]
    assert world.broken_promises() == []


def test_what_is_left_to_pay_is_never_too_small_for_a_bank(bank, variant):
    code = goodwill(world.paid(bank, {variant: 1}), 4_495_000)

    order_id = world.place({variant: 1}, codes=Codes(credit=code))

    assert orders.order(order_id).due_rial == 10_000


def test_money_goes_back_before_credit_does(bank, variant):
    code = credit(bank, variant, 600_000)
    order_id = world.paid(bank, {variant: 1}, codes=Codes(credit=code))

    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()

    assert sent_back(order_id) == [(RefundState.DONE, 3_900_000), (RefundState.DONE, 600_000)]
    assert left() == [600_000]
    parts = orders.refund_parts(order_id)
    assert sum(part.amount_rial for part in parts) == 4_500_000
    assert world.broken_promises() == []


def test_a_part_that_is_given_back_is_money_as_long_as_there_is_some(bank, variant):
    code = credit(bank, variant, 600_000)
    order_id = world.paid(bank, {variant: 1}, codes=Codes(credit=code))
    line = world.lines(order_id)[0]

    world.refund(line.id, rials=3_000_000)
    world.refund(line.id, rials=1_000_000)
    world.work()

    assert sent_back(order_id) == [
        (RefundState.DONE, 3_000_000), (RefundState.DONE, 900_000), (RefundState.DONE, 100_000),
    ]  # fmt: skip
    assert left() == [100_000]
    assert world.broken_promises() == []


def test_credit_of_an_order_that_lapses_can_be_spent_again(bank, variant):
    code = credit(bank, variant, 600_000)
    world.place({variant: 1}, codes=Codes(credit=code))
    with pytest.raises(CreditRefused, match="spent"):
        world.place({variant: 1}, codes=Codes(credit=code))
    assert world.broken_promises() == []

    with world.later(minutes=21):
        world.work()

    assert left() == [600_000]
    assert world.broken_promises() == []


def test_a_late_payment_finds_its_credit_gone_and_goes_back(bank, variant):
    code = credit(bank, variant, 600_000)
    order_id = world.place({variant: 1}, codes=Codes(credit=code))
    there = world.to_bank(order_id)
    with world.later(minutes=60):
        world.work()
        world.paid(bank, {variant: 1}, codes=Codes(credit=code))

        bank.act(there.authority, "pay")
        world.settle(there.attempt_id)
        world.work()

    assert orders.order(order_id).state is OrderState.EXPIRED
    assert left() == [0]
    assert world.broken_promises() == []


def test_one_note_does_not_pay_twice_at_once(app, bank, variant):
    code = credit(bank, variant, 600_000)
    tokens = [world.basket_of({variant: 1}) for _ in range(2)]
    wishes = [(token, world.wish(token, codes=Codes(credit=code))) for token in tokens]

    def buy(token: str, wish: orders.Wish) -> int:
        with transaction():
            return orders.place(orders.basket_of(token), wish).id

    done = world.at_once(app, *(lambda pair=pair: buy(*pair) for pair in wishes))

    assert sorted(type(one).__name__ for one in done) in (["CreditRefused", "int"], ["BasketChanged", "int"])
    assert left() == [0]


def test_two_who_take_of_a_note_unguarded_take_too_much(app, bank, variant):
    credit(bank, variant, 600_000)

    assert world.unguarded(app, "SELECT left_rial AS left_over FROM credit_note", 600_000) < 0


def test_a_buyer_may_have_credit_instead_of_a_transfer_once(variant):
    order_id = world.place({variant: 1})
    running.put("gateways", {**payments.gateways(), "counter": ByHand("counter")})
    there, by = world.to_bank(order_id, "counter"), world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(there.attempt_id, "R-17", by)
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()
    (back,) = payments.refunds_of(order_id)
    assert back.state is RefundState.MANUAL

    with transaction():
        payments.refund_as_credit(payments.refund_by_id(back.id))

    assert left() == [4_500_000]
    assert sent_back(order_id) == [(RefundState.DONE, 4_500_000)]
    assert world.broken_promises() == []
    with pytest.raises(MoveRefused), transaction():
        payments.refund_as_credit(payments.refund_by_id(back.id))


def test_an_unknown_code_is_refused(variant):
    with pytest.raises(CreditRefused, match="unknown"):
        world.place({variant: 1}, codes=Codes(credit="ABCD-EFGH-JKLM"))
