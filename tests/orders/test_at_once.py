"""People who act on one order at the same moment: one is served after the other, nobody is thrown out."""

import pytest

from app import orders, payments
from app.orders import ParcelState
from app.shared.database import transaction
from app.shared.errors import Refusal
from tests import world
from tests.fakes.bank import FakeBank


@pytest.fixture
def order_id(app: object, bank: FakeBank) -> int:
    """A paid order of three makers."""
    return world.paid(bank, {world.variant(world.maker()): 2 for _ in range(3)})


def cancel(order_id: int) -> None:
    with transaction():
        orders.cancel_order(orders.order(order_id), None)


def off(parcel_id: int, became: ParcelState = ParcelState.REJECTED) -> None:
    with transaction():
        orders.call_off(world.parcel(parcel_id), became, None)


def silent(parcel_id: int) -> None:
    with world.later(hours=49), transaction():
        orders.silent_too_long(parcel_id)


def nobody_was_thrown_out(outcomes: list[object]) -> bool:
    world.work()
    return all(outcome is None or isinstance(outcome, Refusal) for outcome in outcomes) and not world.broken_promises()


def test_makers_decline_while_the_buyer_cancels(app, order_id):
    first, second, _ = world.parcels(order_id)

    outcomes = world.at_once(app, lambda: off(first), lambda: cancel(order_id), lambda: off(second))

    assert nobody_was_thrown_out(outcomes), outcomes


def test_the_time_runs_out_while_the_buyer_cancels(app, order_id):
    parcels = world.parcels(order_id)

    outcomes = world.at_once(
        app, lambda: cancel(order_id), *(lambda parcel_id=parcel_id: silent(parcel_id) for parcel_id in parcels)
    )

    assert nobody_was_thrown_out(outcomes), outcomes
    assert {world.parcel(parcel_id).state for parcel_id in parcels} <= orders.CALLED_OFF


def test_staff_refund_while_the_buyer_cancels_and_a_maker_declines(app, order_id):
    first, second, third = world.parcels(order_id)
    lines = {line.parcel_id: line.id for line in world.lines(order_id)}

    outcomes = world.at_once(
        app,
        lambda: world.refund(lines[first], rials=1_000_000),
        lambda: world.refund(lines[third], rials=1_000_000),
        lambda: cancel(order_id),
        lambda: off(second),
    )

    assert nobody_was_thrown_out(outcomes), outcomes
    assert sum(int(back.amount_rial) for back in payments.refunds_of(order_id)) == orders.order(order_id).total_rial


def test_the_buyer_reloads_the_bank_s_return_while_everybody_acts(app, order_id):
    first, second, third = world.parcels(order_id)
    world.send(third)
    attempt_id = payments.attempts_of(order_id)[0].id

    outcomes = world.at_once(
        app,
        lambda: world.settle(attempt_id),
        lambda: cancel(order_id),
        lambda: off(first),
        lambda: world.receive(third),
        lambda: world.settle(attempt_id),
    )

    assert nobody_was_thrown_out(outcomes), outcomes
    assert world.parcel(second).state in orders.CALLED_OFF
    assert world.parcel(third).state is ParcelState.COMPLETED


def test_a_parcel_is_received_while_the_post_declares_it_lost(app, order_id):
    parcel_id = world.parcels(order_id)[0]
    world.send(parcel_id)

    outcomes = world.at_once(app, lambda: world.receive(parcel_id), lambda: off(parcel_id, ParcelState.LOST))

    assert nobody_was_thrown_out(outcomes), outcomes
    assert world.parcel(parcel_id).state in {ParcelState.COMPLETED, ParcelState.LOST}
