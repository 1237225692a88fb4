"""From a budget and an application to a grant that the bank has paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import ledger, programme
from app.funding import queries, rules
from app.funding.errors import (
    AlreadySupported,
    BudgetClosed,
    BudgetSpent,
    GrantChanged,
    InvoiceInFuture,
    InvoiceKnown,
    NotEligible,
    NothingAccepted,
    PaidDayWrong,
    SameHand,
    TrackingTaken,
    WhyMissing,
)
from app.funding.likeness import check_likenesses, tell_apart
from app.funding.models import UNDER_WAY, FundApplication, FundBudget, FundInvoice, FundMember, FundState
from app.ledger import JournalKind, Posting, chart
from app.programme import Cooperative
from app.shared import audit, clock, gallery, states, text
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.states import MoveRefused

_ABOUT = "fund"


@dataclass(frozen=True)
class NewBudget:
    """Money for brands: from whom, how much, from a day to a day (both included). `form_key` makes it one."""

    name: str
    source: str
    amount: Rial
    first_day: date
    last_day: date
    form_key: str


@dataclass(frozen=True)
class NewApplication:
    """What a cooperative wants to do for its brand, and what it thinks it will cost. `form_key` makes it one."""

    cooperative_id: int
    purpose: str
    planned: Rial
    form_key: str


@dataclass(frozen=True)
class NewInvoice:
    """A seller's bill. `seller_id`: its national id or tax number, where the bill has one; `upload_key`: the scan."""

    seller: str
    seller_id: str
    number: str
    issued_on: date
    amount: Rial
    upload_key: str


def open_budget(new: NewBudget, by: int) -> FundBudget:
    """The same form key is the same budget."""
    known = session().scalar(select(FundBudget).where(FundBudget.form_key == new.form_key))
    if known is not None:
        return known
    budget = FundBudget(
        form_key=new.form_key,
        name=text.clean(new.name)[:120],
        source=text.clean(new.source)[:300],
        amount_rial=new.amount,
        first_day=new.first_day,
        last_day=new.last_day,
        opened_by=by,
        opened_at=clock.now(),
    )
    session().add(budget)
    session().flush()
    audit.note("fund_budget_opened", "fund_budget", budget.id, by, amount=int(new.amount))
    return budget


def write_down(new: NewApplication, by: int) -> FundApplication:
    """A draft of an application; the same form key is the same one. Raises NotEligible."""
    known = session().scalar(select(FundApplication).where(FundApplication.form_key == new.form_key))
    if known is not None:
        return known
    _eligible(programme.cooperative(new.cooperative_id))
    application = FundApplication(
        form_key=new.form_key,
        cooperative_id=new.cooperative_id,
        state=FundState.DRAFT,
        purpose=text.clean(new.purpose)[:400],
        planned_rial=new.planned,
        written_by=by,
        written_at=clock.now(),
    )
    states.begin(application, by)
    return application


def _eligible(one: Cooperative) -> None:
    if not one.registration_no:
        raise NotEligible("registration")
    if programme.legal_id(one.national_id) is None:
        raise NotEligible("national_id")


def add_invoice(application: FundApplication, new: NewInvoice, by: int) -> FundInvoice:
    """Put a bill to a draft; sent twice it is one. Raises MoveRefused, InvoiceKnown, InvoiceInFuture."""
    _lock(application, FundState.DRAFT)
    if new.issued_on > today():
        raise InvoiceInFuture
    invoice = FundInvoice(
        application_id=application.id,
        seller=text.clean(new.seller)[:120],
        seller_key=text.match_key(new.seller)[:120],
        seller_id=text.only_digits(new.seller_id)[:14],
        number=text.reference(new.number, 40),
        number_key=queries.number_key(new.number),
        issued_on=new.issued_on,
        amount_rial=new.amount,
        written_by=by,
        written_at=clock.now(),
    )
    known = queries.standing_invoice(invoice)
    if known is not None:
        return _the_same(known, invoice)
    invoice.picture_id = gallery.add(new.upload_key, by, gallery.PRIVATE).id
    try:
        with session().begin_nested():
            session().add(invoice)
    except IntegrityError as taken:
        # Another application, at the same moment, brought it.
        raise InvoiceKnown(same=False) from taken
    return invoice


def _the_same(known: FundInvoice, told: FundInvoice) -> FundInvoice:
    """Sent a second time it is the one that is there. Raises InvoiceKnown for anything else."""
    same = known.application_id == told.application_id
    if same and (known.issued_on, known.amount_rial) == (told.issued_on, told.amount_rial):
        return known
    raise InvoiceKnown(same)


def drop_invoice(invoice: FundInvoice, by: int) -> None:
    """Take a bill out of a draft again. Raises MoveRefused."""
    application = session().get_one(FundApplication, invoice.application_id)
    _lock(application, FundState.DRAFT)
    audit.note("fund_invoice_dropped", "fund_application", application.id, by, amount=int(invoice.amount_rial))
    session().delete(invoice)


def submit(application: FundApplication, by: int, *, type_seen: bool) -> None:
    """The day of application: the rules of this moment hold for it from now on, and its members are written down.

    Raises MoveRefused, NotEligible, AlreadySupported, NothingAccepted.
    """
    _lock(application, FundState.DRAFT)
    cooperative = session().get_one(Cooperative, application.cooperative_id, with_for_update=LOCK)
    if not type_seen:
        raise NotEligible("type")
    _eligible(cooperative)
    if not queries.accepted_cost(application.id):
        raise NothingAccepted
    terms = queries.terms_now()
    _may_ask(application, terms.once_years)
    application.type_seen, application.applied_at = True, clock.now()
    application.share_bps, application.cap_rial = terms.share_bps, terms.cap
    application.two_supports, application.once_years = terms.two_supports, terms.once_years
    members = programme.cooperative_members(cooperative.id)
    session().add_all(FundMember(application_id=application.id, trainee_id=one.id) for one in members)
    application.move_to(FundState.SUBMITTED, by)
    audit.note("fund_applied", "fund_application", application.id, by, members=len(members))


def _may_ask(application: FundApplication, years: int) -> None:
    for other in queries.of_cooperative(application.cooperative_id):
        if other.state in UNDER_WAY:
            raise AlreadySupported(under_way=True)
        if other.paid_on is not None and not rules.may_ask_again(other.paid_on, years, today()):
            raise AlreadySupported(under_way=False, years=years)


def strike(invoice: FundInvoice, why: str, by: int) -> None:
    """A bill does not count, for a reason; whoever brings it later may. Raises MoveRefused, SameHand, WhyMissing."""
    application = session().get_one(FundApplication, invoice.application_id)
    _lock(application, FundState.SUBMITTED, FundState.FIRST_OK)
    _another(application, by)
    session().refresh(invoice)
    if invoice.struck:
        return
    invoice.struck_by, invoice.struck_at, invoice.struck_why = by, clock.now(), _why(why)
    invoice.holds = False
    audit.note("fund_invoice_struck", "fund_application", application.id, by, amount=int(invoice.amount_rial))


def approve_first(application: FundApplication, by: int) -> None:
    """The executor's second person agrees. Raises MoveRefused, SameHand, NothingAccepted, BillsAlike."""
    _lock(application, FundState.SUBMITTED)
    _another(application, by)
    if not queries.accepted_cost(application.id):
        raise NothingAccepted
    check_likenesses(application)
    application.first_by, application.first_at = by, clock.now()
    application.move_to(FundState.FIRST_OK, by)
    audit.note("fund_first_ok", "fund_application", application.id, by)


def approve(application: FundApplication, budget_id: int, seen: Rial, by: int) -> None:
    """The second person agrees to the amount that she has `seen`: the budget is bound, and the grant is owed.

    Raises MoveRefused, SameHand, NothingAccepted, BillsAlike, BudgetClosed, BudgetSpent, GrantChanged.
    """
    _lock(application, FundState.FIRST_OK)
    _another(application, by, application.first_by)
    check_likenesses(application)
    budget = session().get(FundBudget, budget_id, with_for_update=LOCK, populate_existing=True)
    if budget is None or not budget.in_force:
        raise BudgetClosed
    cost, terms = queries.accepted_cost(application.id), application.terms
    if not cost or terms is None:
        raise NothingAccepted
    amount = rules.grant(cost, terms, budget.left)
    if not amount:
        raise BudgetSpent
    if amount != seen:
        raise GrantChanged(amount)
    _bind(budget, amount)
    application.second_by, application.second_at = by, clock.now()
    application.budget_id, application.cost_rial, application.grant_rial = budget.id, cost, amount
    application.move_to(FundState.APPROVED, by)
    _post(application, JournalKind.GRANT, debit=chart.branding(budget.id), credit=_owed(application), by=by)
    audit.note("fund_approved", "fund_application", application.id, by, amount=int(amount), budget=budget.id)


def _bind(budget: FundBudget, amount: Rial) -> None:
    """One conditional UPDATE, so that two who approve at the same moment never go over. Raises BudgetSpent."""
    bound = session().execute(
        update(FundBudget)
        .where(FundBudget.id == budget.id, FundBudget.committed_rial + amount <= FundBudget.amount_rial)
        .values(committed_rial=FundBudget.committed_rial + amount),
        execution_options={"synchronize_session": False},
    )
    if getattr(bound, "rowcount", 0) != 1:
        raise BudgetSpent
    session().refresh(budget)


def _owed(application: FundApplication) -> str:
    return chart.cooperative(application.cooperative_id)


def _post(application: FundApplication, kind: JournalKind, *, debit: str, credit: str, by: int) -> None:
    amount = application.grant_rial or Rial(0)
    ledger.post(
        Posting(
            key=f"{kind.value}:{application.id}",
            kind=kind,
            about=(_ABOUT, application.id),
            legs={debit: amount, credit: -amount},
            by=by,
            memo=application.tracking_no if kind is JournalKind.GRANT_PAID else "",
        )
    )


def tell_bills_apart(application: FundApplication, pair: tuple[int, int], why: str, by: int) -> None:
    """A bill is not the other that it looks like, for a reason. Raises MoveRefused, SameHand, WhyMissing, NotFound."""
    _lock(application, FundState.SUBMITTED, FundState.FIRST_OK)
    _another(application, by)
    tell_apart(application, pair, _why(why), by)


def refuse(application: FundApplication, why: str, by: int) -> None:
    """It is not supported; its bills are free again. Raises MoveRefused, SameHand, WhyMissing."""
    _lock(application, FundState.SUBMITTED, FundState.FIRST_OK)
    _another(application, by)
    application.ended_why = _why(why)
    application.move_to(FundState.REFUSED, by, application.ended_why)
    _free(application)
    audit.note("fund_refused", "fund_application", application.id, by)


def withdraw(application: FundApplication, why: str, by: int) -> None:
    """The cooperative wants it no more. A grant that was approved is undone, and its budget has it again.

    Raises MoveRefused, WhyMissing.
    """
    _lock(application, FundState.DRAFT, *UNDER_WAY)
    application.ended_why = _why(why)
    approved = application.state is FundState.APPROVED
    application.move_to(FundState.WITHDRAWN, by, application.ended_why)
    _free(application)
    if approved:
        amount = application.grant_rial or Rial(0)
        session().execute(
            update(FundBudget)
            .where(FundBudget.id == application.budget_id)
            .values(committed_rial=FundBudget.committed_rial - amount),
            execution_options={"synchronize_session": False},
        )
        posted = ledger.journal_by_key(f"{JournalKind.GRANT.value}:{application.id}")
        if posted is not None:
            ledger.reverse(posted, by, "withdrawn")
    audit.note("fund_withdrawn", "fund_application", application.id, by)


def _free(application: FundApplication) -> None:
    session().execute(
        update(FundInvoice).where(FundInvoice.application_id == application.id).values(holds=False),
        execution_options={"synchronize_session": False},
    )


def pay(application: FundApplication, tracking_no: str, paid_on: date, by: int) -> None:
    """The bank has paid the grant under this number. Pressed twice it is paid once.

    Raises MoveRefused, SameHand, PaidDayWrong, TrackingTaken.
    """
    number = text.reference(tracking_no, 40)
    session().refresh(application, with_for_update=LOCK)
    if application.state is FundState.PAID and application.tracking_no == number:
        return
    _lock(application, FundState.APPROVED)
    _another(application, by, application.second_by)
    if application.second_at is None or not local_date(application.second_at) <= paid_on <= today():
        raise PaidDayWrong
    if queries.by_tracking([number]):
        raise TrackingTaken
    now = clock.now()
    try:
        with session().begin_nested():
            application.move_to(FundState.PAID, by, paid_by=by, paid_at=now, paid_on=paid_on, tracking_no=number)
    except IntegrityError as taken:
        raise TrackingTaken from taken
    session().execute(
        update(FundBudget)
        .where(FundBudget.id == application.budget_id)
        .values(spent_rial=FundBudget.spent_rial + application.grant_rial),
        execution_options={"synchronize_session": False},
    )
    _post(application, JournalKind.GRANT_PAID, debit=_owed(application), credit=chart.BANK, by=by)
    audit.note("fund_paid", "fund_application", application.id, by, amount=int(application.grant_rial or 0))


def _lock(application: FundApplication, *wanted: FundState) -> None:
    """Take turns over an application. Raises MoveRefused when it is not where it has to be."""
    session().refresh(application, with_for_update=LOCK)
    if application.state not in wanted:
        raise MoveRefused("fund_application", str(application.state), str(wanted[0]))


def _another(application: FundApplication, by: int, *others: int | None) -> None:
    if by in {application.written_by, *others}:
        raise SameHand


def _why(why: str) -> str:
    words = text.clean(why)[:300]
    if not words:
        raise WhyMissing
    return words
