"""Bills that look like one that stands already.

Of one amount and at most a week apart, with seller or number alike; or with both alike, whatever day and amount.

A seller and number spelled just so are refused where a bill is written; what is near it is told to whoever approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from app.funding import rules
from app.funding.errors import BillsAlike
from app.funding.models import FundApplication, FundInvoice, FundLikeness
from app.shared import audit, clock, text
from app.shared.database import session, take_turns
from app.shared.errors import NotFound


@dataclass(frozen=True)
class Likeness:
    """A bill of an application, another bill that it looks like, and what was said of it, if anything was."""

    invoice: FundInvoice
    other: FundInvoice
    told: FundLikeness | None


def likenesses(application_id: int) -> list[Likeness]:
    """Of an application's bills that count; of two in one application the later one is told."""
    pairs = _pairs(application_id)
    bills, told = _bills({number for pair in pairs for number in pair}), _told({one for one, _ in pairs})
    return [Likeness(bills[one], bills[other], told.get((one, other))) for one, other in pairs]


@dataclass(frozen=True)
class _Row:
    """As much of a bill as is compared."""

    id: int
    seller: str
    seller_id: str
    number: str
    amount_rial: int
    issued_on: date

    @property
    def bill(self) -> rules.Bill:
        return rules.Bill(self.seller, self.seller_id, self.number)


def _pairs(application_id: int) -> list[tuple[int, int]]:
    """Numbers of its bills, each with the number of one that it looks like."""
    mine = _rows(FundInvoice.application_id == application_id, FundInvoice.struck_at.is_(None))
    standing, here = _rows(FundInvoice.holds.is_(True)) if mine else [], {one.id for one in mine}
    found = (
        (one.id, other.id)
        for one in mine
        for other in standing
        if (other.id not in here or other.id < one.id) and _alike(one, other)
    )
    return sorted(found)


def _rows(*which: ColumnElement[bool]) -> list[_Row]:
    bill = FundInvoice
    query = select(bill.id, bill.seller, bill.seller_id, bill.number, bill.amount_rial, bill.issued_on).where(*which)
    return [_Row(*row) for row in session().execute(query)]


def _alike(one: _Row, other: _Row) -> bool:
    near = one.amount_rial == other.amount_rial and abs((one.issued_on - other.issued_on).days) <= rules.NEAR_DAYS
    return (rules.look_alike if near else rules.repeats)(one.bill, other.bill)


def _bills(numbers: set[int]) -> dict[int, FundInvoice]:
    return {one.id: one for one in session().scalars(select(FundInvoice).where(FundInvoice.id.in_(numbers)))}


def _told(numbers: set[int]) -> dict[tuple[int, int], FundLikeness]:
    query = select(FundLikeness).where(FundLikeness.invoice_id.in_(numbers))
    return {(one.invoice_id, one.other_id): one for one in session().scalars(query)}


def check_likenesses(application: FundApplication) -> None:
    """Raises BillsAlike while nobody has said why two bills are not one."""
    waiting = sum(one.told is None for one in likenesses(application.id))
    if waiting:
        raise BillsAlike(waiting)


def tell_apart(application: FundApplication, pair: tuple[int, int], why: str, by: int) -> None:
    """These are two bills, for a reason; said again it stays. Raises NotFound."""
    take_turns(f"fund:{application.id}")
    one = next((one for one in likenesses(application.id) if (one.invoice.id, one.other.id) == pair), None)
    if one is None:
        raise NotFound
    if one.told is None:
        session().add(
            FundLikeness(invoice_id=pair[0], other_id=pair[1], why=text.clean(why)[:300], by_id=by, at=clock.now())
        )
        session().flush()
        audit.note("fund_bills_told_apart", "fund_application", application.id, by, bill=pair[0], other=pair[1])
