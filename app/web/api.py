"""Products for programs: JSON, version 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from app import catalogue, places, programme, search, vouching
from app.search import ShelfRow, Wanted
from app.shared import cache
from app.shared.errors import NotFound
from app.shared.text import match_key, only_digits
from app.web.access import ANYONE, allow
from app.web.files import picture_url
from app.web.shop import absent, county_names, wanted_from
from app.web.troubles import problem
from app.words import GROUPS, gettext
from config import Settings

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST_PER_PAGE = 100


@blueprint.get("/products")
@allow(ANYONE)
def products() -> Response:
    """`q`, `category`, `county`, `page`, `per_page` (24, at most 100). Prices are rials.

    A county is asked for by code or name; a category too, or a whole group of them. What is unknown is a problem (400),
    and a page beyond the last is empty.
    """
    try:
        wanted = _wanted()
    except _Unknown as unknown:
        return problem(400, unknown.sentence, known=sorted(unknown.known))
    found = search.find(wanted)
    counties = county_names()
    return jsonify(
        total=found.total,
        page=wanted.page,
        pages=found.pages,
        per_page=found.per_page,
        items=[_item(row, counties) for row in found.rows] if wanted.page <= found.pages else [],
    )


@dataclass
class _Unknown(Exception):
    """Somebody asks for what there is not; `known` is what can be asked for."""

    sentence: str
    known: Iterable[str]


def _wanted() -> Wanted:
    """What the address asks for. Raises _Unknown."""
    asked, size = wanted_from(request.args), only_digits(request.args.get("per_page", ""))[:4]
    counties, categories = cache.kept("names for programs", 60, lambda: (_counties(), _categories()))
    return replace(
        asked,
        counties=_codes(asked.counties, counties, gettext("چنین شهرستانی نمی‌شناسیم.")),
        categories=_codes(asked.categories, categories, gettext("چنین دسته‌ای نمی‌شناسیم.")),
        per_page=max(1, min(int(size or search.PAGE), MOST_PER_PAGE)),
    )


def _codes(asked: Iterable[str], known: Mapping[str, frozenset[str]], sentence: str) -> frozenset[str]:
    """The codes that stand behind codes and names. Raises _Unknown."""
    found: frozenset[str] = frozenset()
    for name in asked:
        codes = known.get(match_key(name))
        if codes is None:
            raise _Unknown(sentence, {code for one in known.values() for code in one})
        found |= codes
    return found


def _counties() -> dict[str, frozenset[str]]:
    """Codes by every name that a county has, folded."""
    return {
        match_key(name): frozenset({one.code})
        for one in places.home_counties()
        for name in (one.code, one.name, one.name_en, one.name_ar)
        if name
    }


def _categories() -> dict[str, frozenset[str]]:
    """Codes by every name that a category or a group has, folded; a name of both means the category."""
    every = catalogue.categories()
    groups = {group: frozenset(one.code for one in every if one.group == group) for group in GROUPS}
    named = {match_key(name): groups[group] for group, (words, _) in GROUPS.items() for name in (group, words.sentence)}
    return named | {
        match_key(name): frozenset({one.code})
        for one in every
        for name in (one.code, one.name_fa, one.name_en, one.name_ar)
    }


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
        "away_until": _away_until(row),
        "url": _here(url_for("shop.product", slug=row.slug)),
    }


def _away_until(row: ShelfRow) -> str | None:
    """The day from which it can be bought again, while its maker is away."""
    gone = absent(row.maker_id)
    return gone.back_on.isoformat() if gone is not None and gone.keeps(made=row.left is None) else None


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
            "sound_price_rial": statement.disclosure.sound_price_rial,
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
