"""Vouches end: by their date, or by the mentor's word; then the product goes off sale and history stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import catalogue, programme, vouching
from app.catalogue import Shelf
from app.shared import audit, clock, outbox, rulebook, states
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.vouching import Vouch, VouchWithdrawn
from app.vouching.rules import VOUCH_DAYS
from tests import world


def vouched() -> tuple[int, int, int]:
    """A product on sale; the vouch and the mentor behind it."""
    mentor = world.mentor()
    review = world.submitted(world.maker())
    vouch = world.vouch(review, mentor)
    return catalogue.version(vouching.vouch_by_id(vouch).version_id).product_id, vouch, mentor


def withdraw(vouch_id: int, why: str = "نمونهٔ تازه مثلِ قبل نبود") -> None:
    with transaction():
        given = vouching.vouch_by_id(vouch_id)
        vouching.withdraw_vouch(given, why, given.mentor_person_id)


def shelf(product_id: int) -> Shelf:
    world.fresh()
    return catalogue.product(product_id).state


def replaced(product_id: int, mentor_id: int) -> int:
    """A newer version, vouched for; the new vouch."""
    with transaction():
        before = catalogue.version(catalogue.product(product_id).live_version_id or 0)
        draft = catalogue.draft_after(before, None)
        vouching.copy_disclosure(before, draft)
        review = vouching.submit(draft, None).id
    return world.vouch(review, mentor_id)


def announced() -> int:
    found = session().scalars(select(outbox.OutboxRow.id).where(outbox.OutboxRow.event == VouchWithdrawn.__name__))
    return len(found.all())


def test_a_withdrawn_vouch_takes_the_product_off_sale_and_stays_in_history(app):
    product, vouch, mentor = vouched()

    withdraw(vouch)

    given = vouching.vouch_by_id(vouch)
    assert shelf(product) is Shelf.WITHDRAWN
    assert (given.withdrawn_why, given.withdrawn_by) == ("نمونهٔ تازه مثلِ قبل نبود", given.mentor_person_id)
    assert vouching.vouches_by(mentor) == []
    assert [one.act for one in audit.of("vouch", vouch)] == ["vouch_withdrawn"]
    assert states.history("product", product)[-1].note == "vouch_withdrawn"


def test_withdrawing_twice_is_withdrawing_once(app):
    _, vouch, _ = vouched()
    withdraw(vouch)

    withdraw(vouch, "بارِ دوم")

    assert vouching.vouch_by_id(vouch).withdrawn_why == "نمونهٔ تازه مثلِ قبل نبود"
    assert announced() == len(outbox.listeners_of(VouchWithdrawn))


def test_withdrawing_the_vouch_of_an_older_version_leaves_the_newer_on_sale(app):
    product, old, mentor = vouched()
    replaced(product, mentor)

    withdraw(old)

    assert shelf(product) is Shelf.ON_SALE


def test_a_paused_product_is_withdrawn_too(app):
    product, vouch, _ = vouched()
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    withdraw(vouch)

    assert shelf(product) is Shelf.WITHDRAWN


def test_a_vouch_holds_to_its_last_day_and_then_the_product_goes_off_sale(app):
    product, vouch, _ = vouched()
    days = rulebook.number(VOUCH_DAYS)

    with clock.at(clock.now() + timedelta(days=days)):
        world.work()
        on_the_last_day = shelf(product)
    with clock.at(clock.now() + timedelta(days=days + 1)):
        assert vouching.run_out() == [vouch]
        world.work()

    assert on_the_last_day is Shelf.ON_SALE
    assert shelf(product) is Shelf.WITHDRAWN
    assert (vouching.vouch_by_id(vouch).withdrawn_why, vouching.vouch_by_id(vouch).withdrawn_by) == ("expired", None)
    assert vouching.run_out() == []


def test_the_length_of_a_vouch_is_a_rule_of_its_day(app):
    product, vouch, mentor = vouched()
    with transaction():
        rulebook.set_rule(VOUCH_DAYS, 30, source="test", by=None)

    newer = vouching.vouch_by_id(replaced(product, mentor))

    older = vouching.vouch_by_id(vouch)
    assert (older.valid_until - older.seen_on).days == 365
    assert (newer.valid_until - newer.seen_on).days == 30


def test_what_was_withdrawn_comes_back_with_a_new_version_and_a_new_vouch(app):
    product, vouch, mentor = vouched()
    withdraw(vouch)

    replaced(product, mentor)

    assert shelf(product) is Shelf.ON_SALE
    assert [name for name, figure in vouching.invariants() if figure] == []


def test_the_books_notice_a_product_on_sale_that_nobody_answers_for(app):
    _, vouch, _ = vouched()
    healthy = [name for name, figure in vouching.invariants() if figure]

    with transaction():
        session().get_one(Vouch, vouch).withdrawn_at = clock.now()

    assert healthy == []
    assert [name for name, figure in vouching.invariants() if figure] == [
        "L2 on_sale.unvouched",
        "L6 vouching.rewritten",
    ]


def test_a_mentor_sees_her_own_vouches_alone(app):
    product, vouch, mentor = vouched()
    other = world.mentor()

    assert [given.id for given, _, _ in vouching.vouches_by(mentor)] == [vouch]
    assert vouching.own_vouch(mentor, vouch).id == vouch
    with pytest.raises(NotFound):
        vouching.own_vouch(other, vouch)
    assert [one.id for one in vouching.mentors_of_maker(catalogue.product(product).maker_id)] == [mentor]


def test_a_mentor_who_withdrew_does_not_stand_for_the_maker_any_more(app):
    product, vouch, _ = vouched()
    maker = catalogue.product(product).maker_id

    withdraw(vouch)

    assert vouching.mentors_of_maker(maker) == []
    assert programme.trainee(maker) is not None


def test_buyers_are_told_of_a_withdrawn_vouch_as_withdrawn(app):
    product, vouch, _ = vouched()
    version = catalogue.product(product).live_version_id

    withdraw(vouch)

    assert vouching.statements([version])[version].vouch.withdrawn_at is not None
