"""How often the same thing is heard: what was refused or settled once more with something new, by another person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import claims
from app.accounts import Role
from app.claims import ClaimNotPossible, ClaimState, Complaint, Reason, SameJudge, rules
from app.shared.database import transaction
from tests import world
from tests.claims.scene import PRICE, Sale, delivered, state
from tests.world import Ware, decide, verdict

pytestmark = pytest.mark.usefixtures("app")

Settle = Callable[[int], None]


def by_offer(claim_id: int) -> None:
    """Maker and buyer agree on a part, and she keeps the goods."""
    world.in_claim(claim_id, claims.offer, 500_000, "ببخشید")
    world.in_claim(claim_id, claims.accept_offer)


def by_staff(claim_id: int) -> None:
    """Staff give a part."""
    if state(claim_id) is ClaimState.OPEN:
        world.in_claim(claim_id, claims.contest, "نه")
    decide(claim_id, verdict(300_000))


def refusal(sale: Sale, reason: Reason, pieces: int, words: str = "این آن نیست که نوشته بود") -> str:
    with pytest.raises(ClaimNotPossible) as told, transaction():
        claims.open_claim(world.parcel(sale.parcel_id), Complaint(reason, words, {sale.line_id: pieces}), None)
    return told.value.reason


@pytest.mark.parametrize("settle", [by_offer, by_staff])
def test_what_was_settled_is_heard_once_more_with_something_new_and_no_more(bank, settle: Settle):
    sale = delivered(bank)
    settle(world.complain(sale.parcel_id))
    assert refusal(sale, Reason.NOT_AS_DESCRIBED, 1) == "nothing_new"

    again = world.complain(sale.parcel_id, words="دسته‌اش هم کنده شد")

    assert state(again) is ClaimState.DISPUTED
    by_staff(again)
    assert refusal(sale, Reason.NOT_AS_DESCRIBED, 1, "باز هم") == "decided"
    assert set(claims.possible(world.parcel(sale.parcel_id), sale.lines)) == {Reason.WITHDRAWAL}
    assert world.broken_promises() == []


@pytest.mark.parametrize("settle", [by_offer, by_staff])
def test_other_pieces_of_the_line_are_claimed_as_if_nothing_had_been_said(bank, settle: Settle):
    sale = delivered(bank, 3)
    settle(world.complain(sale.parcel_id, Reason.DAMAGED, {sale.line_id: 1}))
    assert refusal(sale, Reason.DAMAGED, 3) == "nothing_new"

    other = world.complain(sale.parcel_id, Reason.DAMAGED, {sale.line_id: 2})

    assert state(other) is ClaimState.OPEN
    settle(other)
    assert refusal(sale, Reason.DAMAGED, 1, "باز هم") == "decided"
    assert world.broken_promises() == []


def test_pieces_that_went_back_leave_the_others_unheard(bank):
    sale = delivered(bank, 2)
    world.in_claim(world.complain(sale.parcel_id, pieces={sale.line_id: 1}), claims.agree, goods_back=False)

    other = world.complain(sale.parcel_id, pieces={sale.line_id: 1})

    assert state(other) is ClaimState.OPEN


@pytest.mark.parametrize("settle", [by_offer, by_staff])
def test_after_an_offer_was_taken_she_may_still_change_her_mind(bank, settle: Settle):
    sale = delivered(bank)
    settle(world.complain(sale.parcel_id))

    withdrawal = world.complain(sale.parcel_id, Reason.WITHDRAWAL, words="")

    assert state(withdrawal) is ClaimState.RETURNING
    world.in_claim(withdrawal, claims.goods_came, sellable=True)
    assert [(line.refunded_quantity, line.refunded_rial) for line in sale.lines] == [(1, PRICE)]
    assert refusal(sale, Reason.WITHDRAWAL, 1) == "too_many_pieces"
    assert world.broken_promises() == []


def test_another_name_for_the_fault_is_the_same_thing(bank):
    sale = delivered(bank)
    judge, other = world.official(Role.STAFF), world.official(Role.STAFF)
    decide(world.dispute(sale.parcel_id, Reason.DAMAGED), verdict(), by=judge)
    assert refusal(sale, Reason.NOT_AS_DESCRIBED, 1) == "nothing_new"

    again = world.complain(sale.parcel_id, Reason.NOT_AS_DESCRIBED, words="عکسش را ببینید")

    assert state(again) is ClaimState.DISPUTED
    with pytest.raises(SameJudge):
        decide(again, verdict(), by=judge)
    decide(again, verdict(), by=other)
    assert refusal(sale, Reason.MISSING, 1, "سومین نام") == "decided"


def test_who_gave_a_part_does_not_hear_it_again(bank):
    sale = delivered(bank)
    judge = world.official(Role.STAFF)
    decide(world.dispute(sale.parcel_id), verdict(300_000), by=judge)
    again = world.complain(sale.parcel_id, Reason.DAMAGED, words="کم بود")

    with pytest.raises(SameJudge):
        decide(again, verdict(PRICE // 2), by=judge)


def test_a_judge_of_one_line_hears_of_another(bank):
    sale = delivered(bank, 1, (Ware(), Ware(title="حصیر")))
    judge = world.official(Role.STAFF)
    first, second = (line.id for line in sale.lines)
    decide(world.dispute(sale.parcel_id, pieces={first: 1}), verdict(), by=judge)

    decide(world.dispute(sale.parcel_id, pieces={second: 1}), verdict(100_000), by=judge)

    assert world.broken_promises() == []


def test_the_right_to_change_one_s_mind_and_what_never_came_stand_apart():
    apart = {Reason.WITHDRAWAL, Reason.NOT_ARRIVED}

    assert all(rules.alike(reason) == {reason} for reason in apart)
    assert all(rules.alike(reason) == set(Reason) - apart for reason in set(Reason) - apart)


@pytest.mark.parametrize(
    ("pieces", "gone", "settled", "others"),
    [
        (1, 0, 0, True),
        (3, 0, 0, True),
        (2, 0, 1, True),
        (3, 0, 1, False),
        (2, 1, 1, True),
        (1, 2, 1, True),
        (1, 0, 3, False),
    ],
)
def test_how_many_others_there_can_be_of_three(pieces, gone, settled, others):
    assert rules.of_others(pieces, 3, gone, settled) is others
