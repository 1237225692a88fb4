"""Groups: what one sells for all is shared at the release as it was agreed at the sale, and taken back alike."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import claims, ledger, orders
from app.accounts import Role
from app.ledger import chart
from app.orders import SharesOutOfRange
from app.shared import clock
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world


def share(maker_id: int, *parts: tuple[int, int]) -> None:
    by = world.official(Role.FINANCE)
    with transaction():
        orders.set_shares(maker_id, parts, clock.now(), "توافق‌نامه", by)


def owed(*makers: int) -> list[int]:
    world.fresh()
    return [-int(ledger.balance(chart.maker(maker_id))) for maker_id in makers]


@pytest.fixture
def group(app: object) -> tuple[int, int, int]:
    return world.maker(), world.maker(), world.maker()


def test_a_release_is_shared_to_the_rial_and_the_post_is_the_sellers(bank, group):
    seller, second, third = group
    share(seller, (seller, 5_000), (second, 3_333), (third, 1_667))

    world.sold(bank, {world.variant(seller): 1})

    assert owed(*group) == [1_900_000 + 500_000, 1_266_540, 633_460]
    assert world.broken_promises() == []


def test_a_refund_after_the_release_is_taken_from_each_as_she_got(bank, group):
    seller, second, third = group
    share(seller, (seller, 5_000), (second, 3_333), (third, 1_667))
    order_id = world.sold(bank, {world.variant(seller): 1})
    line = world.lines(order_id)[0]

    world.refund(line.id, rials=1_000_001)
    world.refund(line.id, quantity=1, rials=2_999_999)

    assert owed(*group) == [500_000, 0, 0]
    assert world.broken_promises() == []


def test_a_claim_holds_what_each_member_would_give_back(bank, group):
    seller, second, _ = group
    share(seller, (seller, 5_000), (second, 5_000))
    order_id = world.sold(bank, {world.variant(seller): 1})

    world.complain(world.parcels(order_id)[0])

    world.fresh()
    held = claims.under_claim()
    assert held[second] == 1_900_000
    assert held[seller] >= 1_900_000


def test_what_was_agreed_later_does_not_change_what_was_sold(bank, group):
    seller, second, _ = group
    order_id = world.paid(bank, {world.variant(seller): 1})
    share(seller, (seller, 1_000), (second, 9_000))

    for parcel_id in world.parcels(order_id):
        world.send(parcel_id)
        world.receive(parcel_id)

    assert owed(seller, second) == [3_800_000 + 500_000, 0]


def test_each_member_sees_what_waits_for_her(bank, group):
    seller, second, _ = group
    share(seller, (seller, 6_000), (second, 4_000))

    world.paid(bank, {world.variant(seller): 1})

    assert (orders.held_for(seller), orders.held_for(second)) == (2_400_000, 1_600_000)
    assert [int(one.hers) for one in orders.held_parcels(second)] == [1_600_000]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([(0, 5_000), (1, 4_999)], "sum"),
        ([(0, 10_001), (1, -1)], "sum"),
        ([(1, 10_000)], "members"),
        ([(0, 5_000), (1, 2_500), (1, 2_500)], "members"),
        ([(0, 5_000), (99, 5_000)], "members"),
    ],
)
def test_shares_make_a_whole_and_name_each_once(group, parts, reason):
    named = [(group[who] if who < len(group) else 10**6, bps) for who, bps in parts]

    with pytest.raises(SharesOutOfRange, match=reason):
        share(group[0], *named)


def test_after_the_end_of_a_rule_the_seller_keeps_all(bank, group):
    seller, second, _ = group
    share(seller, (seller, 5_000), (second, 5_000))
    by = world.official(Role.FINANCE)
    with transaction():
        orders.end_shares(orders.sharings()[0].rule.id, by)

    world.sold(bank, {world.variant(seller): 1})

    assert owed(second) == [0]


@given(refunds=st.lists(st.integers(1, 900_000), min_size=1, max_size=6))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_member_ever_gives_back_more_than_she_got(bank, group, refunds):
    seller, second, third = group
    share(seller, (seller, 3_334), (second, 3_333), (third, 3_333))
    order_id = world.sold(bank, {world.variant(seller): 1})
    before = owed(*group)
    line_id = world.lines(order_id)[0].id

    given_back = 0
    for rials in refunds:
        if given_back + rials <= 4_000_000:
            world.refund(line_id, rials=rials)
            given_back += rials

    (shares,) = orders.shares_of(world.parcels(order_id)).values()
    assert all(0 <= one.taken_back_rial <= one.released_rial for one in shares)
    assert sum(before) - sum(owed(*group)) == sum(one.taken_back_rial for one in shares)
    assert Rial(0) == sum(int(amount) for _, amount in ledger.trial_balance())
    assert world.broken_promises() == []
