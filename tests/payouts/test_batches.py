"""What makers have earned goes to their accounts, in batches that two persons answer for."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import ledger, payouts
from app.ledger import JournalKind, chart
from app.payouts import BatchState, ItemState, NothingToPay, SamePerson, TrackingMissing
from app.shared import outbox
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.payouts.scene import (
    build,
    confirm,
    earn,
    earner,
    exported,
    in_transit,
    items,
    new_sheba,
    officers,
    owed,
    send_back,
    step,
)

pytestmark = pytest.mark.usefixtures("app")


def state(batch_id: int) -> BatchState:
    world.fresh()
    return payouts.batch(batch_id).state


def test_what_she_owes_is_taken_off_before_she_is_paid():
    maker_id = earner(4_000_000)
    earn(maker_id, -1_500_000, JournalKind.CLAWBACK)

    assert items(build(officers()[0])) == [(maker_id, 2_500_000, ItemState.PENDING)]


def test_with_nobody_to_pay_no_batch_is_made():
    earner(499_999)

    with pytest.raises(NothingToPay):
        build(officers()[0])

    world.fresh()
    assert payouts.batches() == []


def test_who_waits_in_a_batch_is_not_in_the_next_one():
    first, by = earner(), officers()[0]
    build(by)
    with pytest.raises(NothingToPay):
        build(by)
    second = earner()

    assert [maker_id for maker_id, _, _ in items(build(by))] == [second]
    assert first != second


def test_who_built_a_batch_does_not_approve_it():
    earner()
    builder, approver = officers()
    batch_id = build(builder)

    with pytest.raises(SamePerson):
        step(payouts.approve, batch_id, builder)
    assert state(batch_id) is BatchState.DRAFT

    step(payouts.approve, batch_id, approver)
    assert state(batch_id) is BatchState.APPROVED


def test_the_database_too_wants_a_second_person():
    earner()
    batch_id = build(officers()[0])

    for change in ("approved_by = created_by, state = 'approved'", "state = 'approved'"):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(f"UPDATE payout_batch SET {change} WHERE id = {batch_id}"))


def test_what_is_not_approved_does_not_go_to_the_bank():
    maker_id = earner()
    builder, approver = officers()
    batch_id = build(builder)

    with pytest.raises(MoveRefused):
        step(payouts.export, batch_id, approver)

    assert (state(batch_id), owed(maker_id), in_transit()) == (BatchState.DRAFT, 4_000_000, 0)


def test_from_her_balance_to_the_bank_to_her_account():
    maker_id = earner()
    batch_id, approver = exported()
    assert (owed(maker_id), in_transit()) == (0, 4_000_000)
    assert world.broken_promises() == []

    confirm(batch_id, approver, "۱۴۰۳-۷۷")

    assert items(batch_id) == [(maker_id, 4_000_000, ItemState.PAID)]
    assert payouts.items_of(batch_id)[0].tracking_no == "1403-77"
    assert state(batch_id) is BatchState.CLOSED
    assert (owed(maker_id), in_transit(), ledger.balance(chart.BANK)) == (0, 0, -4_000_000)
    assert world.broken_promises() == []


def test_what_the_bank_sends_back_is_hers_again():
    maker_id, other = earner(), earner(700_000)
    batch_id, approver = exported()
    first, second = payouts.items_of(batch_id)

    send_back(first.id, approver)
    assert (owed(maker_id), in_transit(), state(batch_id)) == (4_000_000, 700_000, BatchState.EXPORTED)
    with transaction():
        payouts.confirm(payouts.item(second.id), "77", approver)

    assert state(batch_id) is BatchState.CLOSED
    assert (owed(other), in_transit(), ledger.balance(chart.BANK)) == (0, 0, -700_000)
    assert items(build(approver)) == [(maker_id, 4_000_000, ItemState.PENDING)]
    assert world.broken_promises() == []


def test_a_payment_is_confirmed_with_the_bank_s_number():
    earner()
    batch_id, approver = exported()

    for nothing in ("", "  ", "\u200c"):
        with pytest.raises(TrackingMissing):
            confirm(batch_id, approver, nothing)

    assert in_transit() == 4_000_000


@pytest.mark.parametrize("end", [confirm, lambda batch, by: send_back(payouts.items_of(batch)[0].id, by)])
def test_what_is_decided_is_decided_once(end):
    earner()
    batch_id, approver = exported()
    confirm(batch_id, approver)

    with pytest.raises(MoveRefused):
        end(batch_id, approver)

    assert (in_transit(), ledger.balance(chart.BANK)) == (0, -4_000_000)


def test_a_batch_that_is_called_off_leaves_everything_as_it_was():
    maker_id = earner()
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)

    step(payouts.cancel, batch_id, builder)

    assert (state(batch_id), owed(maker_id), in_transit()) == (BatchState.CANCELLED, 4_000_000, 0)
    for act in (payouts.export, payouts.approve, payouts.cancel):
        with pytest.raises(MoveRefused):
            step(act, batch_id, approver)
    assert items(build(builder)) == [(maker_id, 4_000_000, ItemState.PENDING)]


def test_what_went_to_the_bank_is_not_called_off():
    earner()
    batch_id, approver = exported()

    with pytest.raises(MoveRefused):
        step(payouts.cancel, batch_id, approver)

    assert in_transit() == 4_000_000


def test_who_changed_her_sheba_or_has_less_by_now_is_held_back():
    moved, shrunk, same = earner(), earner(), earner()
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    new_sheba(moved)
    earn(shrunk, -1, JournalKind.CLAWBACK)

    step(payouts.export, batch_id, approver)

    assert {maker_id: became for maker_id, _, became in items(batch_id)} == {
        moved: ItemState.HELD,
        shrunk: ItemState.HELD,
        same: ItemState.EXPORTED,
    }
    assert [one.why for one in payouts.items_of(batch_id)] == ["sheba_changed", "balance_shrunk", ""]
    assert (owed(moved), owed(shrunk), owed(same), in_transit()) == (4_000_000, 3_999_999, 0, 4_000_000)
    assert world.broken_promises() == []


def test_a_batch_of_which_all_were_held_back_is_closed():
    maker_id = earner()
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    earn(maker_id, -1, JournalKind.CLAWBACK)

    step(payouts.export, batch_id, approver)

    assert (state(batch_id), in_transit()) == (BatchState.CLOSED, 0)


def test_what_she_earned_meanwhile_waits_for_the_next_batch():
    maker_id = earner()
    builder, approver = officers()
    batch_id = build(builder)
    earn(maker_id, 900_000)
    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)

    assert (owed(maker_id), in_transit()) == (900_000, 4_000_000)
    assert items(build(builder)) == [(maker_id, 900_000, ItemState.PENDING)]


def test_a_sale_is_paid_out_less_commission_with_its_postage(bank):
    maker_id = world.maker()
    world.bank_account(maker_id)
    world.sold(bank, {world.variant(maker_id): 1})

    batch_id, approver = exported()
    confirm(batch_id, approver)

    assert items(batch_id) == [(maker_id, 3_800_000 + 500_000, ItemState.PAID)]
    assert world.broken_promises() == []


def test_a_paid_maker_is_told():
    earner()
    batch_id, approver = exported()
    confirm(batch_id, approver)
    while outbox.drain():
        pass

    told = session().scalars(text("SELECT payload FROM outbox WHERE event = 'LetterDue' ORDER BY id DESC")).first()
    assert "payout_paid" in str(told)
