"""Whatever three mentors, a maker, staff and the clock do, in any order: who answers for what is on sale may do so."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app import catalogue, programme, vouching
from app.catalogue import Shelf
from app.shared import clock, schedule
from app.shared.database import session, transaction
from app.shared.errors import NotFound, Refusal
from app.vouching import Assent, InterestKind, Record, Review, Vouch
from tests import world
from tests.vouching.desk import REQUEST

RUNS = int(os.environ.get("VOUCHING_SEQUENCES", "12"))
WHO = st.integers(0, 2)
PICK = st.integers(0, 5)


class Desk(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        world.forget_index()
        self.now = clock.now()
        self.maker = world.maker()
        self.mentors = [world.mentor() for _ in range(3)]
        self.before = session().scalar(select(func.max(Review.id))) or 0
        world.vouch(world.submitted(self.maker), self.mentors[0])
        world.submitted(self.maker)

    def write(self, act: Callable[[], object]) -> bool:
        """Somebody tries; a refusal is an answer too."""
        world.fresh()
        with clock.at(self.now), suppress(Refusal, NotFound, NoResultFound):
            with transaction():
                act()
            return True
        return False

    def review(self, pick: int) -> Review:
        mine = session().scalars(select(Review).where(Review.id > self.before).order_by(Review.id)).all()
        return mine[pick % len(mine)]

    def standing(self, pick: int) -> Vouch:
        query = select(Vouch).where(Vouch.mentor_id.in_(self.mentors), Vouch.withdrawn_at.is_(None))
        mine = session().scalars(query.order_by(Vouch.id)).all()
        if not mine:
            raise NoResultFound
        return mine[pick % len(mine)]

    @rule()
    def sends(self) -> None:
        world.fresh()
        with clock.at(self.now):
            world.submitted(self.maker)

    @rule(who=WHO, pick=PICK, much=st.booleans())
    def vouches(self, who: int, pick: int, much: bool) -> None:
        def act() -> None:
            mentor, review = programme.mentor(self.mentors[who]), self.review(pick)
            vouching.vouch(review, mentor, world.look(review.id), Record(9_999 if much else 0, 0))

        self.write(act)

    @rule(who=WHO, pick=PICK, hard=st.booleans())
    def turns_down(self, who: int, pick: int, hard: bool) -> None:
        act = vouching.refuse if hard else vouching.send_back
        self.write(lambda: act(self.review(pick), programme.mentor(self.mentors[who]), [REQUEST]))

    @rule(pick=PICK)
    def appeals(self, pick: int) -> None:
        self.write(lambda: vouching.appeal(self.review(pick), "نه", None))

    @rule(who=WHO, pick=PICK, much=st.booleans())
    def grants(self, who: int, pick: int, much: bool) -> None:
        def act() -> None:
            review, mentor = self.review(pick), programme.mentor(self.mentors[who])
            made = vouching.appeal_of(review.id)
            if made is not None:
                vouching.grant_appeal(made, mentor, world.look(review.id), Record(9_999 if much else 0, 0))

        self.write(act)

    @rule(who=WHO)
    def is_tied(self, who: int) -> None:
        mentor, maker = self.mentors[who], self.maker
        self.write(
            lambda: vouching.declare_interest(
                programme.mentor(mentor), programme.trainee(maker), InterestKind.FAMILY, "", None
            )
        )

    @rule(who=WHO)
    def is_tied_no_more(self, who: int) -> None:
        def act() -> None:
            for tie, _ in vouching.interests_of(self.mentors[who]):
                vouching.end_interest(self.mentors[who], tie.id, None)

        self.write(act)

    @rule(who=WHO)
    def leaves(self, who: int) -> None:
        self.write(lambda: vouching.take_leave(programme.mentor(self.mentors[who]), None))

    @rule(who=WHO)
    def comes_back(self, who: int) -> None:
        self.write(lambda: vouching.come_back(programme.mentor(self.mentors[who]), None))

    @rule(who=WHO, pick=PICK)
    def follows(self, who: int, pick: int) -> None:
        def act() -> None:
            given = self.standing(pick)
            review = session().scalars(select(Review.id).where(Review.version_id == given.version_id)).one()
            vouching.follow(given, programme.mentor(self.mentors[who]), world.look(review))

        self.write(act)

    @rule(pick=PICK, lower=st.booleans())
    def withdraws(self, pick: int, lower: bool) -> None:
        def act() -> None:
            given = self.standing(pick)
            if lower:
                vouching.regrade(given, vouching.Grade.SECONDS, "کج است", given.mentor_person_id)
            else:
                vouching.withdraw_vouch(given, "دیگر نه", given.mentor_person_id)

        self.write(act)

    @rule(days=st.sampled_from([1, 10, 31, 400]))
    def waits(self, days: int) -> None:
        self.now += timedelta(days=days)
        world.fresh()
        with clock.at(self.now):
            schedule.run_due(now_all=True)

    @invariant()
    def what_is_on_sale_was_looked_at_by_who_may(self) -> None:
        world.fresh()
        with clock.at(self.now):
            assert [name for name, figure in vouching.invariants() if figure] == []
        on_sale = select(catalogue.Product.live_version_id).where(catalogue.Product.state == Shelf.ON_SALE)
        rows = session().execute(
            select(Vouch, Review)
            .join(Review, Review.version_id == Vouch.version_id)
            .where(Vouch.withdrawn_at.is_(None), Vouch.version_id.in_(on_sale), Review.id > self.before)
        )
        for given, review in rows:
            looked = review.mentor_id is not None or vouching.appeal_of(review.id) is not None
            first = session().scalar(select(Assent.mentor_id).where(Assent.review_id == review.id))
            assert looked
            assert given.mentor_id != first


@pytest.mark.usefixtures("app")
def test_no_order_of_acts_lets_anybody_answer_who_may_not():
    short = settings(max_examples=RUNS, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Desk, settings=short)
