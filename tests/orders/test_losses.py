"""What a gateway takes back by itself, and debts that are given up: to the rial, and once."""

import pytest

from app import orders, payments, payouts
from app.accounts import Role
from app.ledger import chart
from app.orders import NotPayable, ParcelState
from app.payments import RefundState
from app.payouts import DebtTooSmall
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.orders.money import GATEWAY, books, sent_back

PRICE, POST = 4_000_000, 500_000


def charge_back(order_id: int) -> None:
    by = world.official(Role.FINANCE)
    world.fresh()
    with transaction():
        orders.charge_back(order_id, "dp_17", by)


@pytest.mark.usefixtures("app")
def test_of_what_is_not_sent_nothing_is_left_and_nobody_is_asked_to_send_money(bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 2})
    asked = len(bank.calls)

    charge_back(order_id)
    world.work()

    assert books() == {}
    assert world.parcel(world.parcels(order_id)[0]).state is ParcelState.CANCELLED
    assert sent_back(order_id) == [(RefundState.DONE, 2 * PRICE + POST)]
    assert not [act for act, _ in bank.calls[asked:] if act in {"refund", "reverse"}]
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_after_the_release_the_maker_and_the_commission_bear_it_and_a_debt_can_be_given_up(bank):
    maker_id = world.maker()
    order_id = world.sold(bank, {world.variant(maker_id): 1})
    world.bank_account(maker_id)
    by, second = world.official(Role.FINANCE), world.official(Role.FINANCE)
    with transaction():
        batch_id = payouts.build(by).id
    for step in (payouts.approve, payouts.export):
        with transaction():
            step(payouts.batch(batch_id), second)
    with transaction():
        payouts.confirm(payouts.items_of(batch_id)[0], "77", by)

    charge_back(order_id)

    world.fresh()
    (debt,) = payouts.debts()
    assert (debt[0].id, debt[1]) == (maker_id, PRICE - 200_000 + POST)
    with pytest.raises(DebtTooSmall), transaction():
        payouts.write_off(maker_id, Rial(debt[1] + 1), "رفت", key="a", by=by)
    for _ in range(2):
        with transaction():
            payouts.write_off(maker_id, debt[1], "رفت", key="b", by=by)
    assert payouts.debts() == []
    assert books() == {chart.BANK: -(PRICE - 200_000 + POST), chart.BAD_DEBT: PRICE - 200_000 + POST}
    assert GATEWAY not in books()
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_it_is_taken_back_once_and_only_where_a_gateway_had_it(bank):
    variant = world.variant(world.maker())
    order_id = world.paid(bank, {variant: 1})
    charge_back(order_id)

    with pytest.raises(NotPayable):
        charge_back(order_id)
    with pytest.raises(NotPayable):
        charge_back(world.place({variant: 1}))
    assert len(payments.refunds_of(order_id)) == 1
