"""A recall's buyers: who bought of the batch, what is stopped on its way, who has been told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update

from app import catalogue
from app.catalogue import Batch, Product, Recall
from app.orders.events import OrderRecalled
from app.orders.models import (
    CALLED_OFF,
    LIVE,
    UNSENT,
    Line,
    Order,
    OrderState,
    Parcel,
    ParcelState,
    RecalledLine,
    RefundPart,
)
from app.orders.parcels import call_off
from app.orders.queries import locked
from app.shared import clock
from app.shared.calendar import start_of
from app.shared.database import session
from app.shared.outbox import announce

_DAY = timedelta(days=1)


def recall(product: Product, batch: Batch, by: int) -> Recall:
    """Call a batch back: off sale at once, unsent parcels called off with all of their money, every buyer told.

    No second person is waited for, however large the refund: what is dangerous does not leave. Raises RecallOutOfRange.
    """
    begun = catalogue.begin_recall(product, batch, by)
    may_yet = {*LIVE, OrderState.AWAITING_PAYMENT, OrderState.EXPIRED}
    hit = sorted(set(session().scalars(_bought(begun, may_yet).with_only_columns(Parcel.order_id))))
    for order_id in hit:  # whoever pays right now is waited for; and orders are held before any of their goods
        locked(order_id)
    session().expire_all()
    for order_id in hit:
        _strike(begun, order_id, by)
    return begun


def stop_recalled(order_id: int) -> None:
    """Of an order that has just come to its makers: what was called back since it was placed does not leave."""
    query = (
        select(Recall)
        .join(catalogue.Variant, catalogue.Variant.product_id == Recall.product_id)
        .join(Line, Line.variant_id == catalogue.Variant.id)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .where(Parcel.order_id == order_id, Recall.ended_at.is_(None))
        .distinct()
        .order_by(Recall.id)
    )
    for standing in list(session().scalars(query)):
        _strike(standing, order_id, None)


def _bought(about: Recall, states: Collection[OrderState] = LIVE) -> Select[Line, Parcel]:
    """Lines of the batch that are with their buyers, or on the way to them."""
    variants = select(catalogue.Variant.id).where(catalogue.Variant.product_id == about.product_id)
    if about.variant_id is not None:
        variants = variants.where(catalogue.Variant.id == about.variant_id)
    return (
        select(Line, Parcel)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Line.variant_id.in_(variants),
            Order.state.in_(states),
            Order.placed_at >= start_of(about.sold_from),
            Order.placed_at < start_of(about.sold_until + _DAY),
            Parcel.state.not_in(CALLED_OFF),
            ~never_left(),
            ~_known(about),
        )
        .order_by(Line.id)
    )


def _known(about: Recall) -> ColumnElement[bool]:
    """Lines that this recall has struck already."""
    return exists().where(RecalledLine.recall_id == about.id, RecalledLine.line_id == Line.id).correlate(Line)


def never_left() -> ColumnElement[bool]:
    """Lines that were called off whole before their parcel was sent; for a query that knows line and parcel."""
    back = exists().where(RefundPart.line_id == Line.id, or_(Parcel.sent_at.is_(None), RefundPart.at < Parcel.sent_at))
    return and_(Line.refunded_quantity >= Line.quantity, back.correlate(Line, Parcel))


def called_off_unsent(line_id: int) -> bool:
    """Whether a line was called off whole before its parcel was sent."""
    query = select(Line.id).join(Parcel, Parcel.id == Line.parcel_id).where(Line.id == line_id, never_left())
    return session().scalar(query) is not None


def _strike(about: Recall, order_id: int, by: int | None) -> None:
    """Write down what of an order is called back, stop what has not left, and have the buyer told once."""
    session().flush()
    struck = session().execute(_bought(about).where(Parcel.order_id == order_id)).all()
    stopped = {parcel.id: parcel for _, parcel in struck if parcel.state in UNSENT}
    for line, parcel in struck:
        session().add(
            RecalledLine(
                recall_id=about.id,
                line_id=line.id,
                order_id=order_id,
                parcel_id=parcel.id,
                stopped=parcel.id in stopped,
                struck_at=clock.now(),
            )
        )
    session().flush()
    for parcel in stopped.values():
        call_off(parcel, ParcelState.CANCELLED, by, "recall", spoiled={line.variant_id for line, _ in struck})
    if struck:
        announce(OrderRecalled(about.id, order_id))


def told_of_recall(recall_id: int, order_id: int) -> None:
    """The message to this buyer has gone out."""
    session().execute(
        update(RecalledLine)
        .where(RecalledLine.recall_id == recall_id, RecalledLine.order_id == order_id, RecalledLine.told_at.is_(None))
        .values(told_at=clock.now()),
        execution_options={"synchronize_session": "fetch"},
    )


def told_of(recall_id: int) -> set[int]:
    """Orders whose buyers know of a recall: their message has gone out, by whichever way."""
    query = select(RecalledLine.order_id).where(RecalledLine.recall_id == recall_id, RecalledLine.told_at.is_not(None))
    return set(session().scalars(query))


def stopped_by_recall(parcel_id: int) -> bool:
    """Whether a parcel was called off because of a recall: its buyer is told of that in its own words."""
    query = select(RecalledLine.line_id).where(RecalledLine.parcel_id == parcel_id, RecalledLine.stopped)
    return session().scalar(query.limit(1)) is not None


def all_stopped(recall_id: int, order_id: int) -> bool:
    """Whether nothing of the batch has left for this buyer."""
    query = select(RecalledLine.line_id).where(
        RecalledLine.recall_id == recall_id, RecalledLine.order_id == order_id, ~RecalledLine.stopped
    )
    return session().scalar(query.limit(1)) is None


@dataclass(frozen=True)
class CalledBack:
    """What a buyer reads beside a line that is called back."""

    recall: Recall
    stopped: bool


def recalled_in(order_id: int) -> dict[int, CalledBack]:
    """What of an order was called back, by line; the newest recall of each."""
    rows = session().execute(
        select(RecalledLine, Recall)
        .join(Recall, Recall.id == RecalledLine.recall_id)
        .where(RecalledLine.order_id == order_id)
        .order_by(Recall.id)
    )
    return {row.line_id: CalledBack(found, row.stopped) for row, found in rows}


@dataclass(frozen=True)
class RecallFigures:
    """Buyers whom a recall is about, how many of their messages went out, and parcels that did not leave."""

    buyers: int = 0
    told: int = 0
    stopped: int = 0


def recall_figures(recall_ids: Iterable[int]) -> dict[int, RecallFigures]:
    """Figures by recall, in one look."""
    rows = session().execute(
        select(
            RecalledLine.recall_id,
            func.count(RecalledLine.order_id.distinct()),
            func.count(RecalledLine.order_id.distinct()).filter(RecalledLine.told_at.is_not(None)),
            func.count(RecalledLine.parcel_id.distinct()).filter(RecalledLine.stopped),
        )
        .where(RecalledLine.recall_id.in_(set(recall_ids)))
        .group_by(RecalledLine.recall_id)
    )
    return {recall_id: RecallFigures(buyers, told, stopped) for recall_id, buyers, told, stopped in rows}


def recalled_orders(recall_id: int) -> list[tuple[Order, bool]]:
    """Orders that a recall is about, with whether their buyers' message went out; those still to be told first."""
    untold = func.max(RecalledLine.told_at)
    rows = session().execute(
        select(Order, untold)
        .join(RecalledLine, RecalledLine.order_id == Order.id)
        .where(RecalledLine.recall_id == recall_id)
        .group_by(Order.id)
        .order_by(untold.is_not(None), Order.id)
        .limit(200)
    )
    return [(order, told is not None) for order, told in rows]
