"""The ladder of grades: what staff make of it, from when on, and what it asks of whoever sells."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import catalogue, vouching
from app.catalogue import Facts, NewVariant, Shelf
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.shared.tongue import speaking
from app.vouching import (
    DeviationKind,
    Difference,
    DisclosureMissing,
    Grade,
    LadderTooShort,
    NotComplete,
    Review,
    Rung,
    Told,
    TooDearForGrade,
)
from app.words import grade_meaning, grade_sold, name_of
from tests import world
from tests.world import Ware

SOUND = Rial(5_000_000)
CRACK = "ترکی روی لبه"


def becomes(grade: Grade, rung: Rung) -> None:
    with transaction():
        vouching.set_rung(grade, rung, source="صورت‌جلسهٔ ۱۲", by=None)


def seconds_draft(price: int, sound: Rial | None = SOUND, picture: bool = True) -> int:
    draft = world.draft(world.maker(), Ware(price=price))
    photo = world.ready_picture() if picture else None
    told = Told(Grade.SECONDS, why="افتاد", differences=[Difference(DeviationKind.FINISH, CRACK, "", photo)])
    with transaction():
        vouching.disclose(catalogue.version(draft), replace(told, missing_mark="نشان ندارد", sound_price=sound))
    return draft


def lacking(draft: int) -> tuple[str, ...]:
    with pytest.raises(NotComplete) as refused:
        world.into_queue(draft)
    return refused.value.parts


def test_seconds_cost_a_tenth_less_than_a_sound_one(app):
    assert lacking(seconds_draft(4_500_010)) == ("price",)
    assert world.into_queue(seconds_draft(4_500_000))


def test_seconds_say_what_a_sound_one_costs_and_show_each_flaw(app):
    assert lacking(seconds_draft(4_000_000, sound=None)) == ("standard",)
    assert lacking(seconds_draft(4_000_000, picture=False)) == ("standard",)


def test_a_dearer_size_is_not_a_way_around(app):
    draft = seconds_draft(4_000_000)
    product = catalogue.version(draft).product_id
    with transaction():
        catalogue.add_variant(catalogue.product(product), NewVariant("بزرگ", Rial(4_600_000), 1), None)

    assert lacking(draft) == ("price",)


def test_on_sale_its_price_does_not_rise_above_what_its_grade_allows(app):
    draft = seconds_draft(4_500_000)
    world.vouch(world.into_queue(draft), world.mentor())
    world.fresh()
    product = catalogue.product(catalogue.version(draft).product_id)
    [variant] = catalogue.variants_of([product.id])[product.id]

    with pytest.raises(TooDearForGrade) as refused, transaction():
        vouching.change_price(variant, Rial(4_600_000), None)
    with pytest.raises(TooDearForGrade), transaction():
        vouching.add_variant(product, NewVariant("بزرگ", Rial(4_600_000), 1), None)

    assert refused.value.most == 4_500_000


def test_a_size_made_dearer_meanwhile_is_not_vouched_for(app):
    draft = seconds_draft(4_000_000)
    product = catalogue.version(draft).product_id
    with transaction():
        catalogue.add_variant(catalogue.product(product), NewVariant("بزرگ", Rial(4_400_000), 1), None)
    review = world.into_queue(draft)
    with transaction():
        dear = catalogue.variants_of([product])[product][1]
        dear.price_rial = Rial(4_600_000)

    with pytest.raises(DisclosureMissing) as refused:
        world.vouch(review, world.mentor())
    assert refused.value.lacking == "too_dear"


@given(st.integers(1, 10**12), st.integers(0, 9_000))
def test_the_highest_price_is_below_a_sound_one_by_what_is_asked(sound: int, down: int):
    most = Rung(price_down_bps=down).most(Rial(sound))

    assert most * 10_000 <= sound * (10_000 - down) < (most + 1) * 10_000


def test_a_new_rule_asks_of_what_is_sent_after_it(app):
    before = seconds_draft(4_400_000)
    review = world.into_queue(before)
    becomes(Grade.SECONDS, Rung(described=True, pictured=True, price_down_bps=5_000))

    assert lacking(seconds_draft(4_400_000)) == ("price",)
    assert world.vouch(review, world.mentor()), "what was sent before is judged by what was asked then"


def test_what_was_vouched_for_is_held_to_what_was_asked_then(app):
    draft = seconds_draft(4_500_000)
    world.vouch(world.into_queue(draft), world.mentor())
    becomes(Grade.SECONDS, Rung(described=True, pictured=True, price_down_bps=2_000))
    world.fresh()
    [variant] = catalogue.variants_of([catalogue.version(draft).product_id])[catalogue.version(draft).product_id]

    with transaction():
        vouching.change_price(variant, Rial(4_200_000), None)
    with pytest.raises(TooDearForGrade) as refused, transaction():
        vouching.change_price(variant, Rial(4_510_000), None)

    assert refused.value.most == 4_500_000


def test_a_mentor_who_decides_and_a_maker_who_adds_a_dear_size_take_turns(app):
    """Whoever is first, nothing above what the grade allows is sold."""
    for _ in range(6):
        draft = seconds_draft(4_000_000)
        review, mentor = world.into_queue(draft), world.mentor()
        product = catalogue.version(draft).product_id

        def add(product: int = product) -> None:
            with suppress(TooDearForGrade), transaction():
                vouching.add_variant(catalogue.product(product), NewVariant("بزرگ", Rial(9_000_000), 1), None)

        def judge(review: int = review, mentor: int = mentor) -> None:
            with suppress(DisclosureMissing):
                world.vouch(review, mentor)

        world.at_once(app, add, judge)

        state = catalogue.product(product).state
        dearest = max(one.price_rial for one in catalogue.variants_of([product])[product])
        assert (state, dearest) in {(Shelf.ON_SALE, 4_000_000), (Shelf.UNLISTED, 9_000_000)}


def test_a_mentor_does_not_vouch_where_the_grade_asks_more(app):
    draft = seconds_draft(4_000_000, picture=False)
    with transaction():  # somebody found a door that forgot to ask
        version = catalogue.version(draft)
        catalogue.submit(version, None)
        maker_id = catalogue.product(version.product_id).maker_id
        now = clock.now()
        review = Review(version_id=draft, maker_id=maker_id, county_code="1801", rural=False, submitted_at=now)
        review.queue_at = now
        session().add(review)
        session().flush()
        number = review.id

    with pytest.raises(DisclosureMissing) as refused:
        world.vouch(number, world.mentor())
    assert refused.value.lacking == "pictured"


def test_a_grade_that_is_off_the_ladder_is_not_sent_any_more(app):
    draft = seconds_draft(4_000_000)
    becomes(Grade.SECONDS, replace(vouching.rung(Grade.SECONDS), used=False))

    assert lacking(draft) == ("standard",)
    assert vouching.ladder() == [Grade.CONFORMS, Grade.SMALL, Grade.VISIBLE]
    assert vouching.lower_grades(Grade.SMALL) == [Grade.VISIBLE]


def test_the_top_and_one_below_it_always_stay(app):
    with pytest.raises(LadderTooShort):
        becomes(Grade.CONFORMS, Rung(used=False))
    becomes(Grade.SMALL, Rung(used=False))
    becomes(Grade.VISIBLE, Rung(used=False))
    with pytest.raises(LadderTooShort):
        becomes(Grade.SECONDS, Rung(used=False))


def test_a_grade_has_a_new_name_from_that_day_and_what_was_sold_keeps_the_old_one(app):
    variant = world.variant(world.maker(), Ware(differs="کج است", on_hand=5))
    [old] = world.lines(world.place({variant: 1}))
    becomes(Grade.SMALL, Rung(names={"fa": "خودمانی", "en": "Homely"}, meanings={"fa": "کمی کج"}))
    [new] = world.lines(world.place({variant: 1}))
    becomes(Grade.SMALL, Rung(names={"fa": "دست‌کج"}))

    assert [grade_sold(old), grade_sold(new)] == ["تفاوتِ کوچکِ دست‌ساز", "خودمانی"]
    assert name_of(Grade.SMALL) == "دست‌کج"
    with speaking("en"):
        assert grade_sold(new) == "Homely"
        assert name_of(Grade.SMALL) == "دست‌کج", "where there is no English name, the Persian one"


def test_what_a_grade_means_is_staffs_to_say(app):
    becomes(Grade.VISIBLE, Rung(described=True, pictured=True, meanings={"fa": "ترک یا لکه"}))

    assert grade_meaning(Grade.VISIBLE) == "ترک یا لکه"


@pytest.mark.parametrize("wrong", [Rung(price_down_bps=9_001), Rung(price_down_bps=-1), Rung(names={"xx": "؟"})])
def test_no_rung_asks_what_cannot_be_met(app, wrong):
    with pytest.raises(ValueError, match="no rung"):
        becomes(Grade.SMALL, wrong)


def test_a_price_told_for_a_sound_one_goes_into_the_next_draft(app):
    draft = seconds_draft(4_500_000)
    world.vouch(world.into_queue(draft), world.mentor())
    with transaction():
        version = catalogue.version(draft)
        another = catalogue.draft_after(version, None)
        vouching.copy_disclosure(version, another)
        catalogue.write(another, Facts(title="نو"))
        number = another.id

    copied = vouching.disclosure_of(number)
    assert copied is not None
    assert copied.sound_price_rial == SOUND
