"""What becomes of a paid parcel: the goods, the buyer's money, the books."""

from collections.abc import Callable

import pytest

from app import catalogue, orders
from app.ledger import chart
from app.orders import CALLED_OFF, NotPayable, OrderState, ParcelState, TrackingNeeded
from app.payments import NothingPaid, RefundState
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.fakes.bank import FakeBank
from tests.orders.money import GATEWAY, books, sent_back
from tests.orders.placing import chosen

HELD = {GATEWAY: 8_500_000, chart.ESCROW: -8_000_000, chart.SHIPPING: -500_000}
RELEASED = {GATEWAY: 8_500_000, chart.MAKER: -7_600_000 - 500_000, chart.COMMISSION: -400_000}
ON_ITS_WAY_BACK = {GATEWAY: 8_500_000, chart.REFUND_PENDING: -8_500_000}


@pytest.fixture
def variant(app: object) -> int:
    """Ten on the shelf, at four million rials, commission five per cent, the post at half a million."""
    return world.variant(world.maker())


def on_shelf(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant_id).on_hand)


def do(parcel_id: int, act: Callable[..., object], *words: object) -> None:
    with transaction():
        act(world.parcel(parcel_id), *words, None)


def accept(parcel_id: int) -> None:
    do(parcel_id, orders.accept)


def off(parcel_id: int, became: ParcelState) -> None:
    do(parcel_id, orders.call_off, became)


def state(parcel_id: int) -> ParcelState:
    world.fresh()
    return world.parcel(parcel_id).state


def paid_parcel(bank: FakeBank, variant_id: int) -> tuple[int, int]:
    order_id = world.paid(bank, {variant_id: 2})
    return order_id, world.parcels(order_id)[0]


def test_a_paid_order_lies_in_escrow_and_its_goods_have_left_the_shelf(bank, variant):
    world.paid(bank, {variant: 2})

    assert books() == HELD
    assert on_shelf(variant) == 8
    assert world.broken_promises() == []


def test_a_received_parcel_is_released_less_commission_with_the_postage_to_her_who_posted(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    world.send(parcel_id)
    assert books() == HELD

    world.receive(parcel_id)

    assert books() == RELEASED
    assert state(parcel_id) is ParcelState.COMPLETED
    assert world.broken_promises() == []


def test_the_courier_s_money_goes_to_the_courier(bank, variant):
    maker_id = catalogue.product(session().get_one(catalogue.Variant, variant).product_id).maker_id
    order_id = world.paid(bank, {variant: 2}, **chosen({variant: 2}, {maker_id: "courier"}))
    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])

    assert books()["liab:carrier:courier"] == -300_000
    assert books()[chart.MAKER] == -7_600_000


def test_a_parcel_is_received_once(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    world.send(parcel_id)
    world.receive(parcel_id)

    with pytest.raises(MoveRefused):
        world.receive(parcel_id)

    assert books() == RELEASED


def test_a_parcel_received_twice_at_the_same_moment_is_released_once(app, bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    world.send(parcel_id)

    outcomes = world.at_once(app, *[lambda: world.receive(parcel_id)] * 3)

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert books() == RELEASED


def test_a_parcel_of_which_nobody_complains_is_released_ten_days_after_sending(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    world.send(parcel_id)

    with world.later(days=9, hours=23):
        world.work()
    assert books() == HELD
    with world.later(days=10, minutes=1):
        world.work()

    assert books() == RELEASED
    assert world.broken_promises() == []


def test_a_parcel_that_the_carrier_delivered_is_released_two_days_later(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    world.send(parcel_id)
    do(parcel_id, orders.carrier_delivered)

    with world.later(hours=47):
        world.work()
    assert (state(parcel_id), books()) == (ParcelState.DELIVERED, HELD)
    with world.later(hours=49):
        world.work()

    assert (state(parcel_id), books()) == (ParcelState.COMPLETED, RELEASED)


def test_a_tracked_way_of_sending_asks_for_its_number(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    accept(parcel_id)

    for nothing in ("", "  ", "\u200c"):
        with pytest.raises(TrackingNeeded):
            do(parcel_id, orders.send, nothing)
    do(parcel_id, orders.send, "۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴")

    assert world.parcel(parcel_id).tracking_no == "123456789012345678901234"


ENDS = {
    "the maker declines": ((), ParcelState.REJECTED, 10),
    "the buyer cancels": ((), ParcelState.CANCELLED, 10),
    "the maker can't after all": ((accept,), ParcelState.CANCELLED, 10),
    "the post loses it": ((world.send,), ParcelState.LOST, 8),
}


@pytest.mark.parametrize(("before", "became", "left"), ENDS.values(), ids=ENDS.keys())
def test_a_parcel_that_is_called_off_gives_everything_back(bank, variant, before, became, left):
    order_id, parcel_id = paid_parcel(bank, variant)
    for step in before:
        step(parcel_id)

    off(parcel_id, became)

    assert state(parcel_id) is became
    assert on_shelf(variant) == left
    assert sent_back(order_id) == [(RefundState.QUEUED, 8_500_000)]
    assert books() == ON_ITS_WAY_BACK
    world.work()
    assert sent_back(order_id) == [(RefundState.DONE, 8_500_000)]
    assert books() == {}
    assert world.broken_promises() == []


def test_a_maker_who_is_silent_for_two_days_loses_the_order(bank, variant):
    order_id, parcel_id = paid_parcel(bank, variant)

    with world.later(hours=47):
        world.work()
    assert state(parcel_id) is ParcelState.NEW
    with world.later(hours=49):
        world.work()

    assert state(parcel_id) is ParcelState.EXPIRED
    assert (on_shelf(variant), sent_back(order_id)) == (10, [(RefundState.DONE, 8_500_000)])
    assert books() == {}
    assert world.broken_promises() == []


def test_a_maker_who_has_accepted_is_not_called_silent(bank, variant):
    _, parcel_id = paid_parcel(bank, variant)
    accept(parcel_id)

    with world.later(days=5):
        world.work()

    assert (state(parcel_id), books()) == (ParcelState.ACCEPTED, HELD)


def test_a_buyer_cancels_what_no_maker_has_accepted_and_the_rest_goes_on(bank, variant):
    other = world.variant(world.maker("1802"))
    order_id = world.paid(bank, {variant: 2, other: 1})
    going, stopped = world.parcels(order_id)
    accept(going)

    with transaction():
        orders.cancel_order(orders.order(order_id), None)

    assert (state(going), state(stopped)) == (ParcelState.ACCEPTED, ParcelState.CANCELLED)
    assert orders.order(order_id).state is OrderState.PAID
    assert sent_back(order_id) == [(RefundState.QUEUED, 4_500_000)]
    assert books()[chart.ESCROW] == HELD[chart.ESCROW]
    with pytest.raises(NotPayable), transaction():
        orders.cancel_order(orders.order(order_id), None)


FORBIDDEN = {
    "accept twice": ((accept,), accept),
    "send what is not accepted": ((), lambda parcel: do(parcel, orders.send, "1")),
    "decline what is accepted": ((accept,), lambda parcel: off(parcel, ParcelState.REJECTED)),
    "lose what is not sent": ((accept,), lambda parcel: off(parcel, ParcelState.LOST)),
    "cancel what is sent": ((world.send,), lambda parcel: off(parcel, ParcelState.CANCELLED)),
    "receive what is not sent": ((accept,), world.receive),
    "release what is not delivered": ((world.send,), lambda parcel: do(parcel, orders.complete)),
    "lose what is received": ((world.send, world.receive), lambda parcel: off(parcel, ParcelState.LOST)),
    "accept what is called off": ((lambda parcel: off(parcel, ParcelState.REJECTED),), accept),
}


@pytest.mark.parametrize(("before", "act"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_step_that_is_not_in_the_table_is_refused_and_moves_nothing(bank, variant, before, act):
    _, parcel_id = paid_parcel(bank, variant)
    for step in before:
        step(parcel_id)
    was, had = state(parcel_id), books()

    with pytest.raises(MoveRefused):
        act(parcel_id)

    assert (state(parcel_id), books()) == (was, had)


def test_a_maker_who_sends_and_a_buyer_who_cancels_at_the_same_moment_do_not_both_win(app, bank, variant):
    order_id, parcel_id = paid_parcel(bank, variant)
    accept(parcel_id)

    world.at_once(
        app, lambda: do(parcel_id, orders.send, "1"), lambda: off(parcel_id, ParcelState.CANCELLED), lambda: None
    )

    sent = state(parcel_id) is ParcelState.SENT
    assert books() == (HELD if sent else ON_ITS_WAY_BACK)
    assert on_shelf(variant) == (8 if sent else 10)
    assert bool(sent_back(order_id)) is not sent
    assert world.broken_promises() == []


def test_nothing_is_called_off_before_it_is_paid(variant):
    parcel_id = world.parcels(world.place({variant: 1}))[0]

    for became in sorted(CALLED_OFF):
        with pytest.raises((MoveRefused, NothingPaid)):
            off(parcel_id, became)

    assert state(parcel_id) is ParcelState.NEW
    assert on_shelf(variant) == 10
