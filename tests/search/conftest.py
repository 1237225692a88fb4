"""One market for all the tests of a module that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask

from app import catalogue, search
from app.search import Wanted
from app.shared import clock
from app.shared.database import transaction
from app.vouching import DeviationKind
from tests import world
from tests.conftest import Store
from tests.world import Ware

WARES = {
    "basket": ("1801", Ware("B001", "زنبیل حصیری", 4_000_000)),
    "big basket": ("1803", Ware("B001", "زنبیلِ بزرگِ دسته‌دار", 6_000_000)),
    "jajim": ("1803", Ware("B013", "جاجیمِ دست‌باف", 30_000_000, lead_days=20)),
    "shawl": ("1801", Ware("B020", "شالِ آبیِ سوزن‌دوزی", 9_000_000, kinds=(DeviationKind.COLOUR,))),
    "cake": ("1805", Ware("B066", "کیکِ خرمایی", 1_200_000)),
    "dates": ("1803", Ware("B047", "خرمای کبکاب در کارتنِ ۲۵۰۰ گرمی", 900_000, kinds=(DeviationKind.PACKING,))),
    "candle": ("1810", Ware("B046", "شمعِ موم", 700_000, on_hand=1, differs="")),
    "earrings": ("1807", Ware("B031", "گوشواره‌ی صدف", 2_500_000, on_hand=3)),
    "tablecloth": ("1801", Ware("B003", "سفرهٔ گرد", 3_300_000)),
    "doll": ("1802", Ware("B028", "عروسکِ رؤیا", 4_000_000, kinds=(DeviationKind.COLOUR, DeviationKind.SIZE))),
    "tahini": ("1803", Ware("B060", "اَردهٔ کنجد", 1_500_000)),
    "drum": ("1801", Ware("B036", "دمّام", 45_000_000, lead_days=15)),
}


@dataclass(frozen=True)
class Market:
    """Product ids by the names above."""

    ids: dict[str, int]

    def named(self, product_ids: list[int]) -> list[str]:
        names = {product_id: name for name, product_id in self.ids.items()}
        return [names[product_id] for product_id in product_ids]

    def found(self, words: str = "", wanted: Wanted | None = None) -> list[str]:
        """Names of all that fits, in the order of the list."""
        asked = replace(wanted or Wanted(), words=words, per_page=100)
        return self.named([row.product_id for row in search.find(asked).rows])


def opened() -> Market:
    """A market of a dozen things; the candle is sold out."""
    makers = {county: world.maker(county) for county in {county for county, _ in WARES.values()}}
    mentor = world.mentor()
    ids = {}
    for days, (name, (county, ware)) in enumerate(WARES.items()):
        with clock.at(clock.now() - timedelta(days=30 - days)):
            ids[name] = world.product(makers[county], ware, by=mentor)
    candle = catalogue.variants_of([ids["candle"]])[ids["candle"]][0].id
    with transaction():
        catalogue.reserve("somebody", {candle: 1}, clock.now() + timedelta(days=1))
    world.work()
    return Market(ids)


@pytest.fixture(scope="module")
def market(program: Flask, store: Store) -> Iterator[Market]:
    with world.one_shop(program, store):
        yield opened()
