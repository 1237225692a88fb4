"""Whatever maker, mentor, staff and clock do, in any order: nothing unlicensed, unchecked or recalled is on sale."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import NoResultFound

from app import catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import HealthRoute, Part, Permit, PermitState, Recall, Shelf, Version, VersionState
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from app.vouching import RemarkReason, Request, Review, Vouch
from tests import world

RUNS = int(os.environ.get("SAFETY_SEQUENCES", "6"))
ROUTES = [HealthRoute.NONE, HealthRoute.WORKSHOP_ID, HealthRoute.HOME_DECLARATION, HealthRoute.NOT_ALLOWED]
GOODS = {world.TAHINI: HealthRoute.WORKSHOP_ID, world.HAND_BASKET: HealthRoute.NONE}
PICK = st.sampled_from([0, 0, 0, 1, 2, 5])


class Market(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        world.forget_index()
        self.now = clock.now()
        self.maker, self.mentor, self.staff = world.maker(), world.mentor(), world.official(Role.STAFF)
        with transaction():
            for good, route in GOODS.items():
                catalogue.decide_route(good, route, "test", self.staff)
        kinds = (catalogue.Product, Permit, Recall, Review, Version, Vouch)
        # What earlier runs left is not picked: a run is the same whenever it is repeated.
        self.before = {kind: session().scalar(select(func.max(kind.id))) or 0 for kind in kinds}
        self.sell(world.TAHINI, 30)

    def do(self, act: Callable[[], object]) -> None:
        """Somebody tries; a refusal is an answer too."""
        world.fresh()
        with clock.at(self.now), suppress(Refusal, NoResultFound):
            act()

    def write(self, act: Callable[[], object]) -> None:
        def inside() -> None:
            with transaction():
                act()

        self.do(inside)

    def one(self, kind: Any, pick: int, *where: ColumnElement[bool]) -> int:
        """The number of one of these things, the newest most often; or 0, which none has."""
        query = select(kind.id).where(kind.id > self.before[kind], *where).order_by(kind.id)
        found = list(session().scalars(query))
        return found[-1 - pick % len(found)] if found else 0

    @rule(good=st.sampled_from([*GOODS]), days=st.integers(1, 60), paper=st.booleans(), straight=st.booleans())
    def list_goods(self, good: str, days: int, paper: bool, straight: bool) -> None:
        def act() -> None:
            ware = world.Ware(good=good, permit=False)
            if paper:
                version = world.draft_under(self.maker, world.sent_permit(self.maker, days=days), ware)
            else:
                version = world.draft(self.maker, ware)
            with transaction():
                # The second way is somebody who finds a door that forgot to ask.
                (catalogue.submit if straight else vouching.submit)(catalogue.version(version), None)

        self.do(act)

    @rule(good=st.sampled_from([*GOODS]), days=st.integers(2, 60))
    def sell(self, good: str, days: int) -> None:
        """The straight way to the market."""

        def act() -> None:
            permit = world.sent_permit(self.maker, days=days)
            version = world.draft_under(self.maker, permit, world.Ware(good=good, permit=False))
            with transaction():
                catalogue.accept_permit(catalogue.permit(permit), self.staff)
                review = vouching.submit(catalogue.version(version), None).id
            world.vouch(review, self.mentor)

        self.do(act)

    @rule(pick=PICK)
    def edit(self, pick: int) -> None:
        def act() -> None:
            old = catalogue.version(self.one(Version, pick))
            draft = catalogue.draft_after(old, None)
            vouching.copy_disclosure(old, draft)
            vouching.submit(draft, None)

        self.write(act)

    @rule(pick=PICK, past_all=st.booleans())
    def vouch(self, pick: int, past_all: bool) -> None:
        def publish() -> None:
            with transaction():
                waiting = self.one(Version, pick, Version.state == VersionState.SUBMITTED)
                catalogue.publish(catalogue.version(waiting), None)

        def answer() -> None:
            world.vouch(self.one(Review, pick, Review.decided_at.is_(None)), self.mentor)

        self.do(publish if past_all else answer)

    @rule(pick=PICK, late=st.booleans())
    def turn_away(self, pick: int, late: bool) -> None:
        def act() -> None:
            mentor = programme.mentor(self.mentor)
            if late:
                vouching.withdraw_vouch(vouching.vouch_by_id(self.one(Vouch, pick)), "test", None)
            else:
                review = vouching.open_review(self.one(Review, pick), mentor, None)
                vouching.send_back(review, mentor, [Request(Part.PHOTO, RemarkReason.UNCLEAR_PHOTO)])

        self.write(act)

    @rule(pick=PICK, good=st.booleans())
    def check_paper(self, pick: int, good: bool) -> None:
        def act() -> None:
            permit = catalogue.permit(self.one(Permit, pick))
            if good:
                catalogue.accept_permit(permit, self.staff)
            else:
                catalogue.refuse_permit(permit, "خوانا نیست", self.staff)

        self.write(act)

    @rule(pick=PICK, over=st.booleans())
    def recall(self, pick: int, over: bool) -> None:
        def end() -> None:
            with transaction():
                catalogue.end_recall(session().get_one(Recall, self.one(Recall, pick)), "سالم", self.staff)

        def begin() -> None:
            world.recalled(self.one(catalogue.Product, pick), by=self.staff)

        self.do(end if over else begin)

    @rule(good=st.sampled_from([*GOODS]), route=st.sampled_from(ROUTES))
    def decide(self, good: str, route: HealthRoute) -> None:
        self.write(lambda: catalogue.decide_route(good, route, "نامه", self.staff))

    @rule(pick=PICK, became=st.sampled_from([Shelf.PAUSED, Shelf.ON_SALE, Shelf.ARCHIVED]))
    def shelve(self, pick: int, became: Shelf) -> None:
        self.write(lambda: catalogue.shelve(catalogue.product(self.one(catalogue.Product, pick)), became, None))

    @rule(days=st.sampled_from([1, 3, 20, 70]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        with clock.at(self.now):
            world.work()

    @invariant()
    def nothing_unsafe_is_sold(self) -> None:
        world.fresh()
        if not hasattr(self, "now"):
            return
        with clock.at(self.now):
            for number in catalogue.products_on_sale():
                lawful(number)


def lawful(number: int) -> None:
    """All that the law, staff and a recall say of a product that is on sale."""
    product = catalogue.product(number)
    version = catalogue.version(product.live_version_id or 0)
    good = catalogue.good(version.good_id or "")
    assert version.state is VersionState.PUBLISHED
    assert catalogue.standing_recall(number) is None, "recalled"
    assert good.route in {HealthRoute.NONE, version.health_route}, "unlicensed"
    if version.health_route is not HealthRoute.NONE:
        permit = catalogue.permit(version.permit_id or 0)
        assert permit.state is PermitState.ACCEPTED, "unchecked"
        assert permit.route is version.health_route
        assert permit.expires_on >= today(), "expired"


def test_nothing_unsafe_is_ever_on_sale(app: Flask):
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=checks,
            database=None,
            phases=[Phase.generate],
        ),
    )
