"""What a mentor does at her desk, each in a transaction of its own."""

from __future__ import annotations

from app import catalogue, programme, vouching
from app.catalogue import Part
from app.shared.database import session, transaction
from app.vouching import Basis, Decision, RemarkReason, Request, Review
from tests import world

REQUEST = Request(Part.PHOTO, RemarkReason.UNCLEAR_PHOTO, "از نزدیک‌تر بگیرید")


def stand_for(review_id: int, mentor_id: int, basis: Basis = Basis.IN_PERSON) -> int:
    with transaction():
        review = session().get_one(Review, review_id)
        testimony = world.look(review_id, basis, checked="بافت را دیدم", unchecked="دوام")
        given = vouching.vouch(review, programme.mentor(mentor_id), testimony, world.UNKNOWN)
        assert given
        return given.id


def send_back(review_id: int, mentor_id: int, *requests: Request) -> None:
    with transaction():
        vouching.send_back(session().get_one(Review, review_id), programme.mentor(mentor_id), requests)


def refuse(review_id: int, mentor_id: int, *requests: Request) -> None:
    with transaction():
        vouching.refuse(session().get_one(Review, review_id), programme.mentor(mentor_id), requests)


def version_of(review_id: int) -> catalogue.Version:
    world.fresh()
    return catalogue.version(session().get_one(Review, review_id).version_id)


def decision_on(review_id: int) -> Decision | None:
    world.fresh()
    return session().get_one(Review, review_id).decision
