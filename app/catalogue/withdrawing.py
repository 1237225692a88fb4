"""Off sale, for a reason that is not the maker's."""

from __future__ import annotations

from datetime import datetime

from app.catalogue.events import ProductChanged, ProductWithdrawn
from app.catalogue.models import Product, Shelf
from app.shared import states
from app.shared.outbox import announce

PAPER_ENDED = "permit_expired"


def off_for_paper(product: Product) -> datetime | None:
    """Since when a product is off sale because its paper ran out; None where that is not why."""
    if product.state is not Shelf.WITHDRAWN:
        return None
    last = states.history("product", product.id)[-1]
    return last.at if last.note == PAPER_ENDED else None


def withdraw(product: Product, reason: str, by: int | None) -> None:
    """Take a product off sale for a reason that is not the maker's; nothing happens when it is off already."""
    if product.may_become(Shelf.WITHDRAWN):
        product.move_to(Shelf.WITHDRAWN, by, reason)
        announce(ProductChanged(product.id))
        announce(ProductWithdrawn(product.id, reason))
