"""Off sale, for a reason that is not the maker's."""

from __future__ import annotations

from app.catalogue.events import ProductChanged, ProductWithdrawn
from app.catalogue.models import Product, Shelf
from app.shared.outbox import announce


def withdraw(product: Product, reason: str, by: int | None) -> None:
    """Take a product off sale for a reason that is not the maker's; nothing happens when it is off already."""
    if product.may_become(Shelf.WITHDRAWN):
        product.move_to(Shelf.WITHDRAWN, by, reason)
        announce(ProductChanged(product.id))
        announce(ProductWithdrawn(product.id, reason))
