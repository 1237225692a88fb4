"""Income outside the shop: beside the figures, by its grade of evidence, and in none of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app import impact, offshop, orders, programme
from app.accounts import Role
from app.impact import Indicator
from app.offshop import Buyer, Evidence, NewSale, SaleKind
from app.shared import clock, gallery, rulebook
from app.shared.calendar import JalaliMonth, from_jalali, today
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.impact.scene import counted, goal, reached

pytestmark = pytest.mark.usefixtures("app")
NOW = JalaliMonth.current()


@pytest.fixture(autouse=True)
def _five_per_cent(app) -> None:
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)


def sold(maker_id: int, rials: int = 1_000_000, *, photo: bool = False, on: date | None = None) -> int:
    key = gallery.keep(world.jpeg()) if photo else None
    what = NewSale(SaleKind.FAIR, "زنبیل", on or today(), 1, Rial(rials), world.mobile_number(), key)
    with transaction():
        return offshop.record(maker_id, what, world.person_of(maker_id)).id


def seen(sale_id: int) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        offshop.confirm(offshop.within(sale_id, None), "دیدم", staff)


def ordered(maker_id: int, rials: int = 1_000_000, *, agreed: bool = True) -> int:
    """By a mentor, for somebody else."""
    mentor = world.mentor()
    what = NewSale(SaleKind.WHOLESALE, "زنبیل", today(), 1, Rial(rials), world.mobile_number())
    with transaction():
        sale = offshop.propose(programme.mentor(mentor), programme.trainee(maker_id), what, Buyer("فروشگاه"))
        if agreed:
            offshop.agree(sale, world.person_of(maker_id))
        return sale.id


def figures(*makers: int, month: JalaliMonth = NOW) -> dict[Evidence, tuple[int, int, int]]:
    """Sales, makers and rials by grade, where there are any."""
    world.fresh()
    found = impact.by_evidence(impact.outside_behind([month], set(makers)))
    assert [one.evidence for one in found] == list(offshop.STRONGEST_FIRST)
    return {one.evidence: (one.sales, one.makers, int(one.income)) for one in found if one.sales}


def test_each_grade_stands_by_itself_less_the_market_s_fee():
    one, other = world.maker(), world.maker()
    sold(one)
    sold(one, 2_000_000)
    sold(other, 4_000_000, photo=True)
    seen(sold(other, 8_000_000))
    ordered(one, 16_000_000)

    assert figures(one, other) == {
        Evidence.SAID: (2, 1, 2_850_000),
        Evidence.PAPER: (1, 1, 3_800_000),
        Evidence.WITNESSED: (1, 1, 7_600_000),
        Evidence.AGREED: (1, 1, 15_200_000),
    }


def test_what_waits_was_denied_or_is_void_is_in_no_figure():
    maker = world.maker()
    ordered(maker, agreed=False)
    denied, void = ordered(maker, agreed=False), sold(maker)
    with transaction():
        offshop.deny(offshop.own_sale(maker, denied), "نه", world.person_of(maker))
        offshop.void(offshop.own_sale(maker, void), "نه", world.person_of(maker))

    assert figures(maker) == {}


def test_no_figure_of_the_shop_counts_it():
    maker = world.maker()
    goals = [goal(one, first=NOW, last=NOW) for one in Indicator]
    before = [reached(one) for one in goals]
    seen(sold(maker, 90_000_000_000))

    assert [reached(one) for one in goals] == before
    assert before[:4] == [(0, 1)] * 4
    assert impact.own_months(maker, [NOW]) == [0]
    assert impact.counties_by_month([NOW], ["1801"])[NOW][0].income == 0
    assert figures(maker)[Evidence.WITNESSED][2] == 85_500_000_000


def test_beside_a_goal_stand_the_sales_of_its_scope_and_months():
    here, there = world.maker("1801"), world.maker("1802")
    mine = sold(here)
    sold(there)
    county = goal(first=NOW, last=NOW, county_code="1801")
    earlier = goal(first=NOW.plus(-2), last=NOW.plus(-1), county_code="1801")

    counted()

    assert [one.sale_id for one in impact.goals_outside(impact.goal(county))] == [mine]
    assert impact.goals_outside(impact.goal(earlier)) == []


def test_a_sale_is_in_the_jalali_month_of_its_day():
    maker = world.maker()
    last = NOW.plus(-1)
    first_day = from_jalali(last.year, last.month, 1)
    sold(maker, 1_000_000, on=first_day)
    sold(maker, 2_000_000, on=first_day - timedelta(days=1))
    sold(maker, 4_000_000, on=from_jalali(NOW.year, NOW.month, 1) - timedelta(days=1))
    sold(maker, 8_000_000, on=from_jalali(NOW.year, NOW.month, 1))

    assert figures(maker, month=last)[Evidence.SAID] == (2, 1, 4_750_000)


def test_as_of_a_day_it_is_what_was_known_then():
    maker = world.maker()
    start = clock.now()
    with clock.at(start + timedelta(minutes=1)):
        sale_id, void = sold(maker), sold(maker)
    with clock.at(start + timedelta(minutes=2)):
        seen(sale_id)
    with clock.at(start + timedelta(minutes=3)), transaction():
        offshop.void(offshop.own_sale(maker, void), "نه", None)

    def at(minutes: float) -> list[Evidence]:
        world.fresh()
        moment = start + timedelta(minutes=minutes)
        return sorted(one.evidence for one in impact.outside_behind([NOW], {maker}, moment))

    assert at(0.5) == []
    assert at(1.5) == [Evidence.SAID, Evidence.SAID]
    assert at(2.5) == [Evidence.SAID, Evidence.WITNESSED]
    assert at(3.5) == [Evidence.WITNESSED]


def test_without_months_there_is_nothing():
    assert impact.outside_behind([], {1}) == []
