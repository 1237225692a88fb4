"""What the demo shows of help: a listing that waits for its maker's code, and a waiver with its reason."""

from __future__ import annotations

import pytest

from app import catalogue, programme, vouching
from app.accounts import Role
from app.demo import helped
from tests import world

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("good", [world.HAND_BASKET, world.TAHINI])
def test_a_listing_waits_for_its_makers_code(good):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, world.Ware(good=good))
    like = catalogue.product(product).live_version_id

    version_id = helped.assisted_listing(like, programme.mentor(mentor).person_id)

    waiting = vouching.unconfirmed_of(maker)
    assert [one.version.id for one in waiting] == [version_id]
    assert waiting[0].told_at is not None


def test_a_waiver_has_its_reason():
    maker = world.maker()

    helped.waiver(maker, world.official(Role.STAFF))

    waived = [one for one in programme.checklist_of(programme.trainee(maker)) if one.waived]
    assert [one.item.code for one in waived] == ["licence_seen"]
