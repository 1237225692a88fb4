"""Products for programs: JSON, version 1."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from app import catalogue, programme, search, vouching
from app.search import ShelfRow
from app.shared.errors import NotFound
from app.shared.text import only_digits
from app.web.access import ANYONE, allow
from app.web.files import picture_url
from app.web.shop import county_names, wanted_from
from config import Settings

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST_PER_PAGE = 100


@blueprint.get("/products")
@allow(ANYONE)
def products() -> Response:
    """`q`, `category`, `county`, `page`, `per_page` (24, at most 100). Prices are rials."""
    asked = int(only_digits(request.args.get("per_page", ""))[:4] or search.PAGE)
    found = search.find(replace(wanted_from(request.args), per_page=max(1, min(asked, MOST_PER_PAGE))))
    counties = county_names()
    return jsonify(
        total=found.total,
        page=found.page,
        pages=found.pages,
        per_page=found.per_page,
        items=[_item(row, counties) for row in found.rows],
    )


def _item(row: ShelfRow, counties: dict[str, str]) -> dict[str, object]:
    return {
        "sku": row.sku,
        "slug": row.slug,
        "title": row.title,
        "price": int(row.price_rial),
        "currency": "IRR",
        "maker": row.maker_name,
        "county": counties.get(row.county_code, ""),
        "county_code": row.county_code,
        "category": row.category_code,
        "grade": row.grade,
        "vouched": row.vouched and row.listed,
        "permit": row.permit or None,
        "left": row.left,
        "lead_days": row.lead_days or None,
        "url": _here(url_for("shop.product", slug=row.slug)),
    }


@blueprint.get("/products/<slug>")
@allow(ANYONE)
def product(slug: str) -> Response:
    found, version = catalogue.on_sale_by_slug(slug)
    row = search.row_of(found.id)
    statement = vouching.statements([version.id]).get(version.id)
    if row is None or statement is None:
        raise NotFound
    pictures = catalogue.pictures_of([version.id]).get(version.id, [])
    vouch = statement.vouch
    return jsonify(
        **_item(row, county_names()),
        description=version.description,
        materials=version.materials,
        size=version.size_words,
        weight_g=version.weight_g,
        on_sale=found.state is catalogue.Shelf.ON_SALE,
        maker_url=_here(url_for("shop.maker", slug=programme.trainee(found.maker_id).slug)),
        disclosure={
            "mark": statement.disclosure.mark,
            "missing_mark": statement.disclosure.missing_mark,
            "why": statement.disclosure.why,
            "varies": statement.disclosure.varies,
            "deviations": [
                {"kind": one.kind.value, "words": one.words, "amount": one.amount} for one in statement.deviations
            ],
        },
        vouch=None
        if vouch is None or statement.mentor is None or vouch.withdrawn_at is not None
        else {
            "mentor": statement.mentor.display_name,
            "basis": vouch.basis.value,
            "seen_on": vouch.seen_on.isoformat(),
            "valid_until": vouch.valid_until.isoformat(),
            "checked": vouch.checked,
            "unchecked": vouch.unchecked,
        },
        pictures=[{"url": _here(picture_url(one.picture.stem, 960)), "alt": one.alt} for one in pictures],
    )


def _here(path: str) -> str:
    """The whole address, by the operator's word and not by what the asker calls us."""
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url + path
