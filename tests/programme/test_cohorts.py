"""Cohorts: applying, a place for as many as there are, a refusal in writing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app import accounts, programme
from app.accounts import Role
from app.programme import (
    AlreadyRegistered,
    Background,
    CohortClosed,
    CohortFull,
    CohortPlan,
    CohortState,
    Engagement,
    Stage,
    TraineeEnrolled,
)
from app.shared import clock, outbox, states
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world


def accept(engagement_id: int, by: int | None = None) -> None:
    with transaction():
        programme.accept(programme.engagement(engagement_id), by)


def deny(engagement_id: int, reason: str = "ظرفیتِ کارگاه پر است") -> None:
    with transaction():
        programme.deny(programme.engagement(engagement_id), reason, None)


def apply_to(cohort_id: int, trainee_id: int) -> int:
    with transaction():
        return programme.apply(programme.trainee(trainee_id), programme.cohort(cohort_id), None).id


def stage(engagement_id: int) -> Stage:
    world.fresh()
    return programme.engagement(engagement_id).state


def close(cohort_id: int, became: CohortState = CohortState.CANCELLED) -> None:
    with transaction():
        programme.cohort(cohort_id).move_to(became, None)


def enrolled(cohort_id: int) -> int:
    world.fresh()
    return programme.cohort_counts().get(cohort_id, {}).get(Stage.ENROLLED, 0)


def test_who_is_accepted_is_a_trainee_in_her_first_phase(app):
    engagement = world.applicant()

    accept(engagement)

    trainee = programme.engagement(engagement).trainee_id
    assert stage(engagement) is Stage.ENROLLED
    assert [one.phase for one in programme.phases_of([engagement])[engagement]] == [programme.Phase.CONSULTATION]
    assert Role.TRAINEE in {one.role for one in accounts.grants_of(world.person_of(trainee))}
    assert announced(TraineeEnrolled) == len(outbox.listeners_of(TraineeEnrolled))


def announced(kind: type[outbox.Event]) -> int:
    query = select(func.count()).where(outbox.OutboxRow.event == kind.__name__)
    return session().scalar(query) or 0


def test_applying_twice_is_applying_once(app):
    cohort = world.cohort()
    engagement = world.applicant(into=cohort)
    trainee = programme.engagement(engagement).trainee_id

    assert apply_to(cohort, trainee) == engagement
    assert programme.cohort_counts() == {cohort: {Stage.APPLIED: 1}}


def test_the_database_itself_refuses_a_second_application(app):
    engagement = programme.engagement(world.applicant())
    again = Engagement(
        trainee_id=engagement.trainee_id,
        cohort_id=engagement.cohort_id,
        state=Stage.APPLIED,
        applied_at=engagement.applied_at,
    )

    with pytest.raises(IntegrityError), transaction():
        session().add(again)


def test_a_trainee_can_be_in_two_cohorts(app):
    first, second = world.cohort(), world.cohort()
    engagement = world.applicant(into=first)
    accept(engagement)

    other = apply_to(second, programme.engagement(engagement).trainee_id)
    accept(other)

    found = programme.engagements_of(programme.engagement(engagement).trainee_id)
    assert [cohort.id for _, cohort in found] == [second, first]
    assert [one.role for one in accounts.grants_of(world.person_of(programme.engagement(other).trainee_id))] == [
        Role.TRAINEE
    ]


def test_a_person_is_registered_once(app):
    person = world.person_of(programme.engagement(world.applicant()).trainee_id)

    with pytest.raises(AlreadyRegistered), transaction():
        programme.new_trainee(accounts.person(person), "1801", Background())


@pytest.mark.parametrize("became", [CohortState.CANCELLED, CohortState.COMPLETED])
def test_a_cohort_that_is_over_takes_nobody(app, became: CohortState):
    cohort = world.cohort()
    engagement = world.applicant(into=cohort)
    if became is CohortState.COMPLETED:
        close(cohort, CohortState.ACTIVE)
    close(cohort, became)
    late = programme.engagement(world.applicant()).trainee_id

    with pytest.raises(CohortClosed):
        apply_to(cohort, late)
    with pytest.raises(CohortClosed):
        accept(engagement)
    assert programme.cohort(cohort).id not in {one.id for one in programme.open_cohorts()}


def test_a_full_cohort_takes_nobody_and_says_how_many_it_holds(app):
    cohort = world.cohort(capacity=2)
    first, second, third = (world.applicant(into=cohort) for _ in range(3))
    accept(first)
    accept(second)

    with pytest.raises(CohortFull) as refused:
        accept(third)

    assert refused.value.capacity == 2
    assert stage(third) is Stage.APPLIED


def test_who_completed_the_cohort_keeps_her_place_and_who_left_it_gives_it_back(app):
    cohort = world.cohort(capacity=2)
    first, second, third, fourth = (world.applicant(into=cohort) for _ in range(4))
    for one, became in ((first, Stage.COMPLETED), (second, Stage.WITHDRAWN)):
        accept(one)
        with transaction():
            programme.engagement(one).move_to(became, None)

    accept(third)

    with pytest.raises(CohortFull):
        accept(fourth)


def test_the_last_place_is_given_once_when_two_members_of_staff_accept_at_once(app: Flask):
    cohort = world.cohort(capacity=3)
    accept(world.applicant(into=cohort))
    accept(world.applicant(into=cohort))
    waiting = [world.applicant(into=cohort) for _ in range(4)]

    outcomes = world.at_once(app, *[accepting(one) for one in waiting])

    assert sorted(type(one).__name__ for one in outcomes) == ["CohortFull"] * 3 + ["NoneType"]
    assert enrolled(cohort) == 3


def accepting(engagement_id: int) -> Callable[[], object]:
    return lambda: accept(engagement_id)


def test_without_the_lock_two_would_get_the_last_place(app: Flask):
    cohort = world.cohort(capacity=1)
    waiting = [world.applicant(into=cohort) for _ in range(2)]
    both_have_counted = threading.Barrier(2, timeout=10)

    def count_then_accept(engagement_id: int) -> Callable[[], object]:
        def act() -> object:
            taken = session().scalar(
                select(func.count()).where(Engagement.cohort_id == cohort, Engagement.state == Stage.ENROLLED)
            )
            session().rollback()
            both_have_counted.wait()
            with transaction():
                if taken == 0:
                    session().execute(
                        update(Engagement).where(Engagement.id == engagement_id).values(state=Stage.ENROLLED)
                    )
            return taken

        return act

    world.at_once(app, *[count_then_accept(one) for one in waiting])

    assert enrolled(cohort) == 2


def test_one_applicant_accepted_twice_at_once_is_accepted_once(app: Flask):
    engagement = world.applicant()

    outcomes = world.at_once(app, accepting(engagement), accepting(engagement))

    assert sorted(type(one).__name__ for one in outcomes) == ["MoveRefused", "NoneType"]
    assert len(programme.phases_of([engagement])[engagement]) == 1


def test_a_refusal_is_in_writing_and_stays(app):
    engagement = world.applicant()

    deny(engagement, "  در شهرستانِ شما كلاس نداریم ")

    steps = states.history("engagement", engagement)
    assert [(step.was, step.became) for step in steps] == [(None, "applied"), ("applied", "denied")]
    assert steps[-1].note == "در شهرستانِ شما کلاس نداریم"


@pytest.mark.parametrize("settled", [accept, deny])
def test_what_is_settled_is_not_settled_again(app, settled: Callable[[int], None]):
    engagement = world.applicant()
    settled(engagement)

    with pytest.raises(MoveRefused):
        deny(engagement)
    with pytest.raises(MoveRefused):
        accept(engagement)


def test_steps_that_were_traced_cannot_be_rewritten(app):
    engagement = world.applicant()

    with pytest.raises(IntegrityError), transaction():
        session().execute(update(states.Move).where(states.Move.thing_id == engagement).values(became="denied"))


def test_a_cohort_of_one_county_is_not_offered_in_another(app):
    here, everywhere = world.cohort(county="1801"), world.cohort()

    assert {one.id for one in programme.open_cohorts("1801")} == {here, everywhere}
    assert {one.id for one in programme.open_cohorts("1803")} == {everywhere}
    assert {one.id for one in programme.open_cohorts()} == {here, everywhere}


def test_a_cohort_whose_last_day_has_passed_is_not_offered(app):
    cohort = world.cohort()
    last_day = programme.cohort(cohort).ends_on
    noon = datetime.combine(last_day, time(9), UTC)

    with clock.at(noon):
        assert [one.id for one in programme.open_cohorts()] == [cohort]
    with clock.at(noon + timedelta(days=1)):
        assert programme.open_cohorts() == []


def test_a_cohort_ends_after_it_begins(app):
    plan = CohortPlan("دوره", date(2026, 5, 1), date(2026, 5, 1), 20)

    with pytest.raises(IntegrityError), transaction():
        programme.plan_cohort(plan, None)


def test_cohorts_are_told_newest_first(app):
    with transaction():
        for days in (0, 40, 20):
            start = date(2026, 4, 1) + timedelta(days=days)
            programme.plan_cohort(CohortPlan(f"دورهٔ {days}", start, start + timedelta(days=90), 10), None)

    assert [one.name for one in programme.cohorts()] == ["دورهٔ 40", "دورهٔ 20", "دورهٔ 0"]
