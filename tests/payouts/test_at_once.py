"""Two people of finance at the same moment pay nobody twice."""

from app import ledger, payouts
from app.ledger import chart
from app.payouts import BatchState, ItemState, NothingToPay
from app.shared.states import MoveRefused
from tests import world
from tests.payouts.scene import build, confirm, earner, exported, in_transit, officers, owed, send_back, step


def test_two_batches_built_at_the_same_moment_hold_each_maker_once(app):
    makers = [earner() for _ in range(3)]
    people = officers()

    outcomes = world.at_once(app, *(lambda by=by: build(by) for by in (*people, *people)))

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, NothingToPay) for outcome in outcomes) == 3, outcomes
    waiting = [item.maker_id for batch in payouts.batches() for item in payouts.items_of(batch.id)]
    assert sorted(waiting) == sorted(makers)


def test_without_their_guard_two_batches_would_hold_the_same_maker(app):
    maker_id = earner()
    copy = f"SELECT 1 - count(*) AS left_over FROM payout_item WHERE maker_id = {maker_id} AND state = 'pending'"

    assert world.unguarded(app, copy) == -1


def test_a_batch_given_to_the_bank_twice_at_the_same_moment_goes_once(app):
    maker_id = earner()
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)

    outcomes = world.at_once(app, *[lambda: step(payouts.export, batch_id, approver)] * 3)

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 2, outcomes
    assert (owed(maker_id), in_transit()) == (0, 4_000_000)
    assert world.broken_promises() == []


def test_a_payment_confirmed_and_sent_back_at_the_same_moment_is_one_of_them(app):
    maker_id = earner()
    batch_id, approver = exported()
    item_id = payouts.items_of(batch_id)[0].id

    world.at_once(app, lambda: confirm(batch_id, approver), lambda: send_back(item_id, approver))

    paid = payouts.items_of(batch_id)[0].state is ItemState.PAID
    assert in_transit() == 0
    assert owed(maker_id) == (0 if paid else 4_000_000)
    assert ledger.balance(chart.BANK) == (-4_000_000 if paid else 0)
    assert world.broken_promises() == []


def test_the_last_two_payments_confirmed_at_the_same_moment_close_the_batch(app):
    makers = [earner() for _ in range(4)]
    batch_id, approver = exported()
    item_ids = [item.id for item in payouts.items_of(batch_id)]

    outcomes = world.at_once(app, *(lambda item_id=item_id: send_back(item_id, approver) for item_id in item_ids))

    assert outcomes == [None] * 4
    assert payouts.batch(batch_id).state is BatchState.CLOSED
    assert [owed(maker_id) for maker_id in makers] == [4_000_000] * 4


def test_approved_and_called_off_at_the_same_moment_is_called_off_or_approved(app):
    earner()
    builder, approver = officers()
    batch_id = build(builder)

    world.at_once(
        app,
        lambda: step(payouts.approve, batch_id, approver),
        lambda: step(payouts.cancel, batch_id, builder),
    )

    pending = [item.state for item in payouts.items_of(batch_id)] == [ItemState.PENDING]
    assert payouts.batch(batch_id).state is (BatchState.APPROVED if pending else BatchState.CANCELLED)
