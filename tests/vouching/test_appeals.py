"""A maker's appeal: once, in time, to another mentor, whose word is the last; nothing goes on sale unseen by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from app import catalogue, programme, vouching
from app.catalogue import Part, Shelf, VersionState
from app.shared import audit, clock
from app.shared.database import session, transaction
from app.shared.errors import NotFound, Refusal
from app.vouching import (
    AlreadyDecided,
    Appeal,
    AppealNotPossible,
    ConflictOfInterest,
    Outcome,
    RemarkReason,
    Request,
    Review,
)
from tests import world


@pytest.fixture
def maker(app) -> int:
    return world.maker()


def turned_down(maker_id: int, act: Callable[..., None] = vouching.refuse, by: int | None = None) -> int:
    """A review that a mentor decided against the maker."""
    review_id, mentor_id = world.submitted(maker_id), by or world.mentor()
    with transaction():
        one = programme.mentor(mentor_id)
        act(vouching.open_review(review_id, one, None), one, [Request(Part.PHOTO, RemarkReason.UNCLEAR_PHOTO, "تار")])
    world.fresh()
    return review_id


def appeal(review_id: int, plea: str = "عکس روشن است") -> int:
    with transaction():
        return vouching.appeal(session().get_one(Review, review_id), plea, None).id


def state_of(review_id: int) -> VersionState:
    world.fresh()
    return catalogue.version(session().get_one(Review, review_id).version_id).state


def grant(appeal_id: int, mentor_id: int) -> None:
    with transaction():
        made = session().get_one(Appeal, appeal_id)
        seen = world.look(made.review_id)
        vouching.grant_appeal(made, programme.mentor(mentor_id), seen, world.UNKNOWN)


def keep(appeal_id: int, mentor_id: int, words: str = "من هم دیدم؛ تار است") -> None:
    with transaction():
        vouching.dismiss_appeal(session().get_one(Appeal, appeal_id), programme.mentor(mentor_id), words)


def behind_the_back(appeal_id: int, mentor_id: int) -> None:
    """Write a decision as no action would."""
    with transaction():
        made = session().get_one(Appeal, appeal_id)
        made.mentor_id, made.outcome, made.decided_at = mentor_id, Outcome.GRANTED, clock.now()


@pytest.mark.parametrize("act", [vouching.refuse, vouching.send_back])
def test_another_mentor_may_vouch_for_it_after_all(maker, act):
    review_id = turned_down(maker, act)
    appeal_id, other = appeal(review_id), world.mentor()

    grant(appeal_id, other)

    assert state_of(review_id) is VersionState.PUBLISHED
    version = catalogue.version(session().get_one(Review, review_id).version_id)
    assert catalogue.product(version.product_id).state is Shelf.ON_SALE
    told = vouching.statements([version.id])[version.id]
    assert told.mentor is not None
    assert told.mentor.id == other
    assert [row.act for row in audit.of("product_version", version.id)][-3:] == [
        "appealed",
        "vouched",
        "appeal_granted",
    ]
    assert world.broken_promises() == []


def test_the_first_decision_may_stand_with_a_reason(maker):
    review_id = turned_down(maker)
    appeal_id, other = appeal(review_id), world.mentor()

    with pytest.raises(AppealNotPossible, match="words"):
        keep(appeal_id, other, " \u200c ")
    keep(appeal_id, other)

    assert state_of(review_id) is VersionState.REFUSED
    made = session().get_one(Appeal, appeal_id)
    assert (made.outcome, made.mentor_id, made.words) == (Outcome.KEPT, other, "من هم دیدم؛ تار است")


def test_who_decided_does_not_hear_the_appeal_nor_does_the_maker(maker):
    first = world.mentor()
    appeal_id = appeal(turned_down(maker, by=first))

    for act in (grant, keep):
        with pytest.raises(ConflictOfInterest, match="appeal"):
            act(appeal_id, first)
    assert vouching.appeals(programme.mentor(first), None) == (0, [])
    with pytest.raises(NotFound):
        vouching.open_appeal(appeal_id, programme.mentor(first), None)
    with pytest.raises(IntegrityError):
        behind_the_back(appeal_id, first)


def test_it_can_be_made_once_and_in_time_alone(maker):
    review_id = turned_down(maker)
    with pytest.raises(AppealNotPossible, match="words"):
        appeal(review_id, "  ")
    with world.later(days=15), pytest.raises(AppealNotPossible, match="late"):
        appeal(review_id)

    appeal(review_id)

    with pytest.raises(AppealNotPossible, match="again"):
        appeal(review_id)


def test_what_is_not_decided_or_vouched_for_has_no_appeal(maker):
    waiting = world.submitted(maker)
    with pytest.raises(AppealNotPossible, match="open"):
        appeal(waiting)
    world.vouch(waiting, world.mentor())
    world.fresh()
    with pytest.raises(AppealNotPossible, match="open"):
        appeal(waiting)


def test_changing_it_instead_ends_the_appeal(maker):
    review_id = turned_down(maker, vouching.send_back)
    appeal_id = appeal(review_id)

    with transaction():
        version = catalogue.version(session().get_one(Review, review_id).version_id)
        catalogue.draft_after(version, None)
        vouching.drop_appeal(version.id)

    world.fresh()
    assert session().get_one(Appeal, appeal_id).outcome is Outcome.DROPPED
    with pytest.raises(AppealNotPossible, match="newer"):
        grant(appeal_id, world.mentor())
    with pytest.raises(AlreadyDecided):
        keep(appeal_id, world.mentor())


def test_of_two_mentors_at_once_one_decides(app, maker):
    review_id = turned_down(maker)
    appeal_id, one, other = appeal(review_id), world.mentor(), world.mentor()

    done = world.at_once(app, lambda: grant(appeal_id, one), lambda: keep(appeal_id, other))

    assert sorted(type(each).__name__ for each in done) == ["AlreadyDecided", "NoneType"]
    world.fresh()
    granted = session().get_one(Appeal, appeal_id).outcome is Outcome.GRANTED
    assert (state_of(review_id) is VersionState.PUBLISHED) is granted
    assert world.broken_promises() == []


def test_near_ones_come_first_and_those_that_are_late_are_everybodys(maker):
    far = world.maker("1802")
    near_id, far_id = appeal(turned_down(maker)), appeal(turned_down(far))
    judge = programme.mentor(world.mentor())
    world.mentor("1802")  # who could judge the far one

    assert [item.appeal.id for item in vouching.appeals(judge, frozenset({"1801"}))[1]] == [near_id]
    with world.later(hours=73):
        both = vouching.appeals(judge, frozenset({"1801"}))[1]
    assert {item.appeal.id for item in both} == {near_id, far_id}


def test_one_that_nobody_of_its_county_may_judge_is_everybodys_at_once(app):
    first = world.mentor("1802")
    alone = appeal(turned_down(world.maker("1802"), vouching.refuse, first))
    judge = programme.mentor(world.mentor("1801"))

    assert [item.appeal.id for item in vouching.appeals(judge, frozenset({"1801"}))[1]] == [alone]


class Quarrel(RuleBasedStateMachine):
    """Maker, two mentors and the clock, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.maker, self.first, self.second = world.maker(), world.mentor(), world.mentor()
        self.review = turned_down(self.maker, vouching.send_back, self.first)
        self.ahead = timedelta(0)
        self.granted = False

    def act(self, deed: Callable[[], None]) -> bool:
        with world.later(hours=self.ahead.total_seconds() / 3600):
            try:
                with transaction():
                    deed()
            except Refusal:
                return False
            finally:
                world.fresh()
        return True

    def made(self) -> Appeal:
        found = vouching.appeal_of(self.review)
        if found is None:
            raise AppealNotPossible("open")
        return found

    def grant(self, mentor_id: int) -> None:
        made = self.made()
        vouching.grant_appeal(made, programme.mentor(mentor_id), world.look(self.review), world.UNKNOWN)

    @rule()
    def appeals(self) -> None:
        self.act(lambda: vouching.appeal(session().get_one(Review, self.review), "نه", None) and None)

    @rule(first=st.booleans())
    def grants(self, first: bool) -> None:
        mentor = self.first if first else self.second
        done = self.act(lambda: self.grant(mentor))
        assert not (done and first)
        self.granted |= done

    @rule(first=st.booleans())
    def keeps(self, first: bool) -> None:
        mentor = self.first if first else self.second
        done = self.act(lambda: vouching.dismiss_appeal(self.made(), programme.mentor(mentor), "دیدم"))
        assert not (done and (first or self.granted))

    @rule()
    def edits(self) -> None:
        def change() -> None:
            version = catalogue.version(session().get_one(Review, self.review).version_id)
            catalogue.draft_after(version, None)
            vouching.drop_appeal(version.id)

        self.act(change)

    @rule(hours=st.sampled_from([1, 80, 400]))
    def waits(self, hours: int) -> None:
        self.ahead += timedelta(hours=hours)

    @invariant()
    def nothing_is_on_sale_that_nobody_vouched_for(self) -> None:
        assert (state_of(self.review) is VersionState.PUBLISHED) is self.granted
        assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
def test_no_order_of_acts_publishes_what_was_not_granted():
    short = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Quarrel, settings=short)
