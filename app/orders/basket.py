"""The basket: what somebody means to buy, grouped by maker, as things stand right now."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from app import catalogue, programme, vouching
from app.catalogue import Exempt, Offer, Shown
from app.orders.models import Basket, BasketLine
from app.orders.rules import MOST_OF_ONE, fingerprint
from app.programme import Trainee
from app.shared import clock, vault
from app.shared.database import LOCK, session
from app.shared.money import Rial, total
from app.shipping import USUAL_WEIGHT_G, Destination, PriceList, Quote, price_list
from app.vouching import Statement


@dataclass(frozen=True)
class Item:
    """A line of the basket with what is on offer now. `problem`: gone, away, fewer, or nothing."""

    offer: Offer
    quantity: int
    seen_price: Rial
    statement: Statement | None
    picture: Shown | None
    exempt: Exempt | None

    @property
    def goods(self) -> Rial:
        return self.offer.price * self.quantity

    @property
    def problem(self) -> str:
        if not self.offer.offered:
            return "gone"
        if self.offer.away is not None:
            return "away"
        left = self.offer.left
        return "fewer" if left is not None and left < self.quantity else ""

    @property
    def price_changed(self) -> bool:
        return self.seen_price != self.offer.price

    @property
    def needs_acknowledgement(self) -> bool:
        return self.statement is not None and self.statement.nonstandard


@dataclass(frozen=True)
class Group:
    """One maker's part of a basket: it will be a parcel."""

    maker: Trainee
    items: tuple[Item, ...]

    @property
    def goods(self) -> Rial:
        return total(item.goods for item in self.items)

    @property
    def weight_g(self) -> int:
        return sum((item.offer.version.weight_g or USUAL_WEIGHT_G) * item.quantity for item in self.items)

    def quotes(self, prices: PriceList, to: Destination) -> list[Quote]:
        return prices.quotes(self.maker.county_code, to, self.weight_g)


@dataclass(frozen=True)
class View:
    """A whole basket."""

    groups: tuple[Group, ...]

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def wanted(self) -> dict[int, int]:
        """Quantities by variant."""
        return {item.offer.variant.id: item.quantity for item in self.items}

    @property
    def goods(self) -> Rial:
        return total(group.goods for group in self.groups)

    @property
    def sound(self) -> bool:
        """Nothing in it is gone or short."""
        return bool(self.groups) and not any(item.problem for item in self.items)

    def fingerprint(self, deliveries: Mapping[int, Quote], also: Iterable[tuple[int | str, ...]] = ()) -> str:
        """Changes when any price, quantity, version or delivery price does, or what is told `also`."""
        goods = [
            (item.offer.variant.id, item.quantity, int(item.offer.price), item.offer.version.id) for item in self.items
        ]
        sending = [("to", maker_id, quote.service.code, int(quote.price)) for maker_id, quote in deliveries.items()]
        return fingerprint([*goods, *sending, *also])


def new_basket() -> tuple[Basket, str]:
    """An empty basket, and the token by which the browser will know it."""
    token = secrets.token_urlsafe(24)
    basket = Basket(token_hash=vault.fingerprint(token, "basket"), touched_at=clock.now())
    session().add(basket)
    session().flush()
    return basket, token


def basket_of(token: str) -> Basket | None:
    return session().scalar(select(Basket).where(Basket.token_hash == vault.fingerprint(token, "basket")))


def count(token: str) -> int:
    """How many pieces lie in it."""
    query = (
        select(func.coalesce(func.sum(BasketLine.quantity), 0))
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(Basket.token_hash == vault.fingerprint(token, "basket"))
    )
    return int(session().scalar(query) or 0)


def put(basket: Basket, variant_id: int, quantity: int) -> int:
    """Add to what lies in it already, up to what is left; how many lie in it then.

    Raises NotForSale, MakerAway, and OutOfStock when not even one is left.
    """
    offer = catalogue.offers([variant_id]).get(variant_id)
    if offer is not None and offer.offered and offer.away is not None:
        raise catalogue.MakerAway(variant_id, offer.away.back_on)
    if offer is None or not offer.available:
        raise catalogue.NotForSale(variant_id)
    session().get_one(Basket, basket.id, with_for_update=LOCK)
    line = session().get(BasketLine, (basket.id, variant_id), populate_existing=True)
    wanted = quantity + (line.quantity if line else 0)
    return set_quantity(basket, offer, wanted)


def set_quantity(basket: Basket, offer: Offer, wanted: int) -> int:
    """Let so many lie in it, at most what is left; 0 takes it out. Raises OutOfStock when none is left."""
    left = MOST_OF_ONE if offer.left is None else offer.left
    if wanted > 0 and left <= 0:
        raise catalogue.OutOfStock(offer.variant.id, 0)
    fitting = max(0, min(wanted, left, MOST_OF_ONE))
    session().get_one(Basket, basket.id, with_for_update=LOCK)
    line = session().get(BasketLine, (basket.id, offer.variant.id))
    if fitting == 0:
        if line is not None:
            session().delete(line)
    elif line is None:
        session().add(
            BasketLine(
                basket_id=basket.id,
                variant_id=offer.variant.id,
                quantity=fitting,
                seen_price_rial=offer.price,
                added_at=clock.now(),
            )
        )
    else:
        line.quantity = fitting
    basket.touched_at = clock.now()
    session().flush()
    return fitting


def take_out(basket: Basket, variant_id: int) -> None:
    session().execute(delete(BasketLine).where(BasketLine.basket_id == basket.id, BasketLine.variant_id == variant_id))
    basket.touched_at = clock.now()


def view(basket: Basket | None) -> View:
    """The basket as things stand now; a handful of queries, whatever its size."""
    if basket is None:
        return View(())
    query = (
        select(BasketLine).where(BasketLine.basket_id == basket.id).order_by(BasketLine.added_at, BasketLine.variant_id)
    )
    lines = list(session().scalars(query))
    offers = catalogue.offers(line.variant_id for line in lines)
    versions = {offer.version.id: offer.version for offer in offers.values()}
    statements = vouching.statements(versions)
    pictures = catalogue.pictures_of(versions)
    makers = programme.trainees(offer.product.maker_id for offer in offers.values())
    exempt = {one.code: one.exempt for one in catalogue.categories()}
    groups: dict[int, list[Item]] = {}
    for line in lines:
        offer = offers.get(line.variant_id)
        if offer is None:
            continue
        shown = pictures.get(offer.version.id, [])
        groups.setdefault(offer.product.maker_id, []).append(
            Item(
                offer=offer,
                quantity=line.quantity,
                seen_price=line.seen_price_rial,
                statement=statements.get(offer.version.id),
                picture=shown[0] if shown else None,
                exempt=exempt.get(offer.version.category_code or ""),
            )
        )
    return View(tuple(Group(makers[maker_id], tuple(items)) for maker_id, items in groups.items()))


@dataclass(frozen=True)
class Recipient:
    """Who gets the parcels, and where."""

    name: str
    mobile: str
    province_code: str
    county_code: str | None
    city: str
    address: str
    postcode: str
    email: str = ""

    @property
    def destination(self) -> Destination:
        return Destination(self.province_code, self.county_code)


def keep_recipient(basket: Basket, to: Recipient) -> None:
    """Remember where to send, until the order is placed or the basket forgotten."""
    basket.name, basket.mobile, basket.city = to.name, to.mobile, to.city
    basket.province_code, basket.county_code = to.province_code, to.county_code
    basket.address, basket.postcode, basket.email = to.address, to.postcode, to.email
    basket.touched_at = clock.now()


def recipient_of(basket: Basket) -> Recipient | None:
    """Where to send; None before it was told."""
    if basket.province_code is None or not basket.address:
        return None
    return Recipient(
        basket.name,
        basket.mobile,
        basket.province_code,
        basket.county_code,
        basket.city,
        basket.address,
        basket.postcode,
        basket.email,
    )


def empty(basket: Basket) -> None:
    """Take everything out, and forget where it was to go."""
    session().execute(delete(BasketLine).where(BasketLine.basket_id == basket.id))
    basket.name = basket.mobile = basket.city = basket.address = basket.postcode = basket.email = ""
    basket.province_code = basket.county_code = None


def stale() -> list[int]:
    """Baskets that nobody has touched for thirty days."""
    old = clock.now() - timedelta(days=30)
    return list(session().scalars(select(Basket.id).where(Basket.touched_at < old).limit(500)))


def forget(basket_id: int) -> None:
    """Drop a basket, and with it the address that somebody typed."""
    session().execute(delete(BasketLine).where(BasketLine.basket_id == basket_id))
    session().execute(delete(Basket).where(Basket.id == basket_id))


def prices() -> PriceList:
    return price_list()
