"""Sales outside the shop: told once, never a debt beyond the true one, and undone without a trace in the balance."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import accounts, ledger, offshop, orders, payouts
from app.accounts import Role
from app.ledger import chart
from app.offshop import Evidence, NewSale, SaleKind, SaleOutOfRange, SaleState
from app.shared import rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world


@pytest.fixture
def maker(app) -> int:
    """A maker in a shop that asks five per cent."""
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)
    return world.maker()


def told(amount: int = 2_000_000, *, key: str = "k", days_ago: int = 0) -> NewSale:
    day = today() - timedelta(days=days_ago)
    return NewSale(SaleKind.FAIR, "پنج زنبیل", day, 5, Rial(amount), key)


def record(maker_id: int, sale: NewSale) -> int:
    with transaction():
        return offshop.record(maker_id, sale, world.person_of(maker_id)).id


def debt(maker_id: int) -> int:
    world.fresh()
    return -ledger.owed_to([maker_id]).get(maker_id, Rial(0))


def test_the_same_form_is_one_sale_and_one_debt(maker):
    first, second = record(maker, told()), record(maker, told())

    assert first == second
    assert debt(maker) == 100_000
    assert [one.evidence for one in offshop.of_maker(maker)] == [Evidence.SAID]
    assert world.broken_promises() == []


def test_the_debt_is_taken_from_what_the_shop_owes_her(bank, maker):
    world.bank_account(maker)
    world.sold(bank, {world.variant(maker): 1})
    before = payouts.payable()[maker][0]

    record(maker, told())

    assert payouts.payable()[maker][0] == before - 100_000
    assert world.broken_promises() == []


def test_a_debt_that_came_after_the_payout_breaks_no_promise(bank, maker):
    world.bank_account(maker)
    world.sold(bank, {world.variant(maker): 1})
    with transaction():
        batch = payouts.build(builder := official())
    with transaction():
        payouts.approve(payouts.batch(batch.id), official())
    with transaction():
        payouts.export(payouts.batch(batch.id), builder)

    record(maker, told())

    assert debt(maker) == 100_000
    assert world.broken_promises() == []


def official() -> int:
    """Somebody of the programme, made inside an open transaction."""
    one = accounts.add_person(world.mobile_number(), "مالی", "آزمون")
    accounts.give_role(one, Role.FINANCE, by=None)
    return one.id


def test_what_was_not_so_leaves_no_debt(maker):
    sale_id = record(maker, told())
    with transaction():
        offshop.void(offshop.own_sale(maker, sale_id), "اشتباه", None)

    assert debt(maker) == 0
    assert ledger.balance(chart.COMMISSION_CASH) == 0
    assert world.broken_promises() == []
    with pytest.raises(MoveRefused), transaction():
        offshop.void(offshop.own_sale(maker, sale_id), "باز", None)


def test_nobody_confirms_her_own_word(maker):
    sale_id = record(maker, told())
    with pytest.raises(MoveRefused), transaction():
        offshop.confirm(offshop.own_sale(maker, sale_id), "دیدم", world.person_of(maker))

    with transaction():
        offshop.confirm(offshop.own_sale(maker, sale_id), "در غرفه بودم", official())

    world.fresh()
    assert [(one.state, one.evidence) for one in offshop.of_maker(maker)] == [(SaleState.CONFIRMED, Evidence.WITNESSED)]


@pytest.mark.parametrize(("days_ago", "amount", "reason"), [(-1, 1_000, "day"), (400, 1_000, "day"), (0, 0, "amount")])
def test_a_day_or_an_amount_that_can_t_be_is_refused(maker, days_ago, amount, reason):
    with pytest.raises(SaleOutOfRange) as refused:
        record(maker, told(amount, days_ago=days_ago))

    assert refused.value.reason == reason
    assert debt(maker) == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), min_size=1, max_size=6))
def test_the_debt_is_the_fees_of_what_stands(maker, sales):
    before = debt(maker)
    expected = 0
    for amount, is_void in sales:
        sale_id = record(maker, told(amount, key=world.mobile_number()))
        if is_void:
            with transaction():
                offshop.void(offshop.own_sale(maker, sale_id), "x", None)
        else:
            expected += (amount * 500 + 5_000) // 10_000

    assert debt(maker) - before == expected
    assert world.broken_promises() == []


def test_the_last_sale_is_the_later_one_of_the_shop_and_outside(maker, bank):
    other, never = world.maker(), world.maker()
    with world.later(days=-9):
        world.sold(bank, {world.variant(other): 1})
    outside, early = record(maker, told(days_ago=3)), record(other, told(key="early", days_ago=12))
    denied = record(never, told(key="no", days_ago=1))
    with transaction():
        offshop.void(offshop.own_sale(never, denied), "نبود", world.person_of(never))

    known = {maker: today() - timedelta(days=3), other: today() - timedelta(days=9)}
    assert outside != early
    assert offshop.last_sold() == offshop.last_sold([maker, other, never]) == known
    assert offshop.last_sold([other]) == {other: known[other]}
    assert offshop.last_sold([]) == {}
