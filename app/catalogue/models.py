"""What can be listed and sold, and the constraints that forbid the rest."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class HealthRoute(StrEnum):
    """What the law asks before a good may be sold; `unknown_check` until staff have decided."""

    NONE = "none"
    HOME_DECLARATION = "home_declaration"
    WORKSHOP_ID = "workshop_id"
    VETERINARY = "veterinary"
    COSMETIC = "cosmetic"
    UNKNOWN = "unknown_check"
    NOT_ALLOWED = "not_allowed_check"


class Exempt(StrEnum):
    """Why a category is outside the legal right of withdrawal."""

    PERISHABLE = "perishable"
    HYGIENE = "hygiene"


class Category(Model):
    __tablename__ = "category"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_fa: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    name_ar: Mapped[str] = mapped_column(String(60))
    icon: Mapped[str] = mapped_column(String(30))
    group: Mapped[str] = mapped_column("grouping", String(20))
    position: Mapped[int]
    trade_code: Mapped[str] = mapped_column(ForeignKey("trade.code"))
    route: Mapped[HealthRoute] = mapped_column(one_of(HealthRoute, "route"))
    exempt: Mapped[Exempt | None] = mapped_column(one_of(Exempt, "exempt"))

    def called(self, language: str) -> str:
        return {"en": self.name_en, "ar": self.name_ar}.get(language, self.name_fa)


class Good(Model):
    """A kind of thing that homes of the province make; its id (B001…) begins the SKUs of its products."""

    __tablename__ = "good"

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    name_fa: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), index=True)
    unit: Mapped[str] = mapped_column(String(40))
    materials: Mapped[str] = mapped_column(Text)
    season: Mapped[str] = mapped_column(Text)
    is_food: Mapped[bool]
    route: Mapped[HealthRoute] = mapped_column(one_of(HealthRoute, "route"))
    route_confidence: Mapped[str] = mapped_column(String(20))
    route_decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    route_decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    route_source: Mapped[str] = mapped_column(Text, default="")
    typical_deviations: Mapped[str] = mapped_column(Text)
    counties: Mapped[str] = mapped_column(Text)
    synonyms: Mapped[str] = mapped_column(Text)

    def called(self, language: str) -> str:
        """Its name in a language, in Persian where there is no other."""
        return self.name_en if language == "en" else self.name_fa


class Unit(StrEnum):
    """In what a measured content is counted; each is priced by a larger one: a kilo, a litre, a metre, a piece."""

    GRAM = "gram"
    MILLILITRE = "millilitre"
    CENTIMETRE = "centimetre"
    PIECE = "piece"


class PermitState(StrEnum):
    """Whether staff have looked at a paper."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Permit(Stateful, Model):
    """A maker's paper for a health route: number, from when, until when, and what staff say of it.

    Once accepted it never changes (a trigger sees to it): other dates are another paper. `warned`: how often its maker
    was told that it will end.
    """

    __tablename__ = "permit"
    __table_args__ = (
        CheckConstraint("expires_on > issued_on", name="runs_forward"),
        CheckConstraint("state <> 'waiting' OR picture_id IS NOT NULL", name="photographed"),
        CheckConstraint("(state = 'waiting') = (checked_at IS NULL)", name="checked"),
        CheckConstraint("state <> 'refused' OR refused_why <> ''", name="refused_with_a_reason"),
        UniqueConstraint("maker_id", "route", "number", "expires_on"),
        Index("ix_permit_waiting", "recorded_at", postgresql_where=text("state = 'waiting'")),
    )
    MOVES: ClassVar = {
        PermitState.WAITING: frozenset({PermitState.ACCEPTED, PermitState.REFUSED}),
        PermitState.ACCEPTED: frozenset({PermitState.REFUSED}),
        PermitState.REFUSED: frozenset({PermitState.WAITING, PermitState.ACCEPTED}),
    }

    id: Mapped[int] = key()
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    route: Mapped[HealthRoute] = mapped_column(one_of(HealthRoute, "route"))
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[PermitState] = mapped_column(one_of(PermitState, "state"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_why: Mapped[str] = mapped_column(String(300), default="")
    warned: Mapped[int] = mapped_column(default=0)


class Shelf(StrEnum):
    """Where a product stands in the shop, whatever its versions go through."""

    UNLISTED = "unlisted"
    ON_SALE = "on_sale"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class Product(Stateful, Model):
    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("state <> 'on_sale' OR live_version_id IS NOT NULL", name="on_sale_has_version"),
        Index("uq_product_own_key", "maker_id", "own_key", unique=True),
    )
    MOVES: ClassVar = {
        Shelf.UNLISTED: frozenset({Shelf.ON_SALE, Shelf.ARCHIVED}),
        Shelf.ON_SALE: frozenset({Shelf.PAUSED, Shelf.WITHDRAWN, Shelf.ARCHIVED}),
        Shelf.PAUSED: frozenset({Shelf.ON_SALE, Shelf.WITHDRAWN, Shelf.ARCHIVED}),
        Shelf.WITHDRAWN: frozenset({Shelf.ON_SALE, Shelf.ARCHIVED}),
    }

    id: Mapped[int] = key()
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    slug: Mapped[str | None] = mapped_column(String(120), unique=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    state: Mapped[Shelf] = mapped_column(one_of(Shelf, "state"), index=True)
    live_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_version.id", use_alter=True, name="fk_product_live_version")
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What its maker calls it in her own sheets.
    own_key: Mapped[str | None] = mapped_column(String(40))


class VersionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REFUSED = "refused"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Version(Stateful, Model):
    """A product's words, facts and pictures. Mutable while a draft; then a trigger refuses every change of content."""

    __tablename__ = "product_version"
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint(
            "state <> 'published' OR health_route = 'none' OR "
            "(permit_number IS NOT NULL AND permit_expires_on IS NOT NULL "
            "AND health_route NOT IN ('unknown_check', 'not_allowed_check'))",
            name="published_is_permitted",
        ),
        CheckConstraint("measure > 0", name="measure"),
        CheckConstraint("state = 'draft' OR (title <> '' AND category_code IS NOT NULL)", name="submitted_is_named"),
        CheckConstraint(
            "state = 'draft' OR prepared_by IS NULL OR confirmed_at IS NOT NULL", name="prepared_is_confirmed"
        ),
        CheckConstraint("confirmed_at IS NULL OR prepared_by IS NOT NULL", name="confirmed_is_prepared"),
        Index(
            "uq_product_version_draft",
            "product_id",
            unique=True,
            postgresql_where=text("state = 'draft'"),
            sqlite_where=text("state = 'draft'"),
        ),
        Index(
            "uq_product_version_published",
            "product_id",
            unique=True,
            postgresql_where=text("state = 'published'"),
            sqlite_where=text("state = 'published'"),
        ),
    )
    MOVES: ClassVar = {
        VersionState.DRAFT: frozenset({VersionState.SUBMITTED}),
        VersionState.SUBMITTED: frozenset({VersionState.RETURNED, VersionState.REFUSED, VersionState.PUBLISHED}),
        VersionState.PUBLISHED: frozenset({VersionState.SUPERSEDED}),
        # After an appeal that another mentor granted.
        VersionState.RETURNED: frozenset({VersionState.PUBLISHED}),
        VersionState.REFUSED: frozenset({VersionState.PUBLISHED}),
    }

    id: Mapped[int] = key()
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(one_of(VersionState, "state"))
    good_id: Mapped[str | None] = mapped_column(ForeignKey("good.id"))
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    title: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[str] = mapped_column(Text, default="")
    size_words: Mapped[str] = mapped_column(String(120), default="")
    care: Mapped[str] = mapped_column(Text, default="")
    weight_g: Mapped[int] = mapped_column(default=0)
    measure: Mapped[int | None]
    unit: Mapped[Unit | None] = mapped_column(one_of(Unit, "unit"))
    price_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    health_route: Mapped[HealthRoute] = mapped_column(one_of(HealthRoute, "health_route"), default=HealthRoute.UNKNOWN)
    permit_id: Mapped[int | None] = mapped_column(ForeignKey("permit.id"))
    permit_number: Mapped[str | None] = mapped_column(String(40))
    permit_expires_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Who wrote it for the maker, and when the maker said that it is so.
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def inert(self) -> bool:
        """Prepared by somebody else, and not confirmed by its maker yet."""
        return self.prepared_by is not None and self.confirmed_at is None


class VersionPicture(Model):
    __tablename__ = "version_picture"

    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    alt: Mapped[str] = mapped_column(String(160), default="")


class StockMode(StrEnum):
    COUNTED = "counted"
    MADE_TO_ORDER = "made_to_order"


class Variant(Model):
    """What is bought: a size or colour of a product, with its price and stock.

    Of what is made to order, `lead_days` are working days, `cut_off_hour` (Tehran's) is until when an order counts from
    the same day, and `weekly_capacity` how many pieces are begun in a week; None where she set none.
    `measure` is how many of `unit` it holds.
    """

    __tablename__ = "variant"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
        CheckConstraint("price_rial >= 0 AND (NOT offered OR price_rial > 0)", name="price"),
        CheckConstraint("mode <> 'made_to_order' OR lead_days > 0", name="lead_days"),
        CheckConstraint("cut_off_hour >= 1 AND cut_off_hour <= 23", name="cut_off_hour"),
        CheckConstraint("weekly_capacity > 0", name="weekly_capacity"),
        CheckConstraint("measure > 0", name="measure"),
        UniqueConstraint("product_id", "label"),
    )

    id: Mapped[int] = key()
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    sku: Mapped[str] = mapped_column(String(44), unique=True)
    label: Mapped[str] = mapped_column(String(60), default="")
    price_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    reviewed_price_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    mode: Mapped[StockMode] = mapped_column(one_of(StockMode, "mode"))
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    lead_days: Mapped[int] = mapped_column(default=0)
    cut_off_hour: Mapped[int | None]
    weekly_capacity: Mapped[int | None]
    measure: Mapped[int | None]
    unit: Mapped[Unit | None] = mapped_column(one_of(Unit, "unit"))
    offered: Mapped[bool] = mapped_column(default=False)


class ReservationState(StrEnum):
    ACTIVE = "active"
    CONSUMED = "consumed"
    RELEASED = "released"


class Reservation(Model):
    """Goods held for somebody (`holder` is the higher package's own word, such as `order:12`) until a moment."""

    __tablename__ = "reservation"
    __table_args__ = (
        UniqueConstraint("holder", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_reservation_due", "state", "expires_at"),
    )

    id: Mapped[int] = key()
    holder: Mapped[str] = mapped_column(String(40))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    quantity: Mapped[int]
    counted: Mapped[bool]
    state: Mapped[ReservationState] = mapped_column(one_of(ReservationState, "state"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StockMove(Model):
    """Append-only: why `on_hand` changed. Their sum is `on_hand`."""

    __tablename__ = "stock_move"

    id: Mapped[int] = key()
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    delta: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Recall(Model):
    """A batch that must not be used: the product is off sale until staff end it; then a fresh review brings it back.

    `variant_id` names one size of it (none: all); the batch is what was sold from one day to another, both included.
    """

    __tablename__ = "recall"
    __table_args__ = (
        CheckConstraint("sold_until >= sold_from", name="runs_forward"),
        CheckConstraint("reason <> '' AND advice <> ''", name="told"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL OR ended_why <> '')", name="ended"
        ),
        Index(
            "uq_recall_standing",
            "product_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    sold_from: Mapped[date]
    sold_until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    advice: Mapped[str] = mapped_column(String(300))
    begun_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str] = mapped_column(String(300), default="")
