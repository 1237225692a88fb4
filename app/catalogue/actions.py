"""Drafting, submitting, publishing and withdrawing products."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import delete, func, select

from app.catalogue import rules
from app.catalogue.errors import LabelTaken, NotADraft, PriceOutsideBand
from app.catalogue.events import ProductChanged
from app.catalogue.models import (
    Category,
    Good,
    Permit,
    Product,
    Shelf,
    StockMode,
    StockMove,
    Unit,
    Variant,
    Version,
    VersionPicture,
    VersionState,
)
from app.catalogue.recalls import refuse_while_recalled
from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, is_postgres, session
from app.shared.money import Rial
from app.shared.outbox import announce

PRICE_BAND = rulebook.define("price.band_bps", 2000, "basis points", "the shop's own rule: a fifth up or down")
VARIANT_SPAN = 4


def new_product(maker_id: int, by: int | None, *, prepared: bool = False, own_key: str | None = None) -> Version:
    """An empty product of a maker, with its first draft; `prepared` when `by` writes it for her.

    `own_key` is what she calls it in her own sheets.
    """
    product = Product(sku="", maker_id=maker_id, state=Shelf.UNLISTED, created_at=clock.now(), own_key=own_key)
    product.sku = f"new-{clock.now().timestamp():.6f}-{maker_id}"
    states.begin(product, by)
    product.sku = f"D-{product.id}"
    session().add(Variant(product_id=product.id, sku=product.sku, mode=StockMode.COUNTED))
    version = Version(
        **_version_number(),
        product_id=product.id,
        number=1,
        state=VersionState.DRAFT,
        created_at=clock.now(),
        prepared_by=by if prepared else None,
    )
    states.begin(version, by)
    return version


def confirm(version: Version) -> None:
    """Its maker says of a prepared draft that it is so. Raises NotADraft."""
    _must_be_draft(version)
    version.confirmed_at = clock.now()


def unconfirm(version: Version) -> None:
    """Somebody else changes a prepared draft: what its maker said before holds no longer. Raises NotADraft."""
    session().flush()
    session().refresh(version, with_for_update=LOCK)
    _must_be_draft(version)
    version.confirmed_at = None


@dataclass(frozen=True)
class Facts:
    """Content of a draft; what is None stays as it is."""

    title: str | None = None
    description: str | None = None
    materials: str | None = None
    size_words: str | None = None
    care: str | None = None
    weight_g: int | None = None
    price_rial: Rial | None = None


_LENGTHS = {"title": 120, "description": 3000, "materials": 300, "size_words": 120, "care": 500}


def write(version: Version, facts: Facts) -> None:
    """Write facts into a draft. Raises NotADraft."""
    _must_be_draft(version)
    for one in fields(facts):
        value = getattr(facts, one.name)
        if value is not None:
            setattr(version, one.name, _tidy(one.name, value))


def _tidy(name: str, value: str | int) -> str | int:
    if isinstance(value, str):
        return text.clean(value, lines=name == "description")[: _LENGTHS[name]]
    return value


def write_measure(version: Version, measure: int | None, unit: Unit | None) -> None:
    """How much one piece holds, for its unit price; nothing where number or unit is missing. Raises NotADraft."""
    _must_be_draft(version)
    version.measure, version.unit = (measure, unit) if measure and unit else (None, None)


def choose_kind(version: Version, category: Category, good: Good | None) -> None:
    """Say what the product is; what the law asks follows from it. Raises NotADraft."""
    _must_be_draft(version)
    version.category_code = category.code
    version.good_id = None if good is None else good.id
    version.health_route = category.route if good is None else good.route
    if version.permit_id is not None:
        permit = session().get_one(Permit, version.permit_id)
        if permit.route is not version.health_route:
            version.permit_id = version.permit_number = version.permit_expires_on = None


def use_permit(version: Version, permit: Permit) -> None:
    """Sell under this paper. Raises NotADraft."""
    _must_be_draft(version)
    version.permit_id, version.permit_number, version.permit_expires_on = permit.id, permit.number, permit.expires_on


def set_pictures(version: Version, pictures: list[tuple[int, str]]) -> None:
    """These pictures (id, alternative text), the first one in front. Raises NotADraft."""
    _must_be_draft(version)
    session().execute(delete(VersionPicture).where(VersionPicture.version_id == version.id))
    for position, (picture_id, alt) in enumerate(pictures[: rules.MOST_PICTURES]):
        session().add(
            VersionPicture(version_id=version.id, position=position, picture_id=picture_id, alt=text.clean(alt)[:160])
        )
    session().flush()


def hold(product_id: int) -> Product:
    """The product as it is now; whoever else changes its sizes or prices waits until this transaction is over."""
    return session().get_one(Product, product_id, with_for_update=LOCK, populate_existing=True)


def take_turns(version: Version) -> None:
    """Whoever else writes into this draft waits until this transaction is over. Raises NotADraft."""
    session().refresh(version, with_for_update=LOCK)
    _must_be_draft(version)


def _must_be_draft(version: Version) -> None:
    if version.state is not VersionState.DRAFT:
        raise NotADraft


def price_now(version: Version) -> Rial:
    """What a product costs now, where `version` is on sale: it may have been changed at once, within the band."""
    product = session().get_one(Product, version.product_id)
    first = session().scalars(select(Variant).where(Variant.product_id == product.id).order_by(Variant.id)).first()
    return first.price_rial if first is not None and product.live_version_id == version.id else version.price_rial


def _version_number() -> dict[str, int]:
    """A number that no version ever had: SQLite would give that of a dropped draft again, PostgreSQL never does."""
    if is_postgres():
        return {}
    ever = select(func.max(states.Move.thing_id)).where(states.Move.thing == Version.__tablename__)
    now = select(func.max(Version.id))
    return {"id": 1 + max(session().scalar(ever) or 0, session().scalar(now) or 0)}


def size_waits(product: Product) -> bool:
    """Whether a new size of what was on sale waits, in a draft, for a mentor's look."""
    fresh = select(Variant.id).where(Variant.product_id == product.id, Variant.offered.is_(False)).limit(1)
    return product.live_version_id is not None and session().scalar(fresh) is not None


def drop_draft(version: Version, by: int | None) -> None:
    """Lay an edit aside as if it had never been begun; what was there before stands.

    Raises NotADraft for what was sent meanwhile, for a product's first draft, and while a new size waits in it.
    """
    product = session().get_one(Product, version.product_id, with_for_update=LOCK)
    session().refresh(version)
    if version.state is not VersionState.DRAFT or version.number == 1 or size_waits(product):
        raise NotADraft
    session().execute(delete(VersionPicture).where(VersionPicture.version_id == version.id))
    session().execute(delete(Version).where(Version.id == version.id))
    audit.note("draft_dropped", "product", product.id, by, number=version.number)


def draft_after(version: Version, by: int | None) -> Version:
    """The product's open draft: a copy of `version` if there is none yet. The version itself is never reopened.

    Raises NotADraft while another version lies with a mentor.
    """
    session().get_one(Product, version.product_id, with_for_update=LOCK)
    draft = session().scalar(
        select(Version).where(Version.product_id == version.product_id, Version.state == VersionState.DRAFT)
    )
    if draft is not None:
        return draft
    lying = select(Version.id).where(Version.product_id == version.product_id, Version.state == VersionState.SUBMITTED)
    if session().scalar(lying) is not None:
        raise NotADraft
    highest = session().scalar(select(func.max(Version.number)).where(Version.product_id == version.product_id)) or 0
    copied = (
        "good_id", "category_code", "title", "description", "materials", "size_words", "care", "weight_g",
        "price_rial", "measure", "unit", "health_route", "permit_id", "permit_number", "permit_expires_on",
    )  # fmt: skip
    draft = Version(
        **_version_number(),
        product_id=version.product_id,
        number=highest + 1,
        state=VersionState.DRAFT,
        created_at=clock.now(),
        **{name: getattr(version, name) for name in copied},
    )
    draft.price_rial = price_now(version)
    states.begin(draft, by)
    shown = session().scalars(select(VersionPicture).where(VersionPicture.version_id == version.id))
    for one in shown.all():
        session().add(
            VersionPicture(version_id=draft.id, position=one.position, picture_id=one.picture_id, alt=one.alt)
        )
    session().flush()
    return draft


def submit(version: Version, by: int | None) -> None:
    """Give a draft out of hand. Its product gets its SKU now: the good's id, and a number of its own."""
    version.move_to(VersionState.SUBMITTED, by)
    product = session().get_one(Product, version.product_id)
    if product.sku.startswith("D-"):
        product.sku = f"{version.good_id or 'X'}-{product.id}"
        for variant in session().scalars(select(Variant).where(Variant.product_id == product.id)).all():
            variant.sku = f"{product.sku}-{variant.id}"
    session().flush()


def publish(version: Version, by: int | None) -> None:
    """Put a submitted version on sale in place of the one before. Called by vouching alone.

    Raises MoveRefused, RecallStands, and PermitNeeded, PermitUnchecked, PermitTurnedDown, PermitExpired,
    SaleNotAllowed, RouteUndecided: no vouch overrides the law.
    """
    good = None if version.good_id is None else session().get(Good, version.good_id)
    rules.check_permit(version, today(), "" if good is None else good.name_fa)
    rules.check_paper(version, _paper_of(version))
    if good is not None:
        rules.check_route(version, good)
    refuse_while_recalled(version.product_id)
    product = session().get_one(Product, version.product_id, with_for_update=LOCK)
    before = session().scalar(
        select(Version).where(Version.product_id == product.id, Version.state == VersionState.PUBLISHED)
    )
    if before is not None:
        before.move_to(VersionState.SUPERSEDED, by)
    version.move_to(VersionState.PUBLISHED, by)
    product.live_version_id = version.id
    product.slug = product.slug or _free_slug(version.title, product.id)
    product.published_at = product.published_at or clock.now()
    variants = session().scalars(select(Variant).where(Variant.product_id == product.id).order_by(Variant.id)).all()
    for place, variant in enumerate(variants):
        if place == 0:
            variant.price_rial = version.price_rial
            variant.measure, variant.unit = version.measure, version.unit
        variant.reviewed_price_rial, variant.offered = variant.price_rial, True
    if product.state in {Shelf.UNLISTED, Shelf.WITHDRAWN}:
        session().flush()
        product.move_to(Shelf.ON_SALE, by)
    announce(ProductChanged(product.id))


def _paper_of(version: Version) -> Permit | None:
    """The paper that a version is sold under; locked, so that nobody takes it back meanwhile."""
    if version.permit_id is None:
        return None
    return session().get_one(Permit, version.permit_id, with_for_update=LOCK, populate_existing=True)


def _free_slug(title: str, product_id: int) -> str:
    wanted = text.slug(title) or f"p-{product_id}"
    taken = session().scalar(select(Product.id).where(Product.slug == wanted))
    return wanted if taken is None else f"{wanted}-{product_id}"


def turn_down(version: Version, became: VersionState, by: int | None, note: str) -> None:
    """Return or refuse a submitted version. Called by vouching alone. Raises MoveRefused."""
    version.move_to(became, by, note)


def shelve(product: Product, became: Shelf, by: int | None, note: str | None = None) -> None:
    """Pause, offer again or archive a product at once.

    Raises MoveRefused, for what was withdrawn too: that comes back by a review alone. Before it is offered again,
    RecallStands, and what the law refuses: PermitExpired, …
    """
    if became is Shelf.ON_SALE:
        refuse_while_recalled(product.id)
        if product.state is not Shelf.PAUSED:
            raise states.MoveRefused(product.__tablename__, str(product.state), str(became))
        version = session().get_one(Version, product.live_version_id)
        rules.check_permit(version, today())
        rules.check_paper(version, _paper_of(version))
    product.move_to(became, by, note)
    announce(ProductChanged(product.id))


def set_stock(variant: Variant, mode: StockMode, *, on_hand: int, lead_days: int, by: int | None) -> None:
    """Count the shelf anew, or make to order. What is reserved for buyers stays theirs."""
    session().flush()
    session().refresh(variant, with_for_update=LOCK)
    on_hand = max(on_hand if mode is StockMode.COUNTED else 0, variant.reserved)
    if on_hand != variant.on_hand:
        session().add(
            StockMove(
                variant_id=variant.id, delta=on_hand - variant.on_hand, reason="counted", by_id=by, at=clock.now()
            )
        )
    variant.mode, variant.on_hand = mode, on_hand
    variant.lead_days = max(1, lead_days) if mode is StockMode.MADE_TO_ORDER else 0
    announce(ProductChanged(variant.product_id))


def change_price(variant: Variant, price: Rial, by: int | None) -> None:
    """A new price at once, within the band around the one that the mentor saw. Raises PriceOutsideBand."""
    lowest, highest = rules.band(variant.reviewed_price_rial, rulebook.number(PRICE_BAND))
    if not lowest <= price <= highest:
        raise PriceOutsideBand(lowest, highest)
    audit.note("price_changed", "variant", variant.id, by, was=int(variant.price_rial), became=int(price))
    variant.price_rial = price
    announce(ProductChanged(variant.product_id))


@dataclass(frozen=True)
class NewVariant:
    label: str
    price: Rial
    on_hand: int
    measure: int | None = None


def add_variant(product: Product, wanted: NewVariant, by: int | None) -> Variant:
    """Offer another size or colour. Raises LabelTaken, and PriceOutsideBand beyond four times the first one's price."""
    label = text.clean(wanted.label)[:60]
    known = list(session().scalars(select(Variant).where(Variant.product_id == product.id).order_by(Variant.id)))
    if any(text.match_key(variant.label) == text.match_key(label) for variant in known):
        raise LabelTaken(label)
    seen = known[0].reviewed_price_rial
    if seen and not seen <= wanted.price * VARIANT_SPAN <= seen * VARIANT_SPAN**2:
        raise PriceOutsideBand(Rial(seen // VARIANT_SPAN), seen * VARIANT_SPAN)
    variant = Variant(
        product_id=product.id,
        sku=f"{product.sku}-v{len(known)}",
        label=label,
        price_rial=wanted.price,
        reviewed_price_rial=wanted.price,
        mode=known[0].mode,
        lead_days=known[0].lead_days,
        cut_off_hour=known[0].cut_off_hour,
        weekly_capacity=known[0].weekly_capacity,
        measure=wanted.measure if known[0].unit else None,
        unit=known[0].unit if wanted.measure else None,
        offered=product.live_version_id is not None,
    )
    session().add(variant)
    session().flush()
    set_stock(variant, variant.mode, on_hand=wanted.on_hand, lead_days=variant.lead_days, by=by)
    return variant
