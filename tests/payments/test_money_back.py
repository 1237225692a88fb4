"""Money on its way back to the buyer: once, even where the bank's answer is lost."""

import pytest

from app import ledger, orders, payments
from app.accounts import Role
from app.finance import TaskKind
from app.ledger import AlreadyPosted, chart
from app.orders import ParcelState
from app.payments import NothingPaid, RefundState, RefundTooLarge
from app.shared import outbox
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.fakes.bank import FakeBank, Mischief
from tests.payments.scene import TOTAL, given_back, in_bank_s_book, in_the_books, on_the_desk


def called_off(bank: FakeBank) -> tuple[int, str]:
    """An order whose only parcel was declined: the refund's number, and the payment's authority."""
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.fresh()
    authority = payments.attempts_of(order_id)[0].authority
    return payments.refunds_of(order_id)[0].id, authority or ""


def state(refund_id: int) -> RefundState:
    world.fresh()
    return payments.refund_by_id(refund_id).state


def by_hand(refund_id: int, by: int) -> None:
    with transaction():
        payments.refund_by_hand(payments.refund_by_id(refund_id), "1403-77", by)


def refused_by_bank(bank: FakeBank) -> int:
    """A refund that the bank will not make; its number."""
    refund_id, authority = called_off(bank)
    in_bank_s_book(bank, "UPDATE payment SET state = 'reversed' WHERE authority = ?", authority)
    world.work()
    assert state(refund_id) is RefundState.MANUAL
    return refund_id


def test_the_worker_sends_it_by_the_gateway_s_own_way(app, bank):
    refund_id, authority = called_off(bank)

    world.work()

    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [TOTAL]
    assert in_the_books() == 0
    assert payments.refund_by_id(refund_id).reference
    assert world.broken_promises() == []


@pytest.mark.parametrize("mischief", [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.EMPTY])
def test_whatever_happens_to_the_answer_the_buyer_has_it_once(app, bank, mischief):
    refund_id, authority = called_off(bank)
    bank.mischief["refund"] = mischief
    for seconds in (0, 30, 90):
        with world.later(seconds=seconds):
            world.work()
    assert state(refund_id) is RefundState.QUEUED
    assert in_the_books() == TOTAL
    assert len({call["key"] for act, call in bank.calls if act == "refund"}) == 1

    bank.behave()
    with world.later(minutes=5):
        world.work()

    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [TOTAL]
    assert in_the_books() == 0
    assert on_the_desk() == []
    assert world.broken_promises() == []


def test_a_bank_that_stays_silent_leaves_a_dead_letter_and_a_broken_promise(app, bank):
    refund_id, authority = called_off(bank)
    bank.mischief["refund"] = Mischief.DEAD_AFTER
    for hours in range(0, 5 * 13, 5):
        with world.later(hours=hours):
            world.work()

    assert [row.reaction for row in outbox.dead_letters()] == ["payments.send_refund"]
    with world.later(days=4):
        assert world.broken_promises() == ["R5 refunds.older_than_3_days"]
    bank.behave()
    with transaction():
        outbox.revive(outbox.dead_letters()[0].id)
    world.work()
    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [TOTAL]


def test_what_the_bank_will_not_do_lies_on_the_desk_until_it_is_paid_by_hand(app, bank):
    refund_id = refused_by_bank(bank)
    assert on_the_desk() == [(TaskKind.REFUND_BY_HAND, f"refund:{refund_id}")]
    assert [back.id for back in payments.refunds_by_hand()] == [refund_id]

    by_hand(refund_id, world.official(Role.FINANCE))
    world.work()

    assert state(refund_id) is RefundState.DONE
    assert payments.refund_by_id(refund_id).reference == "1403-77"
    assert on_the_desk() == []
    assert ledger.balance(chart.BANK) == -TOTAL
    assert in_the_books() == TOTAL
    assert ledger.balance(chart.REFUND_PENDING) == 0
    assert world.broken_promises() == []


def test_what_the_gateway_may_still_send_is_not_paid_by_hand(app, bank):
    refund_id, authority = called_off(bank)

    with pytest.raises(MoveRefused):
        by_hand(refund_id, world.official(Role.FINANCE))

    world.work()
    assert given_back(bank, authority) == [TOTAL]
    assert ledger.balance(chart.BANK) == 0


def test_two_who_pay_it_by_hand_at_the_same_moment_book_it_once(app, bank):
    refund_id = refused_by_bank(bank)
    people = [world.official(Role.FINANCE) for _ in range(2)]

    outcomes = world.at_once(app, *(lambda by=by: by_hand(refund_id, by) for by in people))

    assert sorted(type(outcome) for outcome in outcomes if outcome is not None) == [MoveRefused]
    assert ledger.balance(chart.BANK) == -TOTAL


def test_two_workers_at_the_same_moment_send_it_once(app, bank):
    refund_id, authority = called_off(bank)

    world.at_once(app, world.work, world.work, world.work)

    assert state(refund_id) is RefundState.DONE
    assert given_back(bank, authority) == [TOTAL]
    assert in_the_books() == 0


def test_no_more_goes_back_than_came(app, bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})

    def refund(rials: int, key: str) -> None:
        with transaction():
            payments.refund(order_id, Rial(rials), key=key, why="test", by=None)

    refund(TOTAL - 1, "first")
    refund(TOTAL - 1, "first")
    with pytest.raises(RefundTooLarge) as caught:
        refund(2, "second")

    assert caught.value.left == 1
    assert [int(back.amount_rial) for back in payments.refunds_of(order_id)] == [TOTAL - 1]


@pytest.mark.usefixtures("app")
def test_an_order_without_a_payment_gives_nothing_back():
    order_id = world.place({world.variant(world.maker()): 1})

    with pytest.raises(NothingPaid), transaction():
        payments.refund(order_id, Rial(1), key="key", why="test", by=None)


def test_the_gateway_s_transfer_to_our_bank_is_booked_once_with_its_fee(app, bank):
    world.paid(bank, {world.variant(world.maker()): 1})

    def settled(rials: int) -> None:
        with transaction():
            payments.settled_to_bank("sandbox", Rial(rials), Rial(40_000), key="doc 7", by=None)

    settled(TOTAL - 40_000)
    settled(TOTAL - 40_000)
    with pytest.raises(AlreadyPosted):
        settled(TOTAL)

    world.fresh()
    assert (ledger.balance(chart.BANK), ledger.balance(chart.GATEWAY_FEE)) == (TOTAL - 40_000, 40_000)
    assert in_the_books() == 0
    assert world.broken_promises() == []


def test_two_transfers_at_once_bring_no_more_than_lies_at_the_gateway(app, bank):
    world.paid(bank, {world.variant(world.maker()): 1})

    def settled(key: str) -> None:
        with transaction():
            payments.settled_to_bank("sandbox", Rial(TOTAL), Rial(0), key=key, by=None)

    done = world.at_once(app, lambda: settled("doc 1"), lambda: settled("doc 2"))

    world.fresh()
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "SettlementTooLarge"]
    assert (ledger.balance(chart.BANK), in_the_books()) == (TOTAL, 0)


def test_a_transfer_is_undone_once(app, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        payments.settled_to_bank("sandbox", Rial(TOTAL), Rial(0), key="doc 1", by=None)
    journal = ledger.journals_about("gateway", 0)[0].id
    by = world.person()

    def undone() -> None:
        with transaction():
            payments.undo_settlement(journal, "slip", by)

    done = world.at_once(app, undone, undone)

    world.fresh()
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "SettlementFixed"]
    assert (ledger.balance(chart.BANK), in_the_books()) == (0, TOTAL)
