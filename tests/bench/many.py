"""A shop with many products: some as makers make them, the rest copied row by row, since only their number counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select, text

from app import catalogue, search
from app.catalogue.models import VersionPicture
from app.shared import cache, running
from app.shared.database import Model, session, transaction
from app.vouching import Deviation, Disclosure, Vouch
from tests import world

STEP = 1_000_000
_COPIED: tuple[type[Model], ...] = (
    VersionPicture, Disclosure, Deviation, catalogue.Product, catalogue.Version, catalogue.Variant, Vouch,
)  # fmt: skip
_NUMBERS = {"id", "product_id", "version_id", "live_version_id"}
_UNIQUE = {"sku", "slug"}


def first(count: int) -> list[int]:
    """Products as makers make them, three each; their numbers."""
    makers, made = [], []
    goods = [one.id for one in catalogue.goods() if one.route is catalogue.HealthRoute.NONE]
    counties = [f"18{number:02d}" for number in range(1, 11)]
    mentors = {county: world.mentor(county) for county in counties}
    for place in range(count):
        county = counties[place // 3 % 10]
        if place % 3 == 0:
            makers.append(world.maker(county))
        good = catalogue.good(goods[place % len(goods)])
        ware = world.Ware(good=good.id, title=good.name_fa, price=1_000_000 + 37_000 * place)
        made.append(world.product(makers[-1], ware, by=mentors[county]))
    settle()
    return made


def multiply(upto: int) -> None:
    """Copy all products until there are about `upto`."""
    with transaction():
        session().execute(text("PRAGMA defer_foreign_keys=ON"))
        base = session().scalar(select(func.count()).select_from(catalogue.Product)) or 1
        for table in _COPIED:
            found = [dict(row._mapping) for row in session().execute(select(*table.__table__.c))]
            for turn in range(1, -(-upto // base)):
                session().execute(insert(table), [_copied(row, turn) for row in found])
    settle()


def _copied(row: dict[str, Any], turn: int) -> dict[str, Any]:
    changed = {name: value + turn * STEP for name, value in row.items() if name in _NUMBERS and value is not None}
    changed |= {name: f"{value}-{turn}" for name, value in row.items() if name in _UNIQUE and value is not None}
    return {**row, **changed}


def settle() -> None:
    """Index everything anew, and forget what was kept."""
    with transaction():
        search.rebuild()
    search.reindex()
    cache.forget()
    for name in ("shelf", "vocabulary"):
        running.drop(name)
