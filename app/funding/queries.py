"""Reading the fund."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true

from app import ledger
from app.funding import rules
from app.funding.models import GRANTED, FundApplication, FundBudget, FundInvoice, FundMember, FundState
from app.funding.rules import Terms
from app.ledger import chart
from app.programme import Cooperative
from app.shared import rulebook, text
from app.shared.calendar import today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.money import Rial

PAGE = 30


def terms_now() -> Terms:
    """The rules that hold for whoever applies now."""
    return Terms(
        share_bps=rulebook.number(rules.SHARE_BPS),
        cap=Rial(rulebook.number(rules.CAP)),
        two_supports=bool(rulebook.number(rules.TWO_SUPPORTS)),
        once_years=rulebook.number(rules.ONCE_YEARS),
    )


def number_key(number: str) -> str:
    """Equal for two spellings of an invoice's number: digits and letters, without zeros in front."""
    return (text.match_key(number).lstrip("0") or "0")[:40]


# ---- budgets --------------------------------------------------------------------------------------------------


def budgets() -> list[FundBudget]:
    """The latest first."""
    return list(session().scalars(select(FundBudget).order_by(FundBudget.last_day.desc(), FundBudget.id.desc())))


def open_budgets() -> list[FundBudget]:
    """Those of today, the one that ends first before the others."""
    query = select(FundBudget).where(FundBudget.first_day <= today(), FundBudget.last_day >= today())
    return list(session().scalars(query.order_by(FundBudget.last_day, FundBudget.id)))


def grants_from(application: FundApplication, chosen: Iterable[FundBudget]) -> list[tuple[FundBudget, Rial, Rial]]:
    """What the rule gives of the accepted cost, and what each of these budgets could give of that."""
    terms = application.terms or terms_now()
    cost = accepted_cost(application.id)
    return [(one, rules.grant(cost, terms), rules.grant(cost, terms, one.left)) for one in chosen]


# ---- applications ---------------------------------------------------------------------------------------------


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    if counties is None:
        return true()
    return FundApplication.cooperative_id.in_(select(Cooperative.id).where(Cooperative.county_code.in_(counties)))


def application(application_id: int, counties: frozenset[str] | None) -> FundApplication:
    """An application of a cooperative of these counties (None: of any). Raises NotFound."""
    query = select(FundApplication).where(FundApplication.id == application_id, _within(counties))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def applications(
    counties: frozenset[str] | None, state: FundState | None, page: int
) -> tuple[int, list[FundApplication]]:
    """How many there are (of a state), and a page of 30, newest first."""
    query = select(FundApplication).where(_within(counties))
    if state is not None:
        query = query.where(FundApplication.state == state)
    newest = query.order_by(FundApplication.id.desc())
    return count_of(query), list(session().scalars(newest.limit(PAGE).offset((page - 1) * PAGE)))


def every(counties: frozenset[str] | None) -> list[FundApplication]:
    """All applications, oldest first."""
    return list(session().scalars(select(FundApplication).where(_within(counties)).order_by(FundApplication.id)))


def of_cooperative(cooperative_id: int) -> list[FundApplication]:
    """Newest first."""
    query = select(FundApplication).where(FundApplication.cooperative_id == cooperative_id)
    return list(session().scalars(query.order_by(FundApplication.id.desc())))


@dataclass(frozen=True)
class Totals:
    """Applications in a state: how many, and their grants in rials."""

    state: FundState
    count: int
    grants: Rial


def totals(counties: frozenset[str] | None) -> list[Totals]:
    """Every state, in the order of an application's life; grants of those that stand."""
    rows = session().execute(
        select(FundApplication.state, func.count(), func.coalesce(func.sum(FundApplication.grant_rial), 0))
        .where(_within(counties))
        .group_by(FundApplication.state)
    )
    found = {state: (count, int(amount or 0) if state in GRANTED else 0) for state, count, amount in rows}
    return [Totals(one, found.get(one, (0, 0))[0], Rial(found.get(one, (0, 0))[1])) for one in FundState]


def members_of(application_id: int) -> set[int]:
    """Trainees who were members on the day of application."""
    return set(session().scalars(select(FundMember.trainee_id).where(FundMember.application_id == application_id)))


def by_tracking(numbers: Iterable[str]) -> list[FundApplication]:
    """Grants that the bank paid under these numbers."""
    wanted = [number for number in numbers if number]
    return list(session().scalars(select(FundApplication).where(FundApplication.tracking_no.in_(wanted))))


# ---- invoices -------------------------------------------------------------------------------------------------


def invoices_of(application_id: int) -> list[FundInvoice]:
    query = select(FundInvoice).where(FundInvoice.application_id == application_id)
    return list(session().scalars(query.order_by(FundInvoice.id)))


def invoices_by_application(ids: Iterable[int]) -> dict[int, list[FundInvoice]]:
    """The bills of several applications."""
    found: dict[int, list[FundInvoice]] = {}
    query = select(FundInvoice).where(FundInvoice.application_id.in_(set(ids))).order_by(FundInvoice.id)
    for one in session().scalars(query):
        found.setdefault(one.application_id, []).append(one)
    return found


def invoice_in(application_id: int, invoice_id: int) -> FundInvoice:
    """An invoice of this very application. Raises NotFound."""
    query = select(FundInvoice).where(FundInvoice.id == invoice_id, FundInvoice.application_id == application_id)
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def standing_invoice(told: FundInvoice) -> FundInvoice | None:
    """The bill of the same seller and number that stands already."""
    seller = [FundInvoice.seller_key == told.seller_key]
    if told.seller_id:
        seller.append(FundInvoice.seller_id == told.seller_id)
    query = select(FundInvoice).where(FundInvoice.holds, FundInvoice.number_key == told.number_key, or_(*seller))
    with session().no_autoflush:
        return session().scalar(query.limit(1))


def accepted_cost(application_id: int) -> Rial:
    return costs_of([application_id]).get(application_id, Rial(0))


def costs_of(ids: Iterable[int]) -> dict[int, Rial]:
    """Rials of the invoices that were not struck out, by application."""
    rows = session().execute(
        select(FundInvoice.application_id, func.sum(FundInvoice.amount_rial))
        .where(FundInvoice.application_id.in_(set(ids)), FundInvoice.struck_at.is_(None))
        .group_by(FundInvoice.application_id)
    )
    return {application_id: Rial(int(amount)) for application_id, amount in rows}


# ---- promises -------------------------------------------------------------------------------------------------


def invariants() -> list[tuple[str, int]]:
    """Broken promises of the fund."""
    granted = list(session().scalars(select(FundApplication).where(FundApplication.state.in_(GRANTED))))
    return [
        ("L9 fund.journals_differ", _journals_differ(granted)),
        ("L9 fund.budgets_differ", _budgets_differ(granted)),
        ("L9 fund.invoice_twice", _funded_twice()),
    ]


def _journals_differ(granted: Iterable[FundApplication]) -> int:
    """Rials by which the books of brands and cooperatives are not what was approved and paid."""
    spent: dict[str, int] = {}
    owed: dict[str, int] = {}
    for one in granted:
        amount = int(one.grant_rial or 0)
        spent[chart.branding(one.budget_id or 0)] = spent.get(chart.branding(one.budget_id or 0), 0) + amount
        if one.state is FundState.APPROVED:
            owed[chart.cooperative(one.cooperative_id)] = owed.get(chart.cooperative(one.cooperative_id), 0) - amount
    books = {**ledger.balances(chart.BRANDING), **ledger.balances(chart.COOPERATIVE)}
    return _apart(books, {**spent, **owed})


def _apart(books: Mapping[str, int], wanted: Mapping[str, int]) -> int:
    return sum(abs(int(books.get(code, 0)) - wanted.get(code, 0)) for code in {*books, *wanted})


def _budgets_differ(granted: Iterable[FundApplication]) -> int:
    """Budgets that were overdrawn, or that say otherwise than the grants out of them."""
    bound: dict[int | None, int] = {}
    paid: dict[int | None, int] = {}
    for one in granted:
        bound[one.budget_id] = bound.get(one.budget_id, 0) + int(one.grant_rial or 0)
        if one.state is FundState.PAID:
            paid[one.budget_id] = paid.get(one.budget_id, 0) + int(one.grant_rial or 0)
    return sum(
        one.committed_rial > one.amount_rial
        or one.committed_rial != bound.get(one.id, 0)
        or one.spent_rial != paid.get(one.id, 0)
        for one in session().scalars(select(FundBudget))
    )


def _funded_twice() -> int:
    """Bills that more than one line of approved applications rests on."""
    lines = (
        select(FundInvoice.number_key)
        .join(FundApplication, FundApplication.id == FundInvoice.application_id)
        .where(FundApplication.state.in_(GRANTED), FundInvoice.struck_at.is_(None))
        .group_by(FundInvoice.number_key, FundInvoice.seller_key)
        .having(func.count() > 1)
    )
    return count_of(lines)
