"""Sizes and colours: a new one of what is on sale is seen by a mentor before it is sold."""

from __future__ import annotations

from app import catalogue
from app.catalogue import NewVariant, Product, Variant, VersionState
from app.vouching.drafting import open_draft
from app.vouching.seconding import check_limit_of_one


def add_variant(product: Product, wanted: NewVariant, by: int | None) -> Variant:
    """Another size or colour. Of what is on sale it waits, in a draft, for a mentor's look; its price and name are new.

    Raises LabelTaken, PriceOutsideBand, TooDearForGrade, and NotADraft while a version lies with a mentor.
    """
    check_limit_of_one(product.id, wanted.price)
    newest = catalogue.newest_version(product.id)
    if newest.state is VersionState.SUBMITTED:
        raise catalogue.NotADraft
    made = catalogue.add_variant(product, wanted, by)
    if product.live_version_id is not None:
        made.offered = False
        open_draft(newest, by)
    return made
