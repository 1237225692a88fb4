"""From the bank's word to a paid order: once, whoever brings it and however often."""

import pytest

from app import ledger, orders, payments
from app.finance import TaskKind
from app.ledger import JournalKind
from app.orders import NotPayable, OrderState
from app.payments import Answer, AttemptState, GatewayDown, Outcome, Start
from app.shared import running
from app.shared.database import transaction
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import Mischief
from tests.payments.scene import (
    PAID,
    TOTAL,
    at_bank,
    in_bank_s_book,
    in_the_books,
    on_the_desk,
    paid_at,
    standing,
)

OPEN = (AttemptState.REDIRECTED, OrderState.AWAITING_PAYMENT)
UNKNOWN = (AttemptState.UNKNOWN, OrderState.AWAITING_PAYMENT)
SUSPICIOUS = (AttemptState.SUSPICIOUS, OrderState.AWAITING_PAYMENT)


def payment_journals(there: world.AtBank) -> list[JournalKind]:
    world.fresh()
    return [journal.kind for journal in ledger.journals_about("attempt", there.attempt_id)]


def test_a_buyer_who_pays_and_comes_back_has_paid(app, bank):
    there = paid_at(bank)

    world.settle(there.attempt_id)

    assert standing(there) == PAID
    assert payment_journals(there) == [JournalKind.PAYMENT]
    assert in_the_books() == TOTAL
    told = payments.attempt(there.attempt_id)
    assert (told.card_mask, told.fee_rial) == ("603799******1404", 40_000)
    assert world.broken_promises() == []


def test_coming_back_twice_pays_once_and_does_not_even_ask_the_bank_again(app, bank):
    there = paid_at(bank)
    world.settle(there.attempt_id)
    asked = len(bank.calls)

    world.settle(there.attempt_id)
    with world.later(minutes=5):
        world.work()

    assert bank.asked("verify") == 1
    assert len(bank.calls) == asked
    assert in_the_books() == TOTAL


def test_coming_back_without_having_paid_settles_nothing(app, bank):
    there = at_bank()

    world.settle(there.attempt_id)

    assert standing(there) == OPEN
    assert bank.asked("verify") == 0


def test_a_buyer_who_cancels_at_the_bank_may_try_again(app, bank):
    there = at_bank()
    bank.act(there.authority, "cancel")
    world.settle(there.attempt_id)
    assert standing(there) == (AttemptState.CANCELLED, OrderState.AWAITING_PAYMENT)

    again = world.to_bank(there.order_id)
    bank.act(again.authority, "pay")
    world.settle(again.attempt_id)

    assert standing(again) == PAID
    assert in_the_books() == TOTAL
    with pytest.raises(NotPayable):
        world.to_bank(there.order_id)


SILENCES = [
    (call, mischief)
    for call in ("inquiry", "verify")
    for mischief in (Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.EMPTY)
]


@pytest.mark.parametrize(("call", "mischief"), SILENCES)
def test_whatever_happens_to_the_answer_the_poller_settles_it_later_and_once(app, bank, call, mischief):
    there = paid_at(bank)
    bank.mischief[call] = mischief
    world.settle(there.attempt_id)
    assert standing(there) == UNKNOWN
    assert in_the_books() == 0

    bank.behave()
    with world.later(minutes=3):
        world.work()

    assert standing(there) == PAID
    assert payment_journals(there) == [JournalKind.PAYMENT]
    assert in_the_books() == TOTAL
    assert world.broken_promises() == []


def test_a_closed_tab_is_settled_within_four_minutes(app, bank):
    there = at_bank()
    bank.act(there.authority, "pay_close")

    with world.later(minutes=2):
        world.work()
    with world.later(minutes=4):
        world.work()

    assert standing(there) == PAID


def test_the_poller_meets_trouble_again_and_again_and_still_pays_once(app, bank):
    there = paid_at(bank)
    for minutes, mischief in ((2, Mischief.DEAD_AFTER), (5, Mischief.NONSENSE), (8, Mischief.DEAD_BEFORE)):
        bank.mischief["verify"] = mischief
        with world.later(minutes=minutes):
            world.work()
        assert standing(there) == UNKNOWN

    bank.behave()
    with world.later(minutes=11):
        world.work()

    assert standing(there) == PAID
    assert in_the_books() == TOTAL


def test_an_answer_about_another_payment_is_put_on_the_desk_and_pays_nothing(app, bank):
    there = paid_at(bank)
    bank.mischief["verify"] = Mischief.OTHER_PAYMENT

    world.settle(there.attempt_id)
    world.work()

    assert standing(there) == SUSPICIOUS
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{there.attempt_id}")]
    assert in_the_books() == 0


def test_another_amount_is_put_on_the_desk_and_pays_nothing(app, bank):
    there = paid_at(bank)
    in_bank_s_book(bank, "UPDATE payment SET amount = amount / 10 WHERE authority = ?", there.authority)

    world.settle(there.attempt_id)
    world.work()

    assert standing(there) == SUSPICIOUS
    assert on_the_desk() == [(TaskKind.SUSPICIOUS_PAYMENT, f"attempt:{there.attempt_id}")]
    assert [one.id for one in payments.suspicious()] == [there.attempt_id]
    assert in_the_books() == 0


def test_a_reference_that_belongs_to_another_payment_pays_nothing(app, bank):
    first, second = paid_at(bank), paid_at(bank)
    world.settle(first.attempt_id)
    reference = payments.attempt(first.attempt_id).reference

    with transaction():
        claimed = orders.claim(second.attempt_id)
    with transaction():
        orders.settle(claimed, Answer(Outcome.PAID, reference))

    assert standing(second) == SUSPICIOUS
    assert in_the_books() == TOTAL


def test_a_payment_without_the_bank_s_reference_is_not_believed(app, bank):
    there = paid_at(bank)
    running.put("gateways", {"sandbox": Forgetful()})

    world.settle(there.attempt_id)

    assert standing(there) == SUSPICIOUS


class Forgetful:
    """A gateway that says «paid» and nothing more."""

    def inquire(self, _authority: str, _amount: Rial) -> Answer:
        return Answer(Outcome.PAID)

    def verify(self, _authority: str, _amount: Rial) -> Answer:
        return Answer(Outcome.PAID)


@pytest.mark.parametrize("mischief", [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE, Mischief.EMPTY])
def test_a_gateway_that_is_down_at_the_beginning_costs_a_try_and_nothing_else(app, bank, mischief):
    order_id = world.place({world.variant(world.maker()): 1})
    bank.mischief["request"] = mischief
    with transaction():
        attempt_id = orders.begin_payment(orders.order(order_id), "sandbox").id

    with pytest.raises(GatewayDown) as down:
        payments.start("sandbox", Start("BU-1", Rial(TOTAL), "http://127.0.0.1:8000/back", "", ""))
    with transaction():
        payments.request_failed(payments.attempt(attempt_id), str(down.value))

    bank.behave()
    there = world.to_bank(order_id)
    bank.act(there.authority, "pay")
    world.settle(there.attempt_id)
    assert standing(there) == PAID
    assert payments.attempt(attempt_id).state is AttemptState.REQUEST_FAILED


def test_a_gateway_that_was_switched_off_meanwhile_leaves_the_outcome_open(app, bank):
    there = paid_at(bank)
    gateways = payments.gateways()
    running.put("gateways", {})

    world.settle(there.attempt_id)
    assert standing(there) == UNKNOWN

    running.put("gateways", gateways)
    with world.later(minutes=3):
        world.work()
    assert standing(there) == PAID


@pytest.mark.parametrize(("named", "outcome"), [("own", PAID), ("", PAID), ("BU-0509-AAAAAA-1", SUSPICIOUS)])
def test_a_receipt_of_another_order_pays_nothing(app, bank, named, outcome):
    there = paid_at(bank)
    own = orders.reference_of(orders.order(there.order_id), payments.attempt(there.attempt_id))
    with transaction():
        claimed = orders.claim(there.attempt_id)
    assert claimed is not None

    with transaction():
        answer = Answer(Outcome.PAID, "661810", raw="verify 100", names=own if named == "own" else named)
        orders.settle(claimed, answer)

    assert standing(there) == outcome
    assert bool(payment_journals(there)) is (outcome == PAID)
