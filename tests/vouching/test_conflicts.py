"""Whose work a mentor may not judge: her own, her household's, and that of somebody who vouches for her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app import accounts, programme, vouching
from app.shared import clock
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from app.vouching import Basis, ConflictOfInterest, Vouch
from tests import world
from tests.vouching.desk import REQUEST, decision_on, refuse, send_back, stand_for, version_of


def mentor_who_is(person_id: int) -> int:
    with transaction():
        return programme.add_mentor(accounts.person(person_id), "1801", by=None).id


def maker_who_is(person_id: int) -> int:
    """The trainee, accepted, that a person is too."""
    with transaction():
        trainee = programme.new_trainee(accounts.person(person_id), "1801", programme.Background())
        session().flush()
        engagement = programme.apply(trainee, programme.cohorts()[0], None)
        programme.accept(engagement, None)
        programme.attest(trainee, programme.MADE_BY_ME, person_id)
        return trainee.id


@pytest.mark.parametrize("act", [stand_for, lambda *who: send_back(*who, REQUEST), lambda *who: refuse(*who, REQUEST)])
def test_nobody_judges_her_own_work(app, act: Callable[[int, int], object]):
    maker = world.maker()
    review, mentor = world.submitted(maker), mentor_who_is(world.person_of(maker))

    with pytest.raises(ConflictOfInterest) as refused:
        act(review, mentor)

    assert refused.value.reason == "own"
    assert decision_on(review) is None


def test_the_database_itself_refuses_a_vouch_for_oneself(app):
    maker = world.maker()
    review, person = world.submitted(maker), world.person_of(maker)
    today = local_date(clock.now())
    vouch = Vouch(
        version_id=version_of(review).id,
        mentor_id=mentor_who_is(person),
        mentor_person_id=person,
        maker_person_id=person,
        basis=Basis.IN_PERSON,
        seen_on=today,
        checked="همه",
        valid_until=today + timedelta(days=9),
        given_at=clock.now(),
    )

    with pytest.raises(IntegrityError), transaction():
        session().add(vouch)


def test_nobody_judges_work_from_her_own_phone(app):
    mobile = world.mobile_number()
    review, mentor = world.submitted(world.maker(mobile=mobile)), world.mentor(mobile=mobile)

    with pytest.raises(ConflictOfInterest) as refused:
        stand_for(review, mentor)

    assert refused.value.reason == "same_phone"


def test_two_do_not_vouch_for_each_other(app):
    maker, mentor = world.maker(), world.mentor()
    stand_for(world.submitted(maker), mentor)
    hers = maker_who_is(programme.mentor(mentor).person_id)
    back = mentor_who_is(world.person_of(maker))

    with pytest.raises(ConflictOfInterest) as refused:
        stand_for(world.submitted(hers), back)

    assert refused.value.reason == "mutual"


def test_a_vouch_that_was_withdrawn_still_stands_against_a_vouch_in_return(app):
    maker, mentor = world.maker(), world.mentor()
    given = stand_for(world.submitted(maker), mentor)
    with transaction():
        vouching.withdraw_vouch(vouching.vouch_by_id(given), "دیگر ندیدم", None)
    hers = maker_who_is(programme.mentor(mentor).person_id)

    with pytest.raises(ConflictOfInterest):
        stand_for(world.submitted(hers), mentor_who_is(world.person_of(maker)))
