"""Who is tied to a maker says so, and judges nothing of hers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import catalogue, programme, vouching
from app.catalogue import Shelf
from app.shared import schedule
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.vouching import ConflictOfInterest, InterestKind, InterestKnown, Review
from tests import world
from tests.vouching.desk import stand_for


def declare(mentor_id: int, maker_id: int, kind: InterestKind = InterestKind.FAMILY) -> int:
    with transaction():
        one, maker = programme.mentor(mentor_id), programme.trainee(maker_id)
        return vouching.declare_interest(one, maker, kind, "خواهرم است", one.person_id).id


def test_her_queue_has_nothing_of_that_maker_and_she_cannot_decide(app):
    mentor, kin, stranger = world.mentor(), world.maker(), world.maker()
    review, other = world.submitted(kin), world.submitted(stranger)

    declare(mentor, kin)

    assert [item.review.id for item in vouching.queue(programme.mentor(mentor), None)[1]] == [other]
    with pytest.raises(NotFound):
        vouching.open_review(review, programme.mentor(mentor), None)
    with pytest.raises(ConflictOfInterest) as refusal:
        stand_for(review, mentor)
    assert refusal.value.reason == "family"


def test_when_the_tie_is_over_she_may_again(app):
    mentor, maker = world.mentor(), world.maker()
    review = world.submitted(maker)
    tie = declare(mentor, maker)

    with transaction():
        vouching.end_interest(mentor, tie, None)

    assert stand_for(review, mentor)
    [(kept, _)] = vouching.interests_of(mentor, standing=False)
    assert kept.ended_at is not None


def test_the_same_tie_is_declared_once_and_another_mentors_is_not_hers_to_end(app):
    mentor, maker = world.mentor(), world.maker()
    tie = declare(mentor, maker)

    with pytest.raises(InterestKnown):
        declare(mentor, maker)
    stranger = world.mentor()
    with pytest.raises(NotFound), transaction():
        vouching.end_interest(stranger, tie, None)
    assert len(vouching.interests_of(mentor)) == 1


def test_what_she_answers_for_is_looked_for_another_and_goes_when_nobody_comes(app):
    mentor, maker = world.mentor(), world.maker()
    review = world.submitted(maker)
    world.vouch(review, mentor)

    declare(mentor, maker)

    world.fresh()
    product = world.product_of(review)
    assert catalogue.product(product).state is Shelf.ON_SALE
    assert vouching.seeking(programme.mentor(world.mentor()), None)[0] == 1
    assert vouching.seeking(programme.mentor(mentor), None)[0] == 0
    with world.later(days=timedelta(days=32).days):
        schedule.run_due()
        world.fresh()
        assert catalogue.product(product).state is Shelf.WITHDRAWN
        assert session().get_one(Review, review).decision is vouching.Decision.VOUCHED
