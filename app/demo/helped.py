"""Help in the demo: a listing that a mentor wrote for a maker, waiting for her code; one who was let off a paper."""

from __future__ import annotations

from dataclasses import fields

from app import catalogue, programme, vouching
from app.catalogue import Facts, StockMode
from app.shared.database import transaction

_WHY = "نمایشی: کارِ دست است و پروانهٔ کار نمی‌خواهد."


def assisted_listing(like_id: int, preparer_id: int) -> int:
    """Another product like a version of hers, written by somebody else and shown to her; its version's number."""
    with transaction():
        like = catalogue.version(like_id)
        maker = programme.trainee(catalogue.product(like.product_id).maker_id)
        version = vouching.prepare(maker, preparer_id)
        good = None if like.good_id is None else catalogue.good(like.good_id)
        catalogue.choose_kind(version, catalogue.category(like.category_code or ""), good)
        known = {one.name: getattr(like, one.name) for one in fields(Facts)}
        catalogue.write(version, Facts(**known | {"title": f"{like.title}، اندازهٔ بزرگ"}))
        shown = catalogue.pictures_of([like.id])[like.id]
        catalogue.set_pictures(version, [(one.picture.id, one.alt) for one in shown])
        variant = catalogue.variants_of([version.product_id])[version.product_id][0]
        catalogue.set_stock(variant, StockMode.COUNTED, on_hand=4, lead_days=0, by=preparer_id)
        vouching.copy_disclosure(like, version)
        if like.permit_id is not None:
            papers = catalogue.permits_of(maker.id, like.health_route)
            catalogue.use_permit(version, next(one for one in papers if one.id == like.permit_id))
        vouching.hand_over(version, preparer_id)
        return version.id


def waiver(maker_id: int, staff_id: int) -> None:
    """Staff let her off the licence, by name and with a reason."""
    with transaction():
        programme.waive(programme.trainee(maker_id), "licence_seen", staff_id, _WHY)
