"""What staff decide the law asks for a good: it holds for drafts, for what waits for a mentor, and for what is sold."""

from __future__ import annotations

import pytest

from app import catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import HealthRoute, PermitNeeded, RouteUndecided, SaleNotAllowed, Shelf, VersionState
from app.shared import audit, states
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.vouching import NotComplete
from tests import world

DATE_COFFEE, TAMARIND = "B056", "B081"


def decide(good: str, route: HealthRoute) -> int:
    staff = world.official(Role.STAFF)
    with transaction():
        catalogue.decide_route(good, route, "نامهٔ دانشگاهِ علومِ پزشکی", staff)
    return staff


def send(version_id: int) -> int:
    with transaction():
        return vouching.submit(catalogue.version(version_id), None).id


def state_of(product_id: int) -> Shelf:
    world.fresh()
    return catalogue.product(product_id).state


@pytest.mark.parametrize("good", [DATE_COFFEE, TAMARIND])
def test_what_staff_have_not_decided_is_not_sold(app, good: str):
    draft = world.draft(world.maker(), world.Ware(good=good))

    with pytest.raises(RouteUndecided):
        send(draft)

    assert good in {one.id for one in catalogue.undecided_goods()}


def test_what_staff_decide_holds_for_drafts_that_wait_for_it(app):
    free, bound = (world.draft(world.maker(), world.Ware(good=good)) for good in (DATE_COFFEE, TAMARIND))
    decide(DATE_COFFEE, HealthRoute.NONE)
    decide(TAMARIND, HealthRoute.WORKSHOP_ID)

    world.vouch(send(free), world.mentor())

    assert state_of(catalogue.version(free).product_id) is Shelf.ON_SALE
    with pytest.raises(NotComplete):
        send(bound)


@pytest.mark.parametrize("paused", [False, True])
def test_what_is_sold_goes_off_sale_when_staff_decide_that_it_needs_another_paper(app, paused: bool):
    maker = world.maker()
    product, other = world.product(maker), world.product(maker, world.Ware(good="B002"))
    if paused:
        with transaction():
            catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    decide(world.HAND_BASKET, HealthRoute.WORKSHOP_ID)

    assert (state_of(product), state_of(other)) == (Shelf.WITHDRAWN, Shelf.ON_SALE)
    assert states.history("product", product)[-1].note == "route_decided"


def test_what_meets_the_decision_stays_on_sale(app):
    product = world.product(world.maker(), world.Ware(good=world.TAHINI))

    decide(world.TAHINI, HealthRoute.WORKSHOP_ID)
    kept = state_of(product)
    decide(world.TAHINI, HealthRoute.NONE)

    assert (kept, state_of(product)) == (Shelf.ON_SALE, Shelf.ON_SALE)


def test_a_decision_is_traced_and_outlives_a_new_reading_of_the_lists(app):
    staff = decide(DATE_COFFEE, HealthRoute.NONE)

    with transaction():
        catalogue.load_goods()

    good = catalogue.good(DATE_COFFEE)
    assert (good.route, good.route_decided_by) == (HealthRoute.NONE, staff)
    assert good.route_source == "نامهٔ دانشگاهِ علومِ پزشکی"
    assert [(one.act, one.by_id) for one in audit.of("good", 56)] == [("route_decided", staff)]
    assert DATE_COFFEE in {one.id for one in catalogue.undecided_goods()}


@pytest.mark.parametrize(
    ("route", "refusal"),
    [
        (HealthRoute.WORKSHOP_ID, PermitNeeded),
        (HealthRoute.NOT_ALLOWED, SaleNotAllowed),
        (HealthRoute.UNKNOWN, RouteUndecided),
    ],
)
def test_a_decision_holds_for_what_already_waits_for_a_mentor(app, route: HealthRoute, refusal: type[Refusal]):
    review, mentor = world.submitted(world.maker()), world.mentor()
    decide(world.HAND_BASKET, route)

    with pytest.raises(refusal):
        world.vouch(review, mentor)

    world.fresh()
    version = catalogue.version(vouching.open_review(review, programme.mentor(mentor), None).version_id)
    assert version.state is VersionState.SUBMITTED
    assert state_of(version.product_id) is Shelf.UNLISTED
