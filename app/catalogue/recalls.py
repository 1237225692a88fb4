"""A batch is called back: its product is off sale, and stays so until staff end the recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select

from app.catalogue.errors import RecallOutOfRange, RecallStands
from app.catalogue.events import ProductRecalled, RecallEnded
from app.catalogue.models import Product, Recall, Shelf, Variant
from app.catalogue.withdrawing import withdraw
from app.programme import Trainee
from app.shared import audit, clock, text
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.outbox import announce


@dataclass(frozen=True)
class Batch:
    """What is called back: one variant or (None) all, sold from one day to another, why, and what to do with it."""

    variant_id: int | None
    sold_from: date
    sold_until: date
    reason: str
    advice: str


def begin_recall(product: Product, batch: Batch, by: int) -> Recall:
    """Take the product off sale at once and keep it so. Called by orders alone, which knows who bought of it.

    Raises RecallOutOfRange.
    """
    reason, advice = text.clean(batch.reason)[:300], text.clean(batch.advice)[:300]
    session().refresh(product, with_for_update=LOCK)
    if not batch.sold_from <= batch.sold_until <= today():
        raise RecallOutOfRange("days")
    if not reason or not advice:
        raise RecallOutOfRange("words")
    if product.live_version_id is None:
        raise RecallOutOfRange("unsold")
    if standing_recall(product.id) is not None:
        raise RecallOutOfRange("again")
    known = None if batch.variant_id is None else session().get(Variant, batch.variant_id)
    if batch.variant_id is not None and (known is None or known.product_id != product.id):
        raise NotFound
    recall = Recall(
        product_id=product.id,
        variant_id=batch.variant_id,
        sold_from=batch.sold_from,
        sold_until=batch.sold_until,
        reason=reason,
        advice=advice,
        begun_by=by,
        begun_at=clock.now(),
    )
    withdraw(product, "recalled", by)
    session().add(recall)
    session().flush()
    audit.note("recalled", "recall", recall.id, by, product=product.id)
    announce(ProductRecalled(recall.id))
    return recall


def end_recall(recall: Recall, why: str, by: int) -> None:
    """The danger is over. The product stays off sale until a mentor has looked at it anew. Raises RecallOutOfRange."""
    session().refresh(recall, with_for_update=LOCK)
    words = text.clean(why)[:300]
    if recall.ended_at is not None:
        raise RecallOutOfRange("ended")
    if not words:
        raise RecallOutOfRange("words")
    recall.ended_at, recall.ended_by, recall.ended_why = clock.now(), by, words
    session().flush()
    audit.note("recall_ended", "recall", recall.id, by)
    announce(RecallEnded(recall.id))


def standing_recall(product_id: int) -> Recall | None:
    """The recall that keeps a product off sale now."""
    return session().scalar(select(Recall).where(Recall.product_id == product_id, Recall.ended_at.is_(None)))


def refuse_while_recalled(product_id: int) -> None:
    """Raises RecallStands."""
    standing = standing_recall(product_id)
    if standing is not None:
        raise RecallStands(local_date(standing.begun_at))


def recall_in(recall_id: int, counties: frozenset[str] | None) -> Recall:
    """A recall of a maker of these counties (None: all); any other is NotFound."""
    query = select(Recall).where(Recall.id == recall_id)
    if counties is not None:
        query = query.where(Recall.product_id.in_(_of_counties(counties)))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def product_in(product_id: int, counties: frozenset[str] | None) -> Product:
    """A product that has been on sale, of a maker of these counties (None: all); any other is NotFound."""
    query = select(Product).where(Product.id == product_id, Product.live_version_id.is_not(None))
    if counties is not None:
        query = query.where(Product.id.in_(_of_counties(counties)))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def product_by_sku(sku: str, counties: frozenset[str] | None) -> Product | None:
    """The product of a SKU, or of one of its variants, that has been on sale."""
    wanted = text.reference(sku, 44).upper()
    of_variant = select(Variant.product_id).where(func.upper(Variant.sku) == wanted)
    found = session().scalar(
        select(Product.id).where((func.upper(Product.sku) == wanted) | Product.id.in_(of_variant)).limit(1)
    )
    try:
        return None if found is None else product_in(found, counties)
    except NotFound:
        return None


def _of_counties(counties: frozenset[str]) -> Select[int]:
    return select(Product.id).join(Trainee, Trainee.id == Product.maker_id).where(Trainee.county_code.in_(counties))


def recalls(counties: frozenset[str] | None) -> list[Recall]:
    """All recalls, those that stand first, then the newest."""
    query = select(Recall).order_by(Recall.ended_at.is_not(None), Recall.id.desc()).limit(100)
    if counties is not None:
        query = query.where(Recall.product_id.in_(_of_counties(counties)))
    return list(session().scalars(query))


def recalls_by_id(ids: Iterable[int]) -> dict[int, Recall]:
    return {one.id: one for one in session().scalars(select(Recall).where(Recall.id.in_(set(ids))))}


def sold_while_recalled() -> int:
    """How many products are on sale although a recall of them stands."""
    standing = exists().where(Recall.product_id == Product.id, Recall.ended_at.is_(None))
    query = select(func.count()).select_from(Product).where(Product.state == Shelf.ON_SALE, standing)
    return session().scalar(query) or 0
