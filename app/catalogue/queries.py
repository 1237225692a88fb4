"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from sqlalchemy import Select, exists, func, select

from app import programme
from app.catalogue.leaves import Away, away
from app.catalogue.making import booked_otherwise
from app.catalogue.models import (
    Category,
    Good,
    HealthRoute,
    Permit,
    PermitState,
    Product,
    Reservation,
    ReservationState,
    Shelf,
    StockMode,
    StockMove,
    Variant,
    Version,
    VersionPicture,
    VersionState,
)
from app.catalogue.recalls import sold_while_recalled
from app.catalogue.rules import typical_price
from app.programme import Few, Trainee
from app.shared.calendar import today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.gallery import Picture
from app.shared.money import Rial


def categories() -> list[Category]:
    return list(session().scalars(select(Category).order_by(Category.position)))


def category(code: str) -> Category:
    """Raises NotFound."""
    found = session().get(Category, code)
    if found is None:
        raise NotFound
    return found


def goods(category_code: str | None = None) -> list[Good]:
    query = select(Good) if category_code is None else select(Good).where(Good.category_code == category_code)
    return list(session().scalars(query.order_by(Good.id)))


def good(good_id: str) -> Good:
    """Raises NotFound."""
    found = session().get(Good, good_id)
    if found is None:
        raise NotFound
    return found


def undecided_goods() -> list[Good]:
    """Goods for which staff have yet to say what the law asks, and those already decided by them."""
    query = select(Good).where((Good.route == HealthRoute.UNKNOWN) | Good.route_decided_at.is_not(None))
    return list(session().scalars(query.order_by(Good.id)))


def version(version_id: int) -> Version:
    """Raises NotFound."""
    found = session().get(Version, version_id)
    if found is None:
        raise NotFound
    return found


def newest_version(product_id: int) -> Version:
    """The version of a product that was begun last."""
    query = select(Version).where(Version.product_id == product_id).order_by(Version.number.desc()).limit(1)
    return session().scalars(query).one()


def versions(ids: Iterable[int]) -> dict[int, Version]:
    rows = session().scalars(select(Version).where(Version.id.in_(set(ids))))
    return {row.id: row for row in rows}


def product(product_id: int) -> Product:
    """Raises NotFound."""
    found = session().get(Product, product_id)
    if found is None:
        raise NotFound
    return found


def products(ids: Iterable[int]) -> dict[int, Product]:
    rows = session().scalars(select(Product).where(Product.id.in_(set(ids))))
    return {row.id: row for row in rows}


def products_on_sale() -> list[int]:
    """Ids of all products on sale."""
    return list(session().scalars(select(Product.id).where(Product.state == Shelf.ON_SALE)))


def few_sellers(words: str, county_code: str) -> Few[Trainee]:
    """Makers of a county with something on sale, by name or number; a few."""
    sells = exists().where(Product.maker_id == Trainee.id, Product.state == Shelf.ON_SALE)
    return programme.few_trainees(words, select(Trainee).where(Trainee.county_code == county_code, sells))


def sells_in(maker_id: int, county_code: str) -> bool:
    """Whether a maker is of a county and has something on sale."""
    query = select(Product.id).join(Trainee, Trainee.id == Product.maker_id)
    query = query.where(Trainee.id == maker_id, Trainee.county_code == county_code, Product.state == Shelf.ON_SALE)
    return session().scalar(query.limit(1)) is not None


def count_on_sale_of(maker_id: int) -> int:
    """How many products of a maker buyers find."""
    return count_of(select(Product.id).where(Product.maker_id == maker_id, Product.state == Shelf.ON_SALE))


def own_product(maker_id: int, product_id: int) -> Product:
    """A maker's own product; another's is NotFound."""
    found = session().scalar(select(Product).where(Product.id == product_id, Product.maker_id == maker_id))
    if found is None:
        raise NotFound
    return found


def own_version(maker_id: int, version_id: int) -> Version:
    """A version of a maker's own product; another's is NotFound."""
    found = session().scalar(
        select(Version)
        .join(Product, Product.id == Version.product_id)
        .where(Version.id == version_id, Product.maker_id == maker_id)
    )
    if found is None:
        raise NotFound
    return found


def own_variant(maker_id: int, variant_id: int) -> Variant:
    """A variant of a maker's own product; another's is NotFound."""
    found = session().scalar(
        select(Variant)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id, Product.maker_id == maker_id)
    )
    if found is None:
        raise NotFound
    return found


def on_sale_by_slug(slug: str) -> tuple[Product, Version]:
    """A product that has been on sale, with the version that is shown. Raises NotFound."""
    row = (
        session()
        .execute(
            select(Product, Version)
            .join(Version, Version.id == Product.live_version_id)
            .where(Product.slug == slug, Product.state.in_([Shelf.ON_SALE, Shelf.PAUSED, Shelf.WITHDRAWN]))
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound
    return row[0], row[1]


@dataclass(frozen=True)
class MakersProduct:
    """A line of a maker's list: the product with its newest version, and the one on sale."""

    product: Product
    newest: Version
    variants: tuple[Variant, ...]


def of_maker(maker_id: int) -> list[MakersProduct]:
    """All of a maker's products that are not archived, newest first."""
    rows = session().execute(
        select(Product, Version)
        .join(Version, Version.product_id == Product.id)
        .where(Product.maker_id == maker_id, Product.state != Shelf.ARCHIVED)
        .order_by(Product.id.desc(), Version.number)
    )
    newest: dict[int, tuple[Product, Version]] = {one.id: (one, latest) for one, latest in rows}
    sizes = variants_of(newest)
    return [MakersProduct(one, latest, tuple(sizes.get(one.id, ()))) for one, latest in newest.values()]


def live_versions(products: Iterable[Product]) -> dict[int, Version]:
    """What buyers see of those that are on sale, by product."""
    live = {one.live_version_id: one.id for one in products if one.state is Shelf.ON_SALE and one.live_version_id}
    return {live[one.id]: one for one in session().scalars(select(Version).where(Version.id.in_(live)))}


def archived_keys(maker_id: int) -> set[str]:
    """Her own keys of products that she has archived."""
    query = select(Product.own_key).where(Product.maker_id == maker_id, Product.state == Shelf.ARCHIVED)
    return {own_key for own_key in session().scalars(query) if own_key is not None}


def variants_of(product_ids: Iterable[int]) -> dict[int, list[Variant]]:
    """Variants by product, in the order they were added."""
    found: dict[int, list[Variant]] = {}
    for variant in session().scalars(
        select(Variant).where(Variant.product_id.in_(set(product_ids))).order_by(Variant.id)
    ):
        found.setdefault(variant.product_id, []).append(variant)
    return found


@dataclass(frozen=True)
class Shown:
    """A picture as a version shows it."""

    picture: Picture
    alt: str


def pictures_of(version_ids: Iterable[int]) -> dict[int, list[Shown]]:
    """Pictures by version, the front one first."""
    found: dict[int, list[Shown]] = {}
    rows = session().execute(
        select(VersionPicture, Picture)
        .join(Picture, Picture.id == VersionPicture.picture_id)
        .where(VersionPicture.version_id.in_(set(version_ids)))
        .order_by(VersionPicture.version_id, VersionPicture.position)
    )
    for shown, picture in rows:
        found.setdefault(shown.version_id, []).append(Shown(picture, shown.alt))
    return found


@dataclass(frozen=True)
class Offer:
    """What a buyer can have right now: a variant with its product, its maker and the version on sale.

    `away`: its maker is not at work today, and it can't be bought until she is back.
    """

    variant: Variant
    product: Product
    version: Version
    away: Away | None = None

    @property
    def title(self) -> str:
        """Its name, with the variant's where there are several."""
        return f"{self.version.title} ({self.variant.label})" if self.variant.label else self.version.title

    @property
    def price(self) -> Rial:
        return self.variant.price_rial

    @property
    def available(self) -> bool:
        return self.offered and self.away is None

    @property
    def offered(self) -> bool:
        """Whether it is on sale, though its maker may be away."""
        return self.product.state is Shelf.ON_SALE and self.variant.offered

    @property
    def left(self) -> int | None:
        """How many are left; None for what is made to order."""
        return None if self.variant.mode is StockMode.MADE_TO_ORDER else self.variant.on_hand - self.variant.reserved


def _offers() -> Select[Variant, Product, Version]:
    return (
        select(Variant, Product, Version)
        .join(Product, Product.id == Variant.product_id)
        .join(Version, Version.id == Product.live_version_id)
    )


def offers(variant_ids: Iterable[int]) -> dict[int, Offer]:
    """Offers by variant id; what was never on sale is missing."""
    rows = session().execute(_offers().where(Variant.id.in_(set(variant_ids)))).all()
    absent = away(product.maker_id for _, product, _ in rows) if rows else {}
    return {
        variant.id: Offer(variant, product, version, _kept_back(variant, absent.get(product.maker_id)))
        for variant, product, version in rows
    }


def _kept_back(variant: Variant, absent: Away | None) -> Away | None:
    keeps = absent is not None and absent.keeps(made=variant.mode is StockMode.MADE_TO_ORDER)
    return absent if keeps else None


def typical_price_of(good_id: str | None, category_code: str | None, but_not: int) -> Rial | None:
    """The median price of the same good on sale, or of its category; None while there are too few to compare."""
    return typical_price(_prices_like(good_id, category_code, but_not))


def usual_prices_of(good_id: str | None, category_code: str | None, but_not: int) -> tuple[Rial, Rial] | None:
    """Between which prices half of the same goods lie, or of its category; None while there are too few to compare."""
    prices = _prices_like(good_id, category_code, but_not)
    if typical_price(prices) is None:
        return None
    low, _, high = quantiles(prices, n=4, method="inclusive")
    return Rial(int(low)), Rial(int(high))


def _prices_like(good_id: str | None, category_code: str | None, but_not: int) -> list[int]:
    """Prices of the same good on sale where there are enough to compare, else of its category."""
    for column, value in ((Version.good_id, good_id), (Version.category_code, category_code)):
        if value is None:
            continue
        found = session().scalars(
            select(Variant.price_rial)
            .join(Product, Product.id == Variant.product_id)
            .join(Version, Version.id == Product.live_version_id)
            .where(column == value, Product.state == Shelf.ON_SALE, Variant.offered, Product.id != but_not)
        )
        prices = [int(price) for price in found]
        if typical_price(prices) is not None:
            return prices
    return []


def permit_expired_products(on: date | None = None) -> list[int]:
    """Products on sale whose paper has run out."""
    query = (
        select(Product.id)
        .join(Version, Version.id == Product.live_version_id)
        .where(Product.state.in_([Shelf.ON_SALE, Shelf.PAUSED]), Version.permit_expires_on < (on or today()))
    )
    return list(session().scalars(query))


def is_held(holder: str) -> bool:
    """Whether goods are held for `holder` right now."""
    query = select(Reservation.id).where(Reservation.holder == holder, Reservation.state == ReservationState.ACTIVE)
    return session().scalar(query.limit(1)) is not None


def invariants() -> list[tuple[str, int]]:
    """Broken promises of the stock, by name, with how many; all zero in a healthy shop."""
    held = (
        select(Reservation.variant_id, func.sum(Reservation.quantity).label("held"))
        .where(Reservation.state == ReservationState.ACTIVE, Reservation.counted)
        .group_by(Reservation.variant_id)
        .subquery()
    )
    moved = (
        select(StockMove.variant_id, func.sum(StockMove.delta).label("moved")).group_by(StockMove.variant_id).subquery()
    )
    differs = (
        select(func.count())
        .select_from(Variant)
        .outerjoin(held, held.c.variant_id == Variant.id)
        .outerjoin(moved, moved.c.variant_id == Variant.id)
    )
    wrong_held = differs.where(Variant.reserved != func.coalesce(held.c.held, 0))
    wrong_sum = differs.where(Variant.on_hand != func.coalesce(moved.c.moved, 0))
    out_of_bounds = select(func.count()).where(
        (Variant.reserved < 0) | (Variant.on_hand < 0) | (Variant.reserved > Variant.on_hand)
    )
    unlicensed = (
        select(func.count())
        .select_from(Version)
        .where(
            Version.state == VersionState.PUBLISHED,
            Version.health_route != HealthRoute.NONE,
            Version.permit_number.is_(None),
        )
    )
    accepted = select(Permit.id).where(Permit.state == PermitState.ACCEPTED)
    unchecked = (
        select(func.count())
        .select_from(Product)
        .join(Version, Version.id == Product.live_version_id)
        .where(
            Product.state == Shelf.ON_SALE,
            Version.health_route != HealthRoute.NONE,
            Version.permit_id.is_(None) | Version.permit_id.not_in(accepted),
        )
    )
    checks = {
        "I1 stock.out_of_bounds": out_of_bounds,
        "I2 stock.reserved_differs": wrong_held,
        "R8 stock.moves_differ": wrong_sum,
        "L1 published.unlicensed": unlicensed,
        "L4 on_sale.unchecked_permit": unchecked,
    }
    counted = [(name, session().scalar(query) or 0) for name, query in checks.items()]
    more = [("I2 making.booked_differs", booked_otherwise()), ("L5 on_sale.recalled", sold_while_recalled())]
    return [*counted, *more]
