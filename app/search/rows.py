"""Keeping the shelf's rows true to what lies below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from app import catalogue, places, programme, vouching
from app.catalogue import Category, Good, Product, Shelf, Variant, Version
from app.programme import Trainee
from app.search.analysis import terms, title_terms
from app.search.engine import backend, document
from app.search.events import ShelfTermsChanged
from app.search.models import ShelfRow, ShelfSeq
from app.shared.database import session
from app.shared.money import Rial
from app.shared.outbox import announce
from app.vouching import Statement


@dataclass(frozen=True)
class _Facts:
    product: Product
    version: Version
    maker: Trainee
    category: Category
    good: Good | None
    variants: Sequence[Variant]
    statement: Statement | None


def refresh(product_id: int) -> None:
    """Bring a product's row to what is true now."""
    facts = _facts(product_id)
    row = session().get(ShelfRow, product_id)
    if facts is None:
        if row is not None and row.listed:
            row.listed, row.seq = False, next_seq()
            announce(ShelfTermsChanged(product_id))
        return
    before = None if row is None else (row.listed, row.title_terms, row.body_terms)
    row = row or ShelfRow(product_id=product_id)
    _fill(row, facts)
    row.seq = next_seq()
    session().add(row)
    session().flush()
    if before != (row.listed, row.title_terms, row.body_terms):
        announce(ShelfTermsChanged(product_id))


def _facts(product_id: int) -> _Facts | None:
    product = catalogue.products([product_id]).get(product_id)
    if product is None or product.state is not Shelf.ON_SALE or product.live_version_id is None:
        return None
    version = catalogue.version(product.live_version_id)
    return _Facts(
        product,
        version,
        programme.trainee(product.maker_id),
        catalogue.category(version.category_code or ""),
        None if version.good_id is None else catalogue.good(version.good_id),
        [one for one in catalogue.variants_of([product_id]).get(product_id, []) if one.offered],
        vouching.statements([version.id]).get(version.id),
    )


def _fill(row: ShelfRow, facts: _Facts) -> None:
    product, version, maker = facts.product, facts.version, facts.maker
    prices = [variant.price_rial for variant in facts.variants]
    made = [one for one in facts.variants if one.mode is catalogue.StockMode.MADE_TO_ORDER]
    row.listed = True
    row.sku, row.slug, row.title = product.sku, product.slug or "", version.title
    row.category_code, row.group, row.county_code = facts.category.code, facts.category.group, maker.county_code
    row.maker_id, row.maker_name, row.maker_slug, row.rural = maker.id, maker.display_name, maker.slug, maker.rural
    row.price_rial, row.several_prices = min(prices, default=Rial(0)), len(set(prices)) > 1
    _fill_unit_price(row, facts.variants)
    row.left = None if made else sum(one.on_hand - one.reserved for one in facts.variants)
    row.lead_days = max((one.lead_days for one in made), default=0)
    row.grade = facts.statement.disclosure.grade.value if facts.statement else ""
    row.differs = " ".join(sorted({one.kind.value for one in facts.statement.deviations})) if facts.statement else ""
    row.vouched = bool(facts.statement and facts.statement.vouch and not facts.statement.vouch.withdrawn_at)
    row.permit = version.permit_number or ""
    row.permit_route = version.health_route.value if version.permit_number else ""
    row.published_at = product.published_at or product.created_at
    shown = catalogue.pictures_of([version.id]).get(version.id, [])
    if shown:
        row.picture_stem, row.alt = shown[0].picture.stem, shown[0].alt
        row.picture_ratio = round(1000 * shown[0].picture.height / max(1, shown[0].picture.width))
    row.title_terms, row.body_terms = _terms(facts)


def _fill_unit_price(row: ShelfRow, variants: Sequence[Variant]) -> None:
    """Of the variant whose price is shown."""
    cheapest = min(variants, key=lambda one: one.price_rial, default=None)
    row.unit_price_rial, row.unit = None, ""
    if cheapest is not None and cheapest.unit is not None:
        row.unit_price_rial = catalogue.unit_price(cheapest.price_rial, cheapest.measure, cheapest.unit)
        row.unit = cheapest.unit.value


def _terms(facts: _Facts) -> tuple[str, str]:
    version, good, category = facts.version, facts.good, facts.category
    named = [version.title]
    told = [version.description, version.materials, facts.maker.display_name, category.name_fa, category.name_en]
    told.append(places.county(facts.maker.county_code).name)
    if facts.statement is not None:
        told.append(facts.statement.differences)  # what differs is looked for too: «کج», «لکه»
    if good is not None:
        named += [good.name_fa, *good.synonyms.split("؛")]
        told.append(good.name_en)
    # The code that is printed on the product's page, with its mark and without.
    told += [facts.product.sku.partition("-")[0], facts.product.sku.replace("-", "")]
    names = dict.fromkeys(term for text in named for term in title_terms(text))
    return " ".join(names), " ".join(term for text in told for term in terms(text))


def next_seq() -> int:
    """The number of this change; others wait until it is kept."""
    moved = (
        session()
        .execute(update(ShelfSeq).where(ShelfSeq.id == 1).values(value=ShelfSeq.value + 1).returning(ShelfSeq.value))
        .scalar_one_or_none()
    )
    if moved is None:
        session().add(ShelfSeq(id=1, value=1))
        session().flush()
        return 1
    return int(moved)


def rebuild() -> int:
    """Make all rows anew from what lies below; how many are listed. The engine follows by `reindex`."""
    known = set(session().scalars(select(ShelfRow.product_id)))
    for product_id in sorted(known | set(catalogue.products_on_sale())):
        refresh(product_id)
    return len(catalogue.products_on_sale())


def reindex() -> int:
    """Make the engine's index anew from the rows; how many documents."""
    documents = [document(row) for row in session().scalars(select(ShelfRow).where(ShelfRow.listed))]
    backend().rebuild(documents)
    return len(documents)


def ensure_index() -> None:
    """Make the engine's index if it is not there: on a new machine, or after it was thrown away."""
    if not backend().ready():
        reindex()
