"""Staff's word on what buyer and maker could not settle."""

from __future__ import annotations

import pytest

from app import claims
from app.accounts import Role
from app.claims import ClaimState, OfferOutOfRange, Reason, WordsNeeded
from app.orders import ParcelState
from app.payments import RefundState
from app.shared import states
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, released, sent, state, steps
from tests.orders.money import sent_back
from tests.world import decide, verdict

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def sale(app: object, bank: object) -> Sale:
    return delivered(bank, 2)  # type: ignore[arg-type]


def test_staff_give_all_of_it_back(sale):
    claim_id = world.dispute(sale.parcel_id)

    decide(claim_id, verdict(2 * PRICE, POST, upheld=True))

    parcel = world.parcel(sale.parcel_id)
    assert [(line.refunded_quantity, line.net_rial) for line in sale.lines] == [(2, 0)]
    assert (parcel.refunded_delivery_rial, parcel.frozen) == (POST, False)
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 2 * PRICE + POST)]
    assert claims.claim(claim_id).upheld
    assert world.broken_promises() == []


def test_staff_give_a_part_and_the_pieces_stay(sale):
    claim_id = world.dispute(sale.parcel_id)

    decide(claim_id, verdict(1_234_567))

    assert [(line.refunded_quantity, line.refunded_rial) for line in sale.lines] == [(0, 1_234_567)]
    assert (state(claim_id), claims.claim(claim_id).upheld) == (ClaimState.GRANTED, False)


def test_staff_give_the_delivery_alone(sale):
    claim_id = world.dispute(sale.parcel_id)

    decide(claim_id, verdict(0, POST))

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, POST)]
    assert [line.refunded_rial for line in sale.lines] == [0]
    assert world.broken_promises() == []


def test_nothing_of_both_refuses_it(sale):
    claim_id = world.dispute(sale.parcel_id)

    decide(claim_id, verdict(words="همان است که نوشته بود"))

    assert steps(claim_id) == ["open", "disputed", "refused"]
    assert (sale.frozen, sent_back(sale.order_id)) == (False, [])
    assert claims.claim(claim_id).verdict == "همان است که نوشته بود"


def test_goods_go_back_first_and_then_all_of_the_money(sale):
    claim_id = world.dispute(sale.parcel_id)
    decide(claim_id, verdict(goods_back=True, upheld=True))
    assert (state(claim_id), sent_back(sale.order_id)) == (ClaimState.RETURNING, [])

    world.in_claim(claim_id, claims.goods_came, sellable=False)

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 2 * PRICE + POST)]
    assert claims.claim(claim_id).upheld


def test_staff_s_name_is_on_their_word(sale):
    claim_id, staff = world.dispute(sale.parcel_id), world.official(Role.STAFF)

    decide(claim_id, verdict(1, words="دیدم"), by=staff)

    last = states.history("claim", claim_id)[-1]
    assert (last.by_id, last.became) == (staff, "granted")


@pytest.mark.parametrize(
    ("amount", "delivery"),
    [(PRICE + 1, 0), (-1, 0), (0, POST + 1), (0, -1), (PRICE, POST + 1)],
)
def test_no_more_than_is_claimed_and_was_paid_for_the_way(sale, amount, delivery):
    claim_id = world.dispute(sale.parcel_id, pieces={sale.line_id: 1})

    with pytest.raises(OfferOutOfRange):
        decide(claim_id, verdict(amount, delivery))

    assert (state(claim_id), sent_back(sale.order_id)) == (ClaimState.DISPUTED, [])


@pytest.mark.parametrize("words", ["", " \n", "\u200c\u202e"])
@pytest.mark.parametrize("amount", [0, 1])
def test_nobody_is_refused_or_paid_without_words(sale, words, amount):
    claim_id = world.dispute(sale.parcel_id)

    with pytest.raises(WordsNeeded):
        decide(claim_id, verdict(amount, words=words))


def test_staff_decide_only_what_is_disputed(sale):
    claim_id = world.complain(sale.parcel_id)

    with pytest.raises(MoveRefused):
        decide(claim_id, verdict(PRICE))

    assert sent_back(sale.order_id) == []


@pytest.mark.parametrize("second", [verdict(PRICE), verdict(), verdict(goods_back=True)])
def test_a_claim_is_decided_once(sale, second):
    claim_id = world.dispute(sale.parcel_id)
    decide(claim_id, verdict(PRICE))

    with pytest.raises(MoveRefused):
        decide(claim_id, second)

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]


def test_what_came_back_otherwise_can_be_decided_again(sale):
    claim_id = world.dispute(sale.parcel_id)
    decide(claim_id, verdict(goods_back=True))
    world.in_claim(claim_id, claims.contest, "شکسته برگشت")

    decide(claim_id, verdict(PRICE, words="نیم‌به‌نیم"))

    assert steps(claim_id) == ["open", "disputed", "returning", "disputed", "granted"]
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]


def test_what_never_came_is_lost_when_staff_give_all_of_it(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.dispute(sale.parcel_id, Reason.NOT_ARRIVED, {})
        decide(claim_id, verdict(PRICE, POST))

    assert sale.state is ParcelState.LOST
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE + POST)]
    assert world.broken_promises() == []


@pytest.mark.parametrize("sell", [delivered, released])
def test_a_parcel_s_claims_together_give_no_more_than_was_paid(bank, sell):
    sale = sell(bank, 2)
    first = world.dispute(sale.parcel_id)
    decide(first, verdict(2 * PRICE - 1, POST))
    second = world.complain(sale.parcel_id, words="بیش از این است")

    with pytest.raises(OfferOutOfRange):
        decide(second, verdict(2))
    with pytest.raises(OfferOutOfRange):
        decide(second, verdict(1, 1))
    decide(second, verdict(1))

    assert sum(amount for _, amount in sent_back(sale.order_id)) == 2 * PRICE + POST
    assert world.broken_promises() == []


def test_those_that_wait_for_staff_come_first(bank):
    waiting = [world.dispute(delivered(bank).parcel_id) for _ in range(2)]
    other = world.complain(delivered(bank).parcel_id)
    over = world.dispute(delivered(bank).parcel_id)
    decide(over, verdict())

    total, found = claims.for_staff(None, None, 1)

    assert (total, [view.claim.id for view in found]) == (4, [*waiting, other, over])
    assert claims.count_for_staff(None) == 2
    assert [view.claim.id for view in claims.for_staff(None, ClaimState.REFUSED, 1)[1]] == [over]


def test_a_county_s_staff_see_its_makers_claims_alone(bank):
    here = world.dispute(delivered(bank, maker_id=world.maker("1801")).parcel_id)
    world.dispute(delivered(bank, maker_id=world.maker("1805")).parcel_id)
    reach = frozenset({"1801"})

    assert [view.claim.id for view in claims.for_staff(reach, None, 1)[1]] == [here]
    assert claims.count_for_staff(reach) == 1
