"""Somebody writes a listing for a maker: nothing comes of it until she confirms it by a code from her own phone."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app import accounts, catalogue, programme, vouching
from app.accounts import CodeAnswer
from app.catalogue import Shelf, VersionState
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.errors import NotFound, Refusal
from app.vouching import ConflictOfInterest, ListingChanged, NotConfirmed, NotToBePrepared, Review
from tests import world
from tests.accounts.phone import ask, code_to
from tests.vouching.assisting import BROWSER, change, code_for, confirm, handed_over, person_named, prepared
from tests.vouching.desk import refuse, stand_for

pytestmark = pytest.mark.usefixtures("app")


def submit(version_id: int) -> int:
    world.fresh()
    with transaction():
        return vouching.submit(catalogue.version(version_id), None).id


def mentor_and_person() -> tuple[int, int]:
    mentor_id = world.mentor()
    return mentor_id, programme.mentor(mentor_id).person_id


def test_a_prepared_listing_is_not_sent_before_its_maker_confirms_it():
    maker = world.maker()
    version_id = handed_over(maker, person_named())

    with pytest.raises(NotConfirmed):
        submit(version_id)
    answered = confirm(version_id, code_for(version_id))
    submit(version_id)

    assert answered is CodeAnswer.RIGHT
    assert catalogue.version(version_id).state is VersionState.SUBMITTED


def test_the_database_itself_keeps_an_unconfirmed_listing_from_the_queue():
    version_id = handed_over(world.maker(), person_named())

    with pytest.raises(DBAPIError, match="prepared_is_confirmed"), transaction():
        session().execute(text("UPDATE product_version SET state = 'submitted' WHERE id = :id"), {"id": version_id})
    with pytest.raises(DBAPIError, match="stays written"), transaction():
        session().execute(text("UPDATE product_version SET prepared_by = NULL WHERE id = :id"), {"id": version_id})


def test_a_log_in_code_or_one_for_another_listing_does_not_confirm_it():
    maker, helper = world.maker(), person_named()
    version_id, other = handed_over(maker, helper), handed_over(maker, helper)
    mobile = mobile_of(maker)
    ask(mobile, BROWSER)

    by_log_in = confirm(version_id, code_to(mobile))
    with clock.at(clock.now() + timedelta(minutes=3)):
        by_other = confirm(version_id, code_for(other))

    assert {by_log_in, by_other} == {CodeAnswer.WRONG}
    assert catalogue.version(version_id).inert


def mobile_of(maker: int) -> str:
    return accounts.person(world.person_of(maker)).mobile


def test_what_was_changed_since_she_saw_it_is_not_confirmed():
    maker, helper = world.maker(), person_named()
    version_id = handed_over(maker, helper)
    seen = vouching.likeness(catalogue.version(version_id))
    code = code_for(version_id)
    change(version_id, helper)

    with pytest.raises(ListingChanged):
        confirm(version_id, code, seen=seen)

    assert confirm(version_id, code) is CodeAnswer.RIGHT


def test_a_change_by_the_preparer_makes_it_unconfirmed_and_one_by_the_maker_does_not():
    maker, helper = world.maker(), person_named()
    version_id = handed_over(maker, helper)
    confirm(version_id, code_for(version_id))

    with transaction():
        own = catalogue.own_version(maker, version_id)
        catalogue.write(own, catalogue.Facts(title="نامی که خودش گذاشت"))
    still = not catalogue.version(version_id).inert
    change(version_id, helper)

    assert still
    assert catalogue.version(version_id).inert
    with pytest.raises(NotConfirmed):
        submit(version_id)


def test_the_link_of_the_sms_lives_for_two_weeks_and_until_the_preparer_changes_it():
    maker, helper = world.maker(), person_named()
    version_id = handed_over(maker, helper)
    told = vouching.handover_of(version_id)
    assert told is not None
    token = told.token

    found = vouching.handed_over(token).version.id
    with world.later(days=15), pytest.raises(NotFound):
        vouching.handed_over(token)
    change(version_id, helper)
    world.fresh()

    assert found == version_id
    with pytest.raises(NotFound):
        vouching.handed_over(token)


def test_nobody_prepares_for_herself_or_for_a_phone_of_her_own():
    maker = world.maker(mobile="09170001111")
    mentor = world.mentor(mobile="09170001111")

    with pytest.raises(NotToBePrepared), transaction():
        vouching.prepare(programme.trainee(maker), world.person_of(maker))
    with pytest.raises(NotToBePrepared), transaction():
        vouching.prepare(programme.trainee(maker), programme.mentor(mentor).person_id)


def test_only_her_own_drafts_of_makers_in_reach_are_there_for_a_preparer():
    maker, helper = world.maker("1801"), person_named()
    version_id = prepared(maker, helper)

    for preparer, counties in ((person_named(), None), (helper, frozenset({"1802"}))):
        with pytest.raises(NotFound):
            vouching.prepared_draft(preparer, counties, version_id)
        assert vouching.prepared_by(preparer, counties) == []
    assert vouching.prepared_draft(helper, frozenset({"1801"}), version_id).id == version_id


def test_who_wrote_it_may_not_judge_it_or_a_later_version_of_it():
    maker, (mentor, helper) = world.maker(), mentor_and_person()
    version_id = handed_over(maker, helper)
    confirm(version_id, code_for(version_id))
    review = submit(version_id)

    waiting, _ = vouching.queue(programme.mentor(mentor), None)
    with pytest.raises(ConflictOfInterest):
        stand_for(review, mentor)
    with pytest.raises(ConflictOfInterest):
        refuse(review, mentor, vouching.Request(catalogue.Part.PHOTO, vouching.RemarkReason.OTHER, "نه"))
    stand_for(review, world.mentor())
    with transaction():
        later = catalogue.draft_after(catalogue.version(version_id), None)
        vouching.copy_disclosure(catalogue.version(version_id), later)
        later_id = later.id
    again = submit(later_id)

    assert waiting == 0
    with pytest.raises(ConflictOfInterest):
        stand_for(again, mentor)


def test_what_she_lays_aside_is_gone_for_both():
    maker, helper = world.maker(), person_named()
    version_id = handed_over(maker, helper)
    with transaction():
        vouching.discard_prepared(catalogue.version(version_id), world.person_of(maker))

    assert vouching.unconfirmed_of(maker) == vouching.prepared_by(helper, None) == []
    assert catalogue.product(catalogue.version(version_id).product_id).state is Shelf.ARCHIVED


class Everybody:
    """A prepared draft and all who touch it; `agreed`: the maker's own code stands for it as it is."""

    def __init__(self) -> None:
        self.maker = world.maker()
        self.mentor, self.helper = mentor_and_person()
        self.version_id = prepared(self.maker, self.helper)
        self.agreed, self.codes, self.late = False, ["000000"], timedelta()

    def change(self) -> None:
        change(self.version_id, self.helper)
        self.agreed = False

    def hand_over(self) -> None:
        with transaction():
            vouching.hand_over(catalogue.version(self.version_id), self.helper)

    def ask(self) -> None:
        with transaction():
            waits = vouching.ask_for_confirmation(catalogue.version(self.version_id), BROWSER, "10.0.0.1", "fa")
        if not waits:
            self.codes.append(code_to(mobile_of(self.maker)))

    def newest_code(self) -> None:
        self.agreed |= confirm(self.version_id, self.codes[-1]) is CodeAnswer.RIGHT

    def old_code(self) -> None:
        old = self.codes[max(0, len(self.codes) - 2)]
        assert confirm(self.version_id, old) is not CodeAnswer.RIGHT or old == self.codes[-1]

    def her_own_change(self) -> None:
        with transaction():
            catalogue.write(catalogue.own_version(self.maker, self.version_id), catalogue.Facts(care="دور از نم"))

    def submit(self) -> None:
        submit(self.version_id)

    def judge(self) -> None:
        for judge in (self.mentor, world.mentor()):
            for item in vouching.queue(programme.mentor(judge), None)[1]:
                stand_for(item.review.id, judge)

    def wait(self) -> None:
        self.late += timedelta(minutes=2)


ACTS = [act for act in vars(Everybody) if not act.startswith("_")]


@settings(max_examples=12, deadline=None)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=4, max_size=14))
def test_whatever_anybody_does_nothing_prepared_is_sent_without_the_makers_code(acts):
    """Acts of preparer, maker, mentors and clock in any order."""
    everybody = Everybody()
    for act in acts:
        with clock.at(clock.now() + everybody.late), suppress(Refusal, NotFound):
            getattr(everybody, act)()
        world.fresh()
        version = catalogue.version(everybody.version_id)
        queued = session().scalar(select(func.count()).where(Review.version_id == version.id))
        assert everybody.agreed or (version.state is VersionState.DRAFT and not queued)
