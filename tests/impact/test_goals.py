"""How far goals are reached: from the ledger alone, open down to the parcels."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from app import impact, programme
from app.accounts import Role
from app.impact import Cut, Indicator
from app.ledger import JournalKind
from app.programme import Stage
from app.shared import audit, clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from tests import world
from tests.impact.scene import ABAN, actual, counted, early, earn, goal, reached, recounted
from tests.impact.test_keeping import cost
from tests.impact.test_livelihood import earns, long_ago
from tests.impact.test_months import NOW
from tests.world import Ware

pytestmark = pytest.mark.usefixtures("app")

MUCH = 40_000_000
SECOND = timedelta(seconds=1)


def test_income_is_what_was_released_less_what_was_refunded():
    maker_id = early()
    earn(maker_id, 900)
    earn(maker_id, -200, ABAN.ends - SECOND)
    income = goal()

    assert reached(income) == (700, 1)


def test_no_other_movement_of_her_account_is_income():
    maker_id = early()
    for kind in JournalKind:
        if kind not in {JournalKind.RELEASE, JournalKind.CLAWBACK}:
            earn(maker_id, 500, kind=kind)

    assert reached(goal()) == (0, 1)
    assert reached(goal(Indicator.SELLING)) == (0, 1)


def test_a_refund_in_a_later_month_lowers_that_month_and_not_the_one_of_the_sale():
    maker_id = early()
    earn(maker_id, 900)
    earn(maker_id, -900, ABAN.plus(1).starts)

    months = [ABAN, ABAN.plus(1)]

    assert [reached(goal(first=month, last=month))[0] for month in months] == [900, -900]
    assert reached(goal(first=months[0], last=months[1]))[0] == 0
    assert impact.own_months(maker_id, months) == [900, -900]


@pytest.mark.parametrize(
    ("month", "midnight"),
    [
        (JalaliMonth(1404, 8), datetime(2025, 10, 22, 20, 30, tzinfo=UTC)),
        (JalaliMonth(1405, 1), datetime(2026, 3, 20, 20, 30, tzinfo=UTC)),
        (JalaliMonth(1400, 4), datetime(2021, 6, 21, 19, 30, tzinfo=UTC)),
    ],
    ids=["autumn", "new year", "a summer that had summer time"],
)
def test_a_jalali_month_begins_at_midnight_in_tehran(month, midnight):
    maker_id = early()
    earn(maker_id, 1, midnight - SECOND)
    earn(maker_id, 10, midnight)
    earn(maker_id, 100, month.ends - SECOND)
    earn(maker_id, 1_000, month.ends)

    assert reached(goal(first=month, last=month))[0] == 110


def test_a_period_holds_its_first_and_its_last_month():
    maker_id = early()
    for step, rials in enumerate((1, 10, 100, 1_000)):
        earn(maker_id, rials, ABAN.plus(step).starts)

    assert reached(goal(first=ABAN.plus(1), last=ABAN.plus(2)))[0] == 110


def test_selling_counts_makers_who_have_something_left_of_the_period():
    sold, gave_back, _never = (early() for _ in range(3))
    earn(sold, 1)
    earn(gave_back, 500)
    earn(gave_back, -500)

    selling = goal(Indicator.SELLING, target=1)

    assert reached(selling) == (1, 3)
    assert [one.maker_id for one in impact.makers_behind(impact.goal(selling)) if one.counted] == [sold]


def test_earning_counts_makers_with_enough_income_months():
    three, two, small = (early() for _ in range(3))
    threshold = impact.thresholds().month_rial
    for step in range(3):
        earn(three, threshold, ABAN.plus(step).starts)
        earn(small, threshold - 1, ABAN.plus(step).starts)
    for step in range(2):
        earn(two, 10 * threshold, ABAN.plus(step).starts)

    assert reached(goal(Indicator.EARNING, last=ABAN.plus(5))) == (1, 3)
    assert reached(goal(Indicator.EARNING, last=ABAN.plus(1))) == (2, 3)


def test_the_thresholds_are_the_programme_s_to_change():
    maker_id = early()
    earn(maker_id, 5_000)
    need(10_000, ABAN.starts)

    assert reached(goal(Indicator.EARNING)) == (1, 1)


def need(wage: int, since: datetime) -> None:
    """From then on half of this wage makes a month an income month."""
    with transaction():
        rulebook.set_rule(impact.MINIMUM_WAGE, wage, source="decree", by=None, valid_from=since)
        rulebook.set_rule(impact.THRESHOLD_BPS, 5_000, source="decision", by=None, valid_from=since)


def test_a_new_wage_does_not_change_what_was_reached_before_it():
    maker_id = early()
    need(10_000, ABAN.starts)
    need(20_000, ABAN.ends)
    earn(maker_id, 5_000)
    earn(maker_id, 9_999, ABAN.plus(1).starts)

    assert reached(goal(Indicator.EARNING)) == (1, 1)
    assert reached(goal(Indicator.EARNING, first=ABAN.plus(1), last=ABAN.plus(1))) == (0, 1)


def test_a_county_s_goal_is_reached_by_its_own_makers():
    here, there = early("1801"), early("1802")
    earn(here, 500)
    earn(there, 70)

    assert reached(goal(county_code="1801")) == (500, 1)
    assert reached(goal(county_code="1802")) == (70, 1)
    assert reached(goal(county_code="1803")) == (0, 0)
    assert reached(goal()) == (570, 2)


def test_a_cohort_s_goal_is_reached_by_its_own_trainees():
    one, other = world.cohort(), world.cohort()
    maker_id, second = early(into=one), early(into=other)
    earn(maker_id, 500)
    earn(second, 70)

    assert reached(goal(cohort_id=one)) == (500, 1)
    assert reached(goal(cohort_id=other)) == (70, 1)


def test_an_applicant_is_not_counted_before_she_is_accepted():
    world.applicant()

    assert reached(goal(Indicator.SELLING)) == (0, 0)


def test_a_goal_is_met_at_its_target_and_missed_a_rial_below():
    maker_id = early()
    earn(maker_id, 1_000)
    met, missed, none = (goal(target=target) for target in (1_000, 1_001, 4_000))

    assert [(actual(one).met, actual(one).percent) for one in (met, missed, none)] == [
        (True, 100),
        (False, 99),
        (False, 25),
    ]


@pytest.mark.parametrize(("target", "percent"), [(3, 67), (4, 50), (6, 33), (400, 1), (401, 0)])
def test_percentages_are_rounded_half_up(target, percent):
    earn(early(), 2)

    assert actual(goal(target=target)).percent == percent


def test_goals_read_together_are_the_same_as_one_by_one():
    maker_id = early()
    earn(maker_id, 500)
    earn(maker_id, 70, ABAN.plus(3).starts)
    ids = [goal(), goal(last=ABAN.plus(3)), goal(first=ABAN.plus(3), last=ABAN.plus(3)), goal(Indicator.SELLING)]

    recounted()
    together = {one.goal.id: one.numerator for one in impact.actuals(impact.goals())}

    assert together == {one: reached(one)[0] for one in ids}
    assert impact.actuals([]) == []


def test_a_paid_but_unreleased_sale_is_no_income_yet(bank):
    maker_id = early()
    world.paid(bank, {world.variant(maker_id): 2})
    month = JalaliMonth.current()

    assert reached(goal(first=month, last=month)) == (0, 1)


def test_goals_of_counties_show_theirs_and_the_province_s():
    province, here = goal(), goal(county_code="1801")
    goal(county_code="1802")

    assert {one.id for one in impact.goals(frozenset({"1801"}))} == {province, here}
    assert len(impact.goals()) == 3


def test_a_goal_that_is_dropped_is_gone():
    goal_id = goal()
    by = world.official(Role.STAFF)
    with transaction():
        impact.drop_goal(impact.goal(goal_id), by)

    world.fresh()
    with pytest.raises(NotFound):
        impact.goal(goal_id)
    assert [row.act for row in audit.of("goal", goal_id)] == ["goal_set", "goal_dropped"]


@pytest.mark.parametrize(
    "wrong",
    [{"target": 0}, {"first": ABAN.plus(1)}, {"county_code": "1801", "cohort_id": True}],
    ids=["no target", "ends before it begins", "two scopes"],
)
def test_a_goal_that_makes_no_sense_is_refused(wrong):
    if "cohort_id" in wrong:
        wrong = {**wrong, "cohort_id": world.cohort()}

    with pytest.raises(DatabaseError):
        goal(**wrong)


def test_a_goal_on_sustained_livings_counts_those_and_no_course():
    steady, other, idle = (long_ago() for _ in range(3))
    earns(steady, "XXXXXX")
    earns(other, "XXX")
    with clock.at(NOW):
        counted()
        here = goal(Indicator.SUSTAINED, first=ABAN.plus(-1), last=ABAN)
        later = goal(Indicator.SUSTAINED, first=ABAN, last=ABAN.plus(12))

        assert reached(here) == (1, 3)
        assert reached(later) == (1, 3)  # it runs: as of now
        assert [one.maker_id for one in impact.makers_behind(impact.goal(here)) if one.counted] == [steady]
        assert idle


def test_a_goal_sets_out_from_the_same_figure_of_the_months_before():
    maker_id = long_ago()
    earn(maker_id, 700, ABAN.plus(-1).starts + timedelta(days=1))
    earn(maker_id, 900, ABAN.starts + timedelta(days=1))
    number = goal(Indicator.INCOME, target=5_000)

    assert reached(number)[0] == 900
    assert impact.before(impact.goal(number)).number == 700


def test_a_goal_of_a_group_counts_that_group_alone():
    makers = [long_ago() for _ in range(3)]
    for maker_id in makers:
        earn(maker_id, 1_000)
    with transaction():
        programme.trainee(makers[0]).heads_household = True
        programme.trainee(makers[1]).trade_code = "mats"
        programme.trainee(makers[2]).trade_code = None

    assert reached(goal(Indicator.SELLING, cut=Cut.HEAD, value="head")) == (1, 1)
    assert reached(goal(Indicator.SELLING, cut=Cut.TRADE, value="mats")) == (1, 1)
    assert reached(goal(Indicator.INCOME, cut=Cut.HEAD, value="member")) == (2_000, 2)
    assert reached(goal(Indicator.SELLING, cut=Cut.HEAD, value="head", county_code="1803")) == (0, 0)


def test_a_month_that_has_just_begun_takes_nobodys_living_away():
    maker_id = long_ago()
    earns(maker_id, "XXXXXX")
    number = goal(Indicator.SUSTAINED, first=ABAN, last=ABAN.plus(6))
    with clock.at(ABAN.ends - timedelta(minutes=1)):
        counted()
        before = reached(number)
    with clock.at(ABAN.ends + timedelta(minutes=1)):
        assert impact.known_at() < ABAN.ends
        after = reached(number)

    assert before == after == (1, 1)


def test_what_was_reached_does_not_change_when_she_moves_or_leaves_afterwards():
    maker_id = early("1801")
    earn(maker_id, 900)
    county, province = goal(county_code="1801"), goal(Indicator.SELLING)
    assert (reached(county), reached(province)) == ((900, 1), (1, 1))
    with transaction():
        programme.trainee(maker_id).county_code = "1802"
        programme.engagements_of(maker_id)[0][0].move_to(Stage.WITHDRAWN, None)

    assert (reached(county), reached(province)) == ((900, 1), (1, 1))
    assert reached(goal(first=ABAN, last=JalaliMonth.current(), county_code="1801"))[0] == 0


def test_an_income_month_is_one_after_her_costs_in_goals_as_everywhere(bank):
    maker_id = world.maker()
    variant = world.variant(maker_id, Ware(price=40_000_000))
    cost(variant, 39_000_000)
    world.sold(bank, {variant: 1})
    month = JalaliMonth.current()

    assert reached(goal(Indicator.INCOME, first=month, last=month))[0] > impact.thresholds().month_rial
    assert reached(goal(Indicator.EARNING, first=month, last=month)) == (0, 1)
    assert impact.counties_by_month([month], ["1801"])[month][0].earning == 0


def test_a_goal_of_a_group_of_few_tells_nothing_and_lists_nobody(app):
    makers = [long_ago() for _ in range(6)]
    with transaction():
        programme.trainee(makers[0]).trade_code = "mats"
    earn(makers[0], 40_000_000)
    few = goal(Indicator.SELLING, 3, cut=Cut.TRADE, value="mats", county_code="1801")
    all_of_it = goal(Indicator.SELLING, 3, county_code="1801")

    assert (actual(few).known, actual(few).numerator, actual(few).denominator) == (False, 0, 0)
    assert impact.makers_behind(impact.goal(few)) == []
    assert (actual(all_of_it).known, actual(all_of_it).numerator) == (True, 1)
