"""A buyer says that something is not right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import claims, orders
from app.accounts import Role
from app.claims import (
    OPEN,
    Claim,
    ClaimNotPossible,
    ClaimState,
    Complaint,
    Reason,
    SameJudge,
    TooLateToClaim,
    WordsNeeded,
)
from app.orders import ParcelState
from app.shared import clock, rulebook
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.pictures import BadPicture
from tests import world
from tests.claims.scene import PRICE, Sale, delivered, paid, released, sent, state, steps, would_be_taken
from tests.world import Ware

pytestmark = pytest.mark.usefixtures("app")
FAULTS = [Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.MISSING]
TWO = (Ware(), Ware(price=1_000_003))


def count() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Claim)) or 0


def refusal(sale: Sale, reason: Reason = Reason.DAMAGED, pieces: dict[int, int] | None = None) -> str:
    """Why a claim is not taken; nothing is left of the try."""
    with pytest.raises(ClaimNotPossible) as caught:
        world.complain(sale.parcel_id, reason, pieces)
    assert count() <= 1
    return caught.value.reason


@pytest.mark.parametrize("reason", FAULTS)
@pytest.mark.parametrize("sell", [delivered, released])
def test_a_fault_is_claimed_by_line_and_piece(bank, sell, reason):
    sale = sell(bank, 3, TWO)
    second = sale.lines[1]

    claim_id = world.complain(sale.parcel_id, reason, {second.id: 2})

    seen = claims.view(claims.claim(claim_id))
    assert [(line.id, pieces) for line, pieces in seen.lines] == [(second.id, 2)]
    assert (seen.amount, seen.delivery_due, seen.others_left) == (2 * 1_000_003, 0, 3)
    assert (seen.claim.reason, seen.claim.state, seen.claim.words) == (reason, "open", "این آن نیست که نوشته بود")
    assert world.broken_promises() == []


def test_the_maker_has_three_days_to_answer(bank):
    sale, now = delivered(bank), clock.now()
    with clock.at(now):
        claim = claims.claim(world.complain(sale.parcel_id))

    assert (claim.opened_at, claim.due_at) == (now, now + timedelta(hours=72))
    assert steps(claim.id) == ["open"]


def test_words_are_kept_clean_and_within_their_length(bank):
    claim_id = world.complain(delivered(bank).parcel_id, words="  كج\u202e است  \r\n\r\n\r\n\r\n" + "x" * 3000)

    words = claims.claim(claim_id).words
    assert words.startswith("کج است\n\nxxx")
    assert len(words) == 2000


@pytest.mark.parametrize("words", ["", "   ", "\u200c", "\u202e\n"])
def test_a_fault_without_words_is_not_taken(bank, words):
    sale = delivered(bank)

    with pytest.raises(WordsNeeded):
        world.complain(sale.parcel_id, words=words)

    assert (count(), sale.frozen) == (0, False)


def test_photos_are_kept_in_their_order_four_at_most(bank):
    sale = delivered(bank)
    with pytest.raises(ClaimNotPossible, match="too_many_pictures"):
        world.complain(sale.parcel_id, photos=[world.jpeg()] * 5)
    claim_id = world.complain(sale.parcel_id, photos=[world.jpeg(900 + n) for n in range(4)])
    world.work()

    pictures = claims.view(claims.claim(claim_id)).pictures
    assert [(one.state.value, one.width) for one in pictures] == [("ready", 900 + n) for n in range(4)]


def test_a_photo_that_is_none_opens_nothing(bank):
    sale = delivered(bank)

    with pytest.raises(BadPicture):
        world.complain(sale.parcel_id, photos=[world.jpeg(), b"%PDF-1.7 " + b"x" * 3000])

    assert (count(), sale.frozen) == (0, False)


def test_what_was_never_sent_or_was_called_off_has_nothing_to_claim(bank):
    new, lost = paid(bank), sent(bank)
    with transaction():
        orders.call_off(world.parcel(lost.parcel_id), ParcelState.LOST, None)

    assert refusal(new) == "not_sent"
    assert refusal(lost)
    assert [claims.possible(world.parcel(one.parcel_id), one.lines) for one in (new, lost)] == [{}, {}]


@pytest.mark.parametrize("reason", [*FAULTS, Reason.WITHDRAWAL])
def test_who_claims_of_a_parcel_on_its_way_has_it(bank, reason):
    sale = sent(bank)

    world.complain(sale.parcel_id, reason)

    parcel = world.parcel(sale.parcel_id)
    assert parcel.state is ParcelState.DELIVERED
    assert parcel.delivered_at is not None


def test_one_claim_at_a_time(bank):
    sale = delivered(bank, 2)
    world.complain(sale.parcel_id, pieces={sale.line_id: 1})

    assert refusal(sale, Reason.MISSING, {sale.line_id: 1}) == "open_already"
    assert claims.possible(world.parcel(sale.parcel_id), sale.lines) == {}


@pytest.mark.parametrize(
    ("pieces", "why"), [([3], "too_many_pieces"), ([0], "no_pieces"), ([-1], "no_pieces"), ([], "no_pieces")]
)
def test_pieces_that_cannot_be_are_not_taken(bank, pieces, why):
    sale = delivered(bank, 2)

    assert refusal(sale, pieces=dict(zip([sale.line_id], pieces, strict=False))) == why
    assert not sale.frozen


def test_a_line_of_another_parcel_is_not_taken(bank):
    sale, other = delivered(bank), delivered(bank)

    assert refusal(sale, pieces={other.line_id: 1}) == "no_pieces"
    assert refusal(sale, pieces={sale.line_id: 1, other.line_id: 1}) == "no_pieces"


def test_pieces_that_were_given_back_are_not_claimed_again(bank):
    sale = delivered(bank, 2)
    world.refund(sale.line_id, quantity=1, rials=PRICE)

    assert refusal(sale, pieces={sale.line_id: 2}) == "too_many_pieces"
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})
    assert claims.view(claims.claim(claim_id)).amount == PRICE


def test_a_discount_lowers_what_the_pieces_are_worth(bank):
    sale = delivered(bank, 2)
    world.refund(sale.line_id, rials=1_000_001)

    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})

    assert claims.view(claims.claim(claim_id)).amount == (2 * PRICE - 1_000_001) // 2


def test_a_fault_can_be_told_for_fourteen_days_from_the_arrival(bank):
    sale = released(bank)
    last = today() + timedelta(days=14)

    with world.later(days=15), pytest.raises(TooLateToClaim) as caught:
        world.complain(sale.parcel_id)
    assert caught.value.ended_on == last
    with world.later(days=14):
        assert state(world.complain(sale.parcel_id)) is ClaimState.OPEN


def test_what_has_not_come_can_be_said_after_the_promised_day(bank):
    sale = sent(bank)
    wait = world.parcel(sale.parcel_id).promised_on - today()

    assert refusal(sale, Reason.NOT_ARRIVED) == "not_due"
    assert Reason.NOT_ARRIVED not in claims.possible(world.parcel(sale.parcel_id), sale.lines)
    with world.later(days=wait.days):
        assert refusal(sale, Reason.NOT_ARRIVED) == "not_due"
    with world.later(days=wait.days + 1):
        assert Reason.NOT_ARRIVED in claims.possible(world.parcel(sale.parcel_id), sale.lines)
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
    assert sale.state is ParcelState.SENT
    assert claims.view(claims.claim(claim_id)).amount == PRICE


def test_what_has_come_is_not_said_to_be_missing_on_the_way(bank):
    sale = delivered(bank)

    with world.later(days=10):
        assert refusal(sale, Reason.NOT_ARRIVED) == "arrived"


@pytest.mark.parametrize("sell", [sent, delivered, released])
def test_what_can_be_said_is_what_is_taken(bank, sell):
    """Whatever `possible` offers is opened, and what it does not offer is refused."""
    sale = sell(bank)
    pieces = {sale.line_id: 1}
    told = {}
    for days in (0, 4, 6, 9, 12, 16):
        with world.later(days=days):
            offered = claims.possible(world.parcel(sale.parcel_id), sale.lines)
            for reason in Reason:
                complaint = Complaint(reason, "کج است", pieces)
                taken = would_be_taken(
                    lambda complaint=complaint: claims.open_claim(world.parcel(sale.parcel_id), complaint, None)
                )
                told[days, reason.value] = (reason in offered, taken)

    assert {case: both for case, both in told.items() if both[0] is not both[1]} == {}
    assert {both[0] for both in told.values()} == {True, False}


def test_what_staff_refused_is_heard_once_more_with_something_new(bank):
    sale = delivered(bank, 2, TWO)
    first, second = (line.id for line in sale.lines)
    world.decide(world.dispute(sale.parcel_id, pieces={first: 1}), world.verdict())
    assert refusal(sale, Reason.NOT_AS_DESCRIBED, {first: 1}) == "nothing_new"

    appeal = world.complain(sale.parcel_id, pieces={first: 2}, words="از فروشنده عکسِ دیگری دارم")

    assert claims.claim(appeal).state is ClaimState.DISPUTED
    world.decide(appeal, world.verdict())
    with pytest.raises(ClaimNotPossible) as told:
        world.complain(sale.parcel_id, pieces={first: 1, second: 1}, words="باز هم")
    assert told.value.reason == "decided"
    assert Reason.NOT_AS_DESCRIBED in claims.possible(world.parcel(sale.parcel_id), sale.lines)
    world.complain(sale.parcel_id, pieces={second: 1}, words="باز هم")
    assert world.broken_promises() == []


def test_who_refused_a_claim_does_not_hear_its_appeal(bank):
    sale = delivered(bank, 2, TWO)
    first = sale.lines[0].id
    judge, other = world.official(Role.STAFF), world.official(Role.STAFF)
    world.decide(world.dispute(sale.parcel_id, pieces={first: 1}), world.verdict(), by=judge)
    appeal = world.complain(sale.parcel_id, pieces={first: 1}, words="از فروشنده عکسِ دیگری دارم")

    with pytest.raises(SameJudge):
        world.decide(appeal, world.verdict(100_000), by=judge)
    assert claims.claim(appeal).state is ClaimState.DISPUTED

    world.decide(appeal, world.verdict(100_000), by=other)
    assert claims.claim(appeal).state is ClaimState.GRANTED


def test_the_last_day_is_the_one_that_held_when_it_arrived(bank):
    sale = delivered(bank)
    promised = claims.possible(world.parcel(sale.parcel_id), sale.lines)[Reason.DAMAGED]

    with world.later(days=1), transaction():
        rulebook.set_rule(claims.CLAIM_DAYS, 7, source="a shorter one", by=None)

    with world.later(days=2):
        assert claims.possible(world.parcel(sale.parcel_id), sale.lines)[Reason.DAMAGED] == promised


def test_a_reason_that_was_heard_twice_of_all_is_not_offered_again(bank):
    sale = delivered(bank)
    for words in ("کج است", "عکسش را ببینید"):
        claim_id = world.complain(sale.parcel_id, Reason.DAMAGED, words=words)
        if claims.claim(claim_id).state is ClaimState.OPEN:
            world.in_claim(claim_id, claims.contest, "نه")
        world.decide(claim_id, world.verdict())

    offered = claims.possible(world.parcel(sale.parcel_id), sale.lines)

    assert set(offered) == {Reason.WITHDRAWAL}


def test_after_a_claim_is_over_another_can_be_opened(bank):
    sale = delivered(bank, 2)
    for _ in range(2):
        claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})
        world.in_claim(claim_id, claims.agree, goods_back=False)

    assert count() == 2
    assert [line.refunded_quantity for line in sale.lines] == [2]
    assert not set(OPEN) & {one.claim.state for one in claims.by_parcel([sale.parcel_id])[sale.parcel_id]}
    assert world.broken_promises() == []
