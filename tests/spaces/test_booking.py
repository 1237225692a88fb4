"""A place for who asks first, a turn for who comes later, and villages ahead by the rule."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import catalogue, programme, spaces
from app.accounts import Role
from app.shared import schedule
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.states import MoveRefused
from app.spaces import DaysWrong, NotForHer, PermitNeeded, SpaceClosed, SpaceIncomplete, TooEarlyToMark, TooLate, Wanted
from tests import world
from tests.spaces import scene

pytestmark = pytest.mark.usefixtures("app")


def told_of(app: Flask, maker: int, what: str) -> int:
    """How many messages to her name it. By day or by night: what waits for the morning waits no longer."""
    return sum(what in one for one in scene.messages(app, maker))


def test_the_first_have_a_place_and_the_next_wait_in_order():
    slot = scene.slot(scene.open_to_all())
    asked = [scene.book(slot, world.maker()) for _ in range(4)]

    assert [scene.state(one) for one in asked] == ["placed", "placed", "waiting", "waiting"]
    assert scene.taken(slot) == 2
    assert spaces.places_in_line([slot]) == {asked[2]: 1, asked[3]: 2}


def test_asked_twice_it_is_one_place():
    slot, maker = scene.slot(scene.open_to_all()), world.maker()

    assert scene.book(slot, maker) == scene.book(slot, maker)
    assert scene.taken(slot) == 1


def test_a_place_that_is_given_back_goes_to_the_next_and_she_is_told(app):
    slot = scene.slot(scene.open_to_all(name="نمایشگاهِ گلاب"))
    makers = [world.maker() for _ in range(4)]
    asked = [scene.book(slot, one) for one in makers]
    scene.cancel(asked[0])
    scene.cancel(asked[0])

    assert [scene.state(one) for one in asked] == ["called_off", "placed", "placed", "waiting"]
    assert scene.taken(slot) == 2
    assert [told_of(app, one, "نمایشگاهِ گلاب") for one in makers] == [0, 0, 1, 0]


def test_who_gave_her_place_back_may_ask_again():
    slot, maker = scene.slot(scene.open_to_all()), world.maker()
    first = scene.book(slot, maker)
    scene.cancel(first)

    again = scene.book(slot, maker)

    assert again != first
    assert scene.state(again) == "placed"


def test_a_village_goes_ahead_by_the_days_of_the_rule_and_no_further():
    slot = scene.slot(scene.published(village_days=3, places=1))
    with world.later(days=4):
        scene.book(slot, world.maker())
        early = scene.book(slot, world.maker())
    with world.later(days=6):
        village = scene.book(slot, scene.villager())
    with world.later(days=8):
        late = scene.book(slot, scene.villager())

    assert spaces.places_in_line([slot]) == {village: 1, early: 2, late: 3}


def test_in_the_first_days_places_are_for_villages_then_for_all_who_wait(app):
    slot = scene.slot(scene.published(village_days=3))
    towns = [scene.book(slot, world.maker()) for _ in range(2)]
    village = scene.book(slot, scene.villager())

    assert [scene.state(one) for one in (*towns, village)] == ["waiting", "waiting", "placed"]
    with world.later(days=4):
        schedule.run_due()
    assert [scene.state(one) for one in (*towns, village)] == ["placed", "waiting", "placed"]
    assert scene.taken(slot) == 2


def test_a_workshop_is_booked_by_the_day():
    kitchen, maker = scene.workshop(places=1), world.maker()
    first, second = (scene.slot(kitchen, place) for place in range(2))

    assert len(spaces.slots_of(kitchen)) == 10
    assert [scene.state(scene.book(slot, maker)) for slot in (first, second)] == ["placed", "placed"]
    assert scene.state(scene.book(first, world.maker())) == "waiting"


def test_who_may_not_book_is_told_why():
    here = scene.slot(scene.open_to_all(county_only=True))
    weaving = scene.slot(scene.open_to_all(trade_code=programme.trades()[0].code))
    applied = programme.engagement(world.applicant()).trainee_id

    for slot, who, reason in ((here, world.maker("1805"), "county"), (weaving, world.maker(), "trade")):
        with pytest.raises(NotForHer) as refused:
            scene.book(slot, who)
        assert refused.value.reason == reason
    with pytest.raises(NotForHer):
        scene.book(here, applied)


def test_after_its_last_day_nobody_books():
    slot = scene.slot(scene.open_to_all(book_until=today() + timedelta(days=2)))

    with world.later(days=3), pytest.raises(SpaceClosed):
        scene.book(slot, world.maker())


def test_who_brings_food_shows_a_permit_that_holds_to_the_last_day():
    slot, maker, food = scene.slot(scene.open_to_all(needs_permit=True)), world.maker(), Wanted(brings_food=True)
    permit = world.sent_permit(maker, days=365)

    with pytest.raises(PermitNeeded):
        scene.book(slot, maker, wanted=food)
    assert scene.state(scene.book(slot, world.maker())) == "placed"

    staff = world.official(Role.STAFF)
    with transaction():
        catalogue.accept_permit(catalogue.permit(permit), staff)
    booked = spaces.booking_in(scene.book(slot, maker, wanted=food))
    assert (booked.permit_id, booked.state.value) == (permit, "placed")


def test_a_permit_that_ends_before_the_fair_is_none():
    slot, maker = scene.slot(scene.open_to_all(needs_permit=True)), world.maker()
    permit, staff = world.sent_permit(maker, days=10), world.official(Role.STAFF)
    with transaction():
        catalogue.accept_permit(catalogue.permit(permit), staff)

    with pytest.raises(PermitNeeded):
        scene.book(slot, maker, wanted=Wanted(brings_food=True))


def test_once_the_day_for_it_has_passed_only_the_office_gives_her_place_back():
    slot = scene.slot(scene.open_to_all(cancel_until=today() + timedelta(days=2)))
    one = scene.book(slot, world.maker())

    with world.later(days=3):
        with pytest.raises(TooLate):
            scene.cancel(one)
        scene.cancel(one, herself=False)
    assert (scene.state(one), scene.taken(slot)) == ("called_off", 0)


def test_when_it_is_called_off_all_are_told_why_nobody_has_a_place(app):
    fair = scene.open_to_all(name="نمایشگاهِ نخل", places=1)
    makers = [world.maker() for _ in range(2)]
    asked = [scene.book(scene.slot(fair), one) for one in makers]
    scene.call_off(fair)

    assert [scene.state(one) for one in asked] == ["called_off", "called_off"]
    assert scene.taken(scene.slot(fair)) == 0
    assert [told_of(app, one, "باران") for one in makers] == [1, 1]
    with pytest.raises(MoveRefused):
        scene.call_off(fair)


def test_it_is_not_called_off_without_a_reason():
    with pytest.raises(SpaceIncomplete):
        scene.call_off(scene.open_to_all(), " ")


def test_who_came_is_written_on_the_day_and_not_before():
    slot, staff = scene.slot(scene.open_to_all()), world.official(Role.STAFF)
    one = scene.book(slot, world.maker())

    with pytest.raises(TooEarlyToMark), transaction():
        spaces.mark(spaces.booking_in(one), staff, came=True)
    for came, became in ((True, "came"), (True, "came"), (False, "missed")):
        with world.later(days=20), transaction():
            spaces.mark(spaces.booking_in(one), staff, came=came)
        assert scene.state(one) == became


def test_days_that_do_not_fit_are_refused():
    soon = today() + timedelta(days=5)
    wrong = {
        "backwards": {"last_day": soon, "first_day": soon + timedelta(days=1)},
        "past": {"first_day": today() - timedelta(days=3), "last_day": today() - timedelta(days=2)},
        "book": {"book_until": today() - timedelta(days=1)},
        "cancel": {"cancel_until": soon + timedelta(days=90)},
    }
    for reason, changes in wrong.items():
        with pytest.raises(DaysWrong) as refused:
            scene.draft(**changes)
        assert refused.value.reason == reason


def test_figures_count_places_by_county_and_what_villages_had_of_them():
    fair, kitchen = scene.open_to_all(), scene.workshop(places=1, county_code="1805")
    asked = [scene.book(scene.slot(fair), one) for one in (world.maker(), scene.villager(), world.maker())]
    scene.book(scene.slot(kitchen), world.maker("1805"))
    staff = world.official(Role.STAFF)
    with world.later(days=21), transaction():
        spaces.mark(spaces.booking_in(asked[0]), staff, came=True)

    told = {(one.county_code, one.kind.value): one for one in spaces.counted(None)}
    here = told["1801", "fair"]
    assert (here.offered, here.taken, here.village, here.came, here.waiting) == (2, 2, 1, 1, 1)
    there = told["1805", "workshop"]
    assert (there.offered, there.taken, there.village, there.came, there.waiting) == (10, 1, 0, 0, 0)
    assert {one.county_code for one in spaces.counted(frozenset({"1805"}))} == {"1805"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=14))
def test_whatever_they_do_places_are_full_before_anybody_waits(makers, steps):
    slot = scene.slot(scene.open_to_all(places=2))
    booked: dict[int, int] = {}
    for comes, who in steps:
        if comes:
            booked[who] = scene.book(slot, makers[who])
        elif who in booked:
            scene.cancel(booked.pop(who))

    held = sorted(scene.state(one) for one in booked.values())
    assert held == ["placed"] * min(2, len(booked)) + ["waiting"] * max(0, len(booked) - 2)
    assert scene.taken(slot) == min(2, len(booked))
    assert world.broken_promises() == []


@pytest.fixture
def makers() -> list[int]:
    return [world.maker() for _ in range(5)]
