"""From a cooperative's bills to a grant that the bank has paid: who may do what, and what stays as it was."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import funding, ledger, programme
from app.accounts import Role
from app.funding import FundState
from app.ledger import chart
from app.shared import audit, rulebook
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.funding import scene


def set_rule(rule: rulebook.Rule, value: int) -> None:
    with transaction():
        rulebook.set_rule(rule, value, source="نامهٔ اداره", by=None)


def test_from_bills_to_a_payment_that_the_books_and_the_budget_know(app):
    maker, budget_id = world.maker(), scene.budget(500_000_000)
    whose = scene.cooperative("1801", maker)
    application_id = scene.paid(100_000_000, 50_000_000, cooperative_id=whose, budget_id=budget_id)

    one, budget = scene.found(application_id), scene.budget_row(budget_id)
    assert (one.state, one.cost_rial, one.grant_rial) == (FundState.PAID, 150_000_000, 90_000_000)
    assert (budget.committed_rial, budget.spent_rial, budget.left) == (90_000_000, 90_000_000, 410_000_000)
    assert ledger.balance(chart.branding(budget_id)) == 90_000_000
    assert ledger.balance(chart.cooperative(whose)) == 0
    assert ledger.balance(chart.BANK) == -90_000_000
    assert funding.members_of(application_id) == {maker}
    acts = [row.act for row in audit.of("fund_application", application_id)]
    assert acts == ["fund_applied", "fund_first_ok", "fund_approved", "fund_paid"]
    assert world.broken_promises() == []


def test_an_approved_grant_is_owed_until_the_bank_pays_it(app):
    whose = scene.cooperative()
    application_id = scene.approved(100_000_000, cooperative_id=whose)

    assert ledger.balance(chart.cooperative(whose)) == -60_000_000
    assert ledger.balance(chart.BANK) == 0

    scene.pay(application_id)

    assert ledger.balance(chart.cooperative(whose)) == 0
    assert world.broken_promises() == []


def test_a_payment_pressed_twice_is_one_and_another_number_is_refused(app):
    application_id = scene.approved()

    scene.pay(application_id, "123456789")
    scene.pay(application_id, "۱۲۳۴۵۶۷۸۹")
    with pytest.raises(MoveRefused):
        scene.pay(application_id, "987654321")

    assert ledger.balance(chart.BANK) == -60_000_000
    other = scene.approved()
    with pytest.raises(funding.TrackingTaken):
        scene.pay(other, "123456789")
    assert world.broken_promises() == []


def test_the_rules_of_the_day_of_application_hold_whatever_comes_after(app):
    application_id = scene.submitted(100_000_000)
    set_rule(funding.SHARE_BPS, 1000)
    set_rule(funding.CAP, 1_000)
    later = scene.submitted(100_000_000)
    for one in (application_id, later):
        scene.step(one, funding.approve_first, by=world.official(Role.STAFF))
        scene.approve(one, scene.budget())

    assert scene.found(application_id).grant_rial == 60_000_000
    assert scene.found(later).grant_rial == 1_000


def test_who_wrote_it_down_never_judges_it_and_nobody_agrees_twice(app):
    writer, first = world.official(Role.STAFF), world.official(Role.STAFF)
    application_id, budget_id = scene.submitted(by=writer), scene.budget()

    with pytest.raises(funding.SameHand):
        scene.step(application_id, funding.approve_first, by=writer)
    scene.step(application_id, funding.approve_first, by=first)
    for same in (writer, first):
        with pytest.raises(funding.SameHand):
            scene.approve(application_id, budget_id, by=same)
    scene.approve(application_id, budget_id)
    with pytest.raises(funding.SameHand):
        scene.pay(application_id, by=writer)

    assert scene.state_of(application_id) is FundState.APPROVED


def test_the_database_too_lets_nobody_agree_twice(app):
    application_id = scene.first_ok()

    with pytest.raises(DBAPIError), transaction():
        session().execute(text("UPDATE fund_application SET second_by = first_by"))

    assert scene.found(application_id).second_by is None


@pytest.mark.parametrize(
    ("seller", "seller_id", "number"),
    [
        ("چاپِ خلیج", "", "A-12"),
        ("چاپ  خليج", "", "A-12"),
        ("چاپ‌خلیج", "", "۰۰a12"),
        ("نامِ دیگر", "10380284790", "A12"),
    ],
)
def test_no_bill_is_brought_twice_however_it_is_spelled(app, seller, seller_id, number):
    scene.bill(scene.draft(), seller="چاپِ خلیج", seller_id="10380284790", number="A12")
    other = scene.draft()

    with pytest.raises(funding.InvoiceKnown) as refused:
        scene.bill(other, seller=seller, seller_id=seller_id, number=number)

    assert refused.value.same is False
    assert funding.invoices_of(other) == []


def test_another_number_or_another_seller_is_another_bill(app):
    scene.bill(scene.draft(), seller="چاپِ خلیج", number="12")
    other = scene.draft()

    scene.bill(other, seller="چاپِ خلیج", number="112")
    scene.bill(other, seller="چاپِ بوشهر", number="12")

    assert len(funding.invoices_of(other)) == 2


def test_a_bill_is_free_again_once_its_application_is_refused_withdrawn_or_it_is_struck_out(app):
    judge = world.official(Role.STAFF)
    applications = [scene.draft() for _ in range(4)]
    refused, withdrawn, struck, last = applications

    scene.bill(refused, number="7")
    scene.submit(refused)
    scene.step(refused, funding.refuse, "برای برند نیست", by=judge)
    scene.bill(withdrawn, number="7")
    scene.submit(withdrawn)
    scene.step(withdrawn, funding.withdraw, "نمی‌خواهند", by=judge)
    scene.bill(struck, number="8")
    invoice_id = scene.bill(struck, number="7")
    scene.submit(struck)
    with transaction():
        funding.strike(scene.invoice(invoice_id), "برای برند نیست", judge)
    scene.bill(last, number="7")
    with pytest.raises(funding.InvoiceKnown):
        scene.bill(scene.draft(), number="7")


def test_the_same_bill_sent_twice_is_one_and_with_another_amount_is_refused(app):
    application_id = scene.draft()

    assert scene.bill(application_id, 5, number="7") == scene.bill(application_id, 5, number="7")
    with pytest.raises(funding.InvoiceKnown) as refused:
        scene.bill(application_id, 6, number="7")

    assert refused.value.same is True
    assert len(funding.invoices_of(application_id)) == 1


def test_what_was_struck_out_is_not_shared(app):
    application_id = scene.draft()
    scene.bill(application_id, 100_000_000)
    invoice_id = scene.bill(application_id, 900_000_000)
    scene.submit(application_id)
    writer, judge = scene.found(application_id).written_by, world.official(Role.STAFF)

    with pytest.raises(funding.SameHand), transaction():
        funding.strike(scene.invoice(invoice_id), "نه", writer)
    with pytest.raises(funding.WhyMissing), transaction():
        funding.strike(scene.invoice(invoice_id), " ", judge)
    with transaction():
        funding.strike(scene.invoice(invoice_id), "برای برند نیست", judge)
    scene.step(application_id, funding.approve_first, by=judge)
    scene.approve(application_id, scene.budget())

    assert scene.found(application_id).grant_rial == 60_000_000


def test_an_amount_that_is_no_longer_the_one_that_was_seen_is_not_approved(app):
    application_id, budget_id = scene.first_ok(100_000_000), scene.budget()

    with pytest.raises(funding.GrantChanged) as refused:
        scene.approve(application_id, budget_id, seen=Rial(70_000_000))

    assert refused.value.amount == 60_000_000
    assert scene.state_of(application_id) is FundState.FIRST_OK
    assert scene.budget_row(budget_id).committed_rial == 0


def test_no_budget_is_overdrawn_and_none_of_another_time_is_touched(app):
    budget_id, gone = scene.budget(100_000_000), scene.budget(days=3)
    scene.approved(100_000_000, budget_id=budget_id)
    second, third = scene.first_ok(100_000_000), scene.first_ok(100_000_000)

    scene.approve(second, budget_id)
    with pytest.raises(funding.BudgetSpent):
        scene.approve(third, budget_id)
    with world.later(days=5), pytest.raises(funding.BudgetClosed):
        scene.approve(third, gone)

    assert scene.found(second).grant_rial == 40_000_000
    assert scene.budget_row(budget_id).left == 0
    assert world.broken_promises() == []


def test_a_grant_that_is_not_wanted_after_all_goes_back_to_its_budget(app):
    whose, budget_id = scene.cooperative(), scene.budget(100_000_000)
    application_id = scene.approved(100_000_000, cooperative_id=whose, budget_id=budget_id)

    scene.step(application_id, funding.withdraw, "نمی‌خواهند", by=world.official(Role.FINANCE))

    assert scene.state_of(application_id) is FundState.WITHDRAWN
    assert scene.budget_row(budget_id).left == 100_000_000
    assert ledger.balance(chart.cooperative(whose)) == 0
    assert ledger.balance(chart.branding(budget_id)) == 0
    assert world.broken_promises() == []


def test_a_cooperative_is_supported_once_or_again_after_as_many_years_as_the_rule_says(app):
    whose = scene.cooperative()
    scene.paid(cooperative_id=whose)
    again = scene.draft(whose)
    scene.bill(again)

    with world.later(days=4 * 366), pytest.raises(funding.AlreadySupported):
        scene.submit(again)
    set_rule(funding.ONCE_YEARS, 2)
    with pytest.raises(funding.AlreadySupported) as soon:
        scene.submit(again)
    assert soon.value.years == 2
    with world.later(days=2 * 366):
        scene.submit(again)

    assert scene.state_of(again) is FundState.SUBMITTED


def test_one_application_of_a_cooperative_is_under_way_at_a_time(app):
    whose = scene.cooperative()
    scene.submitted(cooperative_id=whose)
    other = scene.draft(whose)
    scene.bill(other)

    with pytest.raises(funding.AlreadySupported) as refused:
        scene.submit(other)

    assert refused.value.under_way


def test_only_what_is_known_to_be_a_cooperative_may_apply(app):
    with transaction():
        unsound = programme.add_cooperative("تعاونی", "12", "10380284791", "1801", None).id
    with pytest.raises(funding.NotEligible) as refused:
        scene.draft(unsound)
    assert refused.value.reason == "national_id"

    application_id = scene.draft()
    scene.bill(application_id)
    by = scene.found(application_id).written_by
    with pytest.raises(funding.NotEligible) as unseen:
        scene.step(application_id, funding.submit, by=by, type_seen=False)
    assert unseen.value.reason == "type"


def test_without_a_bill_that_counts_nothing_is_applied_for_or_approved(app):
    with pytest.raises(funding.NothingAccepted):
        scene.submit(scene.draft())

    application_id = scene.draft()
    invoice_id = scene.bill(application_id)
    scene.submit(application_id)
    judge = world.official(Role.STAFF)
    with transaction():
        funding.strike(scene.invoice(invoice_id), "نه", judge)
    with pytest.raises(funding.NothingAccepted):
        scene.step(application_id, funding.approve_first, by=judge)


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE fund_application SET cap_rial = cap_rial * 2",
        "UPDATE fund_application SET grant_rial = grant_rial - 1",
        "UPDATE fund_application SET planned_rial = 1",
        "UPDATE fund_application SET state = 'approved'",
        "UPDATE fund_application SET tracking_no = '1'",
        "DELETE FROM fund_application",
        "UPDATE fund_invoice SET amount_rial = amount_rial + 1",
        "UPDATE fund_invoice SET holds = false",
        "DELETE FROM fund_invoice",
        "UPDATE fund_budget SET amount_rial = amount_rial + 1",
        "UPDATE fund_budget SET committed_rial = amount_rial + 1",
        "DELETE FROM fund_budget",
        "DELETE FROM fund_member",
    ],
)
def test_what_was_decided_stands_in_the_database(app, order):
    scene.paid(cooperative_id=scene.cooperative("1801", world.maker()))

    with pytest.raises(DBAPIError), transaction():
        session().execute(text(order))
