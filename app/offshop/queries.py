"""Reading sales outside the shop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app import ledger, orders, programme
from app.ledger import chart
from app.offshop.models import COUNTS, Evidence, OffshopSale, SaleKind, SaleState
from app.offshop.rules import grade
from app.shared import clock
from app.shared.calendar import local_date
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.states import Move

PAGE = 30


def of_maker(maker_id: int) -> list[OffshopSale]:
    """A maker's sales outside the shop, newest first."""
    query = select(OffshopSale).where(OffshopSale.maker_id == maker_id)
    return list(session().scalars(query.order_by(OffshopSale.happened_on.desc(), OffshopSale.id.desc()).limit(100)))


def last_sold(maker_ids: Collection[int] | None = None) -> dict[int, date]:
    """The last day on which anything of each of these makers (None: of all) was sold, in the shop or outside it.

    Only those of whom anything was. What was called off, denied or made void is no sale. Two queries.
    """
    query = select(OffshopSale.maker_id, func.max(OffshopSale.happened_on)).where(OffshopSale.state.in_(COUNTS))
    if maker_ids is not None:
        query = query.where(OffshopSale.maker_id.in_(set(maker_ids)))
    found = {row[0]: row[1] for row in session().execute(query.group_by(OffshopSale.maker_id))}
    for number, moment in orders.last_sales(maker_ids).items():
        found[number] = max(local_date(moment), found.get(number, local_date(moment)))
    return found


def sold_for(mentor_id: int) -> set[int]:
    """Makers for whom a mentor sold something and who said that it is so."""
    query = select(OffshopSale.maker_id).where(
        OffshopSale.mentor_id == mentor_id, OffshopSale.state == SaleState.CONFIRMED
    )
    return set(session().scalars(query.distinct()))


def waiting_for(maker_id: int) -> list[OffshopSale]:
    """Orders that mentors have written down for her and that she has not answered, oldest first."""
    query = select(OffshopSale).where(OffshopSale.maker_id == maker_id, OffshopSale.state == SaleState.PROPOSED)
    return list(session().scalars(query.order_by(OffshopSale.id)))


def by_mentor(mentor_id: int) -> list[OffshopSale]:
    """Orders that a mentor has written down, newest first."""
    query = select(OffshopSale).where(OffshopSale.mentor_id == mentor_id)
    return list(session().scalars(query.order_by(OffshopSale.id.desc()).limit(100)))


def own_sale(maker_id: int, sale_id: int) -> OffshopSale:
    """A sale of this maker. Raises NotFound."""
    return _one(sale_id, OffshopSale.maker_id == maker_id)


def mentors_order(mentor_id: int, sale_id: int) -> OffshopSale:
    """An order that this mentor wrote down. Raises NotFound."""
    return _one(sale_id, OffshopSale.mentor_id == mentor_id)


def within(sale_id: int, counties: frozenset[str] | None) -> OffshopSale:
    """A sale of a maker of these counties (None: of any). Raises NotFound."""
    return _one(sale_id, programme.in_counties(OffshopSale.maker_id, counties))


def _one(sale_id: int, whose: ColumnElement[bool]) -> OffshopSale:
    found = session().scalar(select(OffshopSale).where(OffshopSale.id == sale_id, whose))
    if found is None:
        raise NotFound
    return found


def by_ids(ids: Iterable[int]) -> dict[int, OffshopSale]:
    rows = session().scalars(select(OffshopSale).where(OffshopSale.id.in_(set(ids))))
    return {row.id: row for row in rows}


def for_staff(counties: frozenset[str] | None, page: int) -> tuple[int, list[OffshopSale]]:
    """How many there are, and a page of 30: those that nobody has confirmed first, the newest before the others."""
    query = select(OffshopSale).where(programme.in_counties(OffshopSale.maker_id, counties))
    whole = count_of(query)
    order = (OffshopSale.state != SaleState.RECORDED, OffshopSale.id.desc())
    return whole, list(session().scalars(query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)))


@dataclass(frozen=True)
class Counted:
    """A sale that counts: what it brought its maker after the market's fee, and how well that is evidenced."""

    sale_id: int
    maker_id: int
    mentor_id: int | None
    mentor_buys: bool
    kind: SaleKind
    title: str
    quantity: int
    happened_on: date
    amount: Rial
    fee: Rial
    evidence: Evidence

    @property
    def income(self) -> Rial:
        return Rial(self.amount - self.fee)


def counted(first: date, last: date, as_of: datetime | None = None) -> list[Counted]:
    """Sales of these days as they stood at a moment (now, if none is given), newest first.

    What a mentor told counts from the moment at which the maker agreed; what was void by then does not count, and what
    was witnessed later still has the grade that it had.
    """
    moment = as_of or clock.now()
    seen = _had_become(SaleState.CONFIRMED, moment)
    query = select(OffshopSale, seen).where(
        OffshopSale.happened_on >= first,
        OffshopSale.happened_on <= last,
        _had_become(SaleState.RECORDED, moment),
        ~_had_become(SaleState.VOID, moment),
    )
    rows = session().execute(query.order_by(OffshopSale.happened_on.desc(), OffshopSale.id.desc()))
    return [_counted(sale, witnessed=bool(was_seen)) for sale, was_seen in rows]


def _had_become(state: SaleState, moment: datetime) -> ColumnElement[bool]:
    sale_id: InstrumentedAttribute[int] = OffshopSale.id
    return exists().where(
        Move.thing == OffshopSale.__tablename__, Move.thing_id == sale_id, Move.became == state.value, Move.at <= moment
    )


def _counted(sale: OffshopSale, *, witnessed: bool) -> Counted:
    told = grade(paper=sale.picture_id is not None, by_mentor=sale.mentor_id is not None, mentor_buys=sale.mentor_buys)
    return Counted(
        sale.id,
        sale.maker_id,
        sale.mentor_id,
        sale.mentor_buys,
        sale.kind,
        sale.title,
        sale.quantity,
        sale.happened_on,
        sale.amount_rial,
        sale.fee_rial,
        Evidence.WITNESSED if witnessed else told,
    )


def invariants() -> list[tuple[str, int]]:
    """Broken promises of off-shop sales, in rials."""
    due = session().scalar(
        select(func.coalesce(func.sum(OffshopSale.fee_rial), 0)).where(OffshopSale.state.in_(COUNTS))
    )
    return [("O1 offshop.debt_differs", abs(int(ledger.balance(chart.COMMISSION_CASH)) + int(due or 0)))]
