"""Help that two reach for at the same moment, or that one presses twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app import programme
from app.programme import AlreadyUndertaken, HelpState
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from tests import world


def numbers(outcomes: list[object]) -> list[int]:
    return [one for one in outcomes if isinstance(one, int)]


def off_by_her(trainee_id: int, number: int) -> None:
    with transaction():
        programme.call_off_mine(programme.undertaking_of(number, trainee_id=trainee_id), "", None)


def gives(mentor_id: int, number: int) -> None:
    with transaction():
        programme.gave(programme.undertaking_of(number, mentor_id=mentor_id), 3, today(), None)


def leaves(mentor_id: int) -> None:
    with transaction():
        programme.mentor_leaves(programme.mentor(mentor_id), None)


def standing(trainee_id: int) -> list[int]:
    """Who has undertaken something for her that was not called off."""
    world.fresh()
    told = programme.undertaken(trainee_id=trainee_id)
    return [one.mentor.id for one in told if one.undertaking.state is not HelpState.CALLED_OFF]


def test_of_two_who_take_the_last_place_one_gets_it(app: Flask):
    offer_id, first, second = world.offered(world.mentor(), places=1), world.maker(), world.maker()

    outcomes = world.at_once(app, lambda: world.take_up(first, offer_id), lambda: world.take_up(second, offer_id))

    assert sum(isinstance(one, Refusal) for one in outcomes) == 1, outcomes
    assert len(numbers(outcomes)) == 1


def test_two_who_take_the_last_place_unguarded_take_one_too_many(app: Flask):
    offer_id = world.offered(world.mentor(), places=1)

    assert world.unguarded(app, f"SELECT places - taken AS left_over FROM offer WHERE id = {offer_id}") == -1


def test_of_mentors_who_answer_a_need_at_the_same_moment_one_does(app: Flask):
    hers, mentors = world.maker(), [world.mentor() for _ in range(4)]
    need = world.needed(hers)

    def answer(mentor_id: int) -> Callable[[], int]:
        return lambda: world.answer(mentor_id, need)

    outcomes = world.at_once(app, *[answer(one) for one in mentors])

    assert len(numbers(outcomes)) == 1, outcomes
    assert sum(isinstance(one, AlreadyUndertaken) for one in outcomes) == 3, outcomes
    assert len(standing(hers)) == 1


def test_without_the_guard_two_would_answer_one_need(app: Flask):
    need = world.needed(world.maker())
    copy = f"SELECT 1 - count(*) AS left_over FROM undertaking WHERE need_id = {need} AND state <> 'called_off'"

    assert world.unguarded(app, copy) == -1


@pytest.mark.parametrize("who", ["mentor", "trainee"])
def test_pressed_twice_at_the_same_moment_it_is_done_once(app: Flask, who: str):
    mentor, hers = world.mentor(), world.maker()
    offer_id, need = world.offered(mentor), world.needed(hers)
    acts = {"mentor": lambda: world.answer(mentor, need), "trainee": lambda: world.take_up(hers, offer_id)}

    outcomes = world.at_once(app, acts[who], acts[who])

    assert len(numbers(outcomes)) == 2, outcomes
    assert len(set(outcomes)) == 1
    assert len(standing(hers)) == 1
    assert programme.offer_of(offer_id, mentor).taken == (who == "trainee")


def test_she_calls_it_off_while_he_writes_that_it_is_done(app: Flask):
    """Either it was given, or it was called off and her place is free; the other is told."""
    mentor, hers = world.mentor(), world.maker()
    offer_id = world.offered(mentor)
    number = world.take_up(hers, offer_id)

    outcomes = world.at_once(app, lambda: off_by_her(hers, number), lambda: gives(mentor, number))

    given = programme.undertaking_of(number, trainee_id=hers).state is HelpState.GIVEN
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1, outcomes
    assert programme.offer_of(offer_id, mentor).taken == given


@pytest.mark.parametrize("act", ["take", "answer"])
def test_nothing_is_undertaken_by_a_mentor_who_goes_at_the_same_moment(app: Flask, act: str):
    mentor, hers = world.mentor(), world.maker()
    offer_id, need = world.offered(mentor), world.needed(hers)
    acts = {"take": lambda: world.take_up(hers, offer_id), "answer": lambda: world.answer(mentor, need)}

    outcomes = world.at_once(app, acts[act], lambda: leaves(mentor))

    assert outcomes[1] is None, outcomes
    assert isinstance(outcomes[0], int | Refusal), outcomes
    assert standing(hers) == []
    assert need in {one.id for one in programme.needs_of(hers)}


def test_two_who_go_at_the_same_moment_leave_each_other_nothing(app: Flask):
    one, other, hers, his = world.mentor(), world.mentor(), world.maker(), world.maker()
    for carer, trainee, helper in ((one, hers, other), (other, his, one)):
        with transaction():
            programme.take_case(programme.trainee(trainee), programme.mentor(carer), None)
        world.answer(helper, world.needed(trainee))

    outcomes = world.at_once(app, lambda: leaves(one), lambda: leaves(other))

    assert outcomes == [None, None]
    for trainee in (hers, his):
        assert standing(trainee) == []
        assert len(programme.needs_of(trainee)) == 1
