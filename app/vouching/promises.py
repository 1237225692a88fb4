"""What holds of vouching in a healthy shop."""

from __future__ import annotations

from sqlalchemy import func, select

from app import catalogue
from app.catalogue import Product
from app.programme import Trainee
from app.shared.database import session
from app.vouching import sealing
from app.vouching.models import Disclosure, Vouch
from app.vouching.scrutiny import Interest


def invariants() -> list[tuple[str, int]]:
    """Broken promises of vouching, by name, with how many."""
    vouched = select(Vouch.version_id).where(Vouch.withdrawn_at.is_(None))
    unvouched = (
        select(func.count())
        .select_from(Product)
        .where(Product.state == catalogue.Shelf.ON_SALE, Product.live_version_id.not_in(vouched))
    )
    undisclosed = (
        select(func.count())
        .select_from(Product)
        .where(
            Product.state == catalogue.Shelf.ON_SALE,
            Product.live_version_id.not_in(select(Disclosure.version_id)),
        )
    )
    tied = (
        select(func.count())
        .select_from(Vouch)
        .join(Trainee, Trainee.person_id == Vouch.maker_person_id)
        .join(Interest, (Interest.maker_id == Trainee.id) & (Interest.mentor_id == Vouch.mentor_id))
        .where(Vouch.withdrawn_at.is_(None), Vouch.leaves_on.is_(None), Interest.ended_at.is_(None))
    )
    return [
        ("L2 on_sale.unvouched", session().scalar(unvouched) or 0),
        ("L3 on_sale.undisclosed", session().scalar(undisclosed) or 0),
        ("L6 vouching.rewritten", len(sealing.broken_seals())),
        ("L7 on_sale.tied", session().scalar(tied) or 0),
    ]
