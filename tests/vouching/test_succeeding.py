"""A mentor goes: all her cases are handed over at once, and nothing falls off the shelf meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import accounts, catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import Shelf
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.vouching import ConflictOfInterest, NotLeaving, Review, Vouch
from tests import world


def leaves(mentor_id: int) -> int:
    with transaction():
        return vouching.take_leave(programme.mentor(mentor_id), None)


def follow(vouch_id: int, mentor_id: int) -> int:
    with transaction():
        given = vouching.vouch_by_id(vouch_id)
        review = session().scalars(select(Review.id).where(Review.version_id == given.version_id)).one()
        return vouching.follow(given, programme.mentor(mentor_id), world.look(review)).id


def standing(review_id: int) -> Vouch:
    world.fresh()
    query = select(Vouch).join(Review, Review.version_id == Vouch.version_id)
    return session().scalars(query.where(Review.id == review_id, Vouch.withdrawn_at.is_(None))).one()


def test_who_goes_can_decide_nothing_and_everything_is_looked_for_at_once(app):
    mentor, maker = world.mentor(), world.maker()
    reviews = [world.submitted(maker) for _ in range(3)]
    for review in reviews:
        world.vouch(review, mentor)

    assert leaves(mentor) == 3

    person = programme.mentor(mentor).person_id
    assert Role.MENTOR not in {grant.role for grant in accounts.grants_of(person)}
    assert vouching.seeking(programme.mentor(world.mentor()), None)[0] == 3
    assert {catalogue.product(world.product_of(one)).state for one in reviews} == {Shelf.ON_SALE}
    assert vouching.loads()[mentor].leaving == 3
    assert leaves(mentor) == 0


def test_who_follows_answers_from_then_on_and_the_shelf_never_sees_it(app):
    mentor, successor, review = world.mentor(), world.mentor(), world.submitted(world.maker())
    given = world.vouch(review, mentor)
    leaves(mentor)

    mine = follow(given, successor)

    now = standing(review)
    before = vouching.vouch_by_id(given)
    assert (now.id, now.mentor_id, now.leaves_on) == (mine, successor, None)
    assert (before.mentor_id, before.withdrawn_why) == (mentor, vouching.FOLLOWED)
    assert catalogue.product(world.product_of(review)).state is Shelf.ON_SALE
    assert vouching.broken_seals() == []


def test_of_two_who_follow_at_the_same_moment_one_is_told(app: Flask):
    mentor, review = world.mentor(), world.submitted(world.maker())
    given = world.vouch(review, mentor)
    leaves(mentor)
    others = [world.mentor() for _ in range(2)]

    outcomes = world.at_once(app, *[lambda one=one: follow(given, one) for one in others])

    assert sorted(isinstance(one, NotLeaving) for one in outcomes) == [False, True]
    assert standing(review).mentor_id in others


def test_nobody_takes_what_is_not_looked_for(app):
    review = world.submitted(world.maker())
    given = world.vouch(review, world.mentor())

    with pytest.raises(NotFound):
        vouching.sought(given, programme.mentor(world.mentor()), None)
    with pytest.raises(NotLeaving):
        follow(given, world.mentor())


def test_she_does_not_follow_herself_nor_who_agreed_with_her(app):
    first, second, review = world.mentor(), world.mentor(), world.submitted(world.maker())
    for one in (first, second):
        with transaction():
            found = session().get_one(Review, review)
            vouching.vouch(found, programme.mentor(one), world.look(review), vouching.Record(10_000, 0))
    given = standing(review).id
    leaves(second)

    for one in (first, second):
        with pytest.raises(ConflictOfInterest):
            follow(given, one)
    assert follow(given, world.mentor())


def test_who_comes_back_keeps_what_nobody_took(app):
    mentor, kept, taken = world.mentor(), world.submitted(world.maker()), world.submitted(world.maker())
    world.vouch(kept, mentor)
    gone = world.vouch(taken, mentor)
    leaves(mentor)
    follow(gone, world.mentor())

    with transaction():
        vouching.come_back(programme.mentor(mentor), None)

    assert (standing(kept).mentor_id, standing(kept).leaves_on) == (mentor, None)
    assert standing(taken).mentor_id != mentor
    assert Role.MENTOR in {grant.role for grant in accounts.grants_of(programme.mentor(mentor).person_id)}
