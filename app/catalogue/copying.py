"""A new product that begins as another one stands."""

from __future__ import annotations

from sqlalchemy import select

from app.catalogue.actions import (
    Facts,
    choose_kind,
    new_product,
    price_now,
    set_pictures,
    set_stock,
    use_permit,
    write,
    write_measure,
)
from app.catalogue.making import set_making
from app.catalogue.models import Category, Good, Permit, Product, Variant, Version, VersionPicture
from app.catalogue.recalls import refuse_while_recalled
from app.shared.calendar import today
from app.shared.database import session


def copy_of(version: Version, by: int | None) -> Version:
    """The draft of a new product of the same maker with the words, facts and pictures of `version`.

    It has nothing in stock, and the paper only where the law still asks for it and it still runs. Who wrote the listing
    for its maker stays named, and what she has not confirmed is not confirmed by copying it. Raises RecallStands.
    """
    product = session().get_one(Product, version.product_id)
    refuse_while_recalled(product.id)
    prepared = version.prepared_by is not None
    draft = new_product(product.maker_id, version.prepared_by if prepared else by, prepared=prepared)
    draft.confirmed_at = version.confirmed_at
    if version.category_code is not None:
        good = None if version.good_id is None else session().get(Good, version.good_id)
        choose_kind(draft, session().get_one(Category, version.category_code), good)
    names = ("title", "description", "materials", "size_words", "care", "weight_g", "price_rial")
    write(draft, Facts(**{name: getattr(version, name) for name in names} | {"price_rial": price_now(version)}))
    write_measure(draft, version.measure, version.unit)
    shown = select(VersionPicture).where(VersionPicture.version_id == version.id).order_by(VersionPicture.position)
    set_pictures(draft, [(one.picture_id, one.alt) for one in session().scalars(shown)])
    permit = None if version.permit_id is None else session().get(Permit, version.permit_id)
    if permit is not None and permit.route is draft.health_route and permit.expires_on >= today():
        use_permit(draft, permit)
    _make_alike(product.id, draft.product_id, by)
    return draft


def _make_alike(product_id: int, into: int, by: int | None) -> None:
    """Ready or made to order as the other one is; how many lie ready is for her to count."""
    known, fresh = (
        session().scalars(select(Variant).where(Variant.product_id == one).order_by(Variant.id)).first()
        for one in (product_id, into)
    )
    if known is not None and fresh is not None:
        set_stock(fresh, known.mode, on_hand=0, lead_days=known.lead_days, by=by)
        set_making(fresh, known.cut_off_hour, known.weekly_capacity, by)
