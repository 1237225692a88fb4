"""Recording, agreeing to, confirming and voiding sales outside the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import accounts, ledger, orders
from app.ledger import JournalKind, Posting, chart
from app.offshop.errors import BuyerMissing, DenialNeedsWords, OwnOrder, SaleOutOfRange
from app.offshop.events import WholesaleAnswered, WholesaleTold
from app.offshop.models import Evidence, OffshopSale, SaleKind, SaleState
from app.offshop.rules import grade
from app.orders import Sale
from app.programme import Mentor, Trainee
from app.shared import audit, clock, gallery, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce
from app.shared.states import MoveRefused

OLDEST = timedelta(days=370)


@dataclass(frozen=True)
class NewSale:
    """What somebody tells: what, when, how many, for how much in all. `form_key` makes it one, `upload_key` a photo."""

    kind: SaleKind
    title: str
    happened_on: date
    quantity: int
    amount: Rial
    form_key: str
    upload_key: str | None = None


@dataclass(frozen=True)
class Buyer:
    """Who bought a mentor's order: somebody with a name, or the mentor herself, who thereby declares her interest."""

    name: str
    mentor_herself: bool = False


def record(maker_id: int, told: NewSale, by: int | None) -> OffshopSale:
    """Write a maker's own sale down; the same form key is the same sale. What the market asks becomes her debt.

    Raises SaleOutOfRange.
    """
    known = _known(maker_id, told)
    if known is not None:
        return known
    sale = _sale(maker_id, told, by, state=SaleState.RECORDED)
    states.begin(sale, by)
    _owe(sale, by)
    return sale


def propose(mentor: Mentor, maker: Trainee, told: NewSale, buyer: Buyer) -> OffshopSale:
    """A mentor writes down an order that she brought a trainee of hers; the same form key is the same order.

    It counts for nothing, and nothing is owed, until the trainee agrees. Whose trainee she is, the caller has looked
    up. Raises SaleOutOfRange, BuyerMissing, OwnOrder.
    """
    known = _known(maker.id, told)
    if known is not None:
        return known
    _not_her_own(mentor, maker)
    name = text.clean(mentor.display_name if buyer.mentor_herself else buyer.name)[:120]
    if not name:
        raise BuyerMissing
    sale = _sale(
        maker.id,
        told,
        mentor.person_id,
        state=SaleState.PROPOSED,
        mentor_id=mentor.id,
        buyer=name,
        mentor_buys=buyer.mentor_herself,
    )
    states.begin(sale, mentor.person_id)
    audit.note("wholesale_told", "offshop_sale", sale.id, mentor.person_id, amount=int(sale.amount_rial))
    announce(WholesaleTold(sale.id))
    return sale


def _known(maker_id: int, told: NewSale) -> OffshopSale | None:
    """The sale that this form has made already. Two presses at once take turns."""
    session().get_one(Trainee, maker_id, with_for_update=LOCK)
    return session().scalar(select(OffshopSale).where(OffshopSale.form_key == told.form_key))


def _not_her_own(mentor: Mentor, maker: Trainee) -> None:
    if mentor.person_id == maker.person_id:
        raise OwnOrder("own")
    if accounts.person(mentor.person_id).mobile == accounts.person(maker.person_id).mobile:
        raise OwnOrder("same_phone")


def _sale(maker_id: int, told: NewSale, by: int | None, **more: Any) -> OffshopSale:
    """A sale as it was told, with the fee of today."""
    if not today() - OLDEST <= told.happened_on <= today():
        raise SaleOutOfRange("day")
    if told.amount <= 0 or told.quantity <= 0:
        raise SaleOutOfRange("amount")
    asked = Sale(maker_id, None)
    _, fee = orders.fees_for([asked])[asked]
    picture = None if told.upload_key is None else gallery.add(told.upload_key, by)
    by_mentor, mentor_buys = more.get("mentor_id") is not None, bool(more.get("mentor_buys"))
    return OffshopSale(
        maker_id=maker_id,
        form_key=told.form_key,
        kind=told.kind,
        title=text.clean(told.title)[:120],
        happened_on=told.happened_on,
        quantity=told.quantity,
        amount_rial=told.amount,
        fee_rial=fee.of(told.amount, told.quantity),
        evidence=grade(paper=picture is not None, by_mentor=by_mentor, mentor_buys=mentor_buys),
        picture_id=None if picture is None else picture.id,
        recorded_by=by,
        recorded_at=clock.now(),
        **more,
    )


def _owe(sale: OffshopSale, by: int | None) -> None:
    """What the market asks of the sale becomes the maker's debt, which the next payout nets."""
    if sale.fee_rial:
        ledger.post(
            Posting(
                key=_key(sale),
                kind=JournalKind.CASH_COMMISSION,
                about=("offshop", sale.id),
                legs={chart.maker(sale.maker_id): sale.fee_rial, chart.COMMISSION_CASH: -sale.fee_rial},
                by=by,
            )
        )


def _key(sale: OffshopSale) -> str:
    return f"offshop:{sale.id}"


def agree(sale: OffshopSale, by: int) -> None:
    """The maker says that the mentor's order was so: it counts from now on, and its fee is owed. Raises MoveRefused."""
    _answer(sale, SaleState.RECORDED, by, "")
    _owe(sale, by)


def deny(sale: OffshopSale, why: str, by: int) -> None:
    """The maker says that it was not so, with a word of why. It never counted. Raises DenialNeedsWords, MoveRefused."""
    words = text.clean(why)[:300]
    if not words:
        raise DenialNeedsWords
    _answer(sale, SaleState.DENIED, by, words)


def _answer(sale: OffshopSale, became: SaleState, by: int, note: str) -> None:
    _lock_waiting(sale, became)
    sale.note, sale.answered_by, sale.answered_at = note, by, clock.now()
    sale.move_to(became, by)
    audit.note("wholesale_answered", "offshop_sale", sale.id, by, became=became.value, amount=int(sale.amount_rial))
    announce(WholesaleAnswered(sale.id, became.value))


def take_back(sale: OffshopSale, by: int) -> None:
    """The mentor wrote something that was not so; possible until the maker has answered. Raises MoveRefused."""
    _lock_waiting(sale, SaleState.VOID)
    sale.move_to(SaleState.VOID, by)
    audit.note("offshop_void", "offshop_sale", sale.id, by, amount=int(sale.amount_rial))


def _lock_waiting(sale: OffshopSale, wanted: SaleState) -> None:
    session().refresh(sale, with_for_update=LOCK)
    if not sale.waits:
        raise MoveRefused("offshop_sale", str(sale.state), str(wanted))


def confirm(sale: OffshopSale, note: str, by: int) -> None:
    """Somebody of the programme was there, or has seen the paper. Not the word of those who told it.

    Raises MoveRefused.
    """
    session().refresh(sale, with_for_update=LOCK)
    if by in _parties(sale):
        raise MoveRefused("offshop_sale", str(sale.state), str(SaleState.CONFIRMED))
    sale.evidence, sale.note = Evidence.WITNESSED, text.clean(note)[:300]
    sale.move_to(SaleState.CONFIRMED, by)
    audit.note("offshop_confirmed", "offshop_sale", sale.id, by, amount=int(sale.amount_rial))


def void(sale: OffshopSale, why: str, by: int | None) -> None:
    """It was not so; the debt goes with it, by a journal that undoes the first.

    Raises MoveRefused: of an order that its maker has not answered, of what somebody of the programme has seen for
    who told it, and of what two have told for either of them.
    """
    session().refresh(sale, with_for_update=LOCK)
    told_by_two = sale.answered_by is not None
    if sale.waits or (by in _parties(sale) and (told_by_two or sale.state is SaleState.CONFIRMED)):
        raise MoveRefused("offshop_sale", str(sale.state), str(SaleState.VOID))
    sale.note = text.clean(why)[:300]
    sale.move_to(SaleState.VOID, by)
    posted = ledger.journal_by_key(_key(sale))
    if posted is not None:
        ledger.reverse(posted, by, "void")
    audit.note("offshop_void", "offshop_sale", sale.id, by, amount=int(sale.amount_rial))


def _parties(sale: OffshopSale) -> set[int]:
    """Persons who told of it."""
    return {person for person in (sale.recorded_by, sale.answered_by) if person is not None}
