"""What stands behind a figure: makers, parcels, counties, months."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import impact, orders
from app.impact import Indicator, rules
from app.impact.keeping import earned_as_of
from app.shared import clock
from app.shared.calendar import JalaliMonth, months_between
from tests import world
from tests.impact.scene import ABAN, early, earn, goal, reached, recounted

pytestmark = pytest.mark.usefixtures("app")

MUCH = 40_000_000
SECOND = timedelta(seconds=1)


incomes = st.dictionaries(
    st.integers(0, 3), st.lists(st.tuples(st.integers(-(10**8), 10**8).filter(bool), st.integers(0, 3)), max_size=4)
)


def test_what_is_behind_a_figure_sums_to_it():
    makers = [early(county) for county in ("1801", "1801", "1802", "1803")]
    goals = [
        goal(last=ABAN.plus(1)),
        goal(county_code="1801", last=ABAN.plus(2)),
        goal(Indicator.SELLING),
        goal(Indicator.EARNING, last=ABAN.plus(2)),
    ]

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(incomes)
    def check(wanted: dict[int, list[tuple[int, int]]]) -> None:
        for place, moves in wanted.items():
            for rials, step in moves:
                earn(makers[place], rials, ABAN.plus(step).starts)
        recounted()
        for one in map(impact.goal, goals):
            figure = impact.actual(one)
            behind = impact.makers_behind(one)
            rows = impact.parcels_behind(one.first, one.last, [maker.maker_id for maker in behind])
            assert sum(row.amount for row in rows) == sum(maker.income for maker in behind)
            if one.indicator is Indicator.INCOME:
                assert figure.numerator == sum(row.amount for row in rows)
            else:
                assert figure.numerator == sum(maker.counted for maker in behind)
            there = {makers[0], makers[1]} if one.county_code else set(makers)
            months = months_between(one.first, one.last)
            books = {who: row for who, row in earned_as_of(months, clock.now()).items() if who in there}
            assert figure.numerator == rules.count(one.indicator, books, impact.thresholds(months))

    check()


def test_a_sale_s_parcel_stands_behind_the_figure_with_its_refund(bank):
    maker_id = early()
    order_id = world.sold(bank, {world.variant(maker_id): 2})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    month = JalaliMonth.current()
    income = goal(first=month, last=month)

    rows = impact.parcels_behind(month, month, [maker_id])

    assert reached(income) == (3_800_000, 1)
    assert [(row.about, row.amount) for row in rows] == [
        (("parcel", world.parcels(order_id)[0]), -3_800_000),
        (("parcel", world.parcels(order_id)[0]), 7_600_000),
    ]
    assert orders.parcel_views([rows[0].about[1]])[0].parcel.maker_id == maker_id


def test_counties_of_a_month_add_up_to_the_province():
    for county, rials in (("1801", 500), ("1801", MUCH), ("1802", 70)):
        earn(early(county), rials)
    recounted()

    figures = impact.counties_by_month([ABAN, ABAN.plus(1)], ["1801", "1802", "1803"])

    assert [(one.trainees, one.selling, one.earning, one.income) for one in figures[ABAN]] == [
        (2, 2, 1, MUCH + 500),
        (1, 1, 0, 70),
        (0, 0, 0, 0),
    ]
    assert [one.income for one in figures[ABAN.plus(1)]] == [0, 0, 0]
    assert sum(one.income for one in figures[ABAN]) == reached(goal())[0]


def test_a_trainee_sees_her_own_months():
    maker_id, other = early(), early()
    earn(maker_id, 500)
    earn(other, 7_000)

    assert impact.own_months(maker_id, [ABAN.plus(-1), ABAN]) == [0, 500]
    assert impact.own_months(early(), [ABAN]) == [0]
