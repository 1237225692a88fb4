"""What buyers' claims say of the mentor who answered for what they bought, and how soon she looks at things."""

from __future__ import annotations

import pytest

from app import catalogue, claims, orders, vouching
from app.claims import FEWEST_LINES, Reason
from app.shared import rulebook
from app.shared.database import transaction
from app.vouching import FEWEST_REVIEWS
from tests import world
from tests.fakes.bank import FakeBank


def sold(bank: FakeBank, mentor: int, pieces: int = 1) -> int:
    """A delivered parcel of something that this mentor answers for."""
    product = world.product(world.maker(), by=mentor)
    variant = catalogue.variants_of([product])[product][0].id
    order = world.paid(bank, {variant: pieces})
    parcel = world.parcels(order)[0]
    world.send(parcel)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel), None)
    return parcel


def not_as_told(parcel: int, *, upheld: bool = True, reason: Reason = Reason.NOT_AS_DESCRIBED) -> None:
    world.decide(world.dispute(parcel, reason), world.verdict(100_000, words="کج بود", upheld=upheld))


def test_an_upheld_claim_counts_against_the_mentor_of_the_version_that_was_sold(app, bank):
    first, second = world.mentor(), world.mentor()
    parcel = sold(bank, first)
    sold(bank, second)

    not_as_told(parcel)

    assert (claims.kept_word(first).upheld, claims.kept_word(first).delivered) == (1, 1)
    assert (claims.kept_word(second).upheld, claims.kept_word(second).delivered) == (0, 1)
    assert [one.verdict for one in claims.upheld_against(first)] == ["کج بود"]
    assert claims.upheld_against(second) == []


def test_it_counts_though_another_mentor_answers_for_the_product_today(app, bank):
    first, second = world.mentor(), world.mentor()
    parcel = sold(bank, first)
    version = world.lines(world.parcel(parcel).order_id)[0].version_id
    with transaction():
        before = catalogue.version(version)
        draft = catalogue.draft_after(before, None)
        vouching.copy_disclosure(before, draft)
        review = vouching.submit(draft, None).id
    world.vouch(review, second)

    not_as_told(parcel)

    assert claims.kept_word(first).upheld == 1
    assert claims.kept_word(second).upheld == 0


@pytest.mark.parametrize(
    ("upheld", "reason"), [(False, Reason.NOT_AS_DESCRIBED), (True, Reason.DAMAGED), (True, Reason.MISSING)]
)
def test_what_was_as_told_or_broke_on_the_way_is_not_hers(app, bank, upheld, reason):
    mentor = world.mentor()

    not_as_told(sold(bank, mentor), upheld=upheld, reason=reason)

    assert claims.kept_word(mentor).upheld == 0


def test_a_line_counts_once_however_many_of_its_pieces(app, bank):
    mentor = world.mentor()

    not_as_told(sold(bank, mentor, pieces=3))

    assert claims.kept_word(mentor).upheld == 1


def test_what_is_under_way_is_not_counted(app, bank):
    mentor = world.mentor()
    world.paid(bank, {world.variant(world.maker()): 1})

    assert claims.kept_word(mentor).delivered == 0


def test_there_is_no_rate_below_the_fewest_lines_of_the_day(app, bank):
    mentor = world.mentor()
    with transaction():
        rulebook.set_rule(FEWEST_LINES, 2, source="test", by=None)
    sold(bank, mentor)
    before = claims.kept_word(mentor).enough

    sold(bank, mentor)

    assert (before, claims.kept_word(mentor).enough) == (False, True)


def test_there_is_no_median_below_the_fewest_reviews_of_the_day(app):
    mentor, maker = world.mentor(), world.maker()
    with transaction():
        rulebook.set_rule(FEWEST_REVIEWS, 3, source="test", by=None)
    found = []
    for hours in (1, 30, 5):
        review = world.submitted(maker)
        with world.later(hours=hours):
            world.vouch(review, mentor)
        found.append(vouching.pace_of(mentor))

    assert [one.typical is None for one in found] == [True, True, False]
    assert found[-1].n == 3
    assert found[-1].typical is not None
    assert round(found[-1].typical.total_seconds() / 3600) == 5


def test_a_record_counts_what_stands_what_was_taken_back_and_what_ran_out(app):
    mentor, maker = world.mentor(), world.maker()
    given = [world.vouch(world.submitted(maker), mentor) for _ in range(4)]
    with transaction():
        one = vouching.vouch_by_id(given[0])
        vouching.withdraw_vouch(one, "دیگر نه", one.mentor_person_id)
        vouching.withdraw_vouch(vouching.vouch_by_id(given[1]), "expired", None)

    record = vouching.record_of(mentor)

    assert (record.given, record.withdrawn, record.expired, record.standing) == (4, 1, 1, 2)
    assert [vouch.id for vouch, _, _ in vouching.ended_vouches(mentor)] == [given[1], given[0]]
    assert vouching.vouched_now(mentor)[0] == 2
