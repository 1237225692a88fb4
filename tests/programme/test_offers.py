"""Offers have room for so many, needs are answered once, hours and thanks are what is told of a mentor."""

from __future__ import annotations

import pytest
from flask import Flask

from app import programme
from app.programme import AlreadyUndertaken, HelpIncomplete, HelpKind, HelpState, NewOffer, NoPlaceLeft
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.states import MoveRefused
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def offered(mentor_id: int, *, places: int = 2, county: str | None = "1801") -> int:
    with transaction():
        new = NewOffer(HelpKind.TEACHING, "بافتِ سبد", county, places, today())
        return programme.offer(programme.mentor(mentor_id), new, None).id


def take(trainee_id: int, offer_id: int) -> int:
    world.fresh()
    with transaction():
        return programme.take_up(programme.trainee(trainee_id), offer_id, None).id


def test_of_two_who_take_the_last_place_one_gets_it(app: Flask):
    offer_id, first, second = offered(world.mentor(), places=1), world.maker(), world.maker()

    outcomes = world.at_once(app, lambda: take(first, offer_id), lambda: take(second, offer_id))

    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    assert sum(isinstance(one, int) for one in outcomes) == 1


def test_a_place_is_taken_once_by_each_and_free_again_when_it_is_called_off():
    mentor, hers, other = world.mentor(), world.maker(), world.maker()
    offer_id = offered(mentor, places=1)
    number = take(hers, offer_id)
    with pytest.raises(AlreadyUndertaken):
        take(hers, offer_id)
    with pytest.raises(NoPlaceLeft):
        take(other, offer_id)
    with transaction():
        programme.call_off(programme.undertaking_of(number, mentor_id=mentor), "بیمارم", None)

    assert take(other, offer_id)


def test_an_offer_of_another_county_is_not_there_and_one_for_all_is():
    mentor, far = world.mentor("1801"), world.maker("1805")
    near_only, for_all = offered(mentor), offered(mentor, county=None)

    assert [one.id for one, _ in programme.offers_to(programme.trainee(far))] == [for_all]
    with pytest.raises(NotFound):
        take(far, near_only)


def test_a_need_is_answered_by_one_mentor_of_her_county():
    near, far, hers = world.mentor("1801"), world.mentor("1805"), world.maker("1801")
    with transaction():
        need = programme.tell_need(programme.trainee(hers), HelpKind.MARKET, "غرفه", None).id
    with transaction(), pytest.raises(NotFound):
        programme.answer_need(programme.mentor(far), need, None)
    with transaction():
        programme.answer_need(programme.mentor(near), need, None)
    with transaction(), pytest.raises(NotFound):
        programme.answer_need(programme.mentor(near), need, None)

    assert programme.needs_of(hers) == []


def test_hours_and_thanks_are_what_is_told_of_her():
    mentor, hers = world.mentor(), world.maker()
    number = take(hers, offered(mentor))
    with transaction(), pytest.raises(HelpIncomplete):
        programme.thank(programme.undertaking_of(number, trainee_id=hers), "سپاس", None)
    with transaction():
        programme.gave(programme.undertaking_of(number, mentor_id=mentor), 3, today(), None)
    with transaction():
        programme.thank(programme.undertaking_of(number, trainee_id=hers), "سپاس", None)
    world.fresh()

    assert programme.undertaking_of(number, trainee_id=hers).state is HelpState.GIVEN
    assert programme.given_by(mentor) == programme.Given(3, 1, ("سپاس",))
    with transaction(), pytest.raises(MoveRefused):
        programme.call_off(programme.undertaking_of(number, mentor_id=mentor), "نشد", None)


@pytest.mark.parametrize("hours", [0, 201])
def test_hours_that_cannot_be_are_refused(hours):
    mentor, hers = world.mentor(), world.maker()
    number = take(hers, offered(mentor))

    with transaction(), pytest.raises(HelpIncomplete):
        programme.gave(programme.undertaking_of(number, mentor_id=mentor), hours, today(), None)
    with pytest.raises(NotFound):
        programme.undertaking_of(number, mentor_id=world.mentor())
