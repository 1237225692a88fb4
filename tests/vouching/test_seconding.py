"""What is dear, sells much or was rightly complained of is on sale only after two mentors."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import catalogue, programme, vouching
from app.catalogue import Shelf
from app.shared import rulebook
from app.shared.database import session, transaction
from app.vouching import AlreadyDecided, Because, ConflictOfInterest, Record, Review, Vouch
from app.vouching.rules import SECOND_CLAIMS, SECOND_PRICE, SECOND_SOLD, Limits, needs_two
from tests import world
from tests.vouching.desk import REQUEST, send_back

MUCH = Record(sold=10_000, upheld=0)


def say_yes(review_id: int, mentor_id: int, record: Record = MUCH) -> int | None:
    with transaction():
        one = programme.mentor(mentor_id)
        review = vouching.open_review(review_id, one, None)
        given = vouching.vouch(review, one, world.look(review_id), record)
        return given and given.id


def shelf(review_id: int) -> Shelf:
    world.fresh()
    return catalogue.product(world.product_of(review_id)).state


def test_the_first_of_two_puts_nothing_on_sale(app):
    review, first = world.submitted(world.maker()), world.mentor()

    assert say_yes(review, first) is None

    assert shelf(review) is Shelf.UNLISTED
    assert vouching.queue(programme.mentor(first), None)[0] == 0
    [waiting] = vouching.queue(programme.mentor(world.mentor()), None)[1]
    assert waiting.assent is not None
    assert waiting.assent.because == Because.SOLD.value


def test_the_second_answers_for_it_and_both_are_named(app):
    review, first, second = world.submitted(world.maker()), world.mentor(), world.mentor()
    say_yes(review, first)

    assert say_yes(review, second)

    statement = vouching.statements([session().get_one(Review, review).version_id])
    [told] = statement.values()
    assert shelf(review) is Shelf.ON_SALE
    assert told.mentor is not None
    assert told.first is not None
    assert (told.first.id, told.mentor.id) == (first, second)


def test_nobody_is_both(app):
    review, first = world.submitted(world.maker()), world.mentor()
    say_yes(review, first)

    def again() -> None:
        with transaction():
            found = session().get_one(Review, review)
            vouching.vouch(found, programme.mentor(first), world.look(review), MUCH)

    with pytest.raises(ConflictOfInterest) as refusal:
        again()

    assert refusal.value.reason == "said"


def test_the_database_itself_lets_nobody_be_both(app):
    review, first = world.submitted(world.maker()), world.mentor()
    other = world.vouch(world.submitted(world.maker()), first)
    say_yes(review, first)
    row = dict(session().execute(select(Vouch.__table__).where(Vouch.id == other)).mappings().one())
    row |= {"id": other + 1000, "version_id": session().get_one(Review, review).version_id}

    with pytest.raises(IntegrityError, match="another one"), transaction():
        session().execute(Vouch.__table__.insert().values(row))


def test_the_second_may_send_it_back(app):
    review, first, second = world.submitted(world.maker()), world.mentor(), world.mentor()
    say_yes(review, first)

    send_back(review, second, REQUEST)

    assert shelf(review) is Shelf.UNLISTED


def test_of_two_who_are_first_at_the_same_moment_one_is_told(app: Flask):
    review, mentors = world.submitted(world.maker()), [world.mentor() for _ in range(2)]

    outcomes = world.at_once(app, *[lambda one=one: say_yes(review, one) for one in mentors])

    world.fresh()
    assert session().scalar(select(func.count()).select_from(vouching.Assent)) == 1
    assert session().scalar(select(func.count()).select_from(Vouch)) == (1 if any(outcomes) else 0)
    assert all(one is None or isinstance(one, int | AlreadyDecided) for one in outcomes)


def test_an_appeal_too_needs_two_where_one_is_not_enough(app):
    appeal, review = world.appealed(world.maker())
    first, second = world.mentor(), world.mentor()

    def grant(mentor_id: int) -> bool:
        with transaction():
            one = programme.mentor(mentor_id)
            item = vouching.open_appeal(appeal, one, None)
            return vouching.grant_appeal(item.appeal, one, world.look(review), MUCH) is not None

    assert not grant(first)
    assert shelf(review) is Shelf.UNLISTED
    assert vouching.appeals(programme.mentor(first), None)[0] == 0
    assert grant(second)
    assert shelf(review) is Shelf.ON_SALE


@pytest.mark.parametrize(
    ("rule", "record", "because"),
    [
        (SECOND_SOLD, Record(sold=5, upheld=0), Because.SOLD),
        (SECOND_CLAIMS, Record(sold=0, upheld=5), Because.CLAIMS),
        (SECOND_PRICE, Record(sold=0, upheld=0), Because.PRICE),
    ],
)
def test_each_rule_is_dated_and_counts_from_its_day(app, rule, record, because):
    review = world.submitted(world.maker())
    version = catalogue.version(session().get_one(Review, review).version_id)
    assert vouching.reasons_for_two(version, record) == (
        [because] if rulebook.number(rule) <= max(record.sold, record.upheld) else []
    )

    with transaction():
        rulebook.set_rule(rule, 5, source="test", by=None)

    assert because in vouching.reasons_for_two(version, record)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10), st.tuples(*[st.integers(1, 10)] * 3))
def test_one_is_enough_only_below_every_limit(price: int, sold: int, upheld: int, limits: tuple[int, int, int]):
    because = needs_two(price, Record(sold, upheld), Limits(*limits))

    assert (because == []) == all(one < limit for one, limit in zip((price, sold, upheld), limits, strict=True))
