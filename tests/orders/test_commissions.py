"""The shop's share of a sale: which rule holds for whom and when, frozen on the line, given back without drift."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import catalogue, orders, programme
from app.accounts import Role
from app.ledger import chart
from app.orders import CommissionOutOfRange, Fee, Line, NewCommission, Scope, rules
from app.shared import audit, clock
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from tests import world
from tests.orders.money import GATEWAY, books

PRICE, POST = 4_000_000, 500_000
NOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

fees = st.builds(Fee, st.integers(0, 10_000), st.integers(0, 5_000_000).map(Rial))
scopes = st.builds(
    Scope,
    st.none() | st.integers(1, 2),
    st.none() | st.integers(1, 3),
    st.none() | st.sampled_from(["food", "mat"]),
)
moments = st.integers(0, 3).map(lambda days: NOON + timedelta(days=days))
known = st.lists(st.tuples(scopes, fees, moments), max_size=8).map(
    lambda rows: [(number, *row) for number, row in enumerate(rows, start=1)]
)
sales = st.tuples(
    st.integers(1, 2), st.frozensets(st.integers(1, 3)), st.none() | st.sampled_from(["food", "mat", "shell"])
)


# ---- sums -----------------------------------------------------------------------------------------------------


@given(fees, st.integers(0, 10**11), st.integers(0, 99))
def test_a_fee_is_never_above_what_was_paid_nor_below_nothing(fee, net, pieces):
    assert 0 <= fee.of(net, pieces) <= net


@given(fees, st.integers(0, 10**10), st.integers(0, 10**6), st.integers(0, 50), st.integers(0, 5))
def test_more_sold_is_never_a_smaller_fee(fee, net, more, pieces, extra):
    assert fee.of(net, pieces) <= fee.of(net + more, pieces + extra)


@pytest.mark.parametrize(
    ("bps", "fixed", "net", "pieces", "fee"),
    [
        (500, 0, 4_000_000, 1, 200_000),
        (1, 0, 4_999, 1, 0),
        (1, 0, 5_000, 1, 1),
        (0, 30_000, 4_000_000, 3, 90_000),
        (500, 30_000, 4_000_000, 2, 260_000),
        (10_000, 30_000, 4_000_000, 2, 4_000_000),
        (0, 0, 4_000_000, 2, 0),
        (0, 30_000, 0, 0, 0),
    ],
)
def test_a_fee_is_a_share_to_the_nearest_rial_and_so_much_a_piece(bps, fixed, net, pieces, fee):
    assert Fee(bps, Rial(fixed)).of(net, pieces) == fee


def sold_line(fee: Fee, pieces: int, price: int) -> Line:
    return Line(
        quantity=pieces,
        goods_rial=Rial(pieces * price),
        discount_rial=Rial(0),
        funded_rial=Rial(0),
        funded_back_rial=Rial(0),
        refunded_quantity=0,
        refunded_rial=Rial(0),
        commission_bps=fee.bps,
        commission_fixed_rial=fee.fixed,
        commission_rial=fee.of(pieces * price, pieces),
    )


cuts = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4_000_000)), max_size=12)


@given(fees, st.integers(1, 9), st.integers(1, 3_000_000), cuts)
def test_the_parts_given_back_of_a_fee_sum_up_to_it(fee, pieces, price, cuts):
    line = sold_line(fee, pieces, price)
    given_back = 0
    for quantity, amount in [*cuts, (pieces, pieces * price)]:
        before = line.fee_now
        line.refunded_quantity += min(quantity, line.quantity - line.refunded_quantity)
        line.refunded_rial = line.refunded_rial + min(amount, line.net_rial)
        assert 0 <= line.fee_now <= min(before, line.net_rial)
        given_back += before - line.fee_now

    assert given_back == line.commission_rial
    assert line.fee_now == 0


# ---- which rule -----------------------------------------------------------------------------------------------


@given(known, sales)
def test_the_narrowest_rule_is_picked_and_of_equally_narrow_ones_the_newest(known, sale):
    covering = [one for one in known if one[1].covers(*sale)]

    picked = rules.pick(known, *sale)

    if not covering:
        assert picked is None
        return
    number, fee = picked
    chosen = next(one for one in known if one[0] == number)
    assert chosen in covering
    assert fee == chosen[2]
    for _, scope, _, since in covering:
        assert scope.rank <= chosen[1].rank
        assert scope.rank < chosen[1].rank or since <= chosen[3]


@given(known, sales, st.randoms(use_true_random=False))
def test_in_which_order_the_rules_were_read_does_not_matter(known, sale, chance):
    shuffled = list(known)
    chance.shuffle(shuffled)

    assert rules.pick(shuffled, *sale) == rules.pick(known, *sale)


def test_a_maker_goes_before_a_cohort_and_a_cohort_before_a_kind_of_goods():
    narrowing = [
        Scope(),
        Scope(category_code="mat"),
        Scope(cohort_id=1),
        Scope(cohort_id=1, category_code="mat"),
        Scope(maker_id=1),
        Scope(maker_id=1, category_code="mat"),
        Scope(maker_id=1, cohort_id=1),
        Scope(maker_id=1, cohort_id=1, category_code="mat"),
    ]
    fee = Fee(100, Rial(0))

    for narrower in range(1, len(narrowing)):
        pair = [(1, narrowing[narrower], fee, NOON), (2, narrowing[narrower - 1], fee, NOON + timedelta(days=9))]
        assert rules.pick(pair, 1, {1}, "mat") == (1, fee)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(), True),
        (Scope(maker_id=1), True),
        (Scope(maker_id=2), False),
        (Scope(cohort_id=8), True),
        (Scope(cohort_id=9), False),
        (Scope(category_code="mat"), True),
        (Scope(category_code="food"), False),
        (Scope(maker_id=1, category_code="food"), False),
        (Scope(maker_id=1, cohort_id=9), False),
    ],
)
def test_all_that_a_rule_names_must_be_so(scope, covered):
    assert scope.covers(1, {7, 8}, "mat") is covered


# ---- in the shop ----------------------------------------------------------------------------------------------


@pytest.fixture
def by(app: object) -> int:
    return world.official(Role.FINANCE)


def rule(by: int, scope: Scope, bps: int = 0, fixed: int = 0, since: datetime | None = None) -> int:
    with transaction():
        wanted = NewCommission(scope, Fee(bps, Rial(fixed)), since or clock.now(), "نامهٔ ۱۲")
        return orders.add_commission(wanted, by).id


def end(rule_id: int, by: int) -> None:
    with transaction():
        orders.end_commission(rule_id, by)


def line_of(order_id: int) -> Line:
    world.fresh()
    return world.lines(order_id)[0]


def taken(maker_id: int) -> tuple[int | None, int, int]:
    """What a sale of hers now would freeze: the rule, basis points, rials a piece."""
    line = line_of(world.place({world.variant(maker_id): 1}))
    return line.commission_rule_id, line.commission_bps, line.commission_fixed_rial


def test_where_no_rule_covers_the_usual_share_is_taken(by):
    maker_id, other = world.maker(), world.maker()
    rule(by, Scope(maker_id=other), 900)

    assert taken(maker_id) == (None, 500, 0)


def test_the_rule_and_its_fee_are_frozen_on_the_line(by):
    maker_id = world.maker()
    rule_id = rule(by, Scope(maker_id=maker_id), 250, 30_000)

    line = line_of(world.place({world.variant(maker_id): 3}))

    assert (line.commission_rule_id, line.fee) == (rule_id, Fee(250, Rial(30_000)))
    assert line.commission_rial == 3 * PRICE * 25 // 1000 + 3 * 30_000
    assert world.broken_promises() == []


def test_a_new_rule_changes_no_line_that_was_sold(bank, by):
    maker_id = world.maker()
    first = rule(by, Scope(maker_id=maker_id), 1_000)
    order_id = world.paid(bank, {world.variant(maker_id): 1})
    with world.later(hours=1):
        rule(by, Scope(maker_id=maker_id), 2_000, 100_000)
        world.send(world.parcels(order_id)[0])
        world.receive(world.parcels(order_id)[0])

    assert (line_of(order_id).commission_rule_id, line_of(order_id).fee_now) == (first, 400_000)
    assert books()[chart.COMMISSION] == -400_000
    assert world.broken_promises() == []


def test_a_cohort_s_rule_is_for_those_in_it(by):
    cohort_id = world.cohort()
    maker_id, other = world.maker(into=cohort_id), world.maker()
    rule_id = rule(by, Scope(cohort_id=cohort_id), 100)

    assert taken(maker_id) == (rule_id, 100, 0)
    assert taken(other) == (None, 500, 0)


def test_of_two_cohorts_of_a_maker_the_newer_rule_holds(by):
    maker_id = world.maker()
    second = world.cohort()
    with transaction():
        programme.accept(programme.apply(programme.trainee(maker_id), programme.cohort(second), None), None)
    first = min(programme.cohorts_of([maker_id])[maker_id] - {second})
    older = rule(by, Scope(cohort_id=second), 300)
    assert taken(maker_id) == (older, 300, 0)

    with world.later(minutes=1):
        newer = rule(by, Scope(cohort_id=first), 700)

        assert taken(maker_id) == (newer, 700, 0)


def test_a_kind_of_goods_has_its_own_share(by):
    maker_id = world.maker()
    kind = catalogue.good(world.HAND_BASKET).category_code
    rule_id = rule(by, Scope(category_code=kind), 100)
    rule(by, Scope(category_code=catalogue.good(world.SEA_SALT).category_code), 900)

    assert taken(maker_id) == (rule_id, 100, 0)


def test_every_line_of_a_basket_has_the_rule_of_its_own_maker(by):
    makers = [world.maker(), world.maker()]
    rule_ids = [rule(by, Scope(maker_id=maker_id), bps) for maker_id, bps in zip(makers, (100, 200), strict=True)]

    lines = world.lines(world.place({world.variant(maker_id): 1 for maker_id in makers}))

    assert {line.maker_id: line.commission_rule_id for line in lines} == dict(zip(makers, rule_ids, strict=True))


def test_a_rule_holds_from_its_day_on(by):
    maker_id = world.maker()
    rule_id = rule(by, Scope(maker_id=maker_id), 100, since=clock.now() + timedelta(days=3))

    before = taken(maker_id)

    assert before == (None, 500, 0)
    with world.later(days=3, seconds=1):
        assert taken(maker_id) == (rule_id, 100, 0)


def test_the_next_rule_for_the_same_takes_over_on_its_day_and_leaves_others_alone(by):
    maker_id, other = world.maker(), world.maker()
    first, hers = rule(by, Scope(maker_id=maker_id), 100), rule(by, Scope(maker_id=other), 100)
    day = clock.now() + timedelta(days=3)

    second = rule(by, Scope(maker_id=maker_id), 200, since=day)

    world.fresh()
    ends = {row.id: row.valid_to for row in orders.commission_rules()}
    assert ends == {first: day, hers: None, second: None}
    assert taken(maker_id)[0] == first
    with world.later(days=4):
        assert taken(maker_id)[0] == second


def test_a_rule_that_was_set_for_later_is_not_cancelled_by_one_before_it(by):
    maker_id = world.maker()
    spring = rule(by, Scope(maker_id=maker_id), 800, since=clock.now() + timedelta(days=100))

    rule(by, Scope(maker_id=maker_id), 600)

    with world.later(days=101):
        assert taken(maker_id) == (spring, 800, 0)


def test_an_ended_rule_holds_no_more_and_ends_once(by):
    maker_id = world.maker()
    rule_id = rule(by, Scope(maker_id=maker_id), 100)
    end(rule_id, by)
    with world.later(hours=1):
        end(rule_id, by)

    world.fresh()
    assert taken(maker_id) == (None, 500, 0)
    assert [row.act for row in audit.of("commission_rule", rule_id)] == ["commission_set", "commission_ended"]
    assert {row.by_id for row in audit.of("commission_rule", rule_id)} == {by}


def test_a_rule_that_ends_before_its_day_never_holds(by):
    maker_id = world.maker()
    end(rule(by, Scope(maker_id=maker_id), 100, since=clock.now() + timedelta(days=3)), by)

    with world.later(days=4):
        assert taken(maker_id) == (None, 500, 0)


def test_a_rule_that_nobody_made_does_not_end(by):
    with pytest.raises(NotFound):
        end(10**6, by)


@pytest.mark.parametrize(
    ("bps", "fixed", "days"), [(10_001, 0, 0), (-1, 0, 0), (100, 0, -1)], ids=["above all", "below nothing", "past"]
)
def test_a_share_above_all_or_a_day_that_has_passed_is_refused(by, bps, fixed, days):
    with pytest.raises(CommissionOutOfRange):
        rule(by, Scope(), bps, fixed, clock.now() + timedelta(days=days))

    assert orders.commission_rules() == []


def test_of_rules_for_the_same_at_the_same_moment_one_holds_whole(app, by):
    maker_id = world.maker()

    outcomes = world.at_once(app, *[lambda bps=bps: rule(by, Scope(maker_id=maker_id), bps) for bps in (100, 200, 300)])

    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert taken(maker_id) in [(row.id, row.bps, 0) for row in orders.commission_rules()]


def test_a_preview_tells_what_would_have_been_taken_and_changes_nothing(bank, by):
    maker_id, other = world.maker(), world.maker()
    world.sold(bank, {world.variant(maker_id): 2})
    partly = world.paid(bank, {world.variant(maker_id): 2})
    world.refund(line_of(partly).id, quantity=1, rials=PRICE)
    world.sold(bank, {world.variant(other): 1})
    world.place({world.variant(maker_id): 1})
    had = books()

    seen = orders.preview(Scope(maker_id=maker_id), Fee(1_000, Rial(10_000)), clock.now() - timedelta(days=90))

    assert (seen.lines, seen.goods, seen.taken) == (2, 3 * PRICE, 3 * PRICE // 20)
    assert seen.would_be == 3 * PRICE // 10 + 3 * 10_000
    assert orders.preview(Scope(), Fee(0, Rial(0)), clock.now() + timedelta(hours=1)).lines == 0
    assert orders.preview(Scope(), Fee(0, Rial(0)), clock.now() - timedelta(days=90)).lines == 3
    assert (orders.commission_rules(), books()) == ([], had)


def test_a_preview_leaves_out_sales_that_a_narrower_rule_keeps(bank, by):
    maker_id = world.maker()
    rule(by, Scope(maker_id=maker_id), 0)
    world.sold(bank, {world.variant(maker_id): 1})

    since = clock.now() - timedelta(days=90)
    assert orders.preview(Scope(), Fee(1_000, Rial(0)), since).lines == 0
    assert orders.preview(Scope(maker_id=maker_id), Fee(1_000, Rial(0)), since).lines == 1


# ---- given back -----------------------------------------------------------------------------------------------


def test_a_piece_given_back_takes_its_fixed_part_along(bank, by):
    maker_id = world.maker()
    rule(by, Scope(maker_id=maker_id), 500, 30_000)
    order_id = world.sold(bank, {world.variant(maker_id): 2})
    assert books()[chart.COMMISSION] == -460_000

    world.refund(line_of(order_id).id, quantity=1, rials=PRICE)

    assert books()[chart.COMMISSION] == -230_000
    assert world.broken_promises() == []


def test_a_discount_leaves_the_fixed_part_with_the_shop(bank, by):
    maker_id = world.maker()
    rule(by, Scope(maker_id=maker_id), 500, 30_000)
    order_id = world.sold(bank, {world.variant(maker_id): 1})

    world.refund(line_of(order_id).id, rials=1_000_000)

    assert books()[chart.COMMISSION] == -150_000 - 30_000
    assert world.broken_promises() == []


def test_a_fixed_part_above_the_price_takes_the_price_and_no_more(bank, by):
    maker_id = world.maker()
    rule(by, Scope(maker_id=maker_id), 500, PRICE)
    order_id = world.sold(bank, {world.variant(maker_id): 1})

    world.refund(line_of(order_id).id, rials=1_000_000)

    assert books()[chart.COMMISSION] == -(PRICE - 1_000_000)
    assert books()[chart.MAKER] == -POST
    assert world.broken_promises() == []


def test_a_sale_given_back_in_any_pieces_leaves_nobody_a_rial(bank, by):
    maker_id = world.maker()
    rule(by, Scope(maker_id=maker_id), 333, 7_777)
    variant = world.variant(maker_id, world.Ware(price=999_983, on_hand=1_000))

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 1_500_000)), max_size=4))
    def check(cuts: list[tuple[int, int]]) -> None:
        before = books()
        order_id = world.sold(bank, {variant: 3})
        line_id = line_of(order_id).id
        for quantity, amount in [*cuts, (3, 3 * 999_983)]:
            line = line_of(order_id)
            if line.net_rial:
                pieces = min(quantity, line.quantity - line.refunded_quantity)
                world.refund(line_id, quantity=pieces, rials=min(amount, line.net_rial))
                assert world.broken_promises() == []

        after = books()
        moved = {code: after.get(code, 0) - before.get(code, 0) for code in {*before, *after}}
        assert {code: amount for code, amount in moved.items() if amount} == {
            GATEWAY: 3 * 999_983 + POST,
            chart.MAKER: -POST,
            chart.REFUND_PENDING: -3 * 999_983,
        }

    check()
