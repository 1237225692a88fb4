"""Places carry the codes of the statistical centre: province 2, county 4, district 6, city and rural district 10,
village 16 digits."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, key, one_of


class Province(Model):
    __tablename__ = "province"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str | None] = mapped_column(String(60))
    name_ar: Mapped[str | None] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(String(160))

    def called(self, language: str) -> str:
        """Its name in a language, in Persian where there is no other."""
        return {"en": self.name_en, "ar": self.name_ar}.get(language) or self.name


class County(Model):
    __tablename__ = "county"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str | None] = mapped_column(String(60))
    name_ar: Mapped[str | None] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(String(160))

    def called(self, language: str) -> str:
        """Its name in a language, in Persian where there is no other."""
        return {"en": self.name_en, "ar": self.name_ar}.get(language) or self.name


class District(Model):
    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    name: Mapped[str] = mapped_column(String(60))


class RuralDistrict(Model):
    __tablename__ = "rural_district"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    district: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))


class LocalityKind(StrEnum):
    CITY = "city"
    VILLAGE = "village"


class Locality(Model):
    """A city or a village. Village names repeat within the province, so they are shown with their rural district."""

    __tablename__ = "locality"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[LocalityKind] = mapped_column(one_of(LocalityKind, "kind"))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    district: Mapped[str] = mapped_column(String(60))
    rural_district: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    match_key: Mapped[str] = mapped_column(String(60), index=True)
    sort_key: Mapped[str] = mapped_column(String(160))

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.rural_district})" if self.rural_district else self.name


class Holiday(Model):
    """A day without work: an official holiday, or a sudden closure (heat, dust) of one county or all."""

    __tablename__ = "holiday"

    id: Mapped[int] = key()
    day: Mapped[date] = mapped_column(index=True)
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    name: Mapped[str] = mapped_column(String(160))
    estimated: Mapped[bool] = mapped_column(default=False)
    official: Mapped[bool] = mapped_column(default=True)
