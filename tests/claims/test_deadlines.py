"""Whoever's turn it was let the time pass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import claims
from app.claims import ClaimState
from app.shared import rulebook, states
from app.shared.database import transaction
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import Sale, delivered, state, steps
from tests.orders.money import sent_back

pytestmark = pytest.mark.usefixtures("app")
HOURS = {"open": 72, "offered": 72, "returning": 14 * 24}


@pytest.fixture
def sale(app: object, bank: object) -> Sale:
    return delivered(bank)  # type: ignore[arg-type]


def waiting(sale: Sale, turn: str) -> int:
    claim_id = world.complain(sale.parcel_id)
    if turn == "offered":
        world.in_claim(claim_id, claims.offer, 1_000, "")
    elif turn == "returning":
        world.in_claim(claim_id, claims.agree, goods_back=True)
    return claim_id


@pytest.mark.parametrize("turn", HOURS)
def test_silence_brings_it_to_staff_when_the_time_is_over_and_no_sooner(sale, turn):
    claim_id = waiting(sale, turn)

    with world.later(hours=HOURS[turn], minutes=-1):
        world.work()
        assert state(claim_id) == turn
    with world.later(hours=HOURS[turn], minutes=1):
        world.work()

    last = states.history("claim", claim_id)[-1]
    assert (last.became, last.note, last.by_id) == ("disputed", "silence", None)
    assert (sale.frozen, sent_back(sale.order_id)) == (True, [])
    assert world.broken_promises() == []


def test_goods_on_their_way_back_have_fourteen_days_from_the_number(sale):
    claim_id = waiting(sale, "returning")
    with world.later(days=13):
        world.in_claim(claim_id, claims.sent_back, "123")

    with world.later(days=26):
        world.work()
        assert state(claim_id) is ClaimState.RETURNING
    with world.later(days=27, minutes=1):
        world.work()

    assert state(claim_id) is ClaimState.DISPUTED


def test_the_time_runs_out_once(sale):
    claim_id = waiting(sale, "open")

    with world.later(days=4):
        world.work()
        world.work()

    assert steps(claim_id) == ["open", "disputed"]


def test_staff_s_own_time_closes_nothing(sale):
    claim_id = world.dispute(sale.parcel_id)

    with world.later(days=6):
        assert claims.view(claims.claim(claim_id)).overdue
        world.work()

    assert state(claim_id) is ClaimState.DISPUTED
    assert sale.frozen


def test_an_answer_that_comes_too_late_is_refused(sale):
    claim_id = waiting(sale, "open")
    with world.later(days=4):
        world.work()

    with pytest.raises(MoveRefused):
        world.in_claim(claim_id, claims.agree, goods_back=False)


def test_an_offer_that_has_lapsed_is_not_taken(sale):
    claim_id = waiting(sale, "offered")
    with world.later(days=4):
        world.work()

    with pytest.raises(MoveRefused):
        world.in_claim(claim_id, claims.accept_offer)

    assert sent_back(sale.order_id) == []


def test_the_programme_may_give_the_maker_longer(sale):
    with transaction():
        rulebook.set_rule(claims.ANSWER_HOURS, 100, source="decision 12", by=None)

    claim = claims.claim(waiting(sale, "open"))

    assert timedelta(hours=99) < claim.due_at - claim.opened_at < timedelta(hours=101)
