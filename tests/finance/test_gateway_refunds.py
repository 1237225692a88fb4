"""Refunds that a gateway made itself stand in its report: those that the books know match, the others stand out."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import finance, orders, payments
from app.accounts import Role
from app.finance import Match
from app.orders import ParcelState
from app.payments import Attempt, Refund, RefundState
from app.payments.zarinpal import ZarinpalGateway
from app.payments.zarinpal_refunds import ZarinpalRefunds
from app.sandbox.report import report_rows
from app.shared import running
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.finance.reports import csv_of, imported, matches, missing, payments_made, rows, told
from tests.payments.scene import in_bank_s_book

MATCHED, DIFFERS, UNMATCHED = Match.MATCHED, Match.DIFFERS, Match.UNMATCHED
MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"


@pytest.fixture(autouse=True)
def _own_book(app: Flask, bank: FakeBank) -> None:
    bank.forget()


def refunded(bank: FakeBank, *parts: int, gateway: str = "sandbox") -> tuple[Attempt, list[Refund]]:
    """A payment of which these rials went back, one after the other."""
    order_id = world.paid(bank, {world.variant(world.maker()): 1}, gateway=gateway)
    for rials in parts:
        world.refund(world.lines(order_id)[0].id, rials=rials)
        world.work()
    return payments.attempts_of(order_id)[0], payments.refunds_of(order_id)


def back(attempt: Attempt, rials: int, reference: str | None, fee: int = 0) -> list[str]:
    return told(attempt, amount=-rials, reference=reference, fee=fee)


def found(report: int) -> list[tuple[str | None, int | None]]:
    return [(row.found_type, row.found_id) for row in rows(report)]


@pytest.mark.parametrize("number", [lambda a, r: r.reference, lambda a, r: a.reference, lambda a, r: a.authority])
def test_a_refund_matches_by_its_own_number_and_by_the_payment_s(bank, number):
    attempt, (refund,) = refunded(bank, 1_000_000)

    report = imported(csv_of([told(attempt), back(attempt, 1_000_000, number(attempt, refund))]))

    assert matches(report) == [MATCHED, MATCHED]
    assert found(report) == [("attempt", attempt.id), ("refund", refund.id)]
    assert (missing(report), finance.unmatched()) == ([], 0)


def test_parts_under_one_number_match_each_its_own(bank):
    attempt, refunds = refunded(bank, 1_000_000, 700_000, 1_000_000)
    number = str(attempt.reference)

    report = imported(csv_of(back(attempt, rials, number) for rials in (1_000_000, 1_000_000, 700_000)))

    assert matches(report) == [MATCHED] * 3
    assert {one for _, one in found(report)} == {refund.id for refund in refunds}


def test_the_same_refund_twice_and_another_amount_stand_out(bank):
    attempt, (refund,) = refunded(bank, 1_000_000)
    number = str(refund.reference)

    report = imported(
        csv_of([back(attempt, 1_000_000, number), back(attempt, 1_000_000, number), back(attempt, 9, number)])
    )

    assert matches(report) == [MATCHED, DIFFERS, DIFFERS]
    assert found(report) == [("refund", refund.id)] * 3


def test_the_fee_of_a_refund_may_be_taken_with_it(bank):
    attempt, (refund,) = refunded(bank, 1_000_000)

    assert matches(imported(csv_of([back(attempt, 1_005_000, str(refund.reference), fee=5_000)]))) == [MATCHED]


def test_money_that_came_does_not_match_a_refund(bank):
    attempt, (refund,) = refunded(bank, 1_000_000)

    assert matches(imported(csv_of([told(attempt, amount=1_000_000, reference=refund.reference)]))) == [DIFFERS]


def test_a_refund_that_nobody_knows_is_unmatched(bank):
    attempt = payments_made(bank, 1)[0]

    report = imported(csv_of([back(attempt, 1_000_000, "NOBODY"), back(attempt, 1_000_000, str(attempt.reference))]))

    assert matches(report) == [UNMATCHED, DIFFERS]
    assert finance.unmatched() >= 2


def test_what_was_paid_by_hand_is_no_refund_of_the_gateway_s(bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    attempt = payments.attempts_of(order_id)[0]
    in_bank_s_book(bank, "UPDATE payment SET state = 'reversed' WHERE authority = ?", attempt.authority)
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()
    refund = payments.refunds_of(order_id)[0]
    by = world.official(Role.FINANCE)
    with transaction():
        payments.refund_by_hand(payments.refund_by_id(refund.id), "1403-77", by)
    world.fresh()

    report = imported(csv_of([back(attempt, int(refund.amount_rial), "1403-77")]))

    assert payments.refund_by_id(refund.id).state is RefundState.DONE
    assert matches(report) == [UNMATCHED]


def test_another_gateway_s_refunds_do_not_match(bank):
    attempt, (refund,) = refunded(bank, 1_000_000)

    assert matches(imported(csv_of([back(attempt, 1_000_000, refund.reference)]), source="zibal")) == [UNMATCHED]


# ---- the pretend bank's own report ----------------------------------------------------------------------------


def report_of(bank: FakeBank, face: str) -> bytes:
    return "\r\n".join(",".join(row) for row in report_rows(bank.book, face)).encode("utf-8-sig")


def test_the_pretend_bank_s_report_leaves_only_what_the_bank_did_by_itself(bank):
    refunded(bank, 1_000_000, 700_000)
    before = imported(report_of(bank, "sandbox"))
    attempt, _ = refunded(bank)
    bank.act(attempt.authority or "", "give_back")

    after = imported(report_of(bank, "sandbox"))

    assert matches(before) == [MATCHED] * 3
    assert matches(after) == [MATCHED] * 4 + [UNMATCHED]
    assert [row.amount_rial for row in rows(after)][-1] == -attempt.amount_rial


def test_zarinpal_s_reversals_and_refunds_match_too(bank):
    refunds = ZarinpalRefunds(f"{bank.url}/api/v4", "token", "1")
    running.put("gateways", {"zarinpal": ZarinpalGateway(bank.url, MERCHANT, refunds)})
    refunded(bank, 1_000_000, 700_000, gateway="zarinpal")
    order_id = world.paid(bank, {world.variant(world.maker()): 1}, gateway="zarinpal")
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()

    report = imported(report_of(bank, "zarinpal"), source="zarinpal")

    assert [int(row.amount_rial) < 0 for row in rows(report)] == [False, True, True, False, True]
    assert matches(report) == [MATCHED] * 5
    assert finance.unmatched() == 0


def test_its_menu_offers_both(bank):
    attempt, _ = refunded(bank, 1_000_000)
    visitor = TestApp(bank.bank)

    page = visitor.get(f"/pay/{attempt.authority}")
    page.form.submit("act", value="give_back", status=303)

    assert not visitor.get(f"/pay/{attempt.authority}").forms
    listed = visitor.get(page.html.find("a")["href"]).body.decode("utf-8-sig")
    assert listed.count("بازپرداخت") == 2
    assert bank.book.given_back(attempt.authority or "") == attempt.amount_rial
