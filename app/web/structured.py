"""What a product page tells machines: schema.org as JSON-LD, with the disclosure as honest as on the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue import Product, Variant, Version
from app.opinions import OpinionView, Rating
from app.programme import Trainee
from app.shared import running
from app.shared.calendar import local_date
from app.vouching import Grade, Statement
from app.words import name_of

_CONDITIONS = {
    Grade.CONFORMS: "https://schema.org/NewCondition",
    Grade.SMALL: "https://schema.org/NewCondition",
    Grade.VISIBLE: "https://schema.org/DamagedCondition",
    Grade.SECONDS: "https://schema.org/DamagedCondition",
}
# A browser ends the block at the first «</script», wherever it stands.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class DataBlock:
    """JSON in a page, ready for a template. It holds no program, so no policy on scripts applies to it."""

    data: dict[str, object]

    def __html__(self) -> str:
        written = json.dumps(self.data, ensure_ascii=False).translate(_ESCAPES)
        return f'<script type="application/ld+json">{written}</script>'


def product_data(
    product: Product, version: Version, variants: list[Variant], statement: Statement, maker: Trainee
) -> DataBlock:
    """What a product is, how it differs, and what it costs (IRR: rials)."""
    told = statement.disclosure
    grade = name_of(told.grade)
    properties = [_property("grade", grade)]
    properties += [
        _property(f"deviation:{one.kind.value}", f"{one.words} ({one.amount})" if one.amount else one.words)
        for one in statement.deviations
    ]
    if told.missing_mark:
        properties.append(_property("missing mark", told.missing_mark))
    differs = f"{grade}: {statement.differences}" if statement.nonstandard else f"{grade}: {told.mark}"
    address = f"{running.settings().public_url}/p/{product.slug}"
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": version.title,
        "sku": product.sku,
        "url": address,
        "description": "\n\n".join(part for part in (version.description, differs) if part),
        "itemCondition": _CONDITIONS[told.grade],
        "additionalProperty": properties,
        "manufacturer": {"@type": "Person", "name": maker.display_name},
        "offers": [_offer(one, told.grade, address, on_sale=product.state.value == "on_sale") for one in variants],
    }
    return DataBlock(data)


def with_opinions(block: DataBlock, rating: Rating, shown: Iterable[OpinionView]) -> DataBlock:
    """The same with what buyers say of it, as the page shows it; nothing while there are too few for an average."""
    if not rating.told:
        return block
    average = {
        "@type": "AggregateRating",
        "ratingValue": f"{rating.tenths // 10}.{rating.tenths % 10}",
        "reviewCount": rating.count,
        "bestRating": 5,
        "worstRating": 1,
    }
    return DataBlock(block.data | {"aggregateRating": average, "review": [_review(one) for one in shown]})


def _review(view: OpinionView) -> dict[str, object]:
    told: dict[str, object] = {
        "@type": "Review",
        "author": {"@type": "Person", "name": view.opinion.name},
        "datePublished": local_date(view.opinion.written_at).isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": view.opinion.stars, "bestRating": 5, "worstRating": 1},
    }
    return told | {"reviewBody": view.words} if view.words else told


def _property(name: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "name": name, "value": value}


def _offer(variant: Variant, grade: Grade, address: str, *, on_sale: bool) -> dict[str, object]:
    there = on_sale and (variant.lead_days > 0 or variant.on_hand > variant.reserved)
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "url": address,
        "price": int(variant.price_rial),
        "priceCurrency": "IRR",
        "itemCondition": _CONDITIONS[grade],
        "availability": f"https://schema.org/{'InStock' if there else 'OutOfStock'}",
    }
