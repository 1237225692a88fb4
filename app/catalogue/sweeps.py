"""What time does to the catalogue."""

from __future__ import annotations

from datetime import timedelta

from app.catalogue import permits, queries
from app.catalogue.withdrawing import PAPER_ENDED, withdraw
from app.shared.schedule import sweep


def _withdraw(product_id: int) -> None:
    withdraw(queries.product(product_id), PAPER_ENDED, None)


sweep("catalogue.permits", timedelta(hours=1), queries.permit_expired_products)(_withdraw)
sweep("catalogue.permit_warnings", timedelta(hours=1), permits.permits_to_warn_of)(permits.warn_of)
