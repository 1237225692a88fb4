"""A mentor's word: on what basis, about whose work, once, and with reasons where it is a no."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app import accounts, catalogue, programme, vouching
from app.catalogue import Part, Shelf, VersionState
from app.notifications import development_outbox
from app.shared import audit, clock, rulebook, states
from app.shared.calendar import local_date
from app.shared.database import is_postgres, session, transaction
from app.vouching import (
    AlreadyDecided,
    Basis,
    BasisTooWeak,
    Decision,
    DisclosureMissing,
    RemarkReason,
    RemarksNeeded,
    Request,
    Review,
    Vouch,
)
from app.vouching.rules import VOUCH_DAYS
from tests import world
from tests.vouching.desk import REQUEST, decision_on, refuse, send_back, stand_for, version_of


def test_a_vouch_puts_the_product_on_sale_under_the_mentors_name(app):
    mentor = world.mentor()
    review = world.submitted(world.maker())

    given = stand_for(review, mentor)

    version = version_of(review)
    vouch = vouching.vouch_by_id(given)
    assert catalogue.product(version.product_id).state is Shelf.ON_SALE
    assert vouch.valid_until == local_date(clock.now()) + timedelta(days=rulebook.number(VOUCH_DAYS))
    assert (vouch.checked, vouch.unchecked, vouch.words) == ("بافت را دیدم", "دوام", "کارِ تمیزی است")
    assert vouching.statements([version.id])[version.id].mentor.id == mentor
    assert [one.act for one in audit.of("product_version", version.id)] == ["vouched"]


def test_photos_alone_do_not_carry_the_top_grade(app):
    mentor, review = world.mentor(), world.submitted(world.maker(), world.Ware(differs=""))

    with pytest.raises(BasisTooWeak):
        stand_for(review, mentor, Basis.PHOTOS)

    assert decision_on(review) is None
    assert stand_for(review, mentor, Basis.SAMPLE)


def test_photos_carry_a_lower_grade(app):
    assert stand_for(world.submitted(world.maker()), world.mentor(), Basis.PHOTOS)


def test_nothing_is_vouched_for_that_was_not_disclosed(app):
    draft = world.draft(world.maker())
    with transaction():
        version = catalogue.version(draft)
        vouching.disclose(version, vouching.Told(vouching.Grade.SMALL))
        catalogue.submit(version, None)
        maker = programme.trainee(catalogue.product(version.product_id).maker_id)
        review = Review(version_id=draft, maker_id=maker.id, county_code="1801", rural=False, submitted_at=clock.now())
        review.queue_at = review.submitted_at
        session().add(review)
        session().flush()
        review_id = review.id

    with pytest.raises(DisclosureMissing):
        stand_for(review_id, world.mentor())


def test_a_version_sent_back_carries_requests_about_its_parts(app):
    mentor, review = world.mentor(), world.submitted(world.maker())
    wrong_price = Request(Part.PRICE, RemarkReason.WRONG_PRICE, "  گران است\u202e ")

    send_back(review, mentor, REQUEST, wrong_price)

    told = vouching.remarks_of([review])[review]
    assert [(one.part, one.reason, one.words) for one in told] == [
        (Part.PHOTO, RemarkReason.UNCLEAR_PHOTO, "از نزدیک‌تر بگیرید"),
        (Part.PRICE, RemarkReason.WRONG_PRICE, "گران است"),
    ]
    assert version_of(review).state is VersionState.RETURNED
    assert catalogue.product(version_of(review).product_id).state is Shelf.UNLISTED
    assert states.history("product_version", version_of(review).id)[-1].note == "از نزدیک‌تر بگیرید؛ گران است"


def test_a_refused_version_stays_refused(app):
    mentor, review = world.mentor(), world.submitted(world.maker())

    refuse(review, mentor, Request(Part.KIND, RemarkReason.NOT_HOME_MADE, "بازاری است"))

    assert (decision_on(review), version_of(review).state) == (Decision.REFUSED, VersionState.REFUSED)
    with pytest.raises(AlreadyDecided):
        stand_for(review, mentor)


@pytest.mark.parametrize("say_no", [send_back, refuse])
def test_a_no_needs_a_reason(app, say_no: Callable[[int, int], None]):
    mentor, review = world.mentor(), world.submitted(world.maker())

    with pytest.raises(RemarksNeeded):
        say_no(review, mentor)

    assert decision_on(review) is None


def test_the_maker_gets_a_message_about_the_decision(app):
    maker = world.maker()
    review, mentor = world.submitted(maker), world.mentor()
    world.work()

    send_back(review, mentor, REQUEST)
    world.work()

    newest = development_outbox().newest()[0]
    assert newest["to"] == accounts.person(world.person_of(maker)).mobile
    assert version_of(review).title in newest["body"]


def deciding(act: Callable[[int, int], object], review: int, mentor: int) -> Callable[[], object]:
    return lambda: act(review, mentor)


def test_of_two_mentors_who_decide_at_once_one_was_quicker(app: Flask):
    review, mentors = world.submitted(world.maker()), [world.mentor() for _ in range(4)]

    outcomes = world.at_once(
        app,
        deciding(stand_for, review, mentors[0]),
        deciding(stand_for, review, mentors[1]),
        deciding(lambda *who: send_back(*who, REQUEST), review, mentors[2]),
        deciding(lambda *who: refuse(*who, REQUEST), review, mentors[3]),
    )

    assert sum(isinstance(one, AlreadyDecided) for one in outcomes) == 3
    product = catalogue.product(version_of(review).product_id)
    assert (decision_on(review) is Decision.VOUCHED) == (product.state is Shelf.ON_SALE)
    assert (decision_on(review) is Decision.VOUCHED) == (session().scalar(select(Vouch.id)) is not None)
    assert (decision_on(review) is Decision.VOUCHED) == (vouching.remarks_of([review]) == {})


def test_without_the_condition_both_would_have_decided(app: Flask):
    review, mentors = world.submitted(world.maker()), [world.mentor() for _ in range(2)]
    both_have_looked = threading.Barrier(2, timeout=10)
    with transaction():
        session().execute(text(f"DROP TRIGGER guard_review_update{' ON review' if is_postgres() else ''}"))

    def look_then_decide(mentor_id: int) -> Callable[[], object]:
        def act() -> object:
            decision = session().scalar(select(Review.decision).where(Review.id == review))
            session().rollback()
            both_have_looked.wait()
            if decision is not None:
                return "too late"
            with transaction():
                session().execute(
                    update(Review)
                    .where(Review.id == review)
                    .values(decision=Decision.RETURNED, decided_at=clock.now(), mentor_id=mentor_id)
                )
            return "decided"

        return act

    assert world.at_once(app, *[look_then_decide(one) for one in mentors]) == ["decided", "decided"]


def test_a_vouch_cannot_be_rewritten_or_deleted(app):
    given = stand_for(world.submitted(world.maker()), world.mentor())
    vouch = Vouch.__table__

    for change in (
        vouch.update().where(vouch.c.id == given).values(words="هر چه بخواهم"),
        vouch.update().where(vouch.c.id == given).values(valid_until=local_date(clock.now()) + timedelta(days=9999)),
        vouch.delete().where(vouch.c.id == given),
    ):
        with pytest.raises(IntegrityError), transaction():
            session().execute(change)


def test_a_version_has_one_standing_vouch(app):
    given = stand_for(world.submitted(world.maker()), world.mentor())
    row = session().execute(select(Vouch.__table__).where(Vouch.id == given)).mappings().one()

    with pytest.raises(IntegrityError), transaction():
        session().execute(Vouch.__table__.insert().values({**row, "id": given + 1}))
