"""Who can be paid, and what stands in the way."""

import pytest

from app import payouts
from app.payouts import ItemState, Obstacle
from app.shared import rulebook
from app.shared.database import transaction
from tests import world
from tests.payouts.scene import (
    build,
    earn,
    earner,
    items,
    new_sheba,
    officers,
)

pytestmark = pytest.mark.usefixtures("app")


def obstacle(maker_id: int) -> Obstacle | None:
    world.fresh()
    return payouts.payable()[maker_id][1]


def test_who_can_be_paid_and_what_stands_in_the_way():
    ready = earner(500_000)
    little = earner(499_999)
    unverified = earner(verified=False)
    fresh = earner(days_ago=2)
    homeless = world.maker()
    earn(homeless, 4_000_000)
    debtor = earner(-4_000_000)

    assert {maker_id: why for maker_id, (_, why) in payouts.payable().items()} == {
        ready: None,
        little: Obstacle.BELOW_MINIMUM,
        unverified: Obstacle.UNVERIFIED_SHEBA,
        fresh: Obstacle.FRESH_SHEBA,
        homeless: Obstacle.NO_SHEBA,
    }
    assert debtor not in payouts.payable()
    assert items(build(officers()[0])) == [(ready, 500_000, ItemState.PENDING)]


def test_the_minimum_is_the_programme_s_to_change():
    maker_id = earner(499_999)
    with transaction():
        rulebook.set_rule(payouts.MINIMUM, 400_000, source="decision 7", by=None)

    assert obstacle(maker_id) is None


def test_a_changed_sheba_waits_72_hours_though_it_is_verified():
    maker_id = earner()
    assert obstacle(maker_id) is None
    new_sheba(maker_id)

    assert obstacle(maker_id) is Obstacle.FRESH_SHEBA
    with world.later(hours=71, minutes=59):
        assert obstacle(maker_id) is Obstacle.FRESH_SHEBA
    with world.later(hours=72, minutes=1):
        assert obstacle(maker_id) is None


def test_a_new_sheba_is_not_verified_because_the_old_one_was():
    maker_id = earner()
    new_sheba(maker_id, verified=False)

    with world.later(days=30):
        assert obstacle(maker_id) is Obstacle.UNVERIFIED_SHEBA
