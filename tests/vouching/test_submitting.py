"""Before a mentor sees it: what is still missing, what must be said about it, in which order it waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import accounts, catalogue, programme, vouching
from app.catalogue import Facts, Part, StockMode, VersionState
from app.shared import clock, outbox, rulebook
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.gallery import Picture, PictureState
from app.shared.money import Rial
from app.shared.states import MoveRefused
from app.vouching import (
    Deviation,
    DeviationKind,
    Difference,
    Disclosure,
    DisclosureMissing,
    Grade,
    NotComplete,
    PicturesNotReady,
    Review,
    Rung,
    Told,
    VersionSubmitted,
)
from app.vouching.rules import REVIEW_HOURS, RURAL_HEAD_START, check_disclosure, queue_place
from app.words import say
from tests import world

VILLAGE = "1801030001231035"
MORNING = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def send(version_id: int) -> int:
    with transaction():
        return vouching.submit(catalogue.version(version_id), None).id


def lacking(version_id: int) -> tuple[str, ...]:
    with pytest.raises(NotComplete) as refused:
        send(version_id)
    return refused.value.parts


def of_a_village(county: str = "1801") -> int:
    maker = world.maker(county)
    with transaction():
        programme.trainee(maker).locality_code = VILLAGE
    return maker


def waiting(mentor_id: int, counties: frozenset[str] | None = None, page: int = 1) -> list[int]:
    world.fresh()
    _, items = vouching.queue(programme.mentor(mentor_id), counties, page)
    return [item.review.id for item in items]


def sent_at(hours: float, maker: int) -> int:
    with clock.at(MORNING + timedelta(hours=hours)):
        return world.submitted(maker)


def without_picture(version: catalogue.Version) -> None:
    catalogue.set_pictures(version, [])


def without_stock(version: catalogue.Version) -> None:
    variant = catalogue.variants_of([version.product_id])[version.product_id][0]
    catalogue.set_stock(variant, StockMode.COUNTED, on_hand=0, lead_days=0, by=None)


def changed(**facts: object) -> Callable[[catalogue.Version], None]:
    return lambda version: catalogue.write(version, Facts(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        pytest.param(without_picture, Part.PHOTO, id="no photo"),
        pytest.param(changed(title="\u200c "), Part.NAME, id="no name"),
        pytest.param(changed(weight_g=0), Part.SIZE, id="no weight"),
        pytest.param(changed(materials=""), Part.SIZE, id="no materials"),
        pytest.param(without_stock, Part.STOCK, id="nothing there"),
        pytest.param(changed(price_rial=Rial(0)), Part.PRICE, id="no price"),
        pytest.param(lambda one: vouching.disclose(one, Told(Grade.SMALL)), Part.STANDARD, id="nothing disclosed"),
    ],
)
def test_what_is_missing_is_named(app, spoil: Callable[[catalogue.Version], None], part: Part):
    draft = world.draft(world.maker())
    with transaction():
        spoil(catalogue.version(draft))

    assert lacking(draft) == (part.value,)
    assert catalogue.version(draft).state is VersionState.DRAFT


def test_an_empty_draft_names_every_part_in_the_order_of_the_steps(app):
    maker = world.maker()
    with transaction():
        draft = catalogue.new_product(maker, None).id

    with pytest.raises(NotComplete) as refused:
        send(draft)

    assert refused.value.parts == tuple(part.value for part in Part)
    assert "عکس" in say(refused.value).sentence


def test_goods_made_to_order_need_nothing_on_the_shelf(app):
    assert send(world.draft(world.maker(), world.Ware(on_hand=0, lead_days=5)))


def test_a_picture_that_failed_does_not_count(app):
    draft = world.draft(world.maker())
    with transaction():
        session().scalars(select(Picture)).one().state = PictureState.FAILED

    assert lacking(draft) == ("photo",)


def test_a_picture_that_is_still_being_made_is_waited_for(app):
    draft = world.draft(world.maker())
    with transaction():
        session().scalars(select(Picture)).one().state = PictureState.WAITING

    with pytest.raises(PicturesNotReady):
        send(draft)

    assert catalogue.version(draft).state is VersionState.DRAFT


def test_a_picture_of_a_difference_is_waited_for_too(app):
    draft, picture = world.draft(world.maker()), world.ready_picture()
    with transaction():
        told = Told(Grade.SMALL, differences=[Difference(DeviationKind.COLOUR, "رنگ یکدست نیست", "", picture)])
        vouching.disclose(catalogue.version(draft), told)
        session().get_one(Picture, picture).state = PictureState.WAITING

    with pytest.raises(PicturesNotReady):
        send(draft)


def test_what_was_sent_is_announced_and_not_sent_twice(app):
    draft = world.draft(world.maker())
    send(draft)

    with pytest.raises(MoveRefused):
        send(draft)

    events = session().scalars(select(outbox.OutboxRow).where(outbox.OutboxRow.event == VersionSubmitted.__name__))
    assert len(events.all()) == len(outbox.listeners_of(VersionSubmitted))


grades = st.sampled_from(list(Grade))
words = st.sampled_from(["", "چیزی"])
rungs = st.builds(Rung, st.booleans(), st.booleans(), st.sampled_from([0, 1_000]))
differences = st.lists(st.tuples(words, st.none() | st.integers(1, 9)), max_size=3)


@settings(deadline=None, max_examples=200)
@given(grades, words, words, differences)
def test_something_must_always_be_said(grade: Grade, mark: str, missing: str, told: list[tuple[str, int | None]]):
    disclosure = Disclosure(grade=grade, mark=mark, missing_mark=missing)
    deviations = [Deviation(kind=DeviationKind.SIZE, words=said, picture_id=picture) for said, picture in told]
    photographed = any(said and picture for said, picture in told)

    if mark if grade is Grade.CONFORMS else (missing or photographed):
        check_disclosure(disclosure, deviations, Rung())
    else:
        with pytest.raises(DisclosureMissing):
            check_disclosure(disclosure, deviations, Rung())


@settings(deadline=None, max_examples=200)
@given(grades, st.tuples(words, words), differences, rungs, st.none() | st.just(Rial(9)))
def test_a_rung_asks_more_and_never_less(
    grade: Grade, marks: tuple[str, str], told: list[tuple[str, int | None]], rung: Rung, sound: Rial | None
):
    mark, missing = marks
    disclosure = Disclosure(grade=grade, mark=mark, missing_mark=missing, sound_price_rial=sound)
    deviations = [Deviation(kind=DeviationKind.SIZE, words=said, picture_id=picture) for said, picture in told]
    floor = mark if grade is Grade.CONFORMS else (missing or any(said and picture for said, picture in told))
    wants = [
        not rung.described or any(said for said, _ in told),
        not rung.pictured or (bool(told) and all(picture for _, picture in told)),
        not rung.price_down_bps or bool(sound),
    ]

    if floor and all(wants):
        check_disclosure(disclosure, deviations, rung)
    else:
        with pytest.raises(DisclosureMissing):
            check_disclosure(disclosure, deviations, rung)


def test_a_difference_that_is_described_but_not_shown_is_not_enough(app):
    draft = world.draft(world.maker())
    with transaction():
        told = Told(Grade.VISIBLE, differences=[Difference(DeviationKind.COLOUR, "رنگ یکدست نیست")])
        vouching.disclose(catalogue.version(draft), told)

    assert lacking(draft) == ("standard",)


def test_what_is_told_again_takes_the_place_of_what_was_told(app):
    draft = world.draft(world.maker())
    with transaction():
        told = Told(
            Grade.SECONDS, missing_mark="  نشان ", differences=[Difference(DeviationKind.TASTE, "شورتر", "کمی")]
        )
        vouching.disclose(catalogue.version(draft), told)

    statement = vouching.statements([draft])[draft]
    assert (statement.disclosure.grade, statement.disclosure.mark) == (Grade.SECONDS, "")
    assert statement.nonstandard
    assert statement.differences == "شورتر (کمی)؛ نشان"


def test_the_queue_is_in_the_order_of_arrival(app):
    mentor, maker = world.mentor(), world.maker()
    last, first, middle = (sent_at(hours, maker) for hours in (9, 0, 4))

    assert waiting(mentor) == [first, middle, last]


def test_villages_wait_some_hours_less(app):
    mentor, city, village = world.mentor(), world.maker(), of_a_village()
    early, late = sent_at(0, city), sent_at(10, city)
    soon, not_soon = sent_at(11, village), sent_at(13, village)

    assert waiting(mentor) == [soon, early, not_soon, late]


def test_the_head_start_of_villages_is_shown_and_can_be_switched_off(app):
    mentor, city, village = world.mentor(), world.maker(), of_a_village()
    early, later = sent_at(0, city), sent_at(1, village)
    with clock.at(MORNING), transaction():
        rulebook.set_rule(RURAL_HEAD_START, 0, source="test", by=None)
    last = sent_at(2, village)

    _, items = vouching.queue(programme.mentor(mentor), None)

    assert [(one.review.id, one.review.head_start_hours) for one in items] == [(later, 12), (early, 0), (last, 0)]


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 48))
def test_the_head_start_is_bounded(city: int, village: int, hours: int):
    cities, villages = (MORNING + timedelta(minutes=one) for one in (city, village))
    goes_first = queue_place(villages, hours) < queue_place(cities, 0)

    assert goes_first == (village - city < 60 * hours)


def test_every_review_has_a_deadline_and_tells_when_it_is_past(app):
    mentor = world.mentor()
    sent_at(0, world.maker())
    _, [item] = vouching.queue(programme.mentor(mentor), None)

    assert item.due_at == MORNING + timedelta(hours=rulebook.number(REVIEW_HOURS))
    with clock.at(item.due_at):
        assert not item.overdue
    with clock.at(item.due_at + timedelta(seconds=1)):
        assert item.overdue


def test_the_queue_has_ten_a_page_and_tells_how_many_wait(app):
    mentor, maker = world.mentor(), world.maker()
    sent = [sent_at(hours, maker) for hours in range(12)]

    assert (waiting(mentor), waiting(mentor, page=2), waiting(mentor, page=3)) == (sent[:10], sent[10:], [])
    assert vouching.queue(programme.mentor(mentor), None)[0] == 12


def test_a_mentor_of_a_county_sees_that_county_alone(app):
    mentor = world.mentor("1801")
    world.mentor("1803")
    here, there = world.submitted(world.maker("1801")), world.submitted(world.maker("1803"))

    assert waiting(mentor, frozenset({"1801"})) == [here]
    assert waiting(mentor, frozenset()) == []
    assert waiting(mentor) == [here, there]
    with pytest.raises(NotFound):
        vouching.open_review(there, programme.mentor(mentor), frozenset({"1801"}))


def test_what_no_mentor_of_its_county_may_judge_waits_for_those_of_others(app):
    mentor, there = world.mentor("1801"), world.mentor("1803")
    maker = world.maker("1803")
    review = world.submitted(maker)
    near = frozenset({"1801"})
    before = waiting(mentor, near)
    with transaction():
        found = programme.trainee(maker)
        vouching.declare_interest(programme.mentor(there), found, vouching.InterestKind.FAMILY, "خواهرم", None)

    assert before == []
    assert waiting(mentor, near) == [review]
    assert vouching.open_review(review, programme.mentor(mentor), near).id == review


def test_what_waited_past_the_promise_waits_for_mentors_of_all_counties(app):
    mentor = world.mentor("1801")
    world.mentor("1803")
    review = world.submitted(world.maker("1803"))
    near = frozenset({"1801"})

    assert waiting(mentor, near) == []
    with world.later(hours=49):
        assert waiting(mentor, near) == [review]


def test_one_goes_from_each_to_the_next_and_round_again(app):
    mentor = programme.mentor(world.mentor())
    maker = world.maker()
    reviews = [session().get_one(Review, world.submitted(maker)) for _ in range(3)]

    following = [vouching.next_review(mentor, None, one) for one in reviews]

    assert following == [reviews[1].id, reviews[2].id, reviews[0].id]
    assert vouching.next_review(mentor, None) == reviews[0].id


def test_her_own_goods_do_not_wait_for_her(app):
    maker = world.maker()
    review = world.submitted(maker)
    person = world.person_of(maker)
    with transaction():
        mentor = programme.add_mentor(accounts.person(person), "1801", by=None).id

    assert waiting(mentor) == []
    with pytest.raises(NotFound):
        vouching.open_review(review, programme.mentor(mentor), None)


def test_what_is_decided_waits_no_more(app):
    mentor = world.mentor()
    review = world.submitted(world.maker())
    world.vouch(review, mentor)

    assert waiting(mentor) == []
    assert vouching.open_review(review, programme.mentor(mentor), None).decision is not None
