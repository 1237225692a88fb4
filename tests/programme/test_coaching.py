"""Who is in whose care, what was seen, whom somebody ought to look after, and handing it all over."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import accounts, programme
from app.programme import Case, CaseTaken, Mark, NobodyToTakeOver, Place, Seen, VisitIncomplete, Worry
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world


def take(trainee_id: int, mentor_id: int) -> None:
    with transaction():
        programme.take_case(programme.trainee(trainee_id), programme.mentor(mentor_id), None)


def see(trainee_id: int, mentor_id: int, on: date, *, step: str = "", by: date | None = None, key: str = "") -> int:
    told = Seen(on, Place.PHONE, "حرف زدیم", key or secrets.token_hex(8), step, by)
    with transaction():
        return programme.write_visit(programme.trainee(trainee_id), programme.mentor(mentor_id), told).id


def marked(cohort_id: int, trainee_id: int, *marks: Mark) -> None:
    for place, one in enumerate(marks):
        with transaction():
            cohort = programme.cohort(cohort_id)
            lesson = programme.hold_lesson(cohort, today() - timedelta(days=len(marks) - place), "جلسه", None)
            programme.mark(lesson, {trainee_id: one}, None)


def hand_over(leaving: int, *others: int) -> dict[int, list[int]]:
    world.fresh()
    with transaction():
        return programme.hand_over_cases(programme.mentor(leaving), [programme.mentor(one) for one in others], None)


def trainees_of(mentor_id: int) -> set[int]:
    world.fresh()
    return {care.trainee.id for care in programme.cases_of(mentor_id)}


def lists(mentor_id: int) -> programme.Attention:
    """Her lists; staff's, which the database makes a page at a time, say the same of her trainees."""
    world.fresh()
    found = programme.attention(programme.cases_of(mentor_id))
    for why in Worry:
        here = {care.trainee.id for care in getattr(found, why.value)}
        assert {care.trainee.id for care in programme.worried_about(None, why, 1)} == here
        assert programme.count_worries(None)[why] == len(here)
    return found


def test_a_trainee_has_one_mentor_at_a_time(app):
    trainee, first, second = world.maker(), world.mentor(), world.mentor()
    take(trainee, first)

    with pytest.raises(CaseTaken):
        take(trainee, second)

    assert trainees_of(first) == {trainee}
    assert trainees_of(second) == set()


def test_of_two_mentors_who_take_her_at_the_same_moment_one_has_her(app):
    trainee, mentors = world.maker(), [world.mentor() for _ in range(3)]

    outcomes = world.at_once(app, *(lambda one=one: take(trainee, one) for one in mentors))

    assert sorted(str(type(one).__name__) for one in outcomes) == ["CaseTaken", "CaseTaken", "NoneType"]
    assert sum(len(trainees_of(one)) for one in mentors) == 1


def test_a_visit_whose_form_arrives_twice_is_one_visit(app):
    mentor = world.mentor()
    trainee = world.maker()

    assert see(trainee, mentor, today(), key="same") == see(trainee, mentor, today(), key="same")
    assert len(programme.visits_of(trainee)) == 1


@pytest.mark.parametrize(("step", "by"), [("نمونه بسازد", None), ("", date(2026, 1, 1))])
def test_a_next_step_has_a_day_and_a_day_a_step(app, step, by):
    with pytest.raises(VisitIncomplete):
        see(world.maker(), world.mentor(), today(), step=step, by=by)


def test_whoever_was_not_seen_for_thirty_days_is_on_the_list(app):
    mentor = world.mentor()
    seen, silent, new = (world.maker() for _ in range(3))
    with world.later(days=-60):
        take(seen, mentor)
        take(silent, mentor)
    take(new, mentor)
    see(seen, mentor, today() - timedelta(days=29))
    see(silent, mentor, today() - timedelta(days=30))

    assert [one.trainee.id for one in lists(mentor).silent] == [silent]


@pytest.mark.parametrize(
    ("marks", "listed"),
    [
        ([Mark.ABSENT] * 3, True),
        ([Mark.ABSENT] * 2, False),
        ([Mark.ABSENT, Mark.ABSENT, Mark.PRESENT, Mark.ABSENT], False),
        ([Mark.ABSENT, Mark.EXCUSED, Mark.ABSENT, Mark.ABSENT], True),
        ([Mark.PRESENT, Mark.ABSENT, Mark.ABSENT, Mark.ABSENT], True),
    ],
)
def test_three_absences_in_a_row_put_her_on_the_list(app, marks, listed):
    mentor, cohort = world.mentor(), world.cohort()
    trainee = world.maker(into=cohort)
    take(trainee, mentor)

    marked(cohort, trainee, *marks)

    assert bool(lists(mentor).absent) is listed


def test_a_day_with_two_sessions_counts_them_in_their_order(app):
    mentor, cohort = world.mentor(), world.cohort()
    trainee = world.maker(into=cohort)
    take(trainee, mentor)
    for title, one in (("صبح", Mark.PRESENT), ("ظهر", Mark.ABSENT), ("عصر", Mark.ABSENT), ("شب", Mark.ABSENT)):
        with transaction():
            lesson = programme.hold_lesson(programme.cohort(cohort), today(), title, None)
            programme.mark(lesson, {trainee: one}, None)

    assert [care.absences for care in lists(mentor).absent] == [3]


def test_the_longest_unseen_come_first_and_a_county_sees_its_own(app):
    mentor = world.mentor()
    hers = [world.maker(county) for county in ("1801", "1801", "1805")]
    with world.later(days=-90):
        for trainee in hers:
            take(trainee, mentor)
    see(hers[0], mentor, today() - timedelta(days=40))
    see(hers[1], mentor, today() - timedelta(days=70))
    world.fresh()

    everywhere = programme.worried_about(None, Worry.SILENT, 1)
    near = frozenset({"1801"})

    assert [care.trainee.id for care in everywhere] == [hers[2], hers[1], hers[0]]
    assert [care.trainee.id for care in programme.worried_about(near, Worry.SILENT, 1)] == [hers[1], hers[0]]
    assert programme.count_worries(near)[Worry.SILENT] == 2


def test_a_step_past_its_day_is_on_the_list_until_it_is_done(app):
    mentor, trainee = world.mentor(), world.maker()
    take(trainee, mentor)
    see(trainee, mentor, today(), step="امروز", by=today())
    late = see(trainee, mentor, today(), step="دیروز", by=today() - timedelta(days=1))
    before = [one.next_step for care in lists(mentor).overdue for one in care.overdue]

    with transaction():
        programme.step_done(programme.visit_to(trainee, late))

    assert before == ["دیروز"]
    assert lists(mentor).overdue == ()


def test_all_cases_of_a_mentor_who_leaves_go_to_those_with_most_room_with_their_steps(app):
    leaving, small, large = (world.mentor() for _ in range(3))
    with transaction():
        programme.mentor(small).capacity, programme.mentor(large).capacity = 1, 3
    hers = [world.cared_for(leaving) for _ in range(3)]

    moved = hand_over(leaving, small, large)

    assert trainees_of(leaving) == set()
    assert trainees_of(small) | trainees_of(large) == set(hers)
    assert (len(trainees_of(small)), len(trainees_of(large))) == (1, 2)
    assert sorted(one for part in moved.values() for one in part) == sorted(hers)
    assert sum(len(care.steps) for one in (small, large) for care in programme.cases_of(one)) == 3
    with pytest.raises(NotFound):
        programme.own_case(leaving, hers[0])


def test_it_is_all_or_nothing(app):
    leaving, trainee_too = world.mentor(), world.maker()
    take(trainee_too, leaving)
    other = world.cared_for(leaving)
    with transaction():
        heir = programme.add_mentor(accounts.person(world.person_of(trainee_too)), "1801", by=None).id

    for heirs in ((), (leaving,), (heir,)):
        with pytest.raises(NobodyToTakeOver):
            hand_over(leaving, *heirs)

    assert trainees_of(leaving) == {trainee_too, other}


def test_two_hand_overs_at_the_same_moment_leave_each_trainee_one_mentor(app):
    leaving, one, other = (world.mentor() for _ in range(3))
    hers = {world.cared_for(leaving) for _ in range(4)}

    outcomes = world.at_once(app, lambda: hand_over(leaving, one), lambda: hand_over(leaving, other))

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert trainees_of(one) | trainees_of(other) == hers
    assert not trainees_of(one) & trainees_of(other)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.sets(st.integers(0, 2), max_size=2)), max_size=5))
def test_however_cases_are_handed_over_nobody_is_lost_or_has_two(app, moves):
    mentors = [world.mentor() for _ in range(3)]
    hers = {world.cared_for(mentors[place % 2]) for place in range(3)}

    for leaving, others in moves:
        try:
            hand_over(mentors[leaving], *(mentors[one] for one in others))
        except NobodyToTakeOver:
            session().rollback()

    open_ones = select(func.count()).where(Case.trainee_id.in_(hers), Case.ended_at.is_(None))
    assert session().scalar(open_ones) == len(hers)
    assert set().union(*(trainees_of(one) for one in mentors)) == hers
