"""What the sandbox's adapter makes of a bank that answers well, badly, or not at all."""

import pytest

from app.payments import Outcome, Start
from app.payments.port import GatewayDown, GiveBack, OutcomeUnknown, RefundRefused
from app.payments.sandbox import SandboxGateway
from app.shared.money import Rial
from tests.fakes.bank import FakeBank, Mischief

AMOUNT = Rial(4_500_000)
SILENT = [Mischief.DEAD_BEFORE, Mischief.DEAD_AFTER, Mischief.NONSENSE]


@pytest.fixture
def gateway(bank: FakeBank) -> SandboxGateway:
    bank.behave()
    return SandboxGateway(bank.url)


def begin(gateway: SandboxGateway) -> str:
    return gateway.start(Start("BU-1", AMOUNT, "http://127.0.0.1:8000/pay/return/sandbox", "سفارش", "0912")).authority


def paid(gateway: SandboxGateway, bank: FakeBank) -> str:
    authority = begin(gateway)
    bank.act(authority, "pay")
    return authority


def taken(gateway: SandboxGateway, bank: FakeBank) -> str:
    authority = paid(gateway, bank)
    assert gateway.verify(authority, AMOUNT).outcome is Outcome.PAID
    return authority


def test_a_payment_begins_on_a_page_of_the_bank(gateway, bank):
    started = gateway.start(Start("BU-1", AMOUNT, "http://127.0.0.1:8000/back", "سفارش", "0912"))

    assert started.redirect == f"{bank.url}/pay/{started.authority}"
    assert bank.calls[-1][1]["amount"] == 4_500_000


@pytest.mark.parametrize("mischief", [*SILENT, Mischief.EMPTY])
def test_a_bank_that_does_not_answer_the_beginning_is_down(gateway, bank, mischief):
    bank.mischief["request"] = mischief

    with pytest.raises(GatewayDown):
        begin(gateway)


def test_a_bank_that_refuses_the_beginning_is_down(gateway):
    with pytest.raises(GatewayDown):
        gateway.start(Start("BU-1", Rial(1), "http://127.0.0.1:8000/back", "سفارش", "0912"))


def test_taking_the_money_twice_is_told_as_paid_both_times_with_one_reference(gateway, bank):
    authority = paid(gateway, bank)

    first, second = gateway.verify(authority, AMOUNT), gateway.verify(authority, AMOUNT)

    assert (first.outcome, second.outcome) == (Outcome.PAID, Outcome.PAID)
    assert first.reference == second.reference
    assert first.card_mask == "603799******1404"
    assert first.fee == 40_000


@pytest.mark.parametrize("mischief", SILENT)
@pytest.mark.parametrize("call", ["verify", "inquiry", "refund"])
def test_silence_and_nonsense_are_never_called_a_failure(gateway, bank, call, mischief):
    authority = taken(gateway, bank)
    bank.mischief[call] = mischief
    acts = {
        "verify": lambda: gateway.verify(authority, AMOUNT),
        "inquiry": lambda: gateway.inquire(authority, AMOUNT),
        "refund": lambda: gateway.refund(GiveBack(authority, Rial(1_000), "key")),
    }

    with pytest.raises(OutcomeUnknown):
        acts[call]()


def test_a_bank_that_can_not_be_reached_leaves_the_outcome_open():
    nowhere = SandboxGateway("http://127.0.0.1:9")

    with pytest.raises(OutcomeUnknown):
        nowhere.verify("S0", AMOUNT)
    with pytest.raises(GatewayDown):
        begin(nowhere)


def test_an_empty_answer_leaves_the_outcome_open(gateway, bank):
    authority = paid(gateway, bank)
    bank.mischief.update(verify=Mischief.EMPTY, inquiry=Mischief.EMPTY)

    assert gateway.verify(authority, AMOUNT).outcome is Outcome.UNKNOWN
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.UNKNOWN


def test_an_empty_answer_to_a_refund_is_no_refusal_for_the_money_may_have_gone(gateway, bank):
    authority = taken(gateway, bank)
    bank.mischief["refund"] = Mischief.EMPTY

    with pytest.raises(OutcomeUnknown):
        gateway.refund(GiveBack(authority, Rial(1_000), "key"))


def test_an_answer_about_another_payment_is_suspicious(gateway, bank):
    authority = paid(gateway, bank)
    bank.mischief["verify"] = Mischief.OTHER_PAYMENT

    assert gateway.verify(authority, AMOUNT).outcome is Outcome.SUSPICIOUS


def test_another_amount_and_an_authority_that_the_bank_never_had_are_suspicious(gateway, bank):
    authority = paid(gateway, bank)

    assert gateway.verify(authority, AMOUNT + 1).outcome is Outcome.SUSPICIOUS
    assert gateway.verify("S" + "1" * 34, AMOUNT).outcome is Outcome.SUSPICIOUS
    assert bank.book.find(authority).state == "paid"


def test_looking_does_not_take(gateway, bank):
    authority = begin(gateway)
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.WAITING
    assert gateway.verify(authority, AMOUNT).outcome is Outcome.FAILED

    bank.act(authority, "pay")

    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.PAID
    assert bank.book.find(authority).state == "paid"
    gateway.verify(authority, AMOUNT)
    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.TAKEN


def test_a_buyer_who_cancels_has_not_paid(gateway, bank):
    authority = begin(gateway)
    bank.act(authority, "cancel")

    assert gateway.inquire(authority, AMOUNT).outcome is Outcome.CANCELLED
    assert gateway.verify(authority, AMOUNT).outcome is Outcome.FAILED


def test_the_same_key_gives_money_back_once_and_another_key_again(gateway, bank):
    authority = taken(gateway, bank)

    references = [gateway.refund(GiveBack(authority, Rial(1_000_000), key)) for key in ("a", "a", "b")]

    assert references[0] == references[1] != references[2]
    with pytest.raises(RefundRefused):
        gateway.refund(GiveBack(authority, Rial(2_500_001), "c"))
    assert gateway.refund(GiveBack(authority, Rial(2_500_000), "d"))


def test_a_key_that_was_used_for_another_payment_does_not_pass_for_this_one(gateway, bank):
    first, second = taken(gateway, bank), taken(gateway, bank)
    gateway.refund(GiveBack(first, AMOUNT, "same"))

    gateway.refund(GiveBack(second, Rial(1_000_000), "same"))

    with pytest.raises(RefundRefused):
        gateway.refund(GiveBack(second, AMOUNT, "the rest and more"))


def test_money_that_was_not_taken_is_not_given_back(gateway, bank):
    with pytest.raises(RefundRefused):
        gateway.refund(GiveBack(paid(gateway, bank), Rial(1_000), "key"))
