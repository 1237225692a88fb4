"""A part of one line goes back to the buyer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import catalogue, orders, payments
from app.ledger import chart
from app.orders import Line, ParcelState, RefundKeyUsed, RefundOutOfRange
from app.payments import RefundState
from app.shared.database import session, transaction
from tests import world
from tests.orders.money import GATEWAY, books, sent_back

PRICE = 4_000_000


@pytest.fixture
def variant(app: object) -> int:
    return world.variant(world.maker())


def line_of(order_id: int) -> Line:
    world.fresh()
    return world.lines(order_id)[0]


def on_shelf(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant_id).on_hand)


def test_a_discount_before_the_release_comes_out_of_escrow_and_the_buyer_keeps_the_goods(bank, variant):
    order_id = world.paid(bank, {variant: 2})

    world.refund(line_of(order_id).id, rials=1_000_000)

    assert books() == {
        GATEWAY: 8_500_000,
        chart.ESCROW: -7_000_000,
        chart.SHIPPING: -500_000,
        chart.REFUND_PENDING: -1_000_000,
    }
    line = line_of(order_id)
    assert (line.refunded_quantity, line.refunded_rial, line.net_rial) == (0, 1_000_000, 7_000_000)
    assert sent_back(order_id) == [(RefundState.QUEUED, 1_000_000)]
    assert world.broken_promises() == []


def test_what_was_refunded_is_not_released_and_bears_no_commission(bank, variant):
    order_id = world.paid(bank, {variant: 2})
    world.refund(line_of(order_id).id, quantity=1, rials=PRICE)
    world.work()

    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])

    assert books() == {
        GATEWAY: 4_500_000,
        chart.MAKER: -(PRICE - 200_000) - 500_000,
        chart.COMMISSION: -200_000,
    }
    assert world.broken_promises() == []


def test_after_the_release_the_maker_and_the_commission_pay_their_shares(bank, variant):
    order_id = world.sold(bank, {variant: 2})

    world.refund(line_of(order_id).id, quantity=1, rials=PRICE)

    assert books() == {
        GATEWAY: 8_500_000,
        chart.MAKER: -(PRICE - 200_000) - 500_000,
        chart.COMMISSION: -200_000,
        chart.REFUND_PENDING: -PRICE,
    }
    world.work()
    assert sent_back(order_id) == [(RefundState.DONE, PRICE)]
    assert books()[GATEWAY] == 4_500_000
    assert world.broken_promises() == []


def test_a_line_that_is_refunded_whole_releases_the_postage_alone(bank, variant):
    order_id = world.paid(bank, {variant: 1})
    world.refund(line_of(order_id).id, quantity=1, rials=PRICE)

    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])
    world.work()

    assert books() == {GATEWAY: 500_000, chart.MAKER: -500_000}
    assert world.broken_promises() == []


def test_a_parcel_called_off_after_a_refund_gives_back_the_rest_and_no_more(bank, variant):
    order_id = world.paid(bank, {variant: 3})
    world.refund(line_of(order_id).id, quantity=1, rials=PRICE)

    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()

    assert sent_back(order_id) == [(RefundState.DONE, PRICE), (RefundState.DONE, 2 * PRICE + 500_000)]
    assert on_shelf(variant) == 10
    assert books() == {}
    assert world.broken_promises() == []


def test_pieces_refunded_before_they_are_sent_return_to_the_shelf_and_later_ones_do_not(bank, variant):
    order_id = world.paid(bank, {variant: 3})
    line_id = line_of(order_id).id

    world.refund(line_id, quantity=1, rials=PRICE)
    world.refund(line_id, quantity=0, rials=1_000)
    assert on_shelf(variant) == 8

    world.send(world.parcels(order_id)[0])
    world.refund(line_id, quantity=1, rials=PRICE)
    assert on_shelf(variant) == 8
    assert world.broken_promises() == []


@pytest.mark.parametrize(
    ("quantity", "rials"),
    [(0, 0), (0, -1), (0, 2 * PRICE + 1), (3, PRICE), (-1, PRICE)],
    ids=["nothing", "less than nothing", "a rial too much", "a piece too many", "a negative piece"],
)
def test_more_than_a_line_or_less_than_nothing_is_not_refunded(bank, variant, quantity, rials):
    order_id = world.paid(bank, {variant: 2})
    had = books()

    with pytest.raises(RefundOutOfRange) as caught:
        world.refund(line_of(order_id).id, quantity=quantity, rials=rials)

    assert vars(caught.value) == {"quantity_left": 2, "amount_left": 2 * PRICE}
    assert books() == had


@pytest.mark.parametrize("sell", [world.paid, world.sold], ids=["before the release", "after the release"])
def test_refunds_in_turn_stop_at_the_line_s_price(bank, variant, sell):
    order_id = sell(bank, {variant: 2})
    line_id = line_of(order_id).id
    world.refund(line_id, quantity=1, rials=PRICE)
    world.refund(line_id, quantity=1, rials=PRICE - 1)

    with pytest.raises(RefundOutOfRange) as caught:
        world.refund(line_id, rials=2)

    assert vars(caught.value) == {"quantity_left": 0, "amount_left": 1}
    world.refund(line_id, rials=1)
    assert sum(amount for _, amount in sent_back(order_id)) == 2 * PRICE
    assert world.broken_promises() == []


def test_a_parcel_that_was_called_off_has_nothing_left_to_refund(bank, variant):
    order_id = world.paid(bank, {variant: 1})
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)

    with pytest.raises(RefundOutOfRange):
        world.refund(line_of(order_id).id, rials=1)


def test_an_order_that_is_not_paid_has_nothing_to_refund(variant):
    order_id = world.place({variant: 1})

    with pytest.raises(payments.NothingPaid):
        world.refund(line_of(order_id).id, rials=1)

    assert books() == {}


def test_the_same_form_sent_twice_refunds_once_and_another_form_again(bank, variant):
    order_id = world.paid(bank, {variant: 2})
    line_id = line_of(order_id).id

    for key in ("form", "form", "another form"):
        world.refund(line_id, rials=500_000, key=key)

    assert sent_back(order_id) == [(RefundState.QUEUED, 500_000)] * 2
    assert line_of(order_id).refunded_rial == 1_000_000


def test_the_same_form_with_another_amount_is_not_taken_for_the_first(bank, variant):
    order_id = world.paid(bank, {variant: 2})
    line_id = line_of(order_id).id
    world.refund(line_id, rials=500_000, key="form")

    with pytest.raises(RefundKeyUsed):
        world.refund(line_id, rials=600_000, key="form")

    assert sent_back(order_id) == [(RefundState.QUEUED, 500_000)]


def test_one_line_s_refund_leaves_the_other_lines_alone(bank, variant):
    other = world.variant(world.maker("1802"))
    order_id = world.paid(bank, {variant: 1, other: 1})
    first, second = world.lines(order_id)

    world.refund(first.id, rials=PRICE)

    assert [line.refunded_rial for line in world.lines(order_id)] == [PRICE, 0]
    with transaction():
        orders.call_off(world.parcel(second.parcel_id), ParcelState.REJECTED, None)
    assert sent_back(order_id) == [(RefundState.QUEUED, PRICE), (RefundState.QUEUED, PRICE + 500_000)]
    assert world.broken_promises() == []


def test_two_refunds_at_the_same_moment_do_not_exceed_the_line(app, bank, variant):
    order_id = world.sold(bank, {variant: 1})
    line_id = line_of(order_id).id

    outcomes = world.at_once(app, *[lambda: world.refund(line_id, rials=3_000_000)] * 3)

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, RefundOutOfRange) for outcome in outcomes) == 2, outcomes
    assert line_of(order_id).refunded_rial == 3_000_000
    assert world.broken_promises() == []


def test_without_their_guard_two_refunds_would_exceed_the_line(app, bank, variant):
    line_id = line_of(world.sold(bank, {variant: 1})).id
    copy = f"SELECT goods_rial - refunded_rial AS left_over FROM line WHERE id = {line_id}"

    assert world.unguarded(app, copy, take=3_000_000) == PRICE - 2 * 3_000_000


def test_the_same_form_sent_twice_at_the_same_moment_refunds_once(app, bank, variant):
    order_id = world.paid(bank, {variant: 1})
    line_id = line_of(order_id).id

    outcomes = world.at_once(app, *[lambda: world.refund(line_id, rials=1_000, key="form")] * 3)

    assert outcomes == [None] * 3
    assert sent_back(order_id) == [(RefundState.QUEUED, 1_000)]


def test_a_refund_and_the_release_at_the_same_moment_add_up(app, bank, variant):
    order_id = world.paid(bank, {variant: 1})
    parcel_id, line_id = world.parcels(order_id)[0], line_of(order_id).id
    world.send(parcel_id)

    outcomes = world.at_once(app, lambda: world.receive(parcel_id), lambda: world.refund(line_id, rials=1_000_000))
    world.work()

    assert outcomes == [None, None]
    assert books() == {
        GATEWAY: 3_500_000,
        chart.MAKER: -(3_000_000 - 150_000) - 500_000,
        chart.COMMISSION: -150_000,
    }
    assert world.broken_promises() == []


def test_a_release_refunded_piece_by_piece_leaves_nobody_a_rial(app, bank):
    """Commission is given back in proportion, without drift, however oddly the refunds are cut."""
    maker_id = world.maker()
    variant = world.variant(maker_id, world.Ware(price=999_983, on_hand=1_000))

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(1, 1_500_000), max_size=4))
    def check(cuts: list[int]) -> None:
        before = books()
        order_id = world.sold(bank, {variant: 3})
        line = line_of(order_id)
        for cut in cuts:
            left = line_of(order_id).net_rial
            if left:
                world.refund(line.id, rials=min(cut, left))
            assert not world.broken_promises()
        if left := line_of(order_id).net_rial:
            world.refund(line.id, rials=left)

        after = books()
        moved = {code: after.get(code, 0) - before.get(code, 0) for code in {*before, *after}}
        assert {code: amount for code, amount in moved.items() if amount} == {
            GATEWAY: 3 * 999_983 + 500_000,
            chart.MAKER: -500_000,
            chart.REFUND_PENDING: -3 * 999_983,
        }

    check()
