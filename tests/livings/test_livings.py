"""What was told of a living: the newest holds, a word alone counts for nothing, and past days keep what was known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app import impact, livings
from app.impact import Indicator, Livelihood, rules
from app.impact.keeping import earned_as_of
from app.impact.livelihood import INSURED
from app.livings import COUNTS, Beside, Grade, Held, IncomeKind, InsuranceKind, MonthOutOfRange, Work, WorkKind
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.rulebook import Rule
from tests import world
from tests.consent.test_consent import long_ago
from tests.impact.scene import actual, goal
from tests.web.browsing import deliver

NOW = JalaliMonth.current()
ENOUGH = Rial(40_000_000)


def insured(maker_id: int, months: int, grade: Grade = Grade.STATEMENT, kind: InsuranceKind | None = None) -> bool:
    """In so many months to the last that is over."""
    told = [NOW.plus(-step) for step in range(1, months + 1)]
    with transaction():
        return livings.tell_insured(maker_id, told, Held(kind or InsuranceKind.SELF, grade), None)


def earns(maker_id: int, rials: int, grade: Grade, kind: IncomeKind = IncomeKind.WAGE, back: int = 1) -> bool:
    with transaction():
        return livings.tell_income(maker_id, NOW.plus(-back), Beside(kind, Rial(rials), grade), None)


def rule(one: Rule, value: int) -> None:
    with transaction():
        rulebook.set_rule(one, value, source="صورت‌جلسه", by=None, valid_from=NOW.plus(-30).starts)


def stands(maker_id: int) -> Livelihood:
    deliver()
    world.fresh()
    [row] = [one for one in impact.own_record(maker_id, 2) if one.month == str(NOW.plus(-1))]
    [same] = [one for one in impact.standings(NOW.plus(-1)).stands if one.trainee_id == maker_id]
    assert row.livelihood is same.livelihood
    assert impact.differing([maker_id]) == 0
    return same.livelihood


def test_the_same_told_twice_is_kept_once_and_something_else_takes_its_place(app: Flask):
    maker_id = long_ago()

    told = [earns(maker_id, amount, Grade.DECLARED) for amount in (5_000, 5_000, 0, 7_000)]

    assert told == [True, False, True, True]
    [held] = livings.incomes_of(maker_id).values()
    assert held.amount_rial == 7_000


@pytest.mark.parametrize("back", [-1, 25])
def test_nobody_tells_of_the_future_or_of_long_ago(app: Flask, back: int):
    with pytest.raises(MonthOutOfRange):
        earns(long_ago(), 1, Grade.DECLARED, back=back)


@pytest.mark.parametrize(
    ("months", "grade", "needed", "where"),
    [
        (6, Grade.STATEMENT, 0, Livelihood.NOT_YET),
        (6, Grade.STATEMENT, 6, Livelihood.SUSTAINED),
        (6, Grade.PAPER, 6, Livelihood.SUSTAINED),
        (5, Grade.STATEMENT, 6, Livelihood.NOT_YET),
        (12, Grade.DECLARED, 6, Livelihood.NOT_YET),
    ],
)
def test_six_insured_months_sustain_a_living_where_the_rule_is_on_and_a_paper_was_seen(
    app: Flask, months: int, grade: Grade, needed: int, where: Livelihood
):
    maker_id = long_ago()
    rule(INSURED, needed)
    insured(maker_id, months, grade)

    assert stands(maker_id) is where


@pytest.mark.parametrize(
    ("grade", "kind", "share", "where"),
    [
        (Grade.STATEMENT, IncomeKind.WAGE, 10_000, Livelihood.SUSTAINED),
        (Grade.STATEMENT, IncomeKind.WAGE, 0, Livelihood.NOT_YET),
        (Grade.STATEMENT, IncomeKind.WAGE, 5_000, Livelihood.NOT_YET),
        (Grade.STATEMENT, IncomeKind.AID, 10_000, Livelihood.NOT_YET),
        (Grade.DECLARED, IncomeKind.WAGE, 10_000, Livelihood.SUSTAINED),
    ],
)
def test_other_income_counts_by_the_rule_of_its_grade_and_aid_never(
    app: Flask, grade: Grade, kind: IncomeKind, share: int, where: Livelihood
):
    maker_id = long_ago()
    rule(COUNTS[grade], share)
    for back in range(1, 7):
        earns(maker_id, ENOUGH, grade, kind, back)

    assert stands(maker_id) is where


def test_what_is_told_later_leaves_the_old_answer_as_it_was(app: Flask):
    maker_id = long_ago()
    rule(INSURED, 6)
    deliver()
    insured(maker_id, 6)

    assert stands(maker_id) is Livelihood.SUSTAINED
    both = impact.then_and_now(NOW.plus(-1))[""]
    assert (both.then.of(Livelihood.SUSTAINED), both.now.of(Livelihood.SUSTAINED)) == (0, 1)
    assert impact.causes(NOW.plus(-1)) == {impact.Cause.BESIDE: 1}
    before = clock.now() - timedelta(hours=1)
    assert impact.standings(NOW.plus(-1), as_of=before).stands[0].livelihood is Livelihood.NOT_YET


def test_a_month_of_insurance_can_be_taken_back(app: Flask):
    maker_id = long_ago()
    insured(maker_id, 3)
    with transaction():
        livings.tell_insured(maker_id, [NOW.plus(-2)], Held(None, Grade.PAPER), None)

    assert [livings.insured_in(NOW.plus(-back)) for back in (1, 2, 3)] == [
        {maker_id: Grade.STATEMENT}, {}, {maker_id: Grade.STATEMENT},
    ]  # fmt: skip


def test_the_kind_of_work_is_that_of_the_day(app: Flask):
    maker_id, now = long_ago(), today()
    for kind, days in ((WorkKind.UNPAID, 90), (WorkKind.INDEPENDENT, 10)):
        with transaction():
            livings.tell_work(maker_id, Work(kind, 2, now - timedelta(days=days)), None)

    assert livings.works_at(now)[maker_id].kind is WorkKind.INDEPENDENT
    assert livings.works_at(now - timedelta(days=50))[maker_id].kind is WorkKind.UNPAID
    assert livings.works_at(now - timedelta(days=100)) == {}


def test_what_is_published_of_a_goal_counts_other_income_as_the_office_does(app: Flask):
    """Both read the same rule; before, a published goal knew the ledger alone."""
    maker_id, idle = long_ago(), long_ago()
    rule(COUNTS[Grade.DECLARED], 10_000)
    for back in range(1, 4):
        earns(maker_id, ENOUGH, Grade.DECLARED, back=back)
    number = goal(Indicator.EARNING, 5, first=NOW.plus(-3), last=NOW.plus(-1))
    months = [NOW.plus(-back) for back in (3, 2, 1)]

    published = earned_as_of(months, clock.now())
    office = actual(number)

    assert rules.count(Indicator.EARNING, published, impact.thresholds(months)) == office.numerator == 1
    assert idle not in published
