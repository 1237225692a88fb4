"""Reading sales outside the shop."""

from __future__ import annotations

from sqlalchemy import func, select

from app import ledger, programme
from app.ledger import chart
from app.offshop.models import OffshopSale, SaleState
from app.shared.database import session
from app.shared.errors import NotFound

PAGE = 30


def of_maker(maker_id: int) -> list[OffshopSale]:
    """A maker's sales outside the shop, newest first."""
    query = select(OffshopSale).where(OffshopSale.maker_id == maker_id)
    return list(session().scalars(query.order_by(OffshopSale.happened_on.desc(), OffshopSale.id.desc()).limit(100)))


def own_sale(maker_id: int, sale_id: int) -> OffshopSale:
    """A sale of this maker. Raises NotFound."""
    found = session().scalar(select(OffshopSale).where(OffshopSale.id == sale_id, OffshopSale.maker_id == maker_id))
    if found is None:
        raise NotFound
    return found


def within(sale_id: int, counties: frozenset[str] | None) -> OffshopSale:
    """A sale of a maker of these counties (None: of any). Raises NotFound."""
    found = session().scalar(
        select(OffshopSale).where(OffshopSale.id == sale_id, programme.in_counties(OffshopSale.maker_id, counties))
    )
    if found is None:
        raise NotFound
    return found


def for_staff(counties: frozenset[str] | None, page: int) -> tuple[int, list[OffshopSale]]:
    """How many there are, and a page of 30: those that nobody has confirmed first, the newest before the others."""
    query = select(OffshopSale).where(programme.in_counties(OffshopSale.maker_id, counties))
    whole = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (OffshopSale.state != SaleState.RECORDED, OffshopSale.id.desc())
    return whole, list(session().scalars(query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of off-shop sales, in rials."""
    due = session().scalar(
        select(func.coalesce(func.sum(OffshopSale.fee_rial), 0)).where(OffshopSale.state != SaleState.VOID)
    )
    return [("O1 offshop.debt_differs", abs(int(ledger.balance(chart.COMMISSION_CASH)) + int(due or 0)))]
