"""How a year went, whether the next is ready, and a cycle that is made once out of the one before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import agreements, funding, impact, planning, programme, support
from app.accounts import Body, Role
from app.impact import Actual, Aim, Goal, Indicator, Thresholds
from app.planning import ByHand, Check, Ready, Verdict, WhyLeft, Word
from app.programme import CohortPlan, CohortState
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, from_jalali, jalali, today
from app.shared.database import session, transaction
from tests import world
from tests.agreements import told as owed
from tests.lending import scene as loans
from tests.planning import told
from tests.support import told as reports

HOME = "1801"


def aim(target: int, first: JalaliMonth, last: JalaliMonth, **more: object) -> Aim:
    return Aim(Indicator.SELLING, target, first, last, **more)


def goal(target: int, first: JalaliMonth, last: JalaliMonth, **more: object) -> int:
    by = world.official(Role.STAFF)
    with clock.at(first.starts), transaction():
        return impact.set_goal(aim(target, first, last, **more), by).id


def checked(year: int, wanted: Check) -> planning.Checked:
    return next(one for one in planning.readiness(year).checked if one.check is wanted)


def reached(number: int, target: int, last: JalaliMonth) -> Actual:
    one = Goal(indicator=Indicator.SELLING, first_month=str(last), last_month=str(last), target=target)
    one.set_at = last.starts
    return Actual(one, number, 100, Thresholds((1,), 1), clock.now())


@pytest.mark.parametrize(
    ("number", "months", "expected"),
    [
        (10, 0, Verdict.MET),
        (10, -1, Verdict.MET),
        (9, 0, Verdict.RUNNING),
        (9, -1, Verdict.PART),
        (5, -1, Verdict.PART),
        (4, -1, Verdict.MISSED),
        (0, 3, Verdict.RUNNING),
    ],
)
def test_a_goal_is_missed_only_when_its_months_are_over(number, months, expected):
    now = JalaliMonth.current()

    assert planning.verdict(reached(number, 10, now.plus(months)), now, 50) is expected


@pytest.mark.usefixtures("app")
def test_a_scorecard_counts_goals_obstacles_promises_and_refusals():
    year, by = told.year(), world.official(Role.STAFF)
    now = JalaliMonth.current()
    goal(1, now, now)
    goal(1, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 2))
    who = world.person_of(world.maker())
    number = reports.obstacle(who)
    with world.later(days=3), transaction():
        support.decline(support.obstacle(number), "نمی‌شود", by)
    reports.obstacle(who)
    meeting = reports.meeting(by)
    reports.decision(meeting, by)
    with transaction():
        support.fulfil(support.open_commitments()[1][0], "شد", by)
    card = planning.scorecard(year, None)

    assert [found for _, found in card.goals] == [Verdict.RUNNING]
    assert (card.in_the_way.told, card.in_the_way.open, card.in_the_way.declined) == (2, 1, 1)
    assert card.in_the_way.days == 3
    assert (card.promised.kept, card.promised.due) == (1, 1)
    assert planning.scorecard(year, frozenset({"1805"})).in_the_way.told == 0
    assert planning.scorecard(year - 1, None).count(Verdict.MISSED) == 1


@pytest.mark.usefixtures("app")
def test_a_scorecard_tells_what_was_lent_and_which_files_were_refused_by_whom_ever():
    line_id = loans.line(budget=world.Rial(2_000_000_000))
    loans.granted(line_id)
    loans.referred(line_id)
    loans.refused(line_id)
    loans.bank_refused(line_id, world.maker("1805"))
    closed = loans.line(first_day=today() - timedelta(days=800), last_day=today() - timedelta(days=500))
    assert closed
    lent = planning.scorecard(told.year(), None).lent

    assert (lent.amount, lent.at_bank, lent.lent, lent.refused) == (2_000_000_000, loans.LOAN, loans.LOAN, 2)
    assert planning.scorecard(told.year(), frozenset({"1805"})).lent.refused == 1
    assert planning.scorecard(told.year() - 3, None).lent.refused == 0


@pytest.mark.usefixtures("app")
def test_a_scorecard_counts_what_contracts_owed_by_its_day():
    by = world.official(Role.STAFF)
    level = owed.level(owed.contract(by), by, owed.after(10))
    for number, caused in enumerate((5, 10, 20, 30)):
        due = owed.due(level, by, caused=caused, about=str(number))
        if number in {1, 2}:
            with transaction():
                agreements.finish(agreements.due(due).due, "رسید", today(), by)
    first, last = planning.days_of(told.year())
    inside = [one for one in agreements.due_between(date.min, date.max) if first <= one.due_on <= last]
    found = planning.scorecard(told.year(), None).owed

    assert found.due + found.waiting == len(inside)
    assert found.kept == sum(one.ended_on is not None and not one.days_late for one in inside)
    assert found.overdue == sum(one.late for one in inside)
    assert found.waiting == sum(one.due_on >= today() and one.ended_on is None for one in inside)


@pytest.mark.usefixtures("app")
def test_what_the_program_sees_turns_ready_when_it_is_mended():
    year, by = told.year() + 1, world.official(Role.STAFF)
    first, _ = planning.days_of(year)
    before = {one.check: one.ready for one in planning.readiness(year).checked}
    wanted = (Check.BUDGET, Check.CREDIT, Check.WAGE, Check.GOALS, Check.COHORTS)
    assert [before[one] for one in wanted] == [Ready.MISSING] * 5
    goal(3, JalaliMonth(year, 1), JalaliMonth(year, 6))
    with transaction():
        programme.plan_cohort(CohortPlan("دوره", first, first + timedelta(days=90), 20, "1805"), by)
        moment = JalaliMonth(year, 1).starts
        rulebook.set_rule(impact.MINIMUM_WAGE, 200_000_000, source="decree", by=by, valid_from=moment)
        money = funding.NewBudget("بودجه", "نامه", world.Rial(1_000), today(), first, "told")
        funding.open_budget(money, by)
    loans.line()
    session().info.clear()

    assert [checked(year, one).ready for one in wanted] == [Ready.READY] * 5
    assert checked(year, Check.MENTORS).where == ("1805",)


@pytest.mark.usefixtures("app")
def test_roles_that_nobody_has_are_named():
    year = told.year() + 1
    world.official(Role.STAFF)
    world.official(Role.FINANCE)
    assert checked(year, Check.STAFF).where == ("finance", "labour", "acecr")
    for role, body in ((Role.FINANCE, None), (Role.OFFICER, Body.LABOUR), (Role.OFFICER, Body.ACECR)):
        world.official(role, body=body)

    assert checked(year, Check.STAFF).ready is Ready.READY


@pytest.mark.usefixtures("app")
def test_the_last_word_on_an_item_counts_and_what_is_missing_is_said():
    year, by = told.year() + 1, world.official(Role.STAFF)
    assert planning.readiness(year).said[0].ready is Ready.UNSAID
    with pytest.raises(planning.MissingInWords), transaction():
        planning.say_ready(year, Word(ByHand.ROOMS, False, " ", "a"), by)
    with transaction():
        one = planning.say_ready(year, Word(ByHand.ROOMS, False, "سالن نیست", "b"), by).id
        assert planning.say_ready(year, Word(ByHand.ROOMS, False, "سالن نیست", "b"), by).id == one
    assert planning.readiness(year).said[0].ready is Ready.MISSING
    with transaction():
        planning.say_ready(year, Word(ByHand.ROOMS, True, "", "c"), by)

    assert planning.readiness(year).said[0].ready is Ready.READY
    assert planning.readiness(year - 1).said[0].ready is Ready.UNSAID


@given(st.dates(min_value=from_jalali(1399, 1, 1), max_value=from_jalali(1450, 1, 1)))
def test_a_year_later_is_the_same_day_of_the_next_year(day):
    year, month, number = jalali(day)
    later_year, later_month, later = jalali(planning.a_year_later(day))

    assert (later_year, later_month) == (year + 1, month)
    assert later == number or (month, number, later) == (12, 30, 29)


def this_year(by: int) -> tuple[int, int]:
    """A cohort that begins this year, with a session and a goal of its own; their numbers."""
    first, _ = planning.days_of(told.year())
    with transaction():
        plan = CohortPlan(f"دورهٔ بهارِ {told.year()}", first, first + timedelta(days=100), 40, HOME, "mats")
        cohort = programme.plan_cohort(plan, by)
        programme.hold_lesson(cohort, first + timedelta(days=10), "بسته‌بندی", by)
        number = cohort.id
    year = told.year()
    return number, goal(7, JalaliMonth(year, 2), JalaliMonth(year, 9), cohort_id=number)


def copied(year: int, by: int, *also: int) -> planning.CycleCopy:
    read = planning.next_cycle(year, also)
    with transaction():
        return planning.copy_cycle(read, lambda one: f"reached {one.numerator}", by)


@pytest.mark.usefixtures("app")
def test_a_cycle_is_made_once_with_shifted_days_and_nobody_in_it():
    by, year = world.official(Role.STAFF), told.year() + 1
    old, _ = this_year(by)
    world.maker(into=old)
    first = copied(year, by)
    assert (first.cohorts, first.lessons, first.goals) == (1, 1, 1)
    assert copied(year, by).copied_at == first.copied_at

    made = next(one for one in programme.cohorts() if one.id != old)
    was = programme.cohort(old)
    assert "۱۴" in made.name or str(year) in made.name
    assert (made.starts_on, made.capacity, made.county_code) == (planning.a_year_later(was.starts_on), 40, HOME)
    assert programme.cohort_counts().get(made.id, {}) == {}
    goals = [one for one in impact.goals() if one.cohort_id == made.id]
    assert [(str(one.first), one.target, one.note) for one in goals] == [(f"{year}-02", 7, "reached 0")]
    assert len(programme.cohorts()) == 2


@pytest.mark.usefixtures("app")
def test_what_changes_while_a_cycle_is_read_is_copied_as_it_became():
    by, year = world.official(Role.STAFF), told.year() + 1
    old, changed = this_year(by)
    dropped = goal(3, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 4))
    read = planning.next_cycle(year)
    with transaction():
        impact.drop_goal(impact.goal(dropped), by)
        impact.goal(changed).target = 9
        programme.cohort(old).capacity = 55
    goal(5, JalaliMonth(year - 1, 3), JalaliMonth(year - 1, 5))
    with transaction():
        made = planning.copy_cycle(read, lambda one: f"reached {one.numerator}", by)
        assert (made.cohorts, made.goals) == (1, 2)

    goals = {str(one.first): (one.target, one.note) for one in impact.goals() if one.last.year == year}
    assert goals == {f"{year}-02": (9, "reached 0"), f"{year}-03": (5, "reached 0")}
    assert [one.capacity for one in programme.cohorts() if one.id != old] == [55]


@pytest.mark.usefixtures("app")
def test_a_goal_that_somebody_set_already_is_not_set_twice():
    by, year = world.official(Role.STAFF), told.year() + 1
    goal(3, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 4))
    goal(5, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 4))
    with transaction():
        impact.set_goal(aim(3, JalaliMonth(year, 1), JalaliMonth(year, 4)), by)

    copied(year, by)

    assert sorted(one.target for one in impact.goals() if one.last.year == year) == [3, 5]


@pytest.mark.usefixtures("app")
def test_hands_that_press_at_once_make_one_cycle(app):
    by, year = world.official(Role.STAFF), told.year() + 1
    this_year(by)
    world.at_once(app, *[lambda: copied(year, by)] * 3)
    world.fresh()

    assert len(programme.cohorts()) == 2
    assert len(impact.goals()) == 2


@pytest.mark.usefixtures("app")
def test_nothing_is_made_of_nothing_or_for_a_year_far_off():
    by = world.official(Role.STAFF)
    with pytest.raises(planning.CycleEmpty):
        copied(told.year() + 1, by)
    with pytest.raises(planning.YearOutOfRange):
        copied(told.year() + 2, by)


@pytest.mark.usefixtures("app")
def test_a_course_keeps_its_mentor_in_the_next_year_if_she_still_is_one():
    by, year = world.official(Role.STAFF), told.year() + 1
    stays, gone = world.mentor(HOME), world.mentor(HOME)
    first, _ = planning.days_of(told.year())
    with transaction():
        for number, mentor in enumerate((stays, gone, None)):
            plan = CohortPlan(f"دورهٔ {number}", first, first + timedelta(days=50), 10, HOME, "mats", mentor)
            programme.plan_cohort(plan, by)
    with transaction():
        programme.mentor_leaves(programme.mentor(gone), by)
    read = planning.next_cycle(year)
    assert {one.cohort.name: one.plan.mentor_id for one in read.cohorts} == {
        "دورهٔ 0": stays,
        "دورهٔ 1": None,
        "دورهٔ 2": None,
    }
    assert (read.mentors, read.without) == (1, 2)

    assert copied(year, by).mentors == 1
    days = planning.days_of(year)
    made = {one.name[:7]: one for one in programme.cohorts() if one.starts_on >= days[0]}
    assert [made[f"دورهٔ {number}"].mentor_id for number in range(3)] == [stays, None, None]
    assert {name[:7] for name in checked(year, Check.HELD).where} == {"دورهٔ 1", "دورهٔ 2"}
    with transaction():
        for number in (1, 2):
            programme.name_holder(made[f"دورهٔ {number}"], programme.mentor(stays), by)
    assert checked(year, Check.HELD).ready is Ready.READY


def spring(year: int, by: int) -> int:
    """A course that begins before the year and runs in it."""
    first, _ = planning.days_of(year)
    with transaction():
        plan = CohortPlan("دورهٔ بهار", first - timedelta(days=20), first + timedelta(days=70), 30, HOME, "mats")
        return programme.plan_cohort(plan, by).id


@pytest.mark.usefixtures("app")
def test_a_course_that_began_before_nowruz_is_named_and_comes_along_when_it_is_ticked():
    by, year = world.official(Role.STAFF), told.year() + 1
    old, _ = this_year(by)
    early = spring(told.year(), by)
    hers = goal(11, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 3), cohort_id=early)

    read = planning.next_cycle(year)
    assert [(one.cohort.id, one.why, one.goals) for one in read.left] == [(early, WhyLeft.EARLIER, 1)]
    assert hers not in {one.goal_id for one in read.goals}
    ticked = planning.next_cycle(year, [early])
    assert ({one.cohort.id for one in ticked.cohorts}, ticked.left) == ({old, early}, ())
    assert hers in {one.goal_id for one in ticked.goals}


@pytest.mark.usefixtures("app")
def test_a_course_that_was_left_out_is_copied_later_and_none_is_copied_twice():
    by, year = world.official(Role.STAFF), told.year() + 1
    old, _ = this_year(by)
    early = spring(told.year(), by)
    goal(11, JalaliMonth(year - 1, 1), JalaliMonth(year - 1, 3), cohort_id=early)
    assert copied(year, by).cohorts == 1

    copied(year, by, early, old)
    copied(year, by, early, old)
    read = planning.next_cycle(year, [early, old])
    assert (read.later, len(programme.cohorts())) == ((1, 1), 4)
    assert {(one.cohort.id, one.why) for one in read.left} == {(old, WhyLeft.CARRIED), (early, WhyLeft.CARRIED)}
    begins = planning.a_year_later(programme.cohort(early).starts_on)
    [made] = [one for one in programme.cohorts() if one.starts_on == begins]
    assert [one.target for one in impact.goals() if one.cohort_id == made.id] == [11]


@pytest.mark.usefixtures("app")
def test_a_course_that_was_called_off_is_named_and_cannot_be_ticked():
    by, year = world.official(Role.STAFF), told.year() + 1
    this_year(by)
    early = spring(told.year(), by)
    with transaction():
        programme.cohort(early).move_to(CohortState.CANCELLED, by)

    read = planning.next_cycle(year, [early])
    assert [(one.cohort.id, one.why) for one in read.left] == [(early, WhyLeft.CANCELLED)]
    assert early not in {one.cohort.id for one in read.cohorts}
