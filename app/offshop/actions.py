"""Recording, confirming and voiding sales outside the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app import ledger, orders
from app.ledger import JournalKind, Posting, chart
from app.offshop.errors import SaleOutOfRange
from app.offshop.models import Evidence, OffshopSale, SaleKind, SaleState
from app.orders import Sale
from app.programme import Trainee
from app.shared import audit, clock, gallery, states, text
from app.shared.calendar import today
from app.shared.database import session
from app.shared.money import Rial
from app.shared.states import MoveRefused

OLDEST = timedelta(days=370)


@dataclass(frozen=True)
class NewSale:
    """What a maker tells: what, when, how many, for how much in all. `form_key` makes it one, `upload_key` a photo."""

    kind: SaleKind
    title: str
    happened_on: date
    quantity: int
    amount: Rial
    form_key: str
    upload_key: str | None = None


def record(maker_id: int, told: NewSale, by: int | None) -> OffshopSale:
    """Write a sale down; the same form key is the same sale. What the market asks of it becomes the maker's debt.

    Raises SaleOutOfRange.
    """
    session().get_one(Trainee, maker_id, with_for_update={"key_share": True})  # two presses at once take turns
    known = session().scalar(select(OffshopSale).where(OffshopSale.form_key == told.form_key))
    if known is not None:
        return known
    if not today() - OLDEST <= told.happened_on <= today():
        raise SaleOutOfRange("day")
    if told.amount <= 0 or told.quantity <= 0:
        raise SaleOutOfRange("amount")
    asked = Sale(maker_id, None)
    _, fee = orders.fees_for([asked])[asked]
    picture = None if told.upload_key is None else gallery.add(told.upload_key, by)
    sale = OffshopSale(
        maker_id=maker_id,
        form_key=told.form_key,
        kind=told.kind,
        title=text.clean(told.title)[:120],
        happened_on=told.happened_on,
        quantity=told.quantity,
        amount_rial=told.amount,
        fee_rial=fee.of(told.amount, told.quantity),
        evidence=Evidence.SAID if picture is None else Evidence.PAPER,
        picture_id=None if picture is None else picture.id,
        state=SaleState.RECORDED,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    states.begin(sale, by)
    if sale.fee_rial:
        ledger.post(
            Posting(
                key=_key(sale),
                kind=JournalKind.CASH_COMMISSION,
                about=("offshop", sale.id),
                legs={chart.maker(maker_id): sale.fee_rial, chart.COMMISSION_CASH: -sale.fee_rial},
                by=by,
            )
        )
    return sale


def _key(sale: OffshopSale) -> str:
    return f"offshop:{sale.id}"


def confirm(sale: OffshopSale, note: str, by: int) -> None:
    """Somebody of the programme was there, or has seen the paper. Not her own word. Raises MoveRefused."""
    session().refresh(sale, with_for_update=True)
    if sale.recorded_by == by:
        raise MoveRefused("offshop_sale", str(sale.state), str(SaleState.CONFIRMED))
    sale.evidence, sale.note = Evidence.WITNESSED, text.clean(note)[:300]
    sale.move_to(SaleState.CONFIRMED, by)
    audit.note("offshop_confirmed", "offshop_sale", sale.id, by, amount=int(sale.amount_rial))


def void(sale: OffshopSale, why: str, by: int | None) -> None:
    """It was not so; the debt goes with it, by a journal that undoes the first.

    Raises MoveRefused, also for who told it once somebody of the programme has seen it.
    """
    session().refresh(sale, with_for_update=True)
    if sale.state is SaleState.CONFIRMED and sale.recorded_by == by:
        raise MoveRefused("offshop_sale", str(sale.state), str(SaleState.VOID))
    sale.note = text.clean(why)[:300]
    sale.move_to(SaleState.VOID, by)
    posted = ledger.journal_by_key(_key(sale))
    if posted is not None:
        ledger.reverse(posted, by, "void")
    audit.note("offshop_void", "offshop_sale", sale.id, by, amount=int(sale.amount_rial))
