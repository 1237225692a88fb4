"""What the storefront lists: one row per product on sale, rebuilt from below whenever something of it changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import BigKey, Model, RialColumn, UtcDateTime, key
from app.shared.money import Rial


class ShelfRow(Model):
    """A product as lists show it. `seq` grows with every change; gone products stay, with `listed` false."""

    __tablename__ = "shelf_row"
    __table_args__ = (Index("ix_shelf_row_seq", "seq"),)

    product_id: Mapped[int] = mapped_column(BigKey, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]
    listed: Mapped[bool]
    sku: Mapped[str] = mapped_column(String(40))
    slug: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    category_code: Mapped[str] = mapped_column(String(20))
    group: Mapped[str] = mapped_column("grouping", String(20))
    county_code: Mapped[str] = mapped_column(String(4))
    maker_id: Mapped[int]
    maker_name: Mapped[str] = mapped_column(String(140))
    maker_slug: Mapped[str] = mapped_column(String(100))
    rural: Mapped[bool]
    price_rial: Mapped[Rial] = mapped_column(RialColumn)
    several_prices: Mapped[bool]
    unit_price_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    unit: Mapped[str] = mapped_column(String(12), default="")
    left: Mapped[int | None]
    lead_days: Mapped[int]
    grade: Mapped[str] = mapped_column(String(12))
    # Kinds of difference that its disclosure names, each once, between spaces.
    differs: Mapped[str] = mapped_column(String(120), default="")
    vouched: Mapped[bool]
    permit: Mapped[str] = mapped_column(String(40), default="")
    permit_route: Mapped[str] = mapped_column(String(24), default="")
    picture_stem: Mapped[str] = mapped_column(String(60), default="")
    picture_ratio: Mapped[int] = mapped_column(default=1000)
    alt: Mapped[str] = mapped_column(String(160), default="")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    title_terms: Mapped[str] = mapped_column(Text)
    body_terms: Mapped[str] = mapped_column(Text)


class ShelfSeq(Model):
    """One row that counts changes of the shelf. Its lock puts them in order, so that a reader can follow by number."""

    __tablename__ = "shelf_seq"

    id: Mapped[int] = key()
    value: Mapped[int] = mapped_column(default=0)
