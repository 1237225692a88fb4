"""Shipping: ways of sending, dated tariffs, quotes, promised days.

Owns `shipping_service`, `tariff`. Calls places. Announces nothing.
"""

from app.shipping.actions import load_services, load_tariffs
from app.shipping.models import Carrier, Service, Tariff, Zone
from app.shipping.queries import PriceList, Quote, price_list, service, services
from app.shipping.rules import USUAL_WEIGHT_G, Destination, promise, zone_of

__all__ = [
    "USUAL_WEIGHT_G",
    "Carrier",
    "Destination",
    "PriceList",
    "Quote",
    "Service",
    "Tariff",
    "Zone",
    "load_services",
    "load_tariffs",
    "price_list",
    "promise",
    "service",
    "services",
    "zone_of",
]
