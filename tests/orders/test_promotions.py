"""Coupons and delivery funds: who bears them, to the rial, from the basket to the last refund."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import orders, promotions
from app.accounts import Role
from app.ledger import chart
from app.orders import Codes, OrderState, ParcelState
from app.orders.rules import fund_back
from app.promotions import CouponRefused, NewCoupon, NewSubsidy, Terms, Worth
from app.promotions.rules import spread, taken_off
from app.shared import clock
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.orders.money import GATEWAY, books

PRICE = 4_000_000
POST = 500_000


def terms(**changes: object) -> Terms:
    known: dict[str, object] = {
        "valid_from": clock.now(), "valid_to": None, "least_goods": Rial(0), "budget": None, "source": "test",
    }  # fmt: skip
    return Terms(**{**known, **changes})  # type: ignore[arg-type]


def coupon(code: str = "EID", *, bps: int = 1_000, maker_id: int | None = None, **changes: object) -> int:
    """A coupon of ten per cent; the shop's, unless a maker bears it."""
    uses = changes.pop("most_uses", None)
    new = NewCoupon(code, "عیدی", Worth(bps, Rial(0), None), terms(**changes), maker_id, uses)  # type: ignore[arg-type]
    by = world.official(Role.FINANCE)
    with transaction():
        return promotions.add_coupon(new, by).id


def subsidy(*, bps: int = 5_000, most: int = 10**7, county: str | None = None, **changes: object) -> int:
    """A fund that pays half of every delivery."""
    new = NewSubsidy("صندوقِ روستا", bps, Rial(most), county, terms(**changes))
    by = world.official(Role.FINANCE)
    with transaction():
        return promotions.add_subsidy(new, by).id


@pytest.fixture
def variant(app: object) -> int:
    return world.variant(world.maker())


def test_what_the_shop_takes_off_it_pays_to_the_maker(bank, variant):
    coupon()

    order_id = world.sold(bank, {variant: 2}, codes=Codes("EID"))

    order = orders.order(order_id)
    assert (order.discount_rial, order.total_rial) == (800_000, 7_700_000)
    assert books() == {
        GATEWAY: 7_700_000,
        chart.DISCOUNT: 800_000,
        chart.MAKER: -(8_000_000 - 400_000) - POST,
        chart.COMMISSION: -400_000,
    }
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_what_a_maker_takes_off_is_her_own_and_bears_no_commission(bank):
    maker_id = world.maker()
    variant = world.variant(maker_id)
    coupon(maker_id=maker_id)

    world.sold(bank, {variant: 2}, codes=Codes("eid"))

    assert books() == {
        GATEWAY: 7_700_000,
        chart.MAKER: -(7_200_000 - 360_000) - POST,
        chart.COMMISSION: -360_000,
    }
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_a_makers_coupon_is_for_her_goods_alone(bank):
    hers, others = world.maker(), world.maker()
    coupon(maker_id=hers)
    basket = {world.variant(hers): 1, world.variant(others): 1}

    order_id = world.paid(bank, basket, codes=Codes("EID"))

    assert {line.maker_id: line.discount_rial for line in world.lines(order_id)} == {hers: 400_000, others: 0}
    with pytest.raises(CouponRefused, match="other_goods"):
        world.place({world.variant(others): 1}, codes=Codes("EID"))


@pytest.mark.parametrize("early", [True, False], ids=["before the release", "after it"])
def test_a_refund_gives_the_buyer_what_she_paid_and_the_fund_its_share(bank, variant, early):
    coupon()
    order_id = world.paid(bank, {variant: 2}, codes=Codes("EID"))
    if not early:
        for parcel_id in world.parcels(order_id):
            world.send(parcel_id)
            world.receive(parcel_id)

    line = world.lines(order_id)[0]
    world.refund(line.id, quantity=1, rials=3_600_000)
    world.refund(line.id, quantity=1, rials=3_600_000)

    line = world.lines(order_id)[0]
    assert (line.left_rial, line.net_rial, line.funded_back_rial) == (0, 0, 800_000)
    assert chart.DISCOUNT not in books()
    assert books()[chart.REFUND_PENDING] == -7_200_000
    assert world.broken_promises() == []


def test_nobody_gets_more_back_than_she_paid(bank, variant):
    coupon()
    order_id = world.paid(bank, {variant: 1}, codes=Codes("EID"))

    with pytest.raises(orders.RefundOutOfRange):
        world.refund(world.lines(order_id)[0].id, rials=3_600_001)


def test_a_parcel_that_is_called_off_costs_no_fund_anything(bank, variant):
    coupon()
    subsidy()
    order_id = world.paid(bank, {variant: 2}, codes=Codes("EID"))
    assert books()[chart.SUBSIDY] == 250_000

    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()

    assert books() == {}
    assert world.broken_promises() == []


def test_delivery_that_a_fund_pays_whole_returns_to_it_when_the_parcel_is_called_off(bank, variant):
    subsidy(bps=10_000)
    order_id = world.paid(bank, {variant: 1})
    assert orders.order(order_id).total_rial == PRICE

    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.CANCELLED, None)
    world.work()

    assert books() == {}
    assert world.broken_promises() == []


def test_a_fund_pays_its_share_of_a_delivery_to_whoever_carries(bank, variant):
    fund = subsidy(bps=5_000, most=200_000)

    world.sold(bank, {variant: 1})

    assert books() == {
        GATEWAY: PRICE + 300_000,
        chart.SUBSIDY: 200_000,
        chart.MAKER: -(PRICE - 200_000) - POST,
        chart.COMMISSION: -200_000,
    }
    assert promotions.subsidies()[0].id == fund
    assert world.broken_promises() == []


def test_a_fund_of_another_county_and_one_that_is_used_up_pay_nothing(bank, variant):
    subsidy(county="1802")
    subsidy(bps=10_000, budget=Rial(100_000))
    world.sold(bank, {variant: 1})
    assert books()[chart.SUBSIDY] == POST  # the last parcel that it pays for may go beyond

    order_id = world.place({variant: 1})

    assert orders.order(order_id).subsidy_rial == 0


def test_a_mobile_uses_a_coupon_once_and_has_it_again_when_the_order_lapses(variant):
    coupon()
    order_id = world.place({variant: 1}, codes=Codes("EID"))
    with pytest.raises(CouponRefused, match="yours_used"):
        world.place({variant: 1}, codes=Codes("EID"))

    with world.later(minutes=21):
        world.work()
        assert orders.order(order_id).state is OrderState.EXPIRED
        again = world.place({variant: 1}, codes=Codes("EID"))

    assert orders.order(again).discount_rial == 400_000


def test_a_lapsed_order_is_not_revived_with_a_coupon_that_was_used_meanwhile(bank, variant):
    coupon(most_uses=1)
    order_id = world.place({variant: 1}, codes=Codes("EID"))
    there = world.to_bank(order_id)
    with world.later(minutes=60):
        world.work()
        to = world.recipient("09121111111")
        other = world.place({variant: 1}, codes=Codes("EID"), recipient=to)
        assert orders.order(other).discount_rial == 400_000

        bank.act(there.authority, "pay")
        world.settle(there.attempt_id)
        world.work()

        assert orders.order(order_id).state is OrderState.EXPIRED
        assert world.broken_promises() == []


def test_a_coupon_of_an_order_that_its_makers_called_off_can_be_used_again(bank, variant):
    coupon(most_uses=1)
    order_id = world.paid(bank, {variant: 1}, codes=Codes("EID"))

    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)

    assert orders.order(world.place({variant: 1}, codes=Codes("EID"))).discount_rial == 400_000
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_nobody_buys_from_herself_with_the_shops_coupon_not_as_a_guest_either():
    coupon()
    maker_id = world.maker(mobile="09171230000")

    with pytest.raises(orders.OwnGoods):
        world.place({world.variant(maker_id): 1}, codes=Codes("EID"), recipient=world.recipient("09171230000"))


@pytest.mark.usefixtures("app")
def test_a_coupon_leaves_enough_to_be_paid_anywhere():
    coupon(bps=9_000)
    subsidy(bps=10_000)

    order_id = world.place({world.variant(world.maker(), world.Ware(price=30_000)): 1}, codes=Codes("EID"))

    assert orders.order(order_id).due_rial == 10_000


def test_the_last_use_of_a_coupon_is_had_once(app, variant):
    coupon(most_uses=1)
    wishes = []
    for number in ("09121111111", "09122222222"):
        token = world.basket_of({variant: 1})
        wishes.append((token, world.wish(token, codes=Codes("EID"), recipient=world.recipient(number))))

    def buy(token: str, wish: orders.Wish) -> int:
        with transaction():
            return orders.place(orders.basket_of(token), wish).id

    done = world.at_once(app, *(lambda pair=pair: buy(*pair) for pair in wishes))

    assert sorted(type(one).__name__ for one in done) == ["CouponRefused", "int"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"valid_from": None}, "unknown"),
        ({"valid_to": 1}, "ended"),
        ({"least_goods": Rial(PRICE + 1)}, "too_small"),
        ({"budget": Rial(1)}, "used_up"),
    ],
)
def test_a_coupon_holds_only_as_its_terms_say(variant, changes, reason):
    soon = {"valid_from": clock.now() + timedelta(days=1)} if "valid_from" in changes else {}
    ends = {"valid_to": clock.now() + timedelta(hours=1)} if "valid_to" in changes else {}
    coupon(**{**changes, **soon, **ends})  # type: ignore[arg-type]

    with world.later(hours=2), pytest.raises(CouponRefused, match=reason):
        world.place({variant: 1}, codes=Codes("EID"))


def test_the_price_that_was_seen_is_the_price_that_is_paid(variant):
    coupon()
    token = world.basket_of({variant: 1})
    before = world.wish(token, codes=Codes("EID"))
    by = world.official(Role.FINANCE)
    with transaction():
        promotions.end_coupon(promotions.coupons(None)[0].coupon.id, by)
    subsidy()

    with pytest.raises(CouponRefused):
        world.place({variant: 1}, seen=before.seen, codes=Codes("EID"))
    with pytest.raises(orders.BasketChanged):
        world.place({variant: 1}, seen=before.seen)


@given(st.integers(1, 10**9), st.integers(0, 9_000), st.integers(1, 10**9), st.lists(st.integers(2, 10**8), min_size=1))
@settings(max_examples=200)
def test_a_discount_is_spread_whole_and_makes_nothing_free(amount, bps, most, prices):
    off = taken_off(sum(prices), bps=bps, amount=0 if bps else amount, most=most)
    shares = spread(off, prices)

    assert 0 <= off <= min(most, sum(prices) * 9 // 10)
    assert sum(shares) == off or any(share == price - 1 for share, price in zip(shares, prices, strict=True))
    assert all(0 <= share < price for share, price in zip(shares, prices, strict=True))


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**7), min_size=1, max_size=20))
@settings(max_examples=200)
def test_a_fund_gets_all_of_its_part_back_with_the_last_refund_and_never_pays_again(funded, refunds):
    paid, gone, back = sum(refunds), 0, 0
    for one in refunds:
        step = fund_back(funded, paid, gone, gone + one)
        assert step >= 0
        gone, back = gone + one, back + step

    assert back == funded
