"""`flask ledger check` notices every promise that is broken, even where the database lets nobody break it."""

from collections.abc import Callable, Mapping

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app import claims, ledger, orders, payouts, promotions
from app.accounts import Role
from app.claims import Complaint, Reason
from app.finance import PROMISES
from app.ledger import JournalKind, Posting, chart
from app.orders import Codes
from app.promotions import NewCoupon, Terms, Worth
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank
from tests.funding import scene as fund
from tests.lawless import lawless, run
from tests.lending import scene as loans
from tests.spaces import scene as gatherings

Shop = Mapping[str, int]


@pytest.fixture
def shop(app: Flask, bank: FakeBank) -> Shop:
    """An order sold and partly refunded, one paid, one at the bank, and a payout on its way."""
    maker_id = world.maker()
    world.bank_account(maker_id)
    variant = world.variant(maker_id)
    sold = world.sold(bank, {variant: 2})
    world.refund(world.lines(sold)[0].id, quantity=1, rials=1_000_000)
    terms = Terms(clock.now(), None, Rial(0), None, "test")
    with transaction():
        promotions.add_coupon(NewCoupon("EID", "عیدی", Worth(1_000, Rial(0), None), terms, None, 5), None)
    paid = world.paid(bank, {variant: 1}, codes=Codes("EID"))
    there = world.to_bank(world.place({variant: 1}))
    builder, approver = world.official(Role.FINANCE), world.official(Role.FINANCE)
    with transaction():
        batch = payouts.build(builder)
        payouts.approve(batch, approver)
        payouts.export(batch, approver)
    with transaction():
        piece = world.lines(sold)[0]
        complaint = Complaint(Reason.DAMAGED, "شکسته است", {piece.id: 1})
        claims.open_claim(orders.parcel_by_id(piece.parcel_id), complaint, None)
    world.opinion(piece.id)
    fund.paid(100_000_000, 50_000_000)
    fund.approved()
    gatherings.book(gatherings.slot(gatherings.open_to_all()), maker_id)
    loans.referred(loans.line())
    loans.granted()
    world.work()
    return {"maker": maker_id, "sold": sold, "paid": paid, "parcel": world.parcels(paid)[0], "open": there.attempt_id}


def figures() -> dict[str, int | None]:
    return {name: figure for promise in PROMISES for name, figure in promise()}


def astray(code: str, amount: int = 5, kind: JournalKind = JournalKind.SETTLEMENT) -> None:
    """A balanced posting that should not be."""
    ledger.post(Posting("planted", kind, ("test", 0), {code: amount, chart.BANK: -amount}))


def paid_once_more(shop: Shop) -> None:
    attempt_id = session().scalar(text("SELECT id FROM payment_attempt WHERE state = 'paid' ORDER BY id LIMIT 1"))
    legs = {chart.gateway("sandbox"): 5, chart.BANK: -5}
    ledger.post(Posting("planted", JournalKind.PAYMENT, ("attempt", int(attempt_id or 0)), legs))


ENTRY = (
    "INSERT INTO entry (journal_id, account_id, amount) SELECT journal_id, account_id, {} FROM entry WHERE id = ({})"
)
WEEK = (
    "INSERT INTO making_week (variant_id, starts_on, capacity, booked) SELECT min(id), '2026-01-03', 5, 3 FROM variant"
)
PLANTED: list[tuple[str, Callable[[Shop], object]]] = [
    ("R1 ledger.sum", lambda _: run(ENTRY.format(5, "SELECT min(id) FROM entry"))),
    (
        "I6 ledger.unbalanced_journals",
        lambda _: [
            run(ENTRY.format(5, "SELECT min(id) FROM entry")),
            run(ENTRY.format(-5, "SELECT max(id) - 1 FROM entry")),
        ],
    ),
    ("R1 ledger.unsealed", lambda _: run("UPDATE journal SET sealed = false WHERE id = 1")),
    ("R11 ledger.rounding", lambda _: astray(chart.ROUNDING)),
    ("I1 stock.out_of_bounds", lambda _: run("UPDATE variant SET reserved = on_hand + 1")),
    ("I2 stock.reserved_differs", lambda _: run("UPDATE variant SET reserved = reserved + 1")),
    ("I2 making.booked_differs", lambda _: run(WEEK)),
    ("R8 stock.moves_differ", lambda _: run("UPDATE variant SET on_hand = on_hand + 1")),
    ("L1 published.unlicensed", lambda _: run("UPDATE product_version SET health_route = 'home_declaration'")),
    ("L2 on_sale.unvouched", lambda _: run("UPDATE vouch SET withdrawn_at = '2020-01-01 00:00:00.000000'")),
    ("L4 on_sale.unchecked_permit", lambda _: run("UPDATE product_version SET health_route = 'home_declaration'")),
    (
        "L5 on_sale.recalled",
        lambda _: run(
            "INSERT INTO recall (product_id, sold_from, sold_until, reason, advice, begun_by, begun_at, ended_why) "
            "SELECT id, '2026-01-01', '2026-01-01', 'x', 'x', 1, '2026-01-01 00:00:00.000000', '' FROM product"
        ),
    ),
    ("A1 audit.chain", lambda _: run("UPDATE audit_link SET hash = 'x' WHERE number = 1")),
    ("L6 vouching.rewritten", lambda _: run("UPDATE vouch SET checked = 'همه چیز را'")),
    (
        "L7 on_sale.tied",
        lambda _: run(
            "INSERT INTO interest (mentor_id, maker_id, kind, words, declared_at) SELECT vouch.mentor_id, trainee.id, "
            "'family', '', vouch.given_at FROM vouch JOIN trainee ON trainee.person_id = vouch.maker_person_id LIMIT 1"
        ),
    ),
    ("L8 opinions.rewritten", lambda _: run("UPDATE opinion SET stars = 1")),
    ("L8 opinions.rewritten", lambda _: run("DELETE FROM opinion")),
    ("L3 on_sale.undisclosed", lambda _: run("UPDATE disclosure SET version_id = 0")),
    (
        "I3 payments.paid_twice",
        lambda shop: run(
            f"UPDATE payment_attempt SET payable_id = {shop['sold']}, seq = id + 100 WHERE state = 'paid'"
        ),
    ),
    (
        "R4 payments.paid_without_one_journal",
        lambda shop: run(f"UPDATE payment_attempt SET state = 'paid' WHERE id = {shop['open']}"),
    ),
    ("R4 payments.paid_without_one_journal", paid_once_more),
    ("R4 payments.journal_without_paid", lambda _: run("UPDATE payment_attempt SET state = 'failed'")),
    ("I5 refunds.above_payment", lambda _: run("UPDATE refund SET amount_rial = 1000000000")),
    (
        "R5 refunds.older_than_3_days",
        lambda _: run("UPDATE refund SET state = 'queued', asked_at = '2020-01-01 00:00:00.000000'"),
    ),
    ("R5 refunds.pending_differs", lambda _: run("UPDATE refund SET state = 'manual'")),
    (
        "R9 payments.late_without_refund",
        lambda shop: run(f"UPDATE payment_attempt SET state = 'late_paid' WHERE payable_id = {shop['paid']}"),
    ),
    ("R2 escrow.differs", lambda shop: astray(chart.escrow(shop["parcel"]))),
    ("R2 escrow.differs", lambda _: astray(chart.escrow(10**6))),
    ("R2 escrow.differs", lambda shop: run(f"UPDATE line SET refunded_rial = 1 WHERE parcel_id = {shop['parcel']}")),
    ("I4 shipping.differs", lambda _: astray(chart.SHIPPING)),
    ("I5 lines.refunded_above_price", lambda _: run("UPDATE line SET refunded_rial = goods_rial + 1")),
    ("I5 lines.refunded_above_price", lambda _: run("UPDATE line SET refunded_quantity = quantity + 1")),
    (
        "I5 called_off.not_refunded",
        lambda shop: run(f"UPDATE parcel SET state = 'rejected' WHERE id = {shop['parcel']}"),
    ),
    ("I5 coupons.used_beyond", lambda _: run("UPDATE coupon SET most_uses = 0")),
    ("I5 coupons.used_beyond", lambda _: run("UPDATE coupon SET budget_rial = 399999")),
    ("R5 credit.differs", lambda _: astray(chart.CREDIT)),
    ("I4 promotions.differ", lambda _: astray(chart.discount(1))),
    ("I4 promotions.differ", lambda _: astray(chart.subsidy(7))),
    ("I4 promotions.differ", lambda _: astray(chart.DELIVERY_BORNE)),
    ("I4 orders.sum_differs", lambda _: run('UPDATE "order" SET discount_rial = discount_rial + 1')),
    ("I4 orders.sum_differs", lambda _: run("UPDATE parcel SET delivery_rial = delivery_rial + 1")),
    (
        "R10 shares.differ",
        lambda shop: run(
            "INSERT INTO parcel_share (parcel_id, trainee_id, position, bps, released_rial, taken_back_rial) "
            f"VALUES ({shop['parcel']}, {shop['maker']}, 0, 9999, 0, 0)"
        ),
    ),
    ("I10 lines.commission_differs", lambda _: run("UPDATE line SET commission_rial = commission_rial + 1")),
    ("R10 commission.differs", lambda _: astray(chart.COMMISSION)),
    ("C1 claims.open_but_not_frozen", lambda _: run("UPDATE parcel SET frozen = false")),
    ("C1 claims.frozen_without_claim", lambda _: run("UPDATE parcel SET frozen = true")),
    ("C2 claims.granted_without_refund", lambda _: run("UPDATE claim SET state = 'granted'")),
    ("R6 payouts.in_transit_differs", lambda _: astray(chart.PAYOUT_IN_TRANSIT)),
    (
        "R6 payouts.in_transit_older_than_3_days",
        lambda _: run("UPDATE payout_batch SET exported_at = '2020-01-01 00:00:00.000000'"),
    ),
    ("I12 payouts.approved_by_builder", lambda _: run("UPDATE payout_batch SET approved_by = created_by")),
    ("R7 makers.below_debt_limit", lambda shop: astray(chart.maker(shop["maker"]), 20_000_001)),
    (
        "I9 makers.paid_more_than_released",
        lambda shop: astray(chart.maker(shop["maker"]), 100_000_000, JournalKind.PAYOUT),
    ),
    ("O1 offshop.debt_differs", lambda _: astray(chart.COMMISSION_CASH)),
    ("L9 fund.journals_differ", lambda _: astray(chart.branding(1))),
    ("L9 fund.journals_differ", lambda _: astray(chart.cooperative(1))),
    ("L9 fund.journals_differ", lambda _: run("UPDATE fund_application SET grant_rial = grant_rial - 1")),
    ("L9 fund.journals_differ", lambda _: run("UPDATE fund_application SET state = 'paid' WHERE state = 'approved'")),
    ("L9 fund.budgets_differ", lambda _: run("UPDATE fund_budget SET committed_rial = committed_rial + 1")),
    ("L9 fund.budgets_differ", lambda _: run("UPDATE fund_budget SET spent_rial = 0")),
    ("L9 fund.budgets_differ", lambda _: run("UPDATE fund_budget SET amount_rial = 1")),
    ("L9 fund.invoice_twice", lambda _: run("UPDATE fund_invoice SET holds = false, number_key = '1'")),
    ("L11 spaces.taken_differs", lambda _: run("UPDATE space_slot SET taken = taken + 1")),
    ("L11 spaces.taken_differs", lambda _: run("UPDATE booking SET state = 'waiting'")),
    ("N1 lending.lines_differ", lambda _: run("UPDATE credit_line SET committed_rial = committed_rial + 1")),
    ("N1 lending.lines_differ", lambda _: run("UPDATE loan_file SET granted_rial = 5 WHERE state = 'granted'")),
    ("N1 lending.overdrawn", lambda _: run("UPDATE credit_line SET budget_rial = 1")),
    ("N2 lending.budget_differs", lambda _: run("UPDATE credit_line SET budget_rial = budget_rial + 1")),
    ("D1 documents.gaps", lambda _: run("UPDATE document_counter SET last = last + 1 WHERE series = 'invoice'")),
    ("D1 documents.gaps", lambda _: run("DELETE FROM document WHERE series = 'sale'")),
    ("D1 documents.gaps", lambda _: run("UPDATE document SET number = number + 100 WHERE series = 'commission'")),
]


def test_every_broken_promise_is_noticed(shop):
    kept = figures()
    assert not any(kept.values()), kept
    overlooked = []

    for name, plant in PLANTED:
        with lawless():
            plant(shop)
            if not figures()[name]:
                overlooked.append(name)

    assert overlooked == []
    assert {name for name, _ in PLANTED} == set(kept) - {"R3 gateway.report"}
    assert not any(figures().values())


@pytest.mark.usefixtures("shop")
def test_the_check_prints_each_promise_and_is_content_with_healthy_books(command: Callable[..., Result]):
    result = command("ledger", "check")

    lines = result.output.splitlines()
    assert result.exit_code == 0, result.output
    assert [line.split()[0] for line in lines if line.startswith("R")] == sorted(
        (name.split()[0] for name in figures() if name.startswith("R")), key=lambda mark: int(mark[1:])
    )
    assert sum(line.endswith("  ok") for line in lines) == len(lines) - 1
    assert [line for line in lines if line.endswith("no report")] == [f"{'R3 gateway.report':<45} {'-':>15}  no report"]


def test_the_check_fails_with_a_broken_promise_and_its_figure(shop, command: Callable[..., Result]):
    with transaction():
        astray(chart.escrow(shop["parcel"]), 7)

    result = command("ledger", "check")

    assert result.exit_code == 1
    assert f"{'R2 escrow.differs':<45} {1:>15}  BROKEN" in result.output.splitlines()
