"""Offers have room for so many, needs are answered once, hours and thanks are what is told of a mentor."""

from __future__ import annotations

import json

import pytest

from app import programme
from app.accounts import Role
from app.programme import AlreadyUndertaken, HelpIncomplete, HelpState, NoPlaceLeft, ThanksHidden
from app.shared import audit
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def test_a_place_is_taken_once_by_each_and_free_again_when_it_is_called_off():
    mentor, hers, other = world.mentor(), world.maker(), world.maker()
    offer_id = world.offered(mentor, places=1)
    number = world.take_up(hers, offer_id)
    assert world.take_up(hers, offer_id) == number
    with pytest.raises(NoPlaceLeft):
        world.take_up(other, offer_id)
    with transaction():
        programme.call_off(programme.undertaking_of(number, mentor_id=mentor), "بیمارم", None)

    assert world.take_up(other, offer_id)


def test_what_she_has_been_given_she_does_not_take_again():
    mentor, hers = world.mentor(), world.maker()
    offer_id = world.offered(mentor)
    number = world.take_up(hers, offer_id)
    with transaction():
        programme.gave(programme.undertaking_of(number, mentor_id=mentor), 3, today(), None)

    with pytest.raises(AlreadyUndertaken):
        world.take_up(hers, offer_id)


def test_an_offer_of_another_county_is_not_there_and_one_for_all_is():
    mentor, far = world.mentor("1801"), world.maker("1805")
    near_only, for_all = world.offered(mentor), world.offered(mentor, county=None)

    assert [one.id for one, _ in programme.offers_to(programme.trainee(far))] == [for_all]
    with pytest.raises(NotFound):
        world.take_up(far, near_only)


def test_a_need_is_answered_by_one_mentor_of_her_county():
    near, far, hers = world.mentor("1801"), world.mentor("1805"), world.maker("1801")
    need = world.needed(hers)
    with pytest.raises(NotFound):
        world.answer(far, need)
    number = world.answer(near, need)
    assert world.answer(near, need) == number
    with pytest.raises(AlreadyUndertaken):
        world.answer(world.mentor("1801"), need)

    assert programme.needs_of(hers) == []


def test_hours_and_thanks_are_what_is_told_of_her():
    mentor, hers = world.mentor(), world.maker()
    number = world.take_up(hers, world.offered(mentor))
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
    number = world.take_up(hers, world.offered(mentor))

    with transaction(), pytest.raises(HelpIncomplete):
        programme.gave(programme.undertaking_of(number, mentor_id=mentor), hours, today(), None)
    with pytest.raises(NotFound):
        programme.undertaking_of(number, mentor_id=world.mentor())


# ---- calling off, closing, hiding -----------------------------------------------------------------------------


def drop(trainee_id: int, need_id: int) -> None:
    with transaction():
        programme.call_need_off(programme.need_of(need_id, trainee_id), None)


def off_by_her(trainee_id: int, number: int, reason: str = "") -> None:
    with transaction():
        programme.call_off_mine(programme.undertaking_of(number, trainee_id=trainee_id), reason, None)


def test_a_need_that_she_called_off_is_nobodys_to_answer_and_may_be_told_anew():
    mentor, hers = world.mentor(), world.maker()
    need = world.needed(hers)
    drop(hers, need)
    drop(hers, need)
    assert programme.needs_near(programme.mentor(mentor)) == []
    with pytest.raises(MoveRefused):
        world.answer(mentor, need)

    again = world.needed(hers)

    assert again != need
    assert [one.id for one in programme.needs_of(hers)] == [again]


def test_a_need_that_a_mentor_has_answered_is_called_off_as_his_undertaking_and_ends_with_it():
    mentor, hers = world.mentor(), world.maker()
    need = world.needed(hers)
    number = world.answer(mentor, need)
    with pytest.raises(AlreadyUndertaken):
        drop(hers, need)

    off_by_her(hers, number)
    off_by_her(hers, number)

    assert programme.undertaking_of(number, trainee_id=hers).state is HelpState.CALLED_OFF
    assert programme.needs_of(hers) == []


def test_a_need_waits_again_when_the_mentor_cannot():
    mentor, hers = world.mentor(), world.maker()
    need = world.needed(hers)
    number = world.answer(mentor, need)
    with transaction():
        programme.call_off(programme.undertaking_of(number, mentor_id=mentor), "بیمارم", None)

    assert [one.id for one in programme.needs_of(hers)] == [need]


def test_her_place_is_free_again_when_she_wants_it_no_more():
    mentor, hers, other = world.mentor(), world.maker(), world.maker()
    offer_id = world.offered(mentor, places=1)
    off_by_her(hers, world.take_up(hers, offer_id))

    assert world.take_up(other, offer_id)


def test_what_was_given_is_called_off_by_nobody():
    mentor, hers = world.mentor(), world.maker()
    number = world.thanked(mentor, hers)

    with pytest.raises(MoveRefused):
        off_by_her(hers, number)


def test_a_closed_offer_is_taken_by_nobody_more_and_what_was_taken_stands():
    mentor, hers, other = world.mentor(), world.maker(), world.maker()
    offer_id = world.offered(mentor)
    number = world.take_up(hers, offer_id)
    for _ in range(2):
        with transaction():
            programme.close_offer(programme.offer_of(offer_id, mentor), None)

    assert programme.offers_to(programme.trainee(other)) == []
    with pytest.raises(MoveRefused):
        world.take_up(other, offer_id)
    assert programme.undertaking_of(number, trainee_id=hers).state is HelpState.OPEN
    assert [one.act for one in audit.of("offer", offer_id)] == ["offered", "offer_closed"]


def test_hidden_thanks_are_not_read_and_hours_stay_with_a_reason_in_the_record():
    mentor, hers, staff = world.mentor(), world.maker(), world.official(Role.STAFF)
    number = world.thanked(mentor, hers, "کالای مرا بخرید")
    for _ in range(2):
        with transaction():
            programme.hide_thanks(programme.thanks_in(number, None).undertaking, ThanksHidden.ADVERT, staff)

    assert programme.given_by(mentor) == programme.Given(3, 1, ())
    row = audit.of("undertaking", number)[-1]
    assert (row.act, row.by_id, json.loads(row.facts)) == ("thanks_hidden", staff, {"why": "advert"})

    with transaction():
        programme.show_thanks(programme.thanks_in(number, None).undertaking, staff)

    assert programme.given_by(mentor).thanks == ("کالای مرا بخرید",)
    assert [one.act for one in audit.of("undertaking", number)] == ["thanked", "thanks_hidden", "thanks_shown"]


def test_thanks_are_said_once():
    mentor, hers = world.mentor(), world.maker()
    number = world.thanked(mentor, hers, "سپاس")
    with transaction():
        programme.thank(programme.undertaking_of(number, trainee_id=hers), " سپاس ", None)

    with transaction(), pytest.raises(MoveRefused):
        programme.thank(programme.undertaking_of(number, trainee_id=hers), "چیزِ دیگر", None)


def test_an_offer_that_arrives_twice_is_one_and_a_full_one_may_be_made_again():
    mentor = world.mentor()
    offer_id = world.offered(mentor, places=1)

    assert world.offered(mentor, places=1) == offer_id
    world.take_up(world.maker(), offer_id)
    assert world.offered(mentor, places=1) != offer_id
