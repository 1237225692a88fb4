"""A mentor goes: nobody takes up what he offered, and nothing that he undertook is left hanging."""

from __future__ import annotations

import json

import pytest

from app import programme
from app.programme import EndedBy, HelpState
from app.shared import audit
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def leaves(mentor_id: int, by: int | None = None) -> None:
    with transaction():
        programme.mentor_leaves(programme.mentor(mentor_id), by)


def in_care_of(mentor_id: int, trainee_id: int) -> None:
    with transaction():
        programme.take_case(programme.trainee(trainee_id), programme.mentor(mentor_id), None)


def hers_open(trainee_id: int) -> list[tuple[int, str]]:
    """What is open for a trainee: by whom, in which words."""
    world.fresh()
    told = programme.undertaken(trainee_id=trainee_id)
    return [(one.mentor.id, one.words) for one in told if one.undertaking.state is HelpState.OPEN]


def waiting(trainee_id: int) -> list[str]:
    world.fresh()
    return [one.words for one in programme.needs_of(trainee_id)]


def test_his_offers_close_for_good():
    mentor, hers = world.mentor(), world.maker()
    offer_id = world.offered(mentor, county=None)
    leaves(mentor)

    assert programme.offers_to(programme.trainee(hers)) == []
    with pytest.raises(MoveRefused):
        world.take_up(hers, offer_id)
    with transaction():
        programme.mentor_returns(programme.mentor(mentor), None)
    assert programme.offers_to(programme.trainee(hers)) == []


def test_what_he_undertook_goes_to_the_mentor_who_cares_for_her():
    mentor, carer, hers = world.mentor(), world.mentor(), world.maker()
    in_care_of(carer, hers)
    taken, answered = world.take_up(hers, world.offered(mentor)), world.answer(mentor, world.needed(hers))

    leaves(mentor)

    assert sorted(hers_open(hers)) == sorted([(carer, "بافتِ سبد"), (carer, "غرفه")])
    assert waiting(hers) == []
    for number in (taken, answered):
        ended = programme.undertaking_of(number, trainee_id=hers)
        assert (ended.state, ended.ended_by) == (HelpState.CALLED_OFF, EndedBy.LEFT)
    row = audit.of("mentor", mentor)[-1]
    assert (row.act, json.loads(row.facts)) == ("help_handed_on", {"handed": 2, "open": 0})


def test_it_waits_again_where_nobody_cares_for_her_and_another_may_answer():
    mentor, other, hers = world.mentor(), world.mentor(), world.maker()
    world.take_up(hers, world.offered(mentor))
    need = world.needed(hers)
    world.answer(mentor, need)

    leaves(mentor)

    assert hers_open(hers) == []
    assert sorted(waiting(hers)) == sorted(["بافتِ سبد", "غرفه"])
    assert world.answer(other, need)


def test_help_follows_a_trainee_who_is_handed_over_and_waits_for_one_who_is_not():
    mentor, heir, kept, left = world.mentor(), world.mentor(), world.maker(), world.maker()
    for one in (kept, left):
        in_care_of(mentor, one)
        world.answer(mentor, world.needed(one))
    with transaction():
        programme.end_case(programme.own_case(mentor, left)[0], None)
        programme.hand_over_cases(programme.mentor(mentor), [programme.mentor(heir)], None)
        programme.mentor_leaves(programme.mentor(mentor), None)

    assert hers_open(kept) == [(heir, "غرفه")]
    assert (hers_open(left), waiting(left)) == ([], ["غرفه"])


def test_a_carer_who_has_gone_inherits_nothing():
    mentor, carer, hers = world.mentor(), world.mentor(), world.maker()
    in_care_of(carer, hers)
    leaves(carer)
    world.answer(mentor, world.needed(hers))

    leaves(mentor)

    assert (hers_open(hers), waiting(hers)) == ([], ["غرفه"])


def test_what_was_given_stays_his_and_leaving_twice_is_leaving_once():
    mentor, hers = world.mentor(), world.maker()
    number = world.thanked(mentor, hers)
    leaves(mentor)
    leaves(mentor)

    assert programme.undertaking_of(number, trainee_id=hers).state is HelpState.GIVEN
    assert programme.given_by(mentor).hours == 3
    assert waiting(hers) == []


def test_who_has_gone_offers_and_answers_no_more():
    mentor, hers = world.mentor(), world.maker()
    need = world.needed(hers)
    leaves(mentor)

    with pytest.raises(NotFound):
        world.answer(mentor, need)
    with pytest.raises(NotFound):
        world.offered(mentor)


def test_an_heir_who_cannot_lets_it_wait_again():
    mentor, carer, hers = world.mentor(), world.mentor(), world.maker()
    in_care_of(carer, hers)
    world.take_up(hers, world.offered(mentor))
    leaves(mentor)
    inherited = programme.undertaken(mentor_id=carer)[0].undertaking.id
    with transaction():
        programme.call_off(programme.undertaking_of(inherited, mentor_id=carer), "بلد نیستم", None)

    assert waiting(hers) == ["بافتِ سبد"]
