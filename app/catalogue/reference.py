"""The lists of categories and goods, and staff's decisions on what the law asks for a good."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from app.catalogue.models import Category, Exempt, Good, HealthRoute, Permit, PermitState, Product, Shelf, Version
from app.catalogue.withdrawing import withdraw
from app.shared import audit, clock, text
from app.shared.database import session
from app.shared.errors import NotFound

_DATA = Path(__file__).parent / "data"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load_goods() -> None:
    """Bring categories and goods to what the files say; a route that staff decided stays."""
    for position, row in enumerate(_rows("categories.csv")):
        session().merge(
            Category(
                code=row["code"],
                name_fa=row["name_fa"],
                name_en=row["name_en"],
                name_ar=row["name_ar"],
                icon=row["icon"],
                group=row["group"],
                position=position,
                trade_code=row["trade"],
                route=HealthRoute(row["route"]),
                exempt=Exempt(row["exempt"]) if row["exempt"] else None,
            )
        )
    session().flush()
    for row in _rows("goods.csv"):
        known = session().get(Good, row["id"])
        good = known or Good(id=row["id"], route=HealthRoute(row["health_route"]), route_source="")
        if good.route_decided_at is None:
            good.route = HealthRoute(row["health_route"])
        good.name_fa, good.name_en = row["name_fa"], row["name_en"]
        good.category_code, good.unit = row["category"], row["typical_unit"]
        good.materials, good.season = row["materials_fa"], row["season_fa"]
        good.is_food, good.route_confidence = row["is_food"] == "yes", row["health_route_confidence"]
        good.typical_deviations, good.counties = row["typical_nonstandard_fa"], row["county_hint_fa"]
        good.synonyms = row["synonyms_fa"]
        session().add(good)


def decide_route(good_id: str, route: HealthRoute, source: str, by: int) -> Good:
    """Staff decide what the law asks for a good, and on whose word; products that do not meet it go off sale at once.

    Raises NotFound.
    """
    good = session().get(Good, good_id)
    if good is None:
        raise NotFound
    was = good.route
    good.route, good.route_source = route, text.clean(source)
    good.route_decided_by, good.route_decided_at = by, clock.now()
    audit.note(
        "route_decided", "good", int(good_id.lstrip("B") or 0), by, good=good_id, was=was.value, route=route.value
    )
    for product in unlawful_products(good):
        withdraw(product, "route_decided", by)
    return good


def unlawful_products(good: Good) -> list[Product]:
    """Products on sale, or paused, of a good that its route, as it stands now, does not let out of the house."""
    query = (
        select(Product, Version.permit_id)
        .join(Version, Version.id == Product.live_version_id)
        .where(Version.good_id == good.id, Product.state.in_([Shelf.ON_SALE, Shelf.PAUSED]))
    )
    if good.route is HealthRoute.NONE:
        return []
    accepted = select(Permit.id).where(Permit.route == good.route, Permit.state == PermitState.ACCEPTED)
    papers = set(session().scalars(accepted))
    return [product for product, permit_id in session().execute(query) if permit_id not in papers]
