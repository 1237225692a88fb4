"""What search tells itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class ShelfTermsChanged(Event):
    """The words by which a product is found are others now, or it is gone."""

    product_id: int
