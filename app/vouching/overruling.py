"""What staff see of vouches: which stand in their counties, which they took back in a mentor's place, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Select, select

from app import catalogue
from app.catalogue import Product, Version
from app.programme import Mentor, Trainee
from app.shared import audit
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.vouching.models import Overruling, Vouch

PAGE = 20


@dataclass(frozen=True)
class Answered:
    """A vouch with what it is about, who made that, and who answers or answered for it."""

    vouch: Vouch
    version: Version
    product: Product
    maker: Trainee
    mentor: Mentor


def _rows(counties: frozenset[str] | None) -> Select[Vouch, Version, Product, Trainee, Mentor]:
    query = (
        select(Vouch, Version, Product, Trainee, Mentor)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.id == Version.product_id)
        .join(Trainee, Trainee.id == Product.maker_id)
        .join(Mentor, Mentor.id == Vouch.mentor_id)
    )
    return query if counties is None else query.where(Trainee.county_code.in_(counties))


def vouch_in(vouch_id: int, counties: frozenset[str] | None) -> Answered:
    """A vouch for something of a maker of these counties (None: all), standing or not; any other is NotFound."""
    row = session().execute(_rows(counties).where(Vouch.id == vouch_id)).first()
    if row is None:
        raise NotFound
    return Answered(*row)


def standing_in(counties: frozenset[str] | None, page: int, sku: str = "") -> tuple[int, list[Answered]]:
    """Vouches that stand, newest first: how many, and a page of twenty. `sku`: of this product or variant alone."""
    query = _rows(counties).where(Vouch.withdrawn_at.is_(None))
    if sku:
        wanted = catalogue.product_by_sku(sku, counties)
        query = query.where(Product.id == (wanted.id if wanted else 0))
    whole = count_of(query)
    rows = session().execute(query.order_by(Vouch.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
    return whole, [Answered(*row) for row in rows]


def overruled_in(counties: frozenset[str] | None) -> list[Answered]:
    """Those that staff took back in a mentor's place, the last twenty."""
    query = _rows(counties).where(Vouch.withdrawn_by.is_not(None), Vouch.withdrawn_by != Vouch.mentor_person_id)
    rows = session().execute(query.order_by(Vouch.withdrawn_at.desc(), Vouch.id.desc()).limit(PAGE))
    return [Answered(*row) for row in rows]


def why_overruled(vouch_id: int) -> Overruling | None:
    """Why staff took it back, as the record has it."""
    for row in audit.of("vouch", vouch_id):
        instead = json.loads(row.facts).get("instead")
        if instead is not None:
            return Overruling(instead)
    return None
