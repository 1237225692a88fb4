"""Large refunds: one member of staff proposes, another agrees. Small ones go at once.

What is proposed has not moved yet: it is looked at again when the second person agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app import payments
from app.orders import rules
from app.orders.errors import RefundBySamePerson, RefundKeyUsed, RefundOutOfRange, RefundsWait
from app.orders.events import RefundDecided, RefundProposed
from app.orders.models import Line, Order, Parcel, ParcelState, Proposal, ProposalPart, ProposalState, RefundPart
from app.orders.parcels import call_off
from app.orders.queries import lines_of, lock, locked
from app.orders.refunding import Back, Part, all_parts, check, give_back, refund_by_key, refund_of_call_off
from app.payments import Refund
from app.shared import audit, clock, rulebook, states, text
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.money import Rial, total
from app.shared.outbox import announce
from app.shared.states import MoveRefused


def give_back_or_propose(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int) -> Refund | None:
    """Give back what is small; put what is large before a second person, and nothing moves until then (None).

    Raises what `give_back` raises, and RefundsWait. The same key is the same proposal.
    """
    lock(parcel)
    if refund_by_key(key) is not None or not needs_two(parcel, parts, by):
        return give_back(parcel, parts, key=key, why=why, by=by)
    propose_refund(parcel, parts, key=key, why=why, by=by)
    return None


def propose_refund(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int) -> None:
    """Put a refund before a second person; the same key once. Raises what `give_back` raises, and RefundsWait."""
    known = _known(key)
    if known is None:
        check(parcel, parts)
        _check_beside_waiting(parcel, parts)
        _propose(parcel, parts, key=key, why=why, by=by)
    elif known.amount_rial != total(part.amount for part in parts):
        raise RefundKeyUsed(known.amount_rial)


def needs_two(parcel: Parcel, parts: Sequence[Part], by: int) -> bool:
    """Whether so much, with what the same person has given back of the whole order alone, takes a second person."""
    before = (
        select(func.coalesce(func.sum(RefundPart.amount_rial), 0))
        .join(Refund, Refund.id == RefundPart.refund_id)
        .where(
            Refund.payable_id == parcel.order_id,
            Refund.asked_by == by,
            Refund.idem_key.not_in(_agreed_keys(parcel.order_id)),
        )
    )
    amount = total(part.amount for part in parts) + int(session().scalar(before) or 0)
    return amount >= rulebook.number(rules.TWO_PERSONS)


def _agreed_keys(order_id: int) -> set[str]:
    """Under which keys the money of an order went back to which a second person agreed."""
    query = (
        select(Proposal.key)
        .join(Parcel, Parcel.id == Proposal.parcel_id)
        .where(Parcel.order_id == order_id, Proposal.state == ProposalState.AGREED)
    )
    keys = {key.rpartition(":")[0] if key.startswith("off:") else key for key in session().scalars(query)}
    return keys | {key + "+" for key in keys}


def call_off_or_propose(parcel: Parcel, became: ParcelState, by: int, why: str = "") -> bool:
    """Staff call a parcel off; a dear one only with a second person (False: it waits for her).

    Raises MoveRefused, and RefundsWait while a part of its money waits for a second person already.
    """
    lock(parcel)
    if not parcel.may_become(became):
        raise MoveRefused("parcel", str(parcel.state), str(became))
    parts = all_parts(parcel, lines_of([parcel.id]).get(parcel.id, []))
    owed = payments.paid(parcel.order_id)
    if not owed or not needs_two(parcel, parts, by):
        call_off(parcel, became, by, why)
        return True
    key = f"off:{parcel.id}:{became}"
    if _known(key) is None:
        _check_beside_waiting(parcel, parts)
        _propose(parcel, parts, key=key, why=why or became.value, by=by)
    return False


def _check_beside_waiting(parcel: Parcel, parts: Sequence[Part]) -> None:
    """Raises RefundsWait where a line or the delivery has less left than these parts and those that wait ask of it."""
    query = (
        select(ProposalPart.line_id, func.sum(ProposalPart.quantity), func.sum(ProposalPart.amount_rial))
        .join(Proposal, Proposal.id == ProposalPart.proposal_id)
        .where(Proposal.parcel_id == parcel.id, Proposal.state == ProposalState.WAITING)
        .group_by(ProposalPart.line_id)
    )
    waiting = {line_id: (int(pieces), int(amount)) for line_id, pieces, amount in session().execute(query)}
    left = {part.line_id: part for part in all_parts(parcel, lines_of([parcel.id]).get(parcel.id, []))}
    for part in parts:
        pieces, amount = waiting.get(part.line_id, (0, 0))
        most = left.get(part.line_id, Part(part.line_id, 0, Rial(0)))
        if amount and (part.amount + amount > most.amount or part.quantity + pieces > most.quantity):
            raise RefundsWait(sum(rials for _, rials in waiting.values()))


def refund_line(line: Line, back: Back, by: int | None) -> Refund | None:
    """Give back a part of one line: from escrow before its parcel is released, from the maker's account after.

    The amount may be less than the pieces' price (a discount for a flaw). The same form key refunds once.
    Pieces that were not sent yet return to the shelf. None: so large a refund was put before a second person.
    Raises RefundOutOfRange, and RefundKeyUsed for a known form key with another amount.
    """
    parcel = session().get_one(Parcel, line.parcel_id)
    key, part = f"line:{line.id}:{back.form_key}", Part(line.id, back.quantity, back.amount)
    if by is None:
        return give_back(parcel, [part], key=key, why=back.why, by=None)
    return give_back_or_propose(parcel, [part], key=key, why=back.why, by=by)


def _known(key: str) -> Proposal | None:
    return session().scalar(select(Proposal).where(Proposal.key == key, Proposal.state == ProposalState.WAITING))


def _propose(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int) -> None:
    proposal = Proposal(
        parcel_id=parcel.id,
        key=key,
        amount_rial=total(part.amount for part in parts),
        why=text.clean(why)[:200],
        state=ProposalState.WAITING,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    states.begin(proposal, by)
    session().add_all(
        ProposalPart(
            proposal_id=proposal.id,
            position=position,
            line_id=part.line_id,
            quantity=part.quantity,
            amount_rial=part.amount,
        )
        for position, part in enumerate(parts)
    )
    audit.note("refund_proposed", "refund_proposal", proposal.id, by, amount=int(proposal.amount_rial))
    announce(RefundProposed(proposal.id))


def parts_of(proposal: Proposal) -> list[Part]:
    query = select(ProposalPart).where(ProposalPart.proposal_id == proposal.id).order_by(ProposalPart.position)
    return [Part(row.line_id, row.quantity, row.amount_rial) for row in session().scalars(query)]


def agree_to_refund(proposal_id: int, by: int) -> Refund:
    """The second person agrees: the money goes back. Raises RefundBySamePerson, MoveRefused, RefundOutOfRange."""
    proposal = _locked(proposal_id)
    if proposal.proposed_by == by:
        raise RefundBySamePerson
    proposal.decided_by, proposal.decided_at = by, clock.now()
    proposal.move_to(ProposalState.AGREED, by)
    parcel = session().get_one(Parcel, proposal.parcel_id)
    refund = _carry_out(proposal, parcel)
    audit.note("refund_agreed", "refund_proposal", proposal.id, by, amount=int(proposal.amount_rial))
    announce(RefundDecided(proposal.id, proposal.key, agreed=1))
    return refund


def _carry_out(proposal: Proposal, parcel: Parcel) -> Refund:
    about, *rest = proposal.key.split(":")
    if about != "off":
        return give_back(parcel, parts_of(proposal), key=proposal.key, why=proposal.why, by=proposal.proposed_by)
    call_off(parcel, ParcelState(rest[-1]), proposal.proposed_by, proposal.why)
    refund = refund_of_call_off(parcel.id)
    if refund is None:
        raise RefundOutOfRange(0, 0)
    return refund


def decline_refund(proposal_id: int, by: int) -> None:
    """It does not go back, not like this. Its proposer may take it back too. Raises MoveRefused."""
    proposal = _locked(proposal_id)
    proposal.decided_by = None if proposal.proposed_by == by else by
    _decline(proposal, by)


def drop_proposals(order_id: int, why: str) -> None:
    """What waits of an order for a second person is off, by nobody's word: its money has gone another way."""
    query = (
        select(Proposal)
        .join(Parcel, Parcel.id == Proposal.parcel_id)
        .where(Parcel.order_id == order_id, Proposal.state == ProposalState.WAITING)
        .order_by(Proposal.id)
    )
    for proposal in list(session().scalars(query)):
        _decline(proposal, None, why)


def _decline(proposal: Proposal, by: int | None, why: str | None = None) -> None:
    proposal.decided_at = clock.now()
    proposal.move_to(ProposalState.DECLINED, by, why)
    audit.note("refund_declined", "refund_proposal", proposal.id, by)
    announce(RefundDecided(proposal.id, proposal.key, agreed=0))


def _locked(proposal_id: int) -> Proposal:
    found = session().get(Proposal, proposal_id)
    if found is None:
        raise NotFound
    locked(session().get_one(Parcel, found.parcel_id).order_id)
    return session().get_one(Proposal, proposal_id, populate_existing=True)


@dataclass(frozen=True)
class ProposalView:
    """A proposal with the order that it is about."""

    proposal: Proposal
    order: Order


def waiting_proposals() -> list[ProposalView]:
    """Large refunds that wait for a second person, oldest first."""
    query = (
        select(Proposal, Order)
        .join(Parcel, Parcel.id == Proposal.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Proposal.state == ProposalState.WAITING)
        .order_by(Proposal.id)
    )
    return [ProposalView(proposal, order) for proposal, order in session().execute(query)]


def proposed_in(order_id: int) -> int:
    """Rials of an order that wait for a second person."""
    query = (
        select(func.coalesce(func.sum(Proposal.amount_rial), 0))
        .join(Parcel, Parcel.id == Proposal.parcel_id)
        .where(Parcel.order_id == order_id, Proposal.state == ProposalState.WAITING)
    )
    return int(session().scalar(query) or 0)
