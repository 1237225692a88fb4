"""Ways of sending, and what they cost from when to when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, key, one_of
from app.shared.money import Rial


class Zone(StrEnum):
    """How far a parcel goes; the distance classes of the post's tariff, and the own county before them."""

    SAME_COUNTY = "same_county"
    SAME_PROVINCE = "same_province"
    NEIGHBOUR = "neighbour"
    OTHER = "other"


class Carrier(StrEnum):
    """Who carries, and so who is paid for it: the maker takes it to the post, or the programme's own courier does."""

    MAKER = "maker"
    PROGRAMME = "programme"


class Service(Model):
    __tablename__ = "shipping_service"
    __table_args__ = (CheckConstraint("min_days >= 0 AND max_days >= min_days", name="days"),)

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_fa: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    name_ar: Mapped[str] = mapped_column(String(60))
    carrier: Mapped[Carrier] = mapped_column(one_of(Carrier, "carrier"))
    min_days: Mapped[int]
    max_days: Mapped[int]
    tracked: Mapped[bool]
    position: Mapped[int]

    def called(self, language: str) -> str:
        return {"en": self.name_en, "ar": self.name_ar}.get(language, self.name_fa)


class Tariff(Model):
    """What a service costs into a zone up to a weight, from a day on."""

    __tablename__ = "tariff"
    __table_args__ = (CheckConstraint("price_rial >= 0", name="price"), CheckConstraint("max_gram > 0", name="weight"))

    id: Mapped[int] = key()
    service_code: Mapped[str] = mapped_column(ForeignKey("shipping_service.code"), index=True)
    zone: Mapped[Zone] = mapped_column(one_of(Zone, "zone"))
    max_gram: Mapped[int]
    price_rial: Mapped[Rial] = mapped_column(RialColumn)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
