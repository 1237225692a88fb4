"""Two at the same moment: no budget is overdrawn, no bill is brought twice, no grant is paid twice."""

from app import funding, ledger
from app.accounts import Role
from app.ledger import chart
from app.shared.states import MoveRefused
from tests import world
from tests.funding import scene


def test_two_who_approve_at_the_same_moment_never_go_over_the_budget(app):
    budget_id, approvers = scene.budget(60_000_000), [world.official(Role.FINANCE) for _ in range(2)]
    applications = [scene.first_ok(100_000_000) for _ in approvers]
    seen = [scene.offer(one, budget_id) for one in applications]

    outcomes = world.at_once(
        app,
        *(
            lambda one=one, by=by, amount=amount: scene.approve(one, budget_id, by=by, seen=amount)
            for one, by, amount in zip(applications, approvers, seen, strict=True)
        ),
    )

    assert seen == [60_000_000, 60_000_000]
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, funding.BudgetSpent) for outcome in outcomes) == 1, outcomes
    assert scene.budget_row(budget_id).committed_rial == 60_000_000
    assert world.broken_promises() == []


def test_without_their_guard_the_budget_would_be_overdrawn(app):
    budget_id = scene.budget(60_000_000)
    copy = f"SELECT amount_rial - committed_rial AS left_over FROM fund_budget WHERE id = {budget_id}"

    assert world.unguarded(app, copy, 60_000_000) == -60_000_000


def test_a_bill_brought_to_two_applications_at_the_same_moment_is_in_one(app):
    applications = [scene.draft() for _ in range(3)]

    outcomes = world.at_once(app, *(lambda one=one: scene.bill(one, number="77") for one in applications))

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, funding.InvoiceKnown) for outcome in outcomes) == 2, outcomes
    assert sum(len(funding.invoices_of(one)) for one in applications) == 1


def test_a_payment_written_down_by_two_at_the_same_moment_is_one(app):
    application_id, people = scene.approved(100_000_000), [world.official(Role.FINANCE) for _ in range(2)]

    outcomes = world.at_once(
        app, *(lambda by=by: scene.pay(application_id, "555111", by=by) for by in (*people, *people))
    )

    assert [outcome for outcome in outcomes if outcome is not None] == []
    assert ledger.balance(chart.BANK) == -60_000_000
    assert world.broken_promises() == []


def test_two_applications_of_one_cooperative_sent_at_the_same_moment_are_one(app):
    whose = scene.cooperative()
    applications = [scene.draft(whose) for _ in range(2)]
    for one in applications:
        scene.bill(one)

    outcomes = world.at_once(app, *(lambda one=one: scene.submit(one) for one in applications))

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, funding.AlreadySupported) for outcome in outcomes) == 1, outcomes


def test_approved_and_refused_at_the_same_moment_is_one_of_them(app):
    application_id, budget_id = scene.first_ok(100_000_000), scene.budget()
    approver, other = world.official(Role.FINANCE), world.official(Role.FINANCE)
    amount = scene.offer(application_id, budget_id)

    outcomes = world.at_once(
        app,
        lambda: scene.approve(application_id, budget_id, by=approver, seen=amount),
        lambda: scene.step(application_id, funding.refuse, "نه", by=other),
    )

    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 1, outcomes
    assert world.broken_promises() == []
