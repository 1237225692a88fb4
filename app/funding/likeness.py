"""Bills that look like one that stands already: the same day and amount, and seller or number alike.

A seller and number spelled just so are refused where a bill is written; what is near it is told to whoever approves.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

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
    other = aliased(FundInvoice)
    query = (
        select(FundInvoice, other, FundLikeness)
        .join(
            other,
            (other.amount_rial == FundInvoice.amount_rial)
            & (other.issued_on == FundInvoice.issued_on)
            & (other.id != FundInvoice.id),
        )
        .outerjoin(FundLikeness, (FundLikeness.invoice_id == FundInvoice.id) & (FundLikeness.other_id == other.id))
        .where(
            FundInvoice.application_id == application_id,
            FundInvoice.struck_at.is_(None),
            other.holds,
            or_(other.application_id != FundInvoice.application_id, other.id < FundInvoice.id),
        )
        .order_by(FundInvoice.id, other.id)
    )
    found = [Likeness(*row) for row in session().execute(query)]
    return [one for one in found if rules.look_alike(_bill(one.invoice), _bill(one.other))]


def _bill(one: FundInvoice) -> rules.Bill:
    return rules.Bill(one.seller, one.seller_id, one.number)


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
