"""Quotes: what sending costs and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.shared.calendar import today
from app.shared.database import session
from app.shared.money import Rial
from app.shipping.models import Service, Tariff
from app.shipping.rules import Destination, zone_of


@dataclass(frozen=True)
class Quote:
    """One way to send a parcel, with its price."""

    service: Service
    price: Rial


@dataclass(frozen=True)
class PriceList:
    """All tariffs of a day, read once, so that many parcels can be quoted with one query."""

    rows: tuple[tuple[Service, Tariff], ...]

    def quotes(self, origin_county: str, to: Destination, weight_g: int) -> list[Quote]:
        """Ways to send so much weight from a county to a place, in the shop's order; none when it is too heavy."""
        zone = zone_of(origin_county, to)
        best: dict[str, tuple[Service, Tariff]] = {}
        for service, tariff in self.rows:
            if tariff.zone is zone and tariff.max_gram >= weight_g:
                known = best.get(service.code)
                if known is None or tariff.max_gram < known[1].max_gram:
                    best[service.code] = (service, tariff)
        chosen = sorted(best.values(), key=lambda pair: pair[0].position)
        return [Quote(service, tariff.price_rial) for service, tariff in chosen]


def price_list(on: date | None = None) -> PriceList:
    """Services and tariffs that hold on a day (today, if none is given)."""
    day = on or today()
    rows = session().execute(
        select(Service, Tariff)
        .join(Tariff, Tariff.service_code == Service.code)
        .where(Tariff.valid_from <= day, or_(Tariff.valid_to.is_(None), Tariff.valid_to > day))
    )
    return PriceList(tuple((service, tariff) for service, tariff in rows))


def service(code: str) -> Service:
    return session().get_one(Service, code)


def services() -> dict[str, Service]:
    return {one.code: one for one in session().scalars(select(Service).order_by(Service.position))}
