"""Coupons, their uses, and what a fund pays of deliveries."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.dated import Dated
from app.shared.money import Rial


class Funder(StrEnum):
    """Who bears a discount: the shop pays it to the makers in the buyer's place, or a maker sells for less."""

    SHOP = "shop"
    MAKER = "maker"


class Coupon(Dated, Model):
    """A code that takes something off: a share of the goods (`bps`, up to `most_rial`), or an amount.

    One of a maker holds for her goods only. `budget_rial`: what it may take off in all.
    """

    __tablename__ = "coupon"
    __table_args__ = (
        CheckConstraint("(funder = 'maker') = (maker_id IS NOT NULL)", name="whose"),
        CheckConstraint("(bps > 0 AND amount_rial = 0) OR (bps = 0 AND amount_rial > 0)", name="worth"),
        CheckConstraint("bps <= 9000", name="bps"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="runs_forward"),
    )

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(String(24), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    funder: Mapped[Funder] = mapped_column(one_of(Funder, "funder"))
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)
    bps: Mapped[int] = mapped_column(default=0)
    amount_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    most_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    least_goods_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    budget_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    most_uses: Mapped[int | None]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UseState(StrEnum):
    """`held` while its purchase is not paid yet, `released` when it never was."""

    HELD = "held"
    USED = "used"
    RELEASED = "released"


class CouponUse(Model):
    """One purchase's use of a coupon; a mobile uses a coupon once."""

    __tablename__ = "coupon_use"
    __table_args__ = (Index("ix_coupon_use_coupon_mobile", "coupon_id", "mobile"),)

    payable_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"))
    mobile: Mapped[str] = mapped_column(String(11))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    state: Mapped[UseState] = mapped_column(one_of(UseState, "state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Subsidy(Dated, Model):
    """A fund that pays a share of the delivery in the buyer's place, for parcels from a county or from all."""

    __tablename__ = "subsidy"
    __table_args__ = (
        CheckConstraint("bps > 0 AND bps <= 10000", name="bps"),
        CheckConstraint("most_rial > 0", name="most"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="runs_forward"),
    )

    id: Mapped[int] = key()
    title: Mapped[str] = mapped_column(String(120))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    least_goods_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    bps: Mapped[int]
    most_rial: Mapped[Rial] = mapped_column(RialColumn)
    budget_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
