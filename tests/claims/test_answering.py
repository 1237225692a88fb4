"""Whose turn it is: the maker agrees, offers or contests; the buyer takes, leaves, sends back, or is content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import claims
from app.claims import Claim, ClaimState, OfferOutOfRange, Reason, WordsNeeded
from app.orders import ParcelState
from app.payments import RefundState
from app.shared.database import transaction
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, on_shelf, sent, state, steps, would_be_taken
from tests.orders.money import sent_back
from tests.world import Ware

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def sale(app: object, bank: object) -> Sale:
    """Two pieces, with the buyer; the money is held."""
    return delivered(bank, 2)  # type: ignore[arg-type]


def returning(sale: Sale, pieces: int = 1) -> int:
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: pieces})
    world.in_claim(claim_id, claims.agree, goods_back=True)
    return claim_id


def test_who_agrees_gives_the_claimed_pieces_back(sale):
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})

    world.in_claim(claim_id, claims.agree, goods_back=False)

    line = sale.lines[0]
    assert (line.refunded_quantity, line.refunded_rial) == (1, PRICE)
    assert steps(claim_id) == ["open", "granted"]
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]
    assert claims.claim(claim_id).refund_id is not None
    assert (claims.claim(claim_id).closed_at is not None, sale.frozen) == (True, False)


def test_the_maker_may_want_the_goods_first(sale):
    claim_id = returning(sale)

    assert (state(claim_id), sent_back(sale.order_id), sale.frozen) == (ClaimState.RETURNING, [], True)


@pytest.mark.parametrize(("sellable", "left"), [(True, 9), (False, 8)])
def test_goods_that_came_back_bring_the_money_and_the_sound_ones_go_to_the_shelf(sale, sellable, left):
    claim_id = returning(sale)
    world.in_claim(claim_id, claims.sent_back, "۱۲۳۴۵")

    world.in_claim(claim_id, claims.goods_came, sellable=sellable)

    assert on_shelf(sale.variant_ids[0]) == left
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]
    assert state(claim_id) is ClaimState.GRANTED
    assert world.broken_promises() == []


def test_goods_can_come_before_the_buyer_has_written_a_number(sale):
    claim_id = returning(sale)

    world.in_claim(claim_id, claims.goods_came, sellable=False)

    assert steps(claim_id) == ["open", "returning", "granted"]


def test_goods_come_back_once(sale):
    claim_id = returning(sale)
    world.in_claim(claim_id, claims.goods_came, sellable=True)

    with pytest.raises(MoveRefused):
        world.in_claim(claim_id, claims.goods_came, sellable=True)

    assert on_shelf(sale.variant_ids[0]) == 9
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]


def test_made_to_order_goods_do_not_come_to_a_shelf(bank):
    sale = delivered(bank, 1, (Ware(lead_days=2, on_hand=0),))
    claim_id = returning(sale)

    world.in_claim(claim_id, claims.goods_came, sellable=True)

    assert on_shelf(sale.variant_ids[0]) == 0


def test_the_number_of_the_parcel_sent_back_is_kept_in_latin_digits(sale):
    claim_id = returning(sale)

    world.in_claim(claim_id, claims.sent_back, " ۲۱۰۰۰\u202e۴ ")

    assert claims.claim(claim_id).return_tracking == "210004"


@pytest.mark.parametrize("nothing", ["", "  ", "\u200c"])
def test_goods_are_not_sent_back_without_a_number(sale, nothing):
    claim_id = returning(sale)

    with pytest.raises(WordsNeeded):
        world.in_claim(claim_id, claims.sent_back, nothing)


def test_an_offer_is_the_buyers_to_take(sale):
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})
    world.in_claim(claim_id, claims.offer, 1_000_000, "ببخشید")

    world.in_claim(claim_id, claims.accept_offer)

    line = sale.lines[0]
    assert (line.refunded_quantity, line.refunded_rial) == (0, 1_000_000)
    assert steps(claim_id) == ["open", "offered", "granted"]
    assert (claims.claim(claim_id).answer, claims.claim(claim_id).upheld) == ("ببخشید", True)


def test_an_offer_of_everything_takes_the_pieces_with_it(sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 2 * PRICE, "")

    world.in_claim(claim_id, claims.accept_offer)

    assert [(line.refunded_quantity, line.net_rial) for line in sale.lines] == [(2, 0)]


def test_an_offer_that_is_declined_goes_to_staff(sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1, "همین")

    world.in_claim(claim_id, claims.decline_offer)

    assert steps(claim_id) == ["open", "offered", "disputed"]
    assert sent_back(sale.order_id) == []


@pytest.mark.parametrize("amount", [0, -1, PRICE + 1])
def test_an_offer_is_more_than_nothing_and_no_more_than_is_claimed(sale, amount):
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})

    with pytest.raises(OfferOutOfRange) as caught:
        world.in_claim(claim_id, claims.offer, amount, "")

    assert caught.value.most == PRICE
    assert state(claim_id) is ClaimState.OPEN


def test_an_offer_on_several_lines_is_spread_over_them_to_the_rial(bank):
    sale = delivered(bank, 1, (Ware(price=1_000_003), Ware(price=2_000_001), Ware(price=7)))
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "")

    world.in_claim(claim_id, claims.accept_offer)

    assert sum(line.refunded_rial for line in sale.lines) == 1_000_000
    assert all(0 <= line.refunded_rial <= line.goods_rial for line in sale.lines)
    assert world.broken_promises() == []


def test_who_contests_says_why_and_staff_decide(sale):
    claim_id = world.complain(sale.parcel_id)
    with pytest.raises(WordsNeeded):
        world.in_claim(claim_id, claims.contest, " \u200c ")

    world.in_claim(claim_id, claims.contest, "همان است")

    assert (state(claim_id), claims.claim(claim_id).answer) == (ClaimState.DISPUTED, "همان است")


def test_what_came_back_can_be_contested_too(sale):
    claim_id = returning(sale)

    world.in_claim(claim_id, claims.contest, "شکسته برگشت")

    assert steps(claim_id) == ["open", "returning", "disputed"]


@pytest.mark.parametrize("turn", ["open", "offered", "returning", "disputed"])
def test_a_content_buyer_closes_it_at_any_time(sale, turn):
    claim_id = world.complain(sale.parcel_id)
    if turn == "offered":
        world.in_claim(claim_id, claims.offer, 1, "")
    elif turn == "returning":
        world.in_claim(claim_id, claims.agree, goods_back=True)
    elif turn == "disputed":
        world.in_claim(claim_id, claims.contest, "نه")

    world.in_claim(claim_id, claims.take_back)

    assert steps(claim_id)[-1] == "taken_back"
    assert (sale.frozen, sent_back(sale.order_id)) == (False, [])
    assert world.broken_promises() == []


def test_a_parcel_that_never_came_is_lost_and_all_of_it_goes_back(bank):
    sale = sent(bank, 2)
    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
        world.in_claim(claim_id, claims.agree, goods_back=True)

    assert (sale.state, state(claim_id)) == (ParcelState.LOST, ClaimState.GRANTED)
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 2 * PRICE + POST)]
    assert on_shelf(sale.variant_ids[0]) == 8
    assert world.broken_promises() == []


def test_a_part_for_a_parcel_that_never_came_leaves_it_on_its_way(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
        world.in_claim(claim_id, claims.offer, 1_000_000, "")
        world.in_claim(claim_id, claims.accept_offer)

    assert sale.state is ParcelState.SENT
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 1_000_000)]
    assert world.broken_promises() == []


ACTS: dict[str, Callable[[Claim], None]] = {
    "agree": lambda claim: claims.agree(claim, None, goods_back=False),
    "offer": lambda claim: claims.offer(claim, 1, "", None),
    "contest": lambda claim: claims.contest(claim, "نه", None),
    "came": lambda claim: claims.goods_came(claim, None, sellable=False),
    "accept": lambda claim: claims.accept_offer(claim, None),
    "decline": lambda claim: claims.decline_offer(claim, None),
    "sent": lambda claim: claims.sent_back(claim, "1", None),
    "take_back": lambda claim: claims.take_back(claim, None),
}
WAYS: dict[str, Callable[[Claim], None] | None] = {
    "open": None,
    "offered": ACTS["offer"],
    "returning": lambda claim: claims.agree(claim, None, goods_back=True),
    "disputed": ACTS["contest"],
    "granted": ACTS["agree"],
    "taken_back": ACTS["take_back"],
}
TURNS = {
    "open": {"agree", "offer", "contest", "take_back"},
    "offered": {"accept", "decline", "take_back"},
    "returning": {"came", "contest", "sent", "take_back"},
    "disputed": {"take_back"},
    "granted": set(),
    "taken_back": set(),
}


@pytest.mark.parametrize("turn", WAYS)
def test_nobody_acts_out_of_turn(sale, turn):
    claim_id, way = world.complain(sale.parcel_id), WAYS[turn]
    if way is not None:
        with transaction():
            way(claims.claim(claim_id))

    taken = {name for name, act in ACTS.items() if would_be_taken(lambda act=act: act(claims.claim(claim_id)))}

    assert state(claim_id) == turn
    assert taken == TURNS[turn]


@pytest.mark.parametrize("reason", [Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.MISSING])
def test_who_agrees_to_a_fault_upholds_it(bank, reason):
    claim_id = world.complain(delivered(bank).parcel_id, reason)

    world.in_claim(claim_id, claims.agree, goods_back=False)

    assert claims.claim(claim_id).upheld


def test_more_can_be_claimed_when_a_part_was_given(bank):
    sale = delivered(bank, 3)
    for _ in range(3):
        claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})
        world.in_claim(claim_id, claims.agree, goods_back=False)

    assert sum(amount for _, amount in sent_back(sale.order_id)) == 3 * PRICE + POST
    assert world.broken_promises() == []
